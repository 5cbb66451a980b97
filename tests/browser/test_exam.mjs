// Taking a test in a browser: with its script, without any, with one that does not parse, offline, in two tabs, on a phone.
import assert from "node:assert/strict";
import { accessible, demo, DESK, finish, fits, launch, open, openWith, PHONE, picture, serve, test, until, watched } from "./lib.mjs";
import { bank } from "../lib/quiz.mjs";

const items = bank("quizzes/crm_base.yaml");
const company = demo();
const trainees = company.sql(`select t.person, t.id, t.assignment from attempt t join assignment a on a.id = t.assignment
  where a.form = 'crm_base' and t.state = 'ready' and t.number = 1 order by t.person`).split("\n").map((line) => line.split("|").map(Number));
const tokens = Object.fromEntries(trainees.map(([person]) => [person, company.session(person)]));
let server = await serve(company.database);
const browser = await launch();
let next = 0;

/** A trainee of his own whose test runs, in a browser of his own. */
async function sit(options = {}, who = trainees[next++]) {
  const [person, attempt, assignment] = who;
  const page = await openWith(browser, server, tokens[person], options);
  const paper = company.sql(`select item from paper_item i join attempt t on t.paper = i.paper where t.id = ${attempt} order by place`)
    .split("\n").map((id) => items[id]);
  await page.goto(`${server.base}/my/${assignment}`);
  await page.locator('form[action$="/begin"] button, a[href^="/t/"]').first().click();
  await page.waitForURL(/\/t\//);
  return {
    page, attempt, who, paper,
    at: (n) => `${server.base}/t/${attempt}/${n}`,
    place: (type) => paper.findIndex((item) => item.type === type) + 1,
    kept: (n) => company.sql(`select value from attempt_answer where attempt = ${attempt} and item = '${paper[n - 1].id}'`),
    queue: () => page.evaluate((id) => Object.keys(localStorage).filter((key) => key.startsWith(`exam:${id}:`)), attempt),
    status: () => page.locator("[data-status]").textContent(),
    close: () => page.context().close(),
  };
}

const option = (page, n = 0) => page.locator('input[name="value"]').nth(n);

const one = await sit();

await test("a choice is saved at once and said to be saved; the navigator follows", async () => {
  const { page, at, place, status, kept, queue } = one, n = place("select_one");
  await page.goto(at(n));
  const mark = page.locator(`.navigator [data-n="${n}"]`);
  assert.match(await mark.getAttribute("class"), /glanced/);
  assert.match(await page.locator(`.navigator [data-n="${n === 30 ? 29 : n + 1}"]`).getAttribute("class"), /unseen/);
  await option(page, 1).check();
  await until(async () => /^Сохранено \d\d:\d\d:\d\d$/.test(await status()), "saved");
  assert.notEqual(kept(n), "");
  assert.match(await mark.getAttribute("class"), /answered/);
  assert.match(await mark.textContent(), /есть ответ$/);
  await page.locator('input[name="marked"]').check();
  await until(async () => (await mark.getAttribute("class")).includes("marked"), "marked");
  assert.match(await mark.textContent(), /есть ответ, отмечен$/);
  await page.reload();
  assert.equal(await option(page, 1).isChecked(), true);
  assert.equal(await page.locator('input[name="marked"]').isChecked(), true);
  await until(async () => (await queue()).length === 0, "nothing waits");
  assert.deepEqual(page.errors, []);
});

await test("the clock shows minutes and seconds, stays in sight, and takes the server's word", async () => {
  const { page, at, attempt, place } = one, n = place("order");
  await page.goto(at(n));
  const clock = page.locator("[data-clock]");
  assert.match(await clock.textContent(), /^Осталось 4[45] мин \d+ с$/);
  await page.setViewportSize({ width: 360, height: 400 });
  await page.evaluate(() => window.scrollTo(0, 400));
  await until(async () => (await page.locator("#clock").boundingBox()).y === 0, "the clock sticks");
  await page.setViewportSize(DESK);
  company.sql(`update attempt set deadline = deadline + 600000 where id = ${attempt}`);
  await page.locator("select").first().selectOption("1");
  await until(async () => /^Осталось 5[45] мин/.test(await clock.textContent()), "ten minutes more");
});

await test("ten, five and one minute are spoken once, when they come", async () => {
  const { page, at } = await sit(), clock = page.locator("[data-clock-spoken]");
  await page.clock.install();
  await page.goto(at(1));
  await page.route("**/t/**", (route) => route.abort()); // the server's time does not fly
  assert.equal(await clock.textContent(), "");
  await page.clock.runFor(35 * 60000 + 2000);
  assert.equal(await clock.textContent(), "Осталось минут: 10");
  await page.clock.runFor(5 * 60000);
  assert.equal(await clock.textContent(), "Осталось минут: 5");
  await page.context().close();
});

await test("a mark that passes while a page loads is spoken on the new page", async () => {
  const { page, at, attempt } = await sit({}, trainees[1]), clock = page.locator("[data-clock-spoken]");
  const left = (seconds) => company.sql(`update attempt set deadline = ${Date.now() + seconds * 1000} where id = ${attempt}`);
  left(650);
  await page.goto(at(1));
  await until(async () => /^Осталось 10 мин \d+ с$/.test(await page.locator("[data-clock]").textContent()), "before");
  left(594);
  await page.goto(at(2));
  await until(async () => (await clock.textContent()) === "Осталось минут: 10", "spoken");
  await page.goto(at(3));
  await new Promise((done) => setTimeout(done, 1500));
  assert.equal(await clock.textContent(), "", "and once");
  left(175); // as after a pause: what is left is said, not the mark
  await page.goto(at(4));
  await until(async () => (await clock.textContent()) === "Осталось минут: 3", "in truth");
  await page.context().close();
});

await test("who leaves a question without an answer has seen it, on every device", async () => {
  const { page, at, attempt } = one;
  const blank = Number(company.sql(`select min(place) from paper_item i join attempt t on t.paper = i.paper where t.id = ${attempt}
    and not exists (select 1 from attempt_answer a where a.attempt = t.id and a.item = i.item)`));
  await page.goto(at(blank));
  await page.locator('button[name="go"][value="next"].primary').click();
  await page.waitForURL(blank === 30 ? at("finish") : at(blank + 1));
  assert.match(await page.locator(`.navigator [data-n="${blank}"]`).getAttribute("class"), /glanced/);
  assert.equal(company.sql(`select count(*) from attempt_answer where attempt = ${attempt} and value = '' and revision = 1`), "1");
});

await test("one number for each step: taking a number swaps", async () => {
  const { page, at, place, kept } = one, n = place("order");
  await page.goto(at(n));
  const step = (at) => page.locator("[data-order]").nth(at);
  await step(0).selectOption("1");
  await step(1).selectOption("2");
  await step(1).selectOption("1");
  assert.deepEqual([await step(0).inputValue(), await step(1).inputValue()], ["2", "1"]);
  await until(() => kept(n).split(" ").filter((word) => word !== "-").length === 2, "saved");
  await page.reload();
  assert.deepEqual([await step(0).inputValue(), await step(1).inputValue()], ["2", "1"]);
});

await test("what is refused says why beside the field and stays typed through a reload", async () => {
  const { page, at, place, kept } = one, n = place("numeric");
  await page.goto(at(n));
  await page.locator("#value").fill("сто");
  await page.locator("[data-refusal]:not([hidden])").waitFor();
  assert.equal(await page.locator("[data-refusal]").textContent(), "Введите только число, цифрами и без слов: например 12,5.");
  await page.reload();
  assert.equal(await page.locator("#value").inputValue(), "сто");
  await page.locator("[data-refusal]:not([hidden])").waitFor();
  assert.equal(kept(n), "");
  await page.goto(at(n === 1 ? 2 : n - 1));
  await page.locator("[data-queue]:not([hidden]) a").click();
  await page.waitForURL(at(n));
  await page.locator("#value").fill("12,5");
  await until(() => kept(n) === "12.5", "saved");
  assert.equal(await page.locator("[data-refusal]").isHidden(), true);
});

await test("a refused answer of another question does not hold anybody at this one", async () => {
  const { page, at, place, kept } = one, n = place("numeric"), next = n <= 2 ? 3 : 1, context = page.context();
  await page.goto(at(n));
  await page.locator("#value").fill("сто");
  await page.locator("[data-refusal]:not([hidden])").waitFor();
  await page.goto(at(next));
  await page.locator("[data-queue]:not([hidden]) a").waitFor();
  await page.locator('button[name="go"][value="next"].primary').click();
  await page.waitForURL(at(next + 1));
  await context.setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await page.locator('button[value="finish"], button[value="next"].primary').first().click();
  await until(async () => /нет связи/i.test(await page.locator("[data-queue]:not([hidden])").textContent()), "nor hides what is said");
  await context.setOffline(false);
  await page.waitForURL(at("finish"));
  await page.goto(at(n));
  await page.locator("#value").fill("12,5");
  await until(async () => kept(n) === "12.5" && (await one.queue()).length === 0, "saved");
});

await test("without a connection nothing leads away from the page; it says so and goes on by itself", async () => {
  const { page, at, place } = one, n = place("select_one"), context = page.context();
  await page.goto(at(n));
  await context.setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await page.locator('button[value="finish"], button[value="next"].primary').first().click();
  await until(async () => /^Нет связи\. .* страница откроется сама/.test(await page.locator("[data-queue]:not([hidden])").textContent()), "it is said");
  assert.equal(await page.evaluate(() => document.activeElement.hasAttribute("data-queue")), true);
  assert.equal(page.url(), at(n));
  await context.setOffline(false);
  await page.waitForURL(at("finish"));
  await server.stop("SIGKILL"); // the network is there, the server is not
  await new Promise((done) => setTimeout(done, 1200));
  await page.locator(`.navigator [data-n="${n}"]`).click();
  await page.locator("[data-queue]:not([hidden])").waitFor();
  assert.equal(page.url(), at("finish"));
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  await page.waitForURL(at(n));
  assert.deepEqual(page.errors.filter((error) => !/ERR_|Failed to load/.test(error)), []);
  page.errors.length = 0;
});

await test("without a connection it is said plainly; the answer survives a closed tab and goes from any page", async () => {
  const { page, at, place, kept, queue } = one, n = place("true_false"), context = page.context();
  await page.goto(at(n));
  await context.setOffline(true);
  await option(page, 1).check();
  await until(async () => (await one.status()).startsWith("Не сохранено: нет связи."), "it is said");
  await page.locator('button[name="go"][value="next"].primary').click();
  await new Promise((done) => setTimeout(done, 300));
  assert.equal(page.url(), at(n), "nobody is led to a page that is not there");
  assert.equal((await queue()).length, 1);
  await page.close();
  await context.setOffline(false);
  one.page = watched(await context.newPage());
  await one.page.goto(at(n === 30 ? 1 : n + 1));
  await until(() => kept(n) === "false", "it went from another page");
  one.queue = () => one.page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("exam:")));
  await until(async () => (await one.queue()).length === 0, "nothing waits");
});

