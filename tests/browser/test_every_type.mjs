// Every type of question, filled by keyboard alone from the first page to the hand-in: on a phone, on a desk, and without
// a script. The form: tests/fixtures/served/every_type.yaml.
import assert from "node:assert/strict";
import { accessible, demo, finish, fits, launch, openWith, serve, session, test, until, Visitor } from "./lib.mjs";

const forms = "surveys,quizzes,tests/fixtures/served";
const company = demo(forms);
const people = company.sql("select person from assignment a where form='every_type' and not exists (select 1 from response r where r.assignment=a.id)").split("\n");
const sessions = new Map(people.map((person) => [person, session(company, "person", person)]));
const server = await serve(company.database, "127.0.0.1:0", ["--forms", forms]);
const browser = await launch();

/** A person of their own who has begun the form, in a browser of their own that has no mouse. */
async function sit(options) {
  const person = people.shift(), { cookie, csrf } = sessions.get(person), token = cookie.replace("session=", "");
  const visitor = new Visitor(server.base);
  visitor.cookies.set("session", token);
  const home = (await visitor.post(`/my/${company.sql(`select id from assignment where form='every_type' and person=${person}`)}/start`, [["csrf", csrf]])).location;
  const page = await openWith(browser, server, token, { bypassCSP: true, ...options });
  const press = async (key, times = 1) => { for (let i = 0; i < times; i++) await page.keyboard.press(key); };
  const here = (selector) => page.evaluate((wanted) => document.activeElement.matches(wanted), selector);
  /** Presses Tab until this is focused, and sees that the focus can be seen. */
  const reach = async (selector) => {
    for (let i = 0; !(await here(selector)); i++) {
      assert.ok(i < 120, `Tab never comes to ${selector}`);
      await press("Tab");
    }
    const box = await page.locator("*:focus").boundingBox();
    assert.ok(box && box.width > 0 && box.height > 0, `${selector} is seen when it has the focus`);
  };
  const named = (name) => `[name="${name}"]`;
  return {
    page, reach, press, response: home.slice(3),
    at: (section) => `${server.base}${home}/${section}`,
    /** Picks the n-th radio of a group, from 0. */
    pick: async (name, n) => { await reach(named(name)); await (n === 0 ? press("Space") : press("ArrowDown", n)); },
    tick: async (name, value) => { await reach(`${named(name)}[value="${value}"]`); await press("Space"); },
    choose: async (name, n) => { await reach(`select${named(name)}`); await press("ArrowDown", n); },
    type: async (name, text) => { await reach(named(name)); await page.keyboard.type(text); },
    date: async (name) => { await reach(named(name)); await page.keyboard.type("11112026"); }, // whatever comes first, day or month
    go: async (value, url) => { await reach(`main button[value="${value}"]`); await press("Enter"); await page.waitForURL(url); },
  };
}

