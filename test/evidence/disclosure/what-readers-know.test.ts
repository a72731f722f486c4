import { describe, expect, it } from "vitest";
import {
  attackFinding,
  boundHidden,
  editionOf,
  evidenceOf,
  publish,
  settled,
  stillTrue,
} from "../../../src/evidence/disclosure/index.ts";
import type { Arm, Edition } from "../../../src/model/disclosure.ts";
import type { Finding, SeriesPoint } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

type Cells = readonly (number | null)[];
type Sums = readonly (readonly [arm: Arm, periods: readonly number[], low: number, high: number])[];
const edition = (treated: Cells, comparison: Cells, sums: Sums, rounding = 1): Edition => {
  const cells = (values: Cells) => values.map((value, t) => [`p${t}`, value] as const);
  return {
    rounding,
    cells: { treated: cells(treated), comparison: cells(comparison) },
    sums: sums.map(([arm, periods, low, high]) => ({ arm, periods: periods.map((t) => `p${t}`), low, high })),
  };
};
const known = (...editions: readonly Edition[]) =>
  boundHidden(editions, { threshold: 10 }).map(({ arm, period, low, high }) => [arm, period, low, high]);

describe("a reader of one edition", () => {
  it.each<[string, Edition, ReturnType<typeof known>]>([
    [
      "keeps the arms apart",
      edition(
        [12, null],
        [20, null],
        [
          ["treated", [0, 1], 16, 16],
          ["comparison", [0, 1], 29, 29],
        ],
      ),
      [
        ["treated", "p1", 4, 4],
        ["comparison", "p1", 9, 9],
      ],
    ],
    [
      "asks nothing about an arm that hides nothing",
      edition([12, 14], [20, null], [["comparison", [0, 1], 29, 29]]),
      [["comparison", "p1", 9, 9]],
    ],
    [
      "knows a sum that is itself known roughly, and no count below none",
      edition([12, null, 20], [], [["treated", [0, 1, 2], 30, 38]]),
      [["treated", "p1", 0, 6]],
    ],
    [
      "puts two sums together",
      edition(
        [null, null, null],
        [],
        [
          ["treated", [0, 1], 9, 9],
          ["treated", [0, 1, 2], 14, 14],
          ["treated", [1, 2], 7, 7],
        ],
      ),
      [
        ["treated", "p0", 7, 7],
        ["treated", "p1", 2, 2],
        ["treated", "p2", 5, 5],
      ],
    ],
    [
      "tells two hidden cells of one sum apart by nothing, and both from a third",
      edition(
        [null, null, null],
        [],
        [
          ["treated", [0, 1], 9, 9],
          ["treated", [2], 4, 4],
        ],
      ),
      [
        ["treated", "p0", 0, 9],
        ["treated", "p1", 0, 9],
        ["treated", "p2", 4, 4],
      ],
    ],
    [
      "takes rounded cells for all that they stand for, which is never below the threshold",
      edition([10, null, 20], [], [["treated", [0, 1, 2], 36, 36]], 5),
      // 10 stands for 10 to 12 and 20 for 18 to 22.
      [["treated", "p1", 2, 8]],
    ],
  ])("%s", (_name, one, wanted) => {
    expect(known(one)).toEqual(wanted);
  });
});

describe("a reader of several editions", () => {
  it.each<[string, readonly Edition[], ReturnType<typeof known>]>([
    [
      "knows of a cell what every edition allows",
      // 15 to the nearest five is 13 to 17, 20 to the nearest ten 15 to 24.
      [edition([15], [], [], 5), edition([20], [], [], 10), edition([null], [], [])],
      [["treated", "p0", 15, 17]],
    ],
    [
      "believes the later of two that cannot both be true",
      [edition([30], [], []), edition([14], [], []), edition([null], [], [])],
      [["treated", "p0", 14, 14]],
    ],
    [
      "is told of a cell by an edition that the newest no longer has",
      [edition([5, null], [], [["treated", [0, 1], 12, 12]]), edition([null], [], [])],
      [["treated", "p0", 5, 5]],
    ],
    [
      "falls back on the newest sums, and then on the newest cells, where older ones contradict them",
      [
        edition([10, 50], [], [["treated", [0, 1], 60, 60]]),
        edition([40, null], [], [["treated", [0, 1], 44, 44]]),
      ],
      [["treated", "p1", 4, 4]],
    ],
    ["asks only about what the newest hides", [edition([null, 12], [], []), edition([11, 12], [], [])], []],
  ])("%s", (_name, editions, wanted) => {
    expect(known(...editions)).toEqual(wanted);
  });
});

