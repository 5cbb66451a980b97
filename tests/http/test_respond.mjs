// Filling a questionnaire without a script, against the real server: what is kept, what is refused, what is nobody
// else's business.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { demo, fields, filled, finish, serve, test, Visitor } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const company = demo();
const person = company.sql("select person from assignment a where form='express_audit_sales' and not exists (select 1 from response r where r.assignment=a.id) limit 1");
for (const form of ["goals", "express_audit_head"])
  company.sql(`insert or ignore into assignment (project, person, kind, form, created_at) select project, id, 'survey', '${form}', 0 from person where id = ${person}`);
const stranger = company.session(company.sql("select person from response where state='handed_in' limit 1"));
const server = await serve(company.database);
const me = new Visitor(server.base), other = new Visitor(server.base);

const assignment = (form) => company.sql(`select id from assignment where person=${person} and form='${form}'`);
const history = () => Number(company.sql("select count(*) from answer_history"));
const stored = (response, address) => {
  const [question, row = "", column = ""] = address.split("/");
  return company.sql(`select value || case state when 1 then ':dk' when 2 then ':na' else '' end from answer
    where response=${response} and question='${question}' and row_id='${row}' and column_id='${column}'`);
};
const csrfOf = (html) => /name="csrf" value="([^"]+)"/.exec(html)[1];

/** Begins a questionnaire; resolves to its number. */
async function begin(form) {
  const reply = await me.post(`/my/${assignment(form)}/start`, [["csrf", csrf]]);
  assert.equal(reply.status, 303);
  return /^\/r\/(\d+)$/.exec(reply.location)[1];
}

/** Opens a section, sets fields, sends it with `go`. */
async function save(response, section, changes, go = "save") {
  const page = await me.get(`/r/${response}/${section}`);
  assert.equal(page.status, 200);
  return me.post(`/r/${response}/${section}`, [...filled(fields(page.text), changes), ["go", go]]);
}

const entered = await me.enter(company.values.respondent);
assert.equal(entered.status, 303);
other.cookies.set("session", stranger);
const csrf = company.sql(`select csrf from session where person=${person}`);
const sales = await begin("express_audit_sales");
const goals = await begin("goals");
const head = await begin("express_audit_head");

const cell = (response, question, more) =>
  me.post(`/response/${response}/${question}`, Object.entries({ csrf, page: "p", seq: 1, state: "answered", seen: 0, ...more }));

await test("beginning twice is one response", async () => {
  assert.equal(await begin("express_audit_sales"), sales);
});

await test("a questionnaire opens at its first section", async () => {
  const reply = await me.get(`/r/${sales}`);
  assert.equal(reply.status, 303);
  assert.equal(reply.location, `/r/${sales}/about`);
});

await test("what was typed is kept, in its stored form", async () => {
  const reply = await save(sales, "about", { sm_years: " 2,50 ", sm_future_user: "yes" });
  assert.equal(reply.status, 303);
  assert.equal(stored(sales, "sm_years"), "2.5");
  assert.equal(stored(sales, "sm_future_user"), "yes");
  const page = await me.get(reply.location);
  assert.match(page.text, /name="sm_years" value="2,5"/);
  assert.match(page.text, /name="sm_future_user" value="yes" checked/);
  assert.match(page.text, /Сохранено \d\d:\d\d:\d\d/);
});

await test("saving what stands there already writes nothing", async () => {
  const before = history();
  assert.equal((await save(sales, "about", {})).status, 303);
  assert.equal(history(), before);
});

await test("a refused value comes back with the reason, and what is right beside it is kept", async () => {
  const reply = await save(sales, "about", { sm_years: "много", sm_future_user: "no" });
  assert.equal(reply.status, 422);
  assert.match(reply.text, /value="много"/);
  assert.match(reply.text, /<a href="#f-sm_years">/);
  assert.match(reply.text, /id="note-sm_years"/);
  assert.match(reply.text, /aria-invalid="true"/);
  assert.equal(stored(sales, "sm_years"), "2.5");
  assert.equal(stored(sales, "sm_future_user"), "no");
});

await test("after the refusal the same page sent again with a right value is kept", async () => {
  const refused = await save(sales, "about", { sm_years: "много" });
  const again = await me.post(`/r/${sales}/about`, [...filled(fields(refused.text), { sm_years: "3" }), ["go", "save"]]);
  assert.equal(again.status, 303);
  assert.equal(stored(sales, "sm_years"), "3");
});

