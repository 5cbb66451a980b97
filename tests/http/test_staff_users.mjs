// The administrator's pages of staff users, against the real server and without a script: who may, what is shown once, and
// that who leaves is out at once.
import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { demo, finish, serve, session, test, Visitor } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const company = demo();
const one = (text) => company.sql(text);
one(`insert into project (code, title, organisation, country, time_zone, languages, language, created_at)
  values ('beta', 'B', 'Beta', 'other', 'UTC', 'en', 'en', 0)`);
function staff(name, admin, role) {
  const id = one(`insert into staff (name, full_name, password, admin, created_at) values ('${name}', 'N ${name}', 'none', ${admin}, 0); select last_insert_rowid()`);
  if (role) one(`insert into staff_right select ${id}, id, '${role}' from project where code = 'alfa'`);
  return { id, ...session(company, "staff", id) };
}
const made = { second: staff("second", 1), coach: staff("coach", 0, "trainer"), plain: staff("plain", 0, "consultant") };
made.boss = { id: one("select id from staff where name = 'consultant'"), ...session(company, "staff", 1) };

const server = await serve(company.database);
function come(name) {
  const visitor = new Visitor(server.base);
  visitor.cookies.set("session", made[name].cookie.replace("session=", ""));
  visitor.csrf = made[name].csrf;
  visitor.id = made[name].id;
  return visitor;
}
const boss = come("boss"), coach = come("coach");
const post = (who, path, pairs = []) => who.post(path, [["csrf", who.csrf], ...pairs]);
const user = (id, tail = "") => `/staff/users/${id}${tail}`;
const add = (pairs) => post(boss, "/staff/users", Object.entries({ name: "new", full_name: "Новая Анна", project: "", role: "consultant", ...pairs }));
const events = (kind) => Number(one(`select count(*) from event where kind = '${kind}'`));
const state = () => one("select group_concat(name || password || admin || disabled) from staff; select group_concat(staff || project || role) from staff_right; select count(*) from event; select count(*) from session");
const secret = (html) => /<code id="password"[^>]*>([a-z2-7]{16})<\/code>/.exec(html)?.[1];

/** Somebody who logs in: the visitor when it worked, else null. */
async function login(name, password) {
  const visitor = new Visitor(server.base);
  const reply = await visitor.post("/staff/login", [["name", name], ["password", password]]);
  return reply.status === 303 && reply.location === "/staff" ? visitor : null;
}

await test("only an administrator finds these pages; everybody else is told as of what is not there", async () => {
  const before = state();
  for (const path of ["/staff/users", user(1)]) {
    assert.equal((await coach.get(path)).status, 404, path);
    const nobody = await new Visitor(server.base).get(path);
    assert.deepEqual([nobody.status, nobody.location], [303, "/staff/login"]);
  }
  for (const [path, pairs] of [["/staff/users", [["name", "x"], ["full_name", "x"]]], [user(1, "/disable"), [["disabled", "1"]]], [user(1, "/password"), []], [user(coach.id, "/right"), [["project", "alfa"], ["role", "consultant"]]]])
    assert.equal((await post(coach, path, pairs)).status, 404, path);
  assert.doesNotMatch((await coach.get("/staff")).text, /\/staff\/users/);
  assert.match((await boss.get("/staff")).text, /href="\/staff\/users"/);
  assert.equal(state(), before);
});

await test("without the token nothing is done", async () => {
  const before = state();
  for (const path of ["/staff/users", user(coach.id, "/disable"), user(coach.id, "/password"), user(coach.id, "/right")])
    for (const token of [[], [["csrf", "0".repeat(32)]]])
      assert.equal((await boss.post(path, [...token, ["disabled", "1"], ["name", "x"], ["full_name", "x"], ["project", "alfa"], ["role", "trainer"]])).status, 403, path);
  assert.equal(state(), before);
});

await test("the table has names, rights and state, in three languages", async () => {
  for (const lang of ["ru", "uk", "en"])
    for (const path of ["/staff/users", user(coach.id), user(boss.id)]) {
      const reply = await boss.get(`${path}?lang=${lang}`);
      assert.equal(reply.status, 200);
      assert.equal(reply.headers.get("cache-control"), "no-store");
      assert.doesNotMatch(reply.text, /\{\{|\}\}/);
    }
  await boss.get("/staff?lang=ru");
  const page = (await boss.get("/staff/users")).text;
  assert.match(page, /N coach[\s\S]*<code>alfa<\/code>: преподаватель/);
  assert.match(page, /Администратор: все проекты/);
  assert.match(page, /Входить с паролем могут 4 пользователя/);
  assert.equal((await boss.get(user(999))).status, 404);
  assert.equal((await boss.get(user("x"))).status, 404);
});

