// Every field of every form that the pages show, and every parameter of their links, with values that nobody types: the
// answer is a page or a refusal, never a failure, and the server lives on. What is stored by it is nobody's concern here.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { ask, demo, finish, serve, session, test, unescape } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
process.env.ANKETA_PUBLIC_URL = "http://audit.example";
const company = demo();
const one = (text) => company.sql(text).split("\n")[0];
const owner = one(`select person from assignment a where kind = 'survey' and not exists (select 1 from response r where r.assignment = a.id)
  and exists (select 1 from attempt q where q.person = a.person and q.state = 'ready')`);
const people = { visitor: session(company, "person", owner), consultant: session(company, "staff", one("select id from staff where admin = 1")) };
const server = await serve(company.database);
const odd = ["", " ", "0", "-1", "999999999999999999999", "1e400", "NaN", "2026-02-30", "'; DROP TABLE person; --", "%s%n", "а".repeat(3000), "\u202e\u200b\u0301", "😀", "a\r\nb\tc", "../../etc/passwd", ":dk", "r1/r2"];

const say = (who, method, path, body = "") => ask(server.base, method, path, { body, headers: {
  cookie: people[who].cookie, origin: server.base, ...(method === "POST" ? { "content-type": "application/x-www-form-urlencoded" } : {}) } });
const refusals = [500, 501, 502];
let asked = 0;
async function fine(who, method, path, body) {
  asked++;
  const reply = await say(who, method, path, body);
  assert.ok(!refusals.includes(reply.status), `${who} ${method} ${path} ${String(body).slice(0, 200)}: ${reply.status}`);
  return reply;
}

const attribute = (tag, name) => unescape(new RegExp(` ${name}="([^"]*)"`).exec(tag)?.[1] ?? "");
/** The forms of a page: where each goes and which names it has, with values. */
function forms(page, path) {
  return [...page.matchAll(/<form\b[^>]*>[\s\S]*?<\/form>/g)].map(([text]) => {
    const fields = [...text.matchAll(/<(?:input|textarea|select|button)\b[^>]* name="[^"]*"[^>]*>/g)].map(([tag]) => [attribute(tag, "name"), attribute(tag, "value"), tag]);
    return { method: / method="post"/i.test(text.slice(0, text.indexOf(">"))) ? "POST" : "GET", action: attribute(text.slice(0, text.indexOf(">")), "action") || path, fields, upload: /type="file"/.test(text) };
  });
}

async function visit(who, start) {
  const wanted = [start], seen = new Set(), shapes = new Set(), perShape = new Map();
  const shape = (path) => path.replace(/\d+/g, "N").replace(/\?.*/, "");
  while (wanted.length > 0) {
    const path = wanted.shift();
    if (seen.has(path) || (perShape.get(shape(path)) || 0) >= 3) continue;
    seen.add(path);
    perShape.set(shape(path), (perShape.get(shape(path)) || 0) + 1);
    const reply = await fine(who, "GET", path);
    if (reply.location) wanted.push(reply.location);
    if (!/html/.test(reply.headers["content-type"] || "")) continue;
    for (const [, href] of reply.text.matchAll(/<a\b[^>]* href="(\/[^"#]*)/g)) {
      const url = new URL(unescape(href), "http://x");
      wanted.push(url.pathname + url.search);
      for (const [name] of url.searchParams) {
        const key = `${shape(url.pathname)}?${name}`;
        if (shapes.has(key)) continue;
        shapes.add(key);
        for (const value of odd) await fine(who, "GET", `${url.pathname}?${new URLSearchParams({ [name]: value })}`);
      }
    }
    for (const form of forms(reply.text, path)) {
      if (form.upload || /logout|leave/.test(form.action)) continue;
      const pairs = form.fields.filter(([, , tag]) => !/type="(radio|checkbox|submit)"|<button/.test(tag) || / checked/.test(tag)).map(([name, value]) => [name, value]);
      for (const [name] of form.fields) {
        const key = `${form.method} ${shape(form.action)} ${name.replace(/\d+/g, "N")}`;
        if (name === "csrf" || shapes.has(key)) continue;
        shapes.add(key);
        for (const value of odd) {
          const body = new URLSearchParams([...pairs.filter(([other]) => other !== name), [name, value]]).toString();
          if (form.method === "POST") await fine(who, "POST", form.action, body);
          else await fine(who, "GET", `${form.action.replace(/\?.*/, "")}?${body}`);
        }
      }
    }
  }
  return seen.size;
}

await test("a visitor's pages and forms bear every odd value", async () => {
  await say("visitor", "POST", `/my/${one(`select id from assignment where person = ${owner} and kind = 'survey'`)}/start`, `csrf=${people.visitor.csrf}`);
  await say("visitor", "POST", `/my/${one(`select assignment from attempt where person = ${owner} and state = 'ready'`)}/begin`, `csrf=${people.visitor.csrf}`);
  assert.ok((await visit("visitor", "/my")) > 5);
});
await test("staff pages and forms bear every odd value", async () => {
  assert.ok((await visit("consultant", "/staff")) > 10);
});
await test("the server lives, the database is sound", async () => {
  assert.ok(asked > 1000, String(asked));
  assert.equal(await server.stop(), 0);
  assert.equal(company.sql("pragma integrity_check"), "ok");
  assert.equal(company.sql("pragma foreign_key_check"), "");
});
company.remove();
finish();
