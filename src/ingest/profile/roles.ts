import { nameKind } from "../declared/place-names.ts";
import { wordsOf } from "../people/fold.ts";
import { type Column, decides, isSerial, type Periods } from "./columns.ts";
import type { Meaning } from "./vocabulary.ts";

/** A column chosen for a role, why, and the one that would have been next. */
export interface Choice<Found> {
  readonly found: Found;
  readonly why: string;
  readonly next?: string;
}

export interface PeriodChoice {
  /** One column, or parts of a period by the name of the part. */
  readonly columns: string | Readonly<Record<string, string>>;
  readonly taken: readonly Column[];
  readonly reading: Periods;
}

interface Scored {
  readonly column: Column;
  readonly score: number;
}

const best = (scored: readonly Scored[]): Scored[] =>
  scored.filter(({ score }) => score > 0).sort((a, b) => b.score - a.score || a.column.at - b.column.at);

const has = ({ meanings }: Column, ...some: Meaning[]): boolean => some.some((one) => meanings.has(one));
const distinct = ({ values }: Column): number => values.size;
const isText = ({ numbers }: Column): boolean => numbers === undefined;
/** So many different values that each row has nearly one of its own: an identifier, an address, free text. */
const nearlyUnique = (column: Column): boolean =>
  column.cells.length >= 12 && distinct(column) > 0.8 * column.cells.length;

const shown = (column: Column): string => `"${column.name}"`;

// -- when --------------------------------------------------------------------------------------------------------

/** Which column says when, or which columns together: a date where events have one, else a period, else its parts. */
export const choosePeriod = (columns: readonly Column[]): Choice<PeriodChoice> | undefined => {
  const single = best(columns.map((column) => ({ column, score: periodScore(column) })));
  const parts = partsOf(columns);
  const first = single[0];
  const coarse = first && ["year", "financial-year"].includes(first.column.periods!.length);
  if (first && !(parts && coarse)) {
    const { column } = first;
    const next = single[1]?.column.name;
    return {
      found: { columns: column.name, taken: [column], reading: column.periods! },
      why: `${shown(column)} says when: every cell looked at reads as a ${lengthName(column.periods!)}`,
      ...(next === undefined ? {} : { next }),
    };
  }
  if (parts) return parts;
  const serial = columns.find(isSerial);
  return (
    serial && {
      found: { columns: serial.name, taken: [serial], reading: { formats: [], length: "day" } },
      why: `${shown(serial)} holds spreadsheet serial numbers`,
    }
  );
};

const lengthName = ({ length }: Periods): string =>
  length === "financial-year"
    ? "financial year"
    : length === "financial-quarter"
      ? "financial quarter"
      : length === "day"
        ? "day"
        : length;

const periodScore = (column: Column): number => {
  const { periods } = column;
  if (!periods || column.cells.length === 0) return 0;
  // A month number or an hour alone is no period, and a code of four digits is no year.
  const named = has(column, "period", "year", "financial-year", "month", "quarter", "day");
  if (!named && periods.length === "year") return 0;
  let score = named ? 4 : 2;
  if (distinct(column) > 1) score += 2;
  if (has(column, "later") && !wordsOf(column.name).includes("date")) score -= 1;
  if (has(column, "later")) score -= 2;
  if (periods.length === "day") score += 1;
  if (has(column, "id")) score -= wordsOf(column.name).includes("incident") ? 0 : 1;
  return score - column.blank / (column.blank + column.cells.length);
};

const partsOf = (columns: readonly Column[]): Choice<PeriodChoice> | undefined => {
  const late = (column: Column): number => (has(column, "later") ? 1 : 0);
  const of = (test: (column: Column) => boolean): Column | undefined =>
    columns.filter(test).sort((a, b) => late(a) - late(b))[0];
  const year = of((one) => has(one, "year") && !has(one, "financial-year") && one.years);
  const financial = of((one) => has(one, "financial-year") && one.periods?.length === "financial-year");
  const month = of((one) => has(one, "month") && one.months && !one.years);
  const quarter = of(
    (one) => has(one, "quarter") && [...one.values.keys()].every((cell) => /^Q?[1-4]$/i.test(cell)),
  );
  const chosen = (parts: Record<string, Column>, length: Periods["length"]): Choice<PeriodChoice> => ({
    found: {
      columns: Object.fromEntries(Object.entries(parts).map(([part, { name }]) => [part, name])),
      taken: Object.values(parts),
      reading: { formats: [], length },
    },
    why: `${Object.values(parts).map(shown).join(" and ")} together say when`,
  });
  if (financial && quarter) return chosen({ "financial-year": financial, quarter }, "financial-quarter");
  if (year && month) return chosen({ year, month }, "month");
  if (year && quarter) return chosen({ year, quarter }, "quarter");
  return undefined;
};

