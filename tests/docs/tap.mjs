// The few lines that the tests of the documentation share: `ok` and `not ok` lines, and an exit status true to them.
import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

process.chdir(new URL("../..", import.meta.url).pathname);

export const program = process.env.ANKETA || "build/anketa";

let failed = 0;

/** One line: `ok name`, or `not ok name` with the reason under it. */
export function ok(right, name, reason = "") {
  console.log(`${right ? "ok" : "not ok"} ${name}`);
  if (right) return;
  failed++;
  if (reason) console.log(String(reason).replace(/^/gm, "  "));
}

/** Everything of `wanted` is among `found`; the missing ones are the reason. */
export function has_all(wanted, found, name) {
  const missing = [...wanted].filter((one) => !new Set(found).has(one));
  ok(missing.length === 0, name, `missing: ${missing.join(", ")}`);
}

export const text = (path) => readFileSync(path, "utf8");

/** Runs the program: { status, out }; out is both streams. */
export function anketa(...args) {
  const run = spawnSync(program, args, { encoding: "utf8" });
  return { status: run.status, out: run.stdout + run.stderr };
}

export function run(command, ...args) {
  return execFileSync(command, args, { encoding: "utf8" });
}

process.on("exit", (code) => {
  if (code === 0 && failed > 0) process.exitCode = 1;
});
