import { describe, expect, it } from "vitest";
import { callawaySantanna } from "../../src/estimators/callaway-santanna.ts";
import { stream } from "../../src/maths/random.ts";
import type { Settings, Study } from "../../src/model/estimate.ts";
import { uniformBands } from "../../src/pipeline/estimate/bands.ts";
import { type StaggeredRow, staggered } from "../helpers/staggered.ts";

const random = stream("test", "bands");
const rows: StaggeredRow[] = Array.from({ length: 120 }, (_, i) => {
  const cohort = [3, 5, Number.POSITIVE_INFINITY][i % 3]!;
  return Array.from({ length: 6 }, (_, t) => ({
    unit: `u${i}`,
    period: t + 1,
    y: random.normal() + (t + 1 >= cohort ? 1 : 0),
    ...(Number.isFinite(cohort) ? { cohort } : {}),
  }));
}).flat();

const study = (settings: Settings): Study => {
  const design = staggered(rows);
  const refit = (other: Study["design"]) => callawaySantanna.fit(other, settings);
  return { design, settings, fit: refit(design), refit };
};
const asked = { confLevel: 0.95, seed: "1", bootstrap: 500, base: "universal" };

describe("uniform bands of group-time effects", () => {
  const own = study(asked);
  const inferred = uniformBands(own)!;

  it("leaves other fits and other requests alone", () => {
    expect(uniformBands(study({ ...asked, bootstrap: 0 }))).toBeUndefined();
  });

  it("keeps every row in its place, and its estimate", () => {
    const points = (list: typeof inferred.estimates) =>
      list.map(({ term, estimate, cohort, period, event_time }) => [
        term,
        estimate,
        cohort,
        period,
        event_time,
      ]);
    expect(points(inferred.estimates)).toEqual(points(own.fit.estimates!));
  });

  it("keeps the base of a universal base without a standard error", () => {
    const base = inferred.estimates.find((e) => e.term === "att_gt" && e.cohort === "3" && e.period === "2")!;
    expect([base.estimate, base.std_error]).toEqual([0, null]);
  });

  it("finds standard errors close to the analytic ones, and wider reach for larger families", () => {
    for (const [i, e] of inferred.estimates.entries()) {
      const analytic = own.fit.estimates![i]!.std_error;
      if (analytic !== null) expect(Math.abs(e.std_error! / analytic - 1)).toBeLessThan(0.2);
    }
    const { critical } = inferred.diagnostics.bootstrap as { critical: Record<string, number> };
    expect(critical.att_gt!).toBeGreaterThan(critical.group!);
    expect(critical.group!).toBeGreaterThan(1.96);
    expect(critical.att_gt!).toBeLessThan(4);
  });

  it("covers with every band exactly where its p-value is above 5 %", () => {
    for (const e of inferred.estimates) {
      if (e.p_value === null) continue;
      expect(e.conf_low! > 0 || e.conf_high! < 0).toBe(e.p_value < 0.05);
    }
  });

  it("gives the same bytes for the same seed", () => {
    expect(uniformBands(study(asked))).toEqual(inferred);
  });
});
