import { expect, it } from "vitest";
import { callawaySantanna } from "../../src/estimators/callaway-santanna.ts";
import { did } from "../../src/estimators/did.ts";
import { imputation } from "../../src/estimators/imputation.ts";
import { jackknife } from "../../src/inference/jackknife.ts";
import { randomisation } from "../../src/inference/randomisation.ts";
import { tQuantile } from "../../src/maths/distributions.ts";
import { stream } from "../../src/maths/random.ts";
import { balanced } from "../helpers/did-design.ts";
import { studyOf } from "../helpers/study.ts";

const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;

it("is Welch's error of a difference of mean changes, by hand, on the smaller arm's degrees of freedom", () => {
  const changes = { treated: [3, 7, 8], comparison: [1, 2, 2, 4, 6] };
  const rows = [
    ...changes.treated.map((c) => ({ y: [10, 10 + c], start: 2 })),
    ...changes.comparison.map((c) => ({ y: [5, 5 + c] })),
  ];
  const found = jackknife.infer(studyOf(did, balanced(rows)));
  const squares = (v: readonly number[]): number => v.reduce((sum, c) => sum + (c - mean(v)) ** 2, 0);
  // Without unit g the mean moves by (mean − c)/(n − 1), so (n − 1)/n · Σ(…)² is s²/n · n/(n − 1) · (n − 1)/n.
  const part = (v: readonly number[]): number => squares(v) / (v.length * (v.length - 1));
  const error = Math.sqrt(part(changes.treated) + part(changes.comparison));
  const [row] = found.estimates;
  expect(row!.estimate).toBeCloseTo(mean(changes.treated) - mean(changes.comparison), 10);
  expect(row!.std_error).toBeCloseTo(error, 10);
  expect(found.df).toBe(2);
  expect(row!.conf_high! - row!.estimate!).toBeCloseTo(tQuantile(0.025, 2, true) * error, 9);
});

const staggered = (seed: number, isCount: boolean) => {
  const dice = stream("jackknife", "staggered", seed);
  return balanced(
    Array.from({ length: 12 }, (_, i) => {
      const level = 5 + 10 * dice.uniform();
      const y = Array.from({ length: 10 }, () => (isCount ? dice.poisson(level) : level + dice.normal()));
      return { y, ...(i < 4 ? { start: 5 + i } : {}) };
    }),
  );
};

it.each(["gaussian", "poisson"])("sees the noise of cohorts of one unit (imputation, %s)", (family) => {
  const study = studyOf(imputation, staggered(1, family === "poisson"), { family });
  const own = study.fit.estimates![0]!.std_error!;
  const [row] = jackknife.infer(study).estimates;
  expect(row!.std_error! / own).toBeGreaterThan(1.05);
});

it("leaves out each cluster whole, and works for group-time effects", () => {
  const study = studyOf(callawaySantanna, staggered(2, false), { control: "not-yet" });
  const { estimates, vcov } = jackknife.infer(study);
  expect(estimates.find(({ term }) => term === "simple")!.std_error).toBeGreaterThan(0);
  expect(vcov).toContain("12 left out in turn");
});

it.each(["gaussian", "poisson"])(
  "the quick test of starts of starts gives what refitting gives (%s)",
  (family) => {
    const isCount = family === "poisson";
    const dice = stream("lottery", family);
    const design = balanced(
      Array.from({ length: 6 }, (_, i) => ({
        y: Array.from({ length: 6 }, () => (isCount ? 1 + dice.poisson(9) : dice.normal())),
        ...(i < 2 ? { start: 3 + i } : {}),
      })),
    );
    const study = studyOf(imputation, design, { family });
    const quick = randomisation.infer(study);
    expect(quick.vcov).toContain("all 30 assignments");
    let extreme = 0;
    const observed = Math.abs(study.fit.terms[0]!.estimate);
    const { cohort } = design;
    for (let a = 0; a < 6; a++) {
      for (let b = 0; b < 6; b++) {
        if (a === b) continue;
        const dealt = Float64Array.from(cohort, (_, i) =>
          i === a ? 3 : i === b ? 4 : Number.POSITIVE_INFINITY,
        );
        const roles = design.roles.map((_, i): "treated" | "comparison" =>
          i === a || i === b ? "treated" : "comparison",
        );
        if (Math.abs(study.refit({ ...design, cohort: dealt, roles }).terms[0]!.estimate) >= observed - 1e-9)
          extreme++;
      }
    }
    expect(quick.estimates[0]!.p_value).toBeCloseTo(extreme / 30, 12);
  },
);

it("the interval of the quick test of starts excludes no change exactly where p says so", () => {
  for (let seed = 0; seed < 3; seed++) {
    const dice = stream("contradict", "counts", seed);
    const design = balanced(
      Array.from({ length: 14 }, (_, i) => ({
        y: Array.from({ length: 12 }, (_, t) => dice.poisson(i < 3 && t >= 5 + i ? 13 : 20)),
        ...(i < 3 ? { start: 6 + i } : {}),
      })),
    );
    const [row] = randomisation.infer(studyOf(imputation, design, { family: "poisson" })).estimates;
    const excludes = row!.conf_high! < 0 || row!.conf_low! > 0;
    expect(excludes).toBe(row!.p_value! <= 0.05);
    expect(row!.conf_low!).toBeLessThan(row!.estimate!);
    expect(row!.conf_high!).toBeGreaterThan(row!.estimate!);
  }
});
