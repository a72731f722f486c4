import { nameKind } from "../declared/place-names.ts";
import { headerKind } from "../people/headers.ts";
import { type Column, columnsOf, type Numbers, type Periods } from "./columns.ts";
import { chooseDimensions } from "./dimensions.ts";
import { wideColumns } from "./headings.ts";
import {
  type Choice,
  chooseExposure,
  chooseOutcome,
  choosePeriod,
  chooseUnit,
  chooseValue,
  type PeriodChoice,
  type ValueChoice,
} from "./roles.ts";
import { hasNames, type Sample } from "./sample.ts";

/** The keys of a source in whatworks.yaml, in the order in which they are written. */
export type Declarations = Readonly<Record<string, unknown>>;

export interface TableGuess {
  readonly declarations: Declarations;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
  /** Averaged and never added up. */
  readonly level: boolean;
}

/** Why no source can be made of a table. */
export interface NoGuess {
  readonly why: string;
}

export const isGuess = (found: TableGuess | NoGuess): found is TableGuess => "declarations" in found;

/** What a table of outcomes seems to be: every declaration that reading it needs, each with its reason. */
export const proposeTable = (sample: Sample): TableGuess | NoGuess => {
  if (!hasNames(sample)) return { why: "its first row does not look like names of columns" };
  const columns = columnsOf(sample);
  const framed = frameOf(sample);
  const guess = wideTable(sample, columns) ?? longTable(sample, columns);
  if (!isGuess(guess)) return guess;
  const { format, columns: named, ...rest } = guess.declarations;
  const unnamed = sample.header.some((name, at) => name === "" && !columns[at]!.cells.length)
    ? { "unnamed-columns": "ignore" }
    : {};
  return {
    ...guess,
    declarations: { format, columns: named, ...framed.declarations, ...unnamed, ...rest },
    reasons: [...framed.reasons, ...guess.reasons],
  };
};

const frameOf = ({
  delimiter,
  encoding,
  skip,
  footer,
}: Sample): { declarations: Declarations; reasons: string[] } => {
  const name = { "\t": "tabs", ";": '";"', "|": '"|"', ",": '","' }[delimiter] ?? delimiter;
  return {
    declarations: {
      ...(delimiter === "," ? {} : { delimiter: delimiter === "\t" ? "tab" : delimiter }),
      ...(encoding === "windows-1252" ? { encoding } : {}),
      ...(skip > 0 ? { skip } : {}),
      ...(footer > 0 ? { footer } : {}),
    },
    reasons: [
      ...(delimiter === "," ? [] : [`cells are separated by ${name}`]),
      ...(encoding === "windows-1252" ? ["the bytes are not UTF-8; they read as windows-1252"] : []),
      ...(skip > 0
        ? [
            `${skip} line${skip === 1 ? "" : "s"} above the header ${skip === 1 ? "is" : "are"} no part of the table`,
          ]
        : []),
      ...(footer > 0
        ? [
            `${footer} record${footer === 1 ? "" : "s"} below the table ${footer === 1 ? "is" : "are"} no part of it`,
          ]
        : []),
    ],
  };
};

// -- one row a unit ----------------------------------------------------------------------------------------------

const wideTable = (sample: Sample, columns: readonly Column[]): TableGuess | undefined => {
  const wide = wideColumns(columns);
  if (!wide) return undefined;
  const rest = columns.filter((one) => !wide.periods.includes(one) && !wide.totals.includes(one));
  const unit = chooseUnit(rest, sample.rows, true);
  if (!unit) return undefined;
  const taken = new Set([...unit.found, ...(wide.year ? [wide.year] : [])]);
  const outcome = chooseOutcome(rest, taken, sample.rows);
  const key = [...unit.found, ...(wide.year ? [wide.year] : []), ...(outcome ? [outcome.found] : [])];
  const left = rest.filter((one) => !key.includes(one));
  const dims = chooseDimensions(sample.rows, key, left);
  const cells = mergedNumbers(wide.periods);
  const drop = wide.totals.map(({ name }) => name);
  const totals = merged([totalsOf(unit.found, sample), notesOf(unit.found, wide.periods, sample)]);
  const blanks = wide.periods.some(({ blank }) => blank > 0);
  const spelling = numberDeclarations(cells, sample.delimiter);
  return {
    declarations: {
      format: "wide",
      columns: {
        unit: namesOf(unit.found),
        ...(wide.year ? { period: { year: wide.year.name } } : {}),
        ...(outcome ? { outcome: outcome.found.name } : {}),
      },
      ...(wide.formats.length > 0 ? { "date-format": single(wide.formats) } : {}),
      ...dimensionDeclarations(dims),
      ...spelling.declarations,
      ...(drop.length > 0 ? { drop } : {}),
      ...totals.declarations,
    },
    reasons: [
      `${wide.periods.length} columns are periods, "${wide.periods[0]!.name}" to "${wide.periods.at(-1)!.name}": one row a unit`,
      ...whys([unit, outcome]),
      ...dims.reasons,
      ...(drop.length > 0 ? [`${quotedList(drop)} adds other columns up and is left out`] : []),
      ...spelling.reasons,
      ...totals.reasons,
    ],
    questions: [
      ...dims.questions,
      ...spelling.questions,
      ...(blanks
        ? [
            "Is a blank cell nothing recorded (absent: zero) or not known (absent: missing)? It is taken as not known.",
          ]
        : []),
    ],
    level: false,
  };
};