await test("a user is added with a password that is shown once, and comes in with it", async () => {
  const reply = await add({ name: "anna", project: "alfa", role: "trainer" });
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("cache-control"), "no-store");
  const password = secret(reply.text), id = one("select id from staff where name = 'anna'");
  assert.match(one(`select password from staff where id = ${id}`), /^\$argon2id\$/);
  assert.equal(one("select count(*) from event where detail like '%" + password + "%'"), "0");
  for (const path of ["/staff/users", user(id)]) assert.ok(!(await boss.get(path)).text.includes(password), path);
  const anna = await login("anna", password);
  assert.match((await anna.get("/staff")).text, /«Альфа-Снаб»/);
  assert.equal((await anna.get("/p/alfa/exam")).status, 200);
  assert.equal((await anna.get("/p/alfa/people")).status, 404);
  assert.equal((await anna.get("/staff/users")).status, 404);
  assert.equal(one(`select actor || ':' || object from event where kind = 'user_add'`), `1:${id}`);
  assert.equal(events("user_right"), 1);
  assert.match((await boss.get(user(id))).text, /UTC/, "the last login is shown");
});

await test("what is wrong with a new user is said beside the field, and nothing is kept", async () => {
  const before = state();
  for (const [pairs, text] of [
    [{ name: "Coach" }, /Такое имя уже есть/], [{ name: "" }, /Только латинские буквы/], [{ name: "два слова" }, /Только латинские буквы/], [{ name: "a".repeat(61) }, /Только латинские буквы/],
    [{ name: "olga", full_name: " " }, /Напишите имя/], [{ name: "olga", project: "nowhere" }, /Такого проекта нет/], [{ name: "olga", project: "alfa", role: "king" }, /Такого права нет/]]) {
    const reply = await add(pairs);
    assert.equal(reply.status, 422, JSON.stringify(pairs));
    assert.match(reply.text, text);
    assert.equal(secret(reply.text), undefined);
  }
  assert.match((await add({ name: "coach", full_name: "Осталась «Б»" })).text, /value="Осталась «Б»"/);
  assert.equal(state(), before);
});

await test("of two who are added under one name at once, one is refused", async () => {
  const replies = await Promise.all([add({ name: "twin" }), add({ name: "TWIN" })]);
  assert.deepEqual(replies.map((r) => r.status).sort(), [200, 422]);
  assert.equal(one("select count(*) from staff where name = 'twin'"), "1");
});

await test("markup in a name is text", async () => {
  assert.equal((await add({ name: "mark", full_name: '<script>alert(1)</script>"' })).status, 200);
  const id = one("select id from staff where name = 'mark'");
  for (const path of ["/staff/users", user(id)]) {
    const { text } = await boss.get(path);
    assert.doesNotMatch(text, /<script>alert/);
    assert.match(text, /&lt;script&gt;/);
  }
});

await test("an administrator who is added makes projects", async () => {
  const root = await login("root", secret((await add({ name: "root", admin: "1" })).text));
  assert.equal((await root.get("/staff/users")).status, 200);
  assert.match((await root.get("/staff")).text, /action="\/staff\/projects"/);
});

await test("who is disabled is out at once and cannot log in", async () => {
  const password = secret((await add({ name: "leaver", project: "alfa" })).text), id = one("select id from staff where name = 'leaver'");
  const here = await login("leaver", password), there = await login("leaver", password);
  assert.equal((await here.get("/p/alfa/people")).status, 200);
  const reply = await post(boss, user(id, "/disable"), [["disabled", "1"]]);
  assert.deepEqual([reply.status, reply.location], [303, user(id) + "?done=user_disabled"]);
  for (const visitor of [here, there]) assert.equal((await visitor.get("/p/alfa/people")).location, "/staff/login");
  assert.equal(one(`select count(*) from session where staff = ${id}`), "0");
  assert.equal(await login("leaver", password), null);
  assert.match((await boss.get(reply.location)).text, /Пользователь отключён, его сеансы закончены/);
  assert.equal(events("user_disable"), 1);
  assert.equal((await post(boss, user(id, "/disable"), [["disabled", "1"]])).status, 303);
  assert.equal(events("user_disable"), 1, "twice is once");

  assert.equal((await post(boss, user(id, "/disable"), [["disabled", "0"]])).location, user(id) + "?done=user_enabled");
  assert.equal((await here.get("/p/alfa/people")).location, "/staff/login", "an ended session stays ended");
  assert.equal((await (await login("leaver", password)).get("/p/alfa/people")).status, 200);
});

await test("a new password ends the sessions: the old one is refused, the new one let in", async () => {
  const old = secret((await add({ name: "renewed", project: "alfa" })).text), id = one("select id from staff where name = 'renewed'");
  const before = await login("renewed", old);
  assert.equal((await before.get("/p/alfa/people")).status, 200);
  const reply = await post(boss, user(id, "/password"));
  const fresh = secret(reply.text);
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("cache-control"), "no-store");
  assert.notEqual(fresh, old);
  assert.equal((await before.get("/p/alfa/people")).location, "/staff/login");
  assert.equal(await login("renewed", old), null);
  assert.equal((await (await login("renewed", fresh)).get("/p/alfa/people")).status, 200);
  assert.equal(events("user_password"), 1);
  assert.equal((await post(boss, user(999, "/password"))).status, 404);
});

