// A test in the hands of its trainer: minutes within the close, another day, cancelling, an interrupted attempt handed in
// as it stands, no retake of who has passed; and the story that keeps it all.
import assert from "node:assert/strict";
import { demo, finish, serve, session, test, unescape, Visitor } from "../lib/anketa.mjs";

const company = demo();
const P = "/p/alfa", MINUTE = 60000;
const one = (sql) => company.sql(sql);
const number = (sql) => Number(one(sql));
const day = (days) => new Date(Date.now() + days * 86400000).toISOString().slice(0, 10);
const shown = (iso) => iso.split("-").reverse().join(".");
const text = (html) => unescape(html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " "));

one("insert into staff (id, name, full_name, password, created_at) values (90, 'trainer', 'Тренер Т. Р.', 'x', 1)");
one("insert into staff_right (staff, project, role) values (90, 1, 'trainer')");
const ready = one(`select t.id, t.person, t.assignment from attempt t join assignment a on a.id = t.assignment
  where a.form = 'crm_base' and t.state = 'ready' and t.number = 1 order by t.id`).split("\n").map((line) => line.split("|").map(Number));
const cookie = session(company, "staff", 90);
const people = Object.fromEntries(ready.map(([, person]) => [person, session(company, "person", person)]));
const server = await serve(company.database);

function come({ cookie, csrf }) {
  const out = new Visitor(server.base), [name, value] = cookie.split("=");
  out.cookies.set(name, value);
  out.send = (path, pairs) => out.post(path, [["csrf", csrf], ...Object.entries(pairs)]);
  return out;
}
const trainer = come(cookie);
const page = async (attempt) => text((await trainer.get(`${P}/exam/${attempt}`)).text);
const act = (attempt, pairs) => trainer.send(`${P}/exam/${attempt}`, pairs);
/** Not done, with these words on the page. */
async function refused(reply, words) {
  assert.equal(reply.status, 422);
  assert.match(text(/<div class="errors"[\s\S]*?<\/div>/.exec(reply.text)[0]), words);
}

await test("minutes never go past the close: as many as fit are given, and none that do not", async () => {
  const [attempt, person, assignment] = ready[0];
  one(`update assignment set closes_at = ${Date.now() + 50.5 * MINUTE} where id = ${assignment}`);
  assert.match((await act(attempt, { act: "time", minutes: "10" })).location, /done=exam_time_cut&n=5$/);
  assert.equal(number(`select extra_minutes from attempt where id = ${attempt}`), 5);
  await refused(await act(attempt, { act: "time", minutes: "10" }), /Больше времени не дать: .* закрывается \d\d\.\d\d\.\d{4} в \d\d:\d\d\. Сначала перенесите срок/);
  await come(people[person]).send(`/my/${assignment}/begin`, {});
  const start = number(`select started_at from attempt where id = ${attempt}`);
  assert.equal(number(`select deadline from attempt where id = ${attempt}`), start + 50 * MINUTE, "what was given before the start counts");
  const closes = number(`select closes_at from assignment where id = ${assignment}`);
  one(`update assignment set closes_at = ${closes + 3 * MINUTE} where id = ${assignment}`);
  assert.match((await act(attempt, { act: "time", minutes: "240" })).location, /exam_time_cut&n=3$/);
  assert.equal(number(`select deadline from attempt where id = ${attempt}`), start + 53 * MINUTE);
  await refused(await act(attempt, { act: "time", minutes: "1" }), /Больше времени не дать/);
});

await test("a day that has passed is refused, and so is a close without a day", async () => {
  const [attempt] = ready[0], before = one("select group_concat(due_date || closes_at) from assignment");
  const candidate = one("select id from person where id not in (select person from assignment where form = 'crm_base') limit 1");
  for (const send of [(pairs) => act(attempt, { act: "due", ...pairs }), (pairs) => trainer.send(`${P}/exam`, { act: "due", test: "crm_base", ...pairs }),
    (pairs) => trainer.send(`${P}/exam`, { test: "crm_base", person: candidate, ...pairs })]) {
    await refused(await send({ due: day(-2), closes: "1" }), /Этот день уже прошёл/);
    await refused(await send({ due: day(-2) }), /Этот день уже прошёл/);
    await refused(await send({ due: "", closes: "1" }), /Чтобы тест закрылся, укажите день/);
    await refused(await send({ due: "завтра" }), /Введите дату/);
  }
  assert.equal(one("select group_concat(due_date || closes_at) from assignment"), before);
});

