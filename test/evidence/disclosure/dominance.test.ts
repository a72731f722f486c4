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

  it("are counted by each unit's own before and after, and not looked for among two units or in zeros", () => {
    const design = {
      kind: "comparison-group" as const,
      panel: {
        units: ["A", "B", "C"],
        frequency: "integer" as const,
        ordinals: Int32Array.of(0, 1),
        periods: ["0", "1"],
        columns: { y: Float64Array.of(0, 50, 0, Number.NaN, 0, 4) },
        status: {},
      },
      outcome: "y",
      cohort: new Float64Array(3).fill(1),
      roles: ["treated", "treated", "treated"] as Role[],
      ...{ covariates: [], cluster: Int32Array.of(0, 1, 2), clusters: ["A", "B", "C"] },
    };
    const phases = () => ({ before: new Set([0]), after: new Set([1]) });
    expect(dominatedTotals(design, phases, protect)).toEqual([
      "series.1.treated",
      "counts.treated.after.total",
    ]);
    const two = { ...design, roles: ["treated", "treated", "excluded"] as Role[] };
    expect(dominatedTotals(two, phases, protect)).toEqual([]);
  });
});
