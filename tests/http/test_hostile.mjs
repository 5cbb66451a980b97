// Hostile input at the pages of the real server: what is typed, what is sent instead of a form, who guesses, who holds on.
// tests/hostile.tsv says which case each test stands for.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, demo, finish, serve, session, test, unescape } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

// Questionnaires with markup in their titles, and a proxy that is believed: what it says comes after X-Forwarded-For.
const markup = `"><script>alert(1)</script>{{7*7}}%s%n%x<svg/onload=alert(2)>`;
const forms = mkdtempSync(join(tmpdir(), "anketa-forms-"));
cpSync("surveys", forms, { recursive: true });
const salesForm = join(forms, "express_audit_sales.yaml");
const quote = (text) => `'${text.replaceAll("'", "''")}'`;
writeFileSync(salesForm, readFileSync(salesForm, "utf8").replace(/^title:\n( +)ru: .*\n/m, (_, indent) => `title:\n${indent}ru: ${quote("Анкета " + markup)}\n`));
process.env.ANKETA_FORMS = `${forms},quizzes`;
process.env.ANKETA_TRUSTED_PROXIES = "127.0.0.1";
const company = demo();
const one = (text) => company.sql(text).split("\n")[0];

const person = one(`select person from assignment a where form = 'express_audit_sales' and not exists (select 1 from response r where r.assignment = a.id)
  and exists (select 1 from attempt t where t.person = a.person and t.state = 'ready')`);
company.sql(`update person set family = ${quote(markup)}, given = 'Ёж' || char(0x202e) || 'ик', position = ${quote(markup)} where id = ${person}`);
company.sql(`update project set organisation = ${quote("ООО " + markup)}`);
const me = session(company, "person", person), consultant = session(company, "staff", one("select id from staff where admin = 1"));
const other = one(`select person from attempt where person <> ${person} and state = 'ready' limit 1`);
const neighbour = session(company, "person", other);
const doneResponse = one("select id from response where state = 'handed_in'"), donePerson = one(`select person from response where id = ${doneResponse}`);
const done = session(company, "person", donePerson);
company.sql(`update person set family = ${quote(markup)}, given = '😀' || char(0x202e) where id = ${donePerson}`);
const link = company.values.respondent.replace(/.*(?=\/i\/)/, ""), token = link.slice(3);

let server = await serve(company.database);
const formType = "application/x-www-form-urlencoded";
let address = 0;
/** As this session, from an address of its own unless one is given. */
const say = (who, method, path, { body = "", headers = {}, from = "" } = {}) =>
  ask(server.base, method, path, { body, headers: {
    ...(who ? { cookie: who.cookie } : {}), origin: server.base, "accept-language": "ru", "x-forwarded-for": from || `10.0.${++address >> 8}.${address & 255}`,
    ...(method === "POST" ? { "content-type": formType } : {}), ...headers } });
const get = (who, path, more) => say(who, "GET", path, more);
const encode = (pairs) => new URLSearchParams(pairs).toString();
const post = (who, path, pairs = {}, more = {}) => say(who, "POST", path, { body: encode({ ...(who ? { csrf: who.csrf } : {}), ...pairs }), ...more });
const raw = (who, path, body, more = {}) => say(who, "POST", path, { body: `csrf=${who.csrf}&${body}`, ...more });

