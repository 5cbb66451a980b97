// tests/hostile.tsv has all 78 cases; each names tests that are there, or is one of those left for later.
import { existsSync } from "node:fs";
import { ok, text } from "./tap.mjs";

const left = [15, 36, 63, 64, 65, 66, 67, 68, 77];
const rows = text("tests/hostile.tsv").trim().split("\n").map((line) => line.split("\t"));

ok(rows.length === 78 && rows.every((row, i) => row.length === 3 && Number(row[0]) === i + 1), "all 78 cases stand in order");
for (const [number, what, tests] of rows) {
  if (left.includes(Number(number))) {
    ok(tests === "later", `case ${number} is left for later`, tests);
    continue;
  }
  const missing = tests.split(" | ").filter((test) => {
    const [, file, name] = /^(\S+): (.+)$/.exec(test) || [];
    return !file || !existsSync(file) || !text(file).includes(name);
  });
  ok(missing.length === 0, `case ${number}, ${what}: its tests are there`, missing.join("\n"));
}
