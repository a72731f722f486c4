import { createHash } from "node:crypto";
import { xmlAttribute, xmlText } from "../model/escape.ts";

/*
 * A small writer of still pictures: an opaque ground, a title and a description for screen readers, text that is
 * text, numbers at fixed decimals, and nothing that runs, links or loads. The same marks give the same bytes.
 */

type Tag = "path" | "line" | "rect" | "circle" | "polygon" | "text";
type Attributes = Readonly<Record<string, string | number | undefined>>;
export interface Mark {
  readonly tag: Tag;
  readonly attributes: Attributes;
  /** What a text says; no mark holds another. */
  readonly children: readonly string[];
}

export const mark = (tag: Tag, attributes: Attributes, ...children: string[]): Mark => ({
  tag,
  attributes,
  children,
});

/** Okabe and Ito (2008), the members that reach 3:1 on white; every one also has a dash and a shape of its own. */
export const colours = {
  ground: "#ffffff",
  ink: "#1a1a1a",
  quiet: "#4d4d4d",
  grid: "#dddddd",
  shade: "#eeeeee",
  band: "#cfcfcf",
  treated: "#0072b2",
  comparison: "#c44e00",
  expected: "#333333",
  other: "#767676",
} as const;

export const width = 720;
export const margin = 20;
const family = "Arial, Helvetica, 'Liberation Sans', sans-serif";

/** Two decimals are a hundredth of a pixel: finer than any screen, and the same on every machine. */
export const round = (value: number): string => {
  const fixed = value.toFixed(2).replace(/\.?0+$/, "");
  return fixed === "-0" ? "0" : fixed;
};

/** A tenth of a pixel, for the many points of a path. */
export const tenth = (value: number): number => Math.round(value * 10) / 10;

const attribute = ([name, value]: [string, string | number | undefined]): string =>
  value === undefined ? "" : ` ${name}="${typeof value === "number" ? round(value) : xmlAttribute(value)}"`;

export const written = (node: Mark): string => {
  const open = `${node.tag}${Object.entries(node.attributes).map(attribute).join("")}`;
  if (node.children.length === 0) return `<${open}/>`;
  return `<${open}>${node.children.map(xmlText).join("")}</${node.tag}>`;
};

/** A whole picture, 720 wide. Ids start with a hash of the content, so that two figures on one page never clash. */
export const picture = (options: {
  readonly height: number;
  readonly title: string;
  readonly description: string;
  readonly marks: readonly Mark[];
}): string => {
  const { height, title, description, marks } = options;
  const drawn = marks.map(written).join("\n");
  const id = `w${createHash("sha256").update(`${title}\n${description}\n${drawn}`).digest("hex").slice(0, 10)}`;
  const size = `width="${width}" height="${round(height)}" viewBox="0 0 ${width} ${round(height)}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} role="img" aria-labelledby="${id}-title ${id}-desc" font-family="${xmlAttribute(family)}">`,
    `<title id="${id}-title">${xmlText(title)}</title>`,
    `<desc id="${id}-desc">${xmlText(description)}</desc>`,
    `<rect x="0" y="0" width="${width}" height="${round(height)}" fill="${colours.ground}"/>`,
    drawn,
    "</svg>",
    "",
  ].join("\n");
};

export interface TextOptions {
  readonly size?: number;
  readonly anchor?: "start" | "middle" | "end";
  readonly fill?: string;
  readonly bold?: boolean;
}

/** Text at its baseline; never smaller than 14. */
export const label = (x: number, y: number, words: string, options: TextOptions = {}): Mark =>
  mark(
    "text",
    {
      x,
      y,
      "font-size": options.size ?? 14,
      "text-anchor": options.anchor === "start" ? undefined : options.anchor,
      "font-weight": options.bold ? "bold" : undefined,
      fill: options.fill ?? colours.ink,
    },
    words,
  );

export const line = (x1: number, y1: number, x2: number, y2: number, attributes: Attributes): Mark =>
  mark("line", { x1, y1, x2, y2, ...attributes });

// Widths in thousandths of the type size, of a wide sans serif: fixed here because fonts differ between machines.
const narrow = new Set("iljtfI.,:;'|!()[] -1");
const wide = new Set("mwMW@%");
const advance = (character: string): number =>
  narrow.has(character) ? 350 : wide.has(character) ? 900 : /[A-Z]/.test(character) ? 700 : 590;

/** About how wide a text is drawn; on the generous side, for placing and wrapping. */
export const textWidth = (words: string, size = 14, bold = false): number =>
  ([...words].reduce((sum, character) => sum + advance(character), 0) * size * (bold ? 1.06 : 1)) / 1000;

/** Lines of a text that fit a width, broken at spaces; a word that is wider by itself is broken where it has to be. */
export const wrap = (words: string, room: number, size = 14, bold = false): string[] => {
  const lines: string[] = [];
  for (const word of words.split(" ").flatMap((one) => pieces(one, room, size, bold))) {
    const last = lines.at(-1);
    if (last !== undefined && textWidth(`${last} ${word}`, size, bold) <= room)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
};

const pieces = (word: string, room: number, size: number, bold: boolean): string[] => {
  if (textWidth(word, size, bold) <= room) return [word];
  const found = [""];
  for (const character of word) {
    const longer = found.at(-1)! + character;
    if (found.at(-1) === "" || textWidth(longer, size, bold) <= room) found[found.length - 1] = longer;
    else found.push(character);
  }
  return found;
};

/** A name on one line; one that does not fit ends in a mark that says so. */
export const fitted = (name: string, room: number, bold = false): string => {
  if (textWidth(name, 14, bold) <= room) return name;
  return `${wrap(name, room - textWidth(" …", 14, bold), 14, bold)[0]!} …`;
};

/** Shapes that stay apart in grey: one per role. */
export const shape = (
  kind: "circle" | "square" | "diamond",
  x: number,
  y: number,
  r: number,
  a: Attributes,
): Mark => {
  if (kind === "circle") return mark("circle", { cx: x, cy: y, r, ...a });
  if (kind === "square") return mark("rect", { x: x - r, y: y - r, width: 2 * r, height: 2 * r, ...a });
  const corners = [
    [x, y - r],
    [x + r, y],
    [x, y + r],
    [x - r, y],
  ];
  return mark("polygon", { points: corners.map(([a, b]) => `${round(a!)},${round(b!)}`).join(" "), ...a });
};