await test("a new password of somebody disabled does not let them in", async () => {
  const id = one("select id from staff where name = 'twin'");
  await post(boss, user(id, "/disable"), [["disabled", "1"]]);
  const reply = await post(boss, user(id, "/password"));
  assert.match(reply.text, /Пользователь отключён: с этим паролем он войдёт, когда его включат/);
  assert.equal(await login("twin", secret(reply.text)), null);
});

await test("a right is given and taken, at once, and only in its project", async () => {
  const visitor = come("plain"), { id } = visitor;
  const right = (pairs) => post(boss, user(id, "/right"), Object.entries(pairs));
  assert.equal((await visitor.get("/p/beta/people")).status, 404);
  for (const round of [1, 2]) assert.equal((await right({ project: "beta", role: "consultant" })).location, user(id) + "?done=user_right", `${round}`);
  assert.equal((await visitor.get("/p/beta/people")).status, 200);
  assert.equal(one(`select count(*) from event where kind = 'user_right' and object = ${id} and detail = 'consultant' and project = (select id from project where code = 'beta')`), "1");
  assert.equal((await right({ project: "beta", role: "consultant", take: "1" })).location, user(id) + "?done=user_right_taken");
  assert.equal((await visitor.get("/p/beta/people")).status, 404);
  assert.equal((await visitor.get("/p/alfa/people")).status, 200);
  assert.equal(events("user_right_taken"), 1);

  const before = state();
  const gone = await right({ project: "beta", role: "consultant", take: "1" });
  assert.equal(gone.status, 409);
  assert.match(gone.text, /Этого права уже нет/);
  assert.match((await right({ project: "nowhere", role: "consultant" })).text, /Такого проекта нет/);
  assert.match((await right({ project: "beta", role: "king" })).text, /Такого права нет/);
  assert.equal((await right({})).status, 422);
  assert.equal((await post(boss, user(999, "/right"), [["project", "beta"], ["role", "trainer"]])).status, 404);
  assert.equal(state(), before);
});

await test("nobody disables themselves, and of two who disable each other one stays", async () => {
  const before = state(), reply = await post(boss, user(boss.id, "/disable"), [["disabled", "1"]]);
  assert.equal(reply.status, 422);
  assert.match(reply.text, /Себя отключить нельзя/);
  assert.equal(state(), before);
  assert.doesNotMatch((await boss.get(user(boss.id))).text, /action="[^"]*\/disable"/);
  const second = come("second");
  assert.equal((await post(boss, user(one("select id from staff where name = 'root'"), "/disable"), [["disabled", "1"]])).status, 303);
  const replies = await Promise.all([post(boss, user(second.id, "/disable"), [["disabled", "1"]]), post(second, user(boss.id, "/disable"), [["disabled", "1"]])]);
  assert.equal(replies.filter((r) => (r.location || "").includes("done=user_disabled")).length, 1);
  assert.equal(one("select count(*) from staff where admin = 1 and disabled = 0"), "1");
});

await test("an administrator's own new password is shown, and ends their session as well", async () => {
  const last = one("select name from staff where admin = 1 and disabled = 0") === "second" ? come("second") : boss;
  const reply = await post(last, user(last.id, "/password"));
  assert.match(reply.text, /Ваши сеансы закончились, этот тоже/);
  assert.equal((await last.get("/staff/users")).location, "/staff/login");
  const again = await login(one(`select name from staff where id = ${last.id}`), secret(reply.text));
  assert.equal((await again.get("/staff/users")).status, 200);
});

await test("without a project there is no right to give, and users can be made all the same", async () => {
  const empty = demo(), only = session(empty, "staff", 1);
  empty.sql("pragma foreign_keys = off; delete from staff_right; delete from project; insert into staff (name, full_name, password, created_at) values ('x', 'X', 'none', 0)");
  const there = await serve(empty.database), visitor = new Visitor(there.base);
  visitor.cookies.set("session", only.cookie.replace("session=", ""));
  const page = await visitor.get("/staff/users/2");
  assert.equal(page.status, 200);
  assert.doesNotMatch(page.text, /action="[^"]*\/right"/);
  assert.match(page.text, /ни одного проекта не видно/);
  assert.equal((await visitor.post("/staff/users", [["csrf", only.csrf], ["name", "first"], ["full_name", "F"], ["project", ""]])).status, 200);
  assert.equal(await there.stop(), 0);
  empty.remove();
});

await test("the server stops cleanly after all this", async () => assert.equal(await server.stop(), 0));
company.remove();
finish();
