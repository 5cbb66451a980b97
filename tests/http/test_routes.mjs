// Every row of the route table against everybody who should not get through: nobody, people of the same project, people
// of another one, staff without the right, posts without a token or from elsewhere, wrong methods. Then every link and
// form that the pages show leads to a row. A new row is tried without a line here, unless it brings a new {name}.
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { ask, demo, fields, finish, serve, session, test, unescape } from "../lib/anketa.mjs";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
process.env.ANKETA_PUBLIC_URL = "http://audit.example"; // without it links and slips are refused, in words
const company = demo();
const one = (text) => company.sql(text).split("\n")[0];

// A second project with one of each thing, copied from the first.
function copy(table, where, changes) {
  const columns = company.sql(`select name from pragma_table_info('${table}')`).split("\n");
  const values = columns.map((name) => (name in changes ? changes[name] : name));
  return company.sql(`insert into ${table} (${columns}) select ${values} from ${table} where ${where}; select last_insert_rowid()`);
}
const beta = copy("project", "code = 'alfa'", { id: "null", code: "'beta'", organisation: "'Другая'" });
const draftOf = "from response r join attempt a on a.person = r.person where r.state = 'handed_in' and a.state <> 'ready'";
const giver = one(`select r.person ${draftOf}`);
const stranger = copy("person", `id = ${giver}`, { id: "null", project: beta, department: "null", link_lookup: "null", code_lookup: "null", family: "'Чужой'" });
function duplicate(kind) {
  const row = { id: "null", project: beta, person: stranger };
  const assignment = copy("assignment", `id = (select assignment from ${kind} where person = ${giver} limit 1)`, row);
  if (kind === "response") return [assignment, copy("response", `id = (select id from response where person = ${giver} limit 1)`, { ...row, assignment, state: "'draft'", handed_in_at: 0 })];
  const from = one(`select id from attempt where person = ${giver} limit 1`);
  const paper = copy("paper", `id = (select paper from attempt where id = ${from})`, { id: "null", assignment });
  company.sql(`insert into paper_item select ${paper}, place, item, options from paper_item where paper = (select paper from attempt where id = ${from})`);
  return [assignment, copy("attempt", `id = ${from}`, { ...row, assignment, paper })];
}
const [assignmentThere, responseThere] = duplicate("response");
const attemptThere = duplicate("attempt")[1];
company.sql(`insert into requirement (project, number, code, key, first_seen_at) values (${beta}, 777, 'CLI-01', '', 1)`);
const issuedThere = company.sql(`insert into issued_document (project, kind, number, revision, language, sha256, figures, staff, created_at)
  values (${beta}, 'requirements', 1, 1, 'ru', '${"0".repeat(64)}', '{}', 1, 1); select last_insert_rowid()`);
company.sql(`insert into department (project, name, sort_key) values (${beta}, 'Чужой отдел', 'x')`);

// Who is who.
function staff(name, role, project) {
  const id = company.sql(`insert into staff (name, full_name, password, created_at) values ('${name}', '${name}', 'none', 1); select last_insert_rowid()`);
  company.sql(`insert into staff_right select ${id}, id, '${role}' from project where code = '${project}'`);
  return session(company, "staff", id);
}
const owner = one(`select person from assignment a where kind = 'survey' and not exists (select 1 from response r where r.assignment = a.id)
  and exists (select 1 from assignment q where q.person = a.person and q.kind = 'quiz')`);
const neighbour = one(`select person from assignment where person <> ${owner} and kind = 'quiz' limit 1`);
const people = {
  nobody: { cookie: "", csrf: "x" },
  owner: session(company, "person", owner),
  neighbour: session(company, "person", neighbour),
  stranger: session(company, "person", stranger),
  consultant: session(company, "staff", one("select id from staff where admin = 1")),
  colleague: staff("colleague", "consultant", "alfa"),
  trainer: staff("trainer", "trainer", "alfa"),
  commission: staff("commission", "commission", "alfa"),
  elsewhere: staff("elsewhere", "consultant", "beta"),
};
staff("somebody", "trainer", "alfa"); // nobody's session is needed of them

