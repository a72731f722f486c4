import type { Frequency, Period } from "../../model/period.ts";
import { parsePeriod } from "../../model/period.ts";

/** How a declared date format spells a day or a period: `DD/MM/YYYY`, `MMM-YY`, `YYYYMM`, `YYYY_Population`. */
export interface DateFormat {
  readonly pattern: string;
  readonly frequency: Frequency;
  read(text: string): Period | undefined;
}

const monthNames = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const tokens: readonly (readonly [string, string])[] = [
  ["YYYY", "(?<year>\\d{4})"],
  ["MMMM", "(?<name>[A-Za-z]{3,9})"],
  ["MMM", "(?<name>[A-Za-z]{3,4})"],
  ["YY", "(?<short>\\d{2})"],
  ["MM", "(?<month>\\d{2})"],
  ["DD", "(?<day>\\d{2})"],
  ["HH", "\\d{2}"],
  ["mm", "\\d{2}"],
  ["ss", "\\d{2}(?:\\.\\d+)?"],
  ["M", "(?<month>\\d{1,2})"],
  ["D", "(?<day>\\d{1,2})"],
  ["H", "\\d{1,2}"],
];

/** A reader for a declared format, or undefined when it names no year, a day without a month, or says something twice. */
export const dateFormat = (pattern: string): DateFormat | undefined => {
  let source = "";
  for (let rest = pattern; rest !== ""; ) {
    const token = tokens.find(([name]) => rest.startsWith(name));
    source += token ? token[1] : rest[0]!.replace(/[^A-Za-z0-9]/, "\\$&");
    rest = rest.slice(token ? token[0].length : 1);
  }
  const has = (group: string): boolean => source.includes(`(?<${group}>`);
  const twice = ["year", "short", "month", "name", "day"].some((g) => source.split(`(?<${g}>`).length > 2);
  const monthly = has("month") || has("name");
  // A year of two digits alone is any two digits.
  if (twice || !(has("year") || (has("short") && monthly)) || (has("day") && !monthly)) return undefined;
  const expression = new RegExp(`^${source}$`);
  const frequency = has("day") ? "day" : monthly ? "month" : "year";
  return { pattern, frequency, read: (text) => readWith(expression, text) };
};

const readWith = (expression: RegExp, text: string): Period | undefined => {
  const groups = text.length > 40 ? undefined : expression.exec(text)?.groups;
  if (!groups) return undefined;
  // Two-digit years are taken only where the format says so: 70–99 are the last century, as in POSIX.
  const short = Number(groups.short);
  const year = groups.year ?? String(short >= 70 ? 1900 + short : 2000 + short);
  if (groups.name === undefined && groups.month === undefined) return parsePeriod(year);
  const named = groups.name
    ? monthNames.indexOf(groups.name.slice(0, 3).toLowerCase()) + 1
    : Number(groups.month);
  const month = `${year}-${String(named).padStart(2, "0")}`;
  return parsePeriod(groups.day === undefined ? month : `${month}-${groups.day.padStart(2, "0")}`);
};

/** Which readings a slashed, dotted or dashed date allows. */
type DayOrder = "day-first" | "month-first" | "either" | "same" | "neither";

/** 25/12/2023 has one reading, 03/04/2024 two, 05/05/2024 the same one either way, 31/31/2024 none. */
export const dayOrder = (text: string): DayOrder | undefined => {
  const match = text.length > 24 ? null : /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?$/.exec(text);
  if (!match) return undefined;
  const reads = (day: string, month: string): boolean =>
    parsePeriod(`${match[3]}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`) !== undefined;
  const [first, second] = [reads(match[1]!, match[2]!), reads(match[2]!, match[1]!)];
  if (first && second) return Number(match[1]) === Number(match[2]) ? "same" : "either";
  return first ? "day-first" : second ? "month-first" : "neither";
};

/** The day that a spreadsheet's serial number stands for, in the 1900 system, when it is a plausible one. */
export const spreadsheetSerial = (text: string): string | undefined => {
  if (!/^\d{5}(\.\d+)?$/.test(text.slice(0, 24))) return undefined;
  const serial = Math.floor(Number(text));
  // Serial 60 is the 29 February 1900 that never was, so days count from 1899-12-30.
  const date = new Date(Date.UTC(1899, 11, 30) + serial * 86_400_000);
  return date.getUTCFullYear() >= 1950 && date.getUTCFullYear() <= 2100
    ? date.toISOString().slice(0, 10)
    : undefined;
};

/** `2023/24` or `2023-24`: a financial year, named by the year in which it starts. */
export const financialYear = (text: string): number | undefined => {
  const match = text.length > 9 ? null : /^(\d{4})[/-](\d{2}|\d{4})$/.exec(text);
  if (!match) return undefined;
  const start = Number(match[1]);
  const next = match[2]!.length === 4 ? start + 1 : (start + 1) % 100;
  return Number(match[2]) === next ? start : undefined;
};
