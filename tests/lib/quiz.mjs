// A test as its author wrote it, keys and all, for tests that answer it or look for what must not be seen. Reads the few
// shapes that the banks of quizzes/ use, a line at a time.
import { readFileSync } from "node:fs";

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