const server = await serve(company.database);
const say = (who, method, path, more = {}) =>
  ask(server.base, method, path, { ...more, headers: { cookie: people[who].cookie, origin: server.base, "accept-language": "ru", ...more.headers } });
const formType = { "content-type": "application/x-www-form-urlencoded" };
const get = (who, path) => say(who, "GET", path);
const listed = (pairs = {}) => (Array.isArray(pairs) ? pairs : Object.entries(pairs));
/** A form with the caller's token, unless `pairs` (an object or a list) bring one. */
const form = (who, pairs) => new URLSearchParams(listed(pairs).some(([name]) => name === "csrf") ? listed(pairs) : [["csrf", people[who].csrf], ...listed(pairs)]).toString();
const post = (who, path, pairs) => say(who, "POST", path, { headers: formType, body: form(who, pairs) });

// The owner begins a questionnaire and a test.
const survey = one(`select id from assignment where person = ${owner} and kind = 'survey'`);
const quiz = one(`select assignment from attempt where person = ${owner} and state = 'ready'`);
const response = /^\/r\/(\d+)/.exec((await post("owner", `/my/${survey}/start`)).location)[1];
const attempt = /^\/t\/(\d+)/.exec((await post("owner", `/my/${quiz}/begin`)).location)[1];

// The consultant has the register computed and gives a document out.
assert.equal((await get("consultant", "/p/alfa/requirements")).status, 200);
assert.equal((await post("consultant", "/p/alfa/documents/requirements", { language: "ru" })).status, 200);

