import { oddUnits } from "../../ingest/declared/check-units.ts";
import { meaningsOf } from "../../ingest/profile/vocabulary.ts";
import type { Cells } from "../../model/panel.ts";

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

/** A fault as the reader reports it or throws it. */
export interface Refused {
  readonly code: string;
  readonly column?: string | null;
  readonly count?: number;
}

/**
 * What the reader refused, settled by declarations that cost no count silently: totals left out with the evidence,
 * columns about people and of codes and ages set aside, rows without a place counted as such. Undefined where nothing
 * can be settled so.
 */
export const repair = (
  declarations: Keys,
  cells: Cells | undefined,
  faults: readonly Refused[],
): Repair | undefined => {
  const steps = [() => (cells ? totals(declarations, cells) : undefined), withoutPeople, setAside, unplaced];
  let keys = declarations;
  const reasons: string[] = [];
  const questions: string[] = [];
  for (const step of steps) {
    const found = step(keys, faults);
    if (!found) continue;
    keys = { ...keys, ...found.declarations };
    reasons.push(...found.reasons);
    questions.push(...found.questions);
  }
  return keys === declarations ? undefined : { declarations: keys, reasons, questions };
};

const totals = (declarations: Keys, cells: Cells): Repair | undefined => {
  const odd = oddUnits(cells, { columns: {} });
  if (odd.length === 0 || odd.length >= cells.units.length - 1) return undefined;
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

/** Names that say that a number counts nothing: codes, ages, parts of a date, places on a map. */
const noCounts = [
  "code",
  "id",
  "coordinate",
  "clock",
  "year",
  "month",
  "day",
  "person",
  "exposure",
  "unit",
  "detail",
  "measure",
  "later",
  "level",
] as const;

const mayCount = (name: string): boolean => {
  const found = meaningsOf(name);
  return found.has("value") || !noCounts.some((one) => found.has(one));
};

/** Columns of numbers that nobody reads are set aside; where one might count events, that is asked. */
const setAside = (declarations: Keys, faults: readonly Refused[]): Repair | undefined => {
  const names = columnsOf(faults, ["data/unread-count", "data/unread-column"]);
  if (names.length === 0) return undefined;
  const asked = names.filter(mayCount);
  return {
    declarations: { drop: [...new Set([...list(declarations.drop), ...names])] },
    reasons: [
      `${named(names)} ${names.length === 1 ? "holds" : "hold"} numbers that were taken for codes or measures and not for counts`,
    ],
    questions:
      asked.length > 0
        ? [`Does ${named(asked)} count events? If so, declare it as value; it was set aside (drop).`]
        : [],
  };
};

/** What the gate takes for columns about people is never read. */
const withoutPeople = (declarations: Keys, faults: readonly Refused[]): Repair | undefined => {
  const names = columnsOf(faults, ["privacy/personal"]);
  if (names.length === 0) return undefined;
  return {
    declarations: { drop: [...new Set([...list(declarations.drop), ...names])] },
    reasons: [`${named(names)} may be about people and ${names.length === 1 ? "is" : "are"} not read`],
    questions: [],
  };
};

const columnsOf = (faults: readonly Refused[], codes: readonly string[]): string[] => [
  ...new Set(faults.flatMap(({ code, column }) => (codes.includes(code) && column ? [column] : []))),
];

const unplaced = (declarations: Keys, faults: readonly Refused[]): Repair | undefined => {
  const blank = faults.filter(({ code }) => code === "data/key-missing");
  if (blank.length === 0 || declarations.unplaced !== undefined) return undefined;
  const rows = blank.reduce((sum, { count = 1 }) => sum + count, 0);
  return {
    declarations: { unplaced: "exclude" },
    reasons: [
      `${rows.toLocaleString("en-GB")} row${rows === 1 ? "" : "s"} without a unit or period ${rows === 1 ? "is" : "are"} left out and counted`,
    ],
    questions: [],
  };
};
