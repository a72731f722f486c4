import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { RateTest } from "../../src/estimators/counts/exact.ts";
import { rateRatio } from "../../src/estimators/rate-ratio.ts";
import type { Estimate, Fit } from "../../src/model/estimate.ts";
import { expectClose } from "../helpers/close.ts";
import { oracle, tableText } from "../helpers/oracle.ts";
import { handMade, numbersOf, settings } from "../helpers/panels.ts";

const only = (fit: Fit): Estimate => fit.estimates![0]!;
const twoCounts = (before: number, after: number): Fit =>
  rateRatio.fit(handMade({ rows: { T: [before, after] }, starts: { T: 2 } }), settings);

describe("rate-ratio against R", () => {
  const { wdd, seattle_dmi: seattle } = oracle("counts_wdd_rirr");
  const examples = tableText("wdd_examples").trim().split("\n").slice(1);

  it.each(examples.map((line) => line.split(",").slice(0, 3)))(
    "gives every number of %s",
    (name, before, after) => {
      const wanted = wdd[name!].before_after_treated;
      const weights = name === "ptools_time_weights" ? [2, 1] : [1, 1];
      const design = handMade({
        rows: { T: [Number(before), Number(after)] },
        starts: { T: 2 },
        exposure: { T: weights },
      });
      const fit = rateRatio.fit(design, settings);
      const wald = fit.diagnostics.wald as Estimate;
      expectClose(Math.exp(only(fit).estimate!), wanted.rate_ratio);
      expectClose(only(fit).std_error, wanted.se_log);
      expectClose(Math.exp(wald.conf_low!), wanted.wald_ci95[0]);
      expectClose(Math.exp(wald.conf_high!), wanted.wald_ci95[1]);
      expect(wald.statistic).toBeCloseTo(wanted.z, 10);
      expect(fit.diagnostics.score_z).toBeCloseTo(wanted.score_z, 10);
      const exact = fit.diagnostics.exact as RateTest;
      expectClose(exact.conf_low, wanted.exact_ci95[0]);
      expectClose(exact.conf_high, wanted.exact_ci95[1]);
      // With unequal exposures R's p orders outcomes by probability; ours doubles the tail, as its interval does.
      if (weights[0] === 1) expectClose(exact.p_value, wanted.exact_conditional_p);
    },
  );

  it.each(Object.keys(seattle))("gives the before-after numbers of Seattle's %s", (outcome) => {
    const { counts, before_after: wanted } = seattle[outcome];
    const fit = twoCounts(counts.t0, counts.t1);
    const exact = fit.diagnostics.exact as RateTest;
    expectClose(Math.exp(only(fit).estimate!), wanted.rate_ratio);
    expectClose(only(fit).std_error, wanted.se_log);
    expectClose(exact.p_value, wanted.exact_conditional_p);
    expectClose(exact.conf_low, wanted.exact_ci95[0]);
    expectClose(exact.conf_high, wanted.exact_ci95[1]);
  });
});

describe("rate-ratio of the seat-belt series", () => {
  it("with --phi pearson is R's quasi-Poisson before-after model", () => {
    const { DriversKilled: y, kms } = numbersOf(tableText("seatbelts"));
    const design = handMade({ rows: { GB: y! }, exposure: { GB: kms! }, starts: { GB: 170 } });
    const fit = rateRatio.fit(design, { ...settings, phi: "pearson" });
    // R 4.2.2: glm(DriversKilled ~ law + offset(log(kms)), family = quasipoisson).
    expectClose(only(fit).estimate, -0.494502802741449);
    expectClose(only(fit).std_error, 0.0724119075509055);
    expectClose(fit.diagnostics.phi as number, 10.9088919569972);
    expectClose(only(fit).p_value, 1.12171380795472e-10, 1e-7);
    expect(fit.df).toBe(190);
  });
});