// What stands for a {name}: ours, somebody else's of the same kind, and one that is not there.
const section = /\/r\/\d+\/(\w+)/.exec((await get("owner", `/r/${response}`)).location)[1];
const question = /name="was:([a-z0-9_]+)"/.exec((await get("owner", `/r/${response}/${section}`)).text)[1];
const alfa = one("select id from project where code = 'alfa'");
const values = {
  token: { ours: company.values.respondent.replace(/.*\//, ""), absent: "a".repeat(26) },
  assignment: { ours: survey, theirs: assignmentThere, absent: "999999" },
  response: { ours: response, theirs: responseThere, absent: "999999" },
  attempt: { ours: attempt, theirs: attemptThere, absent: "999999" },
  section: { ours: section },
  question: { ours: question },
  n: { ours: "1" },
  project: { ours: "alfa", theirs: "beta", absent: "nowhere" },
  department: { ours: one(`select id from department where project = ${alfa}`), theirs: one(`select id from department where project = ${beta}`), absent: "999999" },
  person: { ours: owner, theirs: stranger, absent: "999999" },
  number: { ours: one(`select number from requirement where project = ${alfa}`), theirs: "777", absent: "999999" },
  report: { ours: "requirements", absent: "no-such-report" },
  issue: { ours: one(`select id from issued_document where project = ${alfa}`), theirs: issuedThere, absent: "999999" },
  user: { ours: one("select id from staff where name = 'somebody'"), absent: "999999" },
};
const owned = ["assignment", "response", "attempt", "project", "person", "department"];

const routes = execFileSync(process.env.ANKETA || "build/anketa", ["routes"], { encoding: "utf8" }).trim().split("\n").map((line) => {
  const [method, path, who, needs, run] = line.split("\t");
  return { method, path, who: who.split(","), needs: needs.split(","), run, names: [...path.matchAll(/\{(\w+)\}/g)].map((m) => m[1]), title: `${method} ${path}` };
});
const matches = (pattern, path) => new RegExp(`^${pattern.replace(/\{\w+\}/g, "[^/]+").replace(/\./g, "\\.")}$`).test(path);
const quizRow = (row) => row.path.endsWith("/begin");
/** The row's path with each name's value; `which` says whose, by name. */
const fill = (row, which = {}) => row.path.replace(/\{(\w+)\}/g, (_, name) => (name === "assignment" && quizRow(row) && !which[name] ? quiz : values[name][which[name] || "ours"]));
const theirs = (row) => Object.fromEntries(row.names.filter((name) => values[name].theirs).map((name) => [name, "theirs"]));
const boundary = "b0undary";
/** Ask for a row with the form that it wants; `pairs` null leaves the token out. */
function call(who, row, path, pairs = {}, headers = {}) {
  if (row.method === "GET") return say(who, "GET", path, { headers });
  if (!row.needs.includes("upload")) return say(who, "POST", path, { headers: { ...formType, ...headers }, body: pairs ? form(who, pairs) : "a=b" });
  const field = (name, value) => `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const body = (pairs ? field("csrf", new URLSearchParams(form(who, pairs)).get("csrf")) : "") + `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\nContent-Type: text/csv\r\n\r\nФИО\nНовая Анна\r\n--${boundary}--\r\n`;
  return say(who, "POST", path, { headers: { "content-type": `multipart/form-data; boundary=${boundary}`, ...headers }, body });
}
/** A page without what differs between two callers or paths: addresses, tokens, and where the languages lead from a POST. */
const bare = (reply, path) => reply.text.replace(/<nav class="languages"[\s\S]*?<\/nav>/, "").replaceAll(path, "PATH").replaceAll(encodeURI(path), "PATH");
async function sameRefusal(who, row, one, other) {
  const mine = await call(who, row, one), absent = await call(who, row, other);
  assert.ok([403, 404].includes(mine.status), `${who} ${one}: ${mine.status}`);
  assert.equal(mine.status, absent.status, `${who}: ${one} and ${other}`);
  assert.equal(bare(mine, one), bare(absent, other), `${who}: the bodies of ${one} and ${other} differ`);
}

await test("every name in the table has a value here, of something that is there", () => {
  for (const row of routes) for (const name of row.names) assert.ok(values[name], `${row.title}: teach this test a value for {${name}}`);
  for (const [name, { ours, theirs }] of Object.entries(values)) assert.ok(ours && ours !== theirs, name);
});

await test("a row for nobody in particular is one of these", () => {
  assert.deepEqual(routes.filter((row) => row.who[0] === "anybody").map((row) => row.title), [
    "GET /", "POST /code", "GET /i/{token}", "POST /enter", "GET /left", "GET /staff/login", "POST /staff/login"]);
});

await test("every POST compares a token, but for these, which nobody could have", () => {
  assert.deepEqual(routes.filter((row) => row.method === "POST" && !row.needs.includes("csrf")).map((row) => row.title), [
    "POST /code", "POST /enter", "POST /staff/login"]);
});

// What a form needs so that who may is let through: a 404 for the others then means something.
const unasked = one(`select p.id from person p where project = ${alfa} and disabled = 0 and not exists (select 1 from assignment a where a.person = p.id and a.form = 'goals')`);
const untested = one(`select p.id from person p where project = ${alfa} and disabled = 0 and not exists (select 1 from assignment a where a.person = p.id and a.form = 'discipline')`);
const handedIn = one(`select id from response where project = ${alfa} and state = 'handed_in'`);
const good = {
  "POST /r/{response}/{section}": { go: "save" },
  "POST /response/{response}/{question}": { value: "", state: "answered", seen: "0", page: "p", seq: "1" },
  "POST /t/{attempt}/{n}": { go: "save", seen: "0" },
  "POST /attempt/{attempt}/{n}": { value: "", seen: "0", page: "p", seq: "1" },
  "POST /staff/projects": { code: "gamma", organisation: "Гамма", title: "CRM" },
  "POST /staff/users": { name: "newcomer", full_name: "Новая Анна", project: "alfa", role: "trainer" },
  "POST /staff/users/{user}/right": { project: "alfa", role: "commission" },
  "POST /p/{project}/people/new": { family: "Ручная" },
  "POST /p/{project}/people/{person}": { family: "Иначе" },
  "POST /p/{project}/departments/{department}/confirm": { do: "confirm" },
  "POST /p/{project}/survey": { do: "due", a: survey, due: "27.11.2096" },
  "POST /p/{project}/survey/assign": { form: "goals", person: unasked },
  "POST /p/{project}/answers/{response}/exclude": { do: "exclude", reason: "наугад" },
  "POST /p/{project}/goals": { act: "propose", key: "revenue", rank: "A" },
  "POST /p/{project}/requirements/{number}": { act: "reject", reason: "вне границ" },
  "POST /p/{project}/exam": { test: "discipline", person: untested },
  "POST /p/{project}/exam/{attempt}": { act: "note", note: "болел" },
  "POST /p/{project}/documents/{report}": { language: "ru" },
};
const settings = (await get("consultant", "/p/alfa/settings")).text.replace('<form method="post" action="/p/alfa/settings"', '<form id="questions"');
good["POST /p/{project}/settings"] = fields(settings).filter(([name]) => name !== "csrf");
const isIn = (reply, what) => assert.ok([200, 303].includes(reply.status) && reply.location !== "/staff/login", `${what}: ${reply.status} ${reply.location}`);

// A hand-in ends what the rows beside it need; leaving and a new link end sessions.
const ending = (row) => ["hand-in", "leave", "logout", "revoke"].indexOf(/[^/]*$/.exec(row.path)[0]);
const closed = routes.filter((row) => row.who[0] !== "anybody" && row.names.every((name) => values[name])).sort((a, b) => ending(a) - ending(b));
for (const row of closed) {
  const visitor = row.who.includes("visitor");
  await test(`${row.title} lets nobody in without a session`, async () => {
    const reply = await call("nobody", row, fill(row));
    if (reply.status === 303) assert.equal(reply.location, "/staff/login");
    else assert.equal(reply.status, 403);
    assert.doesNotMatch(reply.text, /name="csrf" value="[^"]/);
  });
  await test(`${row.title} is not there for the other kind of caller`, async () => {
    for (const who of visitor ? ["consultant", "commission"] : ["owner", "stranger"]) {
      const reply = await call(who, row, fill(row));
      // a script that saves is told in words that the browser is somebody else's now
      assert.equal(reply.status, /^\/(response|attempt)\//.test(row.path) ? 403 : 404, `${who}: ${reply.status}`);
    }
  });
  if (row.who.join() === "admin")
    await test(`${row.title} looks to staff who are no administrators as if it were not there`, async () => {
      for (const who of ["colleague", "trainer", "commission", "elsewhere"]) {
        const reply = await call(who, row, fill(row)), nothing = await say(who, row.method, "/no/such/page", row.method === "GET" ? {} : { headers: formType, body: form(who) });
        assert.equal(reply.status, 404, who);
        assert.equal(bare(reply, fill(row)), bare(nothing, "/no/such/page"), who);
      }
    });
  if (row.names.includes("user"))
    await test(`${row.title} of nobody is not there`, async () => assert.equal((await call("consultant", row, fill(row, { user: "absent" }))).status, 404));
  const mine = row.names.find((name) => owned.includes(name));
  if (visitor && mine)
    await test(`${row.title} of somebody else looks as if it were not there`, async () => {
      for (const who of ["neighbour", "stranger"]) await sameRefusal(who, row, fill(row), fill(row, { [mine]: "absent" }));
      await sameRefusal("owner", row, fill(row, { [mine]: "theirs" }), fill(row, { [mine]: "absent" }));
    });
  if (row.names.includes("project")) {
    const place = row.path.split("/")[3] || "";
    await test(`${row.title} looks to staff of another project as if it were not there`, async () => {
      await sameRefusal("elsewhere", row, fill(row), fill(row, { project: "absent" }));
      await sameRefusal("colleague", row, fill(row, { project: "theirs" }), fill(row, { project: "absent" }));
      await sameRefusal("colleague", row, fill(row, theirs(row)), fill(row, { ...theirs(row), project: "absent" }));
      if (row.method === "GET") isIn(await call("elsewhere", row, fill(row, theirs(row))), `elsewhere, where they work: ${fill(row, theirs(row))}`);
    });
    await test(`${row.title} is there for a trainer and a commission only where they work`, async () => {
      if (!["", "exam", "documents", "issued", "settings"].includes(place)) await sameRefusal("trainer", row, fill(row), fill(row, { project: "absent" }));
      if (!["documents", "issued"].includes(place) || row.method === "POST") await sameRefusal("commission", row, fill(row), fill(row, { project: "absent" }));
    });
    for (const name of row.names.filter((name) => name !== "project" && values[name].theirs))
      await test(`${row.title} takes no ${name} of another project`, () => sameRefusal("consultant", row, fill(row, { [name]: "theirs" }), fill(row, { [name]: "absent" })));
  }
  await test(`${row.title} is there for who may`, async () => {
    for (const who of visitor ? ["owner"] : row.names.includes("project") && row.method === "GET" ? ["consultant", "colleague"] : ["consultant"]) {
      const path = row.path.endsWith("/return") ? fill(row).replace(response, handedIn) : fill(row);
      const reply = await call(who, row, path, good[row.title]);
      if (row.title === "POST /r/{response}/hand-in") assert.equal(reply.status, 422, "its questions are not answered");
      else if (row.path === "/staff/logout") assert.equal(reply.location, "/staff/login");
      else isIn(reply, `${who} ${path}`);
    }
    if (row.method === "GET" && ["exam", "documents", "issued"].includes(row.path.split("/")[3])) isIn(await call("trainer", row, fill(row)), "trainer");
    if (row.method === "GET" && ["documents", "issued"].includes(row.path.split("/")[3])) isIn(await call("commission", row, fill(row)), "commission");
    if (ending(row) > 0) [people.owner, people.consultant] = [session(company, "person", owner), session(company, "staff", one("select id from staff where admin = 1"))];
  });
}

for (const row of routes.filter((row) => row.method === "POST" && row.names.every((name) => values[name]))) {
  const who = row.who.includes("visitor") ? "owner" : row.who[0] === "anybody" ? "nobody" : "consultant";
  await test(`${row.title} is refused from another site, and without a token`, async () => {
    for (const origin of ["https://evil.example", "null", `${server.base}.evil.example`, server.base.replace("//", "//sub.")])
      assert.equal((await call(who, row, fill(row), {}, { origin })).status, 403, origin);
    const { cookie } = people[who];
    const silent = await ask(server.base, "POST", fill(row), { headers: { cookie, ...formType }, body: form(who) });
    assert.ok([403, 415].includes(silent.status), `without Origin: ${silent.status}`);
    if (row.needs.includes("csrf")) {
      assert.equal((await call(who, row, fill(row), null)).status, 403, "no token");
      for (const csrf of ["0".repeat(people[who].csrf.length), people.colleague.csrf, people[who].csrf.slice(0, -1)])
        assert.equal((await call(who, row, fill(row), [...listed(good[row.title]), ["csrf", csrf]])).status, 403, "a wrong token");
    }
  });
}

await test("a wrong method is 405 with the right ones in Allow, whoever asks", async () => {
  for (const path of new Set(routes.filter((row) => row.names.every((name) => values[name])).map((row) => fill(row)))) {
    const here = new Set(routes.filter((row) => matches(row.path, path)).map((row) => row.method));
    const allow = [...(here.has("GET") ? ["GET", "HEAD"] : []), ...(here.has("POST") ? ["POST"] : [])].join(", ");
    for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE"]) {
      if (here.has(method === "HEAD" ? "GET" : method)) continue;
      const reply = await say("owner", method, path, method === "POST" ? { headers: formType, body: form("owner") } : {});
      assert.equal(reply.status, 405, `${method} ${path}: ${reply.status}`);
      assert.equal(reply.headers.allow, allow, `${method} ${path}`);
    }
  }
});

const dump = () => company.sql(".dump").replace(/^INSERT INTO (requirement|sqlite_\w+) .*$/gm, ""); // numbers of requirements are given when a page first shows them
await test("no GET and no HEAD changes anything but what was computed", async () => {
  const before = dump();
  for (const row of routes.filter((row) => row.method === "GET" && row.names.every((name) => values[name])))
    for (const method of ["GET", "HEAD"]) {
      const who = row.who.includes("visitor") ? "owner" : "consultant";
      const reply = await say(who, method, fill(row));
      assert.ok(reply.status < 500 || reply.status === 503, `${method} ${fill(row)}: ${reply.status}`);
      if (method === "HEAD") assert.equal(reply.text, "");
    }
  assert.equal(dump(), before);
});

const headers = { "content-security-policy": /default-src 'none'/, "x-content-type-options": /^nosniff$/, "referrer-policy": /^same-origin$/, "cache-control": /^no-store$/ };
/** Follow every link from `start` as this caller; returns how many pages were seen. */
async function crawl(who, start) {
  const wanted = [[start, "the start"]], seen = new Set(), perRow = new Map();
  let pages = 0;
  while (wanted.length > 0) {
    const [path, from] = wanted.shift();
    const key = path.replace(/\?.*/, "");
    if (seen.has(path) || seen.size > 400) continue;
    seen.add(path);
    const row = routes.find((r) => r.method === "GET" && matches(r.path, key));
    assert.ok(row || key.startsWith("/static/"), `${from} links to ${path}, which no row serves`);
    const count = perRow.get(row) || 0;
    perRow.set(row, count + 1);
    if (row && count >= 8) continue;
    const reply = await get(who, path);
    assert.ok([200, 303].includes(reply.status), `${path} (linked from ${from}): ${reply.status}`);
    if (key.startsWith("/static/")) continue;
    pages++;
    for (const [name, what] of Object.entries(headers)) assert.match(reply.headers[name] || "", what, `${name} of ${path}`);
    if (reply.status === 303) wanted.push([reply.location, path]);
    if (!/html/.test(reply.headers["content-type"] || "")) continue;
    for (const [tag] of reply.text.matchAll(/<[a-z]+\b[^>]*>/g)) {
      const link = / (?:href|src)="([^"]*)"/.exec(tag), action = /^<form\b/.test(tag) ? / action="([^"]*)"/.exec(tag) : / formaction="([^"]*)"/.exec(tag);
      if (action) {
        const target = unescape(action[1]), to = new URL(target || path, "http://x" + path).pathname;
        const method = /^<form\b/.test(tag) && !/ method="post"/i.test(tag) ? "GET" : "POST";
        assert.ok(routes.some((r) => r.method === method && matches(r.path, to)), `${path} sends a form to ${method} ${to}, which no row takes`);
      }
      if (!link || /^(#|data:|mailto:|https?:)/.test(link[1])) continue;
      const to = new URL(unescape(link[1]), "http://x" + path);
      if (to.host === "x") wanted.push([to.pathname + to.search, path]);
    }
  }
  return pages;
}

await test("every link and form that a visitor is shown leads somewhere", async () => {
  assert.ok((await crawl("owner", "/my")) > 10);
});
await test("every link and form that nobody in particular is shown leads somewhere", async () => {
  assert.ok((await crawl("nobody", "/")) > 2);
});
if (routes.some((row) => row.path === "/staff"))
  for (const who of ["consultant", "trainer", "commission"])
    await test(`every link and form that a ${who} is shown leads somewhere`, async () => {
      assert.ok((await crawl(who, "/staff")) > 1);
    });

await test("the server stops cleanly after all this", async () => assert.equal(await server.stop(), 0));
company.remove();
finish();
