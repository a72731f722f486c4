import type { SourceRequest } from "../../model/source.ts";
import { foldSpelling, watchVariants } from "../cells/variants.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";

/** Between the parts of a unit that several columns name. */
export const unitJoint = " / ";

export type Named = { readonly name: string } | { readonly code: string };

export const leftOut = { units: "declared/exclude-units", unplaced: "declared/unplaced" } as const;

type Declared = Pick<SourceRequest, "aliases" | "excludeUnits" | "unplaced">;

/** Looks a name up as it is written, or else by its spelling alone. */
const lookup = <T>(entries: readonly (readonly [string, T])[]) => {
  const exact = new Map(entries);
  const folded = new Map(entries.map(([name, value]) => [foldSpelling(name), value]));
  return (name: string): T | undefined => exact.get(name) ?? folded.get(foldSpelling(name));
};

/**
 * What a unit is called once everything declared about its name has been heeded: joined, made visible, taken for the
 * name that is meant, and left out where that was said. Blank: there is no unit.
 */
export const unitNames = ({ aliases, excludeUnits = [] }: Declared) => {
  const meant = lookup(Object.entries(aliases ?? {}));
  const left = lookup(excludeUnits.map((one) => [one.unit, one] as const));
  const known = new Map<string, { readonly name: string; readonly out?: string }>();
  return (texts: readonly string[]): { readonly name: string; readonly out?: string } => {
    const key = texts.length === 1 ? texts[0]! : texts.join("\u0000");
    const before = known.get(key);
    if (before) return before;
    const parts = texts.map(visibleText);
    const joined = parts.includes("") ? "" : parts.join(unitJoint);
    const name = meant(joined) ?? joined;
    const out = (left(name) ?? left(joined))?.unit;
    const found = out === undefined ? { name } : { name, out };
    if (known.size < 100_000 && key.length < 300) known.set(key, found);
    return found;
  };
};

/** The unit of a row, or the code that leaves the row out. */
export const unitReader = (columns: readonly string[], request: Declared, log: FaultLog) => {
  const nameOf = unitNames(request);
  const column = columns.join(unitJoint);
  const variants = watchVariants(column, log);
  const code = "data/key-missing";
  return (texts: readonly string[], line: number): Named => {
    const { name, out } = nameOf(texts);
    if (out !== undefined) return { code: leftOut.units };
    if (name !== "") {
      if (texts.length === 1 && name === visibleText(texts[0]!)) variants.cell(texts[0]!, line);
      return { name };
    }
    if (request.unplaced === "exclude") return { code: leftOut.unplaced };
    log.error(code, "the cell is blank, so the row belongs to no unit", {
      line,
      column,
      fix: "name it, or leave such rows out and have them counted: --unplaced exclude",
    });
    return { code };
  };
};
