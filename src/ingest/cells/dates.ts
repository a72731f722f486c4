import {
  type Frequency,
  financial,
  monthNames,
  type Period,
  parsePeriod,
  periodOfDay,
} from "../../model/period.ts";
import { monthOf } from "./month-words.ts";

/** How a declared date format spells a day or a period: `DD/MM/YYYY`, `MMM-YY`, `YYYYMM`, `hh:mm A`, `YYYY_[Population]`. */
export interface DateFormat {
  readonly pattern: string;
  readonly frequency: Frequency;
  read(text: string): Period | undefined;
  /** Where a clock stands after the day: a pattern of the whole with the day in its first group, for an engine. */
  readonly dayFirst?: { readonly expression: string; read(day: string): Period | undefined };
}

const word = "\\p{L}{3,}\\.?";
const tokens: readonly (readonly [string, string])[] = [
  ["YYYY", "(?<year>\\d{4})"],
  ["MMMM", `(?<name>${word})`],
  ["MMM", `(?<name>${word})`],
  ["YY", "(?<short>\\d{2})"],
  ["MM", "(?<month>\\d{2})"],
  ["DD", "(?<day>\\d{2})"],
  ["HH", "\\d{2}"],
  ["hh", "(?:0[1-9]|1[0-2])"],
  ["mm", "\\d{2}"],
  ["ss", "\\d{2}(?:\\.\\d+)?"],
  ["WW", "(?<week>\\d{2})"],
  ["M", "(?<month>\\d{1,2})"],
  ["D", "(?<day>\\d{1,2})"],
  ["H", "\\d{1,2}"],
  ["h", "(?:0?[1-9]|1[0-2])"],
  ["m", "\\d{1,2}"],
  ["s", "\\d{1,2}"],
  ["A", "(?:[AaPp]\\.?[Mm]\\.?)"],
  ["Q", "(?<quarter>[1-4])"],
  ["W", "(?<week>\\d{1,2})"],
];
const clock = new Set(["HH", "hh", "mm", "ss", "H", "h", "m", "s", "A"]);

interface Piece {
  readonly token?: string;
  readonly source: string;
}

const escaped = (text: string): string => text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");

/** `[word]` stands for itself, as does any letter that is no token. */
const pieces = (pattern: string): Piece[] => {
  const found: Piece[] = [];
  for (let rest = pattern; rest !== ""; ) {
    const literal = /^\[([^\]]*)\]/.exec(rest);
    const token = literal ? undefined : tokens.find(([name]) => rest.startsWith(name));
    if (literal) found.push({ source: escaped(literal[1]!) });
    else if (token) found.push({ token: token[0], source: token[1] });
    else found.push({ source: escaped(rest[0]!) });
    rest = rest.slice(literal ? literal[0].length : (token?.[0].length ?? 1));
  }
  return found;
};

const groups = ["year", "short", "month", "name", "day", "quarter", "week"] as const;

/** A reader for a declared format, or undefined when it names no year, a day without a month, or says something twice. */
export const dateFormat = (pattern: string): DateFormat | undefined => {
  if (pattern === "serial" || pattern === "serial-1904") return serialFormat(pattern);
  const spans = /^(YYYY)(.)(YYYY|YY)$/.exec(pattern);
  if (spans) return financialFormat(pattern, spans[2]!, spans[3]!.length);
  const all = pieces(pattern);
  const count = (group: string): number =>
    all.filter(({ source }) => source.startsWith(`(?<${group}>`)).length;
  const has = (group: string): boolean => count(group) > 0;
  const monthly = has("month") || has("name");
  const placed = monthly || has("quarter") || has("week");
  const twice = groups.some((group) => count(group) > 1) || (has("month") && has("name"));
  const torn =
    (has("day") && !monthly) || (has("quarter") && (monthly || has("week"))) || (has("week") && monthly);
  // A year of two digits alone is any two digits.
  if (twice || torn || !(has("year") || (has("short") && placed)) || (has("year") && has("short")))
    return undefined;
  const expression = new RegExp(`^${all.map(({ source }) => source).join("")}$`, "u");
  const frequency = has("day")
    ? "day"
    : monthly
      ? "month"
      : has("quarter")
        ? "quarter"
        : has("week")
          ? "week"
          : "year";
  return { pattern, frequency, read: (text) => readWith(expression, text), ...dayFirst(all) };
};

/** The part before the clock, where the clock is all that follows the day. */
const dayFirst = (all: readonly Piece[]): Pick<DateFormat, "dayFirst"> => {
  const at = all.findIndex(({ token }) => token !== undefined && clock.has(token));
  if (at < 0 || all.slice(at).some(({ token }) => token !== undefined && !clock.has(token))) return {};
  let end = at;
  while (end > 0 && all[end - 1]!.token === undefined) end--;
  const plain = (part: readonly Piece[]): string =>
    part.map(({ source }) => source.replace(/\?<[a-z]+>/g, "?:")).join("");
  if (all.slice(0, end).some(({ source }) => source.includes("<name>"))) return {};
  const day = new RegExp(
    `^${all
      .slice(0, end)
      .map(({ source }) => source)
      .join("")}$`,
    "u",
  );
  return {
    dayFirst: {
      expression: `^(${plain(all.slice(0, end))})${plain(all.slice(end))}$`,
      read: (text) => readWith(day, text),
    },
  };
};