const response = /\d+/.exec((await post(me, `/my/${one(`select id from assignment where person = ${person} and form = 'express_audit_sales'`)}/start`)).location)[0];
const quiz = one(`select assignment from attempt where person = ${person} and state = 'ready' order by id limit 1`);
const section = /[^/]+$/.exec((await get(me, `/r/${response}`)).location)[0];
const save = (question, pairs, more) => post(me, `/response/${response}/${question}`, { value: "", state: "answered", seen: "0", page: "p", seq: "1", ...pairs }, more);
const kept = (question, column = "", row = "") => company.sql(`select value from answer where response = ${response} and question = '${question}' and column_id = '${column}' and row_id = '${row}'`);
/** Every page that can be reached by links from `start`. */
async function pages(who, start) {
  const wanted = [start], seen = new Map();
  while (wanted.length > 0 && seen.size < 120) {
    const path = wanted.shift();
    if (seen.has(path)) continue;
    const reply = await get(who, path);
    seen.set(path, reply);
    if (reply.location) wanted.push(reply.location);
    if (/html/.test(reply.headers["content-type"] || ""))
      for (const [, href] of reply.text.matchAll(/<a\b[^>]* href="(\/[^"#?]*)/g)) wanted.push(unescape(href));
  }
  return seen;
}
const assertPlain = (seen) => {
  for (const [path, reply] of seen) {
    assert.ok(reply.status < 500, `${path}: ${reply.status}`);
    if (!/html/.test(reply.headers["content-type"] || "")) continue;
    assert.doesNotMatch(reply.text, /<script>alert|<svg\/onload/i, path);
    assert.match(reply.headers["content-security-policy"], /script-src 'self'/);
  }
  const all = [...seen.values()].map((reply) => reply.text).join("");
  assert.match(all, /&quot;&gt;&lt;script&gt;alert\(1\)&lt;\/script&gt;\{\{7\*7\}\}%s%n%x/);
};

// --- what is typed ---

await test("markup in names, titles and answers is text on every page of a visitor", async () => {
  assert.equal((await save("sm_07", { row: "r1", column: "document", value: markup })).status, 200);
  assert.equal(kept("sm_07", "document", "r1"), markup);
  assertPlain(await pages(me, "/my"));
});

await test("markup in names, titles and answers is text on every page of staff", async () => {
  const seen = await pages(consultant, "/staff");
  if (seen.get("/staff").status !== 404) assertPlain(seen);
});

await test("the same text by different code points is kept as one form", async () => {
  assert.equal((await save("sm_07", { row: "r2", column: "document", value: "кафе\u0301 и\u0306" })).status, 200);
  assert.equal(kept("sm_07", "document", "r2"), "кафе\u0301 й".normalize("NFC"));
});

await test("thousands of combining marks are too long, a turned text and emoji are kept", async () => {
  assert.equal((await save("sm_07", { row: "r3", column: "document", value: "а" + "\u0301".repeat(4000) })).status, 422);
  assert.equal((await save("sm_07", { row: "r3", column: "document", value: "акт \u202Eтка\u202C 😀👩‍👩‍👧" })).status, 200);
  assert.equal((await get(me, `/r/${response}/review`)).status, 200);
});

await test("a PDF is made of hostile names", async () => {
  assert.equal((await get(done, `/r/${doneResponse}/copy.pdf`)).text.slice(0, 5), "%PDF-");
});

await test("bytes that are no text are refused with 400, nothing of them is kept", async () => {
  for (const bad of ["%ff", "%c0%af", "%ed%a0%80", "%d0", "%f4%90%80%80", "%00", "a%00b", "%zz", "%1", "%0b", "%7f"]) {
    assert.equal((await raw(me, `/response/${response}/sm_07`, `row=r4&column=document&state=answered&seen=0&seq=1&value=${bad}`)).status, 400, bad);
    assert.equal((await get(me, `/my?a=${bad}`)).status, 400, `?a=${bad}`);
    assert.equal((await get(me, `/my${bad}`)).status, 400, `/my${bad}`);
  }
  assert.equal(kept("sm_07", "document", "r4"), "");
});

await test("a long address in Cyrillic is answered", async () => {
  assert.equal((await get(null, "/" + "%D0%90".repeat(1500))).status, 404);
  assert.equal((await get(null, "/")).status, 200);
});

await test("no page links to another site, whatever was asked for", async () => {
  for (const path of ["//evil.example/", "///evil.example", "/%5Cevil.example", "/.//evil.example/"])
    for (const [, href] of (await get(null, path)).text.matchAll(/ (?:href|action|src)="([^"]*)"/g))
      assert.equal(new URL(unescape(href), server.base + "/").origin, server.base, `${path} shows ${href}`);
});

await test("nothing sends the browser to another site", async () => {
  for (const query of ["next=//evil.example", "next=/%5Cevil.example", "lang=ru%0d%0aLocation:%20//evil", "to=https://evil.example", "done=//evil"])
    for (const [who, path] of [[null, "/"], [null, "/staff/login"], [me, "/my"], [me, `/r/${response}`]]) {
      const reply = await get(who, `${path}?${query}`);
      assert.ok(reply.status === 400 || !reply.location || /^\/[a-z]/.test(reply.location), `${path}?${query}: ${reply.location}`);
      assert.doesNotMatch(JSON.stringify(reply.headers), /evil/);
    }
});

await test("a line break in a value splits neither a reply nor the log", async () => {
  const reply = await post(null, "/code", { code: "abc\r\nSet-Cookie: session=evil\r\n\r\n" });
  assert.ok([400, 422].includes(reply.status));
  assert.equal(reply.headers["set-cookie"], undefined);
  const kept = await save("sm_07", { row: "r5", column: "document", value: "Иванов\r\nBcc: all@evil.example" });
  assert.ok([200, 422].includes(kept.status));
  assert.doesNotMatch(JSON.stringify((await get(done, `/r/${doneResponse}/copy.pdf`)).headers), /Bcc|evil/);
});

// --- what is sent instead of a form ---

await test("a parameter that comes twice is 400, in a form and in an address", async () => {
  assert.equal((await raw(me, `/response/${response}/sm_07`, "row=r6&column=document&value=a&value=b&state=answered&seen=0&seq=1")).status, 400);
  assert.equal((await get(me, "/my?lang=ru&lang=uk")).status, 400);
  assert.equal((await say(null, "POST", "/staff/login", { body: "name=a&name=b&password=c" })).status, 400);
});

await test("fields that a form does not have change nothing", async () => {
  const extra = { score: "100", mark: "10000", passed: "1", percent: "10000", reason: "passed", state: "handed_in", role: "consultant", admin: "1", user_id: "1", person: other, project: "2", id: "1", revision: "99", handed_in_at: "1" };
  const rights = company.sql("select * from staff; select * from staff_right; select id, person, project from response");
  const page = await get(me, `/r/${response}/${section}`);
  const was = [...page.text.matchAll(/name="(was:[^"]+|rev)" value="([^"]*)"/g)].map((m) => [m[1], unescape(m[2])]);
  assert.ok([303, 422].includes((await post(me, `/r/${response}/${section}`, { ...Object.fromEntries(was), go: "save", ...extra })).status));
  assert.equal((await save("sm_07", { row: "r7", column: "document", value: "x", ...extra, state: "answered" })).status, 200);
  assert.equal(one(`select state from response where id = ${response}`), "draft");
  assert.equal(company.sql("select * from staff; select * from staff_right; select id, person, project from response"), rights);
});

await test("another kind of body is refused", async () => {
  for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/xml"])
    assert.equal((await save("sm_07", { row: "r8", column: "document", value: "x" }, { headers: { "content-type": type } })).status, 415, type);
  assert.equal(kept("sm_07", "document", "r8"), "");
});

await test("a million options are refused", async () => {
  const many = await raw(me, `/r/${response}/${section}`, "sm_01=phone&".repeat(100000)).catch((error) => ({ status: error.code }));
  assert.ok([413, 400, "EPIPE", "ECONNRESET"].includes(many.status), String(many.status));
  assert.equal((await raw(me, `/r/${response}/${section}`, "go=save&" + "sm_01=phone&".repeat(1990).slice(0, -1))).status < 500, true);
});

await test("pages that are not there are not there, by any number", async () => {
  for (const n of ["0", "-1", "999999999999999999999", "1e3", "0x1", "1%20"])
    for (const path of [`/t/${n}/1`, `/r/${n}`, `/my/${n}`, `/r/${response}/${n}`])
      assert.ok([400, 404].includes((await get(me, path)).status), path);
});

// --- a test ---

const begin = () => post(me, `/my/${quiz}/begin`);
const started = await Promise.all(Array.from({ length: 20 }, begin));
const attempt = /\/t\/(\d+)/.exec(started[0].location)[1];
const attemptState = () => company.sql(`select state, mark is null, number from attempt where id = ${attempt}`);

await test("twenty presses of Start are one attempt", () => {
  assert.deepEqual(new Set(started.map((reply) => `${reply.status} ${reply.location}`)), new Set([`303 /t/${attempt}/1`]));
  assert.equal(one(`select count(*) from attempt where assignment = ${quiz}`), "1");
});

await test("who comes in again without cookies finds the same attempt", async () => {
  const again = session(company, "person", person);
  assert.equal((await post(again, `/my/${quiz}/begin`)).location, `/t/${attempt}/1`);
});

await test("a question of a test is no page before 1 or behind the last", async () => {
  for (const n of ["0", "-1", "31", "99", "999999999999999999999"]) {
    assert.equal((await get(me, `/t/${attempt}/${n}`)).status, 404, n);
    assert.equal((await post(me, `/t/${attempt}/${n}`, { value: "a" })).status, 404, n);
    assert.equal((await post(me, `/attempt/${attempt}/${n}`, { value: "a" })).status, 404, n);
  }
});

await test("an option that is not offered is refused and not kept", async () => {
  let tried = 0;
  for (let n = 1; n <= 26; n++) {
    if (!/type="(radio|checkbox)" name="value"/.test((await get(me, `/t/${attempt}/${n}`)).text)) continue;
    tried++;
    assert.equal((await post(me, `/attempt/${attempt}/${n}`, { value: "no-such-option", seen: "0", seq: "1" })).status, 422);
  }
  assert.ok(tried > 0);
  assert.equal(one(`select count(*) from attempt_answer where attempt = ${attempt} and value like '%no-such%'`), "0");
});

await test("no page of a test tells a key, an explanation or the seed before the end", async () => {
  const seed = one(`select seed from paper where id = (select paper from attempt where id = ${attempt})`);
  const bank = readFileSync("quizzes/crm_base.yaml", "utf8") + readFileSync("quizzes/discipline.yaml", "utf8");
  const explained = [...bank.matchAll(/explanation:[\s\S]*?ru: "([^"]{20,})"/g)].map((m) => m[1]);
  assert.ok(explained.length > 40);
  let all = "";
  for (let n = 1; n <= 30; n++) {
    const page = await get(me, `/t/${attempt}/${n}`);
    if (page.status === 404) break;
    all += page.text + JSON.stringify(page.headers);
  }
  for (const path of ["finish", "result"]) all += (await get(me, `/t/${attempt}/${path}`)).text;
  assert.ok(all.length > 50000);
  assert.ok(!all.includes(seed), "the seed");
  for (const text of explained) assert.ok(!all.includes(text), text);
  assert.doesNotMatch(all.replaceAll(/Content-Security-Policy/gi, ""), /\b(correct|weight|data-key|is-right|explanation)\b/i);
});

await test("a right and a wrong answer are answered alike", async () => {
  const shapes = new Set();
  for (const [n, place] of [[1, 0], [1, 1], [1, 2]]) {
    const page = await get(me, `/t/${attempt}/${n}`);
    const values = [...page.text.matchAll(/<input type="(?:radio|checkbox)" name="value" value="([^"]+)"/g)].map((m) => m[1]);
    if (values.length <= place) continue;
    const seen = /name="seen" value="(\d+)"/.exec(page.text)[1];
    const reply = await post(me, `/attempt/${attempt}/${n}`, { value: values[place], seen, page: "p", seq: "1" });
    assert.equal(reply.status, 200);
    shapes.add(Object.keys(JSON.parse(reply.text)).join());
  }
  assert.equal(shapes.size <= 1, true);
});

await test("an answer brought from elsewhere is neither marked nor handed in by its fields", async () => {
  let answered = 0;
  for (let n = 1; n <= 26; n++) {
    const { text } = await get(me, `/t/${attempt}/${n}`);
    const value = /<input type="radio" name="value" value="([^"]+)"/.exec(text)?.[1], seen = /name="seen" value="(\d+)"/.exec(text)[1];
    if (!value) continue;
    const reply = await post(me, `/attempt/${attempt}/${n}`, { mark: "10000", score: "100", passed: "1", state: "handed_in", value, seen, page: "x".repeat(5000), seq: "1" });
    answered += reply.status === 200;
  }
  assert.ok(answered > 0);
  assert.equal(attemptState(), "running|1|1");
  assert.equal(one(`select coalesce(max(length(page)), 0) <= 40 from attempt_answer_history where attempt = ${attempt}`), "1");
});

