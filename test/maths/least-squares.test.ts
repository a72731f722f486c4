import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { leastSquares } from "../../src/maths/least-squares.ts";
import { crossProduct, crossVector, inverseSpd } from "../../src/maths/linear.ts";

const numbers = (length: number) =>
  fc
    .array(fc.double({ min: -9, max: 9, noNaN: true }), { minLength: length, maxLength: length })
    .map((v) => Float64Array.from(v));
const weights = (length: number) =>
  fc
    .array(fc.double({ min: 0.1, max: 4, noNaN: true }), { minLength: length, maxLength: length })
    .map((v) => Float64Array.from(v));

describe("least squares", () => {
  it("fits a line by hand", () => {
    const x = Float64Array.of(1, 0, 1, 1, 1, 2);
    const fit = leastSquares({ x, n: 3, k: 2, y: Float64Array.of(1, 2, 6) });
    expect(fit.coefficients[0]).toBeCloseTo(0.5, 14);
    expect(fit.coefficients[1]).toBeCloseTo(2.5, 14);
    expect([...fit.residuals].map((v) => Math.round(v * 1e12) / 1e12)).toEqual([0.5, -1, 0.5]);
    expect(fit.bread[3]).toBeCloseTo(0.5, 14); // 1 / Σ(x − x̄)²
  });
  it("leaves residuals orthogonal to every column, weighted, and gives (X'WX)⁻¹", () => {
    fc.assert(
      fc.property(numbers(24), numbers(8), weights(8), (body, y, w) => {
        const x = body.map(
          (v, at) => v + (at % 3 === 0 ? 20 : 0) + (Math.floor(at / 3) % (2 + (at % 3))) * 5,
        );
        const fit = leastSquares({ x, n: 8, k: 3, y, weights: w });
        fc.pre(fit.rank === 3);
        const inverse = inverseSpd(crossProduct(x, 8, 3, w), 3);
        if (inverse === undefined || inverse.some((v) => Math.abs(v) > 1e3)) return;
        for (const v of crossVector(x, 8, 3, fit.residuals, w)) expect(Math.abs(v)).toBeLessThan(1e-8);
        for (const [i, v] of fit.bread.entries()) expect(v).toBeCloseTo(inverse[i]!, 6);
      }),
    );
  });
  it("calls the later of two collinear columns aliased, as R's lm does", () => {
    const x = Float64Array.from([1, 2, 2, 5, 1, 3, 3, 1, 1, 4, 4, 2, 1, 9, 9, 7]); // column 2 = column 1
    const fit = leastSquares({ x, n: 4, k: 4, y: Float64Array.of(1, 2, 3, 5) });
    expect(fit.aliased).toEqual([2]);
    expect(fit.coefficients[2]).toBeNaN();
    expect(fit.rank).toBe(3);
    expect([...fit.bread.slice(8, 12)]).toEqual([0, 0, 0, 0]);
  });
  it("ignores rows of weight 0, even where the outcome is missing", () => {
    const full = leastSquares({
      x: Float64Array.of(1, 1, 1),
      n: 3,
      k: 1,
      y: Float64Array.of(2, 4, Number.NaN),
      weights: Float64Array.of(1, 1, 0),
    });
    expect(full.coefficients[0]).toBeCloseTo(3, 14);
  });
  it("keeps nine digits on Longley's ill-conditioned employment data", () => {
    // NIST StRD, Longley: certified coefficients.
    const rows = [
      [60323, 83, 234289, 2356, 1590, 107608, 1947],
      [61122, 88.5, 259426, 2325, 1456, 108632, 1948],
      [60171, 88.2, 258054, 3682, 1616, 109773, 1949],
      [61187, 89.5, 284599, 3351, 1650, 110929, 1950],
      [63221, 96.2, 328975, 2099, 3099, 112075, 1951],
      [63639, 98.1, 346999, 1932, 3594, 113270, 1952],
      [64989, 99, 365385, 1870, 3547, 115094, 1953],
      [63761, 100, 363112, 3578, 3350, 116219, 1954],
      [66019, 101.2, 397469, 2904, 3048, 117388, 1955],
      [67857, 104.6, 419180, 2822, 2857, 118734, 1956],
      [68169, 108.4, 442769, 2936, 2798, 120445, 1957],
      [66513, 110.8, 444546, 4681, 2637, 121950, 1958],
      [68655, 112.6, 482704, 3813, 2552, 123366, 1959],
      [69564, 114.2, 502601, 3931, 2514, 125368, 1960],
      [69331, 115.7, 518173, 4806, 2572, 127852, 1961],
      [70551, 116.9, 554894, 4007, 2827, 130081, 1962],
    ];
    const certified = [
      -3482258.63459582, 15.0618722713733, -0.35819179292591e-1, -2.02022980381683, -1.03322686717359,
      -0.511041056535807e-1, 1829.15146461355,
    ];
    const x = Float64Array.from(rows.flatMap((row) => [1, ...row.slice(1)]));
    const fit = leastSquares({ x, n: 16, k: 7, y: Float64Array.from(rows, (row) => row[0]!) });
    for (const [j, want] of certified.entries())
      expect(Math.abs(fit.coefficients[j]! / want - 1)).toBeLessThan(1e-9);
  });
});
