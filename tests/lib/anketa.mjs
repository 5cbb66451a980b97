// A visitor of the real server, for tests: a demo company in a scratch folder, the server on a free port, people who
// come in by link, fill forms as a browser without scripts would. Nothing but Node.js.
import { execFileSync, spawn } from "node:child_process";
import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

const program = process.env.ANKETA || "build/anketa";

/** A demo company: { database, values, remove() }; values are what the command printed, by name. `forms`: other folders. */
export function demo(forms = "surveys,quizzes") {
  const folder = mkdtempSync(join(tmpdir(), "anketa-"));
  const database = join(folder, "demo.db");
  const out = execFileSync(program, ["demo", "--db", database, "--forms", forms], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
  const sql = (text) => execFileSync("sqlite3", ["-cmd", ".timeout 30000", database, text], { encoding: "utf8" }).trim();
  return {
    database,
    sql,
    /** The cookie of a session made for a person, before the server starts. */
    session: (person) => session({ sql }, "person", person).cookie.replace("session=", ""),
    values: Object.fromEntries([...out.matchAll(/^([a-z ]+): (.+)$/gm)].map((m) => [m[1], m[2]])),
    remove: () => rmSync(folder, { recursive: true }),
  };
}

/** Starts the server; resolves to { base, port, stop(), log() }: log() is what it wrote so far, and a stop that is not clean throws. `listen` "127.0.0.1:0" takes a free port; `more` are further options. */
export function serve(database, listen = "127.0.0.1:0", more = []) {
  const child = spawn(program, ["serve", "--db", database, "--listen", listen, ...more], { stdio: ["ignore", "pipe", "pipe"] });
  let log = "";
  child.stderr.on("data", (part) => {
    log += part;
    if (process.env.ANKETA_LOG) process.stderr.write(part);
  });
  const ended = new Promise((done) => child.once("exit", done));
  process.once("exit", () => child.kill("SIGKILL")); // a test that dies leaves no server behind
  return new Promise((done, failed) => {
    let text = "";
    child.once("exit", (code) => failed(new Error(`the server ended: ${code} ${text}`)));
    child.stdout.on("data", (part) => {
      const found = /http:\/\/\S+/.exec((text += part));
      if (found)
        done({
          base: found[0],
          port: new URL(found[0]).port,
          log: () => log,
          stop: async (signal = "SIGTERM") => {
            child.kill(signal);
            const code = await ended;
            if (signal === "SIGTERM" && code !== 0) throw new Error(`the server ended: ${code} ${log.slice(-4000)}`);
            return code;
          },
        });
    });
  });
}

const entities = { amp: "&", lt: "<", gt: ">", quot: '"', "#39": "'" };

export function unescape(text) {
  return text.replace(/&(amp|lt|gt|quot|#39);/g, (_, name) => entities[name]);
}

/** The value of an attribute in a tag's text, or undefined. */
function attribute(tag, name) {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(tag);
  return found ? unescape(found[1]) : undefined;
}

/** The fields a browser would send of the form with this action (or id), without its buttons: a list of pairs. */
export function fields(html, id = "questions") {
  const start = html.search(new RegExp(`<form[^>]*\\bid="${id}"`));
  const form = html.slice(start, html.indexOf("</form>", start)).replace(/<template[\s\S]*?<\/template>/g, "");
  const out = [];
  for (const [tag, kind, rest] of form.matchAll(/<input\b[^>]*>|<(textarea|select)\b[^>]*>([\s\S]*?)<\/\1>/g)) {
    const head = /^<[^>]*>/.exec(tag)[0];
    const name = attribute(head, "name"), type = attribute(head, "type");
    if (!name) continue;
    if (kind === "textarea") out.push([name, unescape(rest.replace(/^\n/, ""))]);
    else if (kind === "select") {
      const options = [...rest.matchAll(/<option value="([^"]*)"([^>]*)>/g)];
      const chosen = options.find((option) => / selected/.test(option[2])) || options[0];
      out.push([name, unescape(chosen[1])]);
    } else if (type === "radio" || type === "checkbox") {
      if (/ checked/.test(head)) out.push([name, attribute(head, "value")]);
    } else out.push([name, attribute(head, "value") || ""]);
  }
  return out;
}

/** Those fields with some set: { name: value or [values] or null to send none }. */
export function filled(pairs, changes) {
  const out = pairs.filter(([name]) => !(name in changes));
  for (const [name, value] of Object.entries(changes))
    for (const one of value === null ? [] : Array.isArray(value) ? value : [value]) out.push([name, one]);
  return out;
}

/** The Set-Cookie headers of a reply, one each. The Node.js of Debian 12 (18) joins them with commas. */
export function setCookies(reply) {
  if (typeof reply.headers.getSetCookie === "function") return reply.headers.getSetCookie();
  return (reply.headers.get("set-cookie") || "").split(/, (?=[A-Za-z_-]+=)/).filter(Boolean);
}

export class Visitor {
  constructor(base) {
    this.base = base;
    this.cookies = new Map();
  }

  async request(path, options = {}) {
    const reply = await fetch(this.base + path, {
      redirect: "manual",
      ...options,
      headers: { cookie: [...this.cookies].map(([k, v]) => `${k}=${v}`).join("; "), origin: this.base, ...options.headers },
    });
    for (const line of setCookies(reply)) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line);
      if (value === "") this.cookies.delete(name);
      else this.cookies.set(name, value);
    }
    return { status: reply.status, location: reply.headers.get("location"), headers: reply.headers, text: await reply.text() };
  }

  get(path) {
    return this.request(path);
  }

  post(path, pairs) {
    return this.request(path, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams(pairs).toString(),
    });
  }

  /** Come in by a link such as the demo prints. */
  async enter(link) {
    const token = link.slice(link.lastIndexOf("/") + 1);
    await this.get(`/i/${token}`);
    return this.post("/enter", [["token", token]]);
  }
}

