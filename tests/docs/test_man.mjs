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
for (const { name, options } of described.filter((d) => d.name)) {
  const shown = anketa(...name.split(" "), "--help").out;
  const known = [...shown.matchAll(/^ {2,}(?:-(\S), {1,2}| {4})--([a-z-]+)/gm)].map((m) => ({ short: m[1], long: m[2] })).filter((o) => !["help", "usage", "version"].includes(o.long));
  has_all(known.map((o) => o.long), [...options, ...settings], `the page has every option of ${name}`);
  has_all(options, known.map((o) => o.long), `every option that the page gives to ${name} is one of its own`);
  for (const { short, long } of known.filter((o) => o.short))
    ok(new RegExp(`^\\.It Fl ${short}\\b.* Fl -${long}\\b`, "m").test(page), `-${short} of ${name} is --${long} on the page`);
}

// one letter means one option, whatever the command
const letters = new Map();
for (const name of commands)
  for (const [, short, long] of anketa(...name.split(" "), "--help").out.matchAll(/^ {2,}-(\S), {1,2}--([a-z-]+)/gm))
    letters.set(short, (letters.get(short) || new Set()).add(long));
const known_twice = new Set(["a", "n", "t"]); // --admin and --against, --full-name and --dry-run, --take and --trusted-proxies: of commands without the other
ok([...letters].every(([short, longs]) => longs.size === 1 || known_twice.has(short)), "a letter means the same option in every command",
  [...letters].filter(([, longs]) => longs.size > 1).map(([short, longs]) => `-${short}: ${[...longs].join(", ")}`).join("\n"));

const version = /^VERSION *:= *(\S+)/m.exec(text("Makefile"))[1];
for (const asked of [["--version"], ["-V"], ["version"], ["serve", "--version"], ["version", "--version"]]) {
  const said = anketa(...asked);
  ok(said.status === 0 && said.out === `anketa ${version}\n`, `anketa ${asked.join(" ")} says the version`, said.out);
}
for (const asked of [["--help"], ["-?"], ["--usage"], ["version", "--help"], ["routes", "--usage"]])
  ok(anketa(...asked).status === 0 && /^Usage: anketa /.test(anketa(...asked).out), `anketa ${asked.join(" ")} tells how it is used`, anketa(...asked).out);
for (const asked of [[], ["version", "extra"], ["routes", "extra"], ["nonsense"], ["--nonsense"], ["version", "--nonsense"]])
  ok(anketa(...asked).status === 64, `anketa ${asked.join(" ")} is not understood`, anketa(...asked).out);

const format = spawnSync("groff", ["-mandoc", "-ww", "-Tutf8", "docs/anketa.1"], { encoding: "utf8" });
if (format.error) console.log("# groff is not here: the page is not formatted");
else ok(format.status === 0 && format.stderr === "", "the page formats without a warning", format.stderr);
