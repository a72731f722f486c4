import { describe, expect, it } from "vitest";
import { boundHidden, publish } from "../../../src/evidence/disclosure/index.ts";
import type { Edition } from "../../../src/model/disclosure.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

describe("the sums of one arm", () => {
  const two = (first: number, treated: [number, number], comparison: [number, number]): Edition => ({
    rounding: 1,
    cells: {
      treated: [
        ["p0", first],
        ["p1", null],
      ],
      comparison: [
        ["p0", first],
        ["p1", null],
      ],
    },
    sums: [
      { arm: "treated", periods: ["p0", "p1"], low: treated[0], high: treated[1] },
      { arm: "comparison", periods: ["p0", "p1"], low: comparison[0], high: comparison[1] },
    ],
  });
  const known = (...editions: Edition[]) =>
    boundHidden(editions, { threshold: 10 }).map(({ low, high }) => [low, high]);
  const apart = [
    [0, 28],
    [4, 4],
  ];
  it("say nothing about the other, though both could be true of it", () => {
    expect(known(two(12, [12, 40], [16, 16]))).toEqual(apart);
  });
  it("say nothing about the other either where an older edition has to be left out", () => {
    expect(known(two(12, [90, 90], [90, 90]), two(12, [12, 40], [16, 16]))).toEqual(apart);
  });
});

describe("a cell that keeps a hidden one company", () => {
  const finding = ownFinding(
    {
      treated: [22, 24, 23, 25, 21, 22, 23, 26],
      comparison: [40, 41, 4, 43, 34, 35, 36, 37],
      start: 4,
    },
    { rounding: 1 },
  );
  const hidden = (given: Finding): readonly string[] => publish(given).disclosure!.hidden;
  const wanted = ["series.2022-01.comparison", "series.2022-03.comparison"];
  it("stands in a sum with it, in its own arm", () => {
    expect(hidden(finding)).toEqual(wanted);
    // Treated units that start one by one have one sum of all periods; it is no sum of the comparison.
    const { treated } = finding.counts;
    const before = { ...treated.before, periods: 3 };
    const staggered = { ...finding, counts: { ...finding.counts, treated: { ...treated, before } } };
    expect(hidden(staggered)).toEqual(wanted);
  });
  it("is one that was measured", () => {
    const series = finding.series.map((point, t) => (t === 1 ? { ...point, comparison: null } : point));
    const { comparison } = finding.counts;
    const before = { ...comparison!.before, total: 87, per_period: 87 / 4, per_unit_period: 87 / 12 };
    const counts = { ...finding.counts, comparison: { ...comparison!, before } };
    expect(hidden({ ...finding, series, counts })).toEqual(wanted);
  });
});
