import { nameKind } from "../declared/place-names.ts";
import type { Column, Numbers, Periods } from "./columns.ts";
import type { PeriodChoice } from "./roles.ts";
import type { Sample } from "./sample.ts";

/** The keys of a source in whatworks.yaml, in the order in which they are written. */
export type Declarations = Readonly<Record<string, unknown>>;

export const quotedList = (names: readonly string[]): string =>
  names
    .slice(0, 4)
    .map((name) => `"${name}"`)
    .join(", ") + (names.length > 4 ? " …" : "");

/** Days that are all the first of a month, or the last of a quarter: periods written as days. */
export const isMonthStarts = ({ taken }: PeriodChoice): boolean =>
  taken.length === 1 && [...taken[0]!.values.keys()].every((cell) => /^\d{4}-\d{2}-01/.test(cell));

export interface Settled {
  readonly declarations: Declarations;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
}

/** Day first or month first is settled by another date column of the same file, or asked. */
export const periodDeclarations = (
  { reading, columns: named, taken }: PeriodChoice,
  columns: readonly Column[],
): Settled => {
  const monthly = isMonthStarts({ reading, columns: named, taken }) ? { frequency: "month" } : {};
  if (reading.zoned)
    return {
      declarations: monthly,
      reasons: ["instants carry an offset and are read on the calendar in which they are written"],
      questions: [
        "Which calendar do the days of this file belong to? Declare time-zone, e.g. Europe/London; without it they are read as written.",
      ],
    };
  if (reading.formats.length === 0) return { declarations: monthly, reasons: [], questions: [] };
  const format = settledFormat(reading, columns);
  if (format !== undefined)
    return {
      declarations: { "date-format": format },
      reasons: [`every cell fits the date format ${format}`],
      questions: [],
    };
  return {
    declarations: { "date-format": reading.formats[0] },
    reasons: [],
    questions: [
      `Does the day or the month come first in "${typeof named === "string" ? named : taken[0]!.name}"? ${reading.either!.join(" and ")} both fit; ${reading.formats[0]} was taken.`,
    ],
  };
};

const settledFormat = (reading: Periods, columns: readonly Column[]): string | undefined => {
  if (!reading.either) return reading.formats[0];
  const clear = columns.flatMap(({ periods }) =>
    periods && !periods.either && periods.length === "day" ? periods.formats : [],
  );
  const first = clear.find((format) => /^[DM]/.test(format))?.[0];
  return first === undefined ? undefined : reading.either.find((format) => format[0] === first);
};

export const mergedNumbers = (columns: readonly Column[]): readonly Numbers[] =>
  columns.flatMap(({ numbers }) => (numbers ? [numbers] : []));

