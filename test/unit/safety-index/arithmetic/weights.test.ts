import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../../../src/maths/random.ts";
import {
  covarianceMatrix,
  equalInfluence,
  firstLoadings,
  weightsOf,
} from "../../../../src/unit/safety-index/arithmetic/weights.ts";
import { indicator } from "../../../helpers/index-table.ts";

const columns = (seed: string, K: number, n = 40): Float64Array[] => {
  const random = stream(seed, "weights");
  const common = Float64Array.from({ length: n }, () => random.normal());
  return Array.from({ length: K }, (_, k) => common.map((c) => (k + 1) * (0.6 * c + random.normal())));
};

describe("weights", () => {
  it("gives themes alike and indicators of a theme alike", () => {
    const three = [
      indicator("a", [[1]], { theme: "x" }),
      indicator("b", [[1]], { theme: "x" }),
      indicator("c", [[1]], { theme: "y" }),
    ];
    expect([...weightsOf("equal", three, [])]).toEqual([0.25, 0.25, 0.5]);
  });

  it("takes given weights of themes and of indicators", () => {
    const three = [
      indicator("a", [[1]], { theme: "x", themeWeight: 3, weight: 1 }),
      indicator("b", [[1]], { theme: "x", themeWeight: 3, weight: 2 }),
      indicator("c", [[1]], { theme: "y", themeWeight: 1 }),
    ];
    expect([...weightsOf("given", three, [])]).toEqual([0.25, 0.5, 0.25]);
  });

  it("weighs two indicators by the inverse of their spread to make them equally influential", () => {
    // Closed form for two: w ∝ 1/s, whatever their correlation.
    const sigma = Float64Array.of(4, 1.5, 1.5, 9);
    const w = equalInfluence(sigma, [0.5, 0.5]);
    expect(w[0]! / w[1]!).toBeCloseTo(3 / 2, 9);
  });

  it("gives every indicator the share of variance that was aimed at", () => {
    fc.assert(
      fc.property(fc.string(), fc.integer({ min: 2, max: 6 }), (seed, K) => {
        const sigma = covarianceMatrix(columns(seed, K));
        const target = Float64Array.from({ length: K }, (_, k) => (2 * (k + 1)) / (K * (K + 1)));
        const w = equalInfluence(sigma, target);
        const parts = w.map(
          (own, k) => own * w.reduce((sum, other, j) => sum + sigma[k * K + j]! * other, 0),
        );
        const total = parts.reduce((a, b) => a + b, 0);
        for (const [k, part] of parts.entries()) expect(part / total).toBeCloseTo(target[k]!, 8);
        expect(w.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      }),
      { numRuns: 30 },
    );
  });

  it("gives a column that is the same everywhere a finite weight, and no loading on the others", () => {
    const [flat, one, other] = [
      Float64Array.of(5, 5, 5, 5),
      Float64Array.of(1, 2, 3, 4),
      Float64Array.of(2, 1, 4, 3),
    ];
    const loadings = firstLoadings([flat, one, other]);
    expect(loadings[0]).toBeCloseTo(0, 12);
    expect(loadings[1]).toBeCloseTo(Math.SQRT1_2, 10);
    const indicators = [flat, one, other].map((_, k) => indicator(`i${k}`, [[1]]));
    const w = weightsOf("optimised", indicators, [flat, one, other]);
    expect(w.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    for (const weight of w) expect(weight).toBeGreaterThan(0);
    // With no spread of its own it can have no influence, so that it gets the most weight of all.
    expect(Math.max(...w)).toBe(w[0]);
  });

  it("takes squared loadings of the first component, which sum to 1", () => {
    const scores = columns("pca", 3);
    const indicators = scores.map((_, k) => indicator(`i${k}`, [[1]]));
    const w = weightsOf("pca", indicators, scores);
    expect(w.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
    // Two alike columns load alike, and an opposite one takes the other sign.
    const [a] = scores as [Float64Array, ...Float64Array[]];
    const loadings = firstLoadings([a, a.map((x) => 2 * x), a.map((x) => -x)]);
    expect(loadings[0]).toBeCloseTo(loadings[1]!, 10);
    expect(loadings[2]).toBeCloseTo(-loadings[0]!, 10);
  });
});
