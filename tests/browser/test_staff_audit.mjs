// The consultant's pages of the audit in a browser: approving a goal changes a priority before one's eyes; every page
// holds at the desk and on a phone, with its script and without.
import assert from "node:assert/strict";
import { accessible, demo, DESK, finish, fits, launch, openWith, PHONE, serve, session, test } from "./lib.mjs";

const company = demo();
const staff = session(company, "staff", 1).cookie.replace("session=", "");
const server = await serve(company.database);
const browser = await launch();

const consultant = (options) => openWith(browser, server, staff, options);

for (const javaScriptEnabled of [true, false])
  await test(`approving a goal raises the priorities linked with it, ${javaScriptEnabled ? "with" : "without"} script`, async () => {
    const page = await consultant({ javaScriptEnabled });
    const row = page.locator("tr", { has: page.locator("a.row", { hasText: /^CLI-02$/ }) });
    const figure = async () => {
      await page.goto(`${server.base}/p/alfa/requirements?state=all`);
      return Number((await row.locator('[data-label="Балл"]').innerText()).replace(",", "."));
    };
    const before = await figure();
    await page.goto(`${server.base}/p/alfa/goals`);
    await page.getByRole("link", { name: "единая база клиентов" }).click();
    await page.fill("#target", "90");
    await page.fill("#owner", "Мельник И. В.");
    await page.selectOption("#rank", "A");
    await page.getByRole("button", { name: "Утвердить", exact: true }).click();
    await page.getByText("Цель утверждена").waitFor();
    assert.equal(Math.round((await figure() - before) * 100), 2000);
    await page.goto(`${server.base}/p/alfa/goals`);
    await page.getByRole("link", { name: "единая база клиентов" }).click();
    await page.getByRole("button", { name: "Вернуть в предложения" }).click();
    assert.equal(await figure(), before);
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });

const pages = ["", "/goals", "/goals?edit=repeat", "/requirements", "/requirements/3", "/exam", "/exam?everybody=1", "/exam/1", "/documents",
  "/documents/requirements", "/documents/certification-sheet?test=crm_base"];
for (const [name, viewport] of [["at the desk", DESK], ["on a phone", PHONE]])
  for (const path of pages)
    await test(`/p/alfa${path} is sound ${name}`, async () => {
      const page = await consultant({ viewport, bypassCSP: true });
      await page.goto(`${server.base}/p/alfa${path}`);
      await fits(page);
      await accessible(page);
      assert.deepEqual(page.errors, []);
      await page.context().close();
    });

await browser.close();
await server.stop();
company.remove();
finish();
