import { headerKind } from "../people/headers.ts";
import { type Column, columnsOf } from "./columns.ts";
import { chooseDimensions } from "./dimensions.ts";
import {
  dimensionDeclarations,
  isGuess,
  type NoGuess,
  namesOf,
  single,
  type TableGuess,
  whys,
} from "./guess.ts";
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
import {
  type Declarations,
  isMonthStarts,
  mergedNumbers,
  numberDeclarations,
  periodDeclarations,
  totalsOf,
  zerosLeftOut,
} from "./settle.ts";
import { wideTable } from "./wide-table.ts";

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

/** Columns named after people say nothing of place or offence; whether they must go is for the gate to say. */
const aboutPeople = ({ name }: Column): boolean => {
  const kind = headerKind(name);
  return kind === "identity" || kind === "role" || kind === "trait" || kind === "address";
};
