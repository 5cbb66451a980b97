// The schemas that editors use and the loaders of the program agree on the same good and bad files.
// A bad file whose fault no schema can see (a cycle, a name that does not exist …) says so: its first line is "# schema: ok".
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { anketa, ok, text } from "./tap.mjs";

if (!existsSync("tests/docs/node_modules/ajv"))
  execFileSync("npm", ["ci", "--prefix", "tests/docs", "--no-audit", "--no-fund", "--silent"], { stdio: "inherit" });
const { default: Ajv } = await import("ajv/dist/2020.js");
const yaml = await import("yaml");

const kinds = { survey: "survey", quiz: "quiz", catalogue: "catalogue" };
const ajv = new Ajv({ allErrors: true, allowUnionTypes: true, strict: true, strictRequired: false, strictTypes: false });
const schemas = {};
for (const kind of Object.keys(kinds)) {
  const path = `docs/schema/${kind}.json`;
  try {
    schemas[kind] = ajv.compile(JSON.parse(text(path)));
    ok(true, `${path} is a schema`);
  } catch (error) {
    ok(false, `${path} is a schema`, error.message);
    process.exit(1);
  }
}

/** What a schema-aware editor says about the file: "" when it has nothing to say. */
function complaint(path) {
  let source;
  try {
    source = new TextDecoder("utf-8", { fatal: true }).decode(readFileSync(path));
  } catch {
    return "not UTF-8";
  }
  if (/[\0-\x08\x0b\x0c\x0e-\x1f]/.test(source)) return "a control character";
  const document = yaml.parseDocument(source, { uniqueKeys: true, strict: true, prettyErrors: false });
  if (document.errors.length > 0) return document.errors[0].message;
  let value;
  try {
    value = document.toJS();
  } catch (error) {
    return error.message; // an alias of nothing
  }
  const kind = value && Object.keys(kinds).find((key) => key in value);
  if (!kind) return "neither a questionnaire nor a test nor a catalogue";
  const check = schemas[kind];
  return check(value) ? "" : check.errors.slice(0, 3).map((e) => `${e.instancePath} ${e.message}`).join("\n");
}

const files = (folder) => (existsSync(folder) ? readdirSync(folder) : []).filter((f) => f.endsWith(".yaml")).map((f) => `${folder}/${f}`);

for (const folders of [["surveys", "quizzes", "tests/fixtures/served"], ["tests/fixtures/good"]]) {
  const { status, out } = anketa("check", ...folders);
  ok(status === 0, `the loaders accept ${folders.join(" and ")}`, out);
  for (const path of folders.flatMap(files)) ok(complaint(path) === "", `a schema accepts ${path}`, complaint(path));
}

for (const path of files("tests/fixtures/bad")) {
  const unseen = readFileSync(path, "latin1").startsWith("# schema: ok\n");
  const said = complaint(path);
  const { out } = anketa("check", path);
  ok(/: (error|warning): /.test(out), `the loaders complain about ${path}`, out);
  if (unseen) ok(said === "", `no schema sees what is wrong in ${path}`, said);
  else {
    ok(said !== "", `a schema refuses ${path}`);
    ok(/: error: /.test(out), `what a schema refuses is an error for the loaders in ${path}`, out);
  }
}
