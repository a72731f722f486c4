import { expect, it } from "vitest";
import { stream } from "../../src/maths/random.ts";
import { roundingVariance } from "../../src/maths/random-rounding.ts";

it("is that of a remainder of any size where counts are large", () => {
  expect(roundingVariance(1e6, 5)).toBe(4);
  expect(roundingVariance(140, 5)).toBeCloseTo(4, 6);
  expect(roundingVariance(60, 3)).toBeCloseTo(4 / 3, 9);
  expect(roundingVariance(0, 5)).toBe(0);
});

it("is what rounding Poisson counts gives", () => {
  const random = stream("rounding", "test");
  for (const mean of [0.3, 2, 6]) {
    let sum = 0;
    for (let k = 0; k < 40_000; k++) {
      const rest = random.poisson(mean) % 5;
      sum += rest * (5 - rest);
    }
    expect(Math.abs(sum / 40_000 - roundingVariance(mean, 5))).toBeLessThan(0.06);
  }
});
