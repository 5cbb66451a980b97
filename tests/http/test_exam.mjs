// Taking a test over HTTP as a browser without scripts does, and as its script does: the server's clock, one attempt,
// nothing of the key before its time.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { demo, fields, filled, finish, serve, session, test, unescape, Visitor } from "../lib/anketa.mjs";
import { bank, labels, rightly, rows } from "../lib/quiz.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const items = { ...bank("quizzes/crm_base.yaml"), ...bank("quizzes/discipline.yaml") };
const company = demo();
const number = (sql) => Number(company.sql(sql));
const ready = (form, role) => company.sql(`select t.person || ' ' || t.id || ' ' || t.assignment from attempt t
  join assignment a on a.id = t.assignment where a.form = '${form}' and t.state = 'ready' and t.number = 1
  ${role ? `and a.variant = '${role}'` : ""} order by t.person`).split("\n").map((line) => line.split(" ").map(Number));
const trainees = ready("crm_base");
const sessions = Object.fromEntries([...new Set([...trainees, ...ready("discipline")].map(([person]) => person))].flatMap((person) =>
  [[person, session(company, "person", person)]]));
const second = session(company, "person", trainees[0][0]);
const retaker = company.sql("select person from attempt where state = 'ready' and number = 2 limit 1");
sessions[retaker] = session(company, "person", retaker);
let server = await serve(company.database);

/** A person with a test: pages and saves of one attempt. */
class Trainee extends Visitor {
  constructor([person, attempt, assignment], { cookie, csrf } = sessions[person]) {
    super(server.base);
    this.cookies.set("session", cookie.replace("session=", ""));
    Object.assign(this, { person, attempt, assignment, csrf });
  }

  begin() {
    return this.post(`/my/${this.assignment}/begin`, [["csrf", this.csrf]]);
  }

  page(n) {
    return this.get(`/t/${this.attempt}/${n}`);
  }

  /** Press Save of the form as it stands, with changes. */
  async save(n, changes, go = "save") {
    return this.post(`/t/${this.attempt}/${n}`, filled(fields((await this.page(n)).text, "exam"), { ...changes, go }));
  }

  async autosave(n, pairs, seen = 0) {
    const reply = await this.post(`/attempt/${this.attempt}/${n}`, [["csrf", this.csrf], ["seen", seen], ["page", "p"], ["seq", 1], ...pairs]);
    return { ...reply, json: JSON.parse(reply.text) };
  }

  handIn() {
    return this.post(`/t/${this.attempt}/hand-in`, [["csrf", this.csrf]]);
  }

  /** The questions of the paper, in order. */
  paper() {
    return company.sql(`select item from paper_item i join attempt t on t.paper = i.paper where t.id = ${this.attempt} order by place`)
      .split("\n").map((id) => items[id]);
  }

  place(type) {
    return this.paper().findIndex((item) => item.type === type) + 1;
  }

  kept(item) {
    return company.sql(`select value || '/' || revision from attempt_answer where attempt = ${this.attempt} and item = '${item.id}'`);
  }

  state() {
    return company.sql(`select state from attempt where id = ${this.attempt}`);
  }
}

/** What no page may say while the key is closed. */
function noSecrets(text, where, of = Object.values(items)) {
  for (const item of of)
    for (const secret of item.secrets) assert.ok(!text.includes(secret) && !unescape(text).includes(secret), `${where}: ${item.id}: ${secret}`);
}

const until = async (probe, what) => {
  for (const end = Date.now() + 30000; Date.now() < end; await new Promise((done) => setTimeout(done, 50))) if (await probe()) return;
  assert.fail(`did not happen: ${what}`);
};

const me = new Trainee(trainees[0]);
const one = me.paper();

await test("the start page says what awaits the trainee, and starts nothing", async () => {
  const page = await me.get(`/my/${me.assignment}`);
  assert.equal(page.status, 200);
  for (const words of ["30 вопросов", "45 минут", "Начать тест", "1 из 2"]) assert.ok(page.text.includes(words), words);
  assert.equal(page.headers.get("cache-control"), "no-store");
  assert.equal(me.state(), "ready");
  assert.equal((await me.page(1)).location, `/my/${me.assignment}`, "no question before the clock");
  await me.autosave(1, [["value", "1"]]);
  assert.equal(number(`select count(*) from attempt_answer where attempt = ${me.attempt}`), 0);
});

