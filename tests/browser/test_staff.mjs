// The consultant's journey in a browser, twice: with scripts and without any. Then every page of theirs by the rules of
// accessibility, wide and narrow, light and dark.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { accessible, demo, DESK, finish, fits, launch, open, openWith, PHONE, picture, says, serve, session, test, words } from "./lib.mjs";

/** A port nobody listens on: the address in a personal link has to be known before the server starts. */
function freePort() {
  return new Promise((done) => {
    const probe = createServer().listen(0, "127.0.0.1", () => {
      const { port } = probe.address();
      probe.close(() => done(port));
    });
  });
}

async function start(company) {
  const port = await freePort();
  return serve(company.database, `127.0.0.1:${port}`, ["--public-url", `http://127.0.0.1:${port}`]);
}

const browser = await launch();
const people = "ФИО;Должность;Отдел;Роли\nНовикова Дарья Ильинична;Менеджер;Служба доставки;Менеджер по продажам\n";
const file = (text) => ({ name: "people.csv", mimeType: "text/csv", buffer: Buffer.from(text) });
/** What a document's preview says, once all of it is there: it is long, and a click does not wait for the page it leads to. */
async function paper(page) {
  await page.locator(".paper").waitFor();
  await page.waitForLoadState();
  return words(page.locator(".paper"));
}

/** Tables that hide a part of themselves. */
const cut = () =>
  [...document.querySelectorAll(".table-wrap")].filter((wrap) => wrap.scrollWidth > wrap.clientWidth).map((wrap) => wrap.innerText.slice(0, 80));

/** The bytes behind a link that gives a file. */
async function download(page, link) {
  const [given] = await Promise.all([page.waitForEvent("download"), link.click()]);
  return { name: given.suggestedFilename(), bytes: readFileSync(await given.path()) };
}

/** Every question of a section that has no answer yet gets one: not known where that may be said. */
async function answerAll(page) {
  for (const group of await page.locator("fieldset.question:visible:not(:has(.matrix-row)), .matrix-row:visible").all()) {
    if (await group.locator("input:checked").count()) continue;
    const unknown = group.locator('input[value=":dk"], input[value=":na"]'), choices = group.locator("input[type=radio], input[type=checkbox]");
    if (await unknown.count()) await unknown.first().check();
    else if (await choices.count()) await choices.first().check();
  }
}