await test("while the server is down answers wait, and go when it is back", async () => {
  const { page, at, place, kept } = one, n = place("select_multiple");
  await page.goto(at(n));
  await server.stop("SIGKILL");
  await option(page, 0).check();
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено"), "it is said");
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  await until(() => kept(n) !== "", "it went");
});

await test("an answer that waited here does not overwrite a newer one: both are shown", async () => {
  const { page, at, place, kept } = one, n = place("true_false");
  await page.goto(at(n));
  const other = watched(await page.context().newPage());
  await other.goto(at(n));
  await option(other, 0).check();
  await until(() => kept(n) === "true", "the other window is first");
  await page.locator('input[name="marked"]').check();
  await page.locator("[data-conflict]:not([hidden])").waitFor();
  assert.equal(await page.locator("[data-stored]").textContent(), "Верно");
  assert.equal(kept(n), "true");
  await page.locator("[data-keep]").click();
  await until(() => kept(n) === "false", "mine replaces it");
  await page.locator("[data-conflict]").waitFor({ state: "hidden" });
  await option(other, 0).click();
  await other.locator('input[name="marked"]').check();
  await other.locator("[data-conflict]:not([hidden])").waitFor();
  await other.locator("[data-take]").click();
  await other.waitForLoadState();
  assert.equal(await option(other, 1).isChecked(), true);
  assert.equal(kept(n), "false");
  await other.close();
});

