// The consultant's pages of people, survey, links, answers and settings, against the real server and without a script.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { demo, fields, filled, finish, serve, test, Visitor } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
const program = process.env.ANKETA || "build/anketa";
const company = demo();
const project = company.sql("select id from project where code='alfa'");

/** A staff user made by hand, with a session: [cookie, csrf]. */
function staff(name, role, admin = 0) {
  const token = randomBytes(16).toString("hex"), csrf = randomBytes(10).toString("hex"), now = Date.now();
  const hash = createHash("sha256").update(token).digest("hex");
  company.sql(`insert into staff (name, full_name, password, admin, created_at) values ('${name}', 'N ${name}', 'none', ${admin}, 0);
    insert into session (token_hash, staff, csrf, created_at, seen_at, idle, expires_at)
    values ('${hash}', (select id from staff where name='${name}'), '${csrf}', ${now}, ${now}, 86400000, ${now + 86400000})`);
  if (role)
    company.sql(`insert into staff_right (staff, project, role) select id, ${project}, '${role}' from staff where name='${name}'`);
  return [token, csrf];
}

const users = { boss: staff("boss", "consultant", 1), coach: staff("coach", "trainer"), board: staff("board", "commission"), other: staff("other", null) };
company.sql(`insert into project (code, title, organisation, country, time_zone, languages, language, created_at)
  values ('beta', 'B', 'Beta', 'other', 'UTC', 'en', 'en', 0), ('empty', 'E', 'Empty', 'other', 'UTC', 'ru', 'ru', 0);
  insert into person (project, family, sort_key, search_key, created_at)
  select id, 'Stranger', 'stranger', 'stranger', 0 from project where code='beta';
  insert into staff_right (staff, project, role) select s.id, p.id, 'consultant' from staff s, project p where s.name='other' and p.code='beta';
  insert into staff_right (staff, project, role) select s.id, p.id, 'consultant' from staff s, project p where s.name='boss' and p.code='empty'`);
const stranger = company.sql("select id from person where family='Stranger'");

