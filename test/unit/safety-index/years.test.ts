import { describe, expect, it } from "vitest";
import type { Panel } from "../../../src/model/panel.ts";
import { daysIn, type Frequency, parsePeriod } from "../../../src/model/period.ts";
import { type Combine, yearly, yearOfPeriod } from "../../../src/unit/safety-index/years.ts";

/** A panel of one unit with these periods, the value of the first being 1, of the second 2 and so on. */
const panelOf = (frequency: Frequency, labels: readonly string[]): Panel => ({
  units: ["Barnet"],
  frequency,
  ordinals: Int32Array.from(labels, (label) => parsePeriod(label)!.ordinal),
  periods: labels,
  columns: { x: Float64Array.from(labels, (_, t) => t + 1) },
  status: {},
});
const two = (n: number): string => String(n).padStart(2, "0");
const list = (size: number, make: (n: number) => string): string[] =>
  Array.from({ length: size }, (_, n) => make(n + 1));
const days = (year: number): string[] =>
  list(daysIn(year, "year")!, (n) => new Date(Date.UTC(year, 0, n)).toISOString().slice(0, 10));

const whole = {
  month: list(12, (n) => `2023-${two(n)}`),
  quarter: list(4, (n) => `2023-Q${n}`),
  week: list(52, (n) => `2023-W${two(n)}`),
  day: days(2023),
  year: ["2023"],
} as const;

const found = (frequency: Frequency, labels: readonly string[], how: Combine): [number, number][] => {
  const panel = panelOf(frequency, labels);
  return [...yearly(panel, panel.columns.x!, 0, how)];
};

describe("a year of periods", () => {
  it.each(
    (Object.entries(whole) as [Frequency, readonly string[]][]).map(([frequency, labels]) => ({
      frequency,
      labels,
      n: labels.length,
    })),
  )("adds, averages and ends with the last $frequency", ({ frequency, labels, n }) => {
    // 1 + 2 + … + n, and their mean.
    expect(found(frequency, labels, "sum")).toEqual([[2023, (n * (n + 1)) / 2]]);
    expect(found(frequency, labels, "mean")).toEqual([[2023, (n + 1) / 2]]);
    expect(found(frequency, labels, "last")).toEqual([[2023, n]]);
  });

  it.each(["month", "quarter", "week", "day"] as const)("is no year without its first or last %s", (kind) => {
    const [first, ...rest] = whole[kind];
    expect(found(kind, rest, "sum")).toEqual([]);
    expect(found(kind, [first, ...rest].slice(0, -1), "sum")).toEqual([]);
    // What rolls up to the end of the year needs its end and nothing else.
    expect(found(kind, rest, "last")).toHaveLength(1);
    const short = kind === "day" ? rest.slice(0, -31) : [first, ...rest].slice(0, -1);
    expect(found(kind, short, "last")).toEqual([]);
  });

  it("takes a survey of a few days as it is, and the days of February in a leap year", () => {
    expect(found("day", ["2023-03-04", "2023-03-11"], "mean")).toEqual([[2023, 1.5]]);
    expect(found("day", days(2024), "sum")).toEqual([[2024, (366 * 367) / 2]]);
    expect(found("day", days(2024).slice(1), "sum")).toEqual([]);
  });

  it("puts a week in its ISO year, and lets a year of 53 weeks end in either of its last two", () => {
    expect(yearOfPeriod(parsePeriod("2020-W53")!.ordinal, "week")).toBe(2020);
    expect(
      found(
        "week",
        list(53, (n) => `2020-W${two(n)}`),
        "sum",
      ),
    ).toEqual([[2020, (53 * 54) / 2]]);
    expect(found("week", ["2020-W53"], "last")).toEqual([[2020, 1]]);
    expect(found("week", ["2020-W52"], "last")).toEqual([[2020, 1]]);
  });

  it("takes the last by its date, in whichever order rows stand", () => {
    expect(found("quarter", ["2023-Q4", "2023-Q1", "2024-Q4"], "last")).toEqual([
      [2023, 1],
      [2024, 3],
    ]);
  });

  it("refuses periods that are plain numbers", () => {
    expect(() => yearOfPeriod(7, "integer")).toThrow("periods that are plain numbers");
  });
});