describe("rate-ratio by hand", () => {
  it("is the log of the ratio of rates per period", () => {
    const fit = rateRatio.fit(handMade({ rows: { T: [30, 50, 40, 20, 20] }, starts: { T: 4 } }), settings);
    expect(only(fit).estimate).toBeCloseTo(Math.log(20 / 40), 12);
    expect(only(fit).std_error).toBeCloseTo(Math.sqrt(1 / 120 + 1 / 40), 12);
  });

  it("inflates the standard error by the square root of φ", () => {
    const design = handMade({ rows: { T: [300, 500, 400, 200, 200] }, starts: { T: 4 } });
    const [one, four] = [1, "4"].map((phi) => only(rateRatio.fit(design, { ...settings, phi })).std_error!);
    expect(four! / one!).toBeCloseTo(2, 12);
    // φ by hand: rates 400 and 200, so ((100² + 100² + 0) / 400 + 0) / (5 − 2).
    expect(rateRatio.fit(design, settings).diagnostics.phi_pearson).toBeCloseTo(50 / 3, 10);
    expect(rateRatio.fit(design, settings).warnings.map((w) => w.code)).toContain("counts/overdispersed");
  });

  it("switches to the exact interval below 20 events, and its p agrees with it", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 19 }), fc.integer({ min: 1, max: 60 }), (before, after) => {
        const e = only(twoCounts(before, after));
        expect(e.p_value! < 0.05).toBe(e.conf_low! > 0 || e.conf_high! < 0);
      }),
    );
  });

  it("has a shorter mid-p interval than the exact one", () => {
    const { exact, midp } = twoCounts(14, 6).diagnostics as { exact: RateTest; midp: RateTest };
    expect(midp.conf_low).toBeGreaterThan(exact.conf_low!);
    expect(midp.conf_high).toBeLessThan(exact.conf_high!);
    expect(midp.p_value).toBeLessThan(exact.p_value);
  });

  it("with nothing after has no estimate but an upper bound", () => {
    const fit = twoCounts(8, 0);
    expect(only(fit)).toMatchObject({ estimate: null, std_error: null, conf_low: null });
    // (1 − π)^8 = 0.025 and p = 2 · 0.5^8.
    const share = 1 - 0.025 ** (1 / 8);
    expect(only(fit).conf_high).toBeCloseTo(Math.log(share / (1 - share)), 9);
    expect(only(fit).p_value).toBeCloseTo(2 * 0.5 ** 8, 12);
    expect(fit.warnings.map((w) => w.code)).toContain("ZER01");
  });

  it("compares each unit with its own before when starts differ", () => {
    // Unit a doubles at 3, unit b doubles at 5; both have a ratio of 2, which a shared calendar split would blur.
    const rows = { a: [50, 50, 100, 100, 100, 100], b: [10, 10, 10, 10, 20, 20] };
    const fit = rateRatio.fit(handMade({ rows, starts: { a: 3, b: 5 } }), settings);
    expect(only(fit).estimate).toBeCloseTo(Math.log(2), 12);
    // Information of stratum s is nₛp(1 − p): a 500 · 0.8 · 0.2; b 80 · 0.5 · 0.5.
    expect(only(fit).std_error).toBeCloseTo(1 / Math.sqrt(500 * 0.16 + 80 * 0.25), 10);
  });

  it("is unmoved by exposure in another unit", () => {
    const rows = { T: [30, 50, 40, 20, 20] };
    const at = (k: number): number =>
      only(
        rateRatio.fit(
          handMade({ rows, exposure: { T: [1, 2, 3, 4, 5].map((e) => e * k) }, starts: { T: 4 } }),
          settings,
        ),
      ).estimate!;
    expect(at(1000)).toBeCloseTo(at(1), 12);
  });

  it("drops a period that lacks one of the units, and says so", () => {
    const rows = { a: [5, Number.NaN, 5, 8, 8], b: [5, 5, 5, 8, 8] };
    const fit = rateRatio.fit(handMade({ rows, starts: { a: 4, b: 4 } }), settings);
    expect(fit.diagnostics.counts).toMatchObject({ before: 20, after: 32, exposureBefore: 2 });
    expect(fit.warnings.map((w) => w.code)).toContain("counts/incomplete-period");
  });

  it("says when φ cannot be estimated from two totals", () => {
    const fit = rateRatio.fit(handMade({ rows: { T: [40, 60] }, starts: { T: 2 } }), {
      ...settings,
      phi: "pearson",
    });
    expect(fit.warnings.map((w) => w.code)).toContain("PHI01");
  });

  it("bounds the ratio from below where nothing happened before", () => {
    const { estimates } = rateRatio.fit(handMade({ rows: { T: [0, 0, 5] }, starts: { T: 3 } }), settings);
    const [row] = estimates!;
    // All five fell after the start: π is at least the fifth root of 0.025, and the ratio π/(1 − π) · 2/1.
    const least = 0.025 ** (1 / 5);
    expect(row!.estimate).toBeNull();
    expect(row!.conf_low).toBeCloseTo(Math.log((2 * least) / (1 - least)), 9);
    expect(row!.conf_high).toBeNull();
  });

  it.each([
    ["no events at all", { rows: { T: [0, 0, 0] }, starts: { T: 3 } }, {}, "counts/zero-before"],
    ["a start after the end", { rows: { T: [1, 2, 3] }, starts: { T: 9 } }, {}, "design/start-after-end"],
    ["no treated unit", { rows: { T: [1, 2, 3] }, starts: {} }, {}, "design/no-treated"],
    [
      "an exposure of zero",
      { rows: { T: [1, 2, 3] }, starts: { T: 3 }, exposure: { T: [1, 0, 1] } },
      {},
      "counts/exposure",
    ],
    ["a φ of nonsense", { rows: { T: [1, 2, 3] }, starts: { T: 3 } }, { phi: "big" }, "estimate/phi"],
  ])("refuses %s", (_, made, options, code) => {
    expect(() => rateRatio.fit(handMade(made), { ...settings, ...options })).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});
