// The administrator's journey through the staff users, with scripts and without any; each page of it by the rules of
// accessibility, wide and narrow, light and dark.
import assert from "node:assert/strict";
import { accessible, demo, DESK, finish, fits, launch, open, PHONE, says, serve, test, words } from "./lib.mjs";

const browser = await launch();

async function journey(way, scripts) {
  const company = demo(), server = await serve(company.database), base = server.base;
  const options = { javaScriptEnabled: scripts, bypassCSP: true, reducedMotion: "reduce", permissions: ["clipboard-read", "clipboard-write"] };
  const page = await open(browser, options), theirs = await open(browser, options);
  const button = (text, inside = page) => inside.getByRole("button", { name: text, exact: true });
  const row = (text) => page.locator("tbody tr", { hasText: text });
  const step = (name, body) => test(`${way}: ${name}`, body);
  let password;

  async function login(who, name, secret) {
    await who.goto(`${base}/staff/login`);
    await who.getByLabel("Имя пользователя").fill(name);
    await who.getByLabel("Пароль").fill(secret);
    await button("Войти", who).click();
    await who.waitForURL((url) => url.pathname === "/staff" || url.pathname === "/staff/login");
    return who.locator("details.who").count();
  }
  /** The page as it stands: nothing cut, nothing that axe refuses (which needs the timers of a page with scripts). */
  async function look(what) {
    for (const viewport of [DESK, PHONE])
      for (const colorScheme of ["light", "dark"]) {
        await page.setViewportSize(viewport);
        await page.emulateMedia({ colorScheme });
        await fits(page, `${what}, ${viewport.width}`);
        const cut = await page.evaluate(() => [...document.querySelectorAll(".table-wrap")].filter((w) => w.scrollWidth > w.clientWidth).map((w) => w.innerText.slice(0, 80)));
        assert.deepEqual(cut, [], `${what}, ${viewport.width}`);
        if (scripts) await accessible(page, `${what}, ${viewport.width}, ${colorScheme}`, colorScheme === "dark" ? ["color-contrast"] : undefined);
      }
    await page.setViewportSize(DESK);
    await page.emulateMedia({ colorScheme: "light" });
  }

  await step("the list of projects leads to the users", async () => {
    assert.equal(await login(page, company.values.login, company.values.password), 1);
    await page.getByRole("link", { name: "Пользователи" }).click();
    await page.waitForURL(/\/staff\/users$/);
    await says(row("Яценко"), /это вы consultant Администратор: все проекты .*UTC.*может войти/);
    await look("the users");
  });

  await step("a name that is taken is refused beside the field, and what was typed stays", async () => {
    await page.getByLabel("ФИО").fill("Гриценко Тарас Иванович");
    await page.getByLabel("Имя пользователя").fill("consultant");
    await page.getByLabel("Проект", { exact: true }).selectOption("alfa");
    await page.getByLabel("Право").selectOption({ label: "преподаватель" });
    await button("Добавить и показать пароль").click();
    await says(page.locator(".field.refused"), /Такое имя уже есть/);
    assert.equal(await page.getByLabel("ФИО").inputValue(), "Гриценко Тарас Иванович");
    assert.equal(await page.getByLabel("Право").inputValue(), "trainer");
    await look("the refusal");
  });

  await step("a user is added; the password is shown once and lets them in", async () => {
    await page.getByLabel("Имя пользователя").fill("taras");
    await button("Добавить и показать пароль").click();
    await page.locator("h1", { hasText: "Пользователь добавлен" }).waitFor();
    password = await page.locator("#password").innerText();
    assert.match(password, /^[a-z2-7]{16}$/);
    assert.ok(!page.url().includes(password));
    if (scripts) {
      await button("Скопировать").click();
      await page.getByText("Скопировано").waitFor();
      assert.equal(await page.evaluate(() => navigator.clipboard.readText()), password);
    } else assert.equal(await button("Скопировать").count(), 0);
    await look("the password");
    await page.getByRole("link", { name: "К пользователю" }).click();
    await page.locator("h1", { hasText: "Гриценко Тарас Иванович" }).waitFor();
    assert.ok(!(await page.content()).includes(password), "only once");
    assert.equal(await login(theirs, "taras", password), 1);
    await says(theirs.locator("main"), /«Альфа-Снаб»/);
    assert.equal(await theirs.getByRole("link", { name: "Пользователи" }).count(), 0);
  });

  await step("a right is given and taken", async () => {
    await page.getByLabel("Право", { exact: true }).selectOption({ label: "консультант" });
    await button("Дать право").click();
    await says(page.locator(".notice[role=status]"), /Право дано/);
    assert.equal(await row("").count(), 2);
    await look("the user");
    await row("преподаватель").getByRole("button").click();
    await says(page.locator(".notice[role=status]"), /Право забрано/);
    await says(row(""), /«Альфа-Снаб» alfa консультант/);
  });

  await step("a new password replaces the old one and ends the session", async () => {
    await button("Сделать новый пароль").click();
    await page.locator("h1", { hasText: "Новый пароль" }).waitFor();
    const old = password;
    password = await page.locator("#password").innerText();
    await theirs.goto(`${base}/p/alfa/people`);
    assert.match(theirs.url(), /\/staff\/login$/);
    assert.equal(await login(theirs, "taras", old), 0);
    await says(theirs.locator(".errors"), /не подходят/);
    assert.equal(await login(theirs, "taras", password), 1);
    await page.locator('.languages a[lang="uk"]').click();
    await page.locator("h1", { hasText: "Гриценко" }).waitFor();
    assert.match(page.url(), /\/staff\/users\/\d+\?lang=uk$/, "the language switch leads to the user, not to a page that is not there");
    await page.locator('.languages a[lang="ru"]').click();
    await page.waitForURL(/lang=ru/);
  });

  await step("who is disabled is out at once, and comes back when enabled", async () => {
    await button("Отключить").click();
    await page.waitForURL(/done=user_disabled/);
    await look("a disabled user");
    await theirs.goto(`${base}/p/alfa/people`);
    assert.match(theirs.url(), /\/staff\/login$/);
    assert.equal(await login(theirs, "taras", password), 0);
    await page.getByRole("link", { name: "Пользователи" }).click();
    await says(row("Гриценко"), /отключён/);
    if (scripts) {
      for (const key of ["j", "j", "Enter"]) await page.keyboard.press(key); // disabled ones stand last
    } else await row("Гриценко").locator("a.row").click();
    await page.waitForURL(/\/staff\/users\/\d+$/);
    await button("Включить снова").click();
    await page.waitForURL(/done=user_enabled/);
    assert.equal(await login(theirs, "taras", password), 1);
  });

  await step("nobody is offered to disable themselves", async () => {
    await page.goto(`${base}/staff/users/1`);
    assert.equal(await button("Отключить").count(), 0);
    await says(page.locator("main"), /Себя отключить нельзя/);
    await look("one's own page");
    assert.deepEqual([...page.errors, ...theirs.errors], []);
  });

  for (const one of [page, theirs]) await one.context().close();
  await server.stop();
  company.remove();
}

await Promise.all([journey("with scripts", true), journey("without scripts", false)]);
await browser.close();
finish();