// -- where -------------------------------------------------------------------------------------------------------

const ranks =
  `borough neighbourhood neighborhood community suburb ward lsoa district division precinct beat sector zone`.split(
    " ",
  );
const rankOf = (column: Column): number => {
  const at = wordsOf(column.name).reduce((least, word) => {
    const rank = ranks.findIndex((one) => word === one || word === `${one}s`);
    return rank >= 0 ? Math.min(least, rank) : least;
  }, ranks.length);
  return (ranks.length - at) / (4 * ranks.length);
};

/** Codes of areas as statistical offices give them out: E09000007, GM0363, S12000033. */
const areaCode = /^(?:[EWSNKJ]\d{8}|GM\d{4}|NL\d{2})$/;
const everyValue = ({ values }: Column, pattern: RegExp): boolean =>
  values.size > 0 && [...values.keys()].every((cell) => pattern.test(cell));

export const isPlace = (column: Column): boolean => unitScore(column) >= 3;

const unitScore = (column: Column): number => {
  if (column.cells.length === 0 || column.periods || has(column, "clock", "later", "exposure", "person"))
    return 0;
  if (everyValue(column, /^\d{1,2}:\d{2}(:\d{2})?$/)) return 0;
  const { numbers } = column;
  if (numbers && (!numbers.whole || numbers.least < -1)) return 0;
  if (has(column, "coordinate") && !isText(column)) return 0;
  const named = has(column, "unit") || everyValue(column, areaCode);
  let score = named ? 4 : 0;
  if (isText(column)) score += 1;
  else if (!named) return 0;
  if (has(column, "code", "id")) score -= 1;
  if (has(column, "outcome", "kind", "detail", "measure")) score -= 2;
  if (has(column, "exposure", "value") && !isText(column)) score -= 3;
  if (distinct(column) < 2) score -= 2;
  if (nearlyUnique(column)) score -= 3;
  if (column.blank > column.cells.length) score -= 2;
  return score <= 0 ? 0 : score + rankOf(column);
};

/** The columns that name the unit: one, or two where names come again in several larger areas. */
export const chooseUnit = (
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  countsAreas: boolean,
): Choice<readonly Column[]> | undefined => {
  const scored = best(columns.map((column) => ({ column, score: unitScore(column) })));
  const first = scored[0];
  if (!first) return undefined;
  const next = scored[1]?.column.name;
  const more = next === undefined ? {} : { next };
  const why = (some: readonly Column[]): string => {
    const named = has(some[0]!, "unit") ? "the header says so, and it has " : "it has ";
    const n = distinct(some.at(-1)!);
    return `${some.map(shown).join(" and ")} ${some.length > 1 ? "together name" : "names"} the place: ${named}${n.toLocaleString("en-GB")} ${n === 1 ? "value" : "different values"}`;
  };
  if (!countsAreas) return { found: [first.column], why: why([first.column]), ...more };
  // In a table of counts the finest place is the unit; a larger one above it is part of its name where names repeat.
  const places = scored.filter(({ score }) => score >= 3).map(({ column }) => column);
  const finest = places.reduce((a, b) => (distinct(b) > distinct(a) ? b : a), first.column);
  const twins = places.filter((one) => distinct(one) === distinct(finest) && decides(one, finest, rows));
  const unit = twins.find((one) => !has(one, "code") && isText(one)) ?? finest;
  const real = rows.filter((row) => nameKind(row[unit.at] ?? "") !== "total");
  const above = places
    .filter((one) => one !== unit && distinct(one) > 1 && distinct(one) < distinct(unit))
    .filter((one) => !decides(unit, one, real) || rows.length > real.length)
    .filter((one) => !decides(unit, one, rows))
    .sort((a, b) => distinct(b) - distinct(a))[0];
  const found = above ? [above, unit] : [unit];
  return { found, why: why(found), ...more };
};

// -- what --------------------------------------------------------------------------------------------------------

const outcomeScore = (column: Column, taken: ReadonlySet<Column>): number => {
  if (taken.has(column) || column.cells.length === 0 || !isText(column) || column.periods) return 0;
  if (has(column, "later", "clock", "exposure", "coordinate", "person")) return 0;
  let score = (has(column, "outcome") ? 4 : 0) + (has(column, "kind") ? (has(column, "outcome") ? 1 : 3) : 0);
  if (score === 0) return 0;
  if (has(column, "detail")) score -= 1;
  if (has(column, "code", "id") && !wordsOf(column.name).includes("group")) score -= 2;
  if (has(column, "unit", "measure")) score -= 2.5;
  if (distinct(column) < 2) score -= 1.5;
  if (distinct(column) > 150) score -= 1;
  if (nearlyUnique(column)) score -= 3;
  return score;
};