/** How numbers and markers are written, over all columns of counts. */
export const numberDeclarations = (numbers: readonly Numbers[], delimiter: string): Settled => {
  const thousands = numbers.find((one) => one.thousands !== undefined)?.thousands;
  const decimal = numbers.some((one) => one.decimal === "," && (!one.whole || one.thousands === undefined))
    ? ","
    : undefined;
  const markers = new Map<string, number>();
  for (const one of numbers)
    for (const [cell, n] of one.markers) markers.set(cell, (markers.get(cell) ?? 0) + n);
  const hasZero = numbers.some(({ least }) => least === 0);
  const of = (test: RegExp): string[] => [...markers.keys()].filter((cell) => test.test(cell));
  const suppressed = of(/^(?:\[?c\]?|\(c\)|\*{1,3}|~|<\s?\d+|\[?low\]?)$/i);
  const dash = of(/^[-–—]$/);
  const missing = [...markers.keys()].filter(
    (cell) => !suppressed.includes(cell) && !(dash.includes(cell) && !hasZero),
  );
  const askedDash = dash.filter((cell) => !missing.includes(cell));
  const named = {
    ...(missing.length + askedDash.length > 0 ? { missing: [...missing, ...askedDash] } : {}),
    ...(suppressed.length > 0 ? { suppressed } : {}),
  };
  return {
    declarations: {
      ...(thousands ? { thousands } : {}),
      ...(decimal ? { decimal } : {}),
      ...(Object.keys(named).length > 0 ? { markers: named } : {}),
    },
    reasons: [
      ...(thousands ? [`thousands are parted by "${thousands}"`] : []),
      ...(decimal ? ["numbers have decimal commas"] : []),
      ...(missing.length > 0
        ? [`${quotedList(missing)} ${missing.length === 1 ? "stands" : "stand"} where nothing is known`]
        : []),
      ...(suppressed.length > 0
        ? [
            `${quotedList(suppressed)} ${suppressed.length === 1 ? "stands" : "stand"} for a count that is hidden`,
          ]
        : []),
    ],
    questions: [
      ...(numbers.some(({ ambiguous }) => ambiguous) && thousands !== delimiter
        ? [`Is "${thousands}" a mark of thousands? It was taken so, beside whole numbers.`]
        : []),
      ...(askedDash.length > 0
        ? [
            `Does ${quotedList(askedDash)} mean nothing recorded (markers: zero) or not known? It was taken as not known.`,
          ]
        : []),
    ],
  };
};

/** Rows that add others up, by their name; the reader finds those that only their numbers give away. */
export const totalsOf = (unit: readonly Column[], { rows }: Sample): Settled => {
  const joined = new Set(
    rows
      .filter((row) => unit.some(({ at }) => nameKind(row[at]!) === "total"))
      .map((row) => unit.map(({ at }) => row[at]).join(" / ")),
  );
  const names = [...joined];
  return {
    declarations:
      names.length === 0
        ? {}
        : { "exclude-units": names.map((name) => ({ unit: name, reason: "a total by its name" })) },
    reasons:
      names.length === 0
        ? []
        : [`${quotedList(names)} ${names.length === 1 ? "is a total" : "are totals"} by name and left out`],
    questions: [],
  };
};

/** Notes and headings among the rows: a name, and no value in any period. */
export const notesOf = (unit: readonly Column[], periods: readonly Column[], { rows }: Sample): Settled => {
  const empty = rows.filter((row) => periods.every(({ at }) => row[at] === ""));
  const names = [...new Set(empty.map((row) => unit.map(({ at }) => row[at]).join(" / ")))];
  return {
    declarations:
      names.length === 0
        ? {}
        : {
            "exclude-units": names.map((name) => ({ unit: name, reason: "a note or a heading, not a unit" })),
          },
    reasons: names.length === 0 ? [] : [`${quotedList(names)} has no value in any period and is left out`],
    questions: [],
  };
};

export const merged = (parts: readonly Settled[]): Settled => {
  const units = parts.flatMap(
    ({ declarations }) => (declarations["exclude-units"] as unknown[] | undefined) ?? [],
  );
  return {
    declarations: units.length > 0 ? { "exclude-units": units } : {},
    reasons: parts.flatMap(({ reasons }) => reasons),
    questions: parts.flatMap(({ questions }) => questions),
  };
};

/** Why rows without events seem to have been left out of the file; undefined where they do not. */
export const zerosLeftOut = (
  { rows, whole }: Sample,
  parts: readonly (readonly Column[])[],
  values: readonly Column[],
): string | undefined => {
  if (values.some(({ numbers }) => numbers!.least < 1)) return undefined;
  const named = (some: readonly Column[]): number =>
    new Set(rows.map((row) => some.map(({ at }) => row[at]).join("\u001f"))).size;
  const possible = parts.reduce((n, part) => n * named(part), 1);
  const present = named(parts.flat());
  return whole && present < possible
    ? `${present.toLocaleString("en-GB")} of ${possible.toLocaleString("en-GB")} cells have a row and none of them is zero, so zeros seem to be left out`
    : undefined;
};
