// docs/security.md is true of the headers, cookies, passwords, throttles and sessions of the running server.
import { demo, serve, setCookies, Visitor } from "../lib/anketa.mjs";
import { has_all, ok, text } from "./tap.mjs";

const doc = text("docs/security.md");
const promised = /carries\n\n```\n([\s\S]*?)```/.exec(doc)[1].trim().split("\n").map((l) => /^([\w-]+): (.*)$/.exec(l).slice(1));
const company = demo();

async function with_server(https, body) {
  if (https) process.env.ANKETA_PUBLIC_URL = "https://audit.example";
  else delete process.env.ANKETA_PUBLIC_URL;
  const server = await serve(company.database);
  try {
    await body(server);
  } finally {
    await server.stop();
  }
}

async function login(server, origin) {
  const body = new URLSearchParams({ name: "consultant", password: company.values.password }).toString();
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  if (origin) headers.origin = origin;
  return fetch(`${server.base}/staff/login`, { method: "POST", redirect: "manual", headers, body });
}

try {
  await with_server(false, async (server) => {
    const file = /(?:href|src)="(\/static\/[^"?]+)/.exec(await (await fetch(`${server.base}/`)).text())[1];
    for (const path of ["/", "/staff/login", "/no/such/page", file]) {
      const reply = await fetch(server.base + path);
      for (const [name, value] of promised) ok(reply.headers.get(name) === value, `${name} on ${path}`, reply.headers.get(name));
      ok(reply.headers.get("strict-transport-security") === null, `no HSTS over plain HTTP on ${path}`);
    }
    const page = await fetch(`${server.base}/`);
    ok(page.headers.get("cache-control") === "no-store", "pages are not stored");
    ok(/<meta name="robots" content="noindex">/.test(await page.text()), "pages ask not to be indexed");

    ok((await login(server)).status === 403, "a post that does not say where it comes from is refused");
    ok((await login(server, "https://elsewhere.example")).status === 403, "a post from another site is refused");
    ok((await login(server, "null")).status === 403, "a post from nowhere is refused");
    const came = await login(server, server.base);
    const cookie = setCookies(came).find((c) => c.startsWith("session=")) || "";
    ok(came.status === 303 && /; ?HttpOnly/i.test(cookie) && /; ?SameSite=Lax/i.test(cookie) && !/; ?Secure/i.test(cookie), "the session's cookie is HttpOnly and Lax", cookie);
    const letters = /^session=([a-z2-7]+)/.exec(cookie);
    ok(letters && Math.floor(letters[1].length * 5 / 8) * 8 === 256, "the cookie is 256 bits", cookie);
    ok(!company.sql("SELECT token_hash FROM session").includes(letters[1]), "the database does not keep the cookie");

    const link = company.values.respondent;
    ok(/^[a-z2-7]{26}$/.test(link.split("/i/")[1]), "a link has 128 bits", link);
    const visitor = new Visitor(server.base);
    const asked = await visitor.get(`/i/${link.split("/i/")[1]}`);
    const name = company.sql("SELECT family FROM person").split("\n").filter((f) => asked.text.includes(f));
    ok(asked.status === 200 && setCookies(asked).every((c) => !c.startsWith("session=")) && name.length === 0, "opening a link only asks, and says no name", name.join(" "));
  });
  await with_server(true, async (server) => {
    const came = await login(server, "https://audit.example");
    const cookie = setCookies(came).find((c) => c.includes("session=")) || "";
    ok(cookie.startsWith("__Host-session=") && /; ?Secure/i.test(cookie), "with https the cookie is Secure and __Host-", cookie);
    ok(came.headers.get("strict-transport-security") === "max-age=31536000", "with https HSTS is sent");
  });
} finally {
  company.remove();
}

// figures that only the source knows
const number = (path, pattern) => (pattern.exec(text(path)) || [])[1];
has_all([`${Number(number("src/store/user.c", /MEMORY = (\d+) << 20/))} MiB`, `at least ${number("src/store/user.h", /PASSWORD_LEAST = (\d+)/)} characters`,
  `up to ${number("src/store/user.h", /PASSWORD_MOST = (\d+)/)}`, `${number("src/store/user.h", /GENERATED_BYTES = (\d+)/) * 8} bits`,
  `${number("src/store/person.c", /CODE_LETTERS = (\d+)/)} characters`,
  `${number("src/pages/login.c", /staff_idle = \(int64_t\)(\d+) \* HOUR/)} hours`, `${number("src/pages/login.c", /staff_longest = \(int64_t\)(\d+) \* HOUR/)} hours`,
  `${number("src/pages/entry.c", /visitor_idle = \(int64_t\)(\d+) \* 24/)} or ${number("src/pages/entry.c", /visitor_longest = \(int64_t\)(\d+) \* 24/)} days`]
  .filter((words) => !doc.replaceAll("\n", " ").includes(words)), [], "lengths and times are those of the source");

// the cases without a test are those that the page says
const later = text("tests/hostile.tsv").split("\n").map((l) => l.split("\t")).filter((c) => /^later/.test(c[2] || "")).map((c) => c[0]);
const unanswered = /^Not answered yet[^\n]*$/m.exec(doc)[0].match(/\b\d+\b/g);
ok(later.join(" ") === unanswered.join(" "), "the cases not answered yet are those of tests/hostile.tsv", `${later} / ${unanswered}`);
const count = text("tests/hostile.tsv").split("\n").filter((l) => /^\d+\t/.test(l)).length;
ok(doc.includes(`numbers ${count} hostile cases`), "it has as many cases as the page says", count);
