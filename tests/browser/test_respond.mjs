// Filling a questionnaire in a browser: with its script, without any, and with one that does not parse.
import assert from "node:assert/strict";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { accessible, demo, finish, fits, launch, openAs, serve, test, until, Visitor } from "./lib.mjs";

const company = demo();
const forms = ["express_audit_sales", "express_audit_head", "goals"];
const person = company.sql("select person from assignment a where form='express_audit_sales' and not exists (select 1 from response r where r.assignment=a.id) limit 1");
for (const form of forms)
  company.sql(`insert or ignore into assignment (project, person, kind, form, created_at) select project, id, 'survey', '${form}', 0 from person where id=${person}`);
const finished = company.sql("select id from response where state='handed_in' limit 1");
// somebody who has answered everything and not pressed the button yet
const [complete, completeBy] = company.sql(`select id, person from response where state='handed_in' and id<>${finished} and form_hash=(select hash from form where form='express_audit_sales') limit 1`).split("|");
company.sql(`update response set state='draft', handed_in_at=0 where id=${complete}`);
const readyToSend = company.session(completeBy);
const stranger = company.session(company.sql(`select person from response where id=${finished}`));
let server = await serve(company.database);
const browser = await launch();

const me = new Visitor(server.base);
await me.enter(company.values.respondent);
const responses = {};
for (const form of forms) {
  const id = company.sql(`select id from assignment where person=${person} and form='${form}'`);
  const csrf = company.sql(`select csrf from session where person=${person} limit 1`);
  responses[form] = (await me.post(`/my/${id}/start`, [["csrf", csrf]])).location.slice(3);
}
const sales = responses.express_audit_sales;

/** A browser of its own with a session of the respondent's. */
const open = (options = {}) => openAs(browser, server, company.values.respondent, { viewport: { width: 1000, height: 800 }, ...options });

/** A page whose clock stands still: what the page does later happens when the test lets time pass. */
async function openStill(section) {
  const page = await open();
  await page.clock.install();
  await page.goto(at(section));
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000));
  return page;
}

const stored = (address, response = sales) => {
  const [question, row = "", column = ""] = address.split("/");
  return company.sql(`select value || case state when 1 then ':dk' when 2 then ':na' else '' end from answer
    where response=${response} and question='${question}' and row_id='${row}' and column_id='${column}'`);
};

const saved = (page, question) => page.locator(`#q-${question} [data-saved]`);
const at = (section, response = sales) => `${server.base}/r/${response}${section && "/"}${section}`;
const queue = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key.startsWith("answers:")));

await test("a choice is saved within a second and said to be saved", async () => {
  const page = await openStill("about");
  await page.locator('input[name="sm_future_user"][value="yes"]').check();
  await page.clock.runFor(1000);
  await until(async () => /^Сохранено \d\d:\d\d:\d\d$/.test(await saved(page, "sm_future_user").textContent()), "saved");
  assert.equal(stored("sm_future_user"), "yes");
  assert.deepEqual(page.errors, []);
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await page.context().close();
});

await test("a typed text is saved while it is typed, and the count of what is left follows", async () => {
  const page = await openStill("about");
  const left = Number(await page.locator("[data-left]").textContent());
  await page.locator('input[name="sm_years"]').pressSequentially("7,5");
  assert.equal(Number(await page.locator("[data-left]").textContent()), left - 1);
  await page.clock.runFor(1000);
  await until(() => stored("sm_years") === "7.5", "saved");
  await page.locator('input[name="sm_years"]').fill("7,25");
  await page.clock.runFor(1000);
  await until(() => stored("sm_years") === "7.25", "saved again");
  await page.context().close();
});

await test("a refused value says why beside the field, and what was typed stays through a reload", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("сто");
  await page.locator("#note-sm_years .refusal").waitFor();
  await page.reload();
  assert.equal(await page.locator('input[name="sm_years"]').inputValue(), "сто");
  await page.locator("#note-sm_years .refusal").waitFor();
  await page.locator('input[name="sm_years"]').fill("8");
  await until(() => stored("sm_years") === "8", "saved");
  await until(async () => (await page.locator("#note-sm_years").count()) === 0, "the refusal goes");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await page.context().close();
});

await test("don't know and an answer exclude one another at once", async () => {
  const page = await open();
  await page.goto(at("clients"));
  await page.locator('input[name="sm_01"][value="phone"]').check();
  await page.locator('input[name="sm_01"][value=":na"]').check();
  assert.equal(await page.locator('input[name="sm_01"][value="phone"]').isChecked(), false);
  await until(() => stored("sm_01") === ":na", "not applicable is saved");
  await page.locator('input[name="sm_01//.other"]').fill("ярмарка");
  assert.equal(await page.locator('input[name="sm_01"][value="other"]').isChecked(), true);
  assert.equal(await page.locator('input[name="sm_01"][value=":na"]').isChecked(), false);
  await until(() => stored("sm_01") === "other" && stored("sm_01//.other") === "ярмарка", "other is saved");
  await page.context().close();
});

await test("without a connection it is said plainly; the answer survives a closed tab and goes by itself", async () => {
  const page = await open();
  const context = page.context();
  await page.goto(at("clients"));
  await context.setOffline(true);
  await page.locator('input[name="sm_03"][value="weekly"]').check();
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено: нет связи."), "it is said");
  assert.match(await saved(page, "sm_03").textContent(), /нет связи/);
  assert.equal(stored("sm_03"), "");
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(at("clients"));
  await until(() => stored("sm_03") === "weekly", "it went");
  assert.equal(await again.locator('input[name="sm_03"][value="weekly"]').isChecked(), true);
  await until(async () => (await queue(again)).length === 0, "nothing waits");
  await context.close();
});

