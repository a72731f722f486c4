import { oddUnits } from "../../ingest/declared/check-units.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { ReadSource } from "../read-source.ts";

type Keys = Readonly<Record<string, unknown>>;

export interface Repair {
  readonly declarations: Keys;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
}

const list = (value: unknown): readonly unknown[] =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const named = (names: readonly string[]): string =>
  names
    .slice(0, 4)
    .map((name) => `"${name}"`)
    .join(", ") + (names.length > 4 ? ` … (${names.length} in all)` : "");

/**
 * What the reader refused, settled by declarations that cost no count silently: totals left out with the evidence,
 * columns of codes and ages set aside, rows without a place counted as such. Undefined where nothing can be settled so.
 */
export const repair = (
  declarations: Keys,
  read: ReadSource,
  faults: readonly Diagnostic[],
): Repair | undefined => {
  const parts = [
    totals(declarations, read),
    asideOf(declarations, faults),
    unplaced(declarations, faults),
  ].filter((one) => one !== undefined);
  if (parts.length === 0) return undefined;
  return {
    declarations: Object.assign({}, declarations, ...parts.map((one) => one.declarations)) as Keys,
    reasons: parts.flatMap(({ reasons }) => reasons),
    questions: parts.flatMap(({ questions }) => questions),
  };
};

const totals = (declarations: Keys, read: ReadSource): Repair | undefined => {
  const odd = oddUnits(read.cells, { columns: {} });
  if (odd.length === 0 || odd.length >= read.cells.units.length - 1) return undefined;
  return {
    declarations: {
      "exclude-units": [
        ...list(declarations["exclude-units"]),
        ...odd.map(({ unit, reason }) => ({ unit, reason })),
      ],
    },
    reasons: odd.slice(0, 6).map(({ message }) => `${message}; it is left out`),
    questions: [],
  };
};

/** Columns of numbers that nobody reads: left aside where the profile took them for no counts, and asked about. */
const asideOf = (declarations: Keys, faults: readonly Diagnostic[]): Repair | undefined => {
  const unread = faults.filter(
    ({ code, column }) => ["data/unread-count", "data/unread-column"].includes(code) && column !== null,
  );
  const personal = faults.filter(({ code, column }) => code === "privacy/personal" && column !== null);
  if (unread.length + personal.length === 0) return undefined;
  const names = unread.map(({ column }) => column!);
  const people = personal.map(({ column }) => column!);
  return {
    declarations: { drop: [...new Set([...list(declarations.drop), ...people, ...names])] },
    reasons: [
      ...(names.length > 0
        ? [
            `${named(names)} ${names.length === 1 ? "holds" : "hold"} numbers that were taken for codes or measures and not for counts`,
          ]
        : []),
      ...(people.length > 0
        ? [`${named(people)} may be about people and ${people.length === 1 ? "is" : "are"} not read`]
        : []),
    ],
    questions:
      names.length > 0
        ? [`Does ${named(names)} count events? If so, declare it as value; it was set aside (drop).`]
        : [],
  };
};

const unplaced = (declarations: Keys, faults: readonly Diagnostic[]): Repair | undefined => {
  const blank = faults.filter(({ code }) => code === "data/key-missing");
  if (blank.length === 0 || declarations.unplaced !== undefined) return undefined;
  const rows = blank.reduce((sum, { count }) => sum + count, 0);
  return {
    declarations: { unplaced: "exclude" },
    reasons: [
      `${rows.toLocaleString("en-GB")} row${rows === 1 ? "" : "s"} without a unit or period ${rows === 1 ? "is" : "are"} left out and counted`,
    ],
    questions: [],
  };
};
