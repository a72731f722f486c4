import { expect, it } from "vitest";
import { clusterSquares, clusterSums } from "../../src/study/cluster-sums.ts";
import { firstPeriods, withoutPeriods, withoutUnits } from "../../src/study/subset.ts";
import { handMade } from "../helpers/panels.ts";

const design = handMade({ rows: { A: [1, 2, 3], B: [4, 5, 6], C: [7, 8, 9] }, starts: { A: 2 } });
const values = ({ panel }: Pick<typeof design, "panel">): number[] =>
  Array.from(panel.columns[design.outcome]!);

it("leaves units out with their cells, roles, starts and clusters", () => {
  const rest = withoutUnits(design, (i) => i === 1);
  expect([rest.panel.units, values(rest), rest.roles.length, rest.clusters]).toEqual([
    ["A", "C"],
    [1, 2, 3, 7, 8, 9],
    2,
    ["A", "C"],
  ]);
  expect(Array.from(rest.cluster)).toEqual([0, 1]);
});

it("leaves periods out of every unit", () => {
  const middle = design.panel.ordinals[1]!;
  const rest = withoutPeriods(design.panel, (ordinal) => ordinal === middle);
  expect([values({ panel: rest }), rest.periods.length]).toEqual([[1, 3, 4, 6, 7, 9], 2]);
  expect(values(firstPeriods(design, 2))).toEqual([1, 2, 4, 5, 7, 8]);
  expect(values(firstPeriods(design, 9))).toEqual(values(design));
});

it("adds up by cluster before it squares", () => {
  const clustered = { cluster: Int32Array.of(0, 1, 0), clusters: ["x", "y"] };
  expect(Array.from(clusterSums(Float64Array.of(1, 5, 2), clustered))).toEqual([3, 5]);
  expect(clusterSquares(Float64Array.of(1, 5, 2), clustered)).toBe(34);
});
