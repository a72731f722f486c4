import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { clusteredError } from "../helpers/cr1.ts";
import { designOf, readRows, settings } from "../helpers/did-design.ts";
import { sharedPath } from "../helpers/shared.ts";

const table = sharedPath("data/causal/castle.csv");

it.skipIf(!table)("castle doctrine, population weights and seven covariates, as R lm with vcovCL", () => {
  const design = designOf(readRows(table!), {
    unit: "state",
    period: "year",
    outcome: "l_homicide",
    cohort: (row) => Number(row.effyear),
    frequency: "year",
    weights: "popwt",
    covariates: "l_police unemployrt poverty l_income l_prisoner l_lagprisoner blackm_15_24".split(" "),
  });
  const fit = did.fit(design, settings);
  expect(fit.terms[0]!.estimate).toBeCloseTo(0.06291071309168, 11);
  expect(clusteredError(fit, design)).toBeCloseTo(0.02668700411328, 11);
});