/** How many values are words and not codes in capitals. */
const worded = ({ values }: Column): number =>
  [...values.keys()].filter((value) => /\p{Ll}{3}|\p{L} \p{L}/u.test(value)).length;

/** The column that says what was recorded: of several that divide one another, the coarsest that still divides. */
export const chooseOutcome = (
  columns: readonly Column[],
  taken: ReadonlySet<Column>,
  rows: readonly (readonly string[])[],
): Choice<Column> | undefined => {
  const scored = best(columns.map((column) => ({ column, score: outcomeScore(column, taken) })));
  const first = scored[0];
  if (!first) return undefined;
  const near = scored
    .filter(({ score }) => score >= first.score - 1 && score > 1)
    .map(({ column }) => column);
  const twin = near.find(
    (one) => one !== first.column && decides(one, first.column, rows) && decides(first.column, one, rows),
  );
  // Of a code and its words, the words.
  const plain = twin && worded(twin) > worded(first.column) ? twin : first.column;
  const coarse = near
    .filter((one) => one !== first.column && distinct(one) > 1 && distinct(one) < distinct(first.column))
    .filter((one) => !has(one, "code") && decides(first.column, one, rows))
    .sort((a, b) => distinct(a) - distinct(b))[0];
  const found = coarse ?? plain;
  const next = scored.find(({ column }) => column !== found)?.column.name;
  return {
    found,
    why: `${shown(found)} says what was recorded: ${distinct(found)} kinds, ${[...found.values.keys()]
      .slice(0, 3)
      .map((one) => `"${one.slice(0, 30)}"`)
      .join(", ")}${distinct(found) > 3 ? " …" : ""}`,
    ...(next === undefined ? {} : { next }),
  };
};

// -- how many ----------------------------------------------------------------------------------------------------

export interface ValueChoice {
  readonly columns: readonly Column[];
  /** A score, share or rate: averaged, never added up. */
  readonly level: boolean;
}

const valueScore = (column: Column, taken: ReadonlySet<Column>): number => {
  const { numbers } = column;
  if (taken.has(column) || !numbers || has(column, "coordinate", "clock", "exposure", "code")) return 0;
  if (column.periods || isSerial(column) || has(column, "year", "quarter", "month", "day")) return 0;
  if (has(column, "unit") && !has(column, "value")) return 0;
  let score = has(column, "value") ? 4 : has(column, "level") ? 3 : 1;
  if (numbers.least < 0) score -= 1;
  if (has(column, "id") && !has(column, "value")) score -= 3;
  if (isIdentifier(column)) score -= 3;
  if (distinct(column) < 2 && column.cells.length > 12 && score < 4) score -= 1;
  return score;
};

/** Whole numbers that differ in every row and are large beside their count: references, not counts. */
const isIdentifier = (column: Column): boolean =>
  nearlyUnique(column) && column.numbers!.whole && column.numbers!.least >= 1000;

export const chooseValue = (
  columns: readonly Column[],
  taken: ReadonlySet<Column>,
  outcome: Column | undefined,
  events: boolean,
): Choice<ValueChoice> | undefined => {
  const scored = best(columns.map((column) => ({ column, score: valueScore(column, taken) })));
  const named = scored.filter(({ score }) => score >= 3).map(({ column }) => column);
  const plain = scored.map(({ column }) => column);
  const one = (column: Column, why: string, next?: string): Choice<ValueChoice> => ({
    found: { columns: [column], level: has(column, "level") && !has(column, "value") },
    why: `${shown(column)} ${why}`,
    ...(next === undefined ? {} : { next }),
  });
  // One row an event may well hold numbers (ages, codes, beats) that count nothing.
  if (events) {
    const certain = named.find((column) =>
      wordsOf(column.name).some((word) => ["count", "counts", "total", "n"].includes(word)),
    );
    return certain && one(certain, "is how many events a row stands for: the header says so");
  }
  if (outcome && named[0])
    return one(named[0], "is how many: the header says so and every cell is a number", named[1]?.name);
  const level = named.find((column) => has(column, "level") && !has(column, "value"));
  if (level && named.length === 1) return one(level, "is a share, a rate or a score: the header says so");
  if (named.length === 1 && plain.length === 1)
    return one(named[0]!, "is how many: the header says so and every cell is a number");
  if (plain.length === 1) return one(plain[0]!, "is how many: the only other column of numbers");
  if (plain.length === 0) return undefined;
  return {
    found: { columns: [...plain].sort((a, b) => a.at - b.at), level: false },
    why: `${plain.length} columns of numbers, ${shown(plain[0]!)} to ${shown(plain.at(-1)!)}: each is an outcome`,
  };
};

export const chooseExposure = (columns: readonly Column[], taken: ReadonlySet<Column>): Column | undefined =>
  columns.find((column) => !taken.has(column) && has(column, "exposure") && column.numbers !== undefined);