await test("while the server is down answers wait, and go when it is back", async () => {
  const page = await open();
  await page.goto(at("clients"));
  await server.stop("SIGKILL");
  await page.locator('input[name="sm_03"][value="monthly"]').check();
  await page.locator('input[name="sm_02"][value="crm"]').check();
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено"), "it is said");
  server = await serve(company.database, `127.0.0.1:${server.port}`);
  await until(() => stored("sm_03") === "monthly" && stored("sm_02") === "crm", "both went");
  await page.context().close();
});

await test("an answer on another page of the queue is sent, too", async () => {
  const page = await open();
  const context = page.context();
  await page.goto(at("last"));
  await context.setOffline(true);
  await page.locator('textarea[name="sm_99"]').fill("написано без связи");
  await until(async () => (await queue(page)).length === 1, "it waits");
  await page.close();
  await context.setOffline(false);
  const other = await context.newPage();
  await other.goto(at("about"));
  await until(() => stored("sm_99") === "написано без связи", "it went");
  await context.close();
});

await test("two pages with different answers: both are shown, and the person picks", async () => {
  const first = await open(), second = await open();
  await first.goto(at("clients"));
  await second.goto(at("clients"));
  await first.locator('input[name="sm_03"][value="never"]').check();
  await until(() => stored("sm_03") === "never", "the first is saved");
  await second.locator('input[name="sm_03"][value="quarterly"]').check();
  await second.locator("#note-sm_03 b").waitFor();
  assert.equal(await second.locator("#note-sm_03 b").textContent(), "никогда");
  assert.equal(stored("sm_03"), "never");
  await second.locator("#note-sm_03 button", { hasText: "Оставить мой" }).click();
  await until(() => stored("sm_03") === "quarterly", "mine is saved");
  await first.locator('input[name="sm_03"][value="weekly"]').check();
  await first.locator("#note-sm_03 button", { hasText: "Взять сохранённый" }).click();
  assert.equal(await first.locator('input[name="sm_03"][value="quarterly"]').isChecked(), true);
  assert.equal(stored("sm_03"), "quarterly");
  await until(async () => (await queue(first)).length === 0, "nothing waits");
  await first.context().close();
  await second.context().close();
});

await test("adding a row keeps the focus, what is typed there is saved, and removing it takes it away", async () => {
  const page = await open();
  await page.goto(at("deals"));
  const before = await page.locator("#q-sm_05 [data-row]").count();
  await page.locator('[data-add="sm_05"]').click();
  assert.equal(await page.locator("#q-sm_05 [data-row]").count(), before + 1);
  const name = await page.evaluate(() => document.activeElement.name);
  assert.match(name, /^sm_05\/[a-z0-9]+\/stage$/);
  await page.keyboard.type("Заявка");
  await until(() => stored(name) === "Заявка", "the cell is saved");
  const row = name.split("/")[1];
  assert.equal(stored(`sm_05/${row}/.order`), "1");
  await page.locator(`[data-remove="${row}"]`).click();
  await until(() => stored(`sm_05/${row}/.order`) === "", "the row is gone");
  assert.match(await page.evaluate(() => document.activeElement.dataset.add || ""), /sm_05/);
  await page.context().close();
});