await test("don't know is a state of its own and can be taken back", async () => {
  await save(sales, "about", { sm_future_user: ":dk" });
  assert.equal(stored(sales, "sm_future_user"), ":dk");
  await save(sales, "about", { sm_future_user: "yes" });
  assert.equal(stored(sales, "sm_future_user"), "yes");
});

await test("a choice can be taken back with its button", async () => {
  await save(sales, "clients", { sm_03: "weekly", "sm_01//.importance": "2" });
  assert.equal(stored(sales, "sm_03"), "weekly");
  const reply = await save(sales, "clients", {}, "clear:sm_03");
  assert.equal(reply.location, `/r/${sales}/clients#q-sm_03`);
  assert.equal(stored(sales, "sm_03"), "");
  await save(sales, "clients", {}, "clear:sm_01//.importance");
  assert.equal(stored(sales, "sm_01//.importance"), "");
});

await test("several choices are kept in the order of the list, with the text of other", async () => {
  await save(sales, "clients", { sm_01: ["email", "phone", "other"], "sm_01//.other": "ярмарка", "sm_01//.importance": "4" });
  assert.equal(stored(sales, "sm_01"), "phone email other");
  assert.equal(stored(sales, "sm_01//.other"), "ярмарка");
  assert.equal(stored(sales, "sm_01//.importance"), "4");
});

await test("what the form does not offer is refused and not kept", async () => {
  for (const [changes, what] of [
    [{ sm_03: "hourly" }, "a choice that is not there"],
    [{ sm_03: ["never", "weekly"] }, "two radios"],
    [{ sm_03: ":na" }, "a state that is not offered"],
    [{ "sm_01//.importance": "9" }, "an importance out of range"],
  ]) {
    assert.equal((await save(sales, "clients", changes)).status, 422, what);
    assert.equal(stored(sales, "sm_03"), "", what);
  }
});

await test("a field of another section, or of no question, is not there", async () => {
  for (const name of ["sm_years", "was:sm_years", "nothing/at/all", "sm_03//.comment", "sm_05/r1/stage", "sm_03/x/y"])
    assert.equal((await save(sales, "clients", { [name]: "1" })).status, 404, name);
  assert.equal((await save(sales, "clients", { hacked: "1" })).status, 303, "other names are passed over");
});

await test("markup and turned text in an answer stay text", async () => {
  const nasty = `"><script>alert(1)</script>{{7*7}} %s%n \u202Eabc`;
  const kept = nasty.replace("\u202E", ""); // a mark that turns the text of a page around is no text
  await save(sales, "last", { sm_99: nasty });
  assert.equal(stored(sales, "sm_99"), kept);
  const page = await me.get(`/r/${sales}/last`);
  assert.ok(!page.text.includes("<script>alert"));
  assert.equal(Object.fromEntries(fields(page.text)).sm_99, kept);
  assert.ok(!(await me.get(`/r/${sales}/review`)).text.includes("<script>alert"));
});

await test("lines of a long text come back as they were, the first empty one too", async () => {
  const text = "\nпервая\n\nвторая";
  await save(sales, "last", { sm_99: text.replace(/\n/g, "\r\n") });
  const before = history();
  await save(sales, "last", {});
  assert.equal(history(), before);
});