await test("twenty presses of Hand in are one, and nothing is kept afterwards", async () => {
  const replies = await Promise.all(Array.from({ length: 20 }, () => post(me, `/t/${attempt}/hand-in`)));
  assert.deepEqual(new Set(replies.map((reply) => reply.status)), new Set([303]));
  assert.equal(one(`select count(*) from event where kind = 'attempt_end' and object = ${attempt}`), "1");
  assert.match(attemptState(), /^handed_in\|0/);
  const mark = one(`select mark from attempt where id = ${attempt}`);
  const answers = company.sql(`select item, value, revision from attempt_answer where attempt = ${attempt}`);
  for (const value of ["a", "b", "c", "12"]) await post(me, `/attempt/${attempt}/1`, { value, seen: "9", page: "late", seq: "9" });
  assert.equal(company.sql(`select item, value, revision from attempt_answer where attempt = ${attempt}`), answers);
  assert.equal((await begin()).status === 303 && one(`select count(*) from attempt where assignment = ${quiz} and state = 'running'`) === "1", false);
  assert.equal(one(`select mark from attempt where id = ${attempt}`), mark);
});

// --- who comes in ---

const cookieOf = (reply) => /session=([^;]*)/.exec((reply.headers["set-cookie"] || []).join("\n"))?.[1];

