import { describe, expect, it } from "vitest";
import { impute } from "../../../../src/unit/safety-index/arithmetic/imputation.ts";
import { indexTable, indicator } from "../../../helpers/index-table.ts";

const gap = Number.NaN;
const third = 1 / 3;

describe("imputation", () => {
  const three = (row: readonly [number, number, number]) =>
    indexTable(
      row.map((own, k) => indicator(`i${k}`, [[own], [10], [20], [60]])),
      ["2016"],
    );

  it("fills one of three with the median of the areas, and marks it", () => {
    const filled = impute(three([gap, 1, 2]), { method: "median", limit: third });
    expect(filled.scored[0]).toBe(1);
    expect(filled.values[0]![0]).toBe(20);
    expect(filled.imputed.map((column) => column[0])).toEqual([1, 0, 0]);
    // As uncertain as the areas differ: standard deviation of 10, 20, 60.
    expect(filled.errors[0]![0]).toBeCloseTo(26.4575, 3);
  });

  it("does not score an area with more than a third missing", () => {
    const filled = impute(three([gap, gap, 2]), { method: "median", limit: third });
    expect([...filled.scored]).toEqual([0, 1, 1, 1]);
    expect(filled.missing[0]).toBeCloseTo(2 / 3, 12);
  });

  it("judges each half by itself: a half made of medians is no measurement", () => {
    const table = indexTable(
      [
        ...[1, 2, 3, 4, 5].map((k) => indicator(`o${k}`, [[k], [k + 1]])),
        indicator("s", [[gap], [3]], { objective: false }),
      ],
      ["2016"],
    );
    expect([...impute(table, { method: "median", limit: third }).scored]).toEqual([0, 1]);
  });

  it("does not score an area where nobody has a value to fill in from, and fills nothing of it", () => {
    const table = indexTable(
      [
        indicator("a", [
          [5, gap],
          [gap, gap],
        ]),
        ...[1, 2].map((k) =>
          indicator(`b${k}`, [
            [k, k],
            [k, gap],
          ]),
        ),
      ],
      ["2016", "2017"],
    );
    // In 2017 nobody has a: the first area has its own of 2016, the second one none. A third of each half is missing.
    const filled = impute(table, { method: "last", limit: 0.7 });
    expect([...filled.scored]).toEqual([1, 1, 1, 0]);
    expect([...filled.values[0]!]).toEqual([5, 5, 5, gap]);
    expect(filled.imputed.map((column) => [...column])).toEqual([
      [0, 1, 1, 0],
      [0, 0, 0, 0],
      [0, 0, 0, 0],
    ]);
    // One value says nothing about how areas differ, and none at all as little.
    expect([...filled.errors[0]!]).toEqual([0, 0, 0, 0]);
    expect([...impute(table, { method: "median", limit: 0.7 }).scored]).toEqual([1, 0, 1, 0]);
  });

  it("counts years, not periods: a value of three years before is too old", () => {
    const row = [[8, gap, 1]];
    const fill = (periods: readonly string[]) =>
      impute(indexTable([indicator("a", row), indicator("b", [[1, 1, 1]])], periods), {
        method: "last",
        limit: 0.5,
      });
    expect(fill(["2016", "2018", "2019"]).values[0]![1]).toBe(8);
    expect([...fill(["2016", "2019", "2020"]).scored]).toEqual([1, 0, 1]);
  });

  it("takes the area's own last value of up to two years, or nothing at all, where told to", () => {
    const table = indexTable(
      [
        indicator("a", [
          [5, gap, gap, gap],
          [7, 8, 9, 10],
        ]),
      ],
      ["1", "2", "3", "4"],
    );
    const last = impute(table, { method: "last", limit: 1 });
    expect([...last.values[0]!].slice(0, 4)).toEqual([5, 5, 5, 10]);
    expect([...impute(table, { method: "none", limit: third }).scored].slice(0, 4)).toEqual([1, 0, 0, 0]);
  });
});
