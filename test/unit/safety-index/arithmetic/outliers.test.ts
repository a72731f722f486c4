import { describe, expect, it } from "vitest";
import { kurtosis, skewness, treatment } from "../../../../src/unit/safety-index/arithmetic/outliers.ts";

const wild = Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100);

describe("outliers", () => {
  it("knows skewness and kurtosis as spreadsheets print them", () => {
    // e1071 1.7 in R: skewness(x, type = 2), kurtosis(x, type = 2) of 1, 2, 3, 4, 10 by the same formulas.
    const x = Float64Array.of(1, 2, 3, 4, 10);
    expect(skewness(x)).toBeCloseTo(1.69706, 4);
    expect(kurtosis(x)).toBeCloseTo(3.152, 3);
  });

  it("pulls in one wild value to the next, and nothing where there is none", () => {
    const treated = treatment(wild, "winsorise");
    expect(treated).toMatchObject({ points: 1, high: 11, low: Number.NEGATIVE_INFINITY, log: false });
    expect(treated.apply(100)).toBe(11);
    expect(treated.apply(5)).toBe(5);
    expect(treatment(wild.subarray(0, 11), "winsorise").points).toBe(0);
    expect(treatment(wild, "none").apply(100)).toBe(100);
  });

  it("pulls in at most five, then takes logarithms where that was asked for", () => {
    const tail = Float64Array.from({ length: 60 }, (_, i) => (i < 53 ? 1 + i / 100 : 10 ** (i - 50)));
    expect(treatment(tail, "winsorise").points).toBeLessThanOrEqual(5);
    const log = treatment(tail, "winsorise-then-log");
    expect(log.log).toBe(true);
    // Order is kept, and a later value below the base year's least scores as the least does.
    expect(log.apply(1e9)).toBeGreaterThan(log.apply(1e6));
    expect(log.apply(0)).toBe(log.apply(1));
  });

  it("takes logarithms of a tail to the left from its other end, in the same order", () => {
    const tail = Float64Array.from({ length: 60 }, (_, i) => -(i < 53 ? 1 + i / 100 : 10 ** (i - 50)));
    const log = treatment(tail, "winsorise-then-log");
    expect(log).toMatchObject({ log: true, low: Number.NEGATIVE_INFINITY, high: -1, points: 0 });
    // −log(high − x + 1 % of the range): the range is 10⁹ − 1.
    const step = (1e9 - 1) / 100;
    expect(log.apply(-1)).toBeCloseTo(-Math.log(step), 10);
    expect(log.apply(-1e9)).toBeCloseTo(-Math.log(1e9 - 1 + step), 10);
    expect(log.apply(-1e9)).toBeLessThan(log.apply(-1e6));
    // A later value beyond the base year's end scores as the end does.
    expect(log.apply(5)).toBe(log.apply(-1));
  });

  it("treats the left tail as the right one", () => {
    const mirrored = treatment(
      wild.map((x) => -x),
      "winsorise",
    );
    expect(mirrored).toMatchObject({ points: 1, low: -11, high: Number.POSITIVE_INFINITY });
  });
});