await test("a session cookie that was there before is not taken over", async () => {
  const fixed = "f".repeat(64);
  const reply = await post({ cookie: `session=${fixed}`, csrf: "" }, "/enter", { token });
  assert.equal(reply.status, 303);
  assert.notEqual(cookieOf(reply), fixed);
  assert.match(cookieOf(reply), /^[\w-]{32,}$/);
  assert.equal((await get({ cookie: `session=${fixed}` }, "/my")).status, 403);
  assert.match(reply.headers["set-cookie"].join(), /HttpOnly/);
  assert.match(reply.headers["set-cookie"].join(), /SameSite=Lax/);
});

await test("who comes in twice with one browser ends the session before", async () => {
  const first = cookieOf(await post(null, "/enter", { token }));
  await post({ cookie: `session=${first}`, csrf: "" }, "/enter", { token });
  assert.equal((await get({ cookie: `session=${first}` }, "/my")).status, 403);
});

await test("after leaving, the back button shows nothing", async () => {
  const entered = cookieOf(await post(null, "/enter", { token })), who = { cookie: `session=${entered}` };
  const page = await get(who, "/my");
  assert.equal(page.headers["cache-control"], "no-store");
  who.csrf = one(`select csrf from session order by created_at desc limit 1`);
  const left = await post(who, "/leave");
  assert.equal(left.location, "/left");
  assert.equal((await get(who, "/my")).status, 403);
});

