import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rirr } from "../../src/estimators/rirr.ts";
import type { Estimate, Fit } from "../../src/model/estimate.ts";
import { expectClose } from "../helpers/close.ts";
import { oracle, tableText } from "../helpers/oracle.ts";
import { handMade, numbersOf, settings } from "../helpers/panels.ts";

const only = (fit: Fit): Estimate => fit.estimates![0]!;
const four = (t0: number, t1: number, c0: number, c1: number, options = {}): Fit =>
  rirr.fit(handMade({ rows: { T: [t0, t1], C: [c0, c1] }, starts: { T: 2 } }), { ...settings, ...options });

interface Wanted {
  log_rirr: number;
  se_log: number;
  rirr: number;
  ci95: [number, number];
  z: number;
  p: number;
  relative_effect_size_farrington_welsh: number;
  res_ci95: [number, number];
  expected_treated_post: number;
  crimes_prevented: number;
  "haldane_0.5": { log_rirr: number; se: number };
}

const expectAll = (fit: Fit, wanted: Wanted): void => {
  const d = fit.diagnostics as {
    rirr: { estimate: number; conf_low: number; conf_high: number };
    relative_effect_size: { estimate: number; conf_low: number; conf_high: number };
    expected_treated_after: number;
    events_avoided: number;
    haldane_half: { log_rirr: number; std_error: number };
  };
  expectClose(only(fit).estimate, wanted.log_rirr);
  expectClose(only(fit).std_error, wanted.se_log);
  expectClose(only(fit).statistic, wanted.z);
  expectClose(only(fit).p_value, wanted.p);
  expectClose(d.rirr.estimate, wanted.rirr);
  expectClose(d.rirr.conf_low, wanted.ci95[0]);
  expectClose(d.rirr.conf_high, wanted.ci95[1]);
  expectClose(d.relative_effect_size.estimate, wanted.relative_effect_size_farrington_welsh);
  expectClose(d.relative_effect_size.conf_low, wanted.res_ci95[0]);
  expectClose(d.relative_effect_size.conf_high, wanted.res_ci95[1]);
  expectClose(d.expected_treated_after, wanted.expected_treated_post);
  expectClose(d.events_avoided, wanted.crimes_prevented);
  expectClose(d.haldane_half.log_rirr, wanted["haldane_0.5"].log_rirr);
  expectClose(d.haldane_half.std_error, wanted["haldane_0.5"].se);
};

describe("rirr against R", () => {
  const results = oracle("counts_wdd_rirr");
  const examples = tableText("wdd_examples").trim().split("\n").slice(1);

  it.each(examples.map((line) => line.split(",")))("gives every number of %s", (name, ...cells) => {
    const [t0, t1, c0, c1] = cells.slice(0, 4).map(Number) as [number, number, number, number];
    expectAll(four(t0, t1, c0, c1), results.wdd[name!].rirr_local);
  });

  it.each(Object.keys(results.seattle_dmi))("gives every number of Seattle's %s", (outcome) => {
    const { counts, rirr: wanted } = results.seattle_dmi[outcome];
    expectAll(four(counts.t0, counts.t1, counts.c0, counts.c1), wanted);
  });

  it("gives the numbers of the Chicago officers", () => {
    const { counts, rirr: wanted } = results.chicago_early_vs_late_complaints;
    expectAll(four(...(counts as [number, number, number, number])), wanted);
  });
});

describe("rirr with φ from the panel", () => {
  const data = (): Record<string, number[]> => numbersOf(tableText("seatbelts"));

  it("is R's quasi-Poisson with unit and period effects, standard error included", () => {
    const { front, rear } = data();
    const fit = rirr.fit(handMade({ rows: { front: front!, rear: rear! }, starts: { front: 170 } }), {
      ...settings,
      phi: "pearson",
    });
    // R 4.2.2: glm(y ~ factor(u) + factor(t) + tr, family = quasipoisson) on front and rear seats, 384 rows.
    expectClose(only(fit).estimate, -0.443508798912044);
    expectClose(fit.diagnostics.phi as number, 4.5519007843086);
    expectClose(only(fit).std_error, 0.0304979664619857);
    expectClose(only(fit).p_value, 1.07902401954379e-32, 1e-7);
    expect(fit.df).toBe(190);
  });

  it("solves for φ with an exposure too", () => {
    const { front, rear, kms } = data();
    const exposure = { front: kms!, rear: kms!.map((k, t) => k * (0.5 + (t + 1) / 1000)) };
    const fit = rirr.fit(
      handMade({ rows: { front: front!, rear: rear! }, exposure, starts: { front: 170 } }),
      settings,
    );
    expectClose(fit.diagnostics.phi_pearson as number, 4.60493637454469);
  });
});