await test("a question appears as soon as the answers bring it up", async () => {
  const page = await open();
  const response = responses.express_audit_head;
  await page.goto(at("", response));
  for (const id of await page.locator('button[value^="section:"]').evaluateAll((all) => all.map((b) => b.value.slice(8)))) {
    await page.goto(at(id, response));
    if (await page.locator("#q-hd_05b").count()) break;
  }
  assert.equal(await page.locator("#q-hd_05b").isVisible(), false);
  await page.locator('input[name="hd_05a"][value="counted"]').check();
  assert.equal(await page.locator("#q-hd_05b").isVisible(), true);
  await until(() => stored("hd_05a", response) === "counted", "saved");
  await page.locator('input[name="hd_05a"]:not([value="counted"])').first().check();
  assert.equal(await page.locator("#q-hd_05b").isVisible(), false);
  await until(() => stored("hd_05a", response) !== "counted", "saved");
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

await test("the language changes in mid-word and nothing typed is lost", async () => {
  const page = await open();
  await page.goto(at("last"));
  await page.locator('textarea[name="sm_99"]').fill("слово на полусл");
  await page.locator('button[value="lang:uk"]').click();
  await page.locator('html[lang="uk"]').waitFor({ state: "attached" });
  assert.equal(await page.locator('textarea[name="sm_99"]').inputValue(), "слово на полусл");
  assert.match(page.url(), /\/last/);
  await page.locator('button[value="lang:ru"]').click();
  await page.locator('html[lang="ru"]').waitFor({ state: "attached" });
  await page.context().close();
});

await test("thousands parted by a comma in English mean the same when they are sent from a page in another language", async () => {
  const page = await open(), context = page.context();
  await page.goto(`${at("documents")}?lang=en`);
  const number = page.locator('[name^="sm_07/"][name$="/per_month"]').first(), name = await number.getAttribute("name");
  await number.fill("1,200");
  await until(() => stored(name) === "1200", "saved");
  await context.setOffline(true);
  await number.fill("2,400");
  await until(async () => (await queue(page)).length > 0, "it waits");
  await page.close();
  await context.setOffline(false);
  const again = await context.newPage();
  await again.goto(`${at("documents")}?lang=ru`);
  await until(() => stored(name) === "2400", "it went");
  await again.locator(`[name="${name}"]`).fill("0,5");
  await again.locator(`#q-sm_07 .refusal`).first().waitFor();
  await again.locator(`[name="${name}"]`).fill("");
  await again.locator(`#q-sm_07 [data-remove="${name.split("/")[1]}"]`).click();
  await until(async () => (await queue(again)).length === 0, "removed");
  await context.close();
});

await test("the next button waits for what flies, and leads on", async () => {
  const page = await open();
  await page.goto(at("last"));
  await page.locator('textarea[name="sm_99"]').fill("последнее слово");
  await page.locator('button[value="next"]').click();
  await page.waitForURL(/review/);
  assert.equal(stored("sm_99"), "последнее слово");
  await page.context().close();
});

await test("a button stays where it is when the first answer is saved", async () => {
  for (const viewport of [{ width: 1000, height: 800 }, { width: 360, height: 800 }]) {
    const page = await open({ viewport }), next = page.locator('button[value="next"]');
    await page.goto(at("last"));
    await next.scrollIntoViewIfNeeded();
    const before = await next.boundingBox();
    await page.locator('textarea[name="sm_99"]').fill(`слово ${viewport.width}`);
    await until(async () => /^Сохранено/.test(await page.locator("[data-save-state]").textContent()), "saved");
    assert.deepEqual(await next.boundingBox(), before);
    await page.context().close();
  }
});

await test("nothing is sent, and so nothing moves, while a button is held down; but not for long", async () => {
  const page = await openStill("last"), next = page.locator('button[value="next"]'), sent = [];
  const press = async () => {
    await next.scrollIntoViewIfNeeded();
    const box = await next.boundingBox();
    await page.mouse.move(box.x + 10, box.y + 10);
    await page.mouse.down();
  };
  page.on("request", (request) => request.method() === "POST" && sent.push(request.url()));
  await page.locator('textarea[name="sm_99"]').fill("нажато");
  await press();
  await page.clock.runFor(900);
  assert.deepEqual(sent, []);
  await page.mouse.up();
  await page.clock.resume();
  await page.waitForURL(/review/);
  assert.equal(stored("sm_99"), "нажато");
  await page.goto(at("last"));
  await page.locator('textarea[name="sm_99"]').fill("нажато и забыто");
  await press();
  await until(() => stored("sm_99") === "нажато и забыто", "saved all the same");
  await page.context().close();
});

await test("closing the tab right after a key sends the answer along", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("11");
  await page.close({ runBeforeUnload: false });
  await until(() => stored("sm_years") === "11", "it went");
  await page.context().close();
});

await test("when another person has come in with this browser, the old page says so and keeps its answers", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.context().addCookies([{ name: "session", value: stranger, url: server.base }]);
  await page.locator('input[name="sm_years"]').fill("12");
  await until(async () => (await page.locator("[data-status]").textContent()).includes("вошёл другой человек"), "it is said");
  assert.equal(stored("sm_years"), "11");
  assert.equal((await queue(page)).length, 1);
  await page.context().close();
});

await test("the same person coming in again does not stop an open page", async () => {
  const page = await open();
  await page.goto(at("about"));
  const again = await page.context().newPage();
  await again.goto(server.base + new URL(company.values.respondent).pathname);
  await again.locator("main form button").click();
  await again.waitForURL(/\/my/);
  await page.locator('input[name="sm_years"]').fill("13");
  await until(() => stored("sm_years") === "13", "it went with the new session");
  await page.context().close();
});