await test("an older unsent answer meets a newer one of another device after a reload", async () => {
  const { page, at, place, kept } = one, n = place("match"), context = page.context();
  await page.goto(at(n));
  await context.setOffline(true);
  await page.locator("select").first().selectOption("1");
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено"), "it waits");
  const there = await sit({}, one.who);
  await there.page.goto(at(n));
  await there.page.locator("select").first().selectOption("2");
  await until(() => kept(n) !== "", "saved there");
  const newer = kept(n);
  await there.close();
  await context.setOffline(false);
  await page.goto(at(n));
  await page.locator("[data-conflict]:not([hidden])").waitFor();
  assert.equal(kept(n), newer);
  assert.equal(await page.locator("select").first().inputValue(), "1", "mine is on the page");
  await page.locator("[data-take]").click();
  await until(async () => (await page.locator("select").first().inputValue()) === "2", "the stored one is taken");
  await until(async () => (await one.queue()).length === 0, "nothing waits");
});

await test("the buttons save first, then lead on; the language keeps what is half typed", async () => {
  const { page, at, place, kept } = one, n = place("short_text");
  await page.goto(at(n));
  await page.locator("#value").pressSequentially("дубл");
  await page.locator('button[value="lang:uk"]').click();
  await page.locator('html[lang="uk"]').waitFor({ state: "attached" });
  assert.equal(await page.locator("#value").inputValue(), "дубл");
  await page.locator('button[value="lang:ru"]').click();
  await page.locator('html[lang="ru"]').waitFor({ state: "attached" });
  await page.locator("#value").press("End");
  await page.locator("#value").pressSequentially("ь");
  await page.keyboard.press("Enter");
  await page.waitForURL(n === 30 ? at("finish") : at(n + 1));
  assert.equal(kept(n), "дубль");
  assert.deepEqual(page.errors, []);
});

