import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ridgeSimplex } from "../../src/maths/ridge-simplex.ts";
import { simplexLeastSquares } from "../../src/maths/simplex.ts";

const cell = fc.double({ min: -5, max: 5, noNaN: true, noDefaultInfinity: true });

describe("ridgeSimplex", () => {
  it("shares equally between donors that lie opposite each other", () => {
    const { weights } = ridgeSimplex({ points: Float64Array.of(1, -1), J: 2, p: 1, ridge: 0.1 });
    expect([...weights]).toEqual([0.5, 0.5]);
  });

  it("gives all weight to one donor when the rest are far off", () => {
    // w = (1, 0): slope of the first 1 + ρ, of the second 10 > 1 + ρ.
    const { weights } = ridgeSimplex({ points: Float64Array.of(1, 10), J: 2, p: 1, ridge: 0.01 });
    expect(weights[0]).toBeCloseTo(1, 12);
    expect(weights[1]).toBe(0);
  });

  it("agrees with the active-set method, which solves the same problem from the other side", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 2, max: 25 }),
        fc.integer({ min: 1, max: 5 }),
        fc.array(cell, { minLength: 125, maxLength: 125 }),
        fc.constantFrom(1e-4, 0.01, 1, 30),
        (J, p, cells, ridge) => {
          const points = Float64Array.from(cells.slice(0, J * p));
          const gram = new Float64Array(J * J);
          for (let a = 0; a < J; a++) {
            for (let b = 0; b < J; b++) {
              for (let i = 0; i < p; i++) gram[a * J + b]! += points[a * p + i]! * points[b * p + i]!;
            }
            gram[a * J + a]! += ridge;
          }
          const { weights, kktResidual } = ridgeSimplex({ points, J, p, ridge });
          const exact = simplexLeastSquares({ gram, linear: new Float64Array(J) });
          expect(kktResidual).toBeLessThan(1e-10);
          for (let j = 0; j < J; j++) expect(weights[j]).toBeCloseTo(exact.weights[j]!, 6);
        },
      ),
      { numRuns: 300 },
    );
  });
});