await test("twenty presses of Start, in two browsers, are one attempt", async () => {
  const other = new Trainee(trainees[0], second);
  const papers = number("select count(*) from paper");
  const replies = await Promise.all(Array.from({ length: 20 }, (_, i) => (i % 2 ? me : other).begin()));
  for (const reply of replies) assert.deepEqual([reply.status, reply.location], [303, `/t/${me.attempt}/1`]);
  assert.equal(number(`select count(*) from event where kind = 'attempt_start' and object = ${me.attempt}`), 1);
  assert.equal(number(`select count(*) from attempt where assignment = ${me.assignment}`), 1);
  assert.equal(number("select count(*) from paper"), papers, "the paper was drawn when it was assigned");
  assert.equal(number(`select deadline - started_at from attempt where id = ${me.attempt}`), 45 * 60000);
});

await test("the clock on the page is what is left of the server's deadline", async () => {
  const deadline = number(`select deadline from attempt where id = ${me.attempt}`), before = Date.now();
  const left = Number(/data-left="(\d+)"/.exec((await me.page(1)).text)[1]);
  const real = [deadline - Date.now(), deadline - before].map((ms) => ms / 1000);
  assert.ok(left >= real[0] - 1 && left <= real[1] + 1, `${left} of ${real}`);
});

await test("no page of a running test says anything of the key, nor an id of an option", async () => {
  for (let n = 1; n <= 30; n++) {
    const page = await me.page(n);
    assert.equal(page.status, 200);
    noSecrets(page.text + JSON.stringify([...page.headers]), `question ${n}`);
    const asked = /<fieldset[\s\S]*<\/fieldset>/.exec(page.text)[0].replace(/<legend>[\s\S]*?<\/legend>/, "");
    const words = asked.replace(/<[^>]*>/g, "\n").split("\n").concat([...asked.matchAll(/"([^"]*)"/g)].map((m) => m[1])).map((text) => text.trim());
    for (const answer of [...one[n - 1].accept, ...one[n - 1].numbers]) assert.ok(!words.includes(answer), `${n}: ${answer}`);
    assert.ok(!/correct|explanation|parallel|seed|critical/.test(page.text), `question ${n}`);
    for (const id of Object.keys(items)) assert.ok(!new RegExp(`\\b${id}\\b`).test(page.text), `${n}: ${id}`);
    assert.equal(page.headers.get("etag"), null);
  }
  noSecrets((await me.page("finish")).text, "finish");
  for (const script of ["exam.js", "base.js"]) noSecrets((await me.get(`/static/${script}`)).text, script);
});

await test("values are the places of this paper, and no two trainees see one order", async () => {
  const orders = new Set();
  for (const trainee of trainees.slice(0, 3)) {
    const his = new Trainee(trainee);
    await his.begin();
    orders.add(his.paper().map((item) => item.id).join());
  }
  assert.equal(orders.size, 3);
  for (let n = 1; n <= 30; n++) {
    const html = (await me.page(n)).text, item = one[n - 1];
    if (item.type === "order") assert.notDeepEqual(rows(html).map((row) => row.label), item.options.map((o) => o.label.ru));
    if (item.type === "match") assert.notDeepEqual(rows(html)[0].options.map((o) => o[1]), item.options.map((o) => o.right.ru));
    if (/select/.test(item.type)) assert.deepEqual(labels(html).map(([place]) => place), labels(html).map((_, i) => String(i + 1)));
  }
});

await test("every type of question is answered with a plain form and comes back as it was left", async () => {
  for (const type of ["select_one", "select_multiple", "true_false", "numeric", "short_text", "match", "order"]) {
    const n = me.place(type);
    const answer = rightly(one[n - 1], (await me.page(n)).text);
    const reply = await me.save(n, { ...answer, marked: "1" }, "next");
    assert.deepEqual([reply.status, reply.location], [303, n === 30 ? `/t/${me.attempt}/finish` : `/t/${me.attempt}/${n + 1}`], type);
    const again = Object.fromEntries(Object.entries(answer).map(([k, v]) => [k, [].concat(v)]));
    const shown = fields((await me.page(n)).text, "exam");
    for (const [name, values] of Object.entries(again)) {
      const got = shown.filter(([k]) => k === name).map(([, v]) => v.replace(/[\s  ]/g, " "));
      assert.deepEqual(type === "numeric" ? got.map((v) => v.replace(/ /g, "")) : got, values, type);
    }
    assert.ok(shown.some(([k]) => k === "marked"), "the mark to come back stays");
    await me.save(n, { ...answer, marked: null });
  }
});

await test("buttons lead back, on, to a number and to the end; each saves first", async () => {
  const n = me.place("true_false");
  for (const [go, where] of [["back", Math.max(1, n - 1)], ["next", n === 30 ? "finish" : n + 1], ["7", 7], ["finish", "finish"], ["save", n], ["99", n], ["-3", n], ["x", n]])
    assert.equal((await me.save(n, {}, go)).location, `/t/${me.attempt}/${where}`, go);
});

await test("the navigator tells answered, seen, not yet seen, marked and current apart, without any script", async () => {
  const fresh = new Trainee(trainees[1]);
  const states = (html) => [...html.matchAll(/data-n="(\d+)" class="([^"]*)"([^>]*)>\d+<span class="sr"[^>]*>, ([^<]*)</g)].map((m) => [m[2], m[4], m[3].includes("aria-current")]);
  const seen = "просмотрен без ответа";
  await fresh.save(1, {}, "next");
  await fresh.save(2, { marked: "1" }, "next");
  await fresh.save(3, rightly(fresh.paper()[2], (await fresh.page(3)).text), "next");
  assert.deepEqual(states((await fresh.page(4)).text).slice(0, 5), [["glanced", seen, false], ["glanced marked", `${seen}, отмечен`, false],
    ["answered", "есть ответ", false], ["glanced", seen, true], ["unseen", "ещё не открыт", false]]);
  const page = (await fresh.page("finish")).text;
  assert.deepEqual(states(page)[3], ["unseen", "ещё не открыт", false]);
  for (const words of ["есть ответ", seen, "ещё не открыт", "отмечен"]) assert.ok(page.includes(`">${words}</span>`), words);
});

await test("what a question does not offer is refused with what was typed, and nothing is kept", async () => {
  const cases = [
    ["select_one", { value: "99" }], ["select_one", { value: ["1", "2"] }], ["select_one", { value: "вариант" }], ["select_one", { value: "-1" }],
    ["select_multiple", { value: ["1", "1"] }], ["true_false", { value: "maybe" }], ["true_false", { value: ["true", "false"] }],
    ["numeric", { value: "сто двадцать" }], ["short_text", { value: "ы".repeat(201) }], ["match", { m1: "77" }],
    ["order", { p1: "1", p2: "1", p3: "" }], ["order", { p1: "0" }],
  ];
  for (const [type, changes] of cases) {
    const n = me.place(type), before = me.kept(one[n - 1]);
    const reply = await me.save(n, changes);
    assert.equal(reply.status, 422, `${type} ${JSON.stringify(changes)}`);
    assert.match(reply.text, /id="refusal"[^>]*data-focus>[^<]{10,}</);
    assert.equal(me.kept(one[n - 1]), before);
    noSecrets(reply.text, type);
    const shown = Object.fromEntries(fields(reply.text, "exam"));
    if (type === "numeric") assert.equal(shown.value, "сто двадцать");
    if (type === "short_text") assert.equal(shown.value, "ы".repeat(201));
    if (type === "order" && changes.p2) assert.deepEqual([shown.p1, shown.p2, shown.p3], ["1", "1", ""]);
  }
});

await test("ten thousand options are refused, and the server goes on", async () => {
  const n = me.place("select_multiple");
  const reply = await me.post(`/attempt/${me.attempt}/${n}`, [["csrf", me.csrf], ...Array.from({ length: 10000 }, (_, i) => ["value", i + 1])]);
  assert.ok([400, 413, 422].includes(reply.status), String(reply.status));
  assert.equal((await me.page(1)).status, 200);
});

await test("a question that is not on the paper is not there", async () => {
  for (const n of ["0", "31", "-1", "99999999999999999999", "1x", "x"]) {
    assert.equal((await me.page(n)).status, 404, n);
    assert.equal((await me.post(`/t/${me.attempt}/${n}`, [["csrf", me.csrf], ["value", "1"]])).status, 404, n);
    assert.equal((await me.autosave(n, [["value", "1"]])).status, 404, n);
  }
});

await test("an autosave answers with the revision, the moment and the time left; the same again changes nothing", async () => {
  const n = me.place("true_false"), item = one[n - 1];
  const seen = Number(me.kept(item).split("/")[1]);
  const first = await me.autosave(n, [["value", "true"]], seen);
  assert.equal(first.status, 200);
  const second = await me.autosave(n, [["value", "false"]], first.json.revision);
  assert.equal(second.json.revision, first.json.revision + 1);
  assert.match(second.json.saved, /^\d\d:\d\d:\d\d$/);
  assert.ok(second.json.left > 2600 && second.json.left <= 2700);
  const replay = await me.autosave(n, [["value", "false"]], first.json.revision);
  assert.deepEqual([replay.status, replay.json.revision], [200, second.json.revision]);
  assert.equal(me.kept(item), `false/${second.json.revision}`);
  for (const reply of [first, second, replay]) noSecrets(reply.text, "json");
});

await test("an older window does not overwrite: it is told both answers, and may then replace", async () => {
  const n = me.place("true_false"), item = one[n - 1];
  const old = fields((await me.page(n)).text, "exam");
  const now = Number(me.kept(item).split("/")[1]);
  await me.autosave(n, [["value", "true"]], now);
  const refused = await me.autosave(n, [["value", ""]], now);
  assert.deepEqual([refused.status, refused.json.stored, refused.json.revision], [409, "Верно", now + 1]);
  const page = await me.post(`/t/${me.attempt}/${n}`, filled(old, { value: "false", go: "next" }));
  assert.equal(page.status, 409);
  assert.match(page.text, /<b data-stored>Верно<\/b>/);
  assert.equal(Object.fromEntries(fields(page.text, "exam")).value, "false");
  assert.equal(me.kept(item), `true/${now + 1}`);
  const kept = await me.post(`/t/${me.attempt}/${n}`, filled(fields(page.text, "exam"), { go: "save" }));
  assert.equal(kept.status, 303);
  assert.equal(me.kept(item), `false/${now + 2}`);
});

await test("scores, verdicts and other people in the form are passed over", async () => {
  const n = me.place("true_false");
  const reply = await me.save(n, { value: "true", mark: "100", passed: "1", score: "44", person: "1", attempt: "1", deadline: "9999999999999", now: "1" });
  assert.equal(reply.status, 303);
  assert.equal(company.sql(`select coalesce(mark, 'none') || person from attempt where id = ${me.attempt}`), `none${me.person}`);
});

await test("another person's attempt is not there, by any way", async () => {
  const stranger = new Trainee(trainees[3]);
  const nothing = await stranger.get("/t/999999/1");
  for (const path of [`/t/${me.attempt}/1`, `/t/${me.attempt}/finish`, `/t/${me.attempt}/result`, `/my/${me.assignment}`]) {
    const page = await stranger.get(path);
    assert.equal(page.status, 404, path);
    assert.equal(page.text.replaceAll(path, ""), nothing.text.replaceAll("/t/999999/1", ""), path);
  }
  for (const path of [`/t/${me.attempt}/1`, `/t/${me.attempt}/hand-in`, `/my/${me.assignment}/begin`])
    assert.equal((await stranger.post(path, [["csrf", stranger.csrf], ["value", "1"]])).status, 404, path);
  const mine = await stranger.post(`/attempt/${me.attempt}/1`, [["csrf", stranger.csrf], ["value", "1"]]);
  const none = await stranger.post("/attempt/999999/1", [["csrf", stranger.csrf], ["value", "1"]]);
  assert.deepEqual([mine.status, mine.text], [403, none.text]);
  assert.equal(me.state(), "running");
});

await test("the language changes in mid-test; paper, answers and clock stay", async () => {
  const n = me.place("select_one");
  const before = company.sql(`select deadline from attempt where id = ${me.attempt}`);
  const ru = (await me.page(n)).text;
  const reply = await me.save(n, {}, "lang:uk");
  assert.equal(reply.location, `/t/${me.attempt}/${n}?lang=uk`);
  const uk = (await me.get(reply.location)).text;
  assert.match(uk, /<html lang="uk"/);
  const order = (html, lang) => labels(html).map(([, label]) => one[n - 1].options.find((o) => o.label[lang] === label).value);
  assert.deepEqual(order(uk, "uk"), order(ru, "ru"));
  const asked = (html) => fields(html, "exam").filter(([name]) => name !== "typed-in");
  assert.deepEqual(asked(uk), asked(ru));
  assert.equal(company.sql(`select deadline from attempt where id = ${me.attempt}`), before);
  noSecrets(uk, "uk");
  await me.get(`/t/${me.attempt}/${n}?lang=ru`);
});

await test("in English a comma between thousands is no decimal point", async () => {
  const n = me.place("numeric"), value = () => me.kept(one[n - 1]).split("/")[0];
  await me.get(`/t/${me.attempt}/${n}?lang=en`);
  assert.equal((await me.save(n, { value: "460,000" })).status, 303);
  assert.equal(value(), "460000");
  const revision = Number(me.kept(one[n - 1]).split("/")[1]);
  assert.equal((await me.autosave(n, [["typed-in", "en"], ["value", "1,234,567.5"]], revision)).status, 200);
  assert.equal(value(), "1234567.5");
  const left = await me.save(n, { value: "12,345" }, "lang:ru");
  assert.equal(value(), "12345", "typed on an English page");
  await me.get(left.location);
  assert.equal((await me.save(n, { value: "12,345" })).status, 303);
  assert.equal(value(), "12.345", "a Russian comma is a decimal one");
  assert.equal((await me.save(n, { value: "" })).status, 303);
});

await test("coming in anew leads to the same attempt, and so does a restart of the server", async () => {
  const again = new Trainee(trainees[0], second);
  assert.match((await again.get(`/my/${me.assignment}`)).text, new RegExp(`href="/t/${me.attempt}/1"`));
  await server.stop("SIGKILL");
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  assert.equal((await again.begin()).location, `/t/${me.attempt}/1`);
  assert.equal(me.state(), "running");
});

await test("the finish page counts what is unanswered and leads there", async () => {
  const left = 30 - number(`select count(*) from attempt_answer where attempt = ${me.attempt} and value <> ''`);
  const page = (await me.page("finish")).text;
  assert.ok(page.includes(`Без ответа: ${left} из 30.`));
  const first = one.findIndex((item) => !me.kept(item) || me.kept(item).startsWith("/")) + 1;
  assert.ok(page.includes(`href="/t/${me.attempt}/${first}">К вопросу без ответа`));
});

await test("all answered rightly: handed in once, the score, no key while it is closed", async () => {
  for (let n = 1; n <= 30; n++) assert.equal((await me.save(n, rightly(one[n - 1], (await me.page(n)).text))).status, 303);
  assert.ok((await me.page("finish")).text.includes("На все вопросы (30) есть ответ."));
  const replies = await Promise.all([me.handIn(), me.handIn(), me.handIn()]);
  for (const reply of replies) assert.equal(reply.location, `/t/${me.attempt}/result`);
  assert.equal(number(`select count(*) from event where kind = 'attempt_end' and object = ${me.attempt}`), 1);
  const page = (await me.page("result")).text;
  assert.match(page, /аттестован<\/b>: отлично/);
  assert.ok(page.includes("44,00 из 44"));
  noSecrets(page, "result");
  assert.ok(!page.includes("Верный ответ"));
  noSecrets((await me.get(`/my/${me.assignment}`)).text + (await me.get("/my")).text, "afterwards");
});

await test("after the hand-in nothing is changed any more, whatever is sent", async () => {
  const n = me.place("numeric"), before = me.kept(one[n - 1]);
  for (const value of ["1", "сто"]) {
    const late = await me.autosave(n, [["value", value]], Number(before.split("/")[1]));
    assert.deepEqual([late.status, late.json.go, late.json.left], [409, `/t/${me.attempt}/result`, 0], value);
    assert.equal((await me.post(`/t/${me.attempt}/${n}`, [["csrf", me.csrf], ["value", value], ["go", "next"]])).location, `/t/${me.attempt}/result`);
  }
  assert.equal(me.kept(one[n - 1]), before);
  assert.equal((await me.page(n)).location, `/t/${me.attempt}/result`);
  assert.equal((await me.begin()).location, `/my/${me.assignment}`);
  assert.equal(number(`select count(*) from attempt where assignment = ${me.assignment}`), 1, "who passed has no retake");
});

await test("at the deadline the server hands in by itself, with nobody connected", async () => {
  const late = new Trainee(trainees[1]), paper = late.paper();
  const n = late.place("select_one");
  await late.save(n, rightly(paper[n - 1], (await late.page(n)).text));
  company.sql(`update attempt set deadline = ${Date.now() - 1000} where id = ${late.attempt}`);
  await until(() => late.state() === "expired", "the sweep");
  assert.equal(company.sql(`select handed_in_by || (mark > 0) from attempt where id = ${late.attempt}`), "server1");
  const after = await late.autosave(n, [["value", "1"]], 1);
  assert.deepEqual([after.status, after.json.go], [409, `/t/${late.attempt}/result`]);
  const page = (await late.page("result")).text;
  assert.ok(page.includes("Время вышло, работа сдана сервером"));
  assert.ok(page.includes("не аттестован") && page.includes("ниже нормы") && page.includes("Что прочитать") && page.includes("Глава 2."));
  noSecrets(page, "result");
  assert.equal((await late.handIn()).location, `/t/${late.attempt}/result`);
});

await test("the key opens when nobody can answer the test any more, and not before", async () => {
  const late = new Trainee(trainees[1]), running = new Trainee(trainees[2]);
  const close = (moment, which) => company.sql(`update assignment set closes_at = ${moment} where form = 'crm_base' and ${which}`);
  const state = (name) => company.sql(`update attempt set state = '${name}' where id = ${running.attempt}`);
  const shut = async (what, words) => {
    const page = (await late.page("result")).text;
    noSecrets(page, what);
    assert.match(page, words, what);
  };
  close(Date.now() - 1000, `id = ${late.assignment}`);
  await shut("others have no close", /Верные ответы и пояснения откроются, когда тест закроется для всех/);
  close(Date.now() - 1000, `id <> ${trainees[4][2]}`);
  close(Date.now() + 3600000, `id = ${trainees[4][2]}`);
  await shut("somebody closes later", /Верные ответы и пояснения откроются \d\d\.\d\d\.\d{4} в \d\d:\d\d, когда тест закроется для всех/);
  close(Date.now() - 1000, "true");
  assert.equal(running.state(), "running");
  await shut("somebody still answers", /кто-то ещё заканчивает работу/);
  state("interrupted");
  await shut("somebody may be resumed", /кто-то ещё заканчивает работу/);
  state("handed_in");
  const page = unescape((await late.page("result")).text);
  for (const item of late.paper()) assert.ok(page.includes(item.secrets[0]), item.id);
  const mine = late.paper().flatMap((item) => item.secrets);
  noSecrets(page, "questions of others", Object.values(items).filter((item) => !item.secrets.some((secret) => mine.includes(secret))));
  assert.ok(page.includes("Верный ответ"));
  for (const word of ["true", "false"]) assert.ok(!page.includes(`<dd>${word}</dd>`));
  close(0, "true");
  state("running");
});

await test("a test that closes within the pause has no next attempt, and both pages say that in one sentence", async () => {
  const [attempt, assignment] = company.sql(`select id, assignment from attempt where person = ${retaker} and state = 'ready' and number = 2 limit 1`).split("|").map(Number);
  const again = new Trainee([Number(retaker), attempt, assignment]);
  const first = company.sql(`select id from attempt where assignment = ${assignment} and number = 1`);
  const said = async (words, not) => {
    for (const path of [`/my/${assignment}`, `/t/${first}/result`]) {
      const page = (await again.get(path)).text;
      assert.match(page, words, path);
      assert.doesNotMatch(page, not, path);
    }
    assert.equal((await again.begin()).location, `/my/${assignment}`);
    assert.equal(again.state(), "ready");
  };
  company.sql(`update assignment set closes_at = ${Date.now() + 3600000} where id = ${assignment}`);
  await said(/Следующей попытки не будет: её можно было бы начать [^<]* тест закрывается раньше/, /можно начать \d|Срок этого теста прошёл|ещё раз/);
  company.sql(`update assignment set closes_at = ${Date.now() - 1000} where id = ${assignment}`);
  await said(/Срок этого теста прошёл\./, /можно начать|не будет|ещё раз/);
  company.sql(`update assignment set closes_at = 0 where id = ${assignment}`);
});

await test("a retake waits for its time, has the twins, and the last one is the last", async () => {
  const [attempt, assignment] = company.sql(`select id, assignment from attempt where person = ${retaker} and state = 'ready' and number = 2 limit 1`).split("|").map(Number);
  const again = new Trainee([Number(retaker), attempt, assignment]);
  const earlier = company.sql(`select item from paper_item i join attempt t on t.paper = i.paper where t.assignment = ${assignment} and t.number = 1`).split("\n");
  assert.match((await again.get(`/my/${assignment}`)).text, /Следующую попытку можно начать \d\d\.\d\d\.\d{4} в \d\d:\d\d/);
  assert.equal((await again.begin()).location, `/my/${assignment}`);
  assert.equal(again.state(), "ready");
  company.sql(`update attempt set handed_in_at = handed_in_at - 2 * 86400000 where assignment = ${assignment} and number = 1`);
  assert.equal((await again.begin()).location, `/t/${attempt}/1`);
  assert.deepEqual(again.paper().filter((item) => earlier.includes(item.id)), []);
  await again.handIn();
  assert.equal(number(`select count(*) from attempt where assignment = ${assignment}`), 2);
  const page = (await again.get(`/my/${assignment}`)).text;
  assert.ok(!page.includes("Начать тест") && page.includes("Попытка 1,") && page.includes("Попытка 2,"));
  assert.equal((await again.begin()).location, `/my/${assignment}`);
});

await test("a closed test does not begin, and one that closes soon ends then", async () => {
  const [person, attempt, assignment] = ready("discipline")[0];
  const late = new Trainee([person, attempt, assignment]);
  company.sql(`update assignment set closes_at = ${Date.now() - 1} where id = ${assignment}`);
  assert.equal((await late.begin()).location, `/my/${assignment}`);
  assert.ok((await late.get(`/my/${assignment}`)).text.includes("Срок этого теста прошёл."));
  const closes = Date.now() + 250000;
  company.sql(`update assignment set closes_at = ${closes} where id = ${assignment}`);
  const page = (await late.get(`/my/${assignment}`)).text;
  assert.match(page, /<dt>Закрывается<\/dt><dd>\d\d\.\d\d\.\d{4} в \d\d:\d\d<\/dd>/);
  assert.ok(page.includes("До закрытия теста: 4 минуты. Времени будет меньше, чем 15 минут."));
  assert.ok(page.includes("10 вопросов, 4 минуты"));
  await late.begin();
  assert.equal(number(`select deadline from attempt where id = ${attempt}`), closes);
});

await test("extra minutes count from the start", async () => {
  const slow = new Trainee(trainees[3]);
  company.sql(`update attempt set extra_minutes = 20 where id = ${slow.attempt}`);
  const page = (await slow.get(`/my/${slow.assignment}`)).text;
  assert.ok(page.includes("65 минут") && !page.includes("времени будет меньше"));
  await slow.begin();
  assert.equal(number(`select deadline - started_at from attempt where id = ${slow.attempt}`), 65 * 60000);
});

await test("who was noted absent cannot begin", async () => {
  const absent = new Trainee(trainees[4]);
  company.sql(`update attempt set state = 'no_show' where id = ${absent.attempt}`);
  assert.equal((await absent.begin()).location, `/my/${absent.assignment}`);
  assert.equal(absent.state(), "no_show");
  assert.ok((await absent.get(`/my/${absent.assignment}`)).text.includes("Преподаватель отметил"));
});

await test("an attempt that ran out while the server was down is interrupted, not handed in", async () => {
  const cut = new Trainee(trainees[2]);
  assert.equal(cut.state(), "running");
  await server.stop();
  company.sql(`update attempt set deadline = ${Date.now() - 1000} where id = ${cut.attempt}`);
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  assert.equal(cut.state(), "interrupted");
  for (const path of [`/my/${cut.assignment}`, `/t/${cut.attempt}/result`])
    assert.ok((await cut.get(path)).text.includes("Попытка прервана остановкой сервера."), path);
  assert.equal((await cut.page(1)).location, `/t/${cut.attempt}/result`);
  assert.equal((await cut.autosave(1, [["value", "1"]])).json.go, `/t/${cut.attempt}/result`);
  const wrong = await cut.post(`/t/${cut.attempt}/${cut.place("select_one")}`, [["csrf", cut.csrf], ["seen", 0], ["value", "999"], ["go", "save"]]);
  assert.equal(wrong.location, `/t/${cut.attempt}/result`, "nor is the question shown again to correct it");
});

await test("sessions and waits that are over do not stay in the database", async () => {
  await server.stop();
  const [over, idle] = [session(company, "person", trainees[0][0]), session(company, "person", trainees[0][0])];
  const stays = number("select count(*) from session") - 2;
  company.sql(`update session set expires_at = 1 where csrf = '${over.csrf}'`);
  company.sql(`update session set seen_at = 1 where csrf = '${idle.csrf}'`);
  company.sql(`insert into throttle (key, failures, last_at, until) values ('code 192.0.2.1', 3, 1, 1)`);
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  await until(() => number("select count(*) from throttle where last_at = 1") === 0, "what is over is swept");
  assert.equal(number("select count(*) from session"), stays);
});

await server.stop();
company.remove();

// a test that a language lacks
{
  const folder = mkdtempSync(join(tmpdir(), "anketa-forms-"));
  cpSync("tests/fixtures/good/quiz.yaml", join(folder, "quiz.yaml"));
  const forms = `surveys,quizzes,${folder}`;
  const other = demo(forms);
  execFileSync(process.env.ANKETA || "build/anketa", ["assign", "--db", other.database, "--forms", forms, "--project", "alfa", "knowledge"], { stdio: "ignore" });
  const [person, attempt, assignment] = other.sql("select t.person, t.id, t.assignment from attempt t join assignment a on a.id = t.assignment where a.form = 'knowledge' and t.state = 'ready' and t.number = 1 limit 1").split("|").map(Number);
  const { cookie, csrf } = session(other, "person", person);
  server = await serve(other.database, "127.0.0.1:0", ["--forms", forms]);
  await test("texts in another language than the page say which, and the start page says so", async () => {
    const visitor = new Visitor(server.base);
    visitor.cookies.set("session", cookie.replace("session=", ""));
    const start = (await visitor.get(`/my/${assignment}?lang=ru`)).text;
    assert.match(start, /Вопросы этого теста не переведены на русский язык\. Они показаны на другом языке: <b lang="en">English<\/b>/);
    assert.match(start, /<h1>Знания<\/h1>\s*<p class="lead" lang="en">/);
    assert.ok(!(await visitor.get(`/my/${assignment}?lang=en`)).text.includes("not translated"));
    assert.equal((await visitor.post(`/my/${assignment}/begin`, [["csrf", csrf]])).location, `/t/${attempt}/1`);
    const count = Number(other.sql(`select count(*) from paper_item i join attempt t on t.paper = i.paper where t.id = ${attempt}`));
    for (let n = 1; n <= count; n++) {
      const page = (await visitor.get(`/t/${attempt}/${n}?lang=ru`)).text;
      assert.match(page, /<h1><span class="number">[^<]*<\/span> <span lang="en">/);
      for (const [, attributes] of page.matchAll(/<label class="choice">.*? <span([^>]*)>/g)) assert.ok(attributes === ' lang="en"' || page.includes("Верно"), attributes);
      assert.doesNotMatch((await visitor.get(`/t/${attempt}/${n}?lang=en`)).text, /<(span|label|option|p)[^>]* lang="(ru|en)"/);
    }
  });
  await server.stop();
  other.remove();
  rmSync(folder, { recursive: true });
}

// `feedback:` of the file decides
for (const [feedback, opens] of [["after_submit", true], ["never", false]]) {
  const folder = mkdtempSync(join(tmpdir(), "anketa-forms-"));
  cpSync("surveys", join(folder, "surveys"), { recursive: true });
  cpSync("quizzes", join(folder, "quizzes"), { recursive: true });
  for (const name of ["crm_base", "discipline"]) {
    const path = join(folder, "quizzes", `${name}.yaml`);
    writeFileSync(path, readFileSync(path, "utf8").replace("feedback: after_close", `feedback: ${feedback}`));
  }
  const forms = `${folder}/surveys,${folder}/quizzes`;
  const other = demo(forms);
  const [person, attempt] = other.sql("select person, id from attempt where state = 'handed_in' limit 1").split("|").map(Number);
  const token = other.session(person);
  other.sql(`update assignment set closes_at = 1 where id = (select assignment from attempt where id = ${attempt})`);
  server = await serve(other.database, "127.0.0.1:0", ["--forms", forms]);
  await test(`feedback: ${feedback} ${opens ? "opens the key with the result" : "never opens the key, not even after the close"}`, async () => {
    const visitor = new Visitor(server.base);
    visitor.cookies.set("session", token);
    const page = unescape((await visitor.get(`/t/${attempt}/result`)).text);
    const paper = other.sql(`select item from paper_item i join attempt t on t.paper = i.paper where t.id = ${attempt}`).split("\n");
    if (opens) for (const id of paper) assert.ok(page.includes(items[id].secrets[0]), id);
    else noSecrets(page, "result");
    assert.ok(page.includes("По темам"));
  });
  await server.stop();
  other.remove();
  rmSync(folder, { recursive: true });
}

finish();