await test("the due date is moved for one person, and for everybody", async () => {
  const [attempt, , assignment] = ready[1], next = day(5), later = day(9);
  assert.match((await act(attempt, { act: "due", due: next, closes: "1" })).location, /done=exam_due/);
  assert.equal(one(`select due_date from assignment where id = ${assignment}`), next);
  assert.ok(number(`select closes_at from assignment where id = ${assignment}`) > Date.now() + 4 * 86400000);
  assert.ok((await page(attempt)).includes(`Закрывается ${shown(next)}, в конце дня`));
  assert.match((await trainer.send(`${P}/exam`, { act: "due", test: "crm_base", due: later, closes: "1" })).location, /test=crm_base&done=exam_due_all&n=\d+$/);
  assert.equal(number(`select count(*) from assignment where form = 'crm_base' and (due_date <> '${later}' or closes_at = 0)`), 0);
  assert.equal(number("select count(*) from assignment where form = 'discipline' and closes_at > 0"), 0, "of this test alone");
  assert.match(text((await trainer.get(`${P}/exam?test=crm_base`)).text), /Верные ответы и пояснения откроются \d\d\.\d\d\.\d{4}, в конце дня/);
  await act(attempt, { act: "due", due: "" });
  assert.equal(one(`select due_date || closes_at from assignment where id = ${assignment}`), "0");
});

await test("what was not started is cancelled, restored, or given anew with its paper", async () => {
  const [attempt, person, assignment] = ready[1], trainee = come(people[person]);
  const paper = one(`select paper from attempt where id = ${attempt}`);
  assert.match((await act(attempt, { act: "cancel" })).location, /exam_cancelled/);
  assert.equal((await trainee.get(`/my/${assignment}`)).status, 404);
  assert.equal((await trainee.send(`/my/${assignment}/begin`, {})).status, 404);
  assert.match(await page(attempt), /отменена .*Назначение отменено: человек не видит этот тест/);
  await refused(await act(attempt, { act: "time", minutes: "5" }), /Состояние попытки/);
  assert.match((await act(attempt, { act: "reopen" })).location, /exam_reopened/);
  assert.equal((await trainee.get(`/my/${assignment}`)).status, 200);
  await act(attempt, { act: "cancel" });
  assert.ok(!text((await trainer.get(`${P}/exam?test=crm_base`)).text).includes("Отменено"));
  assert.match((await trainer.get(`${P}/exam?test=crm_base`)).text, new RegExp(`name="person" value="${person}"`));
  assert.match((await trainer.send(`${P}/exam`, { test: "crm_base", person: String(person), due: day(3) })).location, /n=1$/);
  assert.equal(one(`select state || due_date from assignment where id = ${assignment}`), `open${day(3)}`);
  assert.equal(one(`select paper from attempt where assignment = ${assignment}`), paper);
  await trainee.send(`/my/${assignment}/begin`, {});
  await refused(await act(attempt, { act: "cancel" }), /Состояние попытки/);
});

await test("an interrupted attempt is handed in as it stands, with a reason that stays in its story", async () => {
  const [attempt, , assignment] = ready[1];
  await refused(await act(attempt, { act: "hand_in", reason: "болен" }), /Состояние попытки/);
  one(`update attempt set state = 'interrupted', deadline = ${Date.now() - MINUTE} where id = ${attempt}`);
  await refused(await act(attempt, { act: "hand_in", reason: " " }), /Напишите причину/);
  assert.match((await act(attempt, { act: "hand_in", reason: "Уехал в командировку" })).location, /exam_handed_in/);
  assert.equal(one(`select state || handed_in_by || (mark is not null) from attempt where id = ${attempt}`), "handed_instaff1");
  const story = await page(attempt);
  assert.match(story, /Тренер Т\. Р\. Сдана как есть, причина Уехал в командировку/);
  for (const words of ["Назначение отменено", "Назначение возвращено", "Крайний срок изменён", "Попытка начата", "Работа сдана"]) assert.ok(story.includes(words), words);
  await refused(await act(attempt, { act: "hand_in", reason: "ещё раз" }), /Состояние попытки/);
  assert.equal(number(`select count(*) from attempt where assignment = ${assignment}`), 2, "it was failed: the retake is ready");
});

await test("who has passed gets no further attempt, whatever is sent", async () => {
  const [attempt, assignment] = one(`select t.id, t.assignment from attempt t join assignment a on a.id = t.assignment
    where a.form = 'crm_base' and t.reason = 'passed' and t.number = 1 limit 1`).split("|").map(Number);
  assert.match(await page(attempt), /Повторная попытка не назначается: человек аттестован\./);
  await refused(await act(attempt, { act: "retake" }), /человек аттестован/);
  assert.equal(number(`select count(*) from attempt where assignment = ${assignment}`), 1);
});

await server.stop();
company.remove();
finish();
