// Every type of question with every flag it may have, filled without a script: what is typed is kept and comes back, what
// is refused comes back as it was typed with the reason, and nothing of it is kept. The form: tests/fixtures/served/.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { demo, fields, filled, finish, serve, test, unescape, Visitor } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const forms = "surveys,quizzes,tests/fixtures/served", file = readFileSync("tests/fixtures/served/every_type.yaml", "utf8");
const company = demo(forms);
const server = await serve(company.database, "127.0.0.1:0", ["--forms", forms]);
const me = new Visitor(server.base);
await me.enter(company.values.respondent);
const person = company.sql("select person from session");
const assignment = company.sql(`select id from assignment where form='every_type' and person=${person}`), csrf = company.sql(`select csrf from session where person=${person}`);
const home = (await me.post(`/my/${assignment}/start`, [["csrf", csrf]])).location, response = home.slice(3);

const everything = () => company.sql(`select question || '/' || row_id || '/' || column_id || '=' || value || state from answer where response=${response} and value || state <> '0' order by 1`);
const stored = (address) => {
  const [question, row = "", column = ""] = address.split("/");
  return company.sql(`select value || case state when 1 then ':dk' when 2 then ':na' else '' end from answer where response=${response} and question='${question}' and row_id='${row}' and column_id='${column}'`);
};
const open = async (section) => (await me.get(`${home}/${section}`)).text;
const send = async (section, changes, go = "save") => me.post(`${home}/${section}`, [...filled(fields(await open(section)), changes), ["go", go]]);
const shown = (html, name) => fields(html).filter(([other]) => other === name).map(([, value]) => value);

/** Sends fields of a section; they are kept as `kept` says (their own values if not), and come back as they were sent. */
async function takes(section, changes, kept = changes) {
  const reply = await send(section, changes);
  assert.equal(reply.status, 303, `${JSON.stringify(changes)}: ${(/class="refusal">([^<]*)/.exec(reply.text) || [])[1]}`);
  for (const [address, value] of Object.entries(kept)) assert.equal(stored(address), [value].flat().join(" "), address);
  const html = await open(section);
  for (const [name, value] of Object.entries(changes)) assert.deepEqual(shown(html, name).filter(Boolean), [value].flat().filter(Boolean), `${name} after a reload`);
  return html;
}

