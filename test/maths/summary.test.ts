import { describe, expect, it } from "vitest";
import { correlation, mean, median, quantile, sum, variance } from "../../src/maths/summary.ts";

describe("summaries", () => {
  it("keeps a small number among large ones", () => {
    expect(sum([1e16, 1, -1e16])).toBe(1);
    expect(variance([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1);
    expect(mean([])).toBeNaN();
  });
  it("quantiles of types 7 and 1, as R gives them", () => {
    const x = [5, 1, 4, 2, 3, 9, 7, 8, 6, 10];
    expect(quantile(x, 0.25)).toBe(3.25);
    expect(quantile(x, 0.25, 1)).toBe(3);
    expect(quantile(x, 0.3, 1)).toBe(3);
    expect(quantile(x, 0, 1)).toBe(1);
    expect(quantile(x, 1, 1)).toBe(10);
    expect(median(x)).toBe(5.5);
  });
  it("a line correlates perfectly", () => {
    expect(correlation([1, 2, 3], [5, 3, 1])).toBeCloseTo(-1, 15);
  });
});
