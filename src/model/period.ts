/** Months by name: which of them begins a financial year is part of its frequency. */
export const monthNames = [
  "january",
  "february",
  "march",
  "april",
  "may",
  "june",
  "july",
  "august",
  "september",
  "october",
  "november",
  "december",
] as const;
export type MonthName = (typeof monthNames)[number];

/** Years and quarters that begin in April, as in British public finance, or in another month that is named. */
export type Financial =
  | "financial-year"
  | "financial-quarter"
  | `financial-year-${MonthName}`
  | `financial-quarter-${MonthName}`;

/**
 * When something was observed. A period is a whole number on the scale of its frequency, so that stepping,
 * ordering and distance are arithmetic: months since year 0, quarters since year 0, years, ISO weeks since
 * 1970-W01, days since 1970-01-01, or the integer itself. A financial year is numbered by the calendar year in
 * which it begins, its quarters by four times that and 0 to 3.
 */
export type Frequency = "month" | "quarter" | "year" | "week" | "day" | "integer" | Financial;

/** The plain kind of a frequency: a financial year is a year, a financial quarter a quarter. */
export const plainFrequency = (
  frequency: Frequency,
): "month" | "quarter" | "year" | "week" | "day" | "integer" => {
  if (frequency.startsWith("financial-year")) return "year";
  if (frequency.startsWith("financial-quarter")) return "quarter";
  return frequency as ReturnType<typeof plainFrequency>;
};

export const isFinancial = (frequency: Frequency): frequency is Financial =>
  frequency.startsWith("financial-");

/** The month, 0 to 11, in which a year of this frequency begins: January unless it is a financial one. */
export const firstMonth = (frequency: Frequency): number => {
  if (!isFinancial(frequency)) return 0;
  const named = monthNames.indexOf(frequency.replace(/^financial-(year|quarter)-?/, "") as MonthName);
  return named < 0 ? 3 : named;
};

/** The frequency of financial years, or of their quarters, that begin in a month. */
export const financial = (length: "year" | "quarter", month: MonthName = "april"): Financial =>
  month === "april" ? `financial-${length}` : `financial-${length}-${month}`;

/** What a frequency is called in a sentence: "financial year". */
export const frequencyName = (frequency: Frequency): string =>
  isFinancial(frequency) ? `financial ${plainFrequency(frequency)}` : frequency;

export interface Period {
  readonly frequency: Frequency;
  readonly ordinal: number;
}

const dayMs = 86_400_000;
// 1970-01-01 was a Thursday; ISO weeks start on Monday, so week 0 (1970-W01) starts on 1969-12-29.
const weekZero = -3;

const daysFrom = (year: number, month: number, day: number): number | undefined => {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  const sound =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return sound ? Math.round(date.getTime() / dayMs) : undefined;
};

const weekOrdinal = (year: number, week: number): number | undefined => {
  // The week holding 4 January is week 1 of its ISO year.
  const fourth = daysFrom(year, 1, 4)!;
  const ordinal = Math.floor((fourth - weekZero) / 7) + week - 1;
  return week >= 1 && weekLabel(ordinal) === `${pad(year, 4)}-W${pad(week, 2)}` ? ordinal : undefined;
};

const pad = (value: number, width: number): string => String(value).padStart(width, "0");

const weekLabel = (ordinal: number): string => {
  const thursday = new Date((weekZero + ordinal * 7 + 3) * dayMs);
  const year = thursday.getUTCFullYear();
  const first = daysFrom(year, 1, 4)!;
  const week = ordinal - Math.floor((first - weekZero) / 7) + 1;
  return `${pad(year, 4)}-W${pad(week, 2)}`;
};

/** `2015/16` or `2015/2016`: the year in which a financial year begins. */
const financialStart = (first: string, second: string): number | undefined => {
  const next = second.length === 4 ? Number(first) + 1 : (Number(first) + 1) % 100;
  return Number(second) === next ? Number(first) : undefined;
};

/**
 * Reads `2024-03`, `2024-Q1`, `2024`, `2024-W05`, `2024-03-01`, `2015/16`, `2015/16-Q1` or a whole number; anything
 * else is undefined. A financial year begins in April; who knows better reads the month from a declaration.
 */
