// The pictures of the README, made from the demo company: docs/img/*.png.
import { execFileSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { dirname, join } from "node:path";
import { demo, launch, open, openAs, serve } from "./lib.mjs";

const folder = "docs/img";
const size = { width: 1200, height: 760 };
const company = demo();
const { project, login, password, respondent, trainee } = company.values;
const server = await serve(company.database);
const browser = await launch();
const take = (page, name) => page.screenshot({ path: `${folder}/${name}.png` });

mkdirSync(folder, { recursive: true });

/** The person's page of a form that is not begun. */
async function start(page, form, button) {
  await page.goto(`${server.base}/my`);
  await page.locator("main h3 a", { hasText: form }).click();
  await page.locator(button).first().click();
}

const person = await openAs(browser, server, respondent, { viewport: size });
await start(person, "Менеджер по продажам", 'form[action$="/start"] button');
await person.waitForURL(/\/r\/\d+\/\w+/);
await person.goto(person.url().replace(/\w+$/, "clients"));
for (const at of [0, 1]) await person.locator('input[name="sm_01"]').nth(at).check();
await person.locator("#q-sm_01 [data-saved]").filter({ hasText: "Сохранено" }).waitFor();
await person.evaluate(() => window.scrollTo(0, 0));
await take(person, "questionnaire");

const sitter = await openAs(browser, server, trainee, { viewport: size });
await start(sitter, "Тест знаний CRM", 'form[action$="/begin"] button');
await sitter.waitForURL(/\/t\//);
const test = sitter.url().replace(/\d+$/, "");
let shown = 0;
for (let n = 1; n <= 30 && !shown; n++) {
  await sitter.goto(test + n);
  const control = sitter.locator('input[name="value"][type="radio"]');
  if ((await control.count()) < 2) continue;
  await control.nth(1).check();
  await sitter.locator("[data-status]").filter({ hasText: "Сохранено" }).waitFor();
  if (n > 6 && (await control.count()) > 2) shown = n;
  else if (n === 4) await sitter.locator('input[name="marked"]').check();
}
await take(sitter, "test");

const staff = await open(browser, { viewport: size });
await staff.goto(`${server.base}/staff/login`);
await staff.locator('input[name="name"]').fill(login);
await staff.locator('input[name="password"]').fill(password);
await staff.locator("main form button").click();
await staff.waitForURL((url) => !url.pathname.endsWith("/login"));
await staff.goto(`${server.base}/p/${project}/requirements`);
await take(staff, "requirements");

await browser.close();
await server.stop();

const pdf = join(dirname(company.database), "summary.pdf");
execFileSync("build/anketa", ["report", "requirements", "--project", project, "--db", company.database, "-o", pdf], { stdio: "ignore" });
execFileSync("pdftoppm", ["-png", "-r", "80", "-f", "3", "-l", "3", "-singlefile", pdf, `${folder}/summary`], { stdio: "ignore" });
company.remove();