describe("rirr by hand", () => {
  it("is the difference of two log ratios", () => {
    // Wheeler (2021) on Wilson: 50 → 30 against 60 → 55.
    const e = only(four(50, 30, 60, 55));
    expect(e.estimate).toBeCloseTo(-0.4238142, 7);
    expect(e.std_error).toBeCloseTo(0.2969542, 7);
  });

  it("widens by √φ", () => {
    expect(only(four(50, 30, 60, 55, { phi: 2 })).std_error).toBeCloseTo(0.2969542 * Math.SQRT2, 6);
  });

  it("turns its sign when treated and comparison change places, and when before and after do", () => {
    const count = fc.integer({ min: 1, max: 5000 });
    fc.assert(
      fc.property(count, count, count, count, (a, b, c, d) => {
        const plain = only(four(a, b, c, d)).estimate!;
        expect(only(four(c, d, a, b)).estimate).toBeCloseTo(-plain, 10);
        expect(only(four(b, a, d, c)).estimate).toBeCloseTo(-plain, 10);
      }),
    );
  });

  it("adds ½ to every cell when one is empty, and says so", () => {
    const fit = four(30, 0, 40, 38);
    expect(only(fit).estimate).toBeCloseTo(Math.log(0.5 / 30.5 / (38.5 / 40.5)), 12);
    expect(fit.warnings.map((w) => w.message).join()).toContain("Haldane");
  });

  it("ignores buffers and excluded units", () => {
    const rows = { T: [50, 30], C: [60, 55], D: [99, 1], X: [7, 7] };
    const roles = { D: "buffer", X: "excluded" } as const;
    expect(only(rirr.fit(handMade({ rows, starts: { T: 2 }, roles }), settings)).estimate).toBeCloseTo(
      -0.4238142,
      7,
    );
  });

  it("is unmoved by the order of units and a never-treated unit of zeros", () => {
    const at = (rows: Record<string, number[]>): number =>
      only(rirr.fit(handMade({ rows, starts: { T: 3 } }), settings)).estimate!;
    const plain = at({ T: [9, 11, 5, 6], A: [20, 22, 25, 24], B: [31, 30, 28, 33] });
    expect(at({ B: [31, 30, 28, 33], T: [9, 11, 5, 6], A: [20, 22, 25, 24], Z: [0, 0, 0, 0] })).toBeCloseTo(
      plain,
      12,
    );
  });

  it.each([
    ["no comparison", { T: [5, 6] }, { T: 2 }, "design/no-comparison"],
    ["two starts", { T: [5, 6, 7], S: [5, 6, 7], C: [4, 4, 4] }, { T: 2, S: 3 }, "design/staggered-start"],
    ["nothing before", { T: [0, 6], C: [4, 4] }, { T: 2 }, "counts/zero-before"],
    ["nothing before in the comparison", { T: [5, 6], C: [0, 4] }, { T: 2 }, "counts/zero-before"],
  ])("refuses %s", (_, rows, starts, code) => {
    const design = handMade({ rows, starts: starts as unknown as Record<string, number> });
    expect(() => rirr.fit(design, settings)).toThrowError(expect.objectContaining({ code }));
  });
});

it("warns of what φ cannot repair: neighbouring periods that move together", () => {
  const waves = (shift: number): number[] =>
    Array.from({ length: 24 }, (_, t) => Math.round(60 + 25 * Math.sin(t / 3 + shift)));
  const noise = (shift: number): number[] => Array.from({ length: 24 }, (_, t) => 60 + ((t * 7 + shift) % 5));
  const codes = (rows: Record<string, number[]>): string[] =>
    rirr
      .fit(handMade({ rows, starts: { a: 13 } }), { ...settings, phi: "pearson" })
      .warnings.map((w) => w.code);
  expect(codes({ a: waves(0), b: waves(1.4), c: waves(2.9) })).toContain("counts/autocorrelated");
  expect(codes({ a: noise(0), b: noise(2), c: noise(3) })).not.toContain("counts/autocorrelated");
});
