import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { callawaySantanna } from "../../src/estimators/callaway-santanna.ts";
import type { Estimate } from "../../src/model/estimate.ts";
import { sharedPath } from "../helpers/shared.ts";
import { plainCsv, staggered } from "../helpers/staggered.ts";

const settings = { confLevel: 0.95, seed: "1" };
const pick = (estimates: readonly Estimate[], term: string, keys: Partial<Estimate> = {}): Estimate =>
  estimates.find(
    (e) => e.term === term && Object.entries(keys).every(([k, v]) => e[k as keyof Estimate] === v),
  )!;

const oracles = sharedPath("reference/oracles/mpdta.json");
const data = sharedPath("data/causal/mpdta.csv");

describe.skipIf(oracles === undefined || data === undefined)("on county employment, as R's did 2.1.2", () => {
  interface Aggregated {
    overall_att: number;
    overall_se: number;
    by?: { e: number; att: number; se: number | null }[];
  }
  interface Variant extends Record<"simple" | "dynamic" | "group" | "calendar", Aggregated> {
    att_gt: { group: number; time: number; att: number; se: number | null }[];
    pretest_W: number[][];
  }
  const variants =
    oracles === undefined
      ? {}
      : (JSON.parse(readFileSync(oracles, "utf8")).results.cs as Record<string, Variant>);
  const rows =
    data === undefined
      ? []
      : plainCsv(data).map((r) => ({
          unit: r.countyreal!,
          period: Number(r.year),
          y: Number(r.lemp),
          ...(r.first_treat === "0" ? {} : { cohort: Number(r.first_treat) }),
          columns: { lpop: Number(r.lpop) },
        }));
  const agree = (got: Estimate, att: number, se: number | null) => {
    expect(Math.abs(got.estimate! - att)).toBeLessThan(1e-8 * Math.max(Math.abs(att), 1e-3));
    if (se === null) expect(got.std_error).toBeNull();
    else expect(Math.abs(got.std_error! - se)).toBeLessThan(1e-8 * se);
  };

  it.each(Object.keys(variants))("agrees to 1e-8: %s", (name) => {
    const want = variants[name]!;
    const [control, covariate, estimator, base] = name.split("_");
    const design = staggered(rows, { covariates: covariate === "lpop" ? ["lpop"] : [], frequency: "year" });
    const fit = callawaySantanna.fit(design, {
      ...settings,
      control: control === "nevertreated" ? "never" : "not-yet",
      estimator,
      base: base ?? "varying",
    });
    const got = fit.estimates!;
    for (const c of want.att_gt)
      agree(pick(got, "att_gt", { cohort: String(c.group), period: String(c.time) }), c.att, c.se);
    agree(pick(got, "simple"), want.simple.overall_att, want.simple.overall_se);
    for (const kind of ["dynamic", "group", "calendar"] as const) {
      agree(pick(got, `${kind}_overall`), want[kind].overall_att, want[kind].overall_se);
      const key = { dynamic: "event_time", group: "cohort", calendar: "period" }[kind];
      for (const { e, att, se } of want[kind].by!)
        agree(pick(got, kind, { [key]: kind === "dynamic" ? e : String(e) }), att, se);
    }
    const { pretest } = fit.diagnostics as { pretest: { statistic: number } };
    expect(pretest.statistic).toBeCloseTo(want.pretest_W[0]![0]!, 6);
  });
});
