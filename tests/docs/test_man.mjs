// docs/anketa.1 has every command and option of the program and no other, and formats without a warning.
import { spawnSync } from "node:child_process";
import { anketa, has_all, ok, text } from "./tap.mjs";

const page = text("docs/anketa.1");
const help = anketa("--help").out;
const commands = [...help.matchAll(/^ {2}(\S+(?: \S+)?) {2,}\S/gm)].map((m) => m[1]);
ok(commands.length >= 10, "the commands are found", help);

const part = (text, from, to) => text.slice(text.indexOf(from) + from.length).split(to)[0];
const sections = part(page, ".Sh COMMANDS\n", ".Sh SETTINGS").split(/^\.Ss anketa /m).slice(1);
const described = sections.map((s) => {
  const head = s.split("\n")[0];
  const name = commands.find((c) => head === c || head.startsWith(`${c} `));
  return { head, name, options: [...s.matchAll(/^\.It .*?Fl -([a-z-]+)/gm)].map((m) => m[1]) };
});
ok(JSON.stringify(described.map((d) => d.name)) === JSON.stringify(commands), "the page describes the commands in the order of --help",
  `${described.map((d) => d.head)} / ${commands}`);

const settings = [...part(page, ".Sh SETTINGS\n", ".Sh ENVIRONMENT").matchAll(/^\.It .*?Fl -([a-z-]+)/gm)].map((m) => m[1]);
for (const { name, options } of described.filter((d) => d.name && d.name !== "version")) {
  const shown = anketa(...name.split(" "), "--help").out;
  const known = [...shown.matchAll(/^ {2,}(?:-(\S), {1,2}| {4})--([a-z-]+)/gm)].map((m) => ({ short: m[1], long: m[2] })).filter((o) => !["help", "usage", "version"].includes(o.long));
  has_all(known.map((o) => o.long), [...options, ...settings], `the page has every option of ${name}`);
  has_all(options, known.map((o) => o.long), `every option that the page gives to ${name} is one of its own`);
  for (const { short, long } of known.filter((o) => o.short))
    ok(new RegExp(`^\\.It Fl ${short}\\b.* Fl -${long}\\b`, "m").test(page), `-${short} of ${name} is --${long} on the page`);
}

const format = spawnSync("groff", ["-mandoc", "-ww", "-Tutf8", "docs/anketa.1"], { encoding: "utf8" });
if (format.error) console.log("# groff is not here: the page is not formatted");
else ok(format.status === 0 && format.stderr === "", "the page formats without a warning", format.stderr);
