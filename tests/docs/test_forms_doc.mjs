// docs/forms.md, docs/schema/*.json and the loaders know the same keys. The loaders' tables (YKEY rows) are the truth.
import { has_all, ok, text } from "./tap.mjs";

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
