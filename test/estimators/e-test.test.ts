import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { eTest } from "../../src/estimators/e-test.ts";

describe("the E-test of two Poisson counts", () => {
  it.each([
    // Krishnamoorthy & Thomson (2004) and the tests of its R and Stata ports.
    [0, 3, 1, 1, 0.0884, 4],
    [6, 2, 1, 1, 0.1749, 4],
    [20, 10, 1, 1, 0.069, 3],
    [10, 5, 1, 1, 0.20616, 5],
    [100, 25, 10, 5, 0.001538, 6],
  ])("of %d and %d over %d and %d gives the published p-value", (k1, k2, n1, n2, p, digits) => {
    expect(eTest(k1, k2, n1, n2)).toBeCloseTo(p, digits);
  });

  it("does not care which count is named first", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 60 }),
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 5 }),
        (k1, k2, n) => {
          expect(eTest(k1, k2, n, 1)).toBeCloseTo(eTest(k2, k1, 1, n), 10);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("is 1 for equal rates and undefined without events", () => {
    expect(eTest(12, 6, 2, 1)).toBeCloseTo(1, 10);
    expect(eTest(0, 0)).toBeNaN();
  });

  it("handles large counts without a grid of pairs in memory", () => {
    // z = 300 / √50,000 = 1.342, and at this size the test is the normal one.
    expect(eTest(25_150, 24_850)).toBeCloseTo(0.1797, 3);
  });
});
