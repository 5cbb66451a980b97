// A project in the hands of its consultant: goals enter priorities once approved, decisions show both values, tests are
// assigned and led, documents are printed and given out; and no page shows a key of a test.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { demo, fields, finish, serve, session, test, unescape, Visitor } from "../lib/anketa.mjs";

const company = demo();
const P = "/p/alfa";
const one = (sql) => company.sql(sql);

one("insert into staff (id, name, full_name, password, created_at) values (90, 'trainer', 'Т. Р.', 'x', 1), (91, 'board', 'К. М.', 'x', 1)");
one("insert into staff_right (staff, project, role) values (90, 1, 'trainer'), (91, 1, 'commission')");
const cookies = { consultant: session(company, "staff", 1), trainer: session(company, "staff", 90), board: session(company, "staff", 91) };
const server = await serve(company.database);

function visitor(who) {
  const out = new Visitor(server.base), [name, value] = cookies[who].cookie.split("=");
  out.cookies.set(name, value);
  out.csrf = cookies[who].csrf;
  out.send = (path, pairs) => out.post(path, [["csrf", out.csrf], ...Object.entries(pairs).flatMap(([k, v]) => [v].flat().map((x) => [k, x]))]);
  out.json = async (path) => JSON.parse((await out.get(path)).text);
  return out;
}
const staff = visitor("consultant"), trainer = visitor("trainer"), board = visitor("board");
const text = (html) => unescape(html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " "));
/** The fields of a page's form with this action, by name, without the token. */
const formOf = (page, action) => Object.fromEntries(fields(page.text.replace(`<form method="post" action="${action}"`, '<form id="questions"')).filter(([name]) => name !== "csrf"));
const goalForm = async (key) => formOf(await staff.get(`${P}/goals?edit=${encodeURIComponent(key)}`), `${P}/goals`);
/** The newest decision that a page of a requirement shows. */
const seenOf = (page) => /name="seen" value="(\d+)"/.exec(page)[1];
/** A requirement of the register: { number, priority, score }. */
async function requirement(code) {
  const page = (await staff.get(`${P}/requirements?state=all`)).text;
  const row = page.split("<tr>").find((part) => part.includes(`>${code}<`));
  assert.ok(row, `${code} is in the register`);
  return {
    number: /requirements\/(\d+)"/.exec(row)[1],
    priority: /<b class="nowrap">([^<]+)</.exec(row)[1],
    score: /data-label="Балл">([\d,]+)</.exec(row)[1],
    row,
  };
}

await test("the first page says what waits: who answered, contradictions, goals to be agreed", async () => {
  const page = await staff.get(P);
  assert.equal(page.status, 200);
  assert.match(page.text, /\/p\/alfa\/requirements\?disputed=1/);
  assert.match(text(page.text), /На согласовании 7 целей/);
});

