// docs/architecture.md: its table of layers is the one that the lint uses, and the folders it names exist.
import { existsSync, readdirSync, statSync } from "node:fs";
import { has_all, ok, text } from "./tap.mjs";

const doc = text("docs/architecture.md");
const rows = doc.split("\n").filter((l) => /^\| `[.a-z]+`/.test(l)).map((l) => l.split("|").map((c) => c.trim()));
const said = new Map(rows.map(([, folder, allowed]) => [/`([.a-z]+)`/.exec(folder)[1], allowed === "nothing of ours" ? "" : allowed]));
const kept = new Map(text("tests/lint/layers.allow").trim().split("\n").map((l) => l.split(":").map((c) => c.trim())));

has_all(kept.keys(), [...said.keys()], "every folder of the lint's table is in the document");
has_all(said.keys(), [...kept.keys()], "every folder of the document's table is in the lint's");
for (const [folder, allowed] of kept) ok(said.get(folder) === allowed, `what ${folder} may include is the same in both`, `${said.get(folder)} / ${allowed}`);

const folders = readdirSync("src").filter((f) => statSync(`src/${f}`).isDirectory());
has_all(folders, [...kept.keys()], "every folder of src/ has its layer");

// the house: each folder of src/ has its line in the drawing, and what the drawing names is there
const house = /```\n(Makefile[\s\S]*?)```/.exec(doc)[1];
has_all(folders, [...house.matchAll(/^ {2}([a-z]+)\//gm)].map((m) => m[1]), "the drawing has every folder of src/");
for (const [, name] of house.matchAll(/^([a-z]+)\//gm)) ok(existsSync(name), `${name}/ exists`);
const tests = /^tests\/ +(.*)$/m.exec(house)[1].split(" ");
has_all(tests, readdirSync("tests"), "the drawing names folders of tests/ that exist");

// files that the text names
const files = [...new Set([...doc.matchAll(/\b(?:src\/)?((?:model|pages|store|http|html|job|web|tests|base|doc)\/[a-z_/]+\.(?:c|h|js|allow))\b/g)].map((m) => m[1]))];
for (const file of files) ok(existsSync(file) || existsSync(`src/${file}`), `${file} exists`);
