import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { autoregressive } from "../../src/estimators/its/autoregressive.ts";
import type { EventsAvoided } from "../../src/estimators/its/counterfactual.ts";
import type { StandardErrorRow } from "../../src/estimators/its/standard-errors.ts";
import { its } from "../../src/estimators/its.ts";
import type { Design } from "../../src/model/design.ts";
import type { Estimate, Fit } from "../../src/model/estimate.ts";
import { expectClose } from "../helpers/close.ts";
import { oracle, tableText } from "../helpers/oracle.ts";
import { handMade, numbersOf, settings } from "../helpers/panels.ts";

const term = (fit: Fit, name: string): Estimate => fit.estimates!.find((e) => e.term === name)!;
const coefficient = (fit: Fit, name: string): Estimate =>
  (fit.diagnostics.coefficients as Estimate[]).find((e) => e.term === name)!;
const reference = () => oracle("sicily");

interface Reference {
  estimate: number;
  se: number;
  statistic: number;
  p: number;
  ci95: [number, number];
}
const expectRow = (found: Estimate, wanted: Reference, relative = 1e-7): void => {
  expectClose(found.estimate, wanted.estimate, relative, found.term);
  expectClose(found.std_error, wanted.se, relative, `${found.term} se`);
  expectClose(found.statistic, wanted.statistic, relative, `${found.term} statistic`);
  // R prints p-values of zero below the smallest double, and tails magnify the last digits of the statistic.
  if (wanted.p > 1e-90) expectClose(found.p_value, wanted.p, 1e-6, `${found.term} p`);
  expectClose(found.conf_low, wanted.ci95[0], 2e-7, `${found.term} low`);
  expectClose(found.conf_high, wanted.ci95[1], 2e-7, `${found.term} high`);
};

