import { describe, expect, it } from "vitest";
import { parseSpan, parseWindow, placePeriods } from "../../src/designs/window.ts";

const months = (from: number, n: number): Int32Array => Int32Array.from({ length: n }, (_, t) => from + t);
const at = (year: number, month: number): number => year * 12 + month - 1;

describe("lengths of windows", () => {
  it.each([
    ["24 months", "month", 24],
    ["2 years", "month", 24],
    ["1 month", "month", 1],
    ["24 months", "quarter", 8],
    ["24 months", "year", 2],
    ["6 weeks", "week", 6],
    ["1 year", "week", 52],
    ["12 months", "day", 365],
    ["7 periods", "integer", 7],
    ["7", "quarter", 7],
    [" 3 Quarters ", "month", 9],
  ] as const)("reads %s of %s data as %d periods", (text, frequency, periods) => {
    expect(parseSpan(text, frequency)).toBe(periods);
  });

  it.each([
    ["7 months", "quarter"],
    ["24 months", "integer"],
    ["some months", "month"],
    ["-3 months", "month"],
    ["1.5 years", "month"],
    ["3 fortnights", "week"],
  ] as const)("refuses %s of %s data", (text, frequency) => {
    expect(() => parseSpan(text, frequency)).toThrowError(
      expect.objectContaining({ code: "design/window", exit: 2 }),
    );
  });

  it("refuses a window of nothing", () => {
    expect(() => parseWindow({ before: "0 months" }, "month")).toThrowError(
      expect.objectContaining({ code: "design/window" }),
    );
  });
});

describe("periods around a start", () => {
  it("counts a part-treated start as part of the washout", () => {
    // 29 August 2023, a month of washout: after is September to March.
    const ordinals = months(at(2022, 1), 36);
    const { place } = placePeriods(
      ordinals,
      { ordinal: at(2023, 8), partial: true },
      { before: 12, after: 7, washout: 1 },
    );
    const named = (p: string): number[] =>
      [...place.keys()].filter((t) => place[t] === p).map((t) => ordinals[t]!);
    expect(named("before")).toEqual([...months(at(2022, 8), 12)]);
    expect(named("part-treated")).toEqual([at(2023, 8)]);
    expect(named("after")).toEqual([...months(at(2023, 9), 7)]);
  });

  it("begins the after window at a start on the first day", () => {
    const { place } = placePeriods(
      months(0, 6),
      { ordinal: 3, partial: false },
      { before: undefined, after: undefined, washout: 0 },
    );
    expect(place).toEqual(["before", "before", "before", "after", "after", "after"]);
  });

  it("leaves out the washout after a clean start", () => {
    const { place } = placePeriods(
      months(0, 6),
      { ordinal: 2, partial: false },
      { before: 1, after: 1, washout: 2 },
    );
    expect(place).toEqual([undefined, "before", "washout", "washout", "after", undefined]);
  });
});