async function journey(way, scripts) {
  const company = demo(), server = await start(company), base = server.base;
  const options = { javaScriptEnabled: scripts, permissions: ["clipboard-read", "clipboard-write"] };
  const page = await open(browser, options);
  const count = (table, where = "1") => Number(company.sql(`select count(*) from ${table} where ${where}`));
  // a click does not wait for the page it leads to
  const place = async (name) => {
    const link = page.locator("nav.places a", { hasText: name }), address = base + (await link.getAttribute("href"));
    await link.click();
    await page.waitForURL(address);
  };
  const button = (text, inside = page) => inside.getByRole("button", { name: text, exact: true });
  const link = (text, inside = page) => inside.getByRole("link", { name: text, exact: true });
  const row = (text) => page.locator("tbody tr", { hasText: text });
  /** Nothing of what stands here now is cut on a phone. */
  const narrow = async (what) => {
    await page.setViewportSize(PHONE);
    await fits(page, what);
    assert.deepEqual(await page.evaluate(cut), [], what);
    await page.setViewportSize(DESK);
  };
  const notice = () => words(page.locator(".notice[role=status]").first());
  const step = (name, body) => test(`${way}: ${name}`, body);
  let personal, code;

  await step("a wrong password is refused in words, the right one opens the projects", async () => {
    await page.goto(`${base}/staff`);
    assert.match(page.url(), /\/staff\/login$/);
    await page.getByLabel("Имя пользователя").fill(company.values.login);
    await page.getByLabel("Пароль").fill("not the password");
    await button("Войти").click();
    await says(page.locator(".errors"), /Имя или пароль не подходят/);
    assert.equal(await page.getByLabel("Имя пользователя").inputValue(), company.values.login);
    await page.getByLabel("Пароль").fill(company.values.password);
    await button("Войти").click();
    await page.waitForURL(/\/staff$/);
    await says(row("alfa"), /«Альфа-Снаб».*9 \/ 12/);
  });

  await step("a project opens at what needs attention today", async () => {
    if (scripts) {
      await page.keyboard.press("j");
      await page.keyboard.press("Enter");
    } else await row("alfa").locator("a.row").click();
    await page.waitForURL(/\/p\/alfa$/);
    const text = await words(page.locator("main"));
    for (const part of [/3 ещё не отправлено/, /14 требований с противоречием/, /5 полей документов не заполнено/, /Утвердить цели/]) assert.match(text, part);
  });

  await step("people are searched and filtered, and the address keeps it", async () => {
    await place("Люди");
    if (scripts) await page.keyboard.press("/");
    else await page.getByLabel("Поиск").focus();
    await page.keyboard.type("ильин");
    await page.keyboard.press("Enter");
    await page.waitForURL(/q=/);
    assert.equal(await row("").count(), 1);
    await says(row(""), /Ильин Максим Романович/);
    await page.getByLabel("Поиск").fill("");
    await page.getByLabel("Подразделение").selectOption({ label: "Руководство" });
    await button("Применить").click();
    await page.waitForURL(/department=/);
    assert.equal(await row("").count(), 2);
  });

  await step("a person is added; a name of a department typed almost right is refused beside the field", async () => {
    await link("Добавить человека").click();
    await page.getByLabel("Фамилия").fill("Ручная");
    await page.getByLabel("Имя", { exact: true }).fill("Инна");
    await page.locator("#f-department").fill("ит");
    await page.locator("input[name=role][value=it]").check();
    await button("Добавить").click();
    await says(page.locator(".field.refused"), /почти то же, что «ИТ»/);
    assert.equal(await page.getByLabel("Фамилия").inputValue(), "Ручная");
    assert.equal(await page.locator("input[name=role][value=it]").isChecked(), true);
    await page.locator("#f-department").fill("ИТ");
    await button("Добавить").click();
    await page.waitForURL((url) => !url.pathname.endsWith("/new"));
    await says(page.locator("main"), /Ручная/);
    assert.equal(count("person", "family='Ручная'"), 1);
  });

  await step("a list of people is shown first, then done once; twice changes nothing", async () => {
    const before = count("person");
    for (const round of [1, 2]) {
      await page.goto(`${base}/p/alfa/people/import`);
      await page.getByLabel("Файл CSV").setInputFiles(file(people));
      await button("Показать, что изменится").click();
      if (round === 2) break;
      await says(page.locator(".state", { hasText: "Новых" }), /Новых: 1, изменится: 0, без изменений: 0/);
      await says(row("Новикова"), /Служба доставки.*новое подразделение/);
      await narrow("the plan");
      assert.equal(count("person"), before, "a dry run");
      await page.locator("main form button.primary").click();
      assert.match(await notice(), /Список загружен/);
      assert.equal(count("person"), before + 1);
    }
    await page.locator(".notice", { hasText: "Менять нечего" }).waitFor();
    assert.equal(count("person"), before + 1);
  });

  await step("a list with a mistake names line and column and changes nothing", async () => {
    const before = count("person");
    await page.goto(`${base}/p/alfa/people/import`);
    await page.getByLabel("Файл CSV").setInputFiles(file("ФИО;Почта\nХорошая Мария;m@alfa.example\nПлохая Мария;m-alfa.example\n"));
    await button("Показать, что изменится").click();
    await says(row("m-alfa.example"), /^3 Почта .*не похоже на адрес/);
    await narrow("the refused list");
    assert.equal(count("person"), before);
  });

  await step("a questionnaire is assigned with a due date", async () => {
    await place("Обследование");
    await link("Назначить вопросник").click();
    await page.getByLabel("Вопросник").selectOption({ label: "Экспресс-обследование. Менеджер по продажам" });
    await button("Показать людей").click();
    await page.waitForURL(/form=express_audit_sales/);
    for (const ticked of await page.locator("input[name=person]:checked").all()) await ticked.uncheck();
    await row("Новикова").locator("input[name=person]").check();
    await page.getByLabel("Срок").fill("2031-12-30");
    await button("Назначить отмеченным").click();
    await page.waitForURL(/done=assigned/);
    await says(row("Новикова"), /не начато.*30\.12\.2031/);
    assert.equal(count("assignment", "due_date='2031-12-30'"), 1);
  });

  await step("her link stands ready to send, in the text, in the CSV and on a slip with its code", async () => {
    await link("Ссылки").click();
    const letter = await row("Новикова").locator(".letter").innerText();
    [personal] = /http:\/\/127\.0\.0\.1:\d+\/i\/[a-z2-7]{26}/.exec(letter);
    [code] = /[a-z2-7]{4}-[a-z2-7]{4}-[a-z2-7]{4}/.exec(letter);
    assert.ok(personal.startsWith(base));
    const copy = row("Новикова").getByRole("button");
    assert.equal(await copy.count(), scripts ? 1 : 0);
    if (scripts) {
      await copy.click();
      await row("Новикова").getByText("Скопировано").waitFor();
      assert.equal((await page.evaluate(() => navigator.clipboard.readText())).trim(), letter.trim());
    }
    const csv = await download(page, link("CSV"));
    assert.equal(csv.name, "links-alfa.csv");
    assert.match(csv.bytes.toString(), new RegExp(`Новикова.*${personal.split("/i/")[1]}`, "s"));
    await link("Листки с кодами").click();
    const slip = page.locator(".slip", { hasText: "Новикова Д. И." });
    assert.equal(await slip.locator(".code").innerText(), code);
    assert.equal(await slip.getByRole("img", { name: "QR" }).isVisible(), true);
  });

  await step("she opens the link, answers and hands in", async () => {
    const hers = await open(browser, { javaScriptEnabled: scripts });
    await hers.goto(personal);
    await says(hers.locator("main"), /Н\. Д\. И\./);
    await hers.locator("main form button").click();
    await link("Экспресс-обследование. Менеджер по продажам", hers).click();
    await says(hers.locator("main"), /30\.12\.2031/);
    await hers.locator("main form button").click();
    await hers.locator('input[name="sm_future_user"][value="yes"]').check();
    await hers.locator('input[name="sm_years"]').fill("7,5");
    for (let pages = 0; !hers.url().endsWith("/review"); pages++) {
      assert.ok(pages < 20, "the last section leads to the review");
      await answerAll(hers);
      // what may stay open is asked for once: then the same page comes again
      await Promise.all([hers.waitForEvent("load"), hers.locator('button[value="next"]').click()]);
    }
    if (process.env.PICTURES) await picture(hers, `review-${scripts}`);
    await says(hers.locator("main"), /7,5/);
    await button("Отправить", hers).click();
    await hers.waitForURL(/\/done$/);
    assert.deepEqual(hers.errors, []);
    await hers.context().close();
  });

  await step("the consultant sees that she handed in, and what she wrote", async () => {
    await place("Сводка");
    await says(page.locator(".panel", { hasText: "Новикова" }), /Новикова/);
    await place("Обследование");
    await says(row("Новикова"), /отправлено/);
    await row("Новикова").locator("td a").click();
    await page.locator("h1", { hasText: "Новикова Дарья Ильинична" }).waitFor();
    await says(page.locator("main"), /7,5/);
    await page.locator("details.history summary").first().click();
    assert.equal(await page.locator("details.history li").first().isVisible(), true);
  });

  await step("only an approved goal enters the priorities: the register's score changes", async () => {
    const score = async () => {
      await place("Требования");
      return words(row("CLI-01").first().locator('td[data-label="Балл"]'));
    };
    const before = await score(), number = (text) => Number(text.replace(",", "."));
    await row("CLI-01").first().locator("a.row").click();
    await says(page.locator(".facts").first(), /G, связь с целями 100,00 % .*меньше потерянных обращений/, "agreed by the leaders themselves");
    await place("Цели");
    await says(row("меньше потерянных обращений").first(), /согласована автоматически/);
    await row("меньше потерянных обращений").first().locator("a.row").click();
    await page.getByLabel("Цель, число").fill("4");
    await button("Вернуть в предложения").click();
    await page.waitForURL(/done=goal_proposed/);
    // a goal of rank A gives G = 100 with a weight of 2 in 10
    assert.equal(number(await score()).toFixed(2), (number(before) - 20).toFixed(2), "a proposal counts for nothing");
    await row("CLI-01").first().locator("a.row").click();
    await says(page.locator(".facts").first(), /G, связь с целями 0,00 % связано с целью «меньше потерянных обращений», цель ещё не утверждена/);
    await place("Цели");
    await row("меньше потерянных обращений").first().locator("a.row").click();
    assert.equal(await page.getByLabel("Цель, число").inputValue(), "4");
    await page.getByLabel("Приоритет").selectOption("A");
    await button("Утвердить").click();
    await page.waitForURL(/done=goal_approved/);
    await says(page.locator(".state").first(), /Утверждена 1 цель|Утверждено 1/);
    assert.equal(await score(), before);
    await row("CLI-01").first().locator("a.row").click();
  });

  await step("a decision needs a reason, and shows both values with it", async () => {
    const priority = page.locator("form", { has: page.getByRole("button", { name: "Изменить приоритет" }) });
    await priority.getByLabel("Утверждённый приоритет").selectOption({ label: "Желательное (C)" });
    await button("Изменить приоритет").click();
    assert.equal(count("decision", "kind='priority'"), 0, "no reason, no decision");
    await priority.getByLabel("Причина").fill("в первую очередь не войдёт");
    await button("Изменить приоритет").click();
    await page.waitForURL(/done=decision/);
    await says(page.locator(".page-head"), /Обязательное \(M\) → Желательное \(C\)/);
    await narrow("the decision");
    await says(page.locator("main"), /в первую очередь не войдёт/);
    await place("Требования");
    await says(row("CLI-01").first(), /Обязательное \(M\) → Желательное \(C\)/);
  });

  await step("a test is assigned, and a person gets more minutes", async () => {
    await place("Аттестация");
    await page.locator("tr", { has: page.locator("input[name=person]") }).filter({ hasText: "Новикова" }).locator("input").check();
    await button("Назначить отмеченным").or(page.locator("#assign button.primary")).first().click();
    await page.waitForURL(/done=exam_assigned/);
    await says(row("Новикова").first(), /не начата/);
    assert.equal(count("attempt a join assignment s on s.id=a.assignment join person p on p.id=s.person", "p.family='Новикова' and a.paper is not null"), 1);
    await row("Новикова").first().locator("a.row").click();
    await page.locator("#minutes").fill("15");
    await page.locator("button[value=time]").click();
    await page.waitForURL(/done=exam_time/);
    await says(page.locator("main .facts").first(), /15/);
    await place("Аттестация");
    await says(row("Новикова").first(), /\+15 мин/);
  });

  await step("what a document lacks is named, filled in the settings, and no longer named", async () => {
    await place("Документы");
    const sheet = page.locator(".panel", { hasText: "Аттестационная ведомость · Тест знаний CRM" });
    await says(sheet, /Не заполнено, в документе будет пустая строка: Группа Номер ведомости Дата ведомости/);
    await link("Заполнить в настройках", sheet).click();
    await page.getByLabel("Группа", { exact: true }).fill("КР-7");
    const own = page.locator("#test-crm_base");
    await own.getByLabel("Номер ведомости").fill("12-А");
    await own.getByLabel("Дата ведомости").fill("2026-11-20");
    await button("Сохранить").click();
    assert.match(await notice(), /\S/);
    assert.equal(await own.getByLabel("Номер ведомости").inputValue(), "12-А");
    await place("Документы");
    assert.doesNotMatch(await words(sheet), /пустой строкой/);
    await link("Посмотреть", sheet).click();
    assert.match(await paper(page), /ВЕДОМОСТЬ № 12-А.*КР-7.*Бондаренко Анна Сергеевна/);
  });

  await step("both documents come as PDF, CSV and JSON with the same figures", async () => {
    const sheet = await download(page, link("PDF"));
    const text = (pdf) => execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
    assert.match(text(sheet.bytes), /АТТЕСТАЦИОННАЯ ВЕДОМОСТЬ[\s\S]*12-А[\s\S]*КР-7[\s\S]*Бондаренко/);
    await place("Документы");
    await page.locator(".panel h2 a", { hasText: "Сводка требований" }).click();
    assert.match(await paper(page), /Сводка требований к CRM-системе.*CLI-01/);
    const [pdf, csv, json] = [await download(page, link("PDF")), await download(page, link("CSV")), await download(page, link("JSON"))];
    assert.match(pdf.name, /\.pdf$/);
    assert.match(text(pdf.bytes), /Сводка требований[\s\S]*CLI-01[\s\S]*92,50/);
    assert.match(csv.bytes.toString(), /CLI-01/);
    assert.match(csv.bytes.toString(), /92[.,]50?/);
    assert.match(JSON.stringify(JSON.parse(json.bytes)), /CLI-01/);
  });

  await step("the language stays when it was switched, and signing out ends it", async () => {
    await page.locator('.languages a[lang="uk"]').click();
    await page.waitForURL(/lang=uk/);
    await page.goto(`${base}/p/alfa/people`);
    assert.equal(await words(page.locator("h1")), "Люди");
    assert.equal(await page.locator("html").getAttribute("lang"), "uk");
    await page.locator("details.who summary").click();
    await page.locator(".who-menu button").click();
    await page.waitForURL((url) => !url.pathname.startsWith("/p/"));
    await page.goto(`${base}/p/alfa/people`);
    assert.match(page.url(), /\/staff\/login$/);
    assert.deepEqual(page.errors, []);
  });

  await page.context().close();
  await server.stop();
  company.remove();
}