describe("its on the smoking ban of Sicily, against R", () => {
  const sicily = (): Record<string, number[]> => numbersOf(tableText("sicily"));
  const counts = (): Design => {
    const { aces, stdpop } = sicily();
    return handMade({ rows: { Sicily: aces! }, exposure: { Sicily: stdpop! }, starts: { Sicily: 37 } });
  };
  const names = [
    ["smokban", "level_change"],
    ["time", "trend"],
    ["(Intercept)", "intercept"],
    ["sin1", "sin_1"],
    ["cos1", "cos_1"],
    ["sin2", "sin_2"],
    ["cos2", "cos_2"],
  ] as const;

  it.each([
    ["model1_poisson_step", { family: "poisson", change: "level" }],
    ["model2_quasi_step", { family: "quasipoisson", change: "level" }],
    ["model3_quasi_step_fourier2", { family: "quasipoisson", change: "level", season: "fourier:2" }],
    ["model3_poisson", { family: "poisson", change: "level", season: "fourier:2" }],
    ["model3_month_dummies_quasi", { family: "quasipoisson", change: "level", season: "month" }],
    ["negbin_step", { family: "negbin", change: "level" }],
    ["negbin_step_fourier2", { family: "negbin", change: "level", season: "fourier:2" }],
  ] as const)("gives every coefficient of %s", (key, options) => {
    const wanted = reference()[key];
    const fit = its.fit(counts(), { ...settings, ...options });
    const isNegbin = options.family === "negbin";
    for (const [theirs, ours] of names) {
      if (wanted.coef[theirs]) expectRow(coefficient(fit, ours), wanted.coef[theirs], isNegbin ? 2e-6 : 1e-7);
    }
    for (let month = 2; month <= 12 && key === "model3_month_dummies_quasi"; month++) {
      expectRow(coefficient(fit, `season_${month}`), wanted.coef[`factor(month)${month}`]);
    }
    if (wanted.dispersion_pearson)
      expectClose(fit.diagnostics.phi as number, wanted.dispersion_pearson, 1e-8);
    if (wanted.deviance)
      expectClose(fit.diagnostics.deviance as number, wanted.deviance, isNegbin ? 2e-6 : 1e-8);
    if (wanted.loglik) expectClose(fit.diagnostics.log_likelihood as number, wanted.loglik, 1e-8);
    if (wanted.theta) expectClose(fit.diagnostics.theta as number, wanted.theta, 1e-5);
  });

  it("counts the slope from 0 at the start, so that the level is R's step plus one period of R's slope", () => {
    const wanted = reference().model4_quasi_step_slope_fourier2.coef;
    const fit = its.fit(counts(), { ...settings, family: "quasipoisson", season: "fourier:2" });
    expectRow(term(fit, "slope_change"), wanted.post_time);
    expectRow(term(fit, "trend"), wanted.time);
    expectRow(term(fit, "intercept"), wanted["(Intercept)"]);
    expectClose(term(fit, "level_change").estimate, wanted.smokban.estimate + wanted.post_time.estimate);
  });

  it("compares the two models as R's anova does", () => {
    const options = { ...settings, family: "quasipoisson", season: "fourier:2" };
    const step = its.fit(counts(), { ...options, change: "level" }).diagnostics;
    const slope = its.fit(counts(), options).diagnostics;
    const F = ((step.deviance as number) - (slope.deviance as number)) / (slope.phi as number);
    expectClose(F, reference().anova_m3_m4.F, 1e-7);
  });

  it.each(["NeweyWest_lag3", "NeweyWest_lag12"])(
    "gives the standard errors of sandwich for Poisson scores: %s",
    (key) => {
      const lag = key.replace("NeweyWest_lag", "");
      const fit = its.fit(counts(), {
        ...settings,
        family: "poisson",
        change: "level",
        season: "fourier:2",
        vcov: `newey-west:${lag}`,
      });
      for (const [theirs, ours] of names)
        expectRow(coefficient(fit, ours), reference().model3_poisson_robust[key][theirs]);
    },
  );

  it("at lag 0 is the heteroskedasticity-robust HC0", () => {
    const fit = its.fit(counts(), {
      ...settings,
      family: "poisson",
      change: "level",
      season: "fourier:2",
      vcov: "newey-west:0",
    });
    for (const [theirs, ours] of names)
      expectRow(coefficient(fit, ours), reference().model3_poisson_robust.HC0[theirs]);
  });

  it("gives the counterfactual total and the events avoided", () => {
    const wanted = reference().model3_counterfactual;
    const avoided = its.fit(counts(), {
      ...settings,
      family: "quasipoisson",
      change: "level",
      season: "fourier:2",
    }).diagnostics.events_avoided as EventsAvoided;
    expectClose(avoided.counterfactual_total, wanted.counterfactual_post, 1e-8);
    expectClose(avoided.fitted_total, wanted.fitted_post, 1e-8);
    expect(avoided.observed_total).toBe(wanted.observed_post);
    expectClose(avoided.estimate, -wanted.fitted_minus_counterfactual, 1e-8);
  });

  it("gives the autocorrelations and Ljung–Box test of the deviance residuals", () => {
    const wanted = reference().model3_residual_deviance;
    const { autocorrelations, ljung_box: test } = its.fit(counts(), {
      ...settings,
      family: "poisson",
      change: "level",
      season: "fourier:2",
    }).diagnostics as { autocorrelations: number[]; ljung_box: { statistic: number; p_value: number } };
    for (const [lag, r] of (wanted.acf1_12 as number[]).entries())
      expectClose(autocorrelations[lag], r, 1e-6);
    expectClose(test.statistic, wanted.ljung_box_12.Q, 1e-8);
    expectClose(test.p_value, wanted.ljung_box_12.p, 1e-7);
  });

  it.each(["ols_rate_step_fourier2", "ols_rate_step_slope_fourier2"])(
    "gives least squares and Newey–West on the rate: %s",
    (key) => {
      const { aces, stdpop } = sicily();
      const rate = aces!.map((y, t) => (y / stdpop![t]!) * 1e5);
      const design = handMade({ rows: { Sicily: rate }, starts: { Sicily: 37 } });
      const wanted = reference()[key];
      const options = {
        ...settings,
        season: "fourier:2",
        change: key.includes("slope") ? "level+slope" : "level",
      };
      const check = (fit: Fit, table: Record<string, Reference>): void => {
        for (const [theirs, ours] of names) {
          if (ours !== "level_change" || !table.post_time) expectRow(coefficient(fit, ours), table[theirs]!);
        }
        if (table.post_time) expectRow(term(fit, "slope_change"), table.post_time);
      };
      const plain = its.fit(design, options);
      check(plain, wanted.ols);
      check(its.fit(design, { ...options, vcov: "newey-west:3" }), wanted.NW_lag3.adjust_FALSE);
      check(its.fit(design, { ...options, vcov: "newey-west:12" }), wanted.NW_lag12.adjust_FALSE);
      expectClose(Math.sqrt(plain.diagnostics.phi as number), wanted.sigma, 1e-8);
      expectClose(
        plain.diagnostics.durbin_watson as number,
        wanted.durbin_watson.DW ?? wanted.durbin_watson,
        1e-8,
      );
      const serial = plain.diagnostics.breusch_godfrey as { statistic: number };
      expectClose(
        serial.statistic,
        wanted.breusch_godfrey_12.LM ?? wanted.breusch_godfrey_12.statistic,
        1e-8,
      );
    },
  );

  it("finds the maximum-likelihood AR(1) fit of nlme", () => {
    const { aces, stdpop } = sicily();
    const y = Float64Array.from(aces!, (v, t) => (v / stdpop![t]!) * 1e5);
    const row = (t: number): number[] => {
      const w = (Math.PI * (t + 1)) / 6;
      return [
        1,
        t + 1,
        t >= 36 ? 1 : 0,
        Math.max(0, t - 35),
        Math.sin(w),
        Math.cos(w),
        Math.sin(2 * w),
        Math.cos(2 * w),
      ];
    };
    const x = Float64Array.from(Array.from({ length: 59 }, (_, t) => row(t)).flat());
    const fit = autoregressive({ x, n: 59, k: 8, y }, "ml");
    const wanted = reference().gls_ar1_ML_rate;
    expectClose(fit.rho, wanted.phi, 1e-5);
    ["(Intercept)", "time", "smokban", "post_time", "sin1", "cos1", "sin2", "cos2"].forEach((name, j) => {
      expectClose(fit.coefficients[j], wanted.coef[name].estimate, 1e-5, name);
    });
  });
});