await test("a refused value left behind is named in the review, which does not load for ever, and can be let go", async () => {
  const page = await open();
  let loads = 0;
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("сто");
  await page.locator("#note-sm_years .refusal").waitFor();
  await page.goto(`${server.base}/my`);
  page.on("load", () => loads++);
  await page.goto(at("review"));
  const item = page.locator("[data-waits] li");
  await item.waitFor();
  await page.waitForTimeout(1000);
  assert.equal(loads, 1);
  assert.match(await item.textContent(), /^1\. .*«сто».*числ/);
  assert.match(await item.locator("a").getAttribute("href"), /\/about#q-sm_years$/);
  assert.doesNotMatch(await page.locator("[data-status]").textContent(), /все ответы сохранены/);
  await item.locator("button", { hasText: "Убрать введённое" }).click();
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  assert.equal(await page.locator("[data-waits]").isVisible(), false);
  assert.equal(stored("sm_years"), "13");
  await page.context().close();
});

await test("answers that the review brings along are shown in it", async () => {
  const page = await open();
  await page.goto(at("last"));
  await page.context().setOffline(true);
  await page.locator('textarea[name="sm_99"]').fill("перед проверкой");
  await until(async () => (await queue(page)).length === 1, "it waits");
  await page.goto("about:blank").catch(() => {});
  await page.context().setOffline(false);
  await page.goto(at("review"));
  await page.locator("#q-sm_99", { hasText: "перед проверкой" }).waitFor();
  await page.context().close();
});

await test("what waits in another section is named with a link, and nothing is called saved that is not", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("сто");
  await page.locator("#note-sm_years .refusal").waitFor();
  await page.goto(at("clients"));
  const item = page.locator("[data-waits] li");
  await item.waitFor({ state: "attached" });
  assert.equal(await page.locator("[data-waits] [data-count]").textContent(), "1");
  assert.match(await item.locator("a").getAttribute("href"), /\/about#q-sm_years$/);
  assert.equal(await page.locator("[data-status]").textContent(), "");
  await page.context().setOffline(true);
  await page.locator('input[name="sm_03"][value="never"]').check();
  await until(async () => (await item.count()) === 2, "both are named");
  assert.match(await item.nth(0).textContent(), /числ/);
  assert.match(await item.nth(1).textContent(), /уйдёт само/);
  await page.context().setOffline(false);
  await until(() => stored("sm_03") === "never", "it went");
  await until(async () => (await item.count()) === 1, "one is left");
  assert.doesNotMatch(await page.locator("[data-status]").textContent(), /все ответы сохранены/);
  await page.locator("[data-waits] summary").click();
  await item.locator("button").click();
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await page.context().close();
});

await test("the state of saving is in sight wherever one is, and read out once", async () => {
  for (const viewport of [{ width: 360, height: 640 }, { width: 1280, height: 700 }]) {
    const page = await open({ viewport });
    await page.goto(at("deals"));
    await page.locator('[data-add="sm_05"]').click();
    const cell = await page.evaluate(() => document.activeElement.name);
    await page.keyboard.type("Заявка");
    await until(() => stored(cell) === "Заявка", "saved");
    await until(async () => /^Сохранено \d\d:/.test(await page.locator(".stays [data-save-state]").textContent()), "said in the bar");
    const inSight = (selector) => page.locator(selector).evaluate((element) => {
      const box = element.getBoundingClientRect();
      return box.height > 0 && box.top >= 0 && box.bottom <= window.innerHeight;
    });
    assert.ok(await inSight(".stays [data-save-state]"), `saved, ${viewport.width}`);
    await page.context().setOffline(true);
    await page.keyboard.type(" клиента");
    await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено"), "said");
    assert.ok(await inSight("[data-status]"), `offline, ${viewport.width}`);
    assert.equal(await page.locator('[role="status"]:visible, [aria-live]:visible').count(), 1);
    await page.context().setOffline(false);
    await until(() => stored(cell) === "Заявка клиента", "sent");
    await until(async () => (await page.locator("[data-status]").textContent()) === "Связь есть, все ответы сохранены.", "said");
    await page.locator(`[data-remove="${cell.split("/")[1]}"]`).click();
    await until(async () => (await queue(page)).length === 0, "removed");
    await page.context().close();
  }
});

/** Sets an answer elsewhere, while this page shows another. */
async function meanwhile(section, name, value) {
  const page = await open();
  await page.goto(at(section));
  await page.locator(`input[name="${name}"][value="${value}"]`).check();
  await until(() => stored(name) === value, "the other page is saved");
  await page.context().close();
}

await test("an older answer of a closed tab never gets past a newer one without a choice", async () => {
  await meanwhile("clients", "sm_03", "quarterly");
  const first = await open(), context = first.context();
  await first.goto(at("clients"));
  await context.setOffline(true);
  await first.locator('input[name="sm_03"][value="never"]').check();
  await until(async () => (await queue(first)).length === 1, "it waits");
  await first.close();
  await meanwhile("clients", "sm_03", "weekly");
  await context.setOffline(false);
  const page = await context.newPage();
  await page.goto(at("clients"));
  const note = page.locator("#note-sm_03");
  await note.waitFor();
  for (const go of ["next", "next", "back", "section:last", "review"]) {
    await page.locator(`button[value="${go}"]`).evaluate((button) => button.click());
    await page.waitForTimeout(300);
    assert.match(page.url(), /\/clients$/, go);
    assert.equal(stored("sm_03"), "weekly", go);
  }
  assert.match(await page.locator("[data-status]").textContent(), /выберите/);
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Взять сохранённый");
  await page.reload();
  await note.waitFor();
  await page.locator('button[value="next"]').click();
  await page.waitForTimeout(300);
  assert.equal(stored("sm_03"), "weekly");
  await page.locator('button[value="lang:uk"]').click();
  await page.locator('html[lang="uk"]').waitFor({ state: "attached" });
  await page.locator("#note-sm_03 button", { hasText: "Залишити мою" }).waitFor();
  await page.locator('button[value="lang:ru"]').click();
  await page.locator('html[lang="ru"]').waitFor({ state: "attached" });
  await page.goto(at("review"));
  await page.locator("[data-waits] li").waitFor();
  await page.locator("[data-hand-in] button").click();
  await page.waitForTimeout(300);
  assert.match(page.url(), /\/review$/);
  assert.match(await page.locator("[data-status]").textContent(), /выберите/);
  await page.locator("[data-waits] button", { hasText: "Оставить мой" }).click();
  await until(() => stored("sm_03") === "never", "mine is saved");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await context.close();
});

await test("a page that the server answered with two answers asks for the choice, whatever is typed on it", async () => {
  const page = await open();
  await page.route("**/static/form.js*", (route) => route.abort());
  await page.goto(at("clients"));
  await meanwhile("clients", "sm_03", "weekly");
  await page.locator('input[name="sm_03"][value="monthly"]').check();
  await page.unroute("**/static/form.js*");
  await page.locator("[data-plain-save]").click();
  await page.locator("#note-sm_03").waitFor();
  await page.locator('button[value="next"]').click();
  await page.locator("#note-sm_03").waitFor();
  assert.equal(stored("sm_03"), "weekly");
  await page.locator('input[name="sm_03"][value="quarterly"]').check();
  await page.waitForTimeout(500);
  assert.equal(stored("sm_03"), "weekly");
  await page.locator("#note-sm_03 button", { hasText: "Оставить мой" }).click();
  await until(() => stored("sm_03") === "quarterly", "picked");
  await page.context().close();
});

await test("without a connection nobody is signed out or moved on, now or later", async () => {
  const page = await open();
  await page.goto(at("clients"));
  await page.context().setOffline(true);
  await page.locator('input[name="sm_03"][value="never"]').check();
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено"), "it is said");
  for (const [press, words] of [[page.locator("[data-leave] button"), /вы ещё не вышли/], [page.locator('button[value="next"]'), /остались на этой странице/]]) {
    await press.click();
    await until(async () => words.test(await page.locator("[data-status]").textContent()), "it is said");
    await page.waitForTimeout(2500);
    assert.match(await page.locator("[data-status]").textContent(), words, "and stays said");
  }
  await page.context().setOffline(false);
  await until(() => stored("sm_03") === "never", "it went");
  await until(async () => (await page.locator("[data-status]").textContent()) === "Связь есть, все ответы сохранены.", "and that is said");
  await page.waitForTimeout(500);
  assert.match(page.url(), /\/clients$/);
  await page.context().close();
});

await test("while the server does not answer one is not moved on later, either", async () => {
  const page = await open();
  await page.goto(at("clients"));
  await page.route("**/response/**", (route) => route.abort());
  await page.locator('input[name="sm_03"][value="monthly"]').check();
  await page.locator('button[value="next"]').click();
  await until(async () => /остались на этой странице/.test(await page.locator("[data-status]").textContent()), "it is said");
  await page.unroute("**/response/**");
  await until(() => stored("sm_03") === "monthly", "it went");
  await page.waitForTimeout(500);
  assert.match(page.url(), /\/clients$/);
  await page.context().close();
});

await test("signing out over a value that is not saved asks first, on every page", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("сто");
  await page.locator("#note-sm_years .refusal").waitFor();
  for (const path of [at("about"), at("review"), `${server.base}/my`]) {
    await page.goto(path);
    await page.locator("[data-leave] button").click();
    await page.locator("dialog.ask").waitFor();
    assert.match(await page.locator("dialog.ask").textContent(), /пропадёт.*Остаться.*Выйти без них/s);
    await page.locator("dialog.ask button", { hasText: "Остаться" }).click();
    assert.equal((await queue(page)).length, 1);
    assert.equal(page.url(), path);
  }
  await page.locator("[data-leave] button").click();
  await page.locator("dialog.ask button", { hasText: "Выйти без них" }).click();
  await page.locator("[data-wipe]").waitFor({ state: "attached" });
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await page.context().close();
});

