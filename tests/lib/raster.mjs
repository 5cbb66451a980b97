// A PDF as somebody sees it: pages as grey pixels, its text, its size. By poppler's programs.
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const MM = 72 / 25.4;
const run = (command, ...args) => execFileSync(command, args, { encoding: "utf8", maxBuffer: 1 << 28, stdio: ["ignore", "pipe", "ignore"] });

/** A page at 72 dpi: width, height in pixels, which are points; ink(box in mm from the left top) counts dark ones. */
export class Page {
  constructor(pgm) {
    const [, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 64).toString("latin1"));
    this.width = Number(width);
    this.height = Number(height);
    this.pixels = pgm.subarray(pgm.length - this.width * this.height);
    this.landscape = this.width > this.height;
    this.mm = [this.width / MM, this.height / MM];
  }

  /** How many pixels are darker than a watermark in the box from (left, top) to (right, bottom). */
  ink(left, top, right, bottom) {
    const [x0, y0, x1, y1] = [Math.ceil(left * MM), Math.ceil(top * MM), Math.floor(right * MM), Math.floor(bottom * MM)];
    let dark = 0;
    for (let y = Math.max(y0, 0); y < Math.min(y1, this.height); y++)
      for (let x = Math.max(x0, 0); x < Math.min(x1, this.width); x++) dark += this.pixels[y * this.width + x] < 225;
    return dark;
  }
}

/** { pages, text, words, sizes }: words is the text without blanks and hyphens, in which a wrapped heading is found. */
export function look(pdf) {
  const folder = mkdtempSync(join(tmpdir(), "anketa-raster-"));
  try {
    const file = join(folder, "a.pdf");
    writeFileSync(file, pdf);
    run("pdftoppm", "-gray", "-r", "72", file, join(folder, "page"));
    const names = readdirSync(folder).filter((name) => name.endsWith(".pgm")).sort();
    const text = run("pdftotext", "-enc", "UTF-8", file, "-");
    const sizes = [...run("pdfinfo", "-l", "9999", file).matchAll(/^Page +\d+ size: +([\d.]+) x ([\d.]+)/gm)].map((m) => [Number(m[1]), Number(m[2])]);
    return { pages: names.map((name) => new Page(readFileSync(join(folder, name)))), text, words: words(text), sizes };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The letters of a text, whatever lines and hyphens they were broken at, and capitals or not. */
export const words = (text) => text.replace(/[\s\u00ad\u2010\u2011-]+/g, "").toUpperCase();

const A4 = [595.276, 841.89];

/** What is wrong with the pages of a document: each A4, not blank, and nothing inked in the margins 30/10/20/20 mm but head and foot. */
export function complaints({ pages, sizes }) {
  const wrong = [];
  if (pages.length === 0 || sizes.length !== pages.length) wrong.push(`${pages.length} pages, ${sizes.length} sizes`);
  sizes.forEach(([width, height], i) => {
    const sides = width < height ? [width, height] : [height, width];
    if (sides.some((side, k) => Math.abs(side - A4[k]) > 1)) wrong.push(`page ${i + 1} is no A4: ${width} x ${height}`);
  });
  pages.forEach((page, i) => {
    const [width, height] = page.mm;
    const say = (where, ink) => ink > 0 && wrong.push(`page ${i + 1}: ${ink} dark pixels ${where}`);
    say("in the left margin", page.ink(0, 0, 29.7, height));
    say("in the right margin", page.ink(width - 9.7, 0, width, height));
    say("above the head", page.ink(0, 0, width, 10.5));
    say("between the head and the text", page.ink(0, 16, width, 19.7));
    say("between the text and the foot", page.ink(0, height - 19.3, width, height - 18.3));
    say("below the foot", page.ink(0, height - 5, width, height));
    if (page.ink(30, 20, width - 10, height - 20) < 50) wrong.push(`page ${i + 1} is blank`);
  });
  return wrong;
}
