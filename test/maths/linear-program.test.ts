import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extent, type LinearProgram, maximise } from "../../src/maths/linear-program.ts";

const free = Number.POSITIVE_INFINITY;
const sum = (...variables: number[]) => variables.map((j) => [j, 1] as const);

describe("linear programmes", () => {
  it("finds the corner of the textbook example", () => {
    // Maximise 3x + 5y; x ≤ 4, 2y ≤ 12, 3x + 2y ≤ 18: 36 at (2, 6).
    const program: LinearProgram = {
      lower: [0, 0],
      upper: [4, free],
      rows: [
        { terms: [[1, 2]], low: -free, high: 12 },
        {
          terms: [
            [0, 3],
            [1, 2],
          ],
          low: -free,
          high: 18,
        },
      ],
    };
    expect(
      maximise(program, [
        [0, 3],
        [1, 5],
      ]),
    ).toBeCloseTo(36, 9);
  });
  it("bounds two cells of a known sum", () => {
    const program = { lower: [0, 0], upper: [free, free], rows: [{ terms: sum(0, 1), low: 15, high: 15 }] };
    expect(extent(program, sum(0))).toEqual([0, 15]);
  });
  it("reads the difference of two nested totals", () => {
    const rows = [
      { terms: sum(0, 1), low: 100, high: 100 },
      { terms: sum(0, 1, 2), low: 104, high: 104 },
    ];
    expect(extent({ lower: [0, 0, 0], upper: [free, free, free], rows }, sum(2))).toEqual([4, 4]);
  });
  it("says that there is no end, and that there is no solution", () => {
    expect(maximise({ lower: [0], upper: [free], rows: [] }, sum(0))).toBe(free);
    expect(
      maximise({ lower: [0], upper: [3], rows: [{ terms: sum(0), low: 5, high: 9 }] }, sum(0)),
    ).toBeUndefined();
    expect(maximise({ lower: [4], upper: [3], rows: [] }, sum(0))).toBeUndefined();
  });
  it("keeps negative lower bounds and repeated rows", () => {
    const row = { terms: sum(0, 1), low: 2, high: 2 };
    const program = { lower: [-5, -1], upper: [9, 9], rows: [row, row, row] };
    expect(extent(program, sum(0))!.map((v) => Math.round(v * 1e6) / 1e6)).toEqual([-5, 3]);
  });
  it("agrees with trying every whole point of a box", () => {
    const cell = fc.integer({ min: 0, max: 4 });
    const rowOf = fc.record({ mask: fc.array(fc.constantFrom(0, 1), { minLength: 3, maxLength: 3 }) });
    fc.assert(
      fc.property(
        fc.tuple(cell, cell, cell),
        fc.array(rowOf, { maxLength: 3 }),
        fc.nat(1),
        (truth, masks, slack) => {
          const rows = masks.map(({ mask }) => {
            const total = mask.reduce<number>((s, m, j) => s + m * truth[j]!, 0);
            return {
              terms: mask.flatMap((m, j) => (m ? [[j, 1] as const] : [])),
              low: total - slack,
              high: total + slack,
            };
          });
          const program = { lower: [0, 0, 0], upper: [4, 4, 4], rows };
          const seen: number[] = [];
          for (let a = 0; a < 5; a++)
            for (let b = 0; b < 5; b++)
              for (let c = 0; c < 5; c++) {
                const x = [a, b, c];
                const fits = rows.every(({ terms, low, high }) => {
                  const at = terms.reduce((s, [j]) => s + x[j]!, 0);
                  return at >= low && at <= high;
                });
                if (fits) seen.push(a);
              }
          const [low, high] = extent(program, sum(0))!;
          // The real bounds hold the whole ones, and the truth always lies inside.
          expect(low).toBeLessThanOrEqual(Math.min(...seen) + 1e-9);
          expect(high).toBeGreaterThanOrEqual(Math.max(...seen) - 1e-9);
          expect(low - 1e-9 <= truth[0] && truth[0] <= high + 1e-9).toBe(true);
        },
      ),
    );
  });
});
