import { describe, expect, it } from "vitest";
import { stream } from "../../../../src/maths/random.ts";
import {
  collinearPairs,
  cronbachAlpha,
  indicatorChecks,
} from "../../../../src/unit/safety-index/arithmetic/validity.ts";

const random = stream("validity", "test");
const a = Float64Array.from({ length: 50 }, () => random.normal());
const b = a.map((x) => x + 0.01 * random.normal());
const c = a.map((x) => x + random.normal());
const against = a.map((x) => -x + 0.5 * random.normal());

describe("validity", () => {
  it("names pairs that measure one thing, and no others", () => {
    expect(collinearPairs([a, c, b]).map(({ one, other }) => [one, other])).toEqual([[0, 2]]);
  });

  it("finds the indicator that moves against its half", () => {
    const found = indicatorChecks([a, c, against], [true, true, true], Float64Array.of(1 / 3, 1 / 3, 1 / 3));
    expect(found.map(({ rest }) => rest < 0)[2]).toBe(true);
    expect(found[2]!.loading).toBeLessThan(0);
  });

  it("splits the variance of the combined score into shares that add up to 1", () => {
    const found = indicatorChecks([a, c, against], [true, true, false], Float64Array.of(0.25, 0.25, 0.5));
    expect(found.reduce((sum, { influence }) => sum + influence, 0)).toBeCloseTo(1, 10);
  });

  it("has no influence where all areas score alike, and no alpha where a column is the same everywhere", () => {
    const flat = a.map(() => 101.3);
    const found = indicatorChecks([flat, flat], [true, false], Float64Array.of(0.5, 0.5));
    expect(found.map(({ influence, rest }) => [influence, rest])).toEqual([
      [Number.NaN, Number.NaN],
      [Number.NaN, Number.NaN],
    ]);
    expect(cronbachAlpha([a, flat, c])).toBeNaN();
    expect(cronbachAlpha([a])).toBeNaN();
  });

  it("gives alpha 1 for copies, and the value by hand for two columns", () => {
    expect(cronbachAlpha([a, a.map((x) => 3 * x), a])).toBeCloseTo(1, 10);
    // Two standardised columns with correlation r: alpha = 2 r / (1 + r).
    const [x, y] = [Float64Array.of(1, 2, 3, 4), Float64Array.of(1, 3, 2, 4)];
    expect(cronbachAlpha([x, y])).toBeCloseTo((2 * 0.8) / 1.8, 10);
  });
});
