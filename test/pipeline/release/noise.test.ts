import { expect, it } from "vitest";
import { keyOf } from "../../../src/ingest/release/index.ts";
import { identity, rounded } from "../../../src/ingest/release/rounding.ts";
import { stream } from "../../../src/maths/random.ts";
import type { Design } from "../../../src/model/design.ts";
import { findEstimator } from "../../../src/pipeline/estimate/estimate.ts";
import { designQuestion } from "../../../src/pipeline/evaluate/design.ts";
import { answer, fitted } from "../../../src/pipeline/evaluate/estimating.ts";
import { noiseOfRounding } from "../../../src/pipeline/evaluate/noise.ts";
import { questionOf } from "../../helpers/questions.ts";

const common = { confLevel: 0.95, seed: "noise" };
const names = [..."ABCDEFGH"];

/** Poisson counts of eight units over four years, a quarter fewer in two of them from the third year on. */
const designOf = (mean: number): Design => {
  const random = stream("noise", `${mean}`);
  const rows = Object.fromEntries(
    names.map((unit, i) => [
      unit,
      Array.from({ length: 48 }, (_, t) => random.poisson(mean * (i < 2 && t >= 24 ? 0.75 : 1))),
    ]),
  );
  const starts = { A: "2022-01", B: "2022-01" };
  return designQuestion(questionOf({ id: "noise", first: "2020-01", rows, starts })).built.design;
};

const roundedBy = (design: Design, secret: string): Design => {
  const { panel, outcome } = design;
  const rounder = { base: 5 as const, key: keyOf(secret) };
  const T = panel.periods.length;
  const column = panel.columns[outcome]!.map((count, c) =>
    rounded(count, identity(panel.units[Math.floor(c / T)]!, panel.periods[c % T]!, outcome), rounder),
  );
  return { ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: column } } };
};

it.each([
  ["rirr", 12],
  ["rirr", 2],
  ["ppml", 6],
  ["did", 6],
] as const)("says of %s how far keys move its answer, at a mean count of %i", (method, mean) => {
  const design = designOf(mean);
  const estimator = findEstimator(method);
  const estimates = Array.from({ length: 200 }, (_, k) => {
    const one = roundedBy(design, `key ${k} of those that are tried for this`);
    const { fit } = fitted(estimator, one, common);
    return (fit.estimates?.[0] ?? fit.terms[0]!).estimate!;
  });
  const middle = estimates.reduce((a, b) => a + b, 0) / estimates.length;
  const spread = Math.sqrt(
    estimates.reduce((sum, one) => sum + (one - middle) ** 2, 0) / (estimates.length - 1),
  );
  const exact = fitted(estimator, design, common).fit;
  // Without bias: the mean over keys is the answer of the exact counts, but for chance and curvature.
  expect(Math.abs(middle - (exact.estimates?.[0] ?? exact.terms[0]!).estimate!)).toBeLessThan(spread / 2);
  const printed = roundedBy(design, "the key of the report that is printed");
  const primary = answer(estimator, printed, common);
  const noise = noiseOfRounding(printed, primary, { base: 5, settings: {}, seed: "noise" })!;
  // Sixty fits and two hundred keys: each within about a tenth of the truth.
  expect(noise.std_error / spread).toBeGreaterThan(0.75);
  expect(noise.std_error / spread).toBeLessThan(1.3);
  const { std_error, conf_low, conf_high } = primary.inferred.estimates[0]!;
  const own = std_error || (conf_high! - conf_low!) / 3.92;
  expect(noise.added).toBeCloseTo(Math.sqrt(1 + (noise.std_error / own) ** 2) - 1, 9);
});