await test("when another person has come in with this browser, the old page says so and keeps its answer", async () => {
  const { page, at, place, kept } = one, n = place("short_text");
  await page.goto(at(n));
  await page.context().addCookies([{ name: "session", value: tokens[trainees[4][0]], url: server.base }]);
  await page.locator("#value").fill("двойник");
  await until(async () => (await page.locator("[data-queue]").textContent()).includes("другой человек"), "it is said");
  assert.equal(kept(n), "дубль");
  assert.equal((await one.queue()).length, 1);
  await page.context().addCookies([{ name: "session", value: tokens[one.who[0]], url: server.base }]);
  await page.reload();
  await until(() => kept(n) === "двойник", "back again, it goes");
});

await test("handing in waits for what is unsent and wipes what this device kept", async () => {
  const { page, at, attempt } = one;
  await page.goto(at("finish"));
  assert.match(await page.locator(".notice.attention:not([hidden])").first().textContent(), /Без ответа: \d+ из 30/);
  await page.evaluate((id) => localStorage.setItem("exam:999:1", "{}"), attempt);
  await page.locator("#hand-in button").click();
  await page.waitForURL(/\/result$/);
  await page.evaluate((id) => localStorage.setItem(`exam:${id}:3`, '{"body":"value=1","seen":0}'), attempt);
  await page.reload();
  assert.deepEqual(await one.queue(), ["exam:999:1"], "and nothing of another attempt");
  assert.deepEqual(page.errors, []);
  await one.close();
});

