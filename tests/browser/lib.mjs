// What every browser test starts from: Debian's chromium as tests want it, people who have come in, and the checks of a
// page that hold everywhere (accessibility, no sideways scrolling, no script error). Demo company and server: ../lib.
import assert from "node:assert/strict";
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { chromium } from "playwright-core";
import { Visitor } from "../lib/anketa.mjs";

export * from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const rules = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"];

/** How long a test waits for what must come, in ms: much longer than it takes on any machine. */
const PATIENCE = 30000;

export const PHONE = { width: 360, height: 740 };
export const DESK = { width: 1280, height: 800 };

/** Chromium; it asks nobody outside this machine for anything. */
export function launch() {
  return chromium.launch({
    executablePath: "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
      "--disable-component-update", "--disable-sync"],
  });
}

/** A page of a browser of its own; `page.errors` collects what its scripts throw. Close it with page.context().close(). */
export async function open(browser, options = {}) {
  const context = await browser.newContext({ viewport: DESK, locale: "ru-RU", ...options });
  context.setDefaultTimeout(PATIENCE);
  return watched(await context.newPage());
}

/** The same, of a person who came in by a personal link. */
export async function openAs(browser, server, link, options = {}) {
  const visitor = new Visitor(server.base);
  await visitor.enter(link);
  const page = await open(browser, options);
  await page.context().addCookies([...visitor.cookies].map(([name, value]) => ({ name, value, url: server.base })));
  return page;
}

/** The same, with a session that demo().session() made. */
export async function openWith(browser, server, session, options = {}) {
  const page = await open(browser, options);
  await page.context().addCookies([{ name: "session", value: session, url: server.base }]);
  return page;
}

export function watched(page) {
  page.errors = [];
  page.on("pageerror", (error) => page.errors.push(error.message));
  return page;
}

/** Waits until `probe` is true. */
export async function until(probe, what) {
  for (const start = Date.now(); Date.now() - start < PATIENCE; ) {
    if (await probe()) return;
    await new Promise((done) => setTimeout(done, 30));
  }
  assert.fail(`did not happen: ${what}`);
}

export const words = async (locator) => (await locator.innerText()).replace(/\u00ad/g, "").replace(/\s+/g, " ").trim();

/** The words of an element come to match: a click does not wait for the page it leads to. */
export async function says(locator, expected, what) {
  try {
    await until(async () => expected.test(await words(locator)));
  } catch {
    assert.match(await words(locator), expected, what);
  }
}

/** WCAG 2.2 AA by axe, or only some rules. Not where JavaScript is off: axe waits for timers, which do not run there, and never ends. */
export async function accessible(page, what = page.url(), only = rules) {
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe);
  const found = await page.evaluate((runOnly) => window.axe.run(document, { runOnly, resultTypes: ["violations"] }), only);
  assert.deepEqual(found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`), [], what);
}

/** Nothing sticks out sideways. */
export async function fits(page, what = page.url()) {
  const over = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  assert.ok(over <= 0, `${what}: ${over} points too wide`);
}

/** A picture in build/screens/, to be looked at. */
export async function picture(page, name, options = { fullPage: true }) {
  mkdirSync("build/screens", { recursive: true });
  await page.screenshot({ path: `build/screens/${name}.png`, ...options });
}
