// Forms read again while the server runs: a broken or half-written file changes nothing for anybody and is said in the
// log; a good one is shown to who begins now, and not to who has begun.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, demo, finish, session, test } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const folder = mkdtempSync(join(tmpdir(), "anketa-reload-"));
cpSync("surveys", folder, { recursive: true });
process.env.ANKETA_FORMS = `${folder},quizzes`;
const company = demo();
const without = company.sql("select a.person from assignment a where form = 'express_audit_sales' and not exists (select 1 from response r where r.assignment = a.id)").split("\n")[0];
const assignment = company.sql(`select id from assignment where person = ${without} and form = 'express_audit_sales'`);
company.sql("update response set state = 'draft', handed_in_at = 0 where id = (select min(id) from response where form_hash = (select hash from form where form = 'express_audit_sales'))");
const [begun, beganBy] = company.sql("select id, person from response where state = 'draft' order by id limit 1").split("|");
const newcomer = session(company, "person", without), earlier = session(company, "person", beganBy);

// A server whose log we read.
const child = spawn(process.env.ANKETA || "build/anketa", ["serve", "--db", company.database, "--listen", "127.0.0.1:0"], { stdio: ["ignore", "pipe", "pipe"] });
let log = "", out = "";
child.stderr.on("data", (part) => (log += part));
child.stdout.on("data", (part) => (out += part));
const ended = new Promise((done) => child.once("exit", done));
async function until(condition, what) {
  for (let i = 0; i < 1200 && !condition(); i++) await new Promise((done) => setTimeout(done, 25));
  assert.ok(condition(), what);
}
await until(() => /http:\S+/.test(out), "the server starts");
const base = /http:\S+/.exec(out)[0];
const get = (who, path) => ask(base, "GET", path, { headers: { cookie: who.cookie, "accept-language": "ru" } });
/** Read the forms again and wait for what the log says to it; posts hurry the batch along. */
async function reload(says) {
  const from = log.length;
  child.kill("SIGHUP");
  await until(() => says.test(log.slice(from)), `the log says ${says}: ${log.slice(from)}`);
}
const form = join(folder, "express_audit_sales.yaml");
const good = readFileSync(form, "utf8");
const title = async () => /<h1>([^<]*)/.exec((await get(newcomer, `/my/${assignment}`)).text)[1];
const before = await title();

for (const [what, text] of [
  ["a broken file", good.replace(/^questions:|^sections:/m, "sektions:")],
  ["a file cut in mid-way, as some editors leave it for a moment", good.slice(0, good.length / 2 | 0) + "\n  - {"],
  ["an empty file", ""],
  ["a file that is no text", "\0\0\0"],
])
  await test(`${what} is told in the log, and the version before stays`, async () => {
    writeFileSync(form, text);
    await reload(/error/);
    assert.equal(await title(), before);
    assert.ok([200, 303].includes((await get(earlier, `/r/${begun}`)).status));
  });

await test("a good file is shown to who begins now, and who has begun goes on with the one before", async () => {
  const was = (await get(earlier, (await get(earlier, `/r/${begun}`)).location)).text;
  const changed = good.replace(/^(title:\n +ru: ).*$/m, '$1"Новый заголовок"').replace(/^version: \d+/m, "version: 77");
  assert.notEqual(changed, good);
  writeFileSync(form, changed);
  await reload(/forms reloaded/);
  let now = "";
  for (let i = 0; i < 40 && now !== "Новый заголовок"; i++) {
    now = await title();
    await new Promise((done) => setTimeout(done, 25));
  }
  assert.equal(now, "Новый заголовок");
  const still = (await get(earlier, (await get(earlier, `/r/${begun}`)).location)).text;
  assert.equal(/<legend>[\s\S]*?<\/legend>/.exec(still)?.[0], /<legend>[\s\S]*?<\/legend>/.exec(was)?.[0]);
  assert.equal(company.sql(`select form_hash = (select hash from form where form = 'express_audit_sales' and version = 77) from response where id = ${begun}`), "0");
});

await test("the server stops cleanly after all this", async () => {
  child.kill("SIGTERM");
  assert.equal(await ended, 0, log.slice(-3000));
});
company.remove();
rmSync(folder, { recursive: true });
finish();