describe("its on the British seat-belt law", () => {
  // Reference numbers: R 4.2.2 with sandwich 3.0.2, MASS 7.3.58.2 and nlme 3.1.162 on the same file.
  const seatbelts = (column: (row: Record<string, number[]>) => number[], exposure?: string): Design => {
    const data = numbersOf(tableText("seatbelts"));
    return handMade({
      rows: { GB: column(data) },
      starts: { GB: 1983 * 12 + 1 },
      first: 1969 * 12,
      frequency: "month",
      ...(exposure && { exposure: { GB: data[exposure]! } }),
    });
  };
  const logKilled = (): Design => seatbelts((d) => d.DriversKilled!.map(Math.log));
  const monthly = { ...settings, change: "level", season: "month" };

  it("gives least squares, Newey–West and Prais–Winsten on the log of drivers killed", () => {
    const level = (options: Record<string, string>): Estimate =>
      term(its.fit(logKilled(), { ...monthly, ...options }), "level_change");
    const ols = level({});
    expectClose(ols.estimate, -0.146896107887396);
    expectClose(ols.std_error, 0.0365368257679039);
    expectClose(level({ vcov: "newey-west:1" }).std_error, 0.0401334985448626);
    expectClose(level({ vcov: "newey-west:6" }).std_error, 0.0396653513379116);
    expectClose(level({ vcov: "newey-west:12" }).std_error, 0.0413379032766426);
    const pw = level({ vcov: "prais-winsten" });
    expectClose(pw.estimate, -0.141385007541929);
    expectClose(pw.std_error, 0.0534908460278413);
    const fit = its.fit(logKilled(), { ...monthly, vcov: "prais-winsten" });
    expectClose(fit.diagnostics.rho as number, 0.402426475564397);
    expect(fit.df).toBe(178);
    expectClose(term(fit, "trend").std_error, 0.000322409143783378);
    expectClose(its.fit(logKilled(), monthly).diagnostics.durbin_watson as number, 1.1832179457182);
  });

  it("shows the choices of standard error side by side, REML among them", () => {
    const rows = its.fit(logKilled(), monthly).diagnostics.standard_errors as StandardErrorRow[];
    const of = (vcov: string): StandardErrorRow => rows.find((r) => r.vcov === vcov)!;
    expectClose(of("model").std_error, 0.0365368257679039);
    expectClose(of("newey-west:6").std_error, 0.0396653513379116);
    expectClose(of("prais-winsten").std_error, 0.0534908460278413);
    // nlme::gls stops when its likelihood moves little, so its own numbers hold to five digits.
    expectClose(of("ar1-reml").estimate, -0.140942955724968, 1e-5);
    expectClose(of("ar1-reml").std_error, 0.0549126692459041, 1e-5);
    expectClose(of("ar1-reml").rho, 0.420478809883627, 1e-5);
  });

  it("gives Prais–Winsten with a change of slope on the count", () => {
    const fit = its.fit(
      seatbelts((d) => d.DriversKilled!),
      { ...settings, season: "month", vcov: "prais-winsten" },
    );
    expectClose(term(fit, "level_change").estimate, -18.8274581796458);
    expectClose(term(fit, "level_change").std_error, 9.91774009818966);
    expectClose(term(fit, "slope_change").estimate, 0.483120118931355);
    expectClose(term(fit, "slope_change").std_error, 0.726326083944749);
    expectClose(term(fit, "intercept").estimate, 132.827342977951);
    expectClose(fit.diagnostics.rho as number, 0.391609289467281);
  });

  it("by default is a plain gaussian glm with level and slope", () => {
    const fit = its.fit(
      seatbelts((d) => d.DriversKilled!),
      settings,
    );
    expectClose(term(fit, "level_change").estimate, -32.9185104193465);
    expectClose(term(fit, "slope_change").conf_high, 3.00782820270577);
    expectClose(term(fit, "trend").estimate, -0.101601113818308);
    expect(fit.estimates!.map((e) => e.term)).toEqual(["level_change", "slope_change", "trend", "intercept"]);
  });

  it.each([
    ["poisson", "model", 0.0122190315309546, 0.000869085561047154],
    ["quasipoisson", "model", 0.042261177111092, 0.00300585023674433],
    ["poisson", "newey-west:4", 0.0281117661949655, 0.00157577471587787],
    ["quasipoisson", "newey-west:12", 0.0238177843113751, 0.00124466950184157],
  ])("gives R's standard errors for %s with %s", (family, vcov, level, slope) => {
    const design = seatbelts((d) => d.drivers!, "kms");
    const fit = its.fit(design, { ...settings, season: "month", family, vcov });
    expectClose(term(fit, "level_change").estimate, -0.231632221367879);
    expectClose(term(fit, "level_change").std_error, level);
    expectClose(term(fit, "slope_change").std_error, slope);
    expectClose(term(fit, "intercept").estimate, -1.61065442204011);
  });

  it("gives glm.nb with an offset, and Newey–West on its scores", () => {
    const design = seatbelts((d) => d.drivers!, "kms");
    const fit = its.fit(design, { ...settings, season: "month", family: "negbin" });
    expectClose(term(fit, "level_change").estimate, -0.231531976995149, 1e-6);
    expectClose(term(fit, "level_change").std_error, 0.0359706210915033, 1e-6);
    expectClose(fit.diagnostics.theta as number, 167.482325791381, 1e-6);
    const hac = its.fit(design, { ...settings, season: "month", family: "negbin", vcov: "newey-west:12" });
    expectClose(term(hac, "slope_change").std_error, 0.00120973880978109, 1e-6);
  });

  it("gives the quasi-Poisson fit with two pairs of waves", () => {
    const fit = its.fit(
      seatbelts((d) => d.DriversKilled!),
      { ...settings, family: "quasipoisson", change: "level", season: "fourier:2" },
    );
    expectClose(term(fit, "level_change").estimate, -0.133526367254488);
    expectClose(term(fit, "level_change").std_error, 0.0390693865069479);
    expectClose(fit.diagnostics.phi as number, 2.27091515828493);
  });
});