const last = await sit();

await test("handing in names the refused answer, leads to it, and goes on without it after a press of its own", async () => {
  const { page, at, place, attempt } = last, n = place("numeric");
  await page.goto(at(n));
  await page.locator("#value").fill("сто");
  await page.locator("[data-refusal]:not([hidden])").waitFor();
  await page.setViewportSize({ width: 360, height: 500 });
  await page.goto(at("finish"));
  await page.locator("#hand-in button").scrollIntoViewIfNeeded();
  await page.locator("#hand-in button").dblclick(); // nobody hands in by pressing twice
  await new Promise((done) => setTimeout(done, 800));
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "running");
  await page.locator("#hand-in button").click();
  const notice = page.locator("[data-queue]:not([hidden])");
  await until(async () => page.evaluate(() => document.activeElement.hasAttribute("data-queue")), "the notice has the focus");
  assert.match(await notice.textContent(), new RegExp(`Не сохранены ответы:Вопрос ${n}: Введите только число`));
  const box = await notice.boundingBox();
  assert.ok(box.y >= 0 && box.y + box.height <= 500, "and is in sight");
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "running");
  await accessible(page, "finish with a refused answer", undefined);
  await notice.locator("a").click();
  await page.waitForURL(at(n));
  assert.equal(await page.locator("#value").inputValue(), "сто");
  await page.goto(at("finish"));
  await page.locator("[data-queue] button", { hasText: "Сдать без этого ответа" }).click();
  await page.waitForURL(/\/result$/);
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "handed_in");
  await until(async () => (await last.queue()).length === 0, "nothing waits");
  await last.close();
});

const offline = await sit();

await test("one press hands in when the queue has gone through, and when the connection is back", async () => {
  const { page, at, place, attempt, kept } = offline, n = place("true_false"), context = page.context();
  await page.goto(at(n));
  await context.setOffline(true);
  await option(page, 0).check();
  await until(async () => (await offline.status()).startsWith("Не сохранено: нет связи."), "it waits");
  await context.setOffline(false);
  await page.route("**/attempt/**", (route) => setTimeout(() => route.continue(), 700)); // it is slow to go
  await page.goto(at("finish"));
  await context.setOffline(true);
  await page.waitForFunction(() => !navigator.onLine);
  await page.locator("#hand-in button").click();
  await until(async () => /работа ещё не сдана/.test(await page.locator("[data-queue]:not([hidden])").textContent()), "it is said");
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "running");
  await context.setOffline(false);
  await page.waitForURL(/\/result$/);
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "handed_in");
  assert.equal(kept(n), "true");
  await offline.close();
});

const plain = await sit({ javaScriptEnabled: false });

await test("without any script the whole way is gone by keyboard", async () => {
  const { page, at, place, kept, attempt } = plain, n = place("true_false");
  assert.match(await page.locator("#clock").textContent(), /Осталось 4\d мин \d+ с\s+на \d\d:\d\d:\d\d;\s+тест закончится в \d\d:\d\d/);
  await page.goto(at(n));
  await option(page, 0).focus();
  await page.keyboard.press("Space");
  await page.keyboard.press("Enter");
  await page.waitForURL(n === 30 ? at("finish") : at(n + 1));
  assert.equal(kept(n), "true");
  const text = place("numeric");
  await page.goto(at(text));
  await page.locator("#value").fill("сто");
  await page.keyboard.press("Enter");
  await page.locator(".refusal:not([hidden])").waitFor();
  assert.equal(await page.locator("#value").inputValue(), "сто");
  await page.locator("#value").fill("7");
  await page.locator('.navigator button[value="3"]').click();
  await page.waitForURL(at(3));
  assert.equal(kept(text), "7", "the navigator saves first");
  const order = place("order");
  await page.goto(at(order));
  await page.locator("select").nth(0).selectOption("1");
  await page.locator("select").nth(1).selectOption("1");
  await page.locator('button[value="next"].primary').click();
  assert.match(await page.locator(".refusal").textContent(), /один и тот же номер/);
  assert.deepEqual([await page.locator("select").nth(0).inputValue(), await page.locator("select").nth(1).inputValue()], ["1", "1"]);
  await page.goto(at("finish"));
  await page.locator("#hand-in button").click();
  await page.waitForURL(/\/result$/);
  assert.equal(company.sql(`select state from attempt where id = ${attempt}`), "handed_in");
  await page.context().close();
});

