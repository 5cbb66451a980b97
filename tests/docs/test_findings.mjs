// Every finding that `anketa check` can print stands beside a bad file, or in the cases of a unit test where no file can show it.
import { readdirSync } from "node:fs";
import { has_all, ok, text } from "./tap.mjs";

const list = (folder, end) => readdirSync(folder).filter((f) => f.endsWith(end)).map((f) => `${folder}/${f}`);

/** The string literals of a C file, neighbours joined. */
function literals(path) {
  const source = text(path).replace(/\/\*[^]*?\*\//g, "").replace(/(?<![\w"= ])'(\\.|[^'\\])'/g, "0");
  return [...source.matchAll(/"(?:[^"\\\n]|\\.)*"(?:\s*"(?:[^"\\\n]|\\.)*")*/g)]
    .map(([many]) => [...many.matchAll(/"((?:[^"\\]|\\.)*)"/g)].map((m) => m[1]).join("").replace(/\\(.)/g, "$1"));
}

/** What a finding with this format looks like: each directive stands for anything. */
function pattern(format) {
  const parts = format.split(/%(?:\.\*|\.15|\.3)?(?:zu|[dscgX])|%0\dX/).map((part) => part.replaceAll("%%", "%"));
  return new RegExp(parts.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("[^]*?"));
}

// What no file kept here can show: where its case is instead, and words of it there. Without a place: it needs a failing disk.
const elsewhere = new Map([
  ["The expression is not UTF-8.", ["tests/unit/test_expr.c", "UTF-8"]], // the file is refused before
  ["it is not UTF-8", ["tests/unit/test_pattern.c", "UTF-8"]],
  ["The expression is empty.", ["tests/fixtures/expr_cases.json", "empty"]],
  ["There are too many mistakes; the rest is not listed.", ["tests/unit/test_ydoc.c", "too many"]], // 501 lines of them
  ["The file has more than %d parts.", ["tests/unit/test_ydoc.c", "more than 200000 parts"]],
  ["The file is larger than 1 MiB.", ["tests/unit/test_check.c", "The file is larger than 1 MiB."]],
  ["The file is a symbolic link; give the file itself.", ["tests/unit/test_library.c", "symbolic link"]],
  ["The file cannot be opened (%s).", ["tests/unit/test_library.c", "cannot be opened"]],
  ["This is not a regular file.", ["tests/unit/test_library.c", "not a regular file"]],
  ["The file cannot be read (%s).", null],
  ["The folder cannot be read (%s).", null],
  ["The file must be a map of keys.", ["tests/unit/test_phrases.c", "map of keys"]], // web/lang
  ['The text of "%s" must be a single value.', ["tests/unit/test_phrases.c", "must be a single value"]],
]);
// a change has two files: its findings are cases of one table
const diff = text("tests/unit/test_diff.c").replace(/"\s*\n\s*"/g, "").replaceAll('\\"', '"');

const beside = list("tests/fixtures/bad", ".expect").flatMap((path) => text(path).split("\n"));
const said = new Set();
let found = 0;
for (const path of [...list("src/model", ".c"), ...list("src/yaml", ".c")]) {
  for (const sentence of literals(path)) {
    const finding = path.endsWith("pattern.c") ? /^[a-z\\]+ .*[a-z]/i.test(sentence) : / .*[.](%s)?$/s.test(sentence) && !/^ /.test(sentence);
    if (!finding) continue;
    const shape = pattern(sentence), place = elsewhere.get(sentence);
    found++;
    const there = place === null || (place && text(place[0]).includes(place[1]))
      || (path.endsWith("diff.c") ? shape.test(diff) : beside.some((line) => shape.test(line)));
    if (!there) ok(false, `${path}: "${sentence}" has a bad file or a case`);
    if (place !== undefined) said.add(sentence);
  }
}
ok(found > 250, `every finding of the loaders has a bad file or a case: ${found}`);
has_all(elsewhere.keys(), said, "what has its case elsewhere is still said");
