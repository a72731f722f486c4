import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callawaySantanna } from "../../src/estimators/callaway-santanna.ts";
import type { Design } from "../../src/model/design.ts";
import type { Estimate } from "../../src/model/estimate.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { plainCsv, type StaggeredRow, staggered } from "../helpers/staggered.ts";

const settings = { confLevel: 0.95, seed: "1" };
const pick = (estimates: readonly Estimate[], term: string, keys: Partial<Estimate> = {}): Estimate =>
  estimates.find(
    (e) => e.term === term && Object.entries(keys).every(([k, v]) => e[k as keyof Estimate] === v),
  )!;

describe("on county employment, as R's did 2.1.2", () => {
  interface Aggregated {
    overall_att: number;
    overall_se: number;
    by?: { e: number; att: number; se: number | null }[];
  }
  interface Variant extends Record<"simple" | "dynamic" | "group" | "calendar", Aggregated> {
    att_gt: { group: number; time: number; att: number; se: number | null }[];
    pretest_W: number[][];
  }
  const variants = oracle("mpdta").cs as Record<string, Variant>;
  const rows = plainCsv(tablePath("mpdta")).map((r) => ({
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

/** Paths by unit; `start` counts from period 1, 0 is never. */
const paths = (
  units: readonly { y: readonly number[]; start: number; x?: readonly number[]; w?: number }[],
) =>
  units.flatMap(({ y, start, x, w }, i) =>
    y.map(
      (value, t): StaggeredRow => ({
        unit: `u${i}`,
        period: t + 1,
        y: value,
        ...(start === 0 ? {} : { cohort: start }),
        columns: { x: x?.[t] ?? 0, w: w ?? 1 },
      }),
    ),
  );
const run = (design: Design, extra: Record<string, string | number> = {}) =>
  callawaySantanna.fit(design, { ...settings, ...extra });
const codes = (fit: ReturnType<typeof run>) => fit.warnings.map((w) => w.code);

describe("by hand", () => {
  const design = staggered(
    paths([
      { y: [10, 6], start: 2 },
      { y: [8, 6], start: 2 },
      { y: [9, 8], start: 0 },
      { y: [7, 8], start: 0 },
      { y: [5, 5], start: 0 },
    ]),
  );

  it("subtracts the comparison change from the treated change", () => {
    const simple = pick(run(design).estimates!, "simple");
    expect(simple.estimate).toBeCloseTo(-3, 12); // (−4 − 2)/2 − (−1 + 1 + 0)/3
    // Spread within each side over its size squared: (1 + 1)/4 + (1 + 1 + 0)/9.
    expect(simple.std_error).toBeCloseTo(Math.sqrt(2 / 4 + 2 / 9), 12);
    expect(simple.statistic).toBeCloseTo(-3 / Math.sqrt(2 / 4 + 2 / 9), 12);
    expect((simple.conf_high! - simple.conf_low!) / 2).toBeCloseTo(1.959963984540054 * simple.std_error!, 12);
  });

  it("is the same effect under every term when there is one cell", () => {
    const { estimates } = run(design);
    for (const term of ["att_gt", "dynamic", "dynamic_overall", "group", "group_overall", "calendar_overall"])
      expect(pick(estimates!, term).estimate).toBeCloseTo(-3, 12);
  });

  it("weighs cohorts by their size", () => {
    // Cohort 2 (one unit) gains 4 and 6, cohort 3 (two units) gains 1; comparison units stay.
    const fit = run(
      staggered(
        paths([
          { y: [0, 4, 6], start: 2 },
          { y: [0, 0, 1], start: 3 },
          { y: [5, 5, 6], start: 3 },
          { y: [2, 2, 2], start: 0 },
        ]),
      ),
    );
    expect(pick(fit.estimates!, "simple").estimate).toBeCloseTo((4 + 6 + 2 * 1) / 4, 12);
    expect(pick(fit.estimates!, "dynamic", { event_time: 0 }).estimate).toBeCloseTo((4 + 2 * 1) / 3, 12);
    expect(pick(fit.estimates!, "dynamic_overall").estimate).toBeCloseTo((2 + 6) / 2, 12);
    expect(pick(fit.estimates!, "group_overall").estimate).toBeCloseTo((5 + 2 * 1) / 3, 12);
    expect(pick(fit.estimates!, "calendar", { period: "3" }).estimate).toBeCloseTo((6 + 2 * 1) / 3, 12);
    expect(pick(fit.estimates!, "calendar_overall").estimate).toBeCloseTo((4 + 8 / 3) / 2, 12);
  });
});

describe("as published", () => {
  it("minimum wages and teenage employment, from cohort means", () => {
    // Callaway & Sant'Anna's county data, R package did (vignette "Introduction to DiD with multiple time periods"):
    // without covariates effects depend on means of log employment by cohort and year, weighted by counties.
    const cohorts = [
      { start: 0, w: 309, y: [5.6546300225, 5.5919999981, 5.6048084338, 5.6388962821, 5.6611325404] },
      { start: 2004, w: 20, y: [6.1796968336, 6.106563563, 6.0594520867, 6.0267043543, 6.0853879884] },
      { start: 2006, w: 40, y: [6.5739936282, 6.5178837163, 6.5279413332, 6.5574345745, 6.5430409682] },
      { start: 2007, w: 131, y: [5.8429064964, 5.8107831276, 5.8208656703, 5.8238663992, 5.8200482468] },
    ];
    const rows = cohorts.flatMap(({ start, w, y }) =>
      y.map(
        (value, t): StaggeredRow => ({
          unit: String(start),
          period: 2003 + t,
          y: value,
          ...(start === 0 ? {} : { cohort: start }),
          columns: { w },
        }),
      ),
    );
    const { estimates } = run(staggered(rows, { weights: "w", frequency: "year" }));
    expect(pick(estimates!, "simple").estimate).toBeCloseTo(-0.0399513, 7);
    expect(pick(estimates!, "dynamic_overall").estimate).toBeCloseTo(-0.0772398, 7);
    expect(pick(estimates!, "group_overall").estimate).toBeCloseTo(-0.0310183, 7);
    expect(pick(estimates!, "calendar_overall").estimate).toBeCloseTo(-0.0417004, 7);
    expect(pick(estimates!, "att_gt", { cohort: "2004", period: "2005" }).estimate).toBeCloseTo(-0.0704, 4);
  });
});

describe("with a covariate, one cell of 24 units", () => {
  // R 4.2.2: logit and regression by glm and lm, standard error from the stacked estimating equations of all of
  // them with a numerical derivative; nothing of it shares a formula with the kernels here.
  const x = [2.59, -1.2, -0.69, -0.11, -0.97, -0.95, 1.05, -0.12, 0.15, 2.49, 0.36, 2.72];
  x.push(2.58, 0.32, 1.9, 0.77, -0.89, -0.31, 0.3, 0.99, 0.84, 1.01, 1.31, -1.39);
  const change = [6.1, 0.58, 1.41, 3.26, -0.47, 0.25, 2.73, 1.66, 1.19, 4.67, 0.76, 1.8];
  change.push(5.82, 0.05, 1.81, 3.69, 1.77, 0.15, 2.71, 0.18, 1.03, 3.17, 3.01, 0.9);
  const rows = paths(
    change.map((d, i) => ({
      // A covariate that moves after the base period must not matter.
      y: [i, i + d],
      x: [x[i]!, 99 - i],
      start: i % 3 === 0 ? 2 : 0,
      w: [1, 2, 1.5, 1][i % 4]!,
    })),
  );
  it.each([
    ["dr", 2.5723259192, 0.3883299114, 2.4092385109, 0.3575532138],
    ["ipw", 2.5243621726, 0.4166581093, 2.3436866324, 0.3952028261],
    ["reg", 2.6009784898, 0.4349430803, 2.4458707819, 0.4248953311],
  ])("%s agrees with stacked estimating equations, unweighted and weighted", (estimator, a, sa, b, sb) => {
    const plain = pick(run(staggered(rows, { covariates: ["x"] }), { estimator }).estimates!, "simple");
    expect(plain.estimate).toBeCloseTo(a, 6);
    expect(plain.std_error).toBeCloseTo(sa, 5);
    const design = staggered(rows, { covariates: ["x"], weights: "w" });
    const weighted = pick(run(design, { estimator }).estimates!, "simple");
    expect(weighted.estimate).toBeCloseTo(b, 6);
    expect(weighted.std_error).toBeCloseTo(sb, 5);
  });
});

describe("does not depend on how the panel is written", () => {
  const starts = [2, 2, 3, 3, 5, 0, 0, 0];
  const outcome = fc.double({ min: -50, max: 50, noNaN: true });
  const panel = fc.array(fc.array(outcome, { minLength: 5, maxLength: 5 }), { minLength: 8, maxLength: 8 });
  const rowsOf = (ys: number[][]) => paths(ys.map((y, i) => ({ y, start: starts[i]! })));
  const varied = (ys: number[][]) => ys.some((y) => y.some((v) => Math.abs(v - ys[0]![0]!) > 1e-3));
  const same = (a: readonly Estimate[], b: readonly Estimate[], scale = 1) => {
    expect(b.length).toBe(a.length);
    a.forEach((e, i) => {
      expect(Math.abs(b[i]!.estimate! - scale * e.estimate!)).toBeLessThan(1e-8 * Math.max(1, scale));
      const [x, y] = [b[i]!.std_error ?? 0, e.std_error ?? 0];
      expect(Math.abs(x - scale * y)).toBeLessThan(1e-7 * Math.max(1, scale));
    });
  };
  const check = (change: (rows: StaggeredRow[]) => StaggeredRow[], scale = 1) =>
    fc.assert(
      fc.property(panel.filter(varied), fc.constantFrom("never", "not-yet"), (ys, control) => {
        const rows = rowsOf(ys);
        const plain = run(staggered(rows), { control }).estimates!;
        same(plain, run(staggered(change(rows)), { control }).estimates!, scale);
      }),
      { numRuns: 25 },
    );

  it("units renamed", () => check((rows) => rows.map((r) => ({ ...r, unit: `ward ${r.unit}` }))));
  it("rows reversed", () => check((rows) => [...rows].reverse()));
  it("a unit always higher by a constant", () =>
    check((rows) => rows.map((r) => ({ ...r, y: r.y + (r.unit === "u2" ? 700 : 0) }))));
  it("a period higher by a constant everywhere", () =>
    check((rows) => rows.map((r) => ({ ...r, y: r.y + (r.period === 3 ? 700 : 0) }))));
  it("the outcome in another unit", () => check((rows) => rows.map((r) => ({ ...r, y: 12 * r.y })), 12));

  it("a never-treated unit twice is that unit with a weight of two", () => {
    fc.assert(
      fc.property(panel.filter(varied), (ys) => {
        const rows = rowsOf(ys);
        const twice = [...rows, ...rows.filter((r) => r.unit === "u7").map((r) => ({ ...r, unit: "copy" }))];
        const doubled = rows.map((r) => ({ ...r, columns: { w: r.unit === "u7" ? 2 : 1 } }));
        const [a, b] = [run(staggered(twice)), run(staggered(doubled, { weights: "w" }))];
        a.estimates!.forEach((e, i) => {
          expect(b.estimates![i]!.estimate).toBeCloseTo(e.estimate!, 9);
        });
      }),
      { numRuns: 25 },
    );
  });

  it("every unit twice in one cluster has the same standard errors as once", () => {
    fc.assert(
      fc.property(panel.filter(varied), (ys) => {
        const rows = rowsOf(ys);
        const copies = rows.map((r) => ({ ...r, unit: `${r.unit} copy`, cluster: r.unit }));
        same(run(staggered(rows)).estimates!, run(staggered([...rows, ...copies])).estimates!);
      }),
      { numRuns: 25 },
    );
  });

  it("influence values have mean zero and give the standard errors, left-out units included", () => {
    fc.assert(
      fc.property(panel.filter(varied), (ys) => {
        const [first, ...rest] = ys;
        const rows = rowsOf([[Number.NaN, ...first!.slice(1)], ...rest]);
        const fit = run(staggered(rows));
        expect(codes(fit)).toContain("group-time/incomplete");
        fit.terms.forEach((term, k) => {
          const psi = fit.influence[k]!;
          const found = pick(fit.estimates!, term.term, {
            ...(term.cohort === undefined ? {} : { cohort: term.cohort }),
            ...(term.period === undefined ? {} : { period: term.period }),
            ...(term.event_time === undefined ? {} : { event_time: term.event_time }),
          });
          expect(psi.length).toBe(8);
          expect(Math.abs(psi.reduce((sum, v) => sum + v, 0))).toBeLessThan(1e-7);
          // The reference credits the estimation of shares to the wrong cohort here; see group-time/aggregate.ts.
          if (term.term === "group_overall") return;
          const se = Math.sqrt(psi.reduce((sum, v) => sum + v * v, 0)) / psi.length;
          expect(Math.abs(se - found.std_error!)).toBeLessThan(1e-9 * Math.max(1, se));
        });
      }),
      { numRuns: 15 },
    );
  });
});

describe("comparison, base and anticipation", () => {
  // Six periods, cohorts 3 and 5, effects 10 and 20 on top of a common path; noise tells units apart.
  const common = [0, 3, 1, 4, 1, 5];
  const noise = [0.1, -0.2, 0.3, 0.05, -0.1, 0.2];
  const unit = (start: number, effect: number, seed: number) => ({
    start,
    y: common.map((v, t) => v + noise[(t * seed + seed) % 6]! + (start > 0 && t + 1 >= start ? effect : 0)),
  });
  const treated = [unit(3, 10, 1), unit(3, 10, 2), unit(5, 20, 3), unit(5, 20, 5)];
  const never = [unit(0, 0, 4), unit(0, 0, 7), unit(0, 0, 11)];

  it("measures from the last clean period after the start, whatever the base before it", () => {
    const [varying, universal] = ["varying", "universal"].map((base) =>
      run(staggered(paths([...treated, ...never])), { base }).estimates!.filter((e) => e.event_time! >= 0),
    );
    expect(universal!.map((e) => e.estimate)).toEqual(varying!.map((e) => e.estimate));
  });

  it("shows the base of a universal base as zero without a standard error", () => {
    const { estimates } = run(staggered(paths([...treated, ...never])), { base: "universal" });
    const reference = pick(estimates!, "att_gt", { cohort: "3", period: "2" });
    expect([reference.estimate, reference.std_error, reference.p_value]).toEqual([0, null, null]);
  });

  it("moves the base before the anticipated periods", () => {
    const fit = run(staggered(paths([...treated, ...never])), { anticipation: 1 });
    const y = (i: number, t: number) => [...treated, ...never][i]!.y[t - 1]!;
    const mean = (units: number[], t: number) => units.reduce((sum, i) => sum + y(i, t), 0) / units.length;
    const change = (units: number[], t: number, base: number) => mean(units, t) - mean(units, base);
    // Cohort 3 in period 4 is compared with period 1: period 2 may already show the effect.
    const by = change([0, 1], 4, 1) - change([4, 5, 6], 4, 1);
    expect(pick(fit.estimates!, "att_gt", { cohort: "3", period: "4" }).estimate).toBeCloseTo(by, 12);
  });

  it("compares with the last cohort, before its start, when nobody is never treated", () => {
    const fit = run(staggered(paths(treated)), { control: "not-yet" });
    expect(codes(fit)).toContain("group-time/last-cohort");
    expect(fit.model.periods).toBe(4);
    const cohorts = new Set(fit.estimates!.filter((e) => e.term === "att_gt").map((e) => e.cohort));
    expect([...cohorts]).toEqual(["3"]);
    expect(Math.abs(pick(fit.estimates!, "simple").estimate! - 10)).toBeLessThan(0.6);
  });

  it("takes units first treated after the last period as never treated", () => {
    const later = never.map((u) => ({ ...u, start: 60 }));
    const [a, b] = [never, later].map((c) => run(staggered(paths([...treated, ...c]))).estimates);
    expect(b).toEqual(a);
  });

  it("tells positions from calendar time when periods are missing altogether", () => {
    const rows = paths([...treated, ...never]).filter((r) => r.period !== 2);
    const fit = run(staggered(rows));
    expect(pick(fit.estimates!, "att_gt", { cohort: "3", period: "3" }).event_time).toBe(0);
    expect(fit.estimates!.some((e) => e.event_time === -4)).toBe(false);
  });

  it("leaves out units already treated in the first period, and buffers, and says so", () => {
    const design = staggered(paths([...treated, ...never, unit(1, 5, 2), unit(0, 0, 9)]));
    const roles = design.roles.map((role, i) => (i === 8 ? "buffer" : role));
    const fit = run({ ...design, roles });
    expect(codes(fit)).toEqual(expect.arrayContaining(["group-time/first-period", "group-time/roles"]));
    expect(fit.estimates).toEqual(run(staggered(paths([...treated, ...never]))).estimates);
  });

  it("reports a cell without overlap as null with its reason, and averages the rest", () => {
    // Cohort 5 has covariates far from every comparison unit's; cohort 3 lies among them.
    const level = [1.5, 2.5, 9, 10, 1, 2, 3];
    const rows = paths([...treated, ...never].map((u, i) => ({ ...u, x: common.map(() => level[i]!) })));
    const fit = run(staggered(rows, { covariates: ["x"] }));
    const lost = pick(fit.estimates!, "att_gt", { cohort: "5", period: "6" });
    expect([lost.estimate, lost.std_error]).toEqual([null, null]);
    expect(codes(fit)).toContain("group-time/cell");
    const { cells_without_estimate: cells } = fit.diagnostics as {
      cells_without_estimate: { cohort: string; reason: string }[];
    };
    expect(cells.every((c) => c.cohort === "5" && c.reason.startsWith("no overlap"))).toBe(true);
    expect(Math.abs(pick(fit.estimates!, "simple").estimate! - 10)).toBeLessThan(1);
    expect(pick(fit.estimates!, "group", { cohort: "5" }).estimate).toBeNull();
  });
});

describe("refuses", () => {
  const y = [1, 2, 4, 3];
  const unit = (start: number, shift = 0) => ({ start, y: y.map((v, t) => v + shift * t) });
  const attempt = (rows: StaggeredRow[], extra: Record<string, string | number> = {}, design = {}) =>
    run(staggered(rows, design), extra);

  it("never-treated comparison where there is none, and names the other", () => {
    expect(() => attempt(paths([unit(2), unit(3, 1)]))).toThrow(/treated by the last period/);
  });
  it("one common start without comparison", () => {
    expect(() => attempt(paths([unit(3), unit(3, 1)]), { control: "not-yet" })).toThrow(/no unit whose/);
  });
  it("one period", () => {
    const rows = paths([unit(1), unit(0, 1)]).filter((r) => r.period === 1);
    expect(() => attempt(rows)).toThrow(/1 usable period;/);
  });
  it("an outcome that never varies", () => {
    const flat = [0, 0, 2].map((start) => ({ start, y: [7, 7, 7] }));
    expect(() => attempt(paths(flat))).toThrow(/7 in every unit/);
  });
  it("only incomplete comparison units", () => {
    const rows = paths([unit(2), unit(3, 1), { start: 0, y: [1, Number.NaN, 2, 3] }]);
    expect(() => attempt(rows)).toThrow(/once 1 unit with missing values is/);
  });
  it("negative weights", () => {
    const rows = paths([unit(2), { ...unit(0, 1), w: -1 }]);
    expect(() => attempt(rows, {}, { weights: "w" })).toThrow(/negative weights in 1 unit: u1/);
  });
  it("covariates that do not vary", () => {
    const rows = paths([unit(2), unit(2, 1), unit(0), unit(0, 1), unit(0, 2)]);
    expect(() => attempt(rows, {}, { covariates: ["x"] })).toThrow(/collinear/);
  });
  it("an unknown choice", () => {
    expect(() => attempt(paths([unit(2), unit(0)]), { control: "always" })).toThrow(/never\|not-yet/);
  });
});

it("is unmoved when weights are counted in people rather than thousands, logit and all", () => {
  const rows = Array.from({ length: 60 }, (_, u) =>
    [1, 2, 3, 4].map((period) => {
      const x = Math.sin(u * 3.7);
      const y = x * period + Math.cos(u * 1.3 + period);
      const thousands = 1 + (u % 7);
      const columns = { x, thousands, people: 1e6 * thousands };
      return { unit: `u${u}`, period, y, columns, ...(Math.sin(u * 12.9) + x > 0.6 ? { cohort: 3 } : {}) };
    }),
  ).flat();
  const weighted = (weights: string) =>
    callawaySantanna.fit(staggered(rows, { covariates: ["x"], weights }), settings).estimates!;
  const people = weighted("people");
  for (const [i, row] of weighted("thousands").entries()) {
    expect(people[i]!.estimate).toBeCloseTo(row.estimate!, 10);
    expect(people[i]!.std_error).toBeCloseTo(row.std_error!, 10);
  }
});
