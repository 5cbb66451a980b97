// Guessing passwords and codes: what is counted, for whom it waits, and what is kept of it.
import assert from "node:assert/strict";
import { demo, finish, serve, test, Visitor } from "../lib/anketa.mjs";

process.env.ANKETA_TRUSTED_PROXIES = "127.0.0.1";
process.env.ANKETA_PUBLIC_URL = "http://127.0.0.1"; // codes and links are printed with it
const company = demo();
const server = await serve(company.database);
const { login, password } = company.values;

async function post(path, form, from) {
  const reply = await fetch(server.base + path, {
    method: "POST", redirect: "manual", body: new URLSearchParams(form),
    headers: { origin: server.base, "x-forwarded-for": from },
  });
  return { status: reply.status, text: await reply.text(), retry: Number(reply.headers.get("retry-after")) };
}
const guess = (name, from, word = "a wrong password") => post("/staff/login", { name, password: word }, from);

await test("a name is one name however its letters are written", async () => {
  const statuses = [];
  for (const name of [login, login.toUpperCase(), login[0].toUpperCase() + login.slice(1), login, login.toUpperCase(), login])
    statuses.push((await guess(name, "192.0.2.10")).status);
  assert.deepEqual(statuses.slice(0, 4), [422, 422, 422, 422]);
  assert.equal(statuses.at(-1), 429);
});

await test("one address cannot go on through many names", async () => {
  const statuses = [];
  for (let i = 0; i < 24; i++) statuses.push((await guess("somebody" + i, "192.0.2.11")).status);
  assert.deepEqual([...new Set(statuses.slice(0, 21))], [422], "twenty mistakes of an office cost nothing");
  assert.equal(statuses.at(-1), 429);
  assert.equal((await guess(login, "192.0.2.12", password)).status, 303, "other addresses do not wait");
});

await test("tries sent all at once are not all looked at, and the right one behind them does not come in", async () => {
  const tries = Array.from({ length: 12 }, () => guess(login, "192.0.2.13"));
  const right = guess(login, "192.0.2.13", password);
  const statuses = (await Promise.all(tries)).map((reply) => reply.status);
  assert.ok(statuses.includes(429), String(statuses));
  assert.ok(statuses.every((status) => [422, 429, 503].includes(status)), String(statuses));
  const reply = await right;
  if (reply.status !== 303) assert.ok(reply.retry > 0, "it says when to come again");
});

await test("coming in forgets the mistakes before it", async () => {
  for (let i = 0; i < 3; i++) assert.equal((await guess(login, "192.0.2.14")).status, 422);
  assert.equal((await guess(login, "192.0.2.14", password)).status, 303);
  for (let i = 0; i < 3; i++) assert.equal((await guess(login, "192.0.2.14")).status, 422);
});

await test("what was typed as a name is not kept, however long", async () => {
  const typed = "secret-typed-in-the-wrong-field".repeat(1000);
  assert.equal((await guess(typed, "192.0.2.15")).status, 422);
  assert.equal(company.sql("select count(*) from throttle where key like '%secret%'"), "0");
  assert.ok(Number(company.sql("select max(length(key)) from throttle")) < 100);
});

await test("guessing codes waits, a right one forgets, and nobody else waits with it", async () => {
  const wrong = (from) => post("/code", { code: "aaaa aaaa aaaa" }, from);
  const staff = new Visitor(server.base);
  await staff.post("/staff/login", [["name", login], ["password", password]]);
  const code = /;([a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4});/.exec((await staff.get(`/p/${company.values.project}/links.csv`)).text)[1];
  for (let round = 0; round < 2; round++) {
    for (let i = 0; i < 20; i++) assert.equal((await wrong("192.0.2.16")).status, 422);
    assert.equal((await post("/code", { code }, "192.0.2.16")).status, 200);
  }
  for (let i = 0; i < 21; i++) await wrong("192.0.2.17");
  const wait = await wrong("192.0.2.17");
  assert.equal(wait.status, 429);
  assert.ok(wait.retry > 0);
  assert.equal((await wrong("192.0.2.18")).status, 422);
});

await server.stop();
company.remove();
finish();