const listing = join(dirname(company.database), "people.csv");
writeFileSync(listing, "ФИО;Отдел;Почта\nНовая Анна Петровна;Склад;new@alfa.example\n");
const command = (...more) =>
  execFileSync(program, ["people", "import", "--db", company.database, "--project", "alfa", ...more, listing], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
const imported = { dry: command("--dry-run"), before: company.sql("select count(*) from person"), once: command() };
imported.revision = company.sql("select revision from project where code='alfa'");
imported.twice = command();
imported.after = company.sql("select revision from project where code='alfa'");

const server = await serve(company.database);
function come(name) {
  const visitor = new Visitor(server.base);
  visitor.cookies.set("session", users[name][0]);
  visitor.csrf = users[name][1];
  return visitor;
}
const boss = come("boss"), coach = come("coach"), board = come("board"), other = come("other");
const post = (who, path, pairs) => who.post(path, [["csrf", who.csrf], ...pairs]);

/** Sends a list as a browser does; `parts` are the other fields. */
function upload(who, text, parts = []) {
  const form = new FormData();
  for (const [name, value] of [["csrf", who.csrf], ...parts]) form.append(name, value);
  if (text !== null) form.append("file", new Blob([text]), "people.csv");
  return who.request("/p/alfa/people/import", { method: "POST", body: form });
}

/** The hidden fields of the page that shows the plan. */
const plan = (html) => [...html.matchAll(/<input type="hidden" name="(plan|part\d+)" value="([^"]*)">/g)].map((m) => [m[1], m[2].replace(/&quot;/g, '"').replace(/&amp;/g, "&")]);
const people = () => company.sql("select group_concat(id || family || position || ifnull(department,'') || email || roles || key_user, ';') from person");
const count = (sql) => Number(company.sql(`select count(*) from ${sql}`));
const revision = () => Number(company.sql("select revision from project where code='alfa'"));

await test("the command says what would change, changes it once, and twice is nothing", () => {
  assert.match(imported.dry, /1 new, 0 changed, 0 the same/);
  assert.equal(imported.before, "16"); // fifteen of the demo, one of another project
  assert.match(imported.once, /1 new, 0 changed/);
  assert.match(imported.twice, /0 new, 0 changed, 1 the same/);
  assert.equal(imported.revision, imported.after);
});

await test("a project that is not mine looks like one that is not there", async () => {
  for (const tail of ["", "/people", "/people/1", "/survey", "/links", "/slips", "/settings", "/answers/1", "/people/import"]) {
    const mine = await other.get(`/p/alfa${tail}`), nothing = await other.get(`/p/nono${tail}`);
    assert.equal(mine.status, 404, tail);
    assert.equal(mine.text.replaceAll("/p/alfa", ""), nothing.text.replaceAll("/p/nono", ""), tail);
  }
});

await test("a person or an answer of another project is not there", async () => {
  const before = people();
  assert.equal((await boss.get(`/p/alfa/people/${stranger}`)).status, 404);
  assert.equal((await post(boss, `/p/alfa/people/${stranger}`, [["family", "Taken"]])).status, 404);
  assert.equal((await post(boss, `/p/alfa/people/${stranger}/revoke`, [])).status, 404);
  assert.equal((await post(boss, `/p/alfa/people/${stranger}/disable`, [["disabled", "1"]])).status, 404);
  assert.equal((await post(boss, "/p/alfa/survey/assign", [["form", "goals"], ["person", stranger]])).status, 404);
  assert.equal((await other.get("/p/beta/answers/1")).status, 404);
  assert.equal((await post(other, "/p/beta/answers/1/exclude", [["reason", "x"]])).status, 404);
  assert.equal((await post(other, "/p/beta/answers/1/return", [])).status, 404);
  assert.equal(people(), before);
});

await test("trainer and commission stay where their work is", async () => {
  for (const who of [coach, board])
    for (const tail of ["/people", "/people/new", "/survey", "/survey/assign", "/links", "/links.csv", "/slips", "/answers/1"])
      assert.equal((await who.get(`/p/alfa${tail}`)).status, 404, tail);
  assert.equal((await board.get("/p/alfa/settings")).status, 404);
  assert.equal((await post(board, "/p/alfa/settings", [["place", "x"]])).status, 404);
  assert.equal((await post(board, "/p/alfa/people/new", [["family", "x"]])).status, 404);
  assert.equal((await post(coach, "/staff/projects", [["code", "x"], ["organisation", "x"], ["title", "x"]])).status, 404);
});

await test("without a session staff pages lead to the login", async () => {
  for (const path of ["/staff", "/p/alfa/people"]) {
    const reply = await new Visitor(server.base).get(path);
    assert.equal(reply.status, 303);
    assert.equal(reply.location, "/staff/login");
  }
});

await test("a POST without the token changes nothing", async () => {
  const before = people();
  assert.equal((await boss.post("/p/alfa/people/new", [["family", "Without"]])).status, 403);
  assert.equal((await boss.post("/p/alfa/people/new", [["csrf", "wrong"], ["family", "Without"]])).status, 403);
  assert.equal(people(), before);
});

await test("every place opens, in three languages", async () => {
  for (const path of ["/staff", "/p/alfa/people", "/p/alfa/people/1", "/p/alfa/people/new", "/p/alfa/people/import", "/p/alfa/survey", "/p/alfa/survey/assign?form=goals", "/p/alfa/settings", "/p/alfa/answers/1"])
    for (const lang of ["ru", "uk", "en"]) {
      const reply = await boss.get(`${path}${path.includes("?") ? "&" : "?"}lang=${lang}`);
      assert.equal(reply.status, 200, path);
      assert.match(reply.text, new RegExp(`<html lang="${lang}">`));
      assert.doesNotMatch(reply.text, /\{\{|\}\}/, path);
    }
  await boss.get("/staff?lang=ru");
});

await test("a project without people says everywhere that a list comes first, and nothing else", async () => {
  for (const path of ["people", "survey", "survey/assign", "survey/assign?form=goals", "links", "slips", "exam"]) {
    const { status, text } = await boss.get(`/p/empty/${path}`);
    const main = text.slice(text.indexOf("<main"));
    assert.equal(status, 200, path);
    assert.match(main, /<a class="button primary" href="\/p\/empty\/people\/import">/, path);
    assert.equal(main.match(/<div class="empty">/g).length, 1, path);
    assert.doesNotMatch(main, /id="assign"|survey\/assign"|назначен/, path);
  }
});

await test("people are found by name, department and role", async () => {
  const id = company.sql("select id from department where name='ИТ'");
  assert.match((await boss.get("/p/alfa/people?q=" + encodeURIComponent("ильин"))).text, /Ильин Максим/);
  assert.doesNotMatch((await boss.get("/p/alfa/people?q=" + encodeURIComponent("ильин"))).text, /Коваленко Олег/);
  assert.match((await boss.get(`/p/alfa/people?department=${id}`)).text, /Ильин Максим/);
  assert.doesNotMatch((await boss.get(`/p/alfa/people?department=${id}`)).text, /Коваленко Олег/);
  assert.match((await boss.get("/p/alfa/people?role=executive")).text, /Коваленко Олег/);
  assert.match((await boss.get("/p/alfa/people?q=zzzz")).text, /Этому отбору никто не соответствует/);
});

const file = "Табельный номер;ФИО;Должность;Отдел;Роли\n001;Коваленко Олег Петрович;Президент;Руководство;Руководство\n900;Свежая Инна;Кладовщик;Новый склад;\n";

await test("a list is shown first, and nothing changes", async () => {
  const before = people();
  const reply = await upload(boss, file);
  assert.equal(reply.status, 200);
  assert.match(reply.text, /Новых: 1, изменится: 1, без изменений: 0/);
  assert.match(reply.text, /<del>Генеральный директор<\/del> → <ins>Президент<\/ins>/);
  assert.match(reply.text, /Новый склад/);
  assert.match(reply.text, /новое подразделение/);
  assert.equal(people(), before);
});

await test("what was shown is done, once; the same list again changes nothing", async () => {
  const shown = plan((await upload(boss, file)).text), before = revision();
  const reply = await upload(boss, null, shown);
  assert.equal(reply.status, 303);
  assert.match(reply.location, /^\/p\/alfa\/people\?done=imported&n=2$/);
  assert.match((await boss.get(reply.location)).text, /Список загружен\. Добавлено и изменено: 2\./);
  assert.equal(company.sql("select position from person where external_id='001'"), "Президент");
  assert.equal(revision(), before + 1);
  const kept = people(), again = await upload(boss, file);
  assert.match(again.text, /Менять нечего/);
  assert.equal((await upload(boss, null, shown)).status, 409); // it is another plan now
  assert.equal(people(), kept);
  assert.equal(revision(), before + 1);
});

await test("when people changed meanwhile, the new plan is shown and nothing is done", async () => {
  const shown = plan((await upload(boss, "Табельный номер;ФИО;Должность\n001;Коваленко Олег Петрович;Владелец\n")).text);
  const id = company.sql("select id from person where external_id='001'");
  const page = await boss.get(`/p/alfa/people/${id}`);
  const form = filled(fieldsOf(page.text, `/p/alfa/people/${id}`), { position: "Председатель" });
  assert.equal((await post(boss, `/p/alfa/people/${id}`, form)).status, 303);
  // the same fields change, so the plan is the same: what is shown is what is done
  assert.equal((await upload(boss, null, shown)).status, 303);
  assert.equal(company.sql("select position from person where external_id='001'"), "Владелец");
  const other = plan((await upload(boss, "Табельный номер;ФИО;Должность\n001;Коваленко Олег Петрович;Директор\n")).text);
  assert.equal((await post(boss, `/p/alfa/people/${id}`, filled(form, { position: "Директор" }))).status, 303);
  assert.equal((await upload(boss, null, other)).status, 409);
});

await test("a mistake names line and column, and nothing is changed", async () => {
  const before = people(), at = revision();
  const reply = await upload(boss, "ФИО;Почта\nХорошая Мария;m@alfa.example\nПлохая Мария;m-alfa.example\n");
  assert.equal(reply.status, 422);
  assert.match(reply.text, /<td class="num"[^>]*>3<\/td><th scope="row">Почта<\/th>/);
  assert.match(reply.text, /«m-alfa\.example» не похоже на адрес почты/);
  assert.equal((await upload(boss, null, [["plan", "x"], ["part1", "ФИО;Почта\nПлохая Мария;m-alfa.example\n"]])).status, 422);
  const empty = await upload(boss, "");
  assert.equal(empty.status, 422);
  assert.match(empty.text, /Файл пуст\./);
  assert.match((await upload(boss, null)).text, /Файл не выбран/);
  const binary = await upload(boss, "ФИО\nИванова\nab\u0000\u0001");
  assert.equal(binary.status, 422);
  assert.match(binary.text, /<td class="num"[^>]*>3<\/td><th scope="row">3<\/th>.*байт 3 этой строки — не текст/);
  for (const list of ["Имя\nАнна\n", "ФИО\n", 'ФИО;Отдел\nАнна;"Склад\n', "ФИО\nКoваленко Олег Петрович\n", "ФИО;Имя\nПлохая Мария;Анна\n"])
    assert.match((await upload(boss, list)).text, /<td class="num"[^>]*>[12]<\/td><th scope="row">[^—<]+<\/th>/, list);
  const large = await upload(boss, `ФИО\n${"Хорошая Мария\n".repeat(50000)}`);
  assert.equal(large.status, 422);
  assert.match(large.text, /Файл больше 1 МБ.*до 8 МБ/);
  assert.match((await boss.get("/p/alfa/people/import")).text, /До 1 МБ; больше, до 8 МБ/);
  assert.equal((await upload(boss, "ФИО\nКoваленко Олег Петрович\n")).status, 422, "a Latin o");
  assert.equal(people(), before);
  assert.equal(revision(), at);
});

await test("an e-mail of somebody else is refused in a list, in any case, wherever the line comes from", async () => {
  const before = revision(), taken = company.sql("select email from person where external_id='004'");
  const lists = {
    "somebody who is there": `Табельный номер;ФИО;Почта\n003;${company.sql("select family || ' ' || given from person where external_id='003'")};${taken}\n`,
    "another case": `Табельный номер;ФИО;Почта\n003;Шевченко;${taken.toUpperCase()}\n`,
    "somebody new": `Табельный номер;ФИО;Почта\n907;Новенькая Нина;${taken}\n`,
    "a look-alike letter": `Табельный номер;ФИО;Почта\n003;Шевченко;${taken.replace("e", "е")}\n`,
  };
  assert.notEqual(taken, "");
  for (const [what, text] of Object.entries(lists)) {
    const reply = await upload(boss, text);
    assert.equal(reply.status, 422, what);
    assert.match(reply.text, /<td class="num"[^>]*>2<\/td><th scope="row">Почта<\/th>/, what);
  }
  assert.match((await upload(boss, lists["another case"])).text, /уже у другого человека проекта: /);
  assert.equal(revision(), before);
  // two people may change theirs for one another's
  const third = company.sql("select email from person where external_id='003'");
  const names = ["003", "004"].map((id) => company.sql(`select family || ' ' || given || ' ' || patronymic from person where external_id='${id}'`));
  const swap = await upload(boss, `Табельный номер;ФИО;Почта\n003;${names[0]};${taken}\n004;${names[1]};${third}\n`);
  assert.equal(swap.status, 200);
  assert.match(swap.text, /изменится: 2/);
});

await test("an e-mail of somebody else is refused in the form of a person, too", async () => {
  const id = company.sql("select id from person where external_id='003'"), taken = company.sql("select email from person where external_id='004'");
  const page = await boss.get(`/p/alfa/people/${id}`), form = fieldsOf(page.text, `/p/alfa/people/${id}`);
  const reply = await post(boss, `/p/alfa/people/${id}`, filled(form, { email: taken.toUpperCase(), phone: "+7 900 000-00-00" }));
  assert.equal(reply.status, 422);
  assert.match(reply.text, /уже у другого человека проекта/);
  assert.match(reply.text, /value="\+7 900 000-00-00"/);
  assert.equal((await post(boss, "/p/alfa/people/new", filled(fieldsOf((await boss.get("/p/alfa/people/new")).text, "/p/alfa/people/new"), { family: "Новая", email: taken }))).status, 422);
  assert.equal((await post(boss, `/p/alfa/people/${id}`, form)).status, 303, "their own may stay");
});

await test("what stands in a list is shown as text", async () => {
  const reply = await upload(boss, 'ФИО\n"<script>alert(1)</script>"\n');
  assert.equal(reply.status, 200);
  assert.doesNotMatch(reply.text, /<script>alert/);
  assert.match(reply.text, /&lt;script&gt;/);
});

/** The fields of the form with this action. */
function fieldsOf(html, action) {
  return fields(html.replace(`<form method="post" action="${action}"`, '<form id="questions"')).filter(([name]) => name !== "csrf");
}

await test("a person is added, changed, refused with the reason beside the field", async () => {
  const refused = await post(boss, "/p/alfa/people/new", [["family", ""], ["given", "Кто-то"], ["email", "nobody"], ["department", "ит"]]);
  assert.equal(refused.status, 422);
  assert.match(refused.text, /value="Кто-то"/);
  assert.match(refused.text, /Нет имени/);
  assert.match(refused.text, /«nobody» не похоже/);
  assert.match(refused.text, /почти то же, что «ИТ»/);
  const added = await post(boss, "/p/alfa/people/new", [["family", "Ручная"], ["department", "ИТ"], ["role", "it"], ["role", "sales"], ["role", "nonsense"], ["key_user", "1"]]);
  assert.equal(added.status, 303);
  assert.equal(company.sql("select roles || key_user from person where family='Ручная'"), "it sales1");
  const taken = await post(boss, "/p/alfa/people/new", [["family", "Вторая"], ["external_id", "002"]]);
  assert.equal(taken.status, 422);
  assert.match(taken.text, /уже у другого человека/);
});

await test("a replaced link and a disabled person cannot come in", async () => {
  const id = company.sql("select id from person where family='Ручная'");
  const before = company.sql(`select link_lookup from person where id=${id}`);
  assert.equal((await post(boss, `/p/alfa/people/${id}/revoke`, [])).status, 303);
  assert.notEqual(company.sql(`select link_lookup from person where id=${id}`), before);
  assert.equal((await post(boss, `/p/alfa/people/${id}/disable`, [["disabled", "1"]])).status, 303);
  assert.equal(company.sql(`select disabled from person where id=${id}`), "1");
  assert.doesNotMatch((await boss.get("/p/alfa/people")).text, /Ручная/);
  assert.match((await boss.get("/p/alfa/people?all=1")).text, /Ручная/);
});

await test("a questionnaire is assigned to those ticked, once", async () => {
  const page = await boss.get("/p/alfa/survey/assign?form=express_audit_head");
  assert.match(page.text, /уже назначено/);
  const [one, two] = company.sql("select id from person p where project=1 and disabled=0 and not exists (select 1 from assignment a where a.person=p.id and a.form='goals') limit 2").split("\n");
  const before = count("assignment");
  const reply = await post(boss, "/p/alfa/survey/assign", [["form", "goals"], ["person", one], ["person", two], ["due", "27.11.2096"]]);
  assert.equal(reply.location, "/p/alfa/survey?done=assigned&n=2");
  assert.equal(count("assignment"), before + 2);
  assert.equal(company.sql(`select due_date from assignment where person=${one} and form='goals'`), "2096-11-27");
  assert.equal((await post(boss, "/p/alfa/survey/assign", [["form", "goals"], ["person", one]])).status, 422);
  assert.equal((await post(boss, "/p/alfa/survey/assign", [["form", "goals"], ["person", one], ["due", "31.02.2096"]])).status, 422);
  assert.match((await post(boss, "/p/alfa/survey/assign", [["form", "goals"], ["person", one], ["due", "2020-01-02"]])).text, /Этот срок уже прошёл/);
  assert.equal((await post(boss, "/p/alfa/survey/assign", [["form", "nonsense"], ["person", one]])).status, 404);
  assert.equal(count("assignment"), before + 2);
});

await test("key users are a line of their own in the coverage by role", async () => {
  const [people, answered, asked, sent] = company.sql(`select count(distinct p.id), count(distinct case when r.state = 'handed_in' then p.id end), count(*), sum(coalesce(r.state, '') = 'handed_in')
    from assignment a join person p on p.id=a.person left join response r on r.assignment=a.id where a.project=1 and a.kind='survey' and a.state='open' and p.key_user and not p.disabled`).split("|");
  const cells = /<th scope="row">Ключевой пользователь<br>(.*)<\/tr>/.exec((await boss.get("/p/alfa/survey")).text)[1].replace(/<[^>]+>/g, " ");
  assert.match(cells, new RegExp(`^ вопросников ${sent} / ${asked}\\b.* ${answered} / ${people} `));
});

await test("due dates, cancelling and assigning again go by the ticked rows", async () => {
  const id = company.sql("select id from assignment where form='goals' and due_date='2096-11-27' limit 1");
  const act = (what, more = []) => post(boss, "/p/alfa/survey", [["do", what], ["a", id], ...more]);
  assert.match((await act("due", [["due", "2098-01-02"], ["state", "waiting"]])).location, /state=waiting&done=due_changed&n=1$/);
  assert.match((await boss.get("/p/alfa/survey?state=waiting")).text, /02\.01\.2098/);
  const past = await act("due", [["due", "2020-01-02"]]);
  assert.equal(past.status, 422);
  assert.match(past.text, /Этот срок уже прошёл/);
  assert.match((await act("cancel")).location, /done=assignments_cancelled&n=1$/);
  assert.match((await act("cancel")).location, /done=nothing_changed/);
  assert.match((await boss.get("/p/alfa/survey?state=cancelled")).text, /отменено/);
  assert.match((await act("reopen")).location, /done=assignments_reopened&n=1$/);
  assert.equal((await act("due", [["due", "soon"]])).status, 422);
  assert.equal((await act("burn")).status, 422);
  assert.equal((await post(boss, "/p/alfa/survey", [["do", "cancel"], ["a", "999999"]])).status, 404);
});

await test("the head of a small sample may vouch for it, and take that back", async () => {
  const service = company.sql("select id from department where name = 'Сервисная служба'");
  const way = `/p/alfa/departments/${service}/confirm`;
  const before = revision();
  assert.ok((await boss.get("/p/alfa/survey")).text.includes(`action="${way}"`));
  assert.match((await post(boss, way, [["do", "confirm"]])).location, /done=sample_confirmed/);
  assert.equal(company.sql(`select confirmed from department where id = ${service}`), "1");
  assert.match((await boss.get("/p/alfa/survey")).text, /подтверждено начальником/);
  assert.match((await post(boss, way, [["do", "withdraw"]])).location, /done=sample_withdrawn/);
  assert.equal(company.sql(`select confirmed from department where id = ${service}`), "0");
  assert.equal(Number(revision()), Number(before) + 2);
});

await test("an answer is shown, left out with a reason, taken in, given back", async () => {
  const page = await boss.get("/p/alfa/answers/1");
  assert.match(page.text, /История/);
  assert.equal((await post(boss, "/p/alfa/answers/1/exclude", [["do", "exclude"], ["reason", "  "]])).status, 422);
  const at = revision();
  assert.equal((await post(boss, "/p/alfa/answers/1/exclude", [["do", "exclude"], ["reason", "заполнено наугад <b>"]])).status, 303);
  assert.match((await boss.get("/p/alfa/answers/1?done=excluded")).text, /заполнено наугад &lt;b&gt;/);
  assert.equal((await post(boss, "/p/alfa/answers/1/exclude", [["do", "include"]])).status, 303);
  assert.equal(company.sql("select excluded || excluded_reason from response where id=1"), "0");
  assert.equal((await post(boss, "/p/alfa/answers/1/return", [])).status, 303);
  assert.equal(company.sql("select state from response where id=1"), "returned");
  assert.equal(revision(), at + 3);
});

await test("facts are kept, refused ones come back as typed", async () => {
  const page = await boss.get("/p/alfa/settings");
  const form = fieldsOf(page.text, "/p/alfa/settings");
  assert.equal((await post(boss, "/p/alfa/settings", form)).status, 303);
  const facts = company.sql("select group_concat(key || value, '|') from project_fact");
  const bad = await post(boss, "/p/alfa/settings", filled(form, { "hours-crm_base": "много", "period_to-crm_base": "01.01.2020", time_zone: "Mars/Base", organisation: "", city: "Львов" }));
  assert.equal(bad.status, 422);
  for (const text of [/value="много"/, /целое число часов/, /Окончание раньше начала/, /Такого часового пояса нет/, /value="Львов"/]) assert.match(bad.text, text);
  assert.equal(company.sql("select group_concat(key || value, '|') from project_fact"), facts);
  const good = filled(form, { "hours-crm_base": "24", members_name_3: "Третий Т. Т.", members_position_3: "Технолог", languages: ["ru", "uk"], language: "uk" });
  assert.equal((await post(boss, "/p/alfa/settings", good)).status, 303);
  assert.equal(company.sql("select value from project_fact where key='hours-crm_base'"), "24");
  assert.match(company.sql("select value from project_fact where key='members'"), /\nТретий Т\. Т\.\tТехнолог$/);
  assert.equal(company.sql("select languages || ':' || language from project where code='alfa'"), "ru uk:uk");
});

await test("who saves settings that somebody changed meanwhile is shown what changed, and nothing is overwritten", async () => {
  const path = "/p/alfa/settings", stored = () => company.sql("select group_concat(key || value, '|') from project_fact") + company.sql("select city || time_zone from project where code='alfa'");
  const plain = (html) => html.replace(/<[^>]+>/g, " ").replace(/\s+/g, " ");
  const old = fieldsOf((await boss.get(path)).text, path), trainers = fieldsOf((await coach.get(path)).text, path);
  assert.equal((await post(boss, path, filled(old, { approver_name: "Первая А. А.", city: "Полтава", "hours-crm_base": "30" }))).status, 303);
  const kept = stored();
  const late = await post(boss, path, filled(old, { approver_name: "Вторая Б. Б.", place: "класс 5", "sheet_date-crm_base": "2026-12-01" }));
  assert.equal(late.status, 409);
  assert.equal(stored(), kept, "nothing is stored");
  const said = /<div class="errors"[\s\S]*?<\/div>/.exec(late.text)[0];
  assert.deepEqual([...said.matchAll(/<li><a href="#([^"]*)">/g)].map((m) => m[1]), ["city", "approver_name", "hours-crm_base"]);
  for (const words of [/Город: Полтава/, /Утверждает: ФИО: Первая А\. А\./, /Объём, ак\. часов · Тест знаний CRM: 30/]) assert.match(plain(said), words);
  const shown = Object.fromEntries(fieldsOf(late.text, path));
  assert.deepEqual([shown.approver_name, shown.place, shown["sheet_date-crm_base"]], ["Вторая Б. Б.", "класс 5", "2026-12-01"], "what was typed is there");
  assert.deepEqual([shown.city, shown["hours-crm_base"]], ["Полтава", "30"], "what was not touched is as it is stored");
  // a trainer's page is older, too; what that page does not show is no matter of theirs
  const theirs = await post(coach, path, filled(trainers, { place: "класс 6" }));
  assert.equal(theirs.status, 409);
  assert.deepEqual([...theirs.text.matchAll(/<li><a href="#([^"]*)">/g)].map((m) => m[1]), ["hours-crm_base"]);
  // having seen it, one may save over it
  assert.equal((await post(boss, path, fieldsOf(late.text, path))).status, 303);
  assert.equal(company.sql("select group_concat(value, '|') from (select value from project_fact where key in ('approver_name', 'hours-crm_base', 'place') order by key)"), "Вторая Б. Б.|30|класс 5");
  assert.equal(company.sql("select city from project where code='alfa'"), "Полтава");
  // a button pressed twice sends the same again
  assert.equal((await post(boss, path, fieldsOf(late.text, path))).status, 303);
  // a page that does not say what it saw overwrites nothing
  assert.equal((await post(boss, path, filled(fieldsOf(late.text, path), { seen: null, place: "" }))).status, 409);
});

await test("an admin makes a project, with a code that can stand in an address", async () => {
  assert.equal((await post(boss, "/staff/projects", [["code", "Плохо"], ["organisation", "О"], ["title", "Т"]])).status, 422);
  assert.equal((await post(boss, "/staff/projects", [["code", "alfa"], ["organisation", "О"], ["title", "Т"]])).status, 422);
  const reply = await post(boss, "/staff/projects", [["code", "gamma-1"], ["organisation", "Гамма"], ["title", "CRM"]]);
  assert.equal(reply.location, "/p/gamma-1/settings?done=project_made");
  assert.match((await boss.get("/p/gamma-1/people")).text, /В списке пока никого нет/);
  assert.match((await boss.get("/p/gamma-1/survey")).text, /В списке пока никого нет/);
});

await test("without public_url links and slips are refused, in words", async () => {
  for (const tail of ["links", "links.csv", "slips"]) {
    const reply = await boss.get(`/p/alfa/${tail}`);
    assert.equal(reply.status, 409, tail);
    assert.match(reply.text, /Задайте настройку public_url/);
    assert.doesNotMatch(reply.text, /\/i\/[a-z2-7]{26}/);
  }
});

await server.stop();
const open = await serve(company.database, "127.0.0.1:0", ["--public-url", "http://anketa.example/"]);
const again = new Visitor(open.base);
again.cookies.set("session", users.boss[0]);

await test("links, their CSV and slips carry the same ways in, in the person's language", async () => {
  const page = await again.get("/p/alfa/links"), csv = await again.get("/p/alfa/links.csv"), slips = await again.get("/p/alfa/slips");
  const links = [...new Set(page.text.match(/http:\/\/anketa\.example\/i\/[a-z2-7]{26}/g))];
  assert.ok(links.length > 3);
  for (const link of links) assert.ok(csv.text.includes(link));
  assert.match(csv.headers.get("content-disposition"), /links-alfa\.csv/);
  const codes = [...slips.text.matchAll(/<p class="code">([a-z2-7-]{14})<\/p>/g)].map((m) => m[1]);
  assert.equal(codes.length, links.length);
  for (const code of codes) assert.ok(page.text.includes(code));
  assert.match(slips.text, /<svg viewBox="-4 -4 \d+ \d+" role="img" aria-label="QR"><path d="M0 0h7v1h-7z/);
  const token = links[0].slice(-26);
  assert.equal((await new Visitor(open.base).get(`/i/${token}`)).status, 200);
});

await open.stop();
company.remove();
finish();