await test("a name that is not there and a wrong password are answered alike", async () => {
  const known = await post(null, "/staff/login", { name: company.values.login, password: "wrong password" });
  const unknown = await post(null, "/staff/login", { name: "x".repeat(company.values.login.length), password: "wrong password" });
  assert.equal(known.status, unknown.status);
  assert.equal(known.text.replaceAll(company.values.login, "NAME"), unknown.text.replaceAll("x".repeat(company.values.login.length), "NAME"));
  assert.deepEqual(Object.keys(known.headers), Object.keys(unknown.headers));
});

await test("links and codes that are not there are all answered alike", async () => {
  const replies = await Promise.all(["a".repeat(26), "b".repeat(26), token.slice(0, 25), token + "a"].map((text) => get(null, `/i/${text}`).then((reply) => [text, reply])));
  for (const [text, reply] of replies) {
    assert.equal(reply.status, 404);
    assert.equal(reply.text.replaceAll(text, "T"), replies[0][1].text.replaceAll(replies[0][0], "T"));
  }
  assert.equal((await post(null, "/enter", { token: "a".repeat(26) })).status, 404);
});

await test("guessing a password waits, and its owner comes in from elsewhere", async () => {
  const tries = [];
  for (let i = 0; i < 5; i++) tries.push(await post(null, "/staff/login", { name: company.values.login, password: "guess" + i }, { from: "192.0.2.3" }));
  assert.equal(tries.at(-1).status, 429);
  assert.ok(Number(tries.at(-1).headers["retry-after"]) > 0);
  const right = await post(null, "/staff/login", { name: company.values.login, password: company.values.password }, { from: "192.0.2.4" });
  assert.equal(right.status, 303);
  assert.equal(right.location, "/staff");
});