/** Every page by axe; nothing sticks out, no table loses a column. */
async function everyPage() {
  const company = demo(), boss = session(company, "staff", 1).cookie.replace("session=", "");
  const server = await start(company);
  const first = (text) => company.sql(`${text} limit 1`);
  const places = {
    projects: "/staff",
    today: "/p/alfa",
    people: "/p/alfa/people",
    "a person": `/p/alfa/people/${first("select s.person from attempt a join assignment s on s.id=a.assignment where a.state='handed_in'")}`,
    "a new person": "/p/alfa/people/new",
    "the import": "/p/alfa/people/import",
    survey: "/p/alfa/survey",
    "an assignment": "/p/alfa/survey/assign?form=express_audit_head",
    links: "/p/alfa/links",
    slips: "/p/alfa/slips",
    answers: `/p/alfa/answers/${first("select r.id from response r join assignment a on a.id=r.assignment where r.state='handed_in' and a.form='express_audit_sales'")}`,
    goals: "/p/alfa/goals",
    "a goal": "/p/alfa/goals?edit=lost",
    requirements: "/p/alfa/requirements?priority=should",
    "a requirement": "/p/alfa/requirements/3",
    tests: "/p/alfa/exam",
    "an attempt": `/p/alfa/exam/${first("select id from attempt where state='handed_in'")}`,
    documents: "/p/alfa/documents",
    "a certification sheet": "/p/alfa/documents/certification-sheet?test=crm_base",
    settings: "/p/alfa/settings",
    login: "/staff/login",
  };
  const look = async ([name, path]) =>
    test(`accessible, and nothing cut, at both widths, light and dark: ${name}`, async () => {
      const page = await openWith(browser, server, boss, { bypassCSP: true, reducedMotion: "reduce" });
      assert.equal((await page.goto(server.base + path)).status(), 200);
      for (const viewport of [DESK, PHONE])
        for (const colorScheme of ["light", "dark"]) {
          const what = `${name}, ${viewport.width}, ${colorScheme}`;
          await page.setViewportSize(viewport);
          await page.emulateMedia({ colorScheme });
          await fits(page, what);
          assert.deepEqual(await page.evaluate(cut), [], what);
          await accessible(page, what, colorScheme === "dark" ? ["color-contrast"] : undefined); // only colours differ
        }
      assert.deepEqual(page.errors, []);
      await page.context().close();
    });
  const left = Object.entries(places);
  const worker = async () => {
    while (left.length) await look(left.shift());
  };
  await Promise.all([worker(), worker()]);
  await test("printed tables lie on their side, a statement has room, and no row is cut", async () => {
    const page = await openWith(browser, server, boss);
    for (const name of ["requirements", "people", "survey", "goals", "a requirement"]) {
      await page.goto(server.base + (name === "requirements" ? "/p/alfa/requirements" : places[name]));
      const pdf = await page.pdf({ preferCSSPageSize: true });
      const info = execFileSync("pdfinfo", ["-"], { input: pdf, encoding: "utf8" });
      assert.match(info, /Page size: +84[12]\.\d+ x 59[45]/, name);
      if (name !== "requirements") continue;
      assert.ok(Number(/Pages: +(\d+)/.exec(info)[1]) <= 5, info);
      const words = execFileSync("pdftotext", ["-layout", "-", "-"], { input: pdf, encoding: "utf8", stdio: ["pipe", "pipe", "ignore"] });
      assert.match(words, /CLI-01.*Система должна требовать при сохранении обращения указать/);
    }
    await page.emulateMedia({ media: "print" });
    await page.setViewportSize({ width: 1032, height: 700 }); // 273 mm
    await page.goto(`${server.base}/p/alfa/requirements`);
    const look = await page.evaluate(() => [...document.querySelectorAll("tbody tr")].map((row) => getComputedStyle(row).breakInside));
    assert.deepEqual([...new Set(look)], ["avoid"]);
    assert.ok((await page.locator("td").first().boundingBox()).width > 300);
    await page.context().close();
  });
  await test("the slash searches; j, k and Enter work wherever rows lead somewhere", async () => {
    const page = await openWith(browser, server, boss);
    const at = () => page.evaluate(() => { const e = document.activeElement; return { id: e.id, filter: !!e.closest("form.filter"), row: e.closest("tbody tr")?.rowIndex, href: e.href }; });
    for (const [name, search, rows] of [["people", "q", true], ["survey", "form", true], ["links", "q", true], ["slips", "q", false], ["requirements", "q", true], ["an assignment", "form", false],
      ["tests", "test", true], ["goals", "", true], ["a person", "", true], ["a requirement", "", true], ["projects", "", true]]) {
      await page.goto(server.base + places[name]);
      await page.keyboard.press("/");
      assert.equal((await at()).id, search || "", name);
      assert.equal((await at()).filter, search !== "", name);
      await page.evaluate(() => document.activeElement.blur());
      await page.keyboard.press("j");
      if (!rows) {
        assert.equal((await at()).href, undefined, name);
        continue;
      }
      const first = await at();
      assert.ok(first.row && first.href, name);
      await page.keyboard.press("j");
      await page.keyboard.press("k");
      assert.deepEqual(await at(), first, name);
      await page.keyboard.press("Enter");
      await page.waitForURL(first.href);
    }
    await page.goto(`${server.base}/p/alfa/survey`);
    await page.locator("input[name=a]").nth(2).check();
    await page.keyboard.press("j");
    assert.equal((await at()).row, 4, "from a ticked box to the next row");
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });
  await server.stop();
  company.remove();
}

await Promise.all([journey("with scripts", true), journey("without scripts", false), everyPage()]);
await browser.close();
finish();
