import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ForceMonth, supplyGaps } from "../../../src/ingest/street/supply-gap.ts";

const months = (crimes: readonly number[], antisocial: readonly number[], force = "kent"): ForceMonth[] =>
  crimes.map((c, i) => ({ force, month: 24_228 + i, crimes: c, antisocial: antisocial[i]! }));

describe("supply gaps", () => {
  it("flags a month whose crimes fall by more than 35 % while anti-social behaviour stays", () => {
    const gaps = supplyGaps(months([100, 100, 64, 100, 100], [50, 50, 50, 50, 50]));
    expect(gaps.map(({ message }) => message)).toEqual([
      expect.stringContaining("kent 2019-03: 64 crimes, −36 %"),
    ]);
  });
  it("does not flag a fall of 35 % exactly, nor one that anti-social behaviour shares", () => {
    expect(supplyGaps(months([100, 100, 65, 100, 100], [50, 50, 50, 50, 50]))).toEqual([]);
    expect(supplyGaps(months([100, 100, 34, 100, 100], [50, 50, 14, 50, 50]))).toEqual([]);
  });
  it("compares each force with itself", () => {
    const small = months([10, 10, 10], [5, 5, 5], "city-of-london");
    expect(supplyGaps([...months([1000, 1000, 1000], [50, 50, 50]), ...small])).toEqual([]);
  });
  it("says nothing where a force reports no anti-social behaviour", () => {
    expect(supplyGaps(months([100, 100, 10], [0, 0, 0], "btp"))).toEqual([]);
  });
  it("is unmoved when every count is multiplied", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(500), fc.nat(500)), { minLength: 1, maxLength: 12 }),
        fc.integer({ min: 2, max: 9 }),
        (rows, k) => {
          const of = (m: number) =>
            supplyGaps(
              months(
                rows.map(([c]) => c * m),
                rows.map(([, a]) => a * m),
              ),
            ).length;
          expect(of(k)).toBe(of(1));
        },
      ),
    );
  });
});