await test("signing out with everything saved asks nothing", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("12");
  await page.locator("[data-leave] button").click();
  await page.locator("[data-wipe]").waitFor({ state: "attached" });
  assert.equal(stored("sm_years"), "12");
  await page.context().close();
});

await test("Enter in a field saves it, and page, place and focus stay", async () => {
  const page = await openStill("deals");
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name);
  await page.evaluate(() => (window.same = true));
  await page.keyboard.type("Счёт");
  await page.keyboard.press("Enter");
  await page.clock.runFor(1); // at once: what is only typed waits for a pause
  await until(() => stored(name) === "Счёт", "saved");
  await page.clock.resume();
  assert.equal(await page.evaluate(() => window.same && document.activeElement.name), name);
  await page.locator(`[data-remove="${name.split("/")[1]}"]`).click();
  await until(async () => (await queue(page)).length === 0, "removed");
  await page.context().close();
});

await test("a row removed without a connection stays removed when the page is opened again", async () => {
  const page = await open(), context = page.context();
  await page.goto(at("deals"));
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name), row = name.split("/")[1];
  await page.keyboard.type("Отгрузка");
  await until(() => stored(`sm_05/${row}/.order`) !== "", "the row is kept");
  await context.setOffline(true);
  await page.keyboard.type(" и акт");
  await page.locator(`[data-remove="${row}"]`).click();
  await until(async () => (await queue(page)).some((key) => key.endsWith(`${row}/.order`)), "the removal waits");
  await page.close();
  const again = await context.newPage();
  await context.setOffline(false);
  await again.route("**/response/**", (route) => route.abort());
  await again.goto(at("deals"));
  assert.equal(await again.locator(`[data-row="${row}"]`).count(), 0);
  assert.match(await again.locator("[data-waits] li a").first().textContent(), /этапы/);
  await again.unroute("**/response/**");
  await until(() => stored(`sm_05/${row}/.order`) === "", "the row is gone");
  await until(async () => (await queue(again)).length === 0, "nothing waits");
  await again.reload();
  assert.equal(await again.locator(`[data-row="${row}"]`).count(), 0);
  await context.close();
});

await test("a row removed without a connection and changed elsewhere meanwhile is not taken away unseen", async () => {
  const page = await open(), other = await open();
  await page.goto(at("deals"));
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name), row = name.split("/")[1];
  await page.keyboard.type("Отгрузка");
  await until(() => stored(name) === "Отгрузка", "saved");
  await other.goto(at("deals"));
  await page.context().setOffline(true);
  await page.locator(`#q-sm_05 [data-remove="${row}"]`).click();
  await other.locator(`[name="${name}"]`).fill("Отгрузка и акт");
  await until(() => stored(name) === "Отгрузка и акт", "the other window is newer");
  await page.context().setOffline(false);
  const note = page.locator(`[id="note-sm_05/${row}/.order"]`);
  await note.waitFor({ timeout: 9000 });
  assert.match(await note.textContent(), /изменили в другом окне.*Отгрузка и акт/);
  assert.match(await page.locator("[data-waits] li").first().textContent(), /этапы.*Отгрузка и акт/);
  assert.notEqual(stored(`sm_05/${row}/.order`), "");
  await page.locator('button[name="go"][value="next"]').click();
  assert.match(page.url(), /\/deals/, "one picks first");
  await note.getByRole("button", { name: "Оставить строку" }).click();
  await page.locator(`[name="${name}"]`).waitFor();
  assert.equal(await page.locator(`[name="${name}"]`).inputValue(), "Отгрузка и акт");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await other.locator(`[name="${name}"]`).fill("Отгрузка");
  await until(() => stored(name) === "Отгрузка", "changed again");
  await page.locator(`#q-sm_05 [data-remove="${row}"]`).click();
  await note.getByRole("button", { name: "Удалить строку" }).click();
  await until(() => stored(`sm_05/${row}/.order`) === "", "removed, having seen it");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  assert.equal(await note.count(), 0);
  assert.deepEqual([page.errors, other.errors], [[], []]);
  await page.context().close();
  await other.context().close();
});