export const parsePeriod = (text: string): Period | undefined => {
  const s = text.trim();
  let m = /^(\d{4})-(\d{2})$/.exec(s);
  if (m) {
    const month = Number(m[2]);
    return month >= 1 && month <= 12
      ? { frequency: "month", ordinal: Number(m[1]) * 12 + month - 1 }
      : undefined;
  }
  m = /^(\d{4})-?Q([1-4])$/i.exec(s);
  if (m) return { frequency: "quarter", ordinal: Number(m[1]) * 4 + Number(m[2]) - 1 };
  m = /^(\d{4})-?W(\d{2})$/i.exec(s);
  if (m) {
    const ordinal = weekOrdinal(Number(m[1]), Number(m[2]));
    return ordinal === undefined ? undefined : { frequency: "week", ordinal };
  }
  m = /^(\d{4})-(\d{2})-(\d{2})$/.exec(s);
  if (m) {
    const ordinal = daysFrom(Number(m[1]), Number(m[2]), Number(m[3]));
    return ordinal === undefined ? undefined : { frequency: "day", ordinal };
  }
  m = /^(\d{4})\/(\d{2}|\d{4})(?:[- ]?Q([1-4]))?$/i.exec(s);
  if (m) {
    const start = financialStart(m[1]!, m[2]!);
    if (start === undefined) return undefined;
    return m[3] === undefined
      ? { frequency: "financial-year", ordinal: start }
      : { frequency: "financial-quarter", ordinal: start * 4 + Number(m[3]) - 1 };
  }
  // A four-digit number between 1800 and 2200 is a year; any other whole number is a plain period.
  if (/^\d{4}$/.test(s) && Number(s) >= 1800 && Number(s) <= 2200)
    return { frequency: "year", ordinal: Number(s) };
  if (/^-?\d{1,9}(\.0+)?$/.test(s)) return { frequency: "integer", ordinal: Number(s) };
  return undefined;
};

const financialLabel = (start: number): string => `${pad(start, 4)}/${pad((start + 1) % 100, 2)}`;

/** The one spelling of a period in every output. */
export const formatPeriod = (ordinal: number, frequency: Frequency): string => {
  if (isFinancial(frequency))
    return plainFrequency(frequency) === "year"
      ? financialLabel(ordinal)
      : `${financialLabel(Math.floor(ordinal / 4))}-Q${(((ordinal % 4) + 4) % 4) + 1}`;
  switch (frequency) {
    case "month":
      return `${pad(Math.floor(ordinal / 12), 4)}-${pad((((ordinal % 12) + 12) % 12) + 1, 2)}`;
    case "quarter":
      return `${pad(Math.floor(ordinal / 4), 4)}-Q${(((ordinal % 4) + 4) % 4) + 1}`;
    case "week":
      return weekLabel(ordinal);
    case "day":
      return new Date(ordinal * dayMs).toISOString().slice(0, 10);
    case "year":
      return pad(ordinal, 4);
    case "integer":
      return String(ordinal);
  }
};

/** How many periods make a year; undefined where a year means nothing. */
export const periodsPerYear = (frequency: Frequency): number | undefined =>
  ({ month: 12, quarter: 4, year: 1, week: 365.25 / 7, day: 365.25, integer: undefined })[
    plainFrequency(frequency)
  ];

/** Days in a period, the natural exposure of a monthly count (February is 10 % shorter than March). */
export const daysIn = (ordinal: number, frequency: Frequency): number | undefined => {
  const start = startDay(ordinal, frequency);
  const end = startDay(ordinal + 1, frequency);
  return start === undefined || end === undefined ? undefined : end - start;
};

/** The last day of a period, as days since 1970-01-01; undefined for whole numbers. */
export const lastDay = (ordinal: number, frequency: Frequency): number | undefined => {
  const next = startDay(ordinal + 1, frequency);
  return next === undefined ? undefined : next - 1;
};

const ofMonth = (months: number): number | undefined =>
  daysFrom(Math.floor(months / 12), (months % 12) + 1, 1);

/** The first day of a period, as days since 1970-01-01; undefined for whole numbers. */
export const startDay = (ordinal: number, frequency: Frequency): number | undefined => {
  switch (plainFrequency(frequency)) {
    case "month":
      return ofMonth(ordinal);
    case "quarter":
      return ofMonth(ordinal * 3 + firstMonth(frequency));
    case "year":
      return ofMonth(ordinal * 12 + firstMonth(frequency));
    case "week":
      return weekZero + ordinal * 7;
    case "day":
      return ordinal;
    case "integer":
      return undefined;
  }
};

/** The place of a period in its yearly cycle, from 0; whole numbers take a cycle of 12 unless told otherwise. */
export const seasonOf = (ordinal: number, frequency: Frequency, cycle?: number): number => {
  const length = cycle ?? seasonLength(frequency);
  return ((ordinal % length) + length) % length;
};

export const seasonLength = (frequency: Frequency): number =>
  ({ month: 12, quarter: 4, year: 1, week: 52, day: 7, integer: 12 })[plainFrequency(frequency)];

/** The period of a coarser or equal frequency that holds a day, used to place a start date in its month. */
export const periodOfDay = (day: number, frequency: Frequency): number => {
  const date = new Date(day * dayMs);
  // Months since the year 0 on a calendar whose years begin where those of the frequency do.
  const months = date.getUTCFullYear() * 12 + date.getUTCMonth() - firstMonth(frequency);
  switch (plainFrequency(frequency)) {
    case "month":
      return months;
    case "quarter":
      return Math.floor(months / 3);
    case "year":
      return Math.floor(months / 12);
    case "week":
      return Math.floor((day - weekZero) / 7);
    default:
      return day;
  }
};
