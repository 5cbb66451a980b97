// The consultant's pages of the audit in a browser: approving a goal changes a priority before one's eyes; every page
// holds at the desk and on a phone, with its script and without.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
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

await test("a sheet printed from a browser is landscape, whole, and can be told by its foot", async () => {
  const page = await consultant({ viewport: { width: 1009, height: 700 } }); // A4 landscape between its margins
  await page.goto(`${server.base}/p/alfa/documents/certification-sheet?test=crm_base`);
  const file = await page.pdf({ preferCSSPageSize: true });
  const sizes = execFileSync("pdfinfo", ["-l", "99", "-"], { input: file, encoding: "utf8" }).match(/^Page +\d+ size.*$/gm);
  for (const size of sizes) assert.match(size, /84\d[.\d]* x 59\d/);
  await page.emulateMedia({ media: "print" });
  const [table, paper, foot] = await page.evaluate(() => [document.querySelector(".doc-table").getBoundingClientRect().right,
    document.querySelector(".doc").getBoundingClientRect().right, document.querySelector(".doc-foot").innerText]);
  assert.ok(table <= paper + 0.5, `${table} > ${paper}`);
  assert.match(foot, /alfa-АВ-crm_base · версия \d+ · .*Контрольная сумма данных: [0-9a-f]{16}/s);
  assert.equal(await page.locator(".doc-foot svg").count(), 1);
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