await test("a row removed while its last answer is on its way goes without a question", async () => {
  const page = await open();
  await page.goto(at("deals"));
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name), row = name.split("/")[1];
  await page.keyboard.type("Отгрузка");
  await until(() => stored(name) === "Отгрузка", "saved");
  let go, held = true;
  await page.route("**/response/**", async (route) => {
    if (held) await new Promise((done) => { go = done; });
    await route.continue();
  });
  await page.locator(`[name="${name}"]`).fill("Отгрузка товара");
  await until(() => go !== undefined, "it is on its way");
  await page.locator(`#q-sm_05 [data-remove="${row}"]`).click();
  held = false;
  go();
  await until(() => stored(`sm_05/${row}/.order`) === "", "removed");
  assert.equal(stored(name), "Отгрузка товара");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  assert.equal(await page.locator("[data-waits]").isVisible(), false);
  await page.context().close();
});

await test("not applicable over a filled table asks; a new row takes it back", async () => {
  const page = await open();
  await page.goto(at("deals"));
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name), row = name.split("/")[1];
  await page.keyboard.type("Договор");
  await until(() => stored(name) === "Договор", "saved");
  const state = page.locator('input[name="sm_05"][value=":na"]');
  await state.click();
  await page.locator("dialog.ask button", { hasText: "Оставить таблицу" }).click();
  assert.equal(await state.isChecked(), false);
  await page.waitForTimeout(300);
  assert.equal(stored("sm_05"), "");
  await state.click();
  await page.locator("dialog.ask button", { hasText: "Убрать и отметить" }).click();
  await until(() => stored("sm_05") === ":na", "saved");
  assert.equal(stored(`sm_05/${row}/.order`), "");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  await page.locator('[data-add="sm_05"]').click();
  const next = await page.evaluate(() => document.activeElement.name);
  await page.keyboard.type("Оплата");
  assert.equal(await state.isChecked(), false);
  await until(() => stored("sm_05") === "" && stored(next) === "Оплата", "saved");
  await page.locator(`[data-remove="${next.split("/")[1]}"]`).click();
  await until(async () => (await queue(page)).length === 0, "removed");
  await page.context().close();
});

await test("what will keep a question from being handed in is kept and said at once, a missing cell when its row is left", async () => {
  const page = await open(), response = responses.goals;
  await page.goto(at("", response));
  for (const id of await page.locator('button[value^="section:"]').evaluateAll((all) => all.map((b) => b.value.slice(8)))) {
    await page.goto(at(id, response));
    if (await page.locator('input[type="date"][name="g_09b"]').count()) break;
  }
  await page.locator('input[type="date"][name="g_09b"]').fill("2020-01-01");
  await page.locator("#note-g_09b .refusal").waitFor();
  assert.equal(stored("g_09b", response), "2020-01-01");
  assert.equal(await page.locator('input[type="date"][name="g_09b"]').inputValue(), "2020-01-01");
  await page.locator('input[type="date"][name="g_09b"]').fill("2030-01-01");
  await until(async () => (await page.locator("#note-g_09b").count()) === 0, "the reason goes");
  await page.goto(at("deals"));
  await page.locator('[data-add="sm_05"]').click();
  const name = await page.evaluate(() => document.activeElement.name);
  const proof = name.replace("/stage", "/proof");
  await page.keyboard.type("Заказ");
  await until(() => stored(name) === "Заказ", "saved");
  await page.waitForTimeout(200);
  const note = page.locator(`[id="note-${proof}"]`);
  assert.equal(await note.count(), 0, "not while the row is being filled");
  await page.locator('input[name="sm_06/forgot_call"]').first().focus();
  await note.waitFor();
  await page.locator(`[name="${proof}"]`).fill("письмо");
  await until(async () => (await note.count()) === 0, "the reason goes");
  await page.locator(`[data-remove="${name.split("/")[1]}"]`).click();
  await until(async () => (await queue(page)).length === 0, "removed");
  await page.context().close();
});

await test("the language changes over a refused value: it stays, with its reason in the new language", async () => {
  for (const javaScriptEnabled of [true, false]) {
    const page = await open({ javaScriptEnabled });
    await page.goto(at("about"));
    await page.locator('input[name="sm_years"]').fill("сто");
    if (javaScriptEnabled) await page.locator("#note-sm_years .refusal").waitFor();
    await page.locator('button[value="lang:uk"]').click();
    await page.locator('html[lang="uk"]').waitFor({ state: "attached" });
    await page.locator("#note-sm_years .refusal", { hasText: "Уведіть число" }).waitFor();
    assert.equal(await page.locator('input[name="sm_years"]').inputValue(), "сто");
    await page.locator('input[name="sm_years"]').fill("12");
    await page.locator('button[value="lang:ru"]').click();
    await page.locator('html[lang="ru"]').waitFor({ state: "attached" });
    assert.equal(await page.locator('input[name="sm_years"]').inputValue(), "12");
    await page.context().close();
  }
});

