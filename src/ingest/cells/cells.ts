import { type CellStatus, cellStatus } from "../../model/panel.ts";
import type { MonthName } from "../../model/period.ts";
import type { DateFormat } from "./dates.ts";

/** The one place that says what a cell means. Everything is read from the text as written; nothing is coerced. */

/** Why a cell cannot be read. */
export interface CellFault {
  readonly fault: string;
  readonly why: string;
  readonly fix: string;
}

/** A number, or the reason why there is none; a shorthand is a published marker, read and reported. */
export interface CellNumber {
  readonly value: number;
  readonly status: CellStatus;
  readonly shorthand?: string;
}

/**
 * What the whole of a column says that one cell cannot: 2001-02 is a financial year where every cell names a year and
 * the next, and 202101, 20210131 and 44197 are dates where every cell of the column can be one.
 */
export type ColumnShape = "plain" | "financial" | "YYYYMM" | "YYYYMMDD" | "serial";

/** What the analyst has declared about cells. */
export interface CellRules {
  readonly decimal: "." | ",";
  /** Whether somebody said so. */
  readonly decimalDeclared?: boolean;
  /** What stands between thousands; a space stands for every kind of space. */
  readonly thousands?: "," | "." | " " | "'";
  /** Markers that mean zero, missing, and hidden by the publisher. */
  readonly zero: readonly string[];
  readonly missing: readonly string[];
  readonly suppressed: readonly string[];
  readonly dateFormats?: readonly DateFormat[];
  readonly financialYear?: MonthName;
  /** Days of instants on the declared calendar. */
  readonly calendar?: (utc: number) => number;
  /** What the whole of a period column says of its cells. */
  readonly shape?: ColumnShape;
  /** Told of a cell that does not fit the shape. */
  readonly misfit?: () => void;
  /** Told of an instant with an offset where no calendar was declared. */
  readonly offset?: () => void;
}
export const plainRules: CellRules = { decimal: ".", zero: [], missing: [], suppressed: [] };

export const isFault = <T extends object>(reading: T | CellFault): reading is CellFault => "fault" in reading;
export const cellFault = (code: string, why: string, fix: string): CellFault => ({ fault: code, why, fix });
const fault = cellFault;

const none = (status: CellStatus, shorthand?: string): CellNumber => ({
  value: Number.NaN,
  status,
  ...(shorthand ? { shorthand } : {}),
});

/** Markers of the Government Statistical Service: confidential and low are hidden, the others were never there. */
const shorthands: Readonly<Record<string, CellStatus>> = {
  "[c]": cellStatus.suppressed,
  "[low]": cellStatus.suppressed,
  "[x]": cellStatus.missing,
  "[z]": cellStatus.missing,
  "[u]": cellStatus.missing,
  "[w]": cellStatus.missing,
};
const missingWords = ["na", "n/a", "#n/a", "-", "–", "—", "null", "none", ".", "\\n", "missing"];
const hiddenWords = ["*", "**", "..", ":", "suppressed", "#", "~"];

/** Blank, marker, or undefined when the text has to be read as a number. */
const marker = (text: string, rules: CellRules): CellNumber | CellFault | undefined => {
  if (text === "") return none(cellStatus.missing);
  if (rules.zero.includes(text)) return { value: 0, status: cellStatus.observed };
  if (rules.missing.includes(text)) return none(cellStatus.missing);
  if (rules.suppressed.includes(text)) return none(cellStatus.suppressed);
  // Markers that nobody declared are short, so that a giant cell is not folded for nothing.
  if (text.length > 12) return undefined;
  const word = text.toLowerCase();
  const status = shorthands[word];
  if (status !== undefined) return none(status, word);
  if (missingWords.includes(word))
    return fault(
      "data/missing-marker",
      "looks like a marker for a missing value",
      `leave the cell blank, or declare what it means: --zero "${text}", or --missing "${text}"`,
    );
  if (hiddenWords.includes(word) || /^(<|≤|&lt;|under|fewer than|less than) ?\d{1,3}$/.test(word))
    return fault(
      "data/suppressed",
      "looks hidden by the publisher; it is not zero, not missing and not the number beside the sign",
      `ask for the count, or declare the marker: --suppressed "${text}"`,
    );
  return undefined;
};

const zero = 48;
const allDigits = (text: string): boolean => {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < zero || code > zero + 9) return false;
  }
  return text.length > 0;
};

/** A whole number from 0: `14`, or `14.0` as data frames write it. */
export const readCount = (cell: string, rules: CellRules = plainRules): CellNumber | CellFault => {
  const text = cell.trim();
  // Digits alone are nearly every cell; but a publisher's 999 may be declared to be no count.
  const declared = rules.zero.length + rules.missing.length + rules.suppressed.length > 0;
  if (!declared && text.length <= 15 && allDigits(text))
    return { value: Number(text), status: cellStatus.observed };
  const marked = marker(text, rules);
  if (marked) return marked;
  const number = readPlain(text, rules);
  if (number === undefined) return fault("data/count", unreadable(text), numberFix(text));
  if (isTooLarge(number)) return tooLarge("data/count");
  if (number < 0) return fault("data/range", "is below zero", "a count is 0 or more: check the source");
  if (!Number.isInteger(number))
    return fault("data/range", "is not whole", "declare the column as number, or check the source");
  return { value: number, status: cellStatus.observed };
};