// -- one row a count or an event ---------------------------------------------------------------------------------

const longTable = (sample: Sample, columns: readonly Column[]): TableGuess | NoGuess => {
  const { rows } = sample;
  const period = choosePeriod(columns);
  if (!period)
    return { why: "no column, nor two together, holds a year, month, day or other period in every row" };
  const free = columns.filter((one) => !period.found.taken.includes(one) && !aboutPeople(one));
  const events = looksLikeEvents(columns);
  const what = chooseOutcome(free, new Set(), rows) ?? measureAsOutcome(free);
  const counted = chooseValue(free, new Set(), what?.found, events);
  const valued = new Set(counted?.found.columns ?? []);
  const unit = chooseUnit(
    free.filter((one) => !valued.has(one)),
    rows,
    counted !== undefined,
  );
  if (!unit) return { why: "no column names a place that comes again and again" };
  const taken = new Set([...unit.found, ...valued]);
  const least = counted?.found.level ? 1 : 2;
  const outcome =
    valued.size > 1 ? undefined : (chooseOutcome(free, taken, rows) ?? measureAsOutcome(free, least));
  if (!counted && period.found.reading.length !== "day" && !events)
    return { why: "no column of numbers could be how many" };
  const found = { sample, columns, period, unit, outcome };
  return counted ? countTable(found, counted) : eventTable(found);
};

/** An identifier of its own in every row, or a clock, or a point: events and not counts. */
const looksLikeEvents = (columns: readonly Column[]): boolean => {
  const own = columns.some(
    ({ meanings, values, cells, blank }) =>
      meanings.has("id") &&
      !meanings.has("outcome") &&
      !isRowNumber(cells) &&
      cells.length > 8 &&
      values.size === cells.length &&
      blank === 0,
  );
  const clock = columns.some(
    ({ meanings, periods }) => meanings.has("clock") && !meanings.has("period") && !periods,
  );
  const timed = columns.some(
    ({ periods }) => periods?.formats.some((format) => /[Hh]/.test(format)) === true,
  );
  const points = columns.filter(
    ({ meanings, numbers }) => meanings.has("coordinate") && numbers !== undefined,
  );
  return own || clock || timed || points.length >= 2;
};

/** 0, 1, 2 … down the file: the number of a row, which a table of counts may have as well. */
const isRowNumber = (cells: readonly string[]): boolean =>
  cells.every((cell, i) => Number(cell) === i + Number(cells[0]));

/** Where nothing says what was recorded, a column of measures does: trust, contact, satisfaction. */
const measureAsOutcome = (columns: readonly Column[], least = 2): Choice<Column> | undefined => {
  const found = columns.find(
    ({ meanings, values, numbers }) =>
      meanings.has("measure") && values.size >= least && numbers === undefined,
  );
  return found && { found, why: `"${found.name}" says what was measured: ${found.values.size} kinds` };
};

interface Found {
  readonly sample: Sample;
  readonly columns: readonly Column[];
  readonly period: Choice<PeriodChoice>;
  readonly unit: Choice<readonly Column[]>;
  readonly outcome: Choice<Column> | undefined;
}