await test("a choice, an importance and a row of a matrix can be taken back by keyboard", async () => {
  const page = await open();
  for (const [section, name, value] of [["clients", "sm_03", "weekly"], ["clients", "sm_01//.importance", "2"], ["deals", "sm_06/forgot_call", "none"]]) {
    await page.goto(at(section));
    const clear = page.locator(`[data-clear][value="clear:${name}"]`);
    await page.locator(`input[name="${name}"][value="${value}"]`).check();
    await until(() => stored(name) === value, "saved");
    await clear.focus();
    await page.keyboard.press("Enter");
    await until(() => stored(name) === "", "taken back");
    assert.equal(await clear.isVisible(), false);
    assert.equal(await page.evaluate(() => document.activeElement.name), name);
    assert.equal(await page.locator(`input[name="${name}"]:checked`).count(), 0);
  }
  await page.context().close();
});

await test("nothing is wider than a phone of 360 points", async () => {
  const page = await open({ viewport: { width: 360, height: 700 } });
  for (const form of forms) {
    await page.goto(at("", responses[form]));
    const sections = await page.locator('button[value^="section:"]').evaluateAll((all) => all.map((b) => b.value.slice(8)));
    assert.ok(sections.length > 3);
    for (const id of [...sections, "review"]) {
      await page.goto(at(id, responses[form]));
      await fits(page, `${form} ${id}`);
    }
  }
  assert.deepEqual(page.errors, []);
  await page.context().close();
});

await test("every section and the review pass the accessibility rules", async () => {
  const page = await open({ bypassCSP: true });
  for (const form of forms) {
    await page.goto(at("", responses[form]));
    const sections = await page.locator('button[value^="section:"]').evaluateAll((all) => all.map((b) => b.value.slice(8)));
    assert.ok(sections.length > 3);
    for (const id of [...sections, "review"]) {
      await page.goto(at(id, responses[form]));
      await accessible(page, `${form} ${id}`);
    }
  }
  await page.context().close();
});

await test("without any script a section is filled by keyboard and saved with its button", async () => {
  const page = await open({ javaScriptEnabled: false });
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').focus();
  await page.keyboard.press("Control+A");
  await page.keyboard.type("сто");
  await page.keyboard.press("Enter");
  await page.locator("#note-sm_years .refusal").waitFor();
  assert.equal(await page.locator('input[name="sm_years"]').inputValue(), "сто");
  await page.locator('.errors a[href="#f-sm_years"]').click();
  await page.locator('input[name="sm_years"]').fill("4");
  await page.locator("[data-plain-save]").click();
  assert.match(await saved(page, "sm_years").textContent(), /Сохранено/);
  assert.equal(stored("sm_years"), "4");
  await page.context().close();
});

await test("a script that does not parse leaves the plain way working", async () => {
  const page = await open();
  await page.route("**/static/form.js*", (route) => route.fulfill({ contentType: "text/javascript", body: "this is (not a script" }));
  await page.goto(at("about"));
  await page.locator('input[name="sm_years"]').fill("6");
  await page.locator("[data-plain-save]").click();
  await until(() => stored("sm_years") === "6", "saved by the button");
  await page.context().close();
});

await test("what does not concern a person is not weighed: its importance is not asked for, with and without a script", async () => {
  const page = await open();
  await page.goto(at("clients"));
  const scale = (page) => page.locator("#q-sm_02 .importance");
  await page.locator('input[name="sm_02"][value="crm"]').check();
  assert.equal(await scale(page).isVisible(), true);
  await page.locator('input[name="sm_02"][value=":na"]').check();
  assert.equal(await scale(page).isVisible(), false);
  await until(() => stored("sm_02") === ":na", "saved");
  await page.reload();
  assert.equal(await scale(page).isVisible(), false);
  const plain = await open({ javaScriptEnabled: false });
  await plain.goto(at("clients"));
  assert.equal(await scale(plain).isVisible(), false);
  await plain.locator('input[name="sm_02"][value=":na"]').uncheck();
  assert.equal(await scale(plain).isVisible(), true);
  await plain.context().close();
  await page.locator('input[name="sm_02"][value="crm"]').check();
  assert.equal(await scale(page).isVisible(), true);
  await until(() => stored("sm_02") === "crm", "saved again");
  await page.context().close();
});

await test("a matrix is left to answer until each of its rows is, as it is filled and after a reload", async () => {
  const page = await open(), left = async () => Number(await page.locator("[data-left]").textContent());
  await page.goto(at("deals"));
  const before = await left();
  const rows = await page.locator("#q-sm_06 [data-row]").evaluateAll((all) => all.map((row) => row.dataset.row));
  assert.ok(rows.length > 2);
  for (const [i, row] of rows.entries()) {
    await page.locator(`input[name="sm_06/${row}"][value="none"]`).check();
    await until(() => stored(`sm_06/${row}`) === "none", row);
    const wanted = i === rows.length - 1 ? before - 1 : before;
    assert.equal(await left(), wanted, `${i + 1} of ${rows.length}, in the script`);
    await page.reload();
    assert.equal(await left(), wanted, `${i + 1} of ${rows.length}, after a reload`);
  }
  await page.context().close();
});

const leave = (page) => page.locator(".sign-out button").click();
const kept = (page) => page.evaluate(() => Object.keys(localStorage).filter((key) => key !== "theme"));

