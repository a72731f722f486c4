import { describe, expect, it } from "vitest";
import { randomisation, randomise } from "../../src/inference/randomisation.ts";
import type { Design } from "../../src/model/design.ts";
import { DesignError } from "../../src/model/errors.ts";
import type { Fit, Study } from "../../src/model/estimate.ts";
import { settingsOf } from "./small-study.ts";

/** Mean change of treated less mean change of untreated units, two periods, start at 1. */
const contrast = (design: Design): number => {
  const y = design.panel.columns.y!;
  const side = [
    { n: 0, sum: 0 },
    { n: 0, sum: 0 },
  ];
  for (const [i, c] of design.cohort.entries()) {
    if (design.roles[i] === "excluded") continue;
    const s = side[Number(c === 1)]!;
    s.n++;
    s.sum += y[2 * i + 1]! - y[2 * i]!;
  }
  return side[1]!.sum / side[1]!.n - side[0]!.sum / side[0]!.n;
};

const fitOf = (estimate: number): Fit => ({
  terms: [{ term: "att", estimate }],
  influence: [],
  model: { observations: 0, units: 0, periods: 2, treated_units: 0 },
  diagnostics: {},
  warnings: [],
});

const study = (
  changes: readonly number[],
  treated: readonly number[],
  more: Partial<Design> = {},
  settings = {},
): Study => {
  const n = changes.length;
  const design: Design = {
    kind: "comparison-group",
    panel: {
      units: changes.map((_, i) => `u${i}`),
      frequency: "integer",
      ordinals: Int32Array.of(0, 1),
      periods: ["0", "1"],
      columns: { y: Float64Array.from(changes.flatMap((c, i) => [i, i + c])) },
      status: {},
    },
    outcome: "y",
    cohort: Float64Array.from({ length: n }, (_, i) => (treated.includes(i) ? 1 : Number.POSITIVE_INFINITY)),
    roles: Array.from({ length: n }, (_, i) => (treated.includes(i) ? "treated" : "comparison")),
    covariates: [],
    cluster: Int32Array.from({ length: n }, (_, i) => i),
    clusters: changes.map((_, i) => `u${i}`),
    ...more,
  };
  return {
    design,
    settings: settingsOf(settings),
    fit: fitOf(contrast(design)),
    refit: (d) => fitOf(contrast(d)),
  };
};

describe("randomisation inference", () => {
  it("by hand: one treated unit, the largest of ten changes, p = 1/10", () => {
    const found = randomisation.infer(study([0.3, -0.1, 0.2, 0.4, -0.2, 0, 0.1, -0.3, -0.4, 9], [9]));
    expect(found.estimates[0]!.p_value).toBe(0.1);
    expect(found.diagnostics).toMatchObject({ exact: true, assignments: 10, failed: 0 });
    expect(found.warnings.map((w) => w.code)).toEqual(["inference/few-assignments"]);
  });
  it("enumerates all choices of three from eight, as a loop over subsets does", () => {
    const changes = [1.2, 3.4, -0.5, 0.9, 2.2, 5.1, -1.7, 0.4];
    const s = study(changes, [1, 4, 5]);
    let [asLarge, all] = [0, 0];
    for (let a = 0; a < 8; a++)
      for (let b = a + 1; b < 8; b++)
        for (let c = b + 1; c < 8; c++) {
          const t = study(changes, [a, b, c]);
          asLarge += Number(Math.abs(t.fit.terms[0]!.estimate) >= Math.abs(s.fit.terms[0]!.estimate) - 1e-9);
          all++;
        }
    expect(randomisation.infer(s).estimates[0]!.p_value).toBeCloseTo(asLarge / all, 12);
  });
  it("inverts the same test: values inside the interval are accepted, those outside are not", () => {
    const changes = [0.4, 2.9, 0.1, 0.7, 3.6, 2.4, -0.2, 0.9, 0.3, 1.1];
    const s = study(changes, [1, 4, 5], {}, { confLevel: 0.9 });
    const { conf_low: low, conf_high: high } = randomisation.infer(s).estimates[0]!;
    const p = (tau: number) =>
      randomisation.infer(
        study(
          changes.map((c, i) => ([1, 4, 5].includes(i) ? c - tau : c)),
          [1, 4, 5],
        ),
      ).estimates[0]!.p_value!;
    for (const inside of [low! + 1e-6, high! - 1e-6]) expect(p(inside)).toBeGreaterThan(0.1);
    for (const outside of [low! - 1e-6, high! + 1e-6]) expect(p(outside)).toBeLessThanOrEqual(0.1 + 1e-12);
  });
  it("draws when there are too many, with (k + 1)/(B + 1), the same from the same seed", () => {
    const changes = Array.from({ length: 40 }, (_, i) => Math.sin(i * 5) + (i < 12 ? 1 : 0));
    const s = study(
      changes,
      Array.from({ length: 12 }, (_, i) => i),
      {},
      { permutations: 199 },
    );
    const found = randomisation.infer(s);
    expect(found.diagnostics).toMatchObject({ exact: false, assignments: 200 });
    expect((found.estimates[0]!.p_value! * 200) % 1).toBeCloseTo(0, 9);
    expect(randomisation.infer(s)).toEqual(found);
  });
  it("deals within blocks only, and whole clusters together", () => {
    const changes = [1, 2, 3, 4, 5, 6];
    const blocked = study(changes, [0, 3], { blocks: ["a", "a", "a", "b", "b", "b"] });
    expect(randomisation.infer(blocked).diagnostics.assignments).toBe(9);
    const clustered = study(changes, [0, 1], { cluster: Int32Array.of(0, 0, 1, 1, 2, 2) });
    expect(randomisation.infer(clustered).diagnostics).toMatchObject({
      assignments: 3,
      assigned: "clusters",
    });
  });
  it("takes a statistic of the caller's own", () => {
    const s = study([1, 2, 3, 4, 9], [4]);
    const rank = randomise(s, (d) => [contrast(d) > 3 ? 1 : 0]);
    expect(rank.estimates[0]!.p_value).toBe(0.2);
  });
  it("gives no interval where the statistic is not linear in the outcome", () => {
    const s = study([1, 2, 3, 4, 9], [4]);
    const log: Study = {
      ...s,
      refit: (d) => fitOf(Math.sign(contrast(d)) * Math.log1p(Math.abs(contrast(d)))),
    };
    const found = randomisation.infer({ ...log, fit: log.refit(s.design) });
    expect(found.estimates[0]).toMatchObject({ p_value: 0.2, conf_low: null, conf_high: null });
  });
  it("counts an assignment that cannot be estimated as extreme", () => {
    const s = study([0, 0, 0, 0, 9], [4]);
    const fragile: Study = {
      ...s,
      refit: (d) => {
        if (d.cohort[0] === 1)
          throw new DesignError("design/no-rows", { found: "nothing", expected: "rows" });
        return fitOf(contrast(d));
      },
    };
    const found = randomisation.infer(fragile);
    expect(found.estimates[0]!.p_value).toBe(0.4);
    expect(found.warnings.map((w) => w.code)).toContain("inference/assignment-failed");
  });
  it("refuses a lottery with one outcome", () => {
    expect(() => randomisation.infer(study([1, 2], [0, 1]))).toThrow(
      expect.objectContaining({ code: "inference/no-lottery" }),
    );
  });
});
