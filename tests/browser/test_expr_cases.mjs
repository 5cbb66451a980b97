// The cases of tests/fixtures/expr_cases.json in the browser's evaluator: build/test_expr wrote their trees to
// build/expr_trees.json; here web/static/expr.js must give what C gave.
import { readFileSync, existsSync } from "node:fs";
import { execFileSync } from "node:child_process";
import { runInThisContext } from "node:vm";
import { fileURLToPath } from "node:url";

process.chdir(fileURLToPath(new URL("../..", import.meta.url)));
if (!existsSync("build/expr_trees.json")) {
  execFileSync("make", ["-j2", "build/test_expr"], { stdio: "inherit" });
  execFileSync("build/test_expr", { stdio: "ignore" });
}
runInThisContext(readFileSync("web/static/expr.js", "utf8"));

const cases = JSON.parse(readFileSync("build/expr_trees.json", "utf8"));
let passed = 0, failed = 0;

for (const trial of cases) {
  const cell = (question, row, column) =>
    trial.cells[column !== "" ? `${question}/${row}/${column}` : row !== "" ? `${question}/${row}` : question] || "";
  const env = {
    survey: "demo",
    value: cell,
    rows: (question) => trial.rows[question] || [],
    filled: (question, row) =>
      Object.keys(trial.cells).some((address) => {
        const part = address.split("/");
        return part[0] === question && part[1] === row && !(part[2] || "").startsWith(".") && trial.cells[address] !== "";
      }),
    roles: trial.roles, today: trial.today, row: trial.row, table: trial.table, choice: trial.choice, own: trial.own,
  };
  const got = Expr.value(trial.tree, env);
  const same = typeof trial.is === "number"
    ? typeof got === "number" && Expr.text(got) === Expr.text(trial.is)
    : got === trial.is;
  if (same) passed++;
  else {
    failed++;
    console.log(`not ok ${trial.source}: ${JSON.stringify(got)}, not ${JSON.stringify(trial.is)}`);
  }
}
if (cases.length < 150) {
  failed++;
  console.log(`not ok only ${cases.length} cases came`);
}
// what a condition on an irrelevant question sees, and no condition at all
const hidden = { survey: "demo", value: () => "5", rows: () => [], filled: () => false, relevant: () => false };
for (const [name, good] of [
  ["answers to hidden questions are empty", Expr.value(["=", ["cell", "demo", "q_int", "", ""], ""], hidden) === true],
  ["no condition holds", Expr.holds(null, hidden) === true],
]) {
  if (good) passed++;
  else failed++;
  console.log(`${good ? "ok" : "not ok"} ${name}`);
}
if (failed === 0) for (const trial of cases) console.log(`ok ${trial.source.replace(/\s+/g, " ").slice(0, 60)}`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