const longest = 60;

const readWith = (expression: RegExp, text: string): Period | undefined => {
  const found = text.length > longest ? undefined : expression.exec(text)?.groups;
  if (!found) return undefined;
  // Two-digit years are taken only where the format says so: 70–99 are the last century, as in POSIX.
  const short = Number(found.short);
  const year = found.year ?? String(short >= 70 ? 1900 + short : 2000 + short);
  if (found.quarter !== undefined) return parsePeriod(`${year}-Q${found.quarter}`);
  if (found.week !== undefined) return parsePeriod(`${year}-W${found.week.padStart(2, "0")}`);
  if (found.name === undefined && found.month === undefined) return parsePeriod(year);
  const named = found.name === undefined ? Number(found.month) : monthOf(found.name);
  if (named === undefined) return undefined;
  const month = `${year}-${String(named).padStart(2, "0")}`;
  return parsePeriod(found.day === undefined ? month : `${month}-${found.day.padStart(2, "0")}`);
};

/** `YYYY/YY`: a year and the one after it. */
const financialFormat = (pattern: string, mark: string, digits: number): DateFormat => ({
  pattern,
  frequency: "financial-year",
  read: (text) =>
    text[4] === mark && text.length === 5 + digits
      ? parsePeriod(`${text.slice(0, 4)}/${text.slice(5)}`)
      : undefined,
});

const serialFormat = (pattern: "serial" | "serial-1904"): DateFormat => ({
  pattern,
  frequency: "day",
  read: (text) => {
    const day = serialDay(text, pattern === "serial-1904");
    return day === undefined ? undefined : { frequency: "day", ordinal: day };
  },
});

/** Which readings a slashed, dotted or dashed date allows. */
type DayOrder = "day-first" | "month-first" | "either" | "same" | "neither";

/** 25/12/2023 has one reading, 03/04/2024 two, 05/05/2024 the same one either way, 31/31/2024 none. */
export const dayOrder = (text: string): DayOrder | undefined => {
  const match = text.length > 32 ? null : /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T].*)?$/.exec(text);
  if (!match) return undefined;
  const reads = (day: string, month: string): boolean =>
    parsePeriod(`${match[3]}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`) !== undefined;
  const [first, second] = [reads(match[1]!, match[2]!), reads(match[2]!, match[1]!)];
  if (first && second) return Number(match[1]) === Number(match[2]) ? "same" : "either";
  return first ? "day-first" : second ? "month-first" : "neither";
};

const dayMs = 86_400_000;

/** The day of a spreadsheet's serial number, days since 1970-01-01, when it is a plausible one. */
export const serialDay = (text: string, from1904 = false): number | undefined => {
  if (!/^\d{5}(\.\d+)?$/.test(text.slice(0, 24))) return undefined;
  // Serial 60 of the 1900 system is the 29 February 1900 that never was, so its days count from 1899-12-30.
  const zero = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, 30);
  const day = Math.floor(Number(text)) + zero / dayMs;
  const year = periodOfDay(day, "year");
  return year >= 1950 && year <= 2100 ? day : undefined;
};

/** The same as a date in words of numbers. */
export const spreadsheetSerial = (text: string): string | undefined => {
  const day = serialDay(text);
  return day === undefined ? undefined : new Date(day * dayMs).toISOString().slice(0, 10);
};

/** `2015-16`, `2015/16`, `FY 2015-2016`, `Q1 2015/16`, `2015-16 Q1`: a financial year or a quarter of one. */
const financialText =
  /^(?:FY ?)?(?:Q(?<before>[1-4])[ ,-]*)?(?:FY ?)?(?<year>\d{4}) ?[-\u2013/] ?(?<next>\d{4}|\d{2})(?:[ ,-]*Q(?<after>[1-4]))?$/i;

/**
 * `Apr 2018 to Mar 2019`: twelve months, or three. A year that begins in January is a calendar year.
 */
const spanText = /^(\p{L}{3,}\.?) (\d{4}) ?(?:to|-|\u2013) ?(\p{L}{3,}\.?) (\d{4})$/iu;

export const financialPeriod = (text: string): Period | undefined => {
  if (text.length > longest) return undefined;
  const found = financialText.exec(text)?.groups;
  if (found) {
    const next = found.next!.length === 4 ? Number(found.year) + 1 : (Number(found.year) + 1) % 100;
    if (Number(found.next) !== next) return undefined;
    const quarter = found.before ?? found.after;
    return quarter === undefined
      ? { frequency: "financial-year", ordinal: Number(found.year) }
      : { frequency: "financial-quarter", ordinal: Number(found.year) * 4 + Number(quarter) - 1 };
  }
  const span = spanText.exec(text);
  const [first, last] = span ? [monthOf(span[1]!), monthOf(span[3]!)] : [];
  if (!span || first === undefined || last === undefined) return undefined;
  const from = Number(span[2]) * 12 + first - 1;
  const length = Number(span[4]) * 12 + last - from;
  if (length === 12)
    return first === 1
      ? { frequency: "year", ordinal: Number(span[2]) }
      : { frequency: financial("year", monthNames[first - 1]!), ordinal: Number(span[2]) };
  return length === 3 && (first - 1) % 3 === 0 ? { frequency: "quarter", ordinal: from / 3 } : undefined;
};
