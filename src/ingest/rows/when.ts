import { financial, isFinancial, type Period, parsePeriod, plainFrequency } from "../../model/period.ts";
import { type CellFault, type CellRules, cellFault } from "../cells/cells.ts";
import { financialPeriod } from "../cells/dates.ts";
import { monthOf } from "../cells/month-words.ts";
import { readPeriod } from "../cells/periods.ts";
import type { PartPlace, PeriodPart } from "./places.ts";

/** Periods come again and again: each spelling is read once. */
export const periodReader = (rules: CellRules) => {
  const known = new Map<string, ReturnType<typeof readPeriod>>();
  return (text: string): ReturnType<typeof readPeriod> => {
    const before = known.get(text);
    if (before) return before;
    const reading = readPeriod(text, "period", rules);
    if (known.size < 50_000 && text.length < 60) known.set(text, reading);
    return reading;
  };
};

const whole = (text: string): number | undefined =>
  /^\d{1,4}(\.0+)?$/.test(text) ? Number(text) : undefined;

/** A month by its number or its name in any of ten languages, `01 January` as reports write it included. */
export const readMonth = (text: string): number | undefined => {
  const cell = text.trim();
  const number = whole(cell);
  if (number !== undefined) return number >= 1 && number <= 12 ? number : undefined;
  return monthOf(cell) ?? monthOf(cell.replace(/^\d{1,2}[ .-]+/, ""));
};

const readers: Readonly<Record<PeriodPart, (text: string) => number | undefined>> = {
  year: (text) => {
    const year = whole(text);
    return year !== undefined && year >= 1800 && year <= 2200 ? year : undefined;
  },
  "financial-year": (text) => {
    const period = financialPeriod(text);
    return period && plainFrequency(period.frequency) === "year" && isFinancial(period.frequency)
      ? period.ordinal
      : undefined;
  },
  quarter: (text) => {
    const found = /^(?:q|quarter )?([1-4])(?:\.0+|st|nd|rd|th)?$/i.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  },
  month: readMonth,
  week: (text) => {
    const found = /^(?:w|week )?(\d{1,2})(?:\.0+)?$/i.exec(text)?.[1];
    return found === undefined ? undefined : Number(found);
  },
  day: (text) => {
    const day = whole(text);
    return day !== undefined && day >= 1 && day <= 31 ? day : undefined;
  },
};

const expected: Readonly<Record<PeriodPart, string>> = {
  year: "a year such as 2023",
  "financial-year": "a financial year such as 2015/16",
  quarter: "a quarter, 1 to 4",
  month: "a month, by number or name",
  week: "an ISO week, 1 to 53",
  day: "a day of the month",
};

export type Parts = Partial<Record<PeriodPart, number>>;

const two = (n: number): string => String(n).padStart(2, "0");

/** Parts put together; undefined where they say no period, or one that the calendar does not have. */
export const assemble = (parts: Parts, { financialYear }: CellRules): Period | undefined => {
  const { year, month, quarter, week, day } = parts;
  const start = parts["financial-year"];
  if (start !== undefined) {
    if (month !== undefined) {
      const first = parsePeriod("2000-01")!.ordinal;
      const begins = financialYear === undefined ? 4 : monthOf(financialYear)!;
      const calendarYear = month >= begins ? start : start + 1;
      return { frequency: "month", ordinal: first + (calendarYear - 2000) * 12 + month - 1 };
    }
    return quarter === undefined
      ? { frequency: financial("year", financialYear), ordinal: start }
      : { frequency: financial("quarter", financialYear), ordinal: start * 4 + quarter - 1 };
  }
  if (year === undefined) return undefined;
  if (month !== undefined)
    return parsePeriod(`${year}-${two(month)}${day === undefined ? "" : `-${two(day)}`}`);
  if (quarter !== undefined) return parsePeriod(`${year}-Q${quarter}`);
  if (week !== undefined) return parsePeriod(`${year}-W${two(week)}`);
  return { frequency: "year", ordinal: year };
};

/** One part of a period, or why it is none. */
export const readPart = (part: PeriodPart, text: string): number | CellFault => {
  const cell = text.trim();
  if (cell === "")
    return cellFault(
      "data/period-missing",
      "is blank",
      `write ${expected[part]}, or leave such rows out: --unplaced exclude`,
    );
  return (
    readers[part](cell) ??
    cellFault("data/date-format", `is not ${expected[part]}`, `write ${expected[part]} in every row`)
  );
};

/** Reads the parts of a row; with a fault, the place of the part that has it. */
export const partsReader =
  (places: readonly PartPlace[], rules: CellRules) =>
  (
    cells: readonly string[],
  ): { readonly parts: Parts } | { readonly fault: CellFault; readonly index: number } => {
    const parts: Parts = {};
    for (const { part, index } of places) {
      const read = readPart(part, cells[index]!);
      if (typeof read === "object") return { fault: read, index };
      parts[part] = read;
    }
    const isWhole = assemble(parts, rules) !== undefined || parts.month === undefined;
    return isWhole
      ? { parts }
      : {
          fault: cellFault(
            "data/date-format",
            "is a date that the calendar does not have",
            "check the source",
          ),
          index: places.at(-1)!.index,
        };
  };
