import { parsePeriod } from "../../model/period.ts";
import { dateFormat, spreadsheetSerial } from "../cells/dates.ts";
import { monthOf } from "../cells/month-words.ts";
import type { Sample } from "./sample.ts";
import { type Meaning, meaningsOf } from "./vocabulary.ts";

/** What a column holds, as far as the sample shows. */
export interface Column {
  readonly name: string;
  readonly at: number;
  readonly meanings: ReadonlySet<Meaning>;
  /** Cells that are not blank. */
  readonly cells: readonly string[];
  readonly blank: number;
  /** Distinct values with how often each comes, the commonest first. */
  readonly values: ReadonlyMap<string, number>;
  readonly numbers: Numbers | undefined;
  readonly periods: Periods | undefined;
  /** 1 to 12, or months by name, in every cell. */
  readonly months: boolean;
  /** Four digits that may be a year in every cell. */
  readonly years: boolean;
}

export interface Numbers {
  readonly decimal: "." | ",";
  readonly thousands: "," | "." | " " | "'" | undefined;
  readonly whole: boolean;
  readonly least: number;
  readonly most: number;
  /** Cells that are no number, with how often each comes: `-`, `..`, `[x]`. */
  readonly markers: ReadonlyMap<string, number>;
  /** Two readings fit: 1.204 is a number below two, or above a thousand. */
  readonly ambiguous: boolean;
}

export interface Periods {
  /** Formats to declare; none where the program reads the cells as they stand. */
  readonly formats: readonly string[];
  /** Finer than a day's date: one row an event is likely. */
  readonly length: "day" | "week" | "month" | "quarter" | "year" | "financial-year" | "financial-quarter";
  /** Day first and month first fit alike. */
  readonly either?: readonly string[];
  /** Instants with an offset from Greenwich. */
  readonly zoned?: boolean;
}

export const columnsOf = (sample: Sample): Column[] =>
  sample.header.map((name, at) => columnOf(name, at, sample.rows));

const columnOf = (name: string, at: number, rows: readonly (readonly string[])[]): Column => {
  const cells = rows.map((row) => row[at]!).filter((cell) => cell !== "");
  const counted = new Map<string, number>();
  for (const cell of cells) counted.set(cell, (counted.get(cell) ?? 0) + 1);
  const values = new Map([...counted].sort((a, b) => b[1] - a[1]));
  const kinds = [...values.keys()];
  return {
    name,
    at,
    meanings: meaningsOf(name),
    cells,
    blank: rows.length - cells.length,
    values,
    numbers: numbersOf(values),
    periods: periodsOf(kinds),
    months: kinds.length > 0 && kinds.every(isMonth),
    years: kinds.length > 0 && kinds.every((cell) => /^(?:19[5-9]|20\d|210)\d(?:\.0)?$/.test(cell)),
  };
};

const isMonth = (cell: string): boolean =>
  /^(?:0?[1-9]|1[0-2])(?:\.0)?$/.test(cell) || monthOf(cell.replace(/^\d{1,2}\s*[-.]\s*/, "")) !== undefined;

// -- numbers ---------------------------------------------------------------------------------------------------