await test("a row of a table gets its place when something is written into it, and loses it when it is removed", async () => {
  await save(sales, "deals", { "sm_05/r1/stage": "Заявка", "sm_05/r1/proof": "письмо", "sm_05/r2/stage": "Счёт" });
  assert.equal(stored(sales, "sm_05/r1/.order"), "1");
  assert.equal(stored(sales, "sm_05/r2/.order"), "2");
  const added = await save(sales, "deals", {}, "add:sm_05");
  assert.match(added.location, /#row-sm_05\/r3$/);
  assert.equal(stored(sales, "sm_05/r3/.order"), "3");
  const removed = await save(sales, "deals", {}, "remove:sm_05/r1");
  assert.equal(removed.status, 303);
  assert.equal(stored(sales, "sm_05/r1/.order"), "");
  assert.doesNotMatch((await me.get(`/r/${sales}/deals`)).text, /name="sm_05\/r1\/stage"/);
});

await test("a table takes no more rows than it may have", async () => {
  const page = fields((await me.get(`/r/${sales}/deals`)).text);
  const many = Object.fromEntries(Array.from({ length: 12 }, (_, i) => [`sm_05/x${i}/stage`, `этап ${i}`]));
  const reply = await me.post(`/r/${sales}/deals`, [...filled(page, many), ["go", "save"]]);
  assert.equal(reply.status, 422);
  assert.match(reply.text, /не больше: 10/);
  assert.equal(company.sql(`select count(*) from answer where response=${sales} and column_id='.order' and value<>''`), "10");
});

await test("a refused cell of a row that is not kept yet is shown in its row", async () => {
  const reply = await save(sales, "documents", { "sm_07/r1/per_month": "сто" });
  assert.equal(reply.status, 422);
  assert.match(reply.text, /name="sm_07\/r1\/per_month" value="сто"/);
  assert.equal(stored(sales, "sm_07/r1/.order"), "");
});

await test("a row of a matrix that is missing is named in the summary, and the summary leads to it", async () => {
  const reply = await save(sales, "deals", { "sm_06/forgot_call": "none", "sm_06/lost_lead": null, ":asked": null }, "next");
  assert.equal(reply.status, 422);
  assert.match(reply.text, /<a href="#row-sm_06\/lost_lead">8\. Что случалось за последний месяц\? — потерял обращение: Ответьте/);
  for (const [, id] of reply.text.matchAll(/<li><a href="#([^"]+)">/g)) assert.ok(reply.text.includes(`id="${id}"`), id);
});

await test("each row of a matrix is an answer of its own", async () => {
  await save(sales, "deals", { "sm_06/forgot_call": "none", "sm_06/lost_lead": ":dk", "sm_06/wrong_price": ":na" });
  assert.equal(stored(sales, "sm_06/forgot_call"), "none");
  assert.equal(stored(sales, "sm_06/lost_lead"), ":dk");
  assert.equal(stored(sales, "sm_06/wrong_price"), ":na");
});

await test("a table is answered by its rows or by not applicable, never by both", async () => {
  const both = await save(sales, "deals", { sm_05: ":na" });
  assert.equal(both.status, 422);
  assert.match(both.text, /id="note-sm_05"/);
  assert.equal(stored(sales, "sm_05"), "");
  assert.equal(JSON.parse((await cell(sales, "sm_05", { state: "not_applicable", value: "" })).text).refused.length > 9, true);
  const page = fields((await me.get(`/r/${sales}/deals`)).text);
  const emptied = Object.fromEntries(page.filter(([name]) => /^sm_05\/[a-z0-9]+\/[a-z]/.test(name)).map(([name]) => [name, ""]));
  assert.equal((await save(sales, "deals", { ...emptied, sm_05: ":na" })).status, 303);
  assert.equal(stored(sales, "sm_05"), ":na");
  const row = Object.keys(emptied).find((name) => name.endsWith("/stage"));
  assert.equal((await cell(sales, "sm_05", { row: row.split("/")[1], column: "stage", value: "Заявка", seen: company.sql(`select revision from answer where response=${sales} and row_id='${row.split("/")[1]}' and column_id='stage'`) })).status, 422);
  assert.equal((await save(sales, "deals", { [row]: "Заявка" })).status, 303, "a new answer takes it back");
  assert.equal(stored(sales, "sm_05"), "");
  assert.equal(stored(sales, row), "Заявка");
  company.sql(`update answer set state=2 where response=${sales} and question='sm_05' and row_id='' and column_id=''`);
  assert.doesNotMatch((await me.get(`/r/${sales}/review`)).text.split('id="q-sm_05"')[1].split("</dd>")[0], /Заявка/, "the review says one of them");
  company.sql(`update answer set state=0 where response=${sales} and question='sm_05' and row_id='' and column_id=''`);
});

await test("places of a rank are one answer, and a gap or a choice named twice is refused", async () => {
  const page = await me.get(`/r/${goals}/goals`);
  const choices = [...page.text.matchAll(/<select name="g_01\/1">([\s\S]*?)<\/select>/g)][0][1].match(/value="([a-z_]+)"/g).map((v) => v.slice(7, -1));
  await save(goals, "goals", { "g_01/1": choices[2], "g_01/2": choices[0] });
  assert.equal(stored(goals, "g_01"), `${choices[2]} ${choices[0]}`);
  const gap = await save(goals, "goals", { "g_01/2": "", "g_01/3": choices[1] });
  assert.equal(gap.status, 422);
  assert.match(gap.text, /подряд/);
  assert.match(gap.text, new RegExp(`g_01/3[\\s\\S]*?value="${choices[1]}" selected`));
  assert.equal((await save(goals, "goals", { "g_01/2": choices[2] })).status, 422);
});

await test("a question that the answers bring up is shown before the next section", async () => {
  const section = company.sql("select 1") && /section:([a-z_]+)"[^>]*aria-current/.exec((await me.get((await me.get(`/r/${head}`)).location)).text)[1];
  const sections = [...(await me.get(`/r/${head}/${section}`)).text.matchAll(/value="section:([a-z_]+)"/g)].map((m) => m[1]);
  for (const id of sections) {
    const page = await me.get(`/r/${head}/${id}`);
    if (!page.text.includes('id="q-hd_05b"')) continue;
    assert.match(page.text, /id="q-hd_05b"[^>]* hidden/);
    const asked = [...page.text.matchAll(/data-question="([a-z0-9_]+)"/g)].map((m) => m[1]).join(" ");
    const reply = await save(head, id, { hd_05a: "counted", asked }, "next");
    assert.equal(reply.location, `/r/${head}/${id}#q-hd_05b`);
    assert.doesNotMatch((await me.get(`/r/${head}/${id}`)).text, /id="q-hd_05b"[^>]* hidden/);
    await save(head, id, { hd_05b: "40" });
    await save(head, id, { hd_05a: "not_tracked" });
    assert.equal(stored(head, "hd_05b"), "40", "an answer that is not asked for stays in the draft");
    return;
  }
  assert.fail("no section has the question");
});

await test("an unanswered question is asked for once, then let pass", async () => {
  await save(sales, "about", { sm_years: "" });
  const asked = await save(sales, "about", {}, "next");
  assert.equal(asked.status, 422);
  assert.match(asked.text, /<a href="#q-sm_years">/);
  const passed = await me.post(`/r/${sales}/about`, [...fields(asked.text), ["go", "next"]]);
  assert.equal(passed.status, 303);
  assert.equal(passed.location, `/r/${sales}/clients`);
  assert.equal((await me.get(`/r/${sales}`)).location, `/r/${sales}/clients`, "and is where one goes on");
});

await test("buttons go back, to a section and to the review, and keep what was typed", async () => {
  assert.equal((await save(sales, "clients", { sm_03: "weekly" }, "back")).location, `/r/${sales}/about`);
  assert.equal(stored(sales, "sm_03"), "weekly");
  assert.equal((await save(sales, "about", {}, "back")).location, "/my");
  assert.equal((await save(sales, "about", {}, "section:last")).location, `/r/${sales}/last`);
  assert.equal((await save(sales, "about", {}, "review")).location, `/r/${sales}/review`);
  assert.equal((await save(sales, "about", {}, "section:nothing")).status, 404);
});

await test("the language changes in mid-way; page and text stay", async () => {
  const reply = await save(sales, "last", { sm_99: "недописанное" }, "lang:uk");
  assert.equal(reply.location, `/r/${sales}/last?lang=uk`);
  const page = await me.get(reply.location);
  assert.match(page.text, /<html lang="uk">/);
  assert.equal(Object.fromEntries(fields(page.text)).sm_99, "недописанное");
  assert.match((await me.get(`/r/${sales}/last`)).text, /<html lang="uk">/);
  await me.get(`/r/${sales}/last?lang=ru`);
});

await test("in English a comma between thousands is no decimal point, whatever language the page is left for", async () => {
  const cell = "sm_07/r1/per_month";
  await me.get(`/r/${sales}/documents?lang=en`);
  await save(sales, "documents", { "sm_07/r1/document": "Счёт", [cell]: "1,200" });
  assert.equal(stored(sales, cell), "1200");
  await save(sales, "documents", { [cell]: "2,400" }, "lang:ru");
  assert.equal(stored(sales, cell), "2400", "typed on an English page");
  assert.equal((await save(sales, "documents", { [cell]: "1,200" })).status, 422, "a Russian comma is a decimal one");
  assert.equal((await save(sales, "documents", { "sm_07/r1/minutes": "60,000" })).status, 303);
  assert.equal(stored(sales, "sm_07/r1/minutes"), "60");
  const english = await me.get(`/r/${sales}/documents?lang=en`);
  await me.get(`/r/${sales}/documents?lang=ru`); // in another window
  assert.equal((await me.post(`/r/${sales}/documents`, [...filled(fields(english.text), { [cell]: "3,600" }), ["go", "save"]])).status, 303);
  assert.equal(stored(sales, cell), "3600");
  await save(sales, "documents", { "sm_07/r1/document": "", [cell]: "", "sm_07/r1/minutes": "" });
  await save(sales, "documents", {}, "remove:sm_07/r1");
});

/** The addresses of a page's language links. */
const languageLinks = (page) => [...page.text.matchAll(/<a href="([^"]+)" lang="uk"/g)].map((m) => m[1]);

await test("the language changes over a refused value: it stays, with its reason in the new language", async () => {
  const reply = await save(sales, "about", { sm_years: "сто" }, "lang:uk");
  assert.equal(reply.status, 422);
  assert.match(reply.text, /<html lang="uk">/);
  assert.match(reply.text, /value="сто"/);
  assert.match(reply.text, /Уведіть число/);
  assert.match((await me.get(`/r/${sales}/about`)).text, /<html lang="uk">/, "and stays");
  await me.get(`/r/${sales}/about?lang=ru`);
});

await test("language links of a page that answers a POST lead to a page", async () => {
  const refused = await me.post(`/r/${sales}/hand-in`, [["csrf", csrf]]);
  assert.equal(refused.status, 422);
  const again = await me.get(languageLinks(refused)[0]);
  assert.equal(again.status, 200);
  assert.match(again.text, /<html lang="uk">[\s\S]*class="errors"/);
  await me.get(`/r/${sales}/about?lang=ru`);
  const guest = new Visitor(server.base);
  for (const [path, pairs] of [["/code", [["code", "aaaa aaaa aaaa"]]], ["/enter", [["token", "no"]]], ["/leave", []]]) {
    const link = languageLinks(await guest.post(path, pairs))[0];
    assert.equal((await guest.get(link)).status, 200, `${path}: ${link}`);
  }
});

await test("who leaves comes to a page of its own, which wipes nothing of somebody at work", async () => {
  const guest = new Visitor(server.base);
  await guest.enter(company.values.respondent);
  const mine = csrfOf((await guest.get("/my")).text);
  assert.doesNotMatch((await guest.get("/left")).text, /data-wipe/);
  assert.equal((await guest.post("/leave", [["csrf", mine]])).location, "/left");
  const left = await guest.get("/left");
  assert.match(left.text, /data-wipe/);
  const other = await guest.get(languageLinks(left)[0]);
  assert.equal(other.status, 200);
  assert.match(other.text, /<html lang="uk">[\s\S]*data-wipe/);
});

await test("an older page never overwrites a newer answer: both are shown, and the person picks", async () => {
  const old = fields((await me.get(`/r/${sales}/clients`)).text);
  await save(sales, "clients", { sm_03: "monthly" });
  const clash = await me.post(`/r/${sales}/clients`, [...filled(old, { sm_03: "never" }), ["go", "save"]]);
  assert.equal(clash.status, 409);
  assert.match(clash.text, /<b>раз в месяц<\/b>/);
  assert.match(clash.text, /value="never" checked/);
  assert.equal(stored(sales, "sm_03"), "monthly");
  let again = clash;
  for (const go of ["save", "next", "back", "review", "section:last", "next"]) {
    again = await me.post(`/r/${sales}/clients`, [...fields(again.text), ["go", go]]);
    assert.equal(again.status, 409, `${go} is no way past it`);
    assert.equal(stored(sales, "sm_03"), "monthly");
  }
  assert.equal(Object.fromEntries(fields(again.text)).sm_03, "never", "what was picked is still there");
  const taken = await me.post(`/r/${sales}/clients`, [...fields(again.text), ["go", "stored:sm_03"]]);
  assert.equal(taken.status, 303);
  assert.equal(stored(sales, "sm_03"), "monthly");
  const keep = /value="(mine:\d+:sm_03)"/.exec(again.text)[1];
  await save(sales, "clients", { sm_03: "quarterly" });
  const newer = await me.post(`/r/${sales}/clients`, [...fields(again.text), ["go", keep]]);
  assert.equal(newer.status, 409, "an answer that came later still was not seen yet");
  assert.match(newer.text, /<b>раз в квартал<\/b>/);
  const mine = await me.post(`/r/${sales}/clients`, [...fields(newer.text), ["go", /value="(mine:\d+:sm_03)"/.exec(newer.text)[1]]]);
  assert.equal(mine.status, 303);
  assert.equal(stored(sales, "sm_03"), "never");
});

/** A row of sm_08 with two cells; resolves to its address. */
async function addRow(id) {
  for (const [column, value] of [["condition", "Договор"], ["approver", "письмо"]]) assert.equal((await cell(sales, "sm_08", { row: id, column, value })).status, 200);
  assert.notEqual(stored(sales, `sm_08/${id}/.order`), "");
  return `sm_08/${id}`;
}

await test("a row is not removed by a script that has not seen all of it: what is there is shown", async () => {
  const row = await addRow("q1"), remove = (seen) => cell(sales, "sm_08", { row: "q1", column: ".order", value: "", seen });
  const edited = JSON.parse((await cell(sales, "sm_08", { row: "q1", column: "condition", value: "Сделка", seen: 1 })).text);
  assert.equal(edited.revision, 2);
  const clash = await remove(2), said = JSON.parse(clash.text);
  assert.equal(clash.status, 409, "the page saw revision 1 of both cells");
  assert.notEqual(stored(sales, `${row}/.order`), "", "the row stays");
  assert.match(said.stored.words, /Сделка.*письмо/);
  assert.match(said.stored.at, /^\d\d:\d\d:\d\d$/);
  assert.match(said.sentence, /[Сс]троку/);
  assert.deepEqual([said.row, said.stored.revision], [true, 3]);
  assert.equal((await cell(sales, "sm_08", { row: "q1", column: ".order", value: "" })).status, 409, "nor by one that says it saw nothing");
  assert.equal((await remove(said.stored.revision)).status, 200);
  assert.equal(stored(sales, `${row}/.order`), "");
  assert.equal((await remove(1)).status, 200, "what is removed already stays so");
});

await test("a row is not removed by an older page, either: both ways are offered, and only what was seen is removed", async () => {
  const row = await addRow("q2"), go = (page, button) => me.post(`/r/${sales}/documents`, [...fields(page.text), ["go", button]]);
  const old = await me.get(`/r/${sales}/documents`);
  await cell(sales, "sm_08", { row: "q2", column: "condition", value: "Сделка", seen: 1 });
  const clash = await go(old, `remove:${row}`);
  assert.equal(clash.status, 409);
  assert.notEqual(stored(sales, `${row}/.order`), "");
  assert.match(clash.text, /<b>[^<]*Сделка[^<]*<\/b>/);
  assert.equal(Object.fromEntries(fields(clash.text))[`${row}/condition`], "Сделка", "the page shows the row as it is");
  assert.match(clash.text, new RegExp(`<li><a href="#row-${row}">`));
  assert.ok(clash.text.includes(`id="row-${row}"`));
  const mine = new RegExp(`value="(mine:\\d+:${row}/\\.order)"`);
  assert.equal((await go(clash, `stored:${row}/.order`)).status, 303);
  assert.notEqual(stored(sales, `${row}/.order`), "", "kept");
  await cell(sales, "sm_08", { row: "q2", column: "approver", value: "акт", seen: 1 });
  const newer = await go(clash, mine.exec(clash.text)[1]);
  assert.equal(newer.status, 409, "an answer that came later still was not seen yet");
  assert.match(newer.text, /<b>[^<]*акт[^<]*<\/b>/);
  assert.equal((await go(newer, mine.exec(newer.text)[1])).status, 303);
  assert.equal(stored(sales, `${row}/.order`), "");
});

await test("what is typed into a row and goes with it is no other answer", async () => {
  const row = await addRow("q3");
  assert.equal((await save(sales, "documents", { [`${row}/condition`]: "Опечатка" }, `remove:${row}`)).status, 303);
  assert.equal(stored(sales, `${row}/.order`), "");
});

await test("one cell is saved by a script, and the same again changes nothing", async () => {
  const first = await cell(sales, "sm_11", { value: "x" });
  assert.equal(first.status, 422);
  const choice = /name="sm_11" value="([a-z_]+)"/.exec((await me.get(`/r/${sales}/future`)).text)[1];
  const saved = JSON.parse((await cell(sales, "sm_11", { value: choice })).text);
  assert.equal(saved.ok, true);
  assert.equal(saved.revision, 1);
  assert.match(saved.saved, /^\d\d:\d\d:\d\d$/);
  const before = history();
  const again = await cell(sales, "sm_11", { value: choice });
  assert.equal(JSON.parse(again.text).revision, 1);
  assert.equal(history(), before);
});

await test("a cell that was changed meanwhile answers with both values", async () => {
  const revision = Number(company.sql(`select revision from answer where response=${sales} and question='sm_99'`));
  const clash = await cell(sales, "sm_99", { value: "мой текст", seen: revision - 1 });
  assert.equal(clash.status, 409);
  const said = JSON.parse(clash.text);
  assert.equal(said.stored.value, "недописанное");
  assert.equal(said.stored.revision, revision);
  assert.equal(said.yours, "мой текст");
  assert.equal(stored(sales, "sm_99"), "недописанное");
});

await test("a cell that cannot be is refused in words", async () => {
  assert.equal((await cell(sales, "nothing", { value: "1" })).status, 404);
  assert.equal((await cell(sales, "sm_06", { row: "nothing", value: "none" })).status, 422);
  assert.equal((await cell(sales, "sm_99", { column: ".importance", value: "1" })).status, 422);
  assert.equal((await cell(sales, "sm_99", { state: "maybe", value: "1" })).status, 422);
  assert.equal((await cell(sales, "sm_99", { seen: "-5", value: "1" })).status, 422);
  assert.ok(JSON.parse((await cell(sales, "sm_years", { value: "сто" })).text).refused.length > 5);
});

await test("somebody else's response is not there, and a write says that another person is here", async () => {
  const theirs = company.sql(`select id from response where person <> ${person} limit 1`);
  const missing = await me.get("/r/999999/about");
  for (const path of ["", "/about", "/review", "/done"]) {
    const reply = await me.get(`/r/${theirs}${path}`);
    assert.equal(reply.status, 404, path);
    assert.equal(reply.text.replace(/\/r\/\d+[a-z/]*/g, ""), missing.text.replace(/\/r\/\d+[a-z/]*/g, ""), path);
  }
  assert.equal((await me.post(`/r/${theirs}/about`, [["csrf", csrf], ["go", "save"]])).status, 404);
  assert.equal((await me.post(`/r/${theirs}/hand-in`, [["csrf", csrf]])).status, 404);
  const write = await cell(theirs, "sm_99", { value: "x" });
  assert.equal(write.status, 403);
  assert.ok(JSON.parse(write.text).sentence.length > 10);
  assert.equal((await cell(999999, "sm_99", { value: "x" })).text, write.text);
  assert.equal((await other.get(`/r/${sales}/about`)).status, 404);
});

await test("without the token of the form nothing is written", async () => {
  const before = history();
  const page = fields((await me.get(`/r/${sales}/about`)).text);
  assert.equal((await me.post(`/r/${sales}/about`, [...filled(page, { csrf: null, sm_years: "7" }), ["go", "save"]])).status, 403);
  assert.equal((await me.post(`/response/${sales}/sm_years`, [["value", "7"], ["csrf", "wrong"]])).status, 403);
  assert.equal(history(), before);
});

await test("the review shows answers in words and what is missing, and refuses to hand that in", async () => {
  const page = await me.get(`/r/${sales}/review`);
  assert.equal(page.status, 200);
  assert.match(page.text, /звонок; e-mail; Другое \(ярмарка\)/);
  assert.match(page.text, new RegExp(`href="/r/${sales}/clients#q-sm_03"`));
  const refused = await me.post(`/r/${sales}/hand-in`, [["csrf", csrf]]);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Чтобы отправить, дополните или исправьте/);
  assert.equal(company.sql(`select state from response where id=${sales}`), "draft");
});