await test("headers of a proxy and Host are in no link", async () => {
  const headers = { "x-forwarded-proto": "https", "x-forwarded-port": "1", forwarded: "host=evil.example" };
  for (const path of ["/", link, "/staff/login"]) assert.doesNotMatch((await get(null, path, { headers })).text, /evil\.example/);
});

// --- who holds on ---

const hold = (text) => new Promise((done) => {
  const socket = connect(server.port, "127.0.0.1", () => { socket.write(text); done(socket); });
  socket.on("error", () => {});
});
/** What the server answers to these bytes within a second or by closing. */
const answer = async (text) => {
  const socket = await hold(text);
  let all = "";
  socket.on("data", (part) => (all += part));
  await new Promise((done) => { socket.once("close", done); setTimeout(done, 1000).unref(); });
  socket.destroy();
  return all;
};
const host = `Host: 127.0.0.1:${server.port}\r\n`;

await test("slow heads, slow bodies and readers that do not read disturb nobody", async () => {
  const slow = [];
  for (let i = 0; i < 60; i++) {
    slow.push(await hold(`GET / HTTP/1.1\r\n${host}X-Slow: `));
    slow.push(await hold(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Length: 500\r\n\r\ncode=`));
    const reader = await hold(`GET /static/style.css HTTP/1.1\r\n${host}\r\n`.repeat(20));
    reader.pause();
    slow.push(reader);
  }
  assert.equal((await get(null, "/")).status, 200);
  assert.equal((await save("sm_07", { row: "r9", column: "document", value: "served" })).status, 200);
  for (const socket of slow) socket.destroy();
});

await test("three hundred connections of one address lock nobody out", async () => {
  const crowd = await Promise.all(Array.from({ length: 300 }, () => hold("")));
  assert.equal((await get(null, "/")).status, 200);
  for (const socket of crowd) socket.destroy();
});

await test("a body larger than allowed is refused before it is read", async () => {
  for (const length of ["1000000000", "99999999999999999", "65537"]) {
    const text = await answer(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Length: ${length}\r\n\r\ncode=`);
    assert.match(text, /^HTTP\/1\.1 413 /, length);
  }
  assert.match(await answer(`POST /code HTTP/1.1\r\n${host}Content-Type: ${formType}\r\nContent-Length: 100000000000000000000\r\n\r\ncode=`), /^HTTP\/1\.1 4\d\d /);
});

await test("ranges, codings and expectations are passed over or answered", async () => {
  assert.match(await answer(`GET / HTTP/1.1\r\n${host}Range: bytes=0-0,1-1,2-2\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
  assert.match(await answer(`GET / HTTP/1.1\r\n${host}Accept-Encoding: gzip;q=1.0,${"x,".repeat(2000)}\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 200 /);
  const body = "code=abc";
  assert.match(await answer(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n${body}`), /^HTTP\/1\.1 100 [\s\S]*HTTP\/1\.1 4(22|29) /);
  assert.match(await answer(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`), /^HTTP\/1\.1 4\d\d /);
});

await test("two hundred PDFs at once: who is too many hears 503 and when to come back", async () => {
  const replies = await Promise.all(Array.from({ length: 200 }, () => get(done, `/r/${doneResponse}/copy.pdf`)));
  const statuses = replies.map((reply) => reply.status);
  assert.ok(statuses.includes(200));
  assert.deepEqual([...new Set(statuses)].filter((status) => status !== 200 && status !== 503), []);
  for (const reply of replies) if (reply.status === 503) assert.ok(Number(reply.headers["retry-after"]) > 0);
  assert.equal((await get(done, `/r/${doneResponse}/copy.pdf`)).status, 200);
});

await test("the server stops cleanly after all this", async () => assert.equal(await server.stop(), 0));
company.remove();
rmSync(forms, { recursive: true });
finish();
