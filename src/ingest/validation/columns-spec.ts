import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { PeriodKind } from "../cells/periods.ts";
import { quoted } from "../gate/hidden.ts";

/** What a column holds, as declared by `--columns` or told by its name. */
export type ColumnKind = "text" | "category" | "count" | "number" | PeriodKind;

export interface ColumnSpec {
  readonly name: string;
  readonly kind: ColumnKind;
  /** The words a category may take. */
  readonly words?: readonly string[];
}

const kinds: readonly ColumnKind[] = [
  ...([
    "text",
    "category",
    "count",
    "number",
    "period",
    "month",
    "quarter",
    "year",
    "week",
    "date",
    "time",
  ] as const),
];

/**
 * Reads `ward:text,month:month,arm:category(treated|comparison),burglary:count`.
 *
 * Throws UsageError `usage/columns`.
 */
export const parseColumns = (text: string): ColumnSpec[] => {
  const specs = splitOutside(text).map(parseOne);
  const names = specs.map((spec) => foldName(spec.name));
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined)
    throw wrong(`the column ${quoted(twice)} twice`, "each column once", "remove one of them");
  return specs;
};

/** Commas separate columns, except inside the brackets of a category. */
const splitOutside = (text: string): string[] => {
  const parts: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === "(") depth++;
    if (text[i] === ")") depth--;
    if (text[i] !== "," || depth > 0) continue;
    parts.push(text.slice(start, i));
    start = i + 1;
  }
  return [...parts, text.slice(start)];
};

const parseOne = (part: string): ColumnSpec => {
  const colon = part.lastIndexOf(":", part.includes("(") ? part.indexOf("(") : part.length);
  const name = part.slice(0, colon).trim();
  const match = /^\s*([a-z]+)\s*(?:\((.*)\))?\s*$/i.exec(part.slice(colon + 1));
  if (colon < 1 || name === "" || !match)
    throw wrong(quoted(part), "name:type", "write for instance ward:text,month:month,burglary:count");
  const kind = match[1]!.toLowerCase();
  if (!kinds.includes(kind as ColumnKind))
    throw wrong(`the type ${quoted(kind)}`, kinds.join(", "), suggest(kind, kinds));
  const words = match[2]?.split("|").map((word) => word.trim());
  if ((kind === "category") !== (words !== undefined) || words?.includes(""))
    throw wrong(
      quoted(part),
      "words for a category and for nothing else",
      "write arm:category(treated|comparison)",
    );
  return { name, kind: kind as ColumnKind, ...(words ? { words } : {}) };
};

const wrong = (found: string, expected: string, hint: string): UsageError =>
  new UsageError("usage/columns", { found: `${found} in --columns`, expected, hint });

/** How names of columns are compared: case, spaces, underscores, hyphens and slashes aside. */
export const foldName = (name: string): string => {
  const folded = name
    .slice(0, 200)
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s_\-/.]+/gu, "");
  return folded === "" ? name : folded;
};
