import { describe, expect, it } from "vitest";
import { discountFactor } from "../../src/evidence/discount.ts";

describe("discountFactor", () => {
  it("leaves the first year alone", () => expect(discountFactor(0)).toBe(1));
  it("gives the worked sum: 100 a year in years 0 to 2 at 3.5%", () =>
    // 100 + 100/1.035 + 100/1.035² = 289.969, by hand.
    expect([0, 1, 2].reduce((sum, year) => sum + 100 * discountFactor(year), 0)).toBeCloseTo(289.969, 3));
  it("steps down to 3.0% after year 30 and 2.5% after year 75", () => {
    expect(discountFactor(31)).toBeCloseTo(1 / (1.035 ** 30 * 1.03), 12);
    expect(discountFactor(80)).toBeCloseTo(1 / (1.035 ** 30 * 1.03 ** 45 * 1.025 ** 5), 12);
    expect(discountFactor(130)).toBeCloseTo(1 / (1.035 ** 30 * 1.03 ** 45 * 1.025 ** 55), 12);
  });
});