const finding = ownFinding({
  treated: [22, 14, 3, 15, 11, 12, 13, 16],
  comparison: [40, 41, 42, 43, 44, 45, 46, 47],
  start: 4,
});
const phased = (phases: readonly SeriesPoint["phase"][]): Finding => ({
  ...finding,
  series: finding.series.map((point, t) => ({ ...point, phase: phases[t]! })),
});

describe("an edition", () => {
  const months = (...numbers: number[]) => numbers.map((n) => `2022-0${n}`);
  it("sums the periods before, and those after, and no period that is left out", () => {
    const { treated } = finding.counts;
    const { before, after } = treated;
    const given = phased(["before", "before", "before", "before", "excluded", "after", "after", "after"]);
    const one: Finding = {
      ...given,
      counts: {
        comparison: null,
        ratio: null,
        reciprocal: null,
        treated: { ...treated, before, after: { ...after, periods: 3, total: 41 } },
      },
    };
    expect(editionOf(one).sums).toEqual([
      { arm: "treated", periods: months(1, 2, 3, 4), low: 54, high: 54 },
      { arm: "treated", periods: months(6, 7, 8), low: 41, high: 41 },
    ]);
  });
  it("adds both where units start at different times", () => {
    const { treated } = finding.counts;
    const staggered: Finding = {
      ...finding,
      counts: { ...finding.counts, treated: { ...treated, after: { ...treated.after, periods: 3 } } },
    };
    expect(editionOf(staggered).sums[0]).toEqual({
      ...{ arm: "treated", periods: months(1, 2, 3, 4, 5, 6, 7, 8) },
      ...{ low: 54 + 52, high: 54 + 52 },
    });
  });
  it("has a cell for what is printed or hidden, and none for what was not measured", () => {
    const series = finding.series.map((point, t) => (t < 2 ? { ...point, treated: null } : point));
    const hidden = ["series.2022-02.treated"];
    const { cells } = editionOf({ ...finding, series, disclosure: { ...finding.disclosure!, hidden } });
    expect(cells.treated.slice(0, 2)).toEqual([
      ["2022-02", null],
      ["2022-03", 3],
    ]);
    expect(cells.comparison).toHaveLength(8);
  });
  it("has no sum of an arm without cells", () => {
    const series = finding.series.map((point) => ({ ...point, comparison: null }));
    expect(editionOf({ ...finding, series }).sums.map(({ arm }) => arm)).toEqual(["treated", "treated"]);
  });
  it("is rounded only where the finding says that its effects are", () => {
    const rounding = (digits?: number): number =>
      editionOf({ ...finding, disclosure: { ...finding.disclosure!, ...(digits ? { digits } : {}) } })
        .rounding;
    expect([rounding(), rounding(2)]).toEqual([1, 5]);
  });
});

describe("what stays true after a revision", () => {
  const period = (t: number): string => finding.series[t]!.period;
  const cell = (value: number | null, rounding: number, t = 0): boolean =>
    stillTrue([{ rounding, cells: { treated: [], comparison: [[period(t), value]] }, sums: [] }], finding)[0]!
      .cells.comparison.length === 1;
  it.each<[string, number | null, number, boolean]>([
    // The count of the first month is 40.
    ["the same count", 40, 1, true],
    ["one more", 41, 1, false],
    ["one less", 39, 1, false],
    ["the lowest that 42 stands for, in threes", 42, 3, false],
    ["the highest that 39 stands for, in threes", 39, 3, true],
    ["a hidden count", null, 1, true],
  ])("%s", (_name, value, rounding, holds) => {
    expect(cell(value, rounding)).toBe(holds);
  });
  it.each<[string, number, number, boolean]>([
    // The first two months are 81 together.
    ["a sum within its bounds", 80, 82, true],
    ["a sum at its upper bound", 80, 81, true],
    ["a sum at its lower bound", 81, 82, true],
    ["no sum above", 78, 80, false],
    ["no sum below", 82, 84, false],
  ])("%s", (_name, low, high, holds) => {
    const sums = [{ arm: "comparison" as const, periods: [period(0), period(1)], low, high }];
    const one = { rounding: 1, cells: { treated: [], comparison: [] }, sums };
    expect(stillTrue([one], finding)[0]!.sums).toEqual(holds ? sums : []);
  });
  it("is whatever nobody can check any more: a sum over a period that is gone", () => {
    const sums = [{ arm: "treated" as const, periods: [period(0), "1999-01"], low: 1, high: 1 }];
    const one = { rounding: 5, cells: { treated: [], comparison: [] }, sums };
    expect(stillTrue([one], finding)).toEqual([one]);
  });
});

