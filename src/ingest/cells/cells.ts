import { type CellStatus, cellStatus } from "../../model/panel.ts";
import { type Frequency, type Period, parsePeriod } from "../../model/period.ts";
import { type DateFormat, dayOrder, financialYear, spreadsheetSerial } from "./dates.ts";
import { readInstant } from "./instants.ts";

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

/** What the analyst has declared about cells. */
export interface CellRules {
  readonly decimal: "." | ",";
  /** Markers that mean missing, and markers that mean hidden by the publisher. */
  readonly missing: readonly string[];
  readonly suppressed: readonly string[];
  readonly dateFormat?: DateFormat;
}
export const plainRules: CellRules = { decimal: ".", missing: [], suppressed: [] };

export const isFault = <T extends object>(reading: T | CellFault): reading is CellFault => "fault" in reading;
const fault = (code: string, why: string, fix: string): CellFault => ({ fault: code, why, fix });

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
      `leave the cell blank, or declare it: --missing "${text}"`,
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
  const declared = rules.missing.length + rules.suppressed.length > 0;
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

const readPlain = (text: string, rules: CellRules): number | undefined => {
  if (text.length > 40) return undefined;
  const pattern = rules.decimal === "," ? /^[+-]?(\d+(,\d*)?|,\d+)$/ : /^[+-]?(\d+(\.\d*)?|\.\d+)$/;
  return pattern.test(text) ? Number(text.replace(",", ".")) : undefined;
};

const readExponent = (text: string): number | undefined => {
  if (text.length > 40 || !/^[+-]?\d+(\.\d+)?[eE][+-]?\d{1,3}$/.test(text)) return undefined;
  return Number.isFinite(Number(text)) ? Number(text) : undefined;
};

/** The commonest ways in which a number is spoilt, each by its name. */
const spoilt: readonly (readonly [RegExp, string, string])[] = [
  [/^[+-]?\d{1,3}(,\d{3})+(\.\d+)?$/, "has thousands commas", "write 1204 for 1,204"],
  [/^[+-]?\d{1,3}([ \u00a0\u202f]\d{3})+$/, "has spaces between thousands", "write 1204 for 1 204"],
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

/** What a period column was declared, or is named, to hold. */
export type PeriodKind = "period" | "month" | "quarter" | "year" | "week" | "date" | "time";

const accepted: Readonly<Record<PeriodKind, readonly Frequency[]>> = {
  period: ["month", "quarter", "year", "week", "day", "integer"],
  month: ["month", "day"],
  quarter: ["quarter"],
  year: ["year"],
  week: ["week", "day"],
  date: ["day"],
  time: ["day"],
};
const spelling: Readonly<Record<PeriodKind, string>> = {
  period: "YYYY-MM, YYYY-Qn, YYYY, YYYY-Wnn, YYYY-MM-DD or a whole number",
  month: "YYYY-MM",
  quarter: "YYYY-Qn",
  year: "YYYY",
  week: "YYYY-Wnn",
  date: "YYYY-MM-DD",
  time: "YYYY-MM-DDTHH:MM with an offset",
};

/** A cell that says when: exactly one reading, or a fault. A financial year is the year in which it starts. */
export const readPeriod = (
  cell: string,
  kind: PeriodKind = "period",
  rules: CellRules = plainRules,
): (Period & { readonly instant?: number }) | CellFault => {
  const text = cell.trim();
  const expected = rules.dateFormat?.pattern ?? spelling[kind];
  if (text === "") return fault("data/period-missing", "is blank", `write ${expected}, or remove the row`);
  if (rules.dateFormat) {
    const declared = rules.dateFormat.read(text);
    return (
      declared ?? fault("data/date-format", `does not fit ${expected}`, `write every cell as ${expected}`)
    );
  }
  const period = text.length > 40 ? undefined : (compactMonth(text, kind) ?? parsePeriod(text));
  if (period && accepted[kind].includes(period.frequency)) return period;
  const start = kind === "year" || kind === "period" ? financialYear(text) : undefined;
  if (start !== undefined) return { frequency: "year", ordinal: start };
  const instant = kind === "date" || kind === "time" || kind === "period" ? readInstant(text) : undefined;
  if (instant)
    return {
      frequency: "day",
      ordinal: instant.day,
      ...(instant.utc === undefined ? {} : { instant: instant.utc }),
    };
  return periodFault(text, expected);
};

/** `202401` in a month column, as exports write it. */
const compactMonth = (text: string, kind: PeriodKind): Period | undefined =>
  kind === "month" && /^(1[89]|2[01])\d{4}$/.test(text)
    ? parsePeriod(`${text.slice(0, 4)}-${text.slice(4)}`)
    : undefined;

const periodFault = (text: string, expected: string): CellFault => {
  const order = dayOrder(text);
  if (order === "either")
    return fault(
      "data/date-ambiguous",
      "fits both day first and month first",
      "declare which: --date-format DD/MM/YYYY or --date-format MM/DD/YYYY",
    );
  if (order === "day-first" || order === "month-first")
    return fault(
      "data/date-format",
      `is not ${expected}`,
      `declare --date-format ${order === "day-first" ? "DD/MM/YYYY" : "MM/DD/YYYY"}, or write ${expected}`,
    );
  const serial = spreadsheetSerial(text);
  if (serial)
    return fault(
      "data/date-format",
      `looks like a spreadsheet's serial number for ${serial}`,
      `format the column as text or date before saving; write ${serial}`,
    );
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2}$/.test(text.slice(0, 12)))
    return fault("data/date-format", "has a year of two digits", `write ${expected}`);
  if (/^[A-Za-z]{3,9}[-/ ]\d{2,4}$/.test(text.slice(0, 16)))
    return fault(
      "data/date-format",
      "looks like a month that a spreadsheet has rewritten",
      `write ${expected}, or declare --date-format MMM-YY`,
    );
  if (/^\d{4}-\d{2}(-\d{2})?$/.test(text.slice(0, 12)))
    return fault("data/date-format", "is a date that the calendar does not have", "check the source");
  return fault("data/date-format", `is not ${expected}`, `write ${expected}, or declare --date-format`);
};
