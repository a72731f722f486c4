import { describe, expect, it } from "vitest";
import { syntheticControl } from "../../src/estimators/synthetic-control.ts";
import type { Design } from "../../src/model/design.ts";
import type { DesignError } from "../../src/model/errors.ts";
import type { Fit } from "../../src/model/estimate.ts";
import { balanced, designOf, readRows, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import {
  california,
  changed,
  designFrom,
  factorRows,
  plain,
  shuffled,
  slowSimplex,
} from "../helpers/synthetic.ts";

const run = (design: Design, more: Record<string, string | number | boolean | string[]> = {}): Fit =>
  syntheticControl.fit(design, { ...settings, ...more });
const att = (fit: Fit) => fit.estimates!.find(({ term }) => term === "att")!;
const gapsOf = (fit: Fit) =>
  fit.estimates!.filter(({ term }) => term === "gap").map(({ estimate }) => estimate!);
const weightsOf = (fit: Fit): Record<string, number> =>
  Object.fromEntries(
    (fit.diagnostics.weights as { unit: string; weight: number }[]).map(({ unit, weight }) => [unit, weight]),
  );
const codes = (fit: Fit): string[] => fit.warnings.map(({ code }) => code);
const refusal = (design: Design, more = {}): DesignError => {
  try {
    run(design, more);
  } catch (error) {
    return error as DesignError;
  }
  throw new Error("not refused");
};

/** Treated halfway between a and b, far from c; falls by 4 from period 4. */
const halfway = () =>
  balanced([
    { name: "T", y: [10, 12, 11, 8, 9], start: 4 },
    { name: "a", y: [8, 13, 9, 10, 10] },
    { name: "b", y: [12, 11, 13, 14, 16] },
    { name: "c", y: [40, 10, 60, 3, 4] },
  ]);

describe("weights on the path before the start", () => {
  it("finds the two donors between which the treated unit lies", () => {
    const fit = run(halfway());
    expect(weightsOf(fit).a).toBeCloseTo(0.5, 10);
    expect(weightsOf(fit).b).toBeCloseTo(0.5, 10);
    gapsOf(fit).forEach((gap, t) => void expect(gap).toBeCloseTo([0, 0, 0, -4, -4][t]!, 10));
    expect(att(fit).estimate).toBeCloseTo(-4, 10);
    expect(att(fit).p_value).toBeNull();
  });

  it("agrees with a slow solver of another kind", () => {
    for (const seed of [1, 2, 3]) {
      const fit = run(designFrom(factorRows({ donors: 9, periods: 20, start: 13, seed, noise: 1 })));
      const design = designFrom(factorRows({ donors: 9, periods: 20, start: 13, seed, noise: 1 }));
      const y = (unit: number) => Array.from(design.panel.columns.y!.subarray(unit * 20, unit * 20 + 12));
      const slow = slowSimplex(
        Array.from({ length: 9 }, (_, j) => y(j + 1).map((v, t) => v - y(0)[t]!)),
        new Array(12).fill(0),
        0,
      );
      slow.forEach((w, j) => void expect(weightsOf(fit)[`u${j + 1}`] ?? 0).toBeCloseTo(w, 5));
      expect(fit.diagnostics.kkt_residual).toBeLessThan(1e-10);
    }
  });

  const rows = factorRows({ donors: 8, periods: 18, start: 12, effect: -3 });
  const plainFit = run(designFrom(rows), { placebo: true });

  it.each([
    ["a constant on everything", changed(rows, (y) => y + 700), 1],
    [
      "a constant on a period, for all units",
      changed(rows, (y, { period }) => (period === 5 ? y + 90 : y)),
      1,
    ],
    ["another scale", changed(rows, (y) => 1000 * y), 1000],
    ["rows in another order", shuffled(rows), 1],
    ["other names", rows.map((row) => ({ ...row, unit: `ward ${String(row.unit).slice(1)}` })), 1],
  ])("is unmoved by %s", (_, other, scale) => {
    const fit = run(designFrom(other), { placebo: true });
    expect(att(fit).estimate! / scale).toBeCloseTo(att(plainFit).estimate!, 7);
    expect(att(fit).p_value).toBe(att(plainFit).p_value);
    expect(att(fit).conf_low ?? 0).toBeCloseTo((att(plainFit).conf_low ?? 0) * scale, 6);
  });

  it("keeps its gaps when a donor is there twice, and lets the two share", () => {
    const twice = [
      ...rows,
      ...rows.filter(({ unit }) => unit === "u3").map((row) => ({ ...row, unit: "copy" })),
    ];
    const fit = run(designFrom(twice));
    gapsOf(fit).forEach((gap, t) => void expect(gap).toBeCloseTo(gapsOf(plainFit)[t]!, 6));
    expect(weightsOf(fit).copy ?? 0).toBeCloseTo(weightsOf(fit).u3 ?? 0, 6);
  });

  it("works on rates when there is an exposure, and says how many events the gap is", () => {
    const people: Record<string, number> = { T: 1000, a: 500, b: 2000 };
    const counts: Record<string, number[]> = { T: [10, 20, 10, 10], a: [5, 10, 5, 10], b: [20, 40, 20, 40] };
    const design = designOf(
      Object.entries(counts).flatMap(([unit, y]) =>
        y.map((value, t) => ({ unit, t, value, people: people[unit]! })),
      ),
      {
        unit: "unit",
        period: "t",
        outcome: "value",
        exposure: "people",
        cohort: ({ unit }) => (unit === "T" ? 3 : undefined),
      },
    );
    const fit = run(design);
    expect(att(fit).estimate).toBeCloseTo(-0.01, 12); // 10 per 1,000 against 20 per 1,000
    expect(fit.diagnostics.events).toBeCloseTo(-10, 10);
  });
});

describe("placebos", () => {
  const rows = factorRows({ donors: 24, periods: 24, start: 17, effect: -6, seed: 4 });
  const fit = run(designFrom(rows), { placebo: true });
  const table = fit.diagnostics.placebos as {
    unit: string;
    pre_rmspe: number;
    post_rmspe: number;
    ratio: number;
    gap: number[];
  }[];

  it("ranks the treated unit among all, itself included", () => {
    const above = table.filter(({ ratio }) => ratio >= table[0]!.ratio).length;
    expect(table.length).toBe(25);
    expect(att(fit).p_value).toBe(above / 25);
    expect(fit.diagnostics.smallest_p).toBe(1 / 25);
  });

  it("never uses the treated unit as a donor", () => {
    const lifted = run(designFrom(changed(rows, (y, { unit }) => (unit === "u0" ? y + 50 : y))), {
      placebo: true,
    });
    const others = (lifted.diagnostics.placebos as typeof table).slice(1);
    others.forEach(({ ratio }, i) => void expect(ratio).toBeCloseTo(table[i + 1]!.ratio, 6));
  });

  it("gives an interval that ends where the same test starts to refuse a constant effect", () => {
    const pAt = (effect: number): number => {
      const own =
        Math.sqrt(table[0]!.gap.slice(16).reduce((sum, g) => sum + (g - effect) ** 2, 0) / 8) /
        table[0]!.pre_rmspe;
      return (1 + table.slice(1).filter(({ ratio }) => ratio >= own).length) / 25;
    };
    const { conf_low, conf_high, p_value } = att(fit);
    expect(pAt(conf_low! + 1e-6)).toBeGreaterThan(0.05);
    expect(pAt(conf_low! - 1e-6)).toBeLessThanOrEqual(0.05);
    expect(pAt(conf_high! - 1e-6)).toBeGreaterThan(0.05);
    expect(pAt(conf_high! + 1e-6)).toBeLessThanOrEqual(0.05);
    expect(conf_low! <= 0 && conf_high! >= 0).toBe(p_value! > 0.05);
  });

  it("has no interval with fewer than nineteen donors, and says so", () => {
    const few = run(designFrom(factorRows({ donors: 10, periods: 20, start: 14 })), { placebo: true });
    expect(att(few).conf_low).toBeNull();
    expect(codes(few)).toContain("synthetic/few-donors");
  });

  it("puts groups of donors in the place of several treated units", () => {
    const several = designFrom(factorRows({ donors: 6, periods: 16, start: 10, treated: 2, effect: 4 }));
    const fit = run(several, { placebo: true });
    expect(fit.diagnostics.ranked).toBe(16); // C(6, 2) groups and the treated pair
    expect(fit.model.treated_units).toBe(2);
    expect(codes(fit)).toContain("synthetic/several-treated");
  });

  it("keeps its level: under no effect the p-value is 1/25 or less in about one panel of 25", () => {
    let low = 0;
    for (let seed = 0; seed < 150; seed++) {
      const none = run(designFrom(factorRows({ donors: 24, periods: 16, start: 11, seed: 100 + seed })), {
        placebo: true,
      });
      if (att(none).p_value! <= 1 / 25 + 1e-9) low += 1;
    }
    expect(low).toBeLessThanOrEqual(14); // binomial(150, 0.04): 99.7 % within 13
  });
});

describe("what is said about the fit", () => {
  it("names the periods in which no donor reaches the treated unit", () => {
    const fit = run(balanced([{ y: [9, 1, 9, 5], start: 4 }, { y: [2, 2, 2, 2] }, { y: [3, 0, 3, 3] }]));
    expect(fit.diagnostics.outside_donors).toEqual(["1", "3"]);
    expect(codes(fit)).toContain("synthetic/outside-donors");
  });

  it("flags a fit closer than Poisson noise, and not a looser one", () => {
    const y = [100, 100, 100, 100, 100, 100];
    const close = run(balanced([{ y, start: 6 }, { y: y.map((v) => v + 1) }, { y: y.map((v) => v + 2) }]));
    expect(codes(close)).toContain("synthetic/fits-noise");
    const loose = run(
      balanced([{ y: [100, 130, 90, 140, 70, 100], start: 6 }, { y }, { y: y.map((v) => v + 2) }]),
    );
    expect(codes(loose)).not.toContain("synthetic/fits-noise");
  });

  it("leaves out donors with holes and says which", () => {
    const rows = factorRows({ donors: 4, periods: 10, start: 7 }).filter(
      ({ unit, period }) => unit !== "u2" || period !== 3,
    );
    const fit = run(designFrom(rows));
    expect(fit.diagnostics.donors).toBe(3);
    expect(fit.warnings.find(({ code }) => code === "synthetic/donors-dropped")!.message).toContain("u2 (3)");
  });

  it("takes no buffer unit as donor", () => {
    const design = halfway();
    const fit = run({ ...design, roles: ["treated", "buffer", "comparison", "comparison"] });
    expect(weightsOf(fit).a).toBeUndefined();
    expect(fit.diagnostics.donors).toBe(2);
  });
});

describe("refusals name what is wrong", () => {
  const line = [5, 6, 7, 9];
  it.each([
    ["synthetic/no-treated", [{ y: line }, { y: line }], "u"],
    [
      "synthetic/no-donors",
      [
        { y: line, start: 3 },
        { y: line, start: 3 },
      ],
      "u1",
    ],
    ["synthetic/one-pre-period", [{ y: line, start: 2 }, { y: line }], "u1"],
    ["synthetic/treated-from-first", [{ y: line, start: 1 }, { y: line }], "u1"],
    ["synthetic/staggered-start", [{ y: line, start: 3 }, { y: line, start: 4 }, { y: line }], "4 (u2)"],
    ["synthetic/missing-pre-period", [{ y: [5, Number.NaN, 7, 9], start: 4 }, { y: line }], "u1 in 2"],
    ["synthetic/constant-outcome", [{ y: [5, 5, 5, 5], start: 3 }, { y: [5, 5, 5, 5] }], "u1"],
  ])("%s", (code, units, named) => {
    const error = refusal(balanced(units));
    expect(error.code).toBe(code);
    expect(error.exit).toBe(3);
    expect(error.fault.found).toContain(named);
  });

  it("asks for predictors that exist", () => {
    expect(refusal(halfway(), { match: "predictors" }).code).toBe("synthetic/no-predictors");
    expect(refusal(halfway(), { predictors: ["wealth"] }).code).toBe("synthetic/unknown-predictor");
    expect(refusal(halfway(), { predictors: ["y@3..1"] }).code).toBe("synthetic/window");
  });
});

describe("matching on predictors", () => {
  it("reproduces the predictors when the treated unit lies among the donors", () => {
    const fit = run(halfway(), { predictors: ["y@1", "y@2", "y@3"] });
    expect(weightsOf(fit).a).toBeCloseTo(0.5, 6);
    const balance = fit.diagnostics.predictors as { treated: number; synthetic: number; v: number }[];
    for (const { treated, synthetic } of balance) expect(synthetic).toBeCloseTo(treated, 6);
    expect(balance.reduce((sum, { v }) => sum + v, 0)).toBeCloseTo(1, 12);
  });

  it("leaves out, from the in-time placebo, a predictor that has no values so early", () => {
    const rows = factorRows({ donors: 6, periods: 20, start: 15 }).map((row) => ({
      ...row,
      late: Number(row.period) >= 13 ? Number(row.y) : "",
    }));
    const design = designOf(rows, {
      unit: "unit",
      period: "period",
      outcome: "y",
      covariates: ["late"],
      cohort: (row) => Number(row.start),
    });
    const fit = run(design, { predictors: ["late", "y@1..8"], placebo: true });
    expect((fit.diagnostics.in_time as { start: string }).start).toBe("11");
    expect(run(design, { predictors: ["late"], placebo: true }).diagnostics.in_time).toBeNull();
    expect(refusal(design, { predictors: ["late@1..5"] }).code).toBe("synthetic/missing-predictor");
  });

  it("never fits worse with a searched V than with equal importance", () => {
    const rows = factorRows({ donors: 12, periods: 20, start: 14, seed: 9 }).map((row) => ({
      ...row,
      x: Number(row.y) ** 2 % 7,
    }));
    const design = designOf(rows, {
      unit: "unit",
      period: "period",
      outcome: "y",
      covariates: ["x"],
      cohort: (row) => Number(row.start),
    });
    const predictors = ["x", "y@1..6", "y@7..13"];
    const nested = run(design, { predictors }).diagnostics.fitted_mspe as number;
    expect(nested).toBeLessThanOrEqual(
      run(design, { predictors, importance: "equal" }).diagnostics.fitted_mspe as number,
    );
    expect(nested).toBeLessThanOrEqual(
      run(design, { predictors, importance: "regression" }).diagnostics.fitted_mspe as number,
    );
  });

  it("gives the published weights for the Basque Country: .851 and .149", () => {
    // Abadie & Gardeazabal (2003), AER 93(1); predictors and windows of the Synth package's example.
    const school = ["school_illit", "school_prim", "school_med", "school_high", "school_post_high"];
    const sectors = [
      "agriculture",
      "energy",
      "industry",
      "construction",
      "services_venta",
      "services_nonventa",
    ].map((s) => `sec_${s}`);
    const rows = readRows(tablePath("basque")).filter(({ regionno }) => regionno !== "1");
    const design = designOf(rows, {
      unit: "regionname",
      period: "year",
      outcome: "gdpcap",
      cohort: ({ regionno }) => (regionno === "17" ? 1970 : undefined),
      covariates: [...school, ...sectors, "invest", "popdens"],
      frequency: "year",
    });
    const predictors = [
      ...[...school, "invest"].map((name) => `${name}@1964..1969`),
      "gdpcap@1960..1969",
      ...sectors.map((name) => `${name}@1961..1969`),
      "popdens@1969",
    ];
    const fit = run(design, { predictors, fitWindow: "1960..1969" });
    expect(weightsOf(fit).Cataluna).toBeCloseTo(0.851, 3);
    expect(weightsOf(fit)["Madrid (Comunidad De)"]).toBeCloseTo(0.149, 3);
  });
});

describe("Prop 99", () => {
  const design = california();
  // The body of a skipped suite still runs, so what is not there must not be read.
  const reference = oracle("prop99");

  it("agrees with quadprog on every gap, placebo ratio and p-value", () => {
    const wanted = reference.outcome_only;
    const fit = run(plain(design), { match: "outcome", placebo: true });
    const years = design.panel.periods;
    gapsOf(fit).forEach((gap, t) => void expect(gap).toBeCloseTo(wanted.gap[years[t]!], 5));
    expect(att(fit).estimate).toBeCloseTo(wanted.mean_post_gap, 5);
    expect(att(fit).p_value).toBeCloseTo(wanted.p_ratio, 12);
    expect(fit.diagnostics.rank).toBe(wanted.rank_ratio);
    for (const { unit, ratio } of fit.diagnostics.placebos as { unit: string; ratio: number }[]) {
      const reference = wanted.placebo.find((p: { unit: string }) => p.unit === unit)?.ratio ?? wanted.ratio;
      expect(ratio / reference).toBeCloseTo(1, 5);
    }
    const filtered = fit.diagnostics.without_poor_fits as { pre_rmspe_at_most: number; p_value: number }[];
    expect(filtered[1]!.p_value).toBeCloseTo(wanted.p_ratio_drop_pre_rmspe_gt_5x, 12);
  });

  it("finds the published states and a better fit than the reference's search", () => {
    const predictors = [
      "lnincome@1980..1988",
      "retprice@1980..1988",
      "age15to24@1980..1988",
      "beer@1984..1988",
      "cigsale@1975",
      "cigsale@1980",
      "cigsale@1988",
    ];
    const fit = run(design, { predictors });
    expect(fit.diagnostics.fitted_mspe).toBeLessThanOrEqual(reference.adh_predictors.loss_v[0][0]);
    // Abadie, Diamond & Hainmueller (2010), table 2.
    for (const [state, weight] of Object.entries({
      Utah: 0.334,
      Nevada: 0.234,
      Montana: 0.199,
      Colorado: 0.164,
      Connecticut: 0.069,
    })) {
      expect(Math.abs(weightsOf(fit)[state]! - weight), state).toBeLessThan(0.02);
    }
  });
});
