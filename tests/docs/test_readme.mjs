// README and the other pages: short, linked to what exists, and true where a program can tell.
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { anketa, has_all, ok, run, text } from "./tap.mjs";

const readme = text("README.md");
ok(readme.split("\n").length <= 121, "README has at most 120 lines");

const example = /```yaml\n([\s\S]*?)```/.exec(readme)[1];
ok(example.trim().split("\n").length <= 15, "the questionnaire has at most 15 lines");
const folder = mkdtempSync(join(tmpdir(), "anketa-docs-"));
writeFileSync(join(folder, "canteen.yaml"), example);
const { status, out } = anketa("check", join(folder, "canteen.yaml"));
ok(status === 0 && / 0 errors, 0 warnings/.test(out), "anketa check has nothing to say about it", out);
rmSync(folder, { recursive: true });

// every link inside the repository leads somewhere, to its heading too
const pages = ["README.md", ...readdirSync("docs").filter((f) => f.endsWith(".md")).map((f) => `docs/${f}`)];
const anchor = (heading) => heading.toLowerCase().replace(/[^\p{L}\p{N} _-]/gu, "").replaceAll(" ", "-");
for (const page of pages) {
  const broken = [...text(page).matchAll(/\]\(([^)\s]+)\)/g)].map((m) => m[1]).filter((link) => !/^[a-z]+:/.test(link)).filter((link) => {
    const [path, part] = link.split("#");
    const target = path ? normalize(join(dirname(page), path)) : page;
    if (!existsSync(target)) return true;
    return part && ![...text(target).matchAll(/^#+ (.*)$/gm)].some((m) => anchor(m[1]) === part);
  });
  ok(broken.length === 0, `the links of ${page} lead somewhere`, broken.join("\n"));
}
has_all(pages.slice(1), [...readme.matchAll(/\]\((docs\/[^)]+\.md)\)/g)].map((m) => m[1]), "README names every page of docs/");

// make targets, and suites of tests/run.sh
const targets = [...text("Makefile").matchAll(/^([a-z-]+):/gm)].map((m) => m[1]);
const asked = pages.flatMap((page) => [...text(page).matchAll(/(?:^|`|\n)(?:[A-Z]+=\S+ )?make ([a-z][a-z-]+)(?=[ `\n])/g)].map((m) => m[1]));
has_all(asked, targets, "every make target that is named exists");
const suites = [...text("tests/run.sh").matchAll(/want (\w+)/g)].map((m) => m[1]).concat(/for kind in ([a-z ]+);/.exec(text("tests/run.sh"))[1].split(" "));
has_all(/ONLY='([a-z ]+)'/.exec(readme)[1].split(" "), suites, "the suites of ONLY= exist");

// commands that are named exist
const commands = [...anketa("--help").out.matchAll(/^ {2}(\S+(?: \S+)?) {2,}\S/gm)].map((m) => m[1]);
const named = pages.flatMap((page) => [...text(page).matchAll(/(?:`|^|\n)(?:build\/)?anketa ([a-z]+(?: (?:add|list|disable|enable|password|right|import|export))?)(?=[ `\n])/g)].map((m) => m[1]));
has_all(named, commands, "every command that is named exists");

// the guides speak of the pages in the pages' words
const words = new Set([...text("web/lang/ru.yaml").matchAll(/^[a-z_.0-9]+: "(.*)"$/gm)].map((m) => m[1]));
for (const guide of ["docs/guide-consultant.ru.md", "docs/guide-respondent.ru.md"])
  has_all([...text(guide).matchAll(/\*\*([^*]+)\*\*/g)].map((m) => m[1]).filter((w) => w !== "жирным"), words, `the words of ${guide} are those of the pages`);

// nothing of anybody's machine
const files = run("git", "ls-files", "--", "README.md", "docs", "tests/docs").trim().split("\n");
const leaks = files.filter((f) => /\/(?:root|home|work)\/\w|registry\.npm/.test(text(f)) && f !== "tests/docs/test_readme.mjs");
ok(leaks.length === 0, "no page names a folder of one machine", leaks.join(" "));
