// Slips to hand out, printed as a browser prints them: A4 sheets with nothing but slips, each whole and with its code.
import assert from "node:assert/strict";
import { look, words } from "../lib/raster.mjs";
import { demo, finish, launch, openWith, serve, session, test } from "./lib.mjs";

process.env.ANKETA_PUBLIC_URL = "http://audit.example";
const company = demo();
const staff = session(company, "staff", 1).cookie.replace("session=", "");
const server = await serve(company.database);
const browser = await launch();

for (const lang of ["ru", "uk", "en"])
  await test(`slips in ${lang} are printed: A4, no page blank, 10 mm free all round, every name and code there`, async () => {
    const page = await openWith(browser, server, staff);
    await page.context().addCookies([{ name: "language", value: lang, url: server.base }]);
    await page.goto(`${server.base}/p/alfa/slips?all=1`);
    const slips = await page.locator(".slip").evaluateAll((all) => all.map((slip) => [...slip.querySelectorAll("h2, p")].map((part) => part.innerText)));
    assert.ok(slips.length >= 10, `${slips.length} slips`);
    const seen = look(await page.pdf({ preferCSSPageSize: true, printBackground: true, format: "A4" }));
    assert.equal(seen.pages.length, seen.sizes.length);
    assert.ok(seen.pages.length >= 2 && seen.pages.length <= slips.length / 2, `${seen.pages.length} pages`);
    for (const [i, sheet] of seen.pages.entries()) {
      const [width, height] = sheet.mm;
      assert.ok(Math.abs(width - 210) < 1 && Math.abs(height - 297) < 1, `page ${i + 1}: ${width} x ${height} mm`);
      assert.ok(sheet.ink(10, 10, width - 10, height - 10) > 500, `page ${i + 1} is blank`);
      const outside = sheet.ink(0, 0, width, height) - sheet.ink(9.4, 9.4, width - 9.4, height - 9.4);
      assert.equal(outside, 0, `page ${i + 1}: ink outside`);
    }
    const sheets = seen.text.split("\f").map(words);
    for (const slip of slips) {
      const parts = slip.join(" ").split(/\s+/); // lines of neighbours come one after the other
      assert.ok(sheets.some((sheet) => parts.every((part) => sheet.includes(words(part)))), `not whole on a page: ${slip}`);
    }
    assert.equal(await page.locator(".slip svg path").count(), slips.length);
    await page.context().close();
  });

await browser.close();
await server.stop();
company.remove();
finish();