await test("what keeps a table from being handed in is named by row and column, and its link shows it beside the field", async () => {
  const kept = await save(sales, "deals", { "sm_05/r2/failure": "спешка" });
  assert.equal(kept.status, 303, (/class="refusal">([^<]*)/.exec(kept.text) || [])[1]);
  const review = await me.get(`/r/${sales}/review`);
  const [, url, said] = /<a href="([^"]*check=sm_05[^"]*)">([^<]*)</.exec(review.text);
  assert.match(said, / — Строка 1 — [^:]+: /);
  const page = await me.get(url.replace(/#.*/, ""));
  assert.equal(page.status, 200);
  assert.match(page.text, /Ответы сохранены, но с этим анкету не отправить/);
  assert.match(page.text, /id="note-sm_05\/r2\/[a-z_]+"/);
});

/** Answers whatever the review still asks for, by the first thing each control offers. */
async function answerAll(response) {
  for (let round = 0; round < 4; round++) {
    const review = await me.get(`/r/${response}/review`);
    const missing = [...review.text.matchAll(new RegExp(`<li><a href="/r/${response}/([a-z_]+)\\?check=[a-z0-9_]+#q-([a-z0-9_]+)"`, "g"))];
    if (missing.length === 0) return;
    for (const [, section, question] of missing) {
      const page = await me.get(`/r/${response}/${section}`);
      const start = page.text.indexOf(`id="q-${question}"`);
      const block = page.text.slice(start, page.text.indexOf("data-saved", start)).replace(/<template[\s\S]*?<\/template>/g, "");
      const changes = {};
      for (const [, name, value] of block.matchAll(/type="(?:radio|checkbox)" name="([^"]+)" value="([^"]+)"/g))
        if (!name.includes(".importance") && !(name in changes) && !value.startsWith(":")) changes[name] = value;
      for (const [, name] of block.matchAll(/type="text" id="[^"]*" name="([^"]+)"/g)) if (!name.includes(".other")) changes[name] = "5";
      for (const [, name] of block.matchAll(/type="date"[^>]* name="([^"]+)"/g)) changes[name] = "2027-03-01";
      for (const [, name, options] of block.matchAll(/<select[^>]* name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g))
        changes[name] = /<option value="([^":]+)"/.exec(options)[1];
      const reply = await save(response, section, changes);
      assert.ok(reply.status === 303, `${question}: ${reply.status} ${(/class="refusal">([^<]*)/.exec(reply.text) || [])[1]}`);
    }
  }
}

await test("handing in twice is once; afterwards answers are read and not changed", async () => {
  await answerAll(sales);
  const revision = company.sql("select revision from project");
  const first = await me.post(`/r/${sales}/hand-in`, [["csrf", csrf]]);
  assert.equal(first.status, 303);
  assert.equal(first.location, `/r/${sales}/done`);
  assert.equal((await me.post(`/r/${sales}/hand-in`, [["csrf", csrf]])).location, `/r/${sales}/done`);
  assert.equal(Number(company.sql("select revision from project")), Number(revision) + 1);
  assert.equal(company.sql(`select count(*) from event where kind='hand_in' and object=${sales}`), "1");
  const done = await me.get(`/r/${sales}/done`);
  assert.equal(done.status, 200);
  assert.match(done.text, /data-forget/);
  assert.doesNotMatch(done.text, /Изменить/);
  assert.equal((await me.get(`/r/${sales}/clients`)).location, `/r/${sales}/done`);
  assert.equal((await me.post(`/r/${sales}/clients`, [["csrf", csrf], ["was:sm_03", "never"], ["sm_03", "weekly"]])).status, 409);
  const late = await cell(sales, "sm_03", { value: "weekly", seen: 9 });
  assert.equal(late.status, 409);
  assert.equal(JSON.parse(late.text).closed, true);
  assert.equal(stored(sales, "sm_03"), "never");
});

await test("one's own answers can be taken along as a PDF", async () => {
  const reply = await fetch(`${server.base}/r/${sales}/copy.pdf`, { headers: { cookie: [...me.cookies].map(([k, v]) => `${k}=${v}`).join("; ") } });
  assert.equal(reply.status, 200);
  assert.equal(reply.headers.get("content-type"), "application/pdf");
  const text = execFileSync("pdftotext", ["-layout", "-", "-"], { input: Buffer.from(await reply.arrayBuffer()), encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
  assert.match(text, /Экспресс-обследование/);
  assert.match(text, /звонок; e-mail; Другое \(ярмарка\)/);
  assert.equal((await me.get(`/r/${goals}/copy.pdf`)).location, `/r/${goals}/review`, "not before it is handed in");
  assert.equal((await other.get(`/r/${sales}/copy.pdf`)).status, 404);
});

await test("the welcome page says what it is for, how long it takes, who sees it and how it is printed", async () => {
  const page = await me.get(`/my/${assignment("goals")}`);
  assert.equal(page.status, 200);
  for (const words of ["Кто проводит", "Сколько времени займёт", "Сколько хранятся ответы", "Кто может открыть ответы", "Как печатаются свободные ответы", "Кто отвечает за данные", "Продолжить"])
    assert.ok(page.text.includes(words), words);
});

await server.stop();
company.remove();
finish();
