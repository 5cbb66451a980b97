// docs/files.md: its headings of lists of people are understood, and its example of a response comes in and out.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { anketa, has_all, ok, text } from "./tap.mjs";

const doc = text("docs/files.md");
const folder = mkdtempSync(join(tmpdir(), "anketa-docs-"));
const db = join(folder, "demo.db");
const on = ["--db", db, "--project", "alfa"];
const demo = anketa("demo", "--db", db);
ok(demo.status === 0, "a demo company is filled", demo.out);

function people(name, head, line) {
  const file = join(folder, `${name}.csv`);
  writeFileSync(file, `${head}\n${line}\n`);
  return anketa("people", "import", ...on, "--dry-run", file);
}

// the headings, a column each; what is separated by commas is one heading
const rows = doc.split("\n").filter((l) => l.startsWith("| ")).map((l) => l.split("|").map((c) => c.trim())).filter((r) => r[1] !== "column");
ok(rows.length === 10, "the table of columns is found");
for (const [, column, names] of rows.filter((r) => !/name/.test(r[1])))
  for (const heading of names.split(", ")) {
    const value = { roles: "sales", "key user": "да", "e-mail": "a@b.example", phone: "+380441234567", language: "uk" }[column] || "17";
    const { status, out } = people("heading", `Фамилия;${heading}`, `Проверочная;${value}`);
    ok(status === 0 && !/left out/.test(out), `"${heading}" is the ${column}`, out);
  }
for (const heading of /^\| whole name \| ([^|]+) \|/m.exec(doc)[1].trim().split(", ")) {
  const { status, out } = people("whole", `${heading};E-mail`, "Проверочная Анна Львовна;a@b.example");
  ok(status === 0 && /1 new/.test(out) && !/left out/.test(out), `"${heading}" is the whole name`, out);
}
for (const head of ["Фамилия;Имя;Отчество", "Прізвище;Ім’я;По батькові", "family;given;patronymic"]) {
  const { status, out } = people("parts", head, "Проверочная;Анна;Львовна");
  ok(status === 0 && /1 new/.test(out) && !/left out/.test(out), `"${head}" are the parts of a name`, out);
}
ok(/left out/.test(people("other", "Фамилия;Рост", "Проверочная;170").out), "another column is left out, and that is said");
const wrong = people("wrong", "Фамилия;Роль", "Проверочная;королева");
ok(wrong.status === 1 && /wrong\.csv:2:2: /.test(wrong.out), "a mistake names line and column", wrong.out);

// the example of a response
const file = join(folder, "people.csv");
writeFileSync(file, "Фамилия;Внешний номер;Роль\nПроверочная;914;sales\n");
ok(anketa("people", "import", ...on, file).status === 0, "somebody for the example comes in");
ok(Number(/PEOPLE_FILE_MAX = (\d+) << 20/.exec(text("src/exchange/people_csv.h"))[1]) === Number(/(\d+) MiB \(1 MiB/.exec(doc)[1]), "the limits of the file are those of the program");
ok(/0 new, 0 changed, 1 the same/.test(anketa("people", "import", ...on, file).out), "the same file twice changes nothing");
const example = JSON.parse(/```json\n([\s\S]*?)```/.exec(doc)[1]);
const lines = join(folder, "one.jsonl");
writeFileSync(lines, JSON.stringify(example) + "\n");
const into = anketa("responses", "import", ...on, lines);
ok(into.status === 0, "the example of a response is imported", into.out);
ok(/0 responses imported, 1 unchanged/.test(anketa("responses", "import", ...on, lines).out), "the same responses twice change nothing");
const others = join(folder, "other.jsonl");
writeFileSync(others, JSON.stringify({ ...example, answers: { ...example.answers, sm_03: "never" } }) + "\n");
ok(/other\.jsonl:1:1: .*already, with other answers/.test(anketa("responses", "import", ...on, others).out), "an import never overwrites");
const all = join(folder, "all.jsonl");
ok(anketa("responses", "export", ...on, all).status === 0, "all responses are exported");
const back = readFileSync(all, "utf8").trim().split("\n").map((line) => JSON.parse(line)).find((r) => r.person.external_id === "914");
has_all(Object.entries(example.answers).map((e) => JSON.stringify(e)), Object.entries(back ? back.answers : {}).map((e) => JSON.stringify(e)), "what was imported is exported");
const table = join(folder, "all.csv");
anketa("responses", "export", ...on, table);
const head = readFileSync(table, "utf8").split("\n")[0].replace(/^\uFEFF/, "").split(/[,;]/).slice(0, 11).join(" ");
ok(doc.includes(`\`${head}\``), "the columns of the CSV are as described", head);
rmSync(folder, { recursive: true });