describe("its by hand", () => {
  const line = (n: number, start: number, step: number): number[] =>
    Array.from({ length: n }, (_, t) => 10 + t + (t >= start ? step : 0) + (t % 2 === 0 ? 0.5 : -0.5));

  it("finds a step put into a line, and the events avoided by it", () => {
    const fit = its.fit(handMade({ rows: { a: line(40, 20, -5) }, starts: { a: 21 } }), {
      ...settings,
      change: "level",
    });
    expect(term(fit, "level_change").estimate).toBeCloseTo(-5, 0);
    const avoided = fit.diagnostics.events_avoided as EventsAvoided;
    // With a step only, the events avoided are the step times the periods after it, and so is their error.
    expect(avoided.estimate).toBeCloseTo(-20 * term(fit, "level_change").estimate!, 9);
    expect(avoided.std_error).toBeCloseTo(20 * term(fit, "level_change").std_error!, 9);
  });

  it("adds the treated units up", () => {
    const [a, b] = [line(30, 15, 3), line(30, 15, 1)];
    const apart = its.fit(handMade({ rows: { a, b }, starts: { a: 16, b: 16 } }), settings);
    const together = its.fit(
      handMade({ rows: { a: a.map((v, t) => v + b[t]!) }, starts: { a: 16 } }),
      settings,
    );
    expect(term(apart, "level_change").estimate).toBeCloseTo(term(together, "level_change").estimate!, 9);
    expect(apart.model.treated_units).toBe(2);
  });

  it("is unmoved by a straight line added to a gaussian outcome, but for trend and intercept", () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer({ min: 0, max: 90 }), { minLength: 20, maxLength: 20 }),
        fc.integer({ min: -9, max: 9 }),
        (y, b) => {
          const at = (rows: number[]): Fit =>
            its.fit(handMade({ rows: { a: rows }, starts: { a: 11 } }), settings);
          const [plain, tilted] = [at(y), at(y.map((v, t) => v + 100 + b * t))];
          for (const name of ["level_change", "slope_change"]) {
            expect(term(tilted, name).estimate).toBeCloseTo(term(plain, name).estimate!, 7);
            expect(term(tilted, name).std_error).toBeCloseTo(term(plain, name).std_error!, 7);
          }
          expect(term(tilted, "trend").estimate).toBeCloseTo(term(plain, "trend").estimate! + b, 7);
        },
      ),
      { numRuns: 30 },
    );
  });

  it("does not change its ratio when a count and its exposure are both doubled, but for the standard error", () => {
    const y = [20, 24, 19, 22, 25, 21, 18, 23, 26, 22, 12, 15, 11, 14, 13, 16, 12, 10, 14, 13];
    const people = y.map((_, t) => 1000 + 10 * t);
    const at = (k: number): Fit =>
      its.fit(
        handMade({
          rows: { a: y.map((v) => v * k) },
          exposure: { a: people.map((v) => v * k) },
          starts: { a: 11 },
        }),
        {
          ...settings,
          family: "quasipoisson",
        },
      );
    expect(term(at(2), "level_change").estimate).toBeCloseTo(term(at(1), "level_change").estimate!, 9);
    // Doubling every count doubles φ and the information alike.
    expect(term(at(2), "level_change").std_error).toBeCloseTo(term(at(1), "level_change").std_error!, 9);
  });

  it("keeps the dates of the season when the panel starts in another month", () => {
    const season = [30, 28, 33, 35, 40, 42, 45, 44, 38, 35, 31, 36];
    const y = Array.from(
      { length: 60 },
      (_, t) => season[(t + 4) % 12]! + ((t * 7) % 5) + (t >= 36 ? -6 : 0),
    );
    const fit = its.fit(
      handMade({
        rows: { a: y },
        starts: { a: 2020 * 12 + 4 + 36 },
        first: 2020 * 12 + 4,
        frequency: "month",
      }),
      {
        ...settings,
        family: "poisson",
        change: "level",
        season: "month",
      },
    );
    const august = coefficient(fit, "season_8").estimate! - coefficient(fit, "season_2").estimate!;
    expect(august).toBeGreaterThan(0.2);
  });

  it("bounds the ratio exactly when nothing happens after the start", () => {
    const fit = its.fit(handMade({ rows: { a: [5, 4, 6, 5, 0, 0, 0, 0] }, starts: { a: 5 } }), {
      ...settings,
      family: "poisson",
      change: "level",
    });
    const level = term(fit, "level_change");
    expect(level.estimate).toBeNull();
    // 20 before, 0 after, equal windows: the bound solves (1 − π)^20 = 0.025.
    const share = 1 - 0.025 ** (1 / 20);
    expectClose(level.conf_high, Math.log(share / (1 - share)), 1e-9);
    expect(fit.warnings.map((w) => w.code)).toContain("ZER01");
  });

  it("leaves out months that never have an event, and says so", () => {
    const y = Array.from({ length: 36 }, (_, t) => (t % 12 === 7 ? 0 : 10 + ((t * 5) % 7)));
    const fit = its.fit(handMade({ rows: { a: y }, starts: { a: 25 } }), {
      ...settings,
      family: "poisson",
      change: "level",
      season: "month",
    });
    expect(fit.warnings.map((w) => w.code)).toContain("its/separation");
    expect(fit.model.observations).toBe(33);
    expect(Number.isFinite(term(fit, "level_change").estimate)).toBe(true);
  });

  it("falls back to Poisson when counts vary too little for a negative binomial, and says so", () => {
    const y = Array.from({ length: 24 }, (_, t) => 100 + (t % 2));
    const fit = its.fit(handMade({ rows: { a: y }, starts: { a: 13 } }), { ...settings, family: "negbin" });
    expect(fit.warnings.map((w) => w.code)).toContain("its/theta");
    expect(fit.diagnostics.theta).toBeNull();
  });

  it("warns of Newey–West on fewer than fifty periods", () => {
    const at = (n: number): string[] =>
      its
        .fit(handMade({ rows: { a: line(n, 20, 2) }, starts: { a: 21 } }), {
          ...settings,
          vcov: "newey-west:3",
        })
        .warnings.map((w) => w.code);
    expect(at(49)).toContain("its/short-newey-west");
    expect(at(50)).not.toContain("its/short-newey-west");
  });

  it("counts trend through a gap and warns of it", () => {
    const y = line(20, 10, -4);
    y[4] = Number.NaN;
    const gapped = its.fit(handMade({ rows: { a: y }, starts: { a: 11 } }), settings);
    expect(gapped.warnings.map((w) => w.code)).toContain("its/gap");
    expect(term(gapped, "trend").estimate).toBeCloseTo(1, 0);
  });

  it.each([
    ["a start after the last period", { a: 99 }, {}, "design/start-after-end"],
    ["a start at the first period", { a: 1 }, {}, "design/no-before"],
    ["no treated unit", {}, {}, "design/no-treated"],
    ["two starts", { a: 5, b: 6 }, {}, "design/staggered-start"],
    ["one period after the start for a slope", { a: 8, b: 8 }, {}, "its/not-identified"],
    ["Prais–Winsten for counts", { a: 5 }, { family: "poisson", vcov: "prais-winsten" }, "estimate/vcov"],
    ["an unknown family", { a: 5 }, { family: "binomial" }, "estimate/family"],
    ["too many waves", { a: 5 }, { season: "fourier:3", cycle: 4 }, "its/season"],
    ["fewer periods than coefficients", { a: 5 }, { season: "month" }, "its/too-few-periods"],
  ])("refuses %s", (_, starts, options, code) => {
    const design = handMade({ rows: { a: [1, 3, 2, 4, 3, 5, 2, 4], b: [1, 3, 2, 4, 3, 5, 2, 4] }, starts });
    expect(() => its.fit(design, { ...settings, ...options })).toThrowError(
      expect.objectContaining({ code }),
    );
  });

  it("refuses counts below zero, naming unit and period", () => {
    const design = handMade({ rows: { a: [1, 3, -2, 4, 3, 5, 2, 4] }, starts: { a: 5 } });
    expect(() => its.fit(design, { ...settings, family: "poisson" })).toThrowError(/a 3/);
    expect(() => its.fit(design, settings)).not.toThrow();
  });
});