const plain = /^[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?$/;
const grouped: readonly (readonly [NonNullable<Numbers["thousands"]>, "." | ",", RegExp])[] = [
  [",", ".", /^[-+]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/],
  [".", ",", /^[-+]?\d{1,3}(?:\.\d{3})+(?:,\d+)?$/],
  [" ", ",", /^[-+]?\d{1,3}(?:[ \u00A0\u202F]\d{3})+(?:,\d+)?$/],
  ["'", ".", /^[-+]?\d{1,3}(?:['’]\d{3})+(?:\.\d+)?$/],
];
const marker = /^(?:[-–—:*~.]{1,3}|\[?(?:[a-z]|low|na|n\/a|nan|null|none)\]?|x|<\s?\d+|\(?[xc]\)?)$/i;

/** How the cells read as numbers, a few markers aside; undefined where too many are something else. */
const numbersOf = (values: ReadonlyMap<string, number>): Numbers | undefined => {
  const markers = new Map([...values].filter(([cell]) => !/\d/.test(cell) || /^<\s?\d+$/.test(cell)));
  if ([...markers.keys()].some((cell) => !marker.test(cell))) return undefined;
  const cells = [...values.keys()].filter((cell) => !markers.has(cell));
  if (cells.length === 0) return undefined;
  const with1 = (thousands: Numbers["thousands"], decimal: "." | ",", ambiguous = false): Numbers => {
    const read = cells.map((cell) => toNumber(cell, thousands, decimal));
    return {
      decimal,
      thousands,
      markers,
      ambiguous,
      whole: read.every(Number.isInteger),
      least: read.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY),
      most: read.reduce((a, b) => Math.max(a, b), Number.NEGATIVE_INFINITY),
    };
  };
  // 1.204 among whole numbers is a thousand and some; with other decimals beside it, it is one and some.
  const dotted = cells.filter((cell) => cell.includes("."));
  const thousand = dotted.length > 0 && dotted.every((cell) => grouped[1]![2].test(cell));
  if (cells.every((cell) => plain.test(cell)))
    return thousand && dotted.length < cells.length ? with1(".", ",", true) : with1(undefined, ".");
  for (const [mark, decimal, pattern] of grouped)
    if (cells.every((cell) => pattern.test(cell) || isPlainWith(cell, decimal)))
      if (cells.some((cell) => pattern.test(cell))) {
        const alone = cells.filter((cell) => !pattern.test(cell));
        const onlyComma = mark === "," && cells.every((cell) => /^[-+]?\d{1,3}(?:,\d{3})?$/.test(cell));
        return with1(mark, decimal, onlyComma && alone.length === 0);
      }
  return cells.every((cell) => /^[-+]?\d+(?:,\d+)?$/.test(cell)) ? with1(undefined, ",") : undefined;
};

const isPlainWith = (cell: string, decimal: "." | ","): boolean =>
  decimal === "." ? plain.test(cell) : /^[-+]?\d+(?:,\d+)?$/.test(cell);

const toNumber = (cell: string, thousands: Numbers["thousands"], decimal: "." | ","): number => {
  const bare =
    thousands === undefined
      ? cell
      : cell
          .replace(/[\u00A0\u202F]/g, " ")
          .replace(/’/g, "'")
          .split(thousands)
          .join("");
  return Number(decimal === "," ? bare.replace(",", ".") : bare);
};

// -- periods ---------------------------------------------------------------------------------------------------

const clocks = [
  "",
  " HH:mm",
  " HH:mm:ss",
  " H:mm",
  " H:mm:ss",
  " hh:mm A",
  " hh:mm:ss A",
  " h:mm A",
  " h:mm:ss A",
  " HH:mm:ss[+00]",
];
const days = (first: "D" | "M"): string[] => {
  const second = first === "D" ? "M" : "D";
  return ["/", "-", "."].flatMap((mark) => [
    `${first}${first}${mark}${second}${second}${mark}YYYY`,
    `${first}${mark}${second}${mark}YYYY`,
  ]);
};
const spelt = [
  "YYYY/MM/DD",
  "YYYY.MM.DD",
  "YYYYMMDD",
  "D MMM YYYY",
  "D MMMM YYYY",
  "DD-MMM-YY",
  "DD-MMM-YYYY",
  "D-MMM-YY",
];
const monthly = [
  ...[
    "YYYYMM",
    "MMM-YY",
    "MMM YY",
    "MMM-YYYY",
    "MMM YYYY",
    "MMMM YYYY",
    "YYYY MMM",
    "YYYY MMMM",
    "MM/YYYY",
    "M/YYYY",
  ],
  ...["YYYY/MM", "YYYY.MM", "YYYY[M]MM", "YYYY[MM]MM", "MM-YYYY", "MM.YYYY"],
];
const quarterly = ["YYYY[Q]Q", "YYYY [Q]Q", "YYYY-[Q]Q", "[Q]Q YYYY", "[Q]Q-YYYY", "YYYY[KW]Q", "YYYY[T]Q"];
const yearly = ["YYYY[JJ]00", "YYYY[JJ00]"];

const instant = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s?(Z|[+-]\d{2}:?\d{2})?$/;
const financial = /^(?:FY ?)?(\d{4})\s?[/\-–]\s?(\d{2}|\d{4})$/i;

const isFinancialYear = (cell: string): boolean => {
  const found = financial.exec(cell);
  if (!found) return false;
  const [start, next] = [Number(found[1]), found[2]!];
  return next.length === 4 ? Number(next) === start + 1 : Number(next) === (start + 1) % 100;
};

/** How the distinct cells read as periods; undefined where some do not. Plain whole numbers are none. */
const periodsOf = (cells: readonly string[]): Periods | undefined => {
  if (cells.length === 0 || cells.some((cell) => cell.length > 40)) return undefined;
  const every = (test: (cell: string) => boolean): boolean => cells.every(test);
  if (every((cell) => instant.test(cell)))
    return {
      formats: [],
      length: "day",
      ...(every((cell) => instant.exec(cell)![1] !== undefined) ? { zoned: true } : {}),
    };
  if (every(isFinancialYear)) return { formats: [], length: "financial-year" };
  if (every((cell) => /^(?:19[5-9]|20\d|210)\d$/.test(cell))) return { formats: [], length: "year" };
  const own = cells.map((cell) => (/^-?\d+(?:\.0+)?$/.test(cell) ? undefined : parsePeriod(cell)?.frequency));
  if (own.every((frequency) => frequency !== undefined && frequency === own[0]))
    return { formats: [], length: own[0] as Periods["length"] };
  return declared(cells);
};

const declared = (cells: readonly string[]): Periods | undefined => {
  const fits = (format: string): boolean => {
    const reader = dateFormat(format);
    return reader !== undefined && cells.every((cell) => reader.read(cell) !== undefined);
  };
  const withClock = (formats: readonly string[]): string | undefined =>
    formats.flatMap((format) => clocks.map((clock) => `${format}${clock}`)).find(fits);
  const [dayFirst, monthFirst] = [withClock(days("D")), withClock(days("M"))];
  if (dayFirst && monthFirst) return { formats: [dayFirst], length: "day", either: [dayFirst, monthFirst] };
  const day = dayFirst ?? monthFirst ?? withClock(spelt);
  if (day) return { formats: [day], length: "day" };
  const rest = [
    ["month", monthly],
    ["quarter", quarterly],
    ["year", yearly],
  ] as const;
  for (const [length, formats] of rest) {
    const found = formats.find(fits);
    if (found) return { formats: [found], length };
  }
  return undefined;
};

/** A column of spreadsheet serial numbers, which only its name can tell from counts. */
export const isSerial = ({ values, meanings }: Column): boolean =>
  meanings.has("period") &&
  values.size > 0 &&
  [...values.keys()].every((cell) => spreadsheetSerial(cell) !== undefined);

/** Two columns name the same things, one to one or many to one: a code beside a name, a region above a district. */
export const decides = (by: Column, of: Column, rows: readonly (readonly string[])[]): boolean => {
  const found = new Map<string, string>();
  for (const row of rows) {
    const [key, value] = [row[by.at]!, row[of.at]!];
    if (key === "") continue;
    const before = found.get(key);
    if (before !== undefined && before !== value) return false;
    found.set(key, value);
  }
  return found.size > 0;
};
