// A test as its author wrote it, keys and all, for tests that answer it or look for what must not be seen. Reads the few
// shapes that the banks of quizzes/ use, a line at a time. And the answers to a question as a page shows it.
import { readFileSync } from "node:fs";
import { unescape } from "./anketa.mjs";

const text = (line) => JSON.parse(/"(?:[^"\\]|\\.)*"/.exec(line)[0]);

/** { id: { id, type, label: {ru, uk}, options: [{ value, correct, label, right }], truth, accept, numbers, secrets } } */
export function bank(path) {
  const items = {};
  let item, option, part;
  for (const line of readFileSync(path, "utf8").split(/^questions:$/m)[1].split("\n")) {
    const [, key, rest = ""] = /^ *(?:- )?([a-zA-Z_]+):(.*)$/.exec(line) || [];
    if (/^ {2}- id:/.test(line)) {
      items[rest.trim()] = item = { id: rest.trim(), options: [], accept: [], numbers: [], label: {}, secrets: [] };
      option = null;
      continue;
    }
    if (!item) continue;
    if (/^ {4}[a-z_]+:/.test(line)) {
      part = key;
      option = null;
      if (key === "type") item.type = rest.trim();
      if (key === "correct") item.truth = rest.trim();
    } else if (/^ {6}- (value|id):/.test(line) && part !== "answers")
      item.options.push((option = { value: rest.trim(), label: {}, right: {} }));
    else if (/^ {6}- value:/.test(line)) item.numbers.push(rest.trim());
    else if (/^ {6}- "/.test(line)) item.accept.push(text(line));
    else if (key === "correct") option.correct = rest.trim() === "true";
    else if (key === "left" || key === "label" || key === "right") part = key;
    else if (key === "ru" || key === "uk" || key === "en") {
      if (option) option[part === "right" ? "right" : "label"][key] = text(line);
      else if (part === "label") item.label[key] = text(line);
      else if (part === "explanation" || part === "legal") item.secrets.push(text(line));
    }
  }
  return items;
}

/** The options to choose from on a page: [value, label]. */
export const labels = (html) => [...html.matchAll(/<label class="choice"><input type="\w+" name="value" value="(\d+)"[^>]*> <span>([^<]*)<\/span>/g)]
  .map((m) => [m[1], unescape(m[2])]);
/** The lines of a matching or ordering question: { name, label, options: [value, label] }. */
export const rows = (html) => [...html.matchAll(/<label for="([mp]\d+)">([^<]*)<\/label>\s*<select[^>]*>([\s\S]*?)<\/select>/g)].map((m) => ({
  name: m[1],
  label: unescape(m[2]),
  options: [...m[3].matchAll(/<option value="(\d+)"[^>]*>([^<]*)</g)].map((o) => [o[1], unescape(o[2])]),
}));

/** The fields that answer this page rightly. */
export function rightly(item, html) {
  const correct = item.options.filter((o) => o.correct).map((o) => o.label.ru);
  switch (item.type) {
    case "true_false": return { value: item.truth };
    case "numeric": return { value: item.numbers[0] };
    case "short_text": return { value: item.accept[0] };
    case "match": return Object.fromEntries(rows(html).map((row) => [row.name,
      row.options.find(([, label]) => label === item.options.find((o) => o.label.ru === row.label).right.ru)[0]]));
    case "order": return Object.fromEntries(rows(html).map((row) => [row.name, String(item.options.findIndex((o) => o.label.ru === row.label) + 1)]));
    default: return { value: labels(html).filter(([, label]) => correct.includes(label)).map(([place]) => place) };
  }
}

/** The fields that answer this page wrongly, but as the form wants them. */
export function wrongly(item, html) {
  const correct = item.options.filter((o) => o.correct).map((o) => o.label.ru), right = rightly(item, html), names = Object.keys(right);
  switch (item.type) {
    case "true_false": return { value: item.truth === "true" ? "false" : "true" };
    case "numeric": return { value: item.numbers[0] + "1" };
    case "short_text": return { value: "не знаю" };
    case "match": case "order": return Object.fromEntries(names.map((name, i) => [name, right[names[(i + 1) % names.length]]]));
    default: return { value: [labels(html).find(([, label]) => !correct.includes(label))[0]] };
  }
}
