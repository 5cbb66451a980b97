// docs/forms.md, docs/schema/*.json and the loaders know the same keys. The loaders' tables (YKEY rows) are the truth.
import { has_all, ok, run, text } from "./tap.mjs";

const forms = text("docs/forms.md");

// which loaders read which kind of file, where forms.md speaks of it, and its schema
const kinds = [
  {
    kind: "questionnaire",
    loaders: ["survey_load", "question_load", "choice", "rows", "trigger"],
    sections: [2, 4],
    schema: "survey",
  },
  { kind: "catalogue", loaders: ["catalogue_load", "requirement_load", "method"], sections: [3], schema: "catalogue" },
  { kind: "test", loaders: ["quiz_load", "quiz_item"], sections: [5], schema: "quiz" },
];
const languages = ["ru", "uk", "en"]; // keys of a text, which load.c reads everywhere

/** Keys of the tables of fields in a loader. */
function loader_keys(name) {
  const source = text(`src/model/${name}.c`).replace(/\/\*[\s\S]*?\*\//g, "");
  return [...source.matchAll(/(?:\b(?:YKEY|HUNDREDTHS|GROUP)\(|\.name = )"(\w+)"/g)].map((m) => m[1]);
}

/** The text of the numbered section, with its heading's number. */
function section(number) {
  const start = forms.search(new RegExp(`^## ${number}\\. `, "m"));
  const end = forms.slice(start + 3).search(/^## /m);
  return start < 0 ? "" : forms.slice(start, end < 0 ? undefined : start + 3 + end);
}

/** Words of the code spans of a text. */
const code_words = (part) => [...part.matchAll(/`([^`]+)`/g)].flatMap((m) => m[1].match(/\w+/g) || []);

/** The keys that stand in the first column of the tables headed "key". */
function table_keys(part) {
  const keys = [];
  let inside = false;
  for (const line of part.split("\n")) {
    if (/^\| key /.test(line)) inside = true;
    else if (!line.startsWith("|")) inside = false;
    else if (inside && !/^\|-/.test(line)) keys.push(...code_words(line.split("|")[1]));
  }
  return keys;
}

/** Names of the properties anywhere in a schema. */
function properties(node, out = new Set()) {
  if (Array.isArray(node)) node.forEach((one) => properties(one, out));
  else if (node && typeof node === "object")
    for (const [key, value] of Object.entries(node)) {
      if (key === "properties") Object.keys(value).forEach((name) => out.add(name));
      properties(value, out);
    }
  return out;
}

for (const { kind, loaders, sections, schema } of kinds) {
  const keys = new Set(loaders.flatMap(loader_keys));
  const part = sections.map(section).join("\n");
  const known = properties(JSON.parse(text(`docs/schema/${schema}.json`)));
  ok(keys.size > 20 && part.length > 1000, `the keys of a ${kind} and their sections are found`);
  has_all(keys, code_words(part), `forms.md says every key of a ${kind}`);
  has_all(table_keys(part), keys, `every key that forms.md lists for a ${kind} is read`);
  has_all(keys, known, `the schema has every key of a ${kind}`);
  has_all([...known].filter((name) => !languages.includes(name)), keys, `every key in the schema of a ${kind} is read`);
}

// types, rules and words
const types = [...text("src/model/question_type.c").matchAll(/\.name = "(\w+)"/g)].map((m) => m[1]);
has_all(types, code_words(section(2)), "forms.md names every type of question");
const words = (file, table) => [...new RegExp(`${table}\\[\\] = \\{([^}]*)\\}`).exec(text(file))[1].matchAll(/"(\w+)"/g)].map((m) => m[1]);
has_all(words("src/model/quiz_item.c", "types"), code_words(section(5)), "forms.md names every type of test question");
has_all(words("src/model/quiz_item.c", "rules"), code_words(section(5)), "forms.md names every rule of marking");
has_all(words("src/model/trigger.c", "rules"), code_words(section(4)), "forms.md names every rule of a trigger");
has_all(words("src/model/trigger.c", "each_words"), code_words(section(4)), "forms.md names every value of each");

// functions of expressions
const names = [...text("src/model/expr.c").matchAll(/\[EXPR_\w+\] = "([a-z-]+)"/g)].map((m) => m[1]);
const functions = names.slice(names.indexOf("not"));
const said = [...(section(4) + section(6)).matchAll(/`([^`]+)`/g)].map((m) => m[1]).join(" ");
has_all(functions, said.match(/[a-z-]+/g), "forms.md names every function of expressions");
ok(functions.length > 10, "the functions are found", functions.join(" "));

// each table of fields is an object of the schema: the same keys, the same ones required, the same ranges
function tables(name) {
  const source = text(`src/model/${name}.c`).replace(/\/\*[\s\S]*?\*\//g, "");
  return [...source.matchAll(/struct yfield (\w+)\[\] = \{\n([\s\S]*?)\n *\};|struct yfield (\w+)\[\] = \{ (HUNDREDTHS\([^;]*) \};/g)].map((m) => {
    const body = m[2] || m[4];
    const at = [...body.matchAll(/(?:\b(?:YKEY|HUNDREDTHS|GROUP)\(|\.name = )"(\w+)"/g)];
    const fields = at.map((k, i) => {
      const row = body.slice(k.index, i + 1 < at.length ? at[i + 1].index : undefined);
      const range = /\bINT\b[\s\S]*\.min = (-?[\d.]+), \.max = (-?[\d.]+)/.exec(row);
      return { key: k[1], required: /\.required = true/.test(row), range: range && range.slice(1).map(Number) };
    });
    return { table: `${name}.c: ${m[1] || m[3]} (${fields.map((f) => f.key).slice(0, 3)} …)`, fields };
  });
}

function objects(node, out = []) {
  if (Array.isArray(node)) node.forEach((one) => objects(one, out));
  else if (node && typeof node === "object") {
    if (node.properties && node.additionalProperties === false) out.push(node);
    // either this or that: together they have the keys, and none of them is required of both
    const either = (node.oneOf || node.anyOf || []).filter((one) => one.properties);
    if (either.length > 1) out.push({ properties: Object.assign({}, ...either.map((one) => one.properties)), required: [] });
    Object.values(node).forEach((value) => objects(value, out));
  }
  return out;
}

for (const { loaders, schema } of kinds) {
  const all = JSON.parse(text(`docs/schema/${schema}.json`));
  const known = objects(all);
  for (const { table, fields } of loaders.flatMap(tables)) {
    const keys = fields.map((f) => f.key).sort().join(" ");
    const same = known.filter((o) => Object.keys(o.properties).sort().join(" ") === keys);
    ok(same.length > 0, `${schema}.json has an object with the keys of ${table}`, keys);
    const required = fields.filter((f) => f.required).map((f) => f.key).sort().join(" ");
    if (same.length > 0)
      ok(same.some((o) => (o.required || []).slice().sort().join(" ") === required), `${schema}.json requires what ${table} requires`, `${required} / ${same.map((o) => o.required)}`);
    for (const { key, range } of fields.filter((f) => f.range))
      ok(same.some((o) => o.properties[key].minimum === range[0] && o.properties[key].maximum === range[1]), `${schema}.json has the range ${range.join("…")} of ${key} in ${table}`,
        JSON.stringify(same.map((o) => o.properties[key])));
  }
}

// a dagger says that nothing is made of a key yet: true of these members, and of them alone
const members = { stage: "stage", min_group: "min_group", compare_with: "compare_with", maturity: "differs_maturity", risks: "risks", dimensions: "dimensions", levels: "levels",
  deciders: "deciders", risk_register: "risk_register", suspicious: "suspicious_time_share", genitive: "genitive" };
const daggers = new Set([...forms.matchAll(/`(\w+)` †/g)].map((m) => m[1]));
has_all(daggers, Object.keys(members), "this test knows every key with a dagger");
const outside = run("git", "ls-files", "--", "src/audit", "src/exam", "src/report", "src/pages", "src/command").trim().split("\n").filter((f) => f.endsWith(".c")).map((f) => text(f)).join("\n");
for (const [key, member] of Object.entries(members))
  ok(daggers.has(key) !== new RegExp(`(?:->|\\.)${member}\\b`).test(outside), `forms.md has a dagger at ${key} as long as nothing is made of it`);
