import type { Estimator, Fit } from "../model/estimate.ts";
import { leastPanel, needsComparison, needsOneStart, needsPeriods } from "./choosing.ts";
import { displacementOf, hasDisplacement } from "./two-way/displacement.ts";
import { regressionOptions, singletonOption } from "./two-way/options.ts";
import { influenceOf, regressTwoWay } from "./two-way/regress.ts";
import { takeRows } from "./two-way/rows.ts";
import {
  collinearWarning,
  exposureNote,
  modelOf,
  refuseConstant,
  refuseUncompared,
  statesOf,
  timingWarnings,
  treatmentOf,
} from "./two-way/treatment.ts";

/**
 * Difference-in-differences by two-way fixed effects: y = αᵢ + γₜ + δ·dᵢₜ + xᵢₜ'β + e by (weighted) least squares,
 * dᵢₜ = 1 from the unit's first treated period on. Buffer units that are treated together with the target area get
 * a second regressor, reported as `displacement`, and never serve as comparison.
 *
 * Estimand  ATT over treated rows when every treated unit starts at once; with staggered starts a weighted mix of
 *           comparisons that `bacon` lists (a warning says so).
 * Units     those of the outcome. An exposure is not used: divide by it beforehand if a rate is meant.
 * Shapes    terms `att` (and `displacement`); influence n each; regression N × (terms + covariates).
 * Throws    DesignError: design/no-treated, design/no-before, design/no-comparison, design/no-variation, and those
 *           of `takeRows`.
 * Source    `fixest::feols(y ~ d | unit + period)`; Bertrand, Duflo & Mullainathan (2004), QJE 119(1), 249–275, on
 *           why the standard error is clustered by unit.
 */
export const did: Estimator = {
  name: "did",
  title: "Difference-in-differences (two-way fixed effects)",
  version: 1,
  estimand: "ATT, if effects are the same for every cohort",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "weights", "cluster"],
  options: [...regressionOptions, singletonOption],
  traits: { answer: () => "att", worksOn: "levels", asymptotic: true },
  inStudy: {
    primary: {
      order: 5,
      kind: "comparison-group",
      label: "Comparison group, one start",
      refuses: (f) => needsComparison(f) ?? needsPeriods(f) ?? needsOneStart(f),
      preferred: (f) => !f.isCount,
      reason: () => "the outcome is not a count, so differences are compared rather than ratios",
      settings: () => ({}),
    },
    alternative: {
      order: 3,
      design: "same",
      starts: "one",
      least: leastPanel,
      note: "treated and comparison units would have changed by the same number",
    },
  },
  fit: (design, settings): Fit => {
    const dropSingletons = settings.singletons !== "keep";
    const rows = takeRows(design, { dropSingletons, keepBuffer: hasDisplacement(design) });
    const states = statesOf(rows);
    const displacement = displacementOf(rows);
    const regressors = [treatmentOf(rows), ...displacement.columns, ...rows.covariates];
    const fit = regressTwoWay(rows, regressors);
    refuseConstant(rows, fit.outcomeShare);
    if (fit.kept[0] !== 0) refuseUncompared(design, states);
    const regression = fit.regression!;
    const names = fit.kept.map((j) => regressors[j]!.name);
    const terms = names.slice(0, fit.kept.filter((j) => j <= displacement.columns.length).length);
    return {
      terms: terms.map((term, j) => ({ term, estimate: fit.coefficients[j]! })),
      influence: influenceOf(regression, design.cohort.length, terms.length),
      regression,
      model: modelOf(rows, states),
      diagnostics: {
        excluded: rows.excluded,
        covariates: names.slice(terms.length).map((name, j) => ({
          name,
          estimate: fit.coefficients[terms.length + j]!,
        })),
        dropped: fit.dropped,
      },
      warnings: [
        ...rows.warnings,
        ...displacement.warnings,
        ...timingWarnings(design, states),
        ...collinearWarning(fit.dropped),
        ...exposureNote(design),
      ],
    };
  },
};