await test("Sign out from elsewhere wipes answers that never went, and says that they are lost", async () => {
  const page = await open();
  await page.goto(at("last"));
  await page.route("**/response/**", (route) => route.abort());
  await page.locator('textarea[name="sm_99"]').fill("не ушло");
  await until(async () => (await queue(page)).length === 1, "it waits");
  await page.goto(`${server.base}/my`);
  assert.equal((await queue(page)).length, 1);
  await page.evaluate(() => localStorage.setItem("theme", "dark"));
  await leave(page);
  await page.locator("dialog.ask button:not(.primary)").click(); // it asks first: out all the same
  await page.getByRole("heading", { name: "Вы вышли" }).waitFor();
  await until(async () => (await kept(page)).length === 0, "wiped");
  assert.match(await page.locator("[data-unsent]").textContent(), /не успели уйти/);
  assert.equal(await page.locator("[data-unsent]").isVisible(), true);
  assert.equal(await page.evaluate(() => localStorage.getItem("theme")), "dark", "the appearance is nobody's");
  assert.notEqual(stored("sm_99"), "не ушло");
  await page.context().close();
});

await test("the button of the review sends what waits first, hands in, and nothing stays on the device", async () => {
  const page = await open(), context = page.context();
  await context.addCookies([{ name: "session", value: readyToSend, url: server.base }]);
  await page.route("**/response/**", (route) => route.abort());
  await page.goto(at("last", complete));
  await page.locator('textarea[name="sm_99"]').fill("в последний миг");
  await until(async () => (await queue(page)).length === 1, "it waits");
  await page.goto(at("review", complete));
  await until(async () => (await page.locator("[data-status]").textContent()).startsWith("Не сохранено: нет связи."), "it is said");
  await page.locator("form[data-hand-in] button.primary").click();
  assert.equal(page.url(), at("review", complete));
  assert.equal(company.sql(`select state from response where id=${complete}`), "draft");
  assert.deepEqual(await queue(page), [`answers:${complete}:sm_99`]);
  await page.unroute("**/response/**");
  await until(() => stored("sm_99", complete) === "в последний миг", "it goes by itself");
  await page.getByText("в последний миг").first().waitFor(); // the review loads anew with what was saved
  await page.locator("form[data-hand-in] button.primary").click(); // and nobody is moved on without pressing again
  await page.waitForURL(at("done", complete));
  assert.equal(stored("sm_99", complete), "в последний миг");
  assert.equal(company.sql(`select state from response where id=${complete}`), "handed_in");
  await until(async () => (await queue(page)).length === 0, "nothing waits");
  assert.match(await page.locator("main").textContent(), /в последний миг/);
  assert.deepEqual(page.errors, []);
  await context.close();
});

await test("the page after handing in wipes what this device kept of it alone", async () => {
  const page = await open();
  await page.goto(at("about"));
  await page.evaluate((id) => localStorage.setItem(`answers:${id}:sm_98`, '{"value":"x","state":"answered","seen":0}'), finished);
  await page.evaluate(() => localStorage.setItem("answers:999:sm_98", '{"value":"x","state":"answered","seen":0}'));
  await page.context().addCookies([{ name: "session", value: stranger, url: server.base }]);
  await page.goto(at("done", finished));
  assert.deepEqual(await queue(page), ["answers:999:sm_98"], "and nothing of another response");
  await page.context().close();
});

await test("a long list is searched by typing, chosen from by keyboard, and says when nothing is found", async () => {
  const folder = mkdtempSync(join(tmpdir(), "anketa-long-"));
  cpSync("surveys", folder, { recursive: true });
  const more = Array.from({ length: 11 }, (_, i) => `    - {value: more_${i}, number: ${50 + i}, label: {ru: "ещё цель ${i}", uk: "ще ціль ${i}", en: "goal ${i}"}}\n`).join("");
  writeFileSync(join(folder, "goals.yaml"), readFileSync("surveys/goals.yaml", "utf8").replace(/^  crm_goals:\n/m, `$&${more}`));
  await server.stop();
  company.sql(`delete from response where id=${responses.goals}`);
  server = await serve(company.database, `127.0.0.1:${server.port}`, ["--forms", `${folder},quizzes`]);
  const page = await open({ viewport: { width: 360, height: 700 }, bypassCSP: true });
  const again = new Visitor(server.base);
  await again.enter(company.values.respondent);
  const csrf = /name="csrf" value="([^"]+)"/.exec((await again.get("/my")).text)[1];
  const assignment = company.sql(`select id from assignment where person=${person} and form='goals'`);
  const response = (await again.post(`/my/${assignment}/start`, [["csrf", csrf]])).location.slice(3);
  await page.goto(at("goals", response));
  const field = page.locator('#q-g_01 [role="combobox"]').first();
  const options = page.locator('#q-g_01 li:first-child [role="option"]');
  await field.click();
  await accessible(page, "an open list");
  const all = await options.count();
  assert.ok(all > 15);
  await field.fill("выручк");
  const some = await options.count();
  assert.ok(some > 0 && some < all);
  await page.keyboard.press("Enter");
  await until(() => stored("g_01", response) === "revenue", "chosen");
  assert.equal(await field.inputValue(), "рост выручки");
  await field.fill("абракадабра");
  await page.locator("#q-g_01 .combo-list:visible", { hasText: "Ничего не найдено" }).waitFor();
  await page.keyboard.press("Escape");
  assert.equal(await field.inputValue(), "рост выручки");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await until(() => !["", "revenue"].includes(stored("g_01", response)), "another is chosen");
  await field.fill("");
  await page.keyboard.press("Tab");
  await until(() => stored("g_01", response) === "", "taken back");
  assert.equal(await page.locator('#q-g_01 [role="combobox"]').first().getAttribute("aria-label"), "Место 1");
  assert.deepEqual(page.errors, []);
  await page.context().close();
  rmSync(folder, { recursive: true });
});

await browser.close();
await server.stop();
company.remove();
finish();
