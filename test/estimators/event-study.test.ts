import { describe, expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { eventStudy } from "../../src/estimators/event-study.ts";
import { clusteredError } from "../helpers/cr1.ts";
import { balanced, mpdta, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { wavyPanel, wavyRows } from "../helpers/wavy-panel.ts";

const table = (shape = {}, more = {}) => {
  const design = wavyPanel(shape);
  const study = eventStudy.fit(design, { ...settings, ...more });
  return study.terms.map((term, j) => [term.event_time, term.estimate, clusteredError(study, design, j)]);
};
const agrees = (found: unknown[][], wanted: readonly (readonly [number, number, number])[]) => {
  expect(found.map(([event]) => event)).toEqual(wanted.map(([event]) => event));
  for (const [j, [, estimate, error]] of wanted.entries()) {
    expect(found[j]![1]).toBeCloseTo(estimate, 10);
    expect(found[j]![2]).toBeCloseTo(error, 10);
  }
};

it("compares every period with the one before the start", () => {
  const design = balanced([{ y: [3, 5, 9, 4], start: 3 }, { y: [1, 1, 2, 2] }, { y: [4, 4, 5, 5] }]);
  const { terms } = eventStudy.fit(design, settings);
  expect(terms.map(({ event_time }) => event_time)).toEqual([-2, 0, 1]);
  expect(terms.map(({ estimate }) => Math.round(estimate * 1e9) / 1e9)).toEqual([-2, 3, -2]);
});

describe("published numbers", () => {
  it("mpdta, as fixest 0.14.2", () => {
    const wanted = oracle("mpdta");
    const design = mpdta(tablePath("mpdta"));
    const study = eventStudy.fit(design, settings);
    expect(study.terms.length).toBe(7);
    for (const [j, { event_time, estimate }] of study.terms.entries()) {
      const want = wanted.event_study_twfe.coef[`rel::${event_time}`];
      expect(estimate).toBeCloseTo(want.estimate, 11);
      expect(clusteredError(study, design, j)).toBeCloseTo(want.se, 11);
    }
  });
  // Dummies in R 4.2.2 lm, sandwich 3.0.2 vcovCL (HC0) times fixest's factor.
  it("an unbalanced panel, as R", () => {
    agrees(table(), [
      [-5, -0.224986674372, 0.267276939528],
      [-4, 1.41290250756, 0.412516669472],
      [-3, -0.265510262042, 0.199885912204],
      [-2, 1.660948368657, 0.405889998562],
      [0, 1.744829661236, 0.401748067288],
      [1, 0.892161007458, 0.186543346562],
      [2, 1.157758882539, 0.425721297895],
      [3, 1.728851979388, 0.34660889504],
      [4, 0.458935634968, 0.392086432081],
    ]);
  });
  it("an unbalanced panel with weights and a covariate, as R", () => {
    const found = table({ covariates: ["x"], weights: "w" });
    agrees(found.slice(3, 6), [
      [-2, 1.458585349375, 0.380773996332],
      [0, 1.705969982118, 0.40096575538],
      [1, 0.99644099406, 0.204747031612],
    ]);
  });
  it("a window of two leads and one lag, binned, as R", () => {
    agrees(table({}, { leads: 2, lags: 1 }), [
      [-2, 0.929331418682, 0.280449223186],
      [0, 1.742474762778, 0.374631213412],
      [1, 1.123832957705, 0.207982956613],
    ]);
  });
});

it("with one lead and every lag in one bin, is the two-way estimate", () => {
  const one = eventStudy.fit(wavyPanel(), { ...settings, leads: 1, lags: 0 });
  expect(one.terms.length).toBe(1);
  expect(one.terms[0]!.estimate).toBeCloseTo(did.fit(wavyPanel(), settings).terms[0]!.estimate, 12);
  expect(one.warnings.some(({ code }) => code === "design/binned-event-times")).toBe(true);
});

it("is unmoved by a constant added to a unit or a period", () => {
  const lifted = wavyRows().map((row) => ({
    ...row,
    y: Number(row.y) + (row.u === 4 ? 9 : 0) - (row.t === 5 ? 7 : 0),
  }));
  const [a, b] = [eventStudy.fit(wavyPanel(), settings), eventStudy.fit(wavyPanel({}, lifted), settings)];
  for (const [j, { estimate }] of a.terms.entries()) expect(b.terms[j]!.estimate).toBeCloseTo(estimate, 10);
});

describe("refusals and warnings", () => {
  it("names event times that fewer than three treated units reach", () => {
    const wave = (i: number) => Array.from({ length: 7 }, (_, t) => Math.sin(5 * i + 3 * t));
    const units = Array.from({ length: 9 }, (_, i) => ({
      y: wave(i),
      ...(i < 5 ? { start: i === 0 ? 6 : 3 } : {}),
    }));
    const { warnings } = eventStudy.fit(balanced(units), settings);
    const thin = warnings.find(({ code }) => code === "design/thin-event-time");
    expect(thin?.message).toContain("three treated clusters: -5, -4, -3;");
    const joined = eventStudy.fit(balanced(units), { ...settings, leads: 2 });
    expect(joined.warnings.some(({ code }) => code === "design/thin-event-time")).toBe(false);
  });
  it("needs the period before the start", () => {
    const design = balanced([
      { y: [3, Number.NaN, 9, 4], start: 3 },
      { y: [1, 1, 2, 2] },
      { y: [4, 4, 5, 5] },
    ]);
    expect(() => eventStudy.fit(design, settings)).toThrow(/event time -1/);
  });
  it("says which event times nothing can tell apart when nobody is never treated", () => {
    const design = balanced([
      { y: [3, 5, 9, 4, 6], start: 3 },
      { y: [1, 1, 2, 2, 3], start: 4 },
      { y: [4, 3, 5, 5, 4], start: 3 },
    ]);
    const study = eventStudy.fit(design, settings);
    expect(study.warnings.find(({ code }) => code === "design/collinear")?.message).toContain("event time");
    expect(study.diagnostics.dropped).not.toEqual([]);
  });
});
