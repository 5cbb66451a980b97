// docs/operations.md is true of the settings, limits and log lines of the program, and the unit file is one that systemd takes.
import { spawnSync } from "node:child_process";
import { readFileSync, writeFileSync, mkdtempSync, rmSync, readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anketa, has_all, ok, text } from "./tap.mjs";

const doc = text("docs/operations.md");
const rows = (heading) => {
  const part = doc.slice(doc.indexOf(`\n## ${heading}\n`) + 1);
  const end = part.indexOf("\n## ");
  return (end < 0 ? part : part.slice(0, end)).split("\n").filter((line) => line.startsWith("| ")).slice(1)
    .map((line) => line.split("|").slice(1, -1).map((cell) => cell.trim()));
};

// the settings: the table of src/command/settings.c, row by row
const source = text("src/command/settings.c").replace(/"\s*\n\s*"/g, "");
const settings = [...source.matchAll(/SETTING\(\s*"(\w+)", '(.)', "([^"]+)",\s*"((?:[^"\\]|\\.)*)",\s*"([^"]*)",\s*(\w+)\)/g)]
  .map(([, key, , value, , fallback]) => ({ key, value, fallback }));
ok(settings.length >= 7, "the table of settings is found", JSON.stringify(settings));
const said = rows("Settings");
ok(said.length === settings.length, "operations.md has a line for each setting and no other",
  `${said.map((r) => r[0])} / ${settings.map((s) => s.key)}`);
for (const [i, { key, value, fallback }] of settings.entries()) {
  const row = said[i] || [];
  ok(row[0] === `\`${key}\`` && row[1] === `\`ANKETA_${key.toUpperCase()}\`` && row[2] === `\`--${key.replaceAll("_", "-")} ${value}\``,
    `the line of ${key} names its key, environment and flag`, row.join(" | "));
  if (fallback) ok(row[3] === `\`${fallback}\``, `the line of ${key} says its default ${fallback}`, row[3]);
  else ok(row[3] && !row[3].startsWith("`"), `the line of ${key} says in words that it has no fixed default`, row[3]);
}
const serve = anketa("serve", "--help").out.replace(/\s+/g, " ");
has_all(said.map((row) => row[2].replaceAll("`", "").split(" ")[0]), serve.match(/--[a-z-]+/g), "every flag is one of anketa serve");

// the example of a settings file, and an unknown key
const folder = mkdtempSync(join(tmpdir(), "anketa-docs-"));
const example = /\/etc\/anketa\.yaml <<'EOF'\n([\s\S]*?)\nEOF/.exec(doc)[1];
const file = join(folder, "anketa.yaml");
writeFileSync(file, example.replace("/var/lib/anketa/anketa.db", join(folder, "no.db")));
let said_so = anketa("backup", "--config", file, join(folder, "copy.db"));
ok(/There is no such database file/.test(said_so.out), "the example of a settings file is read without complaint", said_so.out);
writeFileSync(file, "db: a.db\nlistn: 127.0.0.1:1\n");
said_so = anketa("backup", "--config", file, join(folder, "copy.db"));
ok(said_so.status === 1 && /:2:1: error: /.test(said_so.out), "an unknown key is an error with its line", said_so.out);
rmSync(folder, { recursive: true });

// the limits: numbers of the source
const number = (path, name) => {
  const found = new RegExp(`\\b${name}\\b\\]? = ([0-9 *<]+)`).exec(text(path));
  return found ? Number(new Function(`return ${found[1]}`)()) : NaN;
};
const comma = (n) => n.toLocaleString("en-US");
const limits = rows("Limits").map((row) => row.join(" | ")).join("\n");
const server = text("src/http/server.h");
const expected = [
  ["connections", comma(Number(/connection_limit; +\/\* (\d+)/.exec(server)[1]))],
  ["parked writes", comma(Number(/writes that wait for a batch: (\d+)/.exec(server)[1]))],
  ["idle seconds", `${/keep-alive: (\d+)/.exec(server)[1]} s`],
  ["deadlines", /deadlines swept by the loop: (\d+), (\d+), (\d+)/.exec(server).slice(1).map((s) => `${s} s`).join(", ")],
  ["memory of a connection", `${number("src/http/internal.h", "MEMORY_A_CONNECTION") / 1024} KB`],
  ["a batch", comma(number("src/http/internal.h", "MAX_BATCH"))],
  ["a form", `${number("src/http/internal.h", "MAX_FORM") / 1024} KiB`],
  ["an upload", `${number("src/http/internal.h", "MAX_UPLOAD") / 1048576} MiB`],
  ["parameters, cookies, fields", [number("src/http/form.h", "MAX_QUERY"), number("src/http/cookie.h", "MAX_COOKIES"), comma(number("src/http/form.h", "MAX_FIELDS"))].join(", ")],
  ["jobs", [number("src/pages/serve.c", "LANE_SHORT"), number("src/pages/serve.c", "LANE_DOCUMENTS")].join(", ")],
  ["a page", `${number("src/pages/page.c", "MAX_PAGE") / 1048576} MiB`],
  ["a YAML file", `${number("src/yaml/ydoc.h", "YDOC_MAX_BYTES") / 1048576} MiB, nesting ${number("src/yaml/ydoc.h", "YDOC_MAX_DEPTH")}, ${comma(number("src/yaml/ydoc.h", "YDOC_MAX_EVENTS"))} parts`],
  ["a list of people", `${comma(number("src/exchange/people_csv.c", "MAX_ROWS"))} rows, ${number("src/exchange/people_csv.c", "MAX_COLUMNS")} columns, ${comma(number("src/exchange/people_csv.c", "MAX_CELL"))} bytes a cell`],
  ["responses import", `${number("src/command/responses.c", "MAX_FILE") / 1073741824} GiB`],
];
for (const [what, words] of expected) ok(limits.includes(words), `the limit of ${what} is ${words}`, limits);

// the log: each quoted line is written somewhere in src
const sources = readdirSync("src", { recursive: true }).filter((f) => f.endsWith(".c")).map((f) => text(`src/${f}`).replace(/"\s*\n\s*"/g, "")).join("\n");
for (const [line] of rows("The log")) {
  const words = line.replaceAll("`", "").replace(/^(error|warning|info): /, "");
  if (words.startsWith("database: ")) continue; // SQLite's own words
  const parts = words.split(/…|\bN\b/).map((p) => p.trim()).filter((p) => p.length > 3);
  ok(parts.length > 0 && parts.every((p) => sources.includes(p)), `the log says "${words}"`, parts.filter((p) => !sources.includes(p)).join("; "));
}

// the unit
const found = spawnSync("systemd-analyze", ["verify", "--man=no", "docs/anketa.service"], { encoding: "utf8" });
if (found.error) console.log("# systemd-analyze is not here: the unit is not verified");
else {
  const lines = (found.stdout + found.stderr).split("\n").filter((l) => l.includes("anketa.service") && !/is not executable/.test(l));
  ok(lines.length === 0, "systemd takes the unit file", lines.join("\n"));
}
ok(/--config \/etc\/anketa\.yaml/.test(readFileSync("docs/anketa.service", "utf8")), "the unit uses the settings file of the text");
