import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Cells } from "../../model/panel.ts";
import type { SourceRequest } from "../../model/source.ts";
import { foldSpelling } from "../cells/variants.ts";
import { shownCell } from "../people/shown.ts";
import { type NameKind, nameKind } from "./place-names.ts";
import { findSums, type Sum } from "./sums.ts";

type Declared = Pick<SourceRequest, "keepUnits" | "by" | "columns">;

/** Sums of so many cells are looked for among the units; beyond it names alone speak. */
const mostCells = 2_000_000;
const shownParts = 4;

/**
 * Units that are the sum of others, or are called a total, or no place: each is an error with its evidence, until it
 * is left out or kept by declaration. A total among comparison units would compare a place with itself.
 */
export const checkUnits = (cells: Cells, declared: Declared): Diagnostic[] =>
  oddUnits(cells, declared).map(({ code, unit, message, reason }) =>
    diagnostic(code, "error", message, {
      column: "unit",
      fix: `leave it out: --exclude-unit "${unit}=${reason}"; or, if it is a unit like the others: --keep-unit "${unit}=a unit of its own"`,
    }),
  );

/** A unit that is the sum of others or no place, why it is thought so, and the reason to give for leaving it out. */
export interface OddUnit {
  readonly code: "data/total-unit" | "data/no-place";
  readonly unit: string;
  readonly message: string;
  readonly reason: string;
}

export const oddUnits = (cells: Cells, declared: Declared): OddUnit[] => {
  if (cells.units.length < 2) return [];
  const kept = new Set((declared.keepUnits ?? []).map(({ unit }) => foldSpelling(unit)));
  const sums = cells.value.length > mostCells ? [] : findSums(cells);
  const unitsStand = declared.by === undefined || declared.by.includes("unit");
  return cells.units.flatMap((name, unit) => {
    if (kept.has(foldSpelling(name))) return [];
    const sum = sums.find((one) => one.unit === unit);
    const kind = nameKind(name);
    if (sum) return [asSum(name, sum, cells)];
    // Where units are added up anyway, events without a place are events like the others.
    if (kind === undefined || (!unitsStand && kind !== "total")) return [];
    return [asNamed(name, kind)];
  });
};

const asSum = (name: string, { parts, compared, agree }: Sum, { units }: Cells): OddUnit => {
  const shown = parts.slice(0, shownParts).map((part) => units[part]!);
  const list = `${shown.join(", ")}${parts.length > shownParts ? `, … (${parts.length} in all)` : ""}`;
  return {
    code: "data/total-unit",
    unit: name,
    message: `the unit ${quoted(name)} is the sum of others in ${agree} of ${compared} cells: ${list}`,
    reason: "sum of the others",
  };
};

const words: Readonly<Record<NameKind, readonly [string, string]>> = {
  total: ["is called a total", "a total"],
  nowhere: ["names no place", "no place"],
  measure: ["names a measure and no place", "a measure"],
};

const asNamed = (name: string, kind: NameKind): OddUnit => ({
  code: kind === "total" ? "data/total-unit" : "data/no-place",
  unit: name,
  message: `the unit ${quoted(name)} ${words[kind][0]}`,
  reason: words[kind][1],
});

const quoted = (name: string): string => shownCell(name, "unit", "a unit");
