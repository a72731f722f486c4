import { UsageError } from "../../model/errors.ts";
import type { Panel } from "../../model/panel.ts";
import { daysIn, type Frequency, formatPeriod, plainFrequency } from "../../model/period.ts";

/** How the periods of a year become one value. */
export type Combine = "sum" | "mean" | "last";

/** The year that a period lies in: an ISO week in its ISO year, a financial year in the one in which it begins. */
export const yearOfPeriod = (ordinal: number, frequency: Frequency): number => {
  if (frequency === "integer")
    throw new UsageError("index/period", {
      found: "periods that are plain numbers",
      expected: "periods with a year, such as 2024-03 or 2024-Q1",
    });
  return Number(formatPeriod(ordinal, frequency).slice(0, 4));
};

/** Periods in a year, for the frequencies in which every one must be there before they are added or averaged. */
const needed = (year: number, frequency: Frequency): number =>
  frequency === "month"
    ? 12
    : plainFrequency(frequency) === "quarter"
      ? 4
      : frequency === "day"
        ? daysIn(year, "year")!
        : 1;

/**
 * One value a year for one row of a panel; undefined where the year is not whole. A year with eleven months would
 * look like a good year, and a rolling value that does not reach to its end is about another year.
 */
export const yearly = (
  panel: Panel,
  column: Float64Array,
  row: number,
  how: Combine,
): Map<number, number> => {
  const byYear = new Map<number, { ordinal: number; value: number }[]>();
  panel.ordinals.forEach((ordinal, t) => {
    const value = column[row * panel.ordinals.length + t]!;
    if (Number.isNaN(value)) return;
    const year = yearOfPeriod(ordinal, panel.frequency);
    byYear.set(year, [...(byYear.get(year) ?? []), { ordinal, value }]);
  });
  const out = new Map<number, number>();
  for (const [year, held] of byYear) {
    const value = how === "last" ? lastOf(held, panel.frequency) : whole(held, year, panel.frequency, how);
    if (value !== undefined) out.set(year, value);
  }
  return out;
};

const whole = (
  held: readonly { value: number }[],
  year: number,
  frequency: Frequency,
  how: "sum" | "mean",
): number | undefined => {
  // A survey of a few days a year is whole as it is; counts need every day.
  const enough =
    frequency === "day" && how === "mean" ? 1 : frequency === "week" ? 52 : needed(year, frequency);
  if (held.length < enough) return undefined;
  const sum = held.reduce((total, { value }) => total + value, 0);
  return how === "sum" ? sum : sum / held.length;
};

const lastOf = (
  held: readonly { ordinal: number; value: number }[],
  frequency: Frequency,
): number | undefined => {
  const last = held.reduce((a, b) => (b.ordinal > a.ordinal ? b : a));
  const label = formatPeriod(last.ordinal, frequency);
  const ends = {
    month: /-12$/,
    quarter: /-Q4$/,
    day: /-12-\d\d$/,
    week: /-W5[23]$/,
    year: /./,
    integer: /./,
  };
  return ends[plainFrequency(frequency)].test(label) ? last.value : undefined;
};
