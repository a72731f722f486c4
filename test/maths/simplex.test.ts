import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { stream } from "../../src/maths/random.ts";
import { simplexLeastSquares } from "../../src/maths/simplex.ts";

/** Donors by row: the Gram matrix of min ‖y − Y'w‖². */
const problem = (donors: readonly (readonly number[])[], target: readonly number[]) => {
  const J = donors.length;
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((s, v, t) => s + v * b[t]!, 0);
  const gram = new Float64Array(J * J);
  for (let i = 0; i < J; i++) for (let j = 0; j < J; j++) gram[i * J + j] = dot(donors[i]!, donors[j]!);
  return { gram, linear: Float64Array.from(donors, (d) => dot(d, target)), constant: dot(target, target) };
};

const series = fc.array(fc.integer({ min: 0, max: 50 }), { minLength: 6, maxLength: 6 });
const loss = (w: readonly number[], donors: readonly (readonly number[])[], y: readonly number[]) =>
  y.reduce((s, v, t) => s + (v - w.reduce((m, wj, j) => m + wj * donors[j]![t]!, 0)) ** 2, 0);

describe("simplex least squares", () => {
  it("by hand: the nearest point of a segment, and of its end", () => {
    const inside = simplexLeastSquares(
      problem(
        [
          [0, 0],
          [4, 0],
        ],
        [1, 5],
      ),
    );
    expect([...inside.weights].map((w) => Math.round(w * 1e10) / 1e10)).toEqual([0.75, 0.25]);
    expect(inside.objective).toBeCloseTo(25, 10);
    const end = simplexLeastSquares(
      problem(
        [
          [0, 0],
          [4, 0],
        ],
        [7, 1],
      ),
    );
    expect([...end.weights]).toEqual([0, 1]);
    expect(simplexLeastSquares(problem([[3, 3]], [1, 1])).weights[0]).toBe(1);
  });
  it("is never beaten by a fine grid over three donors", () => {
    fc.assert(
      fc.property(series, series, series, series, (a, b, c, y) => {
        const donors = [a, b, c];
        const found = simplexLeastSquares(problem(donors, y));
        let best = Number.POSITIVE_INFINITY;
        for (let i = 0; i <= 40; i++)
          for (let j = 0; i + j <= 40; j++)
            best = Math.min(best, loss([i / 40, j / 40, 1 - (i + j) / 40], donors, y));
        expect(found.objective).toBeLessThanOrEqual(best + 1e-6);
        expect(found.objective).toBeCloseTo(loss([...found.weights], donors, y), 6);
      }),
      { numRuns: 60 },
    );
  });
  it("meets the optimality conditions, with more donors than periods too", () => {
    fc.assert(
      fc.property(
        fc.array(series, { minLength: 1, maxLength: 25 }),
        series,
        fc.integer({ min: 0, max: 1000 }),
        (donors, y, level) => {
          const lift = (v: readonly number[]) => v.map((x) => x + level);
          const found = simplexLeastSquares(problem(donors.map(lift), lift(y)));
          expect(found.weights.every((w) => w >= 0)).toBe(true);
          expect(found.weights.reduce((s, w) => s + w, 0)).toBeCloseTo(1, 12);
          expect(found.kktResidual).toBeLessThan(1e-6);
        },
      ),
    );
  });
  it("gives equal donors equal weights, and the same weights in any order", () => {
    const random = stream("simplex", "order");
    const donors = Array.from({ length: 40 }, () =>
      Array.from({ length: 10 }, () => 100 + 10 * random.normal()),
    );
    donors[7] = donors[3]!;
    const y = Array.from({ length: 10 }, (_, t) => donors.reduce((s, d) => s + d[t]! / 40, 0));
    const plain = simplexLeastSquares(problem(donors, y)).weights;
    expect(plain[7]).toBeCloseTo(plain[3]!, 7);
    const order = random.shuffle(Array.from({ length: 40 }, (_, j) => j));
    const shuffled = simplexLeastSquares(
      problem(
        order.map((j) => donors[j]!),
        y,
      ),
    ).weights;
    for (const [at, j] of order.entries()) expect(shuffled[at]).toBeCloseTo(plain[j]!, 5);
  });
  it("solves 300 donors with a strong ridge, where nearly all have weight", () => {
    const random = stream("simplex", "ridge");
    const donors = Array.from({ length: 300 }, () => Array.from({ length: 24 }, () => random.normal()));
    const base = problem(
      donors,
      Array.from({ length: 24 }, () => random.normal()),
    );
    for (let j = 0; j < 300; j++) base.gram[j * 301]! += 1e4;
    const found = simplexLeastSquares(base);
    expect(found.weights.filter((w) => w > 0).length).toBeGreaterThan(250);
    expect(found.kktResidual).toBeLessThan(1e-9);
  });
});