/** Sends fields that are refused in these words; they come back as they were typed, and nothing is kept. */
async function refuses(section, changes, words, back = changes) {
  const before = everything(), reply = await send(section, changes);
  assert.equal(reply.status, 422, JSON.stringify(changes));
  const [name] = Object.keys(changes);
  const reasons = [...unescape(reply.text).matchAll(/class="refusal">([^<]*)/g)].map((m) => m[1]);
  assert.equal(reasons.length, 1, `${name}: ${reasons}`);
  assert.match(reasons[0], words);
  assert.match(reply.text, /<div class="errors"[^>]*>[\s\S]*<a href="#/, "the summary");
  for (const [, id] of reply.text.matchAll(/<li><a href="#([^"]+)">/g)) assert.ok(reply.text.includes(`id="${id}"`), `the summary leads to ${id}`);
  for (const [other, value] of Object.entries(back)) assert.deepEqual(shown(reply.text, other).filter(Boolean), [value].flat(), `${other} as it was typed`);
  assert.equal(everything(), before, "nothing is kept");
}

await test("the form has every type that there is", () => {
  for (const [type] of [...readFileSync("docs/forms.md", "utf8").matchAll(/^\| ((?:`[a-z_]+`(?:, )?)+) \|/gm)].map((m) => m[1]).join().matchAll(/(?<=`)(select_one|select_multiple|yes_no|scale|integer|decimal|percent|date|text|long_text|rank|matrix|table|person|department|note)(?=`)/g))
    assert.match(file, new RegExp(`type: ${type}\\b`), type);
  for (const flag of ["other", "exclusive_choice", "dont_know", "not_applicable", "comment", "importance", "required: soft", "constraint", "rows: from", "relevant", "pattern", "anchors", "unit", "hint"])
    assert.match(file, new RegExp(`\\b${flag}\\b`), flag);
});

// --- choices ---

await test("one of a list is kept with its comment and importance; another choice, two of them and an importance out of range are refused", async () => {
  await takes("choices", { one: "weekly", "one//.comment": "по средам", "one//.importance": "4" });
  await refuses("choices", { one: "hourly" }, /^Такого варианта нет\. Выберите ответ из списка\.$/, {});
  await refuses("choices", { one: ["never", "daily"] }, /^Выберите один вариант\.$/, {});
  await refuses("choices", { "one//.importance": "6" }, /^Введите число от 1 до 5\.$/, {});
  await takes("choices", { one: ":dk" });
  await takes("choices", { one: ":na" });
  await takes("choices", { one: "other", "one//.other": "раз в год" });
});

await test("a text of one's own without the choice, and the choice without its text, are told apart", async () => {
  await takes("choices", { one: "never", "one//.other": "" });
  await takes("choices", { one: "other" });
  const named = () => me.get(`${home}/review`).then((reply) => /choices#q-one">1\. Один из списка<\/a><\/li>/.test(reply.text));
  assert.equal(await named(), true, "the review asks for the text");
  await takes("choices", { one: "other", "one//.other": "иногда" });
  assert.equal(await named(), false);
});

await test("yes or no appears when another answer brings it up, and is kept", async () => {
  await takes("choices", { one: "never" });
  assert.match(await open("choices"), /id="q-sure"[^>]* hidden/);
  const brought = await takes("choices", { one: "weekly" });
  assert.doesNotMatch(brought, /id="q-sure"[^>]* hidden/);
  await takes("choices", { sure: "yes" });
  await refuses("choices", { sure: "maybe" }, /^Такого варианта нет\. Выберите ответ из списка\.$/, {});
  await takes("choices", { sure: ":dk" });
});

await test("several are kept in the order of the list; too many, and none with something, are refused", async () => {
  await takes("choices", { several: ["phone", "mail"] });
  await refuses("choices", { several: ["phone", "mail", "visit", "other"] }, /^Отмечено слишком много\. Оставьте не больше: 3\.$/);
  await refuses("choices", { several: ["phone", "none"] }, /^Этот вариант исключает остальные/);
  await refuses("choices", { several: ["phone", ":na"] }, /^Отмечено и «не знаю» или «не относится», и ответ/, {});
  await takes("choices", { several: "none" });
  await takes("choices", { several: ":na" });
  await takes("choices", { several: ["mail", "other"], "several//.other": "голубь" });
});

await test("places are kept as one answer; a gap and one choice twice are refused", async () => {
  await takes("choices", { "places/1": "daily", "places/2": "never" }, { places: "daily never" });
  await refuses("choices", { "places/1": "", "places/2": "never" }, /^Заполните места подряд/, { "places/2": "never" });
  await refuses("choices", { "places/1": "never", "places/2": "never" }, /^Один вариант стоит на двух местах/);
});

await test("a grade of a scale is kept, with the words of its ends; one outside is refused", async () => {
  const html = await takes("choices", { grade: "0" });
  assert.match(html, /0 — плохо[\s\S]*10 — хорошо/);
  await refuses("choices", { grade: "11" }, /^Введите число от 0 до 10\.$/, {});
  await refuses("choices", { grade: "-1" }, /^Введите число от 0 до 10\.$/, {});
  await takes("choices", { grade: ":na" });
  await takes("choices", { grade: "10" });
});

await test("what is required softly is asked for once, then let pass", async () => {
  await takes("choices", { several: [], "several//.other": "" }, { several: "" });
  const asked = await send("choices", { ":asked": null }, "next");
  assert.equal(asked.status, 422);
  assert.match(asked.text, /<a href="#q-several">/);
  const passed = await me.post(`${home}/choices`, [...fields(asked.text), ["go", "next"]]);
  assert.equal(passed.location, `${home}/values`);
  await takes("choices", { several: ["phone", "visit"] });
});

// --- values ---

await test("a note is read and asks for nothing", async () => {
  const html = await open("values");
  assert.match(html, /id="q-explained"[\s\S]{0,200}Пояснение к странице/);
  assert.ok(!fields(html).some(([name]) => name.includes("explained")));
});

await test("numbers are kept in their stored form; texts, fractions of a whole number and what is out of range are refused", async () => {
  await takes("values", { count: "7" });
  for (const [typed, words] of [["семь", /^Введите число цифрами/], ["7,5", /^Введите целое число, без дробной части\.$/], ["-1", /^Введите число от 0 до 100\.$/], ["101", /^Введите число от 0 до 100\.$/], ["1e1", /^Введите число цифрами/]])
    await refuses("values", { count: typed }, words);
  await takes("values", { count: ":dk" });
  await takes("values", { count: "100" });
  for (const [typed, words] of [["-0,6", /^Введите число не меньше −0,5\.$/], ["много", /^Введите число цифрами/], ["1,2,3", /^Введите число цифрами/]]) await refuses("values", { exact: typed }, words);
  await takes("values", { exact: "2,5" }, { exact: "2.5" });
  await takes("values", { exact: ":na" });
  for (const [typed, words] of [["100,01", /^Введите число от 0 до 100\.$/], ["-1", /^Введите число от 0 до 100\.$/], ["половина", /^Введите число цифрами/]]) await refuses("values", { share: typed }, words);
  await takes("values", { share: "33,3" }, { share: "33.3" });
});

/** The review names this answer with the words of its constraint, and it is not handed in so. */
async function constrained(address, words) {
  const review = (await me.get(`${home}/review`)).text;
  assert.match(review, new RegExp(`<li><a href="${home}/[a-z]+#[^"]*${address}[^"]*">[^<]*</a>: ${words}`));
  const refused = await me.post(`${home}/hand-in`, [["csrf", csrf]]);
  assert.equal(refused.status, 422);
  assert.match(refused.text, new RegExp(words));
}

await test("a day is kept; no day and one before the first are refused, one that the constraint forbids cannot be handed in", async () => {
  await refuses("values", { day: "2026-02-30" }, /^Введите дату так: 23\.11\.2026\.$/, {});
  await refuses("values", { day: "2019-12-31" }, /^Введите дату не раньше 01\.01\.2020\.$/);
  await takes("values", { day: "2999-01-01" });
  await constrained("day", "Слишком далеко");
  await takes("values", { day: "2026-02-28" });
  assert.doesNotMatch((await me.get(`${home}/review`)).text, /Слишком далеко/);
});

await test("a word and a text are kept as they were typed; what the pattern or the length forbids is refused", async () => {
  await takes("values", { word: "слово", "word//.comment": "<b>&" });
  await refuses("values", { word: "word" }, /^Запись не подходит по виду/);
  await refuses("values", { word: "я".repeat(21) }, /до 20 знаков\.$/);
  await send("values", { words: "\r\n первая \r\n" });
  assert.equal(company.sql(`select quote(value) from answer where response=${response} and question='words'`), "'первая'", "blanks around it are nobody's answer");
  await takes("values", { words: "первая\n\n  вторая" });
});

await test("a person and a department are kept as they were typed, from the list or not", async () => {
  const html = await takes("values", { who: "Ильин Максим Сергеевич", where: "Отдел, которого нет" });
  assert.match(html, /<datalist id="names-person">\s*<option/);
  await takes("values", { where: ":dk" });
});

// --- cells ---

await test("each row of a matrix is a cell, or the whole of it is not known", async () => {
  await takes("cells", { "grid/first": "never", "grid/second": ":dk" });
  await refuses("cells", { "grid/first": "hourly" }, /^Такого варианта нет\. Выберите ответ из списка\.$/, {});
  await refuses("cells", { "grid/first": ["never", "daily"] }, /^Выберите один вариант\.$/, {});
});

await test("a matrix has a row for each choice picked on another page, and each cell has its type", async () => {
  const html = await open("cells");
  assert.match(html, /name="wide\/phone\/chance"/);
  assert.match(html, /name="wide\/visit\/chance"/);
  assert.doesNotMatch(html, /name="wide\/mail\//);
  await takes("cells", { "wide/phone/chance": "5", "wide/phone/ways": ["never", "daily"], "wide/phone/text": "удобно" });
  await refuses("cells", { "wide/phone/chance": "6" }, /^Введите число от 1 до 5\.$/, {});
  await refuses("cells", { "wide/visit/text": "я".repeat(31) }, /до 30 знаков\.$/);
  assert.equal((await send("cells", { "wide/pigeon/chance": "1" })).status, 422, "a row that cannot be");
  assert.equal(stored("wide/pigeon/chance"), "");
});

await test("rows of a table are added, filled, refused cell by cell and removed", async () => {
  const row = /name="papers\/([^/]+)\/name"/.exec(await open("cells"))[1];
  await takes("cells", { [`papers/${row}/name`]: "Счёт", [`papers/${row}/pieces`]: "3", [`papers/${row}/state`]: "daily", [`papers/${row}/since`]: "2026-01-15" });
  await takes("cells", { [`papers/${row}/pieces`]: "0" });
  await constrained(`papers`, "Не меньше одной штуки");
  await takes("cells", { [`papers/${row}/pieces`]: "3" });
  await refuses("cells", { [`papers/${row}/pieces`]: "1001" }, /^Введите число от 0 до 1000\.$/);
  await refuses("cells", { [`papers/${row}/pieces`]: "сто" }, /^Введите число цифрами/);
  await refuses("cells", { [`papers/${row}/state`]: "hourly" }, /^Такого варианта нет\. Выберите ответ из списка\.$/, {});
  const added = await send("cells", {}, "add:papers"), next = /#row-papers\/(.+)$/.exec(added.location)[1];
  await takes("cells", { [`papers/${next}/name`]: "Акт" });
  assert.equal((await send("cells", {}, `remove:papers/${row}`)).status, 303);
  assert.doesNotMatch(await open("cells"), new RegExp(`name="papers/${row}/name"`));
  assert.equal(stored(`papers/${next}/name`), "Акт");
});

// --- all of it ---

await test("the review says every answer in words", async () => {
  const html = unescape((await me.get(`${home}/review`)).text.replace(/<[^>]+>/g, " ").replace(/[\s\u00a0]+/g, " "));
  for (const words of ["каждую неделю", "по средам", "телефон; визит", "каждый день", "10", "100 шт.", "33,3", "28.02.2026", "слово", "вторая", "Ильин Максим Сергеевич", "первая строка", "никогда", "удобно", "Акт"])
    assert.ok(html.includes(words), words);
  assert.doesNotMatch(html, /Счёт/, "a row that was removed");
});

await test("required answers are wanted before it is handed in, and then it is", async () => {
  await takes("values", { count: "" });
  const refused = await me.post(`${home}/hand-in`, [["csrf", csrf]]);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /values#q-count/);
  await takes("values", { count: "5" });
  assert.equal((await me.post(`${home}/hand-in`, [["csrf", csrf]])).location, `${home}/done`);
  assert.equal(company.sql(`select state from response where id=${response}`), "handed_in");
});

await server.stop();
company.remove();
finish();
