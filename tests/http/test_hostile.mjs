// Hostile input at the pages of the real server: what is typed, what is sent instead of a form, who guesses, who holds on.
// tests/hostile.tsv says which case each test stands for.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ask, demo, fields, filled, finish, serve, session, test, unescape } from "../lib/anketa.mjs";
import { bank, rightly, wrongly } from "../lib/quiz.mjs";

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
process.env.ANKETA_PUBLIC_URL = "http://audit.example"; // links and slips begin with it
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
async function pages(who, start, more) {
  const wanted = [start].flat(), seen = new Map();
  while (wanted.length > 0 && seen.size < 160) {
    const path = wanted.shift();
    if (seen.has(path)) continue;
    const reply = await get(who, path, more);
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
  const places = ["people", `people/${person}`, "survey", "survey/assign?form=goals", `answers/${response}`, "links", "slips", "exam", "requirements", "documents", "documents/requirements", "settings"].map((place) => `/p/alfa/${place}`);
  const seen = await pages(consultant, ["/staff", ...places]);
  assertPlain(seen);
  for (const path of ["/staff", "/p/alfa", ...places]) assert.equal(seen.get(path).status, 200, path);
  const escaped = /&quot;&gt;&lt;script&gt;alert\(1\)/;
  for (const [path, what] of [["people", "a name"], [`people/${person}`, "a name"], ["survey", "the title of a form"], [`answers/${response}`, "an answer"], ["links", "a letter"], ["slips", "a slip"], ["settings", "the organisation"], ["documents/requirements", "a document"]])
    assert.match(seen.get(`/p/alfa/${path}`).text, escaped, `${what} on ${path}`);
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

/** The text of a PDF that this path replies with. */
async function printed(who, path) {
  const reply = await fetch(server.base + path, { headers: { cookie: who.cookie } });
  assert.equal(reply.headers.get("content-type"), "application/pdf", path);
  return execFileSync("pdftotext", ["-layout", "-", "-"], { input: Buffer.from(await reply.arrayBuffer()), encoding: "utf8", stdio: ["pipe", "pipe", "ignore"], maxBuffer: 1 << 26 });
}

await test("in what is printed nothing turns the text around, and an emoji has a visible placeholder", async () => {
  for (const [who, path] of [[done, `/r/${doneResponse}/copy.pdf`], [consultant, "/p/alfa/documents/requirements.pdf"], [consultant, "/p/alfa/documents/certification-sheet.pdf?test=crm_base"]]) {
    const text = await printed(who, path);
    assert.doesNotMatch(text, /[\u202a-\u202e\u2066-\u2069\u{1f600}]/u, path);
    assert.ok(text.includes('"><script>alert(1)</script>{{7*7}}%s%n%x'), `${path}: the organisation or a name, letter by letter`);
  }
  assert.match((await printed(done, `/r/${doneResponse}/copy.pdf`)).replace(/\s+/g, " "), /onload=alert\(2\)> ◊ Петрович/);
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

await test("a line break in a name splits no reply, no letter, no table and no line of the log", async () => {
  const broken = "Разрывов\r\nBcc: all@bcc.example\r\nerror: forged";
  for (const reply of [
    await post(null, "/code", { code: "abc\r\nSet-Cookie: session=evil\r\n\r\n" }),
    await post(null, "/staff/login", { name: broken, password: "x" }),
  ]) {
    assert.equal(reply.status, 422);
    assert.equal(reply.headers["set-cookie"], undefined);
  }
  const added = await post(consultant, "/p/alfa/people/new", { family: broken, given: "Пётр\nЛьвович", department: "Склад\r\nerror: forged", email: "a@alfa.example\r\nBcc: all@bcc.example" });
  assert.equal(added.status, 422, "an address of two lines");
  assert.equal((await post(consultant, "/p/alfa/people/new", { family: broken, given: "Пётр\nЛьвович" })).status, 303);
  const id = one("select id from person where family like 'Разрывов%'");
  assert.doesNotMatch(company.sql(`select family || given from person where id = ${id}`), /[\r\n]/);
  assert.equal((await post(consultant, "/p/alfa/survey/assign", { form: "goals", person: id })).status, 303);
  const links = await get(consultant, "/p/alfa/links"), csv = await get(consultant, "/p/alfa/links.csv"), slips = await get(consultant, "/p/alfa/slips");
  for (const reply of [links, csv, slips, await get(consultant, "/p/alfa/people"), added]) {
    assert.match(reply.text, /Разрывов Bcc: all@bcc\.example/);
    assert.doesNotMatch(reply.text, /^\s*(Bcc|error):/m);
    assert.doesNotMatch(JSON.stringify(reply.headers), /Bcc|bcc|evil/);
  }
  const mine = session(company, "person", id), entered = await post(mine, `/my/${one(`select id from assignment where person = ${id}`)}/start`);
  assert.equal(entered.status, 303);
  company.sql(`update response set state = 'handed_in', handed_in_at = 1 where id = ${entered.location.slice(3)}`);
  const copy = await get(mine, `${entered.location}/copy.pdf`);
  assert.equal(copy.status, 200);
  assert.doesNotMatch(JSON.stringify(copy.headers), /Bcc|bcc|evil/);
  const kept = await save("sm_07", { row: "r5", column: "document", value: "Иванов\r\nBcc: all@bcc.example" });
  assert.equal(kept.status, 200);
  assert.equal(one(`select value from answer where response = ${response} and row_id = 'r5' and column_id = 'document'`), "Иванов Bcc: all@bcc.example");
  for (const line of server.log().split("\n").filter(Boolean)) assert.match(line, /^(error|warning|info|debug): (?!forged)/);
});

// --- what is sent instead of a form ---

await test("a parameter that comes twice is 400, in a form and in an address", async () => {
  assert.equal((await raw(me, `/response/${response}/sm_07`, "row=r6&column=document&value=a&value=b&state=answered&seen=0&seq=1")).status, 400);
  assert.equal((await get(me, "/my?lang=ru&lang=uk")).status, 400);
  assert.equal((await say(null, "POST", "/staff/login", { body: "name=a&name=b&password=c" })).status, 400);
});

await test("fields that a form does not have change nothing", async () => {
  const extra = { score: "100", mark: "10000", passed: "1", percent: "10000", state: "handed_in", role: "consultant", roles: "executive", admin: "1", user_id: "1", person: other, staff: "1", project: "2", assignment: "1", form_hash: "x",
    id: "1", revision: "99", handed_in_at: "1", excluded: "1", disabled: "1", generation: "9", password: "x", link_lookup: "x", extra_minutes: "99", deadline: "9999999999999", closes_at: "1", attempt: "1", response: "1", language: "uk" };
  /** Everything that is stored, a table a line, without these tables. */
  const stored = (but) => company.sql(".dump").split("\n").filter((line) => !but.some((table) => line.startsWith(`INSERT INTO ${table} `))).join("\n");
  /** Sends a form with those fields, too: stored is what the form means, and in `tables` alone. */
  async function only(tables, what, send, status) {
    const before = stored(["event", "session", ...tables]);
    const reply = await send({ ...extra });
    assert.equal(reply.status, status, `${what}: ${reply.status}`);
    assert.equal(stored(["event", "session", ...tables]), before, what);
  }
  const page = await get(me, `/r/${response}/${section}`), row = () => company.sql(`select id, assignment, project, person, form_hash, language, state, mode, started_at, handed_in_at, excluded, excluded_reason from response where id = ${response}`);
  const was = row(), mine = Object.fromEntries(fields(page.text).filter(([name]) => name !== "csrf"));
  await only(["response"], "a section", (more) => post(me, `/r/${response}/${section}`, { ...more, ...mine, go: "save" }), 303);
  await only(["answer", "answer_history"], "a cell", (more) => save("sm_07", { ...more, row: "r7", column: "document", value: "x", state: "answered" }), 200);
  assert.equal(kept("sm_07", "document", "r7"), "x");
  assert.equal(row(), was);
  await only([], "a start", (more) => post(me, `/my/${one(`select assignment from response where id = ${response}`)}/start`, more), 303);
  const colleague = one(`select id from person where project = 1 and id not in (${person}, ${donePerson}) and disabled = 0`);
  const others = (but) => company.sql(`select * from person where id <> ${but}; select project, generation, link_lookup, code_lookup, disabled from person where id = ${but}; select id, code, title, organisation, languages, language from project`);
  const kin = others(colleague);
  const shown = (await get(consultant, `/p/alfa/people/${colleague}`)).text.replace(`<form method="post" action="/p/alfa/people/${colleague}"`, '<form id="questions"');
  await only(["person", "project"], "a person", (more) => say(consultant, "POST", `/p/alfa/people/${colleague}`, { body: encode([...Object.entries(more).filter(([name]) => name !== "role"), ...filled(fields(shown), { position: "Кладовщик" })]) }), 303);
  assert.equal(company.sql(`select position from person where id = ${colleague}`), "Кладовщик");
  assert.equal(others(colleague), kin);
  await only([], "a login", (more) => post(null, "/staff/login", { ...more, name: company.values.login, password: company.values.password }), 303);
  await only([], "coming in", (more) => post(null, "/enter", { ...more, token }), 303);
});

await test("another kind of body is refused", async () => {
  for (const type of ["text/plain", "application/json", "multipart/form-data; boundary=x", "application/xml"])
    assert.equal((await save("sm_07", { row: "r8", column: "document", value: "x" }, { headers: { "content-type": type } })).status, 415, type);
  assert.equal(kept("sm_07", "document", "r8"), "");
});

await test("two radios, options that are not offered and a text for a choice are refused and not kept", async () => {
  const page = await get(me, `/r/${response}/clients`), before = company.sql(`select * from answer where response = ${response}`);
  for (const changes of [{ sm_03: ["never", "weekly"] }, { sm_03: "hourly" }, { sm_01: ["phone", "no-such-way"] }, { sm_03: "a text of several words" }, { sm_01: ["phone", ":na"] }, { sm_03: ":maybe" }]) {
    const reply = await say(me, "POST", `/r/${response}/clients`, { body: encode([...filled(fields(page.text), changes), ["go", "save"]]) });
    assert.equal(reply.status, 422, JSON.stringify(changes));
    assert.equal(company.sql(`select * from answer where response = ${response}`), before, JSON.stringify(changes));
  }
});

await test("a million options are refused, and so are thousands", async () => {
  const before = company.sql(`select * from answer where response = ${response}`);
  const many = await raw(me, `/r/${response}/${section}`, "sm_01=phone&".repeat(1000000)).catch((error) => ({ status: error.code }));
  assert.ok([413, "EPIPE", "ECONNRESET"].includes(many.status), String(many.status));
  assert.equal((await raw(me, `/r/${response}/${section}`, "go=save&" + "sm_01=phone&".repeat(2500).slice(0, -1))).status, 400, "more fields than any form has");
  assert.equal((await raw(me, `/r/${response}/clients`, "go=save&was:sm_01=&" + "sm_01=nothing&".repeat(1900).slice(0, -1))).status, 422, "what is not offered, 1,900 times");
  assert.equal(company.sql(`select * from answer where response = ${response}`), before);
  assert.equal((await raw(me, `/r/${response}/clients`, "go=save&was:sm_01=&" + "sm_01=phone&".repeat(1900).slice(0, -1))).status, 303, "one option 1,900 times is that option");
  assert.equal(kept("sm_01"), "phone");
});

await test("pages that are not there are not there, by any number", async () => {
  for (const n of ["0", "-1", "999999999999999999999", "1e3", "0x1", "1%20"])
    for (const path of [`/t/${n}/1`, `/r/${n}`, `/my/${n}`, `/r/${response}/${n}`]) {
      assert.ok([400, 404].includes((await get(me, path)).status), path);
      if (!/^\/my/.test(path)) assert.ok([400, 404].includes((await post(me, path + (path === `/r/${n}` ? "/hand-in" : ""), { go: "next", value: "1" })).status), `POST ${path}`);
    }
});

await test("who skips pages of a questionnaire cannot hand it in, and nothing is answered by that", async () => {
  const answers = company.sql(`select * from answer where response = ${response}`);
  const last = await get(me, `/r/${response}/last`);
  assert.equal(last.status, 200);
  assert.equal((await say(me, "POST", `/r/${response}/last`, { body: encode([...fields(last.text), ["go", "review"]]) })).location, `/r/${response}/review`);
  for (const go of ["section:nowhere", "section:-1", "section:99999999999999999999", "remove:sm_07/-1", "add:sm_01"])
    assert.ok([404, 422].includes((await say(me, "POST", `/r/${response}/last`, { body: encode([...fields(last.text), ["go", go]]) })).status), go);
  const refused = await post(me, `/r/${response}/hand-in`);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /Чтобы отправить, дополните или исправьте/);
  assert.equal(one(`select state from response where id = ${response}`), "draft");
  assert.equal(company.sql(`select * from answer where response = ${response}`), answers);
});

await test("pages of a list before the first and behind the last are one of its pages", async () => {
  for (const place of ["people", "requirements", "links", "slips", "survey"])
    for (const n of ["0", "-1", "999999", "999999999999999999999", "x"]) {
      const reply = await get(consultant, `/p/alfa/${place}?page=${n}`);
      assert.equal(reply.status, 200, `${place} ${n}`);
      assert.doesNotMatch(reply.text, /page=(-|0\b|9{6})/, `${place} ${n}`);
    }
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

const answersKept = () => company.sql(`select item, value, marked, revision from attempt_answer where attempt = ${attempt}`);
const items = { ...bank("quizzes/crm_base.yaml"), ...bank("quizzes/discipline.yaml") };
const paper = company.sql(`select item from paper_item where paper = (select paper from attempt where id = ${attempt}) order by place`).split("\n").map((id) => items[id]);

await test("a question of a test is no page before 1 or behind the last", async () => {
  for (const n of ["0", "-1", "31", "99", "999999999999999999999"]) {
    assert.equal((await get(me, `/t/${attempt}/${n}`)).status, 404, n);
    assert.equal((await post(me, `/t/${attempt}/${n}`, { value: "a" })).status, 404, n);
    assert.equal((await post(me, `/attempt/${attempt}/${n}`, { value: "a" })).status, 404, n);
  }
  assert.equal(answersKept(), "");
});

await test("what a question of a test does not offer is refused and not kept, by its form and by its script", async () => {
  const bad = {
    select_one: ["value=99", "value=a", "value=1&value=2", "value=-1", "value=1e0"],
    select_multiple: ["value=99", "value=1&value=99", "value=no-such-option", "value=1&value=1"],
    true_false: ["value=maybe", "value=true&value=false", "value=1"],
    numeric: ["value=one", "value=1&value=2"],
    match: ["m1=99", "m1=x", "m99=1", "m1=1&m1=2"],
    order: ["p1=99", "p1=1&p2=1", "p1=1&p1=2"],
  };
  for (const [type, bodies] of Object.entries(bad)) {
    const n = paper.findIndex((item) => item.type === type) + 1;
    assert.ok(n > 0, type);
    for (const body of bodies) {
      const auto = await raw(me, `/attempt/${attempt}/${n}`, `seen=0&page=p&seq=1&${body}`), form = await raw(me, `/t/${attempt}/${n}`, `seen=0&go=next&${body}`);
      assert.ok(auto.status === 422 || /^m99/.test(body), `${type} ${body}: ${auto.status}`);
      assert.ok(form.status === 422 || /^m99/.test(body), `${type} ${body}: ${form.status}`);
      assert.doesNotMatch(answersKept(), new RegExp(`^${paper[n - 1].id}\\|[^|]`, "m"), `${type} ${body}`);
    }
  }
  assert.equal((await raw(me, `/attempt/${attempt}/1`, "seen=0&" + "value=1&".repeat(1000000).slice(0, -1)).catch(() => ({ status: 413 }))).status, 413);
});

await test("no page of a test tells a key, an explanation or the seed before the end", async () => {
  const seed = one(`select seed from paper where id = (select paper from attempt where id = ${attempt})`);
  const source = readFileSync("quizzes/crm_base.yaml", "utf8") + readFileSync("quizzes/discipline.yaml", "utf8");
  const explained = [...source.matchAll(/explanation:[\s\S]*?ru: "([^"]{20,})"/g)].map((m) => m[1]);
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

await test("a right and a wrong answer, both kept, are answered and shown alike, byte by byte", async () => {
  const script = await get(me, "/static/exam.js");
  const hidden = [...new Set(Object.values(items).flatMap((item) => [item.id, ...item.secrets]))];
  /** A page of the test without what the person gave and what time is left. */
  const plain = (text) => text.replace(/ (checked|selected)/g, "").replace(/(id="value"[^>]* value=)"[^"]*"/, '$1""').replace(/\d+/g, "0");
  const tells = (text, where) => { for (const secret of hidden) assert.ok(!new RegExp(`(?<![\\w/-])${secret.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")}(?![\\w-])`).test(text), `${where}: ${secret}`); };
  const shapes = new Set(), conflicts = new Set();
  for (const [at, item] of paper.entries()) {
    const n = at + 1, page = (await get(me, `/t/${attempt}/${n}`)).text, shown = new Set(), values = new Set();
    for (const give of [wrongly, rightly]) {
      const pairs = Object.entries(give(item, page)).flatMap(([name, value]) => [value].flat().map((one) => [name, one]));
      const revision = one(`select coalesce(max(revision), 0) from attempt_answer where attempt = ${attempt} and item = '${item.id}'`) || "0";
      const send = (seen) => say(me, "POST", `/attempt/${attempt}/${n}`, { body: encode([["csrf", me.csrf], ["seen", seen], ["page", "p"], ["seq", "1"], ...pairs]) });
      const reply = await send(revision), after = await get(me, `/t/${attempt}/${n}`);
      assert.equal(reply.status, 200, `${item.id}: ${reply.text}`);
      values.add(one(`select value from attempt_answer where attempt = ${attempt} and item = '${item.id}'`));
      const { date, ...headers } = reply.headers;
      assert.ok(date);
      shapes.add(JSON.stringify(headers) + reply.text.replace(/"(left|revision)":\d+/g, '"$1":0').replace(/"saved":"[\d:]+"/, ""));
      shown.add(plain(after.text));
      assert.equal(after.headers.etag, undefined);
      tells(reply.text + after.text + JSON.stringify([reply.headers, after.headers]), `${n} ${item.id}`);
    }
    assert.equal(values.size, 2, `${item.id}: both were kept`);
    assert.ok(!values.has(""), item.id);
    assert.equal(shown.size, 1, `${item.id} is shown alike`);
    const older = await say(me, "POST", `/attempt/${attempt}/${n}`, { body: encode([["csrf", me.csrf], ["seen", "0"], ["page", "q"], ["seq", "1"], ["value", ""]]) });
    assert.equal(older.status, 409, item.id);
    conflicts.add(Object.keys(JSON.parse(older.text)).join());
    tells(older.text, `${n}, the stored answer`);
  }
  assert.deepEqual([shapes.size, conflicts.size], [1, 1], [...shapes].join("\n"));
  tells(script.text, "the script");
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

await test("after leaving, the back button shows nothing, and a page that stayed open saves nothing", async () => {
  const entered = cookieOf(await post(null, "/enter", { token })), who = { cookie: `session=${entered}` };
  const start = (await get(who, "/my")).text;
  who.csrf = /name="csrf" value="([^"]+)"/.exec(start)[1];
  const begun = (await post(who, `/my/${/href="\/my\/(\d+)"/.exec(start)[1]}/start`)).location;
  const first = (await get(who, begun)).location;
  const seen = await pages(who, ["/my", first, `${begun}/review`]);
  assert.ok(seen.size > 4);
  for (const [path, reply] of seen) assert.equal(reply.headers["cache-control"], "no-store", path);
  const page = fields(seen.get(first).text), answers = () => company.sql(`select * from answer where response = ${begun.slice(3)}`), before = answers();
  const left = await post(who, "/leave");
  assert.equal(left.location, "/left");
  assert.match(left.headers["set-cookie"].join(), /session=;.*Max-Age=0/i);
  for (const path of [...seen.keys()].filter((path) => /^\/(my|r|t)\b/.test(path))) assert.equal((await get(who, path)).status, 403, path);
  for (const [path, pairs] of [[first, [...filled(page, { sm_years: "33" }), ["go", "save"]]], [`/response/${begun.slice(3)}/sm_years`, { csrf: who.csrf, value: "33", state: "answered", seen: "0", page: "p", seq: "1" }], ["/leave", { csrf: who.csrf }]])
    assert.equal((await say(who, "POST", path, { body: encode(pairs) })).status, 403, path);
  assert.equal(answers(), before);
});

await test("after staff have left, the back button shows the login, and a page that stayed open decides nothing", async () => {
  const entered = cookieOf(await post(null, "/staff/login", { name: company.values.login, password: company.values.password }));
  const who = { cookie: `session=${entered}` }, first = await get(who, "/p/alfa/people");
  assert.equal(first.status, 200);
  who.csrf = /name="csrf" value="([^"]+)"/.exec(first.text)[1];
  const paths = ["/staff", "/p/alfa", "/p/alfa/people", `/p/alfa/people/${person}`, `/p/alfa/answers/${response}`, "/p/alfa/links", "/p/alfa/links.csv", "/p/alfa/slips", "/p/alfa/documents/requirements.pdf", "/p/alfa/documents/requirements.json"];
  for (const path of paths) {
    const reply = await get(who, path);
    assert.deepEqual([reply.status, reply.headers["cache-control"]], [200, "no-store"], path);
  }
  assert.equal((await post(who, "/staff/logout")).location, "/staff/login");
  for (const path of paths) {
    const reply = await get(who, path);
    assert.deepEqual([reply.status, reply.location], [303, "/staff/login"], path);
  }
  const before = company.sql(`select * from person where id = ${person}`);
  assert.ok([303, 403].includes((await post(who, `/p/alfa/people/${person}`, { family: "После" })).status));
  assert.equal(company.sql(`select * from person where id = ${person}`), before);
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

const forged = { host: "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https", "x-forwarded-port": "1", "x-original-host": "evil.example", forwarded: "host=evil.example;proto=https" };
/** Every page, link, slip and table of links is the same, letter by letter, whatever host was named. */
async function sameForAnyHost() {
  const still = (text) => text.replace(/(Осталось|data-left=)[^<>]*/g, "");
  let links = 0;
  for (const [who, paths] of [
    [null, ["/", "/staff/login", link]],
    [done, ["/my", `/r/${doneResponse}/done`]],
    [consultant, ["/staff", "/p/alfa", "/p/alfa/people", "/p/alfa/survey", "/p/alfa/links", "/p/alfa/links.csv", "/p/alfa/slips", "/p/alfa/documents", "/p/alfa/documents/requirements", "/p/alfa/documents/requirements.json"]],
  ])
    for (const path of paths) {
      // Host itself is refused when it is none of ours; what else names a host has no meaning, or is refused as well
      const { host: _, ...aside } = forged;
      const plain = await get(who, path), refused = await get(who, path, { headers: forged }), other = await get(who, path, { headers: aside });
      assert.deepEqual([plain.status, refused.status], [200, 400], path);
      assert.ok([200, 400].includes(other.status), path);
      if (other.status === 200) assert.equal(still(other.text), still(plain.text), path);
      for (const reply of [refused, other]) assert.doesNotMatch(reply.text + JSON.stringify(reply.headers), /evil\.example/, path);
      assert.equal(other.headers["strict-transport-security"], undefined, path);
      for (const [, home] of plain.text.matchAll(/(https?:\/\/[^/\s"<]+)\/i\/[a-z2-7]{26}/g)) links += assert.equal(home, "http://audit.example", path) === undefined;
      if (path.endsWith("slips")) assert.match(plain.text, /<b>(http:\/\/)?audit\.example\/?<\/b>[\s\S]*<svg [^>]*aria-label="QR"><path d="M/);
    }
  assert.ok(links > 6, String(links));
  const entered = await post(null, "/enter", { token }, { headers: { "x-forwarded-proto": "https" } });
  assert.doesNotMatch(entered.headers["set-cookie"].join(), /__Host-|Secure/);
  assert.equal(entered.location, "/my");
}

await test("a host that a proxy names is in no link, slip or table of links", sameForAnyHost);

// --- who holds on ---

const hold = (text) => new Promise((done) => {
  const socket = connect(server.port, "127.0.0.1", () => { socket.write(text); done(socket); });
  socket.on("error", () => {});
});
/** The server answers these bytes so, or closes without. */
const answers = async (text, expected) => {
  const socket = await hold(text);
  let all = "";
  await new Promise((done) => {
    socket.on("data", (part) => expected.test((all += part)) && done());
    socket.once("close", done);
    setTimeout(done, 30000).unref();
  });
  socket.destroy();
  assert.match(all, expected);
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

await test("three hundred connections of one address, as behind a proxy, are all served", async () => {
  const crowd = await Promise.all(Array.from({ length: 300 }, () => hold("")));
  assert.equal((await get(null, "/")).status, 200, "beside them");
  const served = crowd.map((socket) => new Promise((done) => {
    let text = "";
    socket.on("data", (part) => /^HTTP\/1\.1 200 [\s\S]*<\/html>/.test((text += part)) && done(text));
    socket.on("close", () => done(`closed: ${text}`));
    socket.write(`GET / HTTP/1.1\r\n${host}X-Forwarded-For: 192.0.2.77\r\n\r\n`);
  }));
  for (const text of await Promise.all(served)) assert.match(text, /^HTTP\/1\.1 200 /);
  for (const socket of crowd) assert.ok(!socket.destroyed, "none was closed");
  assert.equal((await get(me, "/my")).status, 200, "who is connected goes on");
  for (const socket of crowd) socket.destroy();
});

await test("a body larger than allowed is refused before it is read", async () => {
  for (const length of ["1000000000", "99999999999999999", "65537"])
    await answers(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Length: ${length}\r\n\r\ncode=`, /^HTTP\/1\.1 413 /);
  await answers(`POST /code HTTP/1.1\r\n${host}Content-Type: ${formType}\r\nContent-Length: 100000000000000000000\r\n\r\ncode=`, /^HTTP\/1\.1 4\d\d /);
});

await test("ranges, codings and expectations are passed over or answered", async () => {
  await answers(`GET / HTTP/1.1\r\n${host}Range: bytes=0-0,1-1,2-2\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 200 /);
  await answers(`GET / HTTP/1.1\r\n${host}Accept-Encoding: gzip;q=1.0,${"x,".repeat(2000)}\r\nConnection: close\r\n\r\n`, /^HTTP\/1\.1 200 /);
  const body = "code=abc";
  await answers(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Length: ${body.length}\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n${body}`, /^HTTP\/1\.1 100 [\s\S]*HTTP\/1\.1 4(22|29) /);
  await answers(`POST /code HTTP/1.1\r\n${host}Origin: ${server.base}\r\nContent-Type: ${formType}\r\nContent-Encoding: gzip\r\nContent-Length: ${body.length}\r\nConnection: close\r\n\r\n${body}`, /^HTTP\/1\.1 4\d\d /);
});

await test("two hundred PDFs at once: who is too many hears 503 in words and when to come back, all others get theirs", async () => {
  let refused = 0, printed = 0;
  for (let round = 0; round < 5 && refused === 0; round++)
    for (const reply of await Promise.all(Array.from({ length: 200 }, () => get(done, `/r/${doneResponse}/copy.pdf`)))) {
      if (reply.status === 503) {
        refused++;
        assert.ok(Number(reply.headers["retry-after"]) > 0);
        assert.match(reply.text, /Сервер сейчас занят\. Ничего не потеряно\. Повторите через/);
      } else {
        printed++;
        assert.equal(reply.status, 200);
        assert.match(reply.text, /^%PDF-[\s\S]*%%EOF\s*$/);
      }
    }
  assert.ok(refused > 0 && printed >= 32, `${refused} refused, ${printed} printed`);
  assert.equal((await save("sm_07", { row: "r10", column: "document", value: "saved all the same" })).status, 200);
  assert.equal((await get(done, `/r/${doneResponse}/copy.pdf`)).status, 200);
});

// --- without a proxy ---

await test("the server stops cleanly after all this", async () => assert.equal(await server.stop(), 0));
process.env.ANKETA_TRUSTED_PROXIES = "";
server = await serve(company.database);

await test("without a trusted proxy a client's forwarded headers and Host are in no link either", sameForAnyHost);

await test("without a trusted proxy a forwarded host is no origin of ours, and forwarded addresses hide nobody who guesses", async () => {
  for (const headers of [{ origin: "http://evil.example", "x-forwarded-host": "evil.example" }, { origin: "https://evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "https" }])
    assert.equal((await post(null, "/code", { code: "aaaa aaaa aaaa" }, { headers })).status, 403);
  const statuses = [];
  for (let i = 0; i < 24; i++) statuses.push((await post(null, "/code", { code: "aaaa aaaa aaaa" })).status); // say() brings another address each time
  assert.ok(statuses.includes(429), statuses.join());
});

await test("and so does the other", async () => assert.equal(await server.stop(), 0));
company.remove();
rmSync(forms, { recursive: true });
finish();