describe("an attack on a published finding", () => {
  const out = publish(
    ownFinding(
      {
        treated: [22, 14, 3, 15, 11, 12, 13, 16],
        comparison: [40, 41, 42, 43, 44, 45, 46, 47],
        start: 4,
      },
      { rounding: 1 },
    ),
  );
  const edited = (over: Partial<SeriesPoint>, hidden: readonly string[]): Finding => ({
    ...out,
    series: out.series.map((point, t) => (t === 1 ? { ...point, ...over } : point)),
    disclosure: { ...out.disclosure!, hidden },
  });
  it("says which count can be worked out, how closely, and how much is wanted", () => {
    expect(out.disclosure!.hidden).toEqual(["series.2022-02.treated", "series.2022-03.treated"]);
    expect(attackFinding(out)).toEqual([]);
    expect(attackFinding(edited({ treated: 14 }, ["series.2022-03.treated"]))).toEqual([
      {
        address: "series.2022-03.treated",
        message:
          "a hidden count of the treated units in 2022-03 can be worked out to within 0 (at least 5 is wanted)",
      },
    ]);
  });
  it("uses what readers hold already", () => {
    const earlier = editionOf(edited({ treated: 14 }, ["series.2022-03.treated"]));
    expect(attackFinding(out, [earlier]).map(({ address }) => address)).toEqual([
      "series.2022-02.treated",
      "series.2022-03.treated",
    ]);
  });
  it("says which printed count is too small, and what too small is", () => {
    expect(attackFinding(edited({ comparison: 9 }, out.disclosure!.hidden))).toContainEqual({
      address: "series.2022-02.comparison",
      message: "a count below 10 is printed",
    });
  });
  it("finds a total that is too small", () => {
    const { treated } = out.counts;
    const small = {
      ...out,
      counts: { ...out.counts, treated: { ...treated, after: { ...treated.after, total: 9 } } },
    };
    expect(attackFinding(small).map(({ address }) => address)).toContain("counts.treated.after.total");
  });
  it.each<[string, number, number, boolean]>([
    ["takes the multiple below the threshold for a count at it", 3, 9, false],
    ["does not take the multiple below that", 3, 6, true],
    ["takes none below where the threshold is a multiple", 5, 9, true],
  ])("%s", (_name, rounding, value, found) => {
    const disclosure = { ...out.disclosure!, rounding, digits: 2 };
    const one = { ...edited({ comparison: value }, out.disclosure!.hidden), disclosure };
    expect(attackFinding(one).some(({ address }) => address === "series.2022-02.comparison")).toBe(found);
  });
  it("leaves alone what is open", () => {
    expect(attackFinding({ ...out, disclosure: { rule: "none", hidden: [], sentence: "" } })).toEqual([]);
  });
  it("asks for the control of what never had it", () => {
    expect(attackFinding(finding)).toEqual([
      { address: "disclosure", message: "disclosure control was not applied to this finding" },
    ]);
  });
});

describe("the evidence of an edition", () => {
  const out = publish(finding);
  const none = { earlier: [], leftOut: [] };
  it("holds the rule, and how closely each hidden count is known", () => {
    const { kind: _kind, ...rule } = {
      kind: "protect",
      threshold: 10,
      rounding: 5,
      dominance: { top: 2, share: 0.9 },
      zeros: "protect",
      records: false,
    };
    const evidence = evidenceOf(out, none)!;
    expect(evidence).toMatchObject({
      schema: "whatworks/disclosure/1",
      study: finding.study.id,
      rule,
      least_width: 4,
    });
    expect(evidence.hidden.map(({ address }) => address)).toEqual(out.disclosure!.hidden);
    for (const { low, high } of evidence.hidden) expect(high! - low).toBeGreaterThanOrEqual(4);
  });
  it("does not list the edition just made among the earlier ones, and keeps every other", () => {
    const other: Edition = { rounding: 1, cells: { treated: [], comparison: [] }, sums: [] };
    const history = { earlier: [other, editionOf(out)], leftOut: ["x"] };
    expect(settled(history, out)).toEqual({ earlier: [other], leftOut: ["x"] });
  });
  it("keeps hidden what was hidden, in either arm, where it is still measured", () => {
    const big = ownFinding({ treated: [22, 24, 23, 25], comparison: [40, 41, 42, 43], start: 2 });
    const earlier: Edition = {
      rounding: 5,
      cells: {
        treated: [
          ["2022-01", null],
          ["1999-01", null],
        ],
        comparison: [
          ["2022-03", null],
          ["2022-04", 45],
        ],
      },
      sums: [],
    };
    expect(publish(big, { history: { earlier: [earlier], leftOut: [] } }).disclosure!.hidden).toEqual([
      "series.2022-01.treated",
      "series.2022-03.comparison",
    ]);
  });
});