const countTable = (found: Found, counted: Choice<ValueChoice>): TableGuess => {
  const { sample, columns, period, unit, outcome } = found;
  const values = counted.found.columns;
  const key = [...unit.found, ...period.found.taken, ...(outcome ? [outcome.found] : [])];
  const exposure = chooseExposure(columns, new Set([...key, ...values]));
  const used = [...key, ...values, ...(exposure ? [exposure] : [])];
  const dims = chooseDimensions(
    sample.rows,
    key,
    columns.filter((one) => !used.includes(one) && !aboutPeople(one)),
  );
  const spelling = numberDeclarations(mergedNumbers(values), sample.delimiter);
  const when = periodDeclarations(period.found, columns);
  const totals = totalsOf(unit.found, sample);
  const absent = counted.found.level
    ? undefined
    : zerosLeftOut(
        sample,
        [unit.found, period.found.taken, outcome ? [outcome.found] : []].filter((part) => part.length > 0),
        values,
      );
  const daily = period.found.reading.length === "day" && !counted.found.level;
  return {
    declarations: {
      format: "long",
      columns: {
        unit: namesOf(unit.found),
        period: period.found.columns,
        ...(outcome ? { outcome: outcome.found.name } : {}),
        value: single(values.map(({ name }) => name)),
        ...(exposure ? { exposure: exposure.name } : {}),
      },
      ...when.declarations,
      ...(daily && !isMonthStarts(period.found) ? { frequency: "month" } : {}),
      ...dimensionDeclarations(dims),
      ...spelling.declarations,
      ...(absent ? { absent: "zero" } : {}),
      ...totals.declarations,
    },
    reasons: [
      ...whys([unit, period, outcome, counted]),
      ...(exposure ? [`"${exposure.name}" is what a rate divides by: its name says so`] : []),
      ...dims.reasons,
      ...(daily && !isMonthStarts(period.found) ? ["counts of days are added up into months"] : []),
      ...when.reasons,
      ...spelling.reasons,
      ...(absent ? [absent] : []),
      ...totals.reasons,
    ],
    questions: [
      ...when.questions,
      ...dims.questions,
      ...spelling.questions,
      ...(absent
        ? [
            "Does a unit and period without a row mean that nothing was recorded (absent: zero)? It was taken so.",
          ]
        : []),
    ],
    level: counted.found.level,
  };
};

const eventTable = ({ columns, period, unit, outcome }: Found): TableGuess => {
  const when = periodDeclarations(period.found, columns);
  const blank = unit.found.some((one) => one.blank > 0);
  return {
    declarations: {
      format: "incidents",
      columns: {
        unit: namesOf(unit.found),
        period: period.found.columns,
        ...(outcome ? { outcome: outcome.found.name } : {}),
      },
      ...when.declarations,
      ...(blank ? { unplaced: "exclude" } : {}),
    },
    reasons: [
      "no column counts: one row an event",
      ...whys([unit, period, outcome]),
      ...when.reasons,
      ...(blank ? ["rows without a place are left out and counted"] : []),
    ],
    questions: when.questions,
    level: false,
  };
};

// -- parts -------------------------------------------------------------------------------------------------------

const single = <T>(list: readonly T[]): T | readonly T[] => (list.length === 1 ? list[0]! : list);
const namesOf = (columns: readonly Column[]) => single(columns.map(({ name }) => name));
const quotedList = (names: readonly string[]): string =>
  names
    .slice(0, 4)
    .map((name) => `"${name}"`)
    .join(", ") + (names.length > 4 ? " …" : "");

const whys = (choices: readonly (Choice<unknown> | undefined)[]): string[] =>
  choices.flatMap((choice) =>
    choice ? [choice.next === undefined ? choice.why : `${choice.why} (next: "${choice.next}")`] : [],
  );

const dimensionDeclarations = ({ where, sumOver }: ReturnType<typeof chooseDimensions>): Declarations => ({
  ...(Object.keys(where).length > 0 ? { where } : {}),
  ...(sumOver.length > 0 ? { "sum-over": sumOver } : {}),
});

/** Columns named after people say nothing of place or offence; whether they must go is for the gate to say. */
const aboutPeople = ({ name }: Column): boolean => {
  const kind = headerKind(name);
  return kind === "identity" || kind === "role" || kind === "trait" || kind === "address";
};

/** Days that are all the first of a month, or the last of a quarter: periods written as days. */
const isMonthStarts = ({ taken }: PeriodChoice): boolean =>
  taken.length === 1 && [...taken[0]!.values.keys()].every((cell) => /^\d{4}-\d{2}-01/.test(cell));

interface Settled {
  readonly declarations: Declarations;
  readonly reasons: readonly string[];
  readonly questions: readonly string[];
}

/** Day first or month first is settled by another date column of the same file, or asked. */
const periodDeclarations = (
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

const mergedNumbers = (columns: readonly Column[]): readonly Numbers[] =>
  columns.flatMap(({ numbers }) => (numbers ? [numbers] : []));

/** How numbers and markers are written, over all columns of counts. */
const numberDeclarations = (numbers: readonly Numbers[], delimiter: string): Settled => {
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
const totalsOf = (unit: readonly Column[], { rows }: Sample): Settled => {
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
const notesOf = (unit: readonly Column[], periods: readonly Column[], { rows }: Sample): Settled => {
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

const merged = (parts: readonly Settled[]): Settled => {
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
const zerosLeftOut = (
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