await test("a goal that is only proposed does not enter priorities, an approved one does, and back", async () => {
  const before = await requirement("CLI-02");
  const goals = (await staff.get(`${P}/goals`)).text;
  const key = decodeURIComponent(/goals\?edit=(base[^#"]*)/.exec(goals)[1]);
  assert.match(text(goals), /единая база клиентов.*на согласовании ответственные разные/);
  const form = await staff.get(`${P}/goals?edit=${encodeURIComponent(key)}`);
  assert.match(form.text, /Шевченко А. Н./, "the answers stand beside the form");
  assert.match(text(form.text), /Ответы расходятся/);
  const values = { key, indicator: "Доля клиентов с полной карточкой", unit: "%", current: "", not_measured: "1", target: "90,5", due: "2027-04-30", owner: "Мельник И. В.", how: "выборка", rank: "A" };
  assert.equal((await staff.send(`${P}/goals`, { ...values, act: "propose" })).status, 303);
  assert.equal((await requirement("CLI-02")).score, before.score, "proposed");
  const done = await staff.send(`${P}/goals`, { ...values, seen: (await goalForm(key)).seen, act: "approve" });
  assert.equal(done.status, 303);
  assert.match(text((await staff.get(done.location)).text), /Цель утверждена/);
  const after = await requirement("CLI-02");
  const figure = (value) => Number(value.replace(",", "."));
  assert.equal(Math.round((figure(after.score) - figure(before.score)) * 100), 2000, "G counts two of ten");
  assert.notEqual(after.priority, before.priority);
  assert.equal(one("select target from goal"), "90.5");
  assert.equal((await staff.send(`${P}/goals`, { ...(await goalForm(key)), act: "propose" })).status, 303);
  assert.equal((await requirement("CLI-02")).score, before.score, "taken back");
});

await test("a goal is not approved without its letter, and what was typed stays", async () => {
  const reply = await staff.send(`${P}/goals`, { key: "revenue", act: "approve", indicator: "Выручка", target: "много", due: "32.13.2027", rank: "" });
  assert.equal(reply.status, 422);
  assert.match(reply.text, /value="много"/);
  assert.match(reply.text, /value="Выручка"/);
  assert.match(text(reply.text), /Выберите приоритет A, B или C/);
  assert.equal(one("select count(*) from goal where key = 'revenue'"), "0");
  assert.equal((await staff.send(`${P}/goals`, { key: "nonsense", act: "approve", rank: "A" })).status, 404);
});

await test("a goal on which leaders agree needs no press; a moderator may set it otherwise, and take that back", async () => {
  const page = async () => text((await staff.get(`${P}/goals`)).text);
  assert.match(await page(), /меньше потерянных обращений.*согласована автоматически, 1\d\.11\.2026/);
  assert.match(await page(), /точнее прогноз.*поддержали 1 из 2/);
  assert.ok(!(await page()).includes("Утвердить 1 согласованную"));
  const with_goal = (await requirement("CLI-01")).score, figure = (value) => Number(value.replace(",", "."));
  const key = decodeURIComponent(/goals\?edit=(lost[^#"]*)/.exec((await staff.get(`${P}/goals`)).text)[1]);
  assert.equal((await staff.send(`${P}/goals`, { key, act: "propose", indicator: "Доля", unit: "%", current: "18", target: "4", due: "2027-06-30", owner: "Мельник И. В.", how: "отчёт", rank: "A" })).status, 303);
  assert.equal(Math.round((figure(with_goal) - figure((await requirement("CLI-01")).score)) * 100), 2000, "what the moderator sets comes first");
  assert.equal((await staff.send(`${P}/goals`, { key, seen: (await goalForm(key)).seen, act: "remove" })).status, 303);
  assert.equal((await requirement("CLI-01")).score, with_goal);
});

await test("a goal that somebody changed meanwhile is not overwritten: what changed is shown beside what was typed", async () => {
  const path = `${P}/goals`, key = decodeURIComponent(/goals\?edit=(forecast[^#"]*)/.exec((await staff.get(path)).text)[1]);
  const row = () => one(`select target, owner, how, state, rank from goal where key = '${key.replaceAll("'", "''")}'`);
  const old = { ...(await goalForm(key)), target: "80", owner: "Первая", rank: "B" };
  assert.equal((await staff.send(path, { ...old, act: "propose" })).status, 303);
  assert.equal((await staff.send(path, { ...old, act: "propose" })).status, 303, "pressed twice");
  const page = await goalForm(key);
  const late = await staff.send(path, { ...old, target: "95", how: "по отчёту", act: "propose" });
  assert.equal(late.status, 409, "the page was made before there was a row");
  assert.match(row(), /^80\|Первая\|.*\|proposed\|B$/);
  assert.match(text(late.text), /Цель, число: 80/);
  assert.ok(late.text.includes('value="95"') && late.text.includes("по отчёту"), "what was typed is there");
  assert.equal((await staff.send(path, { ...page, owner: "Вторая", act: "approve" })).status, 303);
  const again = await staff.send(path, { ...page, target: "70", act: "propose" });
  assert.equal(again.status, 409);
  assert.match(text(again.text), /Ответственный: Вторая/);
  assert.match(text(again.text), /Состояние: утверждена/);
  assert.ok(again.text.includes('value="Вторая"'), "what was not touched is as it is stored");
  assert.equal((await staff.send(path, { ...page, act: "remove" })).status, 409, "nor taken away unseen");
  assert.equal((await staff.send(path, { ...(await goalForm(key)), act: "remove" })).status, 303);
  const gone = await staff.send(path, { ...page, target: "75", act: "propose" });
  assert.equal(gone.status, 409);
  assert.match(text(gone.text), /Состояние: убрана/);
  assert.equal(row(), "");
});

await test("the story of a requirement names its goals before they are approved", async () => {
  const page = text((await staff.get(`${P}/requirements/${(await requirement("CLI-02")).number}`)).text);
  assert.match(page, /связано с целью «единая база клиентов», цель ещё не утверждена/);
});

await test("a requirement tells its story: figures, departments, sources with quotes", async () => {
  const { number } = await requirement("CLI-02");
  const page = text((await staff.get(`${P}/requirements/${number}`)).text);
  assert.match(page, /\(5 × [\d,]+ \+ 3 × [\d,]+ \+ 2 × [\d,]+\) \/ 10 = [\d,]+/);
  assert.match(page, /Отдел корпоративных продаж/);
  assert.match(page, /«[^»]+»/);
  const all = (await staff.get(`${P}/requirements?state=all`)).text, rows = all.split("<tr>").slice(2);
  let split = 0;
  for (const row of rows) {
    const [, n] = /requirements\/(\d+)"/.exec(row), [, votes, answered] = />(\d+)\/(\d+)</.exec(row);
    const html = (await staff.get(`${P}/requirements/${n}`)).text, story = text(html);
    if (Number(answered)) assert.ok(story.includes(`За: ${votes} из ${answered} ответивших`), `№ ${n}`);
    const others = answered - votes, part = story.split(`Ответили иначе: ${others} из ${answered}`)[1];
    assert.equal(part !== undefined, others > 0, `№ ${n}: ${votes} of ${answered}`);
    if (others <= 0) continue;
    split++;
    const responses = new Set([...html.split("Ответили иначе")[1].matchAll(/\/answers\/(\d+)"/g)].map((m) => m[1]));
    assert.equal(one(`select count(distinct a.person) from response r join assignment a on a.id=r.assignment where r.id in (${[...responses]})`), String(others), `№ ${n}: as many people as the figure says`);
  }
  assert.ok(split > 3);
  assert.equal((await staff.get(`${P}/requirements/99999`)).status, 404);
});

await test("a changed priority shows both values, who and why, and can be taken back", async () => {
  const before = await requirement("DOC-01.3"), path = `${P}/requirements/${before.number}`;
  assert.equal((await staff.send(path, { act: "priority", value: "must", reason: " " })).status, 422);
  assert.equal((await staff.send(path, { act: "priority", value: "highest", reason: "так" })).status, 422);
  const done = await staff.send(path, { act: "priority", value: "must", reason: "нужно складу с первого дня" });
  assert.equal(done.status, 303);
  const after = await requirement("DOC-01.3");
  assert.match(text(after.row), /Отложенное \(W\) → Обязательное \(M\)/);
  const page = text((await staff.get(path)).text);
  assert.match(page, /Отложенное \(W\) → Обязательное \(M\)/);
  assert.match(page, /Яценко Вера Павловна/);
  assert.match(page, /нужно складу с первого дня/);
  const seen = seenOf((await staff.get(path)).text);
  assert.equal((await staff.send(path, { act: "priority", back: "1", value: "must", seen })).status, 303);
  assert.equal((await requirement("DOC-01.3")).priority, before.priority);
  assert.equal(one("select count(*) from decision"), "2", "both decisions stay in the history");
});

await test("a decision taken meanwhile is not replaced: both are shown, and nothing typed is lost", async () => {
  const { number } = await requirement("DOC-01.2"), path = `${P}/requirements/${number}`, old = seenOf((await staff.get(path)).text);
  assert.equal((await staff.send(path, { act: "priority", value: "must", reason: "решил склад", seen: old })).status, 303);
  assert.equal((await staff.send(path, { act: "priority", value: "must", reason: "решил склад", seen: old })).status, 303, "a button pressed twice");
  const kept = one("select count(*) from decision");
  const late = await staff.send(path, { act: "priority", value: "could", reason: "подождёт год", seen: old });
  assert.equal(late.status, 409);
  const page = text(late.text);
  assert.match(page, /Яценко Вера Павловна за это время изменил\(а\) решение/);
  assert.match(page, /Стоит сейчас\s*[^;]*Обязательное \(M\); решил склад/);
  assert.match(page, /Вы хотели сохранить\s*[^;]*Желательное \(C\); подождёт год/);
  assert.match(late.text, /value="подождёт год"/);
  assert.match(late.text, /<option value="could" selected>/);
  assert.equal(one("select count(*) from decision"), kept);
  assert.equal((await staff.send(path, { act: "acceptance", value: "10 из 10", seen: old })).status, 303, "another matter");
  assert.equal((await staff.send(path, { act: "reject", reason: "не нужно", seen: old })).status, 409, "the whole of it");
  const seen = seenOf((await staff.get(path)).text);
  assert.equal((await staff.send(path, { act: "priority", value: "could", reason: "подождёт год", seen })).status, 303);
});

await test("an approved rule ends the contradiction of its requirement", async () => {
  const before = await requirement("SEC-01"), path = `${P}/requirements/${before.number}`;
  assert.match(before.priority, /\?$/);
  const page = (await staff.get(path)).text;
  const value = /<select id="rule"[\s\S]*?<option value="([^"]+)" selected/.exec(page)[1];
  assert.equal((await staff.send(path, { act: "rule", value: "no_such_rule" })).status, 422);
  assert.equal((await staff.send(path, { act: "rule", value, reason: "совещание 23.11" })).status, 303);
  const now = (await staff.get(path)).text;
  assert.ok(text(now).includes("решено"), "the contradiction is settled");
});

await test("a dismissed requirement leaves the register with its reason and keeps its number", async () => {
  const before = await requirement("DOC-01.3"), path = `${P}/requirements/${before.number}`;
  assert.equal((await staff.send(path, { act: "reject", reason: "" })).status, 422);
  assert.equal((await staff.send(path, { act: "reject", reason: "вне границ проекта", seen: seenOf((await staff.get(path)).text) })).status, 303);
  assert.ok(!(await staff.get(`${P}/requirements`)).text.includes(">DOC-01.3<"));
  assert.ok((await staff.get(`${P}/requirements?state=rejected`)).text.includes(">DOC-01.3<"));
  assert.equal((await requirement("DOC-01.3")).number, before.number);
});

await test("a row of several columns is shown cell by cell: a card with labels, or a small table", async () => {
  const response = one("select r.id from response r join assignment a on a.id=r.assignment where a.form='goals' and r.state='handed_in' order by r.id limit 1");
  const page = (await staff.get(`${P}/answers/${response}`)).text;
  assert.doesNotMatch(page, /Цель: [^<]*; Показатель: /);
  assert.match(page, /<section class="answer-card"><h3>1<\/h3><dl><div><dt>Цель<\/dt><dd>[^<]+<\/dd><\/div><div><dt>Показатель<\/dt><dd>/);
  assert.match(page, /<table class="table cards answer-table">\s*<thead><tr><th scope="col" class="num">№<\/th><th scope="col">Подразделение<\/th><th scope="col">Причина<\/th>/);
  assert.match(page, /<td data-label="Причина">больше всего потерянных обращений<\/td>/);
});

await test("an answer that is left out counts nowhere, and the summary says why, who and when", async () => {
  const count = async () => /Учтено (\d+) вопросник/.exec(text((await staff.get(`${P}/requirements`)).text))[1];
  const before = Number(await count());
  const id = one("select r.id from response r join assignment s on s.id = r.assignment where s.form = 'express_audit_sales' and r.state = 'handed_in' limit 1");
  assert.equal((await staff.send(`${P}/answers/${id}/exclude`, { do: "exclude", reason: "заполнено наугад" })).status, 303);
  assert.equal(Number(await count()), before - 1);
  const document = await staff.json(`${P}/documents/requirements.json`);
  const row = document.blocks.find((block) => block.id === "2.2").rows[0];
  assert.equal(row.reason, "заполнено наугад");
  assert.equal(row.by, "Яценко Вера Павловна");
  assert.match(row.date, /^\d{4}-\d\d-\d\d$/);
  const total = document.blocks.find((block) => block.id === "2.1").rows.at(-1);
  const survey = text((await staff.get(`${P}/survey`)).text);
  assert.match(survey, /не учитывается: 1/);
  assert.ok(survey.includes(`${total.share.toFixed(2).replace(".", ",")} %`), `${total.share} % on the page of the survey`);
  assert.equal((await staff.send(`${P}/answers/${id}/exclude`, { do: "include" })).status, 303);
  assert.equal(Number(await count()), before);
});

await test("filters of the register stand in the address", async () => {
  const must = (await staff.get(`${P}/requirements?priority=must`)).text;
  assert.ok(!must.includes("<b class=\"nowrap\">Желательное"));
  const search = (await staff.get(`${P}/requirements?q=${encodeURIComponent("rep-0")}`)).text;
  assert.ok(search.includes(">REP-06<") && !search.includes(">CLI-01<"), "by a part of the code, in any case");
  const category = (await staff.get(`${P}/requirements?category=REP`)).text;
  assert.ok(category.includes(">REP-06<") && !category.includes(">CLI-01<"));
  assert.match(text((await staff.get(`${P}/requirements?category=NONE`)).text), /не соответствует ни одно/);
});

await test("a test is assigned with its paper drawn at once, and once only", async () => {
  const page = (await staff.get(`${P}/exam?test=crm_base&everybody=1`)).text;
  const person = /name="person" value="(\d+)"/.exec(page)[1];
  const reply = await staff.send(`${P}/exam`, { test: "crm_base", person: [person], due: new Date(Date.now() + 30 * 86400000).toISOString().slice(0, 10), closes: "1" });
  assert.equal(reply.status, 303);
  assert.match(reply.location, /n=1$/);
  assert.equal(one(`select count(*) from paper_item i join attempt t on t.paper = i.paper where t.person = ${person} and i.place = 1`), "1");
  assert.ok(Number(one(`select closes_at from assignment where person = ${person} and form = 'crm_base'`)) > 0);
  assert.equal((await staff.send(`${P}/exam`, { test: "crm_base", person: [person] })).status, 422);
  assert.equal((await staff.send(`${P}/exam`, { test: "crm_base", person: [person], due: "завтра" })).status, 422);
});

await test("a trainer gives time, marks absence and takes it back, resumes what was interrupted", async () => {
  const ready = one("select id from attempt where state = 'ready' and number = 1 limit 1"), path = `${P}/exam/${ready}`;
  const act = (pairs) => trainer.send(path, pairs);
  const state = () => one(`select state || ' ' || extra_minutes || ' ' || note from attempt where id = ${ready}`);
  assert.equal((await act({ act: "time", minutes: "0" })).status, 422);
  assert.equal((await act({ act: "time", minutes: "15" })).status, 303);
  assert.equal(state(), "ready 15");
  assert.equal((await act({ act: "no_show" })).status, 303);
  assert.equal(state(), "no_show 15");
  assert.equal((await act({ act: "time", minutes: "5" })).status, 422, "not of an attempt that is not to be taken");
  assert.equal((await act({ act: "back" })).status, 303);
  assert.equal((await act({ act: "note", note: "болел, справка" })).status, 303);
  assert.equal(state(), "ready 15 болел, справка");
  assert.equal((await act({ act: "resume", minutes: "10" })).status, 422);
  assert.equal((await act({ act: "retake" })).status, 422);
  assert.equal((await act({ act: "what" })).status, 404);
  assert.equal((await staff.get(`${P}/exam/99999`)).status, 404);
});

await test("documents name what they lack and are printed in every format", async () => {
  const list = text((await staff.get(`${P}/documents`)).text);
  assert.match(list, /Не заполнено, в документе будет пустая строка: .*Номер ведомости/);
  const preview = await staff.get(`${P}/documents/requirements`);
  assert.match(preview.text, /<article class="doc"/);
  assert.match(text(preview.text), /Реестр требований/);
  const pdf = await staff.get(`${P}/documents/requirements.pdf`);
  assert.equal(pdf.headers.get("content-type"), "application/pdf");
  assert.ok(pdf.text.startsWith("%PDF-"));
  assert.match((await staff.get(`${P}/documents/requirements.csv`)).text, /CLI-02/);
  const sheet = await staff.get(`${P}/documents/certification-sheet?test=crm_base&language=uk`);
  assert.match(text(sheet.text), /АТЕСТАЦІЙНА ВІДОМІСТЬ/);
  assert.equal((await staff.get(`${P}/documents/certification-sheet?test=none`)).status, 404);
  assert.equal((await staff.get(`${P}/documents/requirements.html`)).status, 404);
});

await test("the register on the page, the JSON and the command say the same figures", async () => {
  const row = await requirement("CLI-01");
  const web = await staff.json(`${P}/documents/requirements.json`);
  const command = JSON.parse(execFileSync(process.env.ANKETA || "build/anketa",
    ["report", "requirements", "--project", "alfa", "--format", "json", "-o", "-", "--db", company.database], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"], maxBuffer: 1 << 26 }));
  assert.ok(web.blocks.length > 20);
  assert.deepEqual(web.blocks, command.blocks);
  const line = web.blocks.filter((block) => block.kind === "table").flatMap((table) => table.rows).find((cells) => cells.code === "CLI-01");
  assert.equal(line.score, Number(row.score.replace(",", ".")));
});

await test("weighing all departments the same is another document", async () => {
  const users = await staff.json(`${P}/documents/requirements.json?equal=0`), equal = await staff.json(`${P}/documents/requirements.json?equal=1`);
  assert.notEqual(JSON.stringify(users), JSON.stringify(equal));
});

await test("giving a document out keeps its number, figures and checksum", async () => {
  const form = { method: "POST", headers: { "content-type": "application/x-www-form-urlencoded" }, body: `csrf=${staff.csrf}&language=ru` };
  const reply = await staff.request(`${P}/documents/requirements`, form);
  assert.equal(reply.status, 200);
  assert.ok(reply.text.startsWith("%PDF-"));
  assert.equal(one("select kind || number || language || length(sha256) from issued_document"), "requirements1ru64");
  const id = one("select id from issued_document");
  assert.ok((await staff.json(`${P}/issued/${id}`)), "the figures are JSON");
  assert.match(text((await staff.get(`${P}/documents`)).text), /Последний выпуск: № 1/);
});

await test("a trainer reaches tests and documents, a commission reads documents only", async () => {
  assert.equal((await trainer.get(P)).status, 200);
  assert.equal((await trainer.get(`${P}/exam`)).status, 200);
  for (const page of ["goals", "requirements", "requirements/1"]) assert.equal((await trainer.get(`${P}/${page}`)).status, 404, page);
  assert.equal((await board.get(`${P}/documents/requirements`)).status, 200);
  for (const page of ["", "/exam", "/goals", "/requirements"]) assert.equal((await board.get(P + page)).status, 404, page);
  assert.equal((await board.send(`${P}/documents/requirements`, {})).status, 404);
  assert.equal(one("select count(*) from issued_document"), "1");
});

await test("a trainer fills in what is printed of an attestation, each test its own, and nothing else", async () => {
  const notice = (await trainer.get(`${P}/documents/certification-sheet?test=crm_base`)).text;
  assert.match(notice, /href="\/p\/alfa\/settings#test-crm_base"/);
  assert.ok(!(await trainer.get(`${P}/documents/requirements`)).text.includes("/p/alfa/settings#"), "not theirs to fill in");
  const page = await trainer.get(`${P}/settings`);
  assert.equal(page.status, 200);
  assert.ok(page.text.includes('name="sheet_number-crm_base"') && page.text.includes('name="sheet_number-discipline"'));
  assert.ok(!page.text.includes('name="organisation"') && !page.text.includes('name="approver_name"'));
  const before = one("select organisation || (select value from project_fact where key = 'approver_name') from project where id = 1");
  const facts = { ...formOf(page, `${P}/settings`), organisation: "Чужая", approver_name: "Чужой", place: "класс 2", "kind-crm_base": "interim", "sheet_number-crm_base": "17",
    "sheet_date-crm_base": "2026-11-30", "sheet_number-discipline": "18", "hours-crm_base": "16", "period_from-crm_base": "2026-11-09", "period_to-crm_base": "2026-11-20" };
  assert.equal((await trainer.send(`${P}/settings`, { ...facts, "period_to-crm_base": "2026-11-01" })).status, 422);
  assert.equal((await trainer.send(`${P}/settings`, facts)).status, 303);
  assert.equal(one("select organisation || (select value from project_fact where key = 'approver_name') from project where id = 1"), before);
  const sheet = text((await trainer.get(`${P}/documents/certification-sheet?test=crm_base`)).text);
  assert.match(sheet, /ВЕДОМОСТЬ № 17 от 30.11.2026/);
  assert.match(sheet, /промежуточная/);
  assert.match(text((await trainer.get(`${P}/documents/certification-sheet?test=discipline`)).text), /ВЕДОМОСТЬ № 18 от «___»/);
  assert.equal((await trainer.send(`${P}/settings`, { ...formOf(await trainer.get(`${P}/settings`), `${P}/settings`), "sheet_number-crm_base": "" })).status, 303);
});

await test("the settings count as missing what each document prints as a blank", async () => {
  const settings = text((await staff.get(`${P}/settings`)).text);
  for (const [id, title] of [["crm_base", "Тест знаний CRM"], ["discipline", "Технологическая дисциплина и ответственность"]]) {
    const page = (await staff.get(`${P}/documents/certification-sheet?test=${id}`)).text;
    const names = [.../<p class="notice attention[^>]*>(.*?)<\/p>/s.exec(page)[1].matchAll(/class="badge"/g)].length;
    assert.ok(settings.includes(`Аттестационная ведомость · ${title}: ${names}`), `${id}: ${names}`);
  }
});

await test("the first page, the settings and the documents agree on how many facts are blank, and which", async () => {
  const badges = (html) => [...html.matchAll(/class="badge">([^<]*)</g)].map((m) => unescape(m[1]));
  const today = (await staff.get(P)).text, settings = (await staff.get(`${P}/settings`)).text;
  const count = Number(/<b>(\d+)<\/b><span>пол[еяй]+ документов/.exec(today)[1]);
  const named = badges(/Чего не хватает документам<\/h2><p>(.*?)<\/p>/.exec(today)[1]);
  assert.equal(named.length, count);
  assert.equal(Number(/Не заполнен[оы] (\d+) пол[еяй]+ документов/.exec(text(settings))[1]), count);
  const printed = new Set(), titles = { crm_base: "Тест знаний CRM", discipline: "Технологическая дисциплина и ответственность" };
  const blanks = async (path, title) => {
    const notice = /<p class="notice attention[^>]*>(.*?)<\/p>/s.exec((await staff.get(`${P}/documents/${path}`)).text);
    for (const name of notice ? badges(notice[1]) : []) printed.add(named.includes(`${name} · ${title}`) ? `${name} · ${title}` : name);
  };
  await blanks("requirements");
  for (const [id, title] of Object.entries(titles)) await blanks(`certification-sheet?test=${id}`, title);
  assert.deepEqual([...printed].sort(), [...named].sort());
  assert.ok([...settings.matchAll(/class="badge">[^<]*: (\d+)</g)].reduce((sum, m) => sum + Number(m[1]), 0) > count, "one fact stands in several documents");
});

await test("the page of a test and its sheet count people alike, and every figure is somebody", async () => {
  const page = (await staff.get(`${P}/exam?test=crm_base`)).text;
  const figures = Object.fromEntries([...page.matchAll(/<div class="figure"><b>(\d+)<\/b><span>([^<]+)</g)].map(([, n, name]) => [name, Number(n)]));
  const json = await staff.json(`${P}/documents/certification-sheet.json?test=crm_base`);
  const [sum] = json.blocks.find((block) => block.id === "sheet-totals").rows;
  assert.equal(sum.listed, sum.present + sum.absent + sum.not_admitted + sum.waiting);
  assert.equal(sum.present, sum.passed + sum.failed + sum.running + sum.interrupted);
  assert.deepEqual([figures["назначено"], figures["аттестованы"], figures["не аттестованы"], figures["не начали"]], [sum.listed, sum.passed, sum.failed, sum.waiting]);
});

await test("a sheet without a number of its own has that of its issue; while somebody answers, issuing asks first", async () => {
  const [ready] = one("select a.id from attempt a join assignment s on s.id = a.assignment where s.form = 'crm_base' and a.state = 'ready' and a.number = 1").split("\n");
  const issue = (more = {}) => trainer.send(`${P}/documents/certification-sheet`, { test: "crm_base", language: "ru", ...more });
  one(`update attempt set state = 'running', started_at = 1, deadline = 9e15 where id = ${ready}`);
  const asked = await issue();
  assert.equal(asked.status, 200);
  assert.match(text(asked.text), /Не все закончили тест 1 человек ещё отвечает В выпущенной ведомости у них не будет результата/);
  assert.equal(one("select count(*) from issued_document where kind like 'certification%'"), "0");
  assert.ok((await issue({ confirmed: "1" })).text.startsWith("%PDF-"));
  const figures = await trainer.json(`${P}/issued/${one("select max(id) from issued_document")}`);
  assert.ok(figures.blocks.some((block) => block.text?.includes("АТТЕСТАЦИОННАЯ ВЕДОМОСТЬ № 1 от")));
  assert.equal(figures.blocks.find((block) => block.id === "sheet").rows.find((row) => row.note?.startsWith("тест идёт")).date, null);
  one(`update attempt set state = 'ready', started_at = 0, deadline = 0 where id = ${ready}`);
  assert.ok((await issue()).text.startsWith("%PDF-"));
  assert.equal(one("select max(number) from issued_document where kind = 'certification-sheet/crm_base'"), "2");
});

await test("no page of tests shows what is right", async () => {
  const keys = [...readFileSync("quizzes/crm_base.yaml", "utf8").matchAll(/^ +ru: "([^"]{40,})"/gm)].map((m) => m[1]);
  const explanations = [...readFileSync("quizzes/crm_base.yaml", "utf8").matchAll(/explanation:\s*\n?\s*(?:\{)?ru: "([^"]{30,})"/g)].map((m) => m[1]);
  assert.ok(keys.length > 20 && explanations.length > 20);
  const marked = one("select id from attempt where mark is not null limit 1");
  for (const path of [`${P}/exam?test=crm_base`, `${P}/exam/${marked}`, `${P}/documents/certification-sheet?test=crm_base`, `${P}/documents/certification-sheet.json?test=crm_base`, P]) {
    const page = text((await staff.get(path)).text);
    for (const explanation of explanations) assert.ok(!page.includes(explanation), `${path} explains an answer`);
    assert.ok(!/answer_true|correct|is_right/.test(page), path);
  }
});

await test("a post without its token changes nothing", async () => {
  const before = one("select revision from project where id = 1");
  for (const path of ["goals", "requirements/1", "exam", "exam/1", "documents/requirements"])
    assert.equal((await staff.post(`${P}/${path}`, [["act", "agreed"]])).status, 403, path);
  assert.equal(one("select revision from project where id = 1"), before);
});

await test("the survey page and the summary count the same people, however many questionnaires each is asked", async () => {
  const ids = (where) => one(`select p.id from person p where p.project = 1 and ${where} order by p.id`).split("\n");
  const open = "p.disabled = 0 and exists (select 1 from assignment a where a.person = p.id and a.kind = 'survey' and a.state = 'open')";
  const answered = "exists (select 1 from response r where r.person = p.id and r.state = 'handed_in' and not r.excluded)";
  const [gone, homeless] = ids(`${open} and not ${answered}`), [, kept] = ids(answered);
  one(`update person set disabled = 1 where id = ${gone}; update person set department = null where id = ${homeless}`);
  one(`update assignment set state = 'cancelled' where person = ${kept}; update project set revision = revision + 1 where id = 1`);
  const table = (await staff.json(`${P}/documents/requirements.json?language=ru`)).blocks.find((block) => block.id === "2.1");
  const page = (await staff.get(`${P}/survey`)).text;
  const lines = [...page.matchAll(/<tr><th scope="row">(?:<a[^>]*>)?([^<]+)(?:<\/a>)?<br>.*?<\/th><td class="num" data-label="Людей">(\d+) \/ (\d+)</g)].map(([, name, a, b]) => `${unescape(name).toLowerCase()}: ${a}/${b}`);
  const rows = table.rows.map((row) => `${row.department.toLowerCase()}: ${row.answered}/${row.invited}`);
  const total = rows.pop();
  assert.ok(rows.some((row) => row.startsWith("без подразделения: 0/1")), "nobody is left out of the total");
  assert.deepEqual(lines.slice(0, rows.length), rows);
  const [, people, all] = /: (\d+)\/(\d+)$/.exec(total);
  assert.match(text(page), new RegExp(`Людей ответило: ${people} из ${all}`));
  assert.notEqual(Number(all), Number(one("select count(*) from assignment a join person p on p.id = a.person where a.project = 1 and kind = 'survey' and a.state = 'open' and not p.disabled")), "some are asked more than one questionnaire");
});

await test("the pages speak all three languages", async () => {
  for (const [lang, word] of [["uk", "Вимоги"], ["en", "Requirements"], ["ru", "Требования"]]) {
    const page = await staff.get(`${P}/requirements?lang=${lang}`);
    assert.match(page.text, new RegExp(`<h1>${word}</h1>`));
    for (const path of ["", "/goals", "/exam", "/documents", "/requirements/1"]) assert.equal((await staff.get(P + path)).status, 200, `${lang} ${path}`);
  }
});

await server.stop();
company.remove();
finish();
