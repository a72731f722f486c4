import { describe, expect, it } from "vitest";
import { sobolIndices } from "../../../../src/unit/safety-index/arithmetic/sobol.ts";

describe("Sobol indices", () => {
  it("are those of the Ishigami function to a hundredth", () => {
    // f = sin x₁ + 7 sin² x₂ + 0.1 x₃⁴ sin x₁ on (−π, π): Ishigami & Homma (1990); in closed form
    // V₁ = ½ (1 + bπ⁴/5)², V₂ = a²/8, V₁₃ = b²π⁸ (1/18 − 1/50).
    const [a, b] = [7, 0.1];
    const V1 = 0.5 * (1 + (b * Math.PI ** 4) / 5) ** 2;
    const V2 = a ** 2 / 8;
    const V13 = b ** 2 * Math.PI ** 8 * (1 / 18 - 1 / 50);
    const V = V1 + V2 + V13;
    const found = sobolIndices<number>({
      factors: ["x1", "x2", "x3"],
      draw: (_, random) => Math.PI * (2 * random.uniform() - 1),
      output: ([x1, x2, x3]) => Math.sin(x1!) + a * Math.sin(x2!) ** 2 + b * x3! ** 4 * Math.sin(x1!),
      samples: 2 ** 16,
      seed: "ishigami",
      resamples: 5,
    });
    const first = [V1 / V, V2 / V, 0];
    const total = [(V1 + V13) / V, V2 / V, V13 / V];
    for (const [k, one] of found.entries()) {
      expect(Math.abs(one.first - first[k]!)).toBeLessThan(1e-2);
      expect(Math.abs(one.total - total[k]!)).toBeLessThan(1e-2);
      expect(one.firstLow).toBeLessThanOrEqual(one.firstHigh);
    }
  });

  it("are zero where nothing moves, and add up to 1 where factors add", () => {
    const still = sobolIndices<number>({
      factors: ["a", "b"],
      draw: (_, r) => r.uniform(),
      output: () => 3,
      samples: 100,
      seed: "still",
    });
    expect(still.map(({ first, total }) => [first, total])).toEqual([
      [0, 0],
      [0, 0],
    ]);
    const sum = sobolIndices<number>({
      factors: ["a", "b"],
      draw: (_, r) => r.uniform(),
      output: ([x, y]) => x! + 2 * y!,
      samples: 20_000,
      seed: "sum",
      resamples: 10,
    });
    // Variances 1 and 4.
    expect(sum[0]!.first).toBeCloseTo(0.2, 1);
    expect(sum[1]!.total).toBeCloseTo(0.8, 1);
  });
});