const kept = (response) => Object.fromEntries(company.sql(`select question || '/' || row_id || '/' || column_id, value || case state when 1 then ':dk' when 2 then ':na' else '' end from answer
  where response=${response} and column_id <> '.order' and (value <> '' or state <> 0)`).split("\n").map((line) => line.split("|").map((part) => part.replace(/\/*$/, ""))));

const expected = {
  one: "weekly", "one//.comment": "по средам", "one//.importance": "4", sure: "yes", several: "phone visit other", "several//.other": "голубь", places: "daily never", grade: "3",
  count: ":dk", exact: "2.5", share: "33", day: "2026-11-11", word: "слово", "word//.comment": "да", words: "первая\nвторая", who: "Ильин", where: ":dk",
  "grid/first": "never", "grid/second": ":dk", "wide/phone/chance": "5", "wide/phone/ways": "never daily", "wide/phone/text": "удобно", "wide/visit/chance": "1",
};

async function fill(me, plain) {
  const { page, at, reach, press, pick, tick, choose, type, date, go } = me;
  await page.goto(at("choices"));
  await pick("one", 1);
  if (!plain) await until(() => page.locator("#q-sure").isVisible(), "the answer brings up a question");
  await pick("one//.importance", 3);
  await reach("#q-one summary");
  await press("Enter");
  await type("one//.comment", "по средам");
  if (!plain) await pick("sure", 0);
  for (const value of ["phone", "visit"]) await tick("several", value);
  if (plain) await tick("several", "other");
  await type("several//.other", "голубь"); // ticks "other" by itself where there is a script
  await choose("places/1", 3);
  await choose("places/2", 1);
  await pick("grade", 3);
  if (plain) {
    await go("next", at("choices"));
    await page.locator("main [role=alert] a[href='#q-sure']").waitFor(); // another answer brought it up
    await pick("sure", 0);
  }
  await go("next", at("values"));

  await tick("count", ":dk");
  await type("exact", "2,5");
  await type("share", "33");
  await date("day");
  await type("word", "слово");
  await reach("#q-word summary");
  await press("Enter");
  await type("word//.comment", "да");
  await type("words", "первая");
  await press("Enter");
  await page.keyboard.type("вторая");
  await type("who", "Ильин");
  await tick("where", ":dk");
  await go("next", at("cells"));

  await pick("grid/first", 0);
  await pick("grid/second", 3);
  await choose("wide/phone/chance", 5);
  for (const value of ["never", "daily"]) await tick("wide/phone/ways", value);
  await type("wide/phone/text", "удобно");
  await choose("wide/visit/chance", 1);
  await reach('[name^="papers/"][name$="/name"]');
  const row = (await page.evaluate(() => document.activeElement.name)).split("/")[1];
  await page.keyboard.type("Счёт");
  await type(`papers/${row}/pieces`, "3");
  await choose(`papers/${row}/state`, 2);
  await date(`papers/${row}/since`);
  for (const name of ["Акт", "Лишний"]) {
    await reach('[value="add:papers"]');
    await press("Enter");
    if (plain) await page.waitForURL(/#row-papers/);
    await reach(`[name^="papers/"][name$="/name"]:not([name*="/${row}/"])`); // where a script has put the focus already
    await page.keyboard.type(name);
    if (plain) break;
  }
  if (!plain) {
    await until(() => company.sql(`select count(*) from answer where response=${me.response} and value='Лишний'`) === "1", "the row is kept");
    await reach('[data-row]:last-child [value^="remove:papers/"]');
    await press("Enter");
    assert.equal(await page.evaluate(() => document.activeElement.value), "add:papers", "the focus goes to the button that is left");
  }
  await go("next", at("review"));
  return row;
}

for (const [what, options] of [
  ["on a phone of 360 points", { viewport: { width: 360, height: 740 } }],
  ["on a desk of 1000 points", { viewport: { width: 1000, height: 800 } }],
  ["without any script", { viewport: { width: 1000, height: 800 }, javaScriptEnabled: false }],
])
  await test(`every type of question is filled and handed in by keyboard alone, ${what}, and its pages fit and are accessible`, async () => {
    const me = await sit(options), { page, at, reach, press, response } = me;
    const row = await fill(me, options.javaScriptEnabled === false), answers = kept(response);
    const others = Object.keys(answers).filter((address) => address.startsWith("papers/"));
    for (const [address, value] of [...Object.entries(expected), [`papers/${row}/name`, "Счёт"], [`papers/${row}/pieces`, "3"], [`papers/${row}/state`, "weekly"], [`papers/${row}/since`, "2026-11-11"]])
      assert.equal(company.sql(`select value || case state when 1 then ':dk' when 2 then ':na' else '' end from answer where response=${response} and question || '/' || row_id || '/' || column_id = '${[...address.split("/"), "", ""].slice(0, 3).join("/")}'`), value, address);
    assert.ok(others.some((address) => answers[address] === "Акт"), "the row that was added");
    for (const width of [360, 1000])
      for (const section of ["choices", "values", "cells", "review"]) {
        await page.setViewportSize({ width, height: 2600 }); // tall: nothing lies under the bars
        await page.goto(at(section));
        await fits(page, `${section} ${width}`);
        if (options.javaScriptEnabled !== false) await accessible(page, `${section} ${width}`); // axe is a script, too
      }
    await page.setViewportSize(options.viewport);
    await page.goto(at("review"));
    await reach("[data-hand-in] button");
    await press("Enter");
    await page.waitForURL(at("done"));
    assert.equal(company.sql(`select state from response where id=${response}`), "handed_in");
    assert.deepEqual(page.errors, []);
    await page.context().close();
  });

await browser.close();
await server.stop();
company.remove();
finish();