let passed = 0, failed = 0;

/** One test: its name is a sentence. */
export async function test(name, body) {
  try {
    await body();
    passed++;
    console.log(`ok ${name}`);
  } catch (error) {
    failed++;
    console.log(`not ok ${name}\n${String(error.stack || error).slice(0, 1500).replace(/^/gm, "    ")}`);
  }
}

/** The exit status, true to what was counted. */
export function finish() {
  console.log(`# ${passed} passed, ${failed} failed`);
  process.exitCode = failed ? 1 : 0;
}

/** One request as it is written: no cookies, no Origin, no following, any method. */
export function ask(base, method, path, { headers = {}, body = "" } = {}) {
  const length = body || method === "POST" ? { "content-length": Buffer.byteLength(body) } : {};
  return new Promise((done, failed) => {
    const sent = request(base + path, { method, headers: { ...length, ...headers }, agent: false }, (reply) => {
      const parts = [];
      reply.on("data", (part) => parts.push(part));
      reply.on("end", () => done({ status: reply.statusCode, headers: reply.headers, location: reply.headers.location || null, text: Buffer.concat(parts).toString() }));
      reply.on("error", failed);
    });
    sent.on("error", failed);
    sent.end(body);
  });
}

const sha256 = (text) => createHash("sha256").update(text).digest("hex");

/** Somebody who has come in already, written into the database: { cookie, csrf }. Before the server starts. */
export function session(company, kind, id) {
  const token = randomBytes(32).toString("hex"), csrf = randomBytes(16).toString("hex");
  const now = Date.now(), day = 24 * 3600 * 1000;
  company.sql(`insert into session (token_hash, ${kind}, csrf, created_at, seen_at, idle, expires_at)
    values ('${sha256(token)}', ${id}, '${csrf}', ${now}, ${now}, ${day}, ${now + day})`);
  return { cookie: `session=${token}`, csrf };
}