const third = await sit();

await test("a script that does not parse leaves the plain way working", async () => {
  const { page, at, place, kept } = third, n = place("select_one");
  await page.route("**/static/exam.js*", (route) => route.fulfill({ contentType: "text/javascript", body: "this is (not a script" }));
  await page.goto(at(n));
  await option(page, 0).check();
  await page.locator('button[value="next"].primary').click();
  await page.waitForURL(n === 30 ? at("finish") : at(n + 1));
  assert.notEqual(kept(n), "");
  await page.unroute("**/static/exam.js*");
});

await test("the page passes the accessibility rules and fits a phone, light and dark, each type of question", async () => {
  const { page: watchedPage, at, place, who } = third;
  await watchedPage.context().close();
  for (const colorScheme of ["light", "dark"])
    for (const [name, viewport] of [["phone", { ...PHONE, height: 2400 }], ["desk", DESK]]) { // tall: nothing lies under the bars
      const page = await openWith(browser, server, tokens[who[0]], { bypassCSP: true, colorScheme, viewport });
      for (const type of ["select_one", "select_multiple", "true_false", "numeric", "short_text", "match", "order"]) {
        await page.goto(at(place(type)));
        await fits(page, `${type} ${name}`);
        await accessible(page, `${type} ${name} ${colorScheme}`);
        if (type === "select_one" || type === "match") await picture(page, `exam-${type}-${name}-${colorScheme}`);
      }
      await page.locator("#value, select").first().evaluate((control) => control.focus());
      for (const path of [`/my/${who[2]}`, "/my", `/t/${who[1]}/finish`]) {
        await page.goto(server.base + path);
        await fits(page, `${path} ${name}`);
        await accessible(page, `${path} ${name} ${colorScheme}`);
      }
      await page.goto(at(place("numeric")));
      await page.locator("#value").fill("x");
      await page.locator("[data-refusal]:not([hidden])").waitFor();
      await accessible(page, `refused ${name} ${colorScheme}`);
      await page.locator("#value").fill("");
      await until(async () => page.locator("[data-refusal]").isHidden(), "the refusal goes");
      assert.deepEqual(page.errors, []);
      await page.context().close();
    }
});

await test("when time is over the page leads to the result by itself; result pages are accessible, too", async () => {
  const { page, at, attempt, place } = await sit({ bypassCSP: true }, third.who);
  company.sql(`update attempt set deadline = ${Date.now() + 3500} where id = ${attempt}`);
  await page.goto(at(place("select_one")));
  assert.match(await page.locator("#clock").getAttribute("class"), /last/);
  await page.waitForURL(/\/result$/);
  await page.locator(".verdict").waitFor();
  assert.match(await page.locator("main").textContent(), /Время вышло, работа сдана сервером/);
  company.sql(`update assignment set closes_at = 1 where form = 'crm_base'`);
  company.sql(`update attempt set state = 'no_show' where state in ('running', 'interrupted')`); // then the keys are open
  for (const colorScheme of ["light", "dark"])
    for (const viewport of [{ ...PHONE, height: 2400 }, DESK]) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize(viewport);
      await page.reload();
      assert.match(await page.locator("main").textContent(), /Верный ответ/);
      await fits(page);
      await accessible(page, `result ${viewport.width} ${colorScheme}`);
    }
  await picture(page, "exam-result-desk-dark");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

await browser.close();
await server.stop();
company.remove();
finish();