/** Any finite number, with an exponent where a program wrote one. */
export const readNumber = (cell: string, rules: CellRules = plainRules): CellNumber | CellFault => {
  const text = cell.trim();
  const marked = marker(text, rules);
  if (marked) return marked;
  const number = readPlain(text, rules) ?? readExponent(text);
  if (number === undefined) return fault("data/number", unreadable(text), numberFix(text));
  if (isTooLarge(number)) return tooLarge("data/number");
  return { value: number, status: cellStatus.observed };
};

/** Beyond fifteen figures a number is not kept to its last one, and no count of events comes near. */
const isTooLarge = (number: number): boolean => Math.abs(number) >= 1e15;
const tooLarge = (code: string): CellFault =>
  fault(code, "is larger than a number can be exactly", "check the column: 15 figures are the most");

const escapedMark: Readonly<Record<string, string>> = {
  ",": ",",
  ".": "\\.",
  " ": "[ \\u00a0\\u2009\\u202f]",
  "'": "['\\u2019]",
};

/** The pattern of a number as declared: digits alone, or in groups of three; an engine uses the same. */
export const numberPattern = ({ decimal, thousands }: Pick<CellRules, "decimal" | "thousands">): string => {
  const point = escapedMark[decimal]!;
  const whole = thousands === undefined ? "\\d+" : `(?:\\d+|\\d{1,3}(?:${escapedMark[thousands]!}\\d{3})+)`;
  return `^[+-]?(?:${whole}(?:${point}\\d*)?|${point}\\d+)$`;
};

const patterns = new Map<string, RegExp>();
const readPlain = (text: string, rules: CellRules): number | undefined => {
  if (text.length > 40) return undefined;
  const { decimal, thousands } = rules;
  const key = `${decimal}${thousands ?? ""}`;
  if (!patterns.has(key)) patterns.set(key, new RegExp(numberPattern(rules)));
  if (!patterns.get(key)!.test(text)) return undefined;
  const digits = thousands === undefined ? text : text.replace(new RegExp(escapedMark[thousands]!, "g"), "");
  return Number(decimal === "," ? digits.replace(",", ".") : digits);
};

const readExponent = (text: string): number | undefined => {
  if (text.length > 40 || !/^[+-]?\d+(\.\d+)?[eE][+-]?\d{1,3}$/.test(text)) return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
};

/** The commonest ways in which a number is spoilt, each by its name. */
const spoilt: readonly (readonly [RegExp, string, string])[] = [
  [
    /^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/,
    "has thousands commas",
    'declare --thousands ",", or write 1204 for 1,204',
  ],
  [
    /^[+-]?\d{1,3}([ \u00a0\u2009\u202f]\d{3})+([.,]\d+)?$/,
    "has spaces between thousands",
    'declare --thousands " ", or write 1204 for 1 204',
  ],
  [
    /^[+-]?\d{1,3}(['\u2019]\d{3})+([.,]\d+)?$/,
    "has apostrophes between thousands",
    'declare --thousands "\'", or write 1204 for 1\u2019204',
  ],
  [
    /^[+-]?\d{1,3}(\.\d{3})+,\d+$/,
    "has points between thousands and a decimal comma",
    'declare --thousands "." --decimal ","',
  ],
  [/^[+-]?\d{1,3}(\.\d{3}){2,}$/, "has points between thousands", 'declare --thousands "."'],
  [/^[+-]?\d+,\d+$/, "has a decimal comma", 'declare --decimal ",", or write a full stop'],
  [
    /^[+-]?\d+([.,]\d+)?\s?%$/,
    "is a percentage",
    "give the count, and the denominator in a column of its own",
  ],
  [/^[£$€]\s?[\d.,]+$/, "carries a currency sign", "put the unit in the column's name"],
  [/^\([\d.,]+\)$/, "is an accountant's negative", "write -12 for (12)"],
  [/^[\u2212\u2013\u2014]\d/, "has a typographic minus", 'write "-" from the keyboard'],
  [/^0[xXbBoO][\da-fA-F]+$/, "is a programmer's number", "write it in decimal"],
  [
    /^[+-]?\d+(\.\d+)?[eE][+-]?\d+$/,
    "has an exponent",
    "write the number in full; a spreadsheet may have rounded it",
  ],
  [/^[+-]?(nan|inf|infinity)$/i, "is not a number", "leave the cell blank when the value is missing"],
];

const unreadable = (text: string): string => {
  const short = text.slice(0, 60);
  const known = spoilt.find(([pattern]) => pattern.test(short));
  if (known) return known[1];
  if (/^[\p{Nd}]+$/u.test(short)) return "has digits that are not 0 to 9";
  return /\d/.test(short) ? "is not a number alone" : "is not a number";
};

const numberFix = (text: string): string =>
  spoilt.find(([pattern]) => pattern.test(text.slice(0, 60)))?.[2] ??
  "write digits only, or leave it blank when missing";
