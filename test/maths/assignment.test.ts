import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cheapestAssignment } from "../../src/maths/assignment.ts";

const total = (cost: Float64Array, columns: number, chosen: ArrayLike<number>): number =>
  Array.from(chosen).reduce((sum, j, i) => sum + cost[i * columns + j]!, 0);

/** Every injective assignment, tried one by one. */
const cheapestByTrial = (cost: Float64Array, rows: number, columns: number): number => {
  const search = (row: number, used: ReadonlySet<number>): number => {
    if (row === rows) return 0;
    let best = Number.POSITIVE_INFINITY;
    for (let j = 0; j < columns; j++) {
      if (!used.has(j))
        best = Math.min(best, cost[row * columns + j]! + search(row + 1, new Set([...used, j])));
    }
    return best;
  };
  return search(0, new Set());
};

describe("cheapestAssignment", () => {
  it("gives up a row's nearest column when that saves more elsewhere", () => {
    const cost = Float64Array.of(1, 2, /* */ 1, 9);
    expect([...cheapestAssignment(cost, 2, 2)]).toEqual([1, 0]);
  });

  it("costs as little as trying every assignment", () => {
    const cell = fc.double({ min: 0, max: 10, noNaN: true });
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 0, max: 2 }),
        fc.array(cell, { minLength: 24, maxLength: 24 }),
        (rows, more, cells) => {
          const columns = rows + more;
          const cost = Float64Array.from(cells.slice(0, rows * columns));
          const chosen = cheapestAssignment(cost, rows, columns);
          expect(new Set(chosen).size).toBe(rows);
          expect(total(cost, columns, chosen)).toBeCloseTo(cheapestByTrial(cost, rows, columns), 9);
        },
      ),
      { numRuns: 200 },
    );
  });

  it("leaves a row without a column rather than take one that is not allowed", () => {
    const cost = Float64Array.of(1, Number.POSITIVE_INFINITY, /* */ 2, Number.POSITIVE_INFINITY);
    expect([...cheapestAssignment(cost, 2, 2)].sort()).toEqual([-1, 0]);
  });
});
