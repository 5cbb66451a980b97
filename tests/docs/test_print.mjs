// Every document that is printed, looked at as paper: A4, no page blank, nothing in the margins, every heading there.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { demo, serve, session, unescape } from "../lib/anketa.mjs";
import { complaints, look, Page, words } from "../lib/raster.mjs";
import { ok, program, text } from "./tap.mjs";

const folder = mkdtempSync(join(tmpdir(), "anketa-print-"));
const company = demo();

function report(name, lang, format, more) {
  const file = join(folder, `${name}-${lang}.${format}`);
  execFileSync(program, ["report", name, "--db", company.database, "--project", "alfa", "-l", lang, "-o", file, ...more], { stdio: "ignore" });
  return readFileSync(file);
}

/** The phrase with this key, from the file of the language: `key: text`, in quotes or not. */
function phrase(lang, key) {
  const line = text(`web/lang/${lang}.yaml`).split("\n").find((one) => one.startsWith(`${key}: `));
  return line.slice(key.length + 2).replace(/^"(.*)"$/, "$1").replace(/^'(.*)'$/, "$1");
}

/** Whether the sheets are what they should be, and hold these texts. */
function check(name, seen, texts) {
  const wrong = complaints(seen);
  ok(wrong.length === 0, `${name}: A4, no page blank, nothing in the margins`, wrong.join("\n"));
  const missing = texts.filter((one) => !seen.words.includes(words(one)));
  ok(texts.length > 0 && missing.length === 0, `${name}: every heading stands in its text`, missing.join("\n"));
}

const documents = { requirements: ["report.requirements.title", []], "certification-sheet": ["report.sheet.title", ["--test", "crm_base"]] };
for (const lang of ["ru", "uk", "en"])
  for (const [name, [title, more]] of Object.entries(documents)) {
    const made = JSON.parse(report(name, lang, "json", more));
    const headings = made.blocks.filter((block) => block.kind === "heading").map((block) => (block.number ? `${block.number}. ` : "") + block.text);
    const tables = made.blocks.filter((block) => block.kind === "table" && block.title).map((block) => block.title);
    const signed = made.blocks.filter((block) => block.kind === "signatures").flatMap((block) => (block.lines || []).map((line) => line.role));
    const seen = look(report(name, lang, "pdf", more));
    check(`${name} in ${lang}`, seen, [phrase(lang, title), made.title, made.code, ...headings, ...tables, ...signed]);
    ok(headings.length + tables.length + signed.length >= 5, `${name} in ${lang}: there are headings, tables and signatures to look for`);
    ok(seen.pages.length >= (name === "requirements" ? 10 : 1), `${name} in ${lang}: as many pages as its content needs`, seen.pages.length);
  }

// One's own answers, by the page that sends them.
const response = company.sql("select id from response where state = 'handed_in' order by id limit 1");
const person = company.sql(`select person from response where id = ${response}`);
const cookies = Object.fromEntries(["ru", "uk", "en"].map((lang) => [lang, `${session(company, "person", person).cookie}; language=${lang}`]));
const server = await serve(company.database);
for (const [lang, cookie] of Object.entries(cookies)) {
  const page = await (await fetch(`${server.base}/r/${response}/review`, { headers: { cookie } })).text();
  const reply = await fetch(`${server.base}/r/${response}/copy.pdf`, { headers: { cookie } });
  ok(reply.status === 200 && reply.headers.get("content-type") === "application/pdf", `one's own answers in ${lang} come as a PDF`, reply.status);
  const answers = [...page.matchAll(/<section class="answers">[^]*?<\/section>/g)].map((m) => m[0]).join("\n");
  const shown = [...answers.matchAll(/>([^<]+)</g)].map((m) => unescape(m[1].trim())).filter(Boolean);
  ok(shown.length > 50, `one's own answers in ${lang}: the page shows sections, questions and answers to look for`, shown.length);
  const keys = ["respond.copy.title", "respond.copy.organisation", "respond.copy.respondent", "respond.copy.handed_in"];
  check(`one's own answers in ${lang}`, look(Buffer.from(await reply.arrayBuffer())), [...keys.map((key) => phrase(lang, key)), ...shown]);
}
await server.stop();
company.remove();
rmSync(folder, { recursive: true });

// The look itself: a white sheet, and sheets with a stain each.
function sheet(...stains) {
  const pixels = Buffer.alloc(595 * 842, 255);
  for (const [x, y] of stains) for (let i = 0; i < 100; i++) pixels[(y + Math.floor(i / 10)) * 595 + x + (i % 10)] = 0;
  return complaints({ pages: [new Page(Buffer.concat([Buffer.from("P5\n595 842\n255\n"), pixels]))], sizes: [[595.276, 841.89]] });
}
ok(sheet()[0] === "page 1 is blank" && sheet([100, 40]).includes("page 1 is blank"), "a page with nothing but its head is blank");
ok(sheet([300, 400]).length === 0, "ink between the margins is right");
for (const [where, x, y] of [["left margin", 60, 400], ["right margin", 575, 400], ["above the head", 300, 10], ["head and the text", 300, 46],
  ["text and the foot", 300, 782], ["below the foot", 300, 830]])
  ok(sheet([300, 400], [x, y]).join().includes(where), `a stain is seen: ${where}`);
ok(complaints({ pages: [], sizes: [[612, 792]] }).length === 2, "another size of paper is seen");
