import { describe, expect, it } from "vitest";
import { dominatedTotals, publish } from "../../../src/evidence/disclosure/index.ts";
import type { Role } from "../../../src/model/design.ts";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { questionOf } from "../../helpers/questions.ts";

const first = "2022-01";
const starts = { A: "2022-04", B: "2022-04", C: "2022-04" };
const rows = (a: number, b: number, c: number): Record<string, number[]> => ({
  A: [a, a, a, a, a, a],
  B: [b, b, b, b, b, b],
  C: [c, c, c, c, c, c],
  D: [40, 41, 42, 40, 41, 42],
  E: [42, 40, 41, 41, 42, 40],
  F: [41, 42, 40, 42, 40, 41],
});
const protect = {
  ...{ kind: "protect" as const, threshold: 10, rounding: 5 },
  ...{ dominance: { top: 2, share: 0.9 }, zeros: "protect" as const, records: false },
};
const asked = (held: Record<string, number[]>) => ({
  ...questionOf({ id: "few", first, rows: held, starts }),
  invented: false,
  disclosure: protect,
});

describe("totals that a few units make up", () => {
  it("refuse the answer where they are its own, and say which share is the limit", () => {
    const finding = evaluate(asked(rows(60, 60, 12)));
    expect(finding.disclosure?.dominated).toContain("counts.treated.before.total");
    expect(() => publish(finding)).toThrow(
      expect.objectContaining({
        code: "disclosure/dominance",
        fault: expect.objectContaining({ found: expect.stringContaining("2 units make up to 90%") }),
      }),
    );
    const wider = evaluate({
      ...asked(rows(60, 60, 12)),
      disclosure: { ...protect, dominance: { top: 2, share: 0.95 } },
    });
    expect(() => publish(wider)).not.toThrow();
  });

  it("are hidden in a single period, of either group", () => {
    const held: Record<string, number[]> = { ...rows(30, 31, 32), D: [400, 41, 42, 40, 41, 42] };
    held.A = [300, 30, 30, 30, 30, 30];
    const finding = evaluate(asked(held));
    expect(finding.disclosure?.dominated).toEqual(["series.2022-01.treated", "series.2022-01.comparison"]);
    expect(publish(finding).disclosure?.hidden).toEqual(
      expect.arrayContaining(["series.2022-01.treated", "series.2022-01.comparison"]),
    );
  });

  /** Units with one period before and one after, all of one group unless told otherwise. */
  const designOf = (
    values: readonly (readonly [before: number, after: number])[],
    role: (i: number) => Role = () => "treated",
  ) => {
    const units = values.map((_, i) => `U${i}`);
    return {
      kind: "comparison-group" as const,
      panel: {
        units,
        frequency: "integer" as const,
        ordinals: Int32Array.of(0, 1),
        periods: ["0", "1"],
        columns: { y: Float64Array.from(values.flat()) },
        status: {},
      },
      outcome: "y",
      cohort: new Float64Array(units.length).fill(1),
      roles: units.map((_, i) => role(i)),
      ...{ covariates: [], cluster: Int32Array.from(units.keys()), clusters: units },
    };
  };
  const phases = () => ({ before: new Set([0]), after: new Set([1]) });
  const plenty = 33;
  it.each<[string, readonly number[], number, boolean]>([
    ["one of three holds exactly the share", [5, 90, 5], 1, true],
    ["it holds one less", [5, 89, 6], 1, false],
    ["the largest two of three hold it", [10, 40, 50], 2, true],
    ["the largest two hold less", [11, 40, 49], 2, false],
    ["there are no more units than may hold it", [50, 50], 2, false],
    ["nothing was counted", [0, 0, 0], 1, false],
    ["the others are missing, which counts as none", [95, Number.NaN, Number.NaN], 1, true],
  ])("where %s", (_, values, top, found) => {
    const design = designOf(values.map((value) => [value, plenty]));
    expect(dominatedTotals(design, phases, { dominance: { top, share: 0.9 } })).toEqual(
      found ? ["series.0.treated", "counts.treated.before.total"] : [],
    );
  });

  it("are counted by each unit's own before and after, group by group", () => {
    const rule = { dominance: { top: 1, share: 0.9 } };
    const held = [5, 90, 5].map((value) => [plenty, value] as const);
    const even = [30, 31, 32].map((value) => [plenty, value] as const);
    const comparison = designOf([...even, ...held], (i) => (i < 3 ? "treated" : "comparison"));
    expect(dominatedTotals(comparison, phases, rule)).toEqual([
      "series.1.comparison",
      "counts.comparison.after.total",
    ]);
    // A unit whose time after is another one is counted there.
    const swapped = (i: number) => (i < 3 ? phases() : { before: new Set([1]), after: new Set([0]) });
    expect(dominatedTotals(comparison, swapped, rule)).toContain("counts.comparison.before.total");
    const buffer = designOf(held, () => "buffer");
    expect(dominatedTotals(buffer, phases, rule)).toEqual([]);
  });
});
