import type { SourceRequest } from "../../model/source.ts";
import { foldSpelling } from "../cells/variants.ts";
import { visibleText } from "../gate/hidden.ts";
import { separator } from "./engine-when.ts";
import type { Places } from "./places.ts";
import { unitNames } from "./units.ts";

/** A unit or outcome as written: its code, or −1 where it is left out. */
export interface Names {
  readonly names: string[];
  readonly codes: Map<string, number>;
  /** Names that are none, or that hold what cannot be seen. */
  readonly odd: number;
  /** Names that differ from another in case alone. */
  readonly variants: number;
}

/** Codes of what is left out as declared: units, and rows without a unit or period. */
export const [excluded, unplaced] = [-1, -2] as const;

export const unitTable = (texts: readonly string[], { unit }: Places, request: SourceRequest): Names => {
  const nameOf = unitNames(request);
  const found = texts.map((text) => ({ text, parts: text.split(separator) }));
  const isOdd = (parts: readonly string[]): boolean =>
    unit.length > 0 && parts.some((part) => visibleText(part) !== part || /[\ud800-\udfff]/.test(part));
  let odd = found.filter(({ parts }) => isOdd(parts)).length;
  const codes = new Map<string, number>();
  const named = new Map<string, string>();
  for (const { text, parts } of found) {
    const { name, out } = unit.length === 0 ? { name: text, out: undefined } : nameOf(parts);
    if (out !== undefined) codes.set(text, excluded);
    else if (name === "" && request.unplaced === "exclude") codes.set(text, unplaced);
    else if (name === "") odd++;
    else named.set(text, name);
  }
  const table = coded(named, codes);
  return { ...table, odd, variants: spellings(table.names) };
};

export const outcomeTable = (texts: readonly string[]): Names => {
  const odd = texts.filter((text) => text === "" || visibleText(text) !== text).length;
  const table = coded(new Map(texts.map((text) => [text, text])), new Map());
  return { ...table, odd, variants: spellings(table.names) };
};

/** How many names a hurried reader takes for another: case, accents, letters of another alphabet. */
const spellings = (names: readonly string[]): number => names.length - new Set(names.map(foldSpelling)).size;

const coded = (
  named: ReadonlyMap<string, string>,
  codes: Map<string, number>,
): { names: string[]; codes: Map<string, number> } => {
  const names = [...new Set(named.values())].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(names.map((name, code) => [name, code]));
  for (const [text, name] of named) codes.set(text, place.get(name)!);
  return { names, codes };
};