describe("with covariates", () => {
  it("agrees with R 4.2.2 glm(quasipoisson) on drivers killed, distance and petrol price beside it", () => {
    const { DriversKilled, kms, PetrolPrice } = numbersOf(tableText("seatbelts"));
    // January 1969 is month 1969 * 12 of the calendar; the law came in February 1983.
    const first = 1969 * 12;
    const plain = handMade({
      rows: { GB: DriversKilled! },
      starts: { GB: first + 169 },
      first,
      frequency: "month",
    });
    const columns = {
      ...plain.panel.columns,
      distance: Float64Array.from(kms!, Math.log),
      price: Float64Array.from(PetrolPrice!),
    };
    const design: Design = {
      ...plain,
      covariates: ["distance", "price"],
      panel: { ...plain.panel, columns },
    };
    const options = { ...settings, family: "quasipoisson", season: "month", change: "level" };
    const { estimate, std_error } = term(its.fit(design, options), "level_change");
    expectClose(estimate, -0.120924965484, 1e-9, "level_change");
    expectClose(std_error, 0.0359073627691, 1e-9, "level_change se");
  });
});

it.each([
  ["that never varies", [4, 4, 4, 4, 4, 4, 4, 4]],
  ["that the trend fits exactly", [1, 2, 3, 4, 5, 6, 7, 8]],
])("refuses a series %s: no error is left to measure", (_, series) => {
  const design = handMade({ rows: { a: series }, starts: { a: 5 } });
  expect(() => its.fit(design, settings)).toThrowError(
    expect.objectContaining({ code: "design/no-variation" }),
  );
});
