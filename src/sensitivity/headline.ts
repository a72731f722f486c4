import { tTwoSided } from "../maths/distributions.ts";
import type { Design } from "../model/design.ts";
import type { Scale, Study, Tested } from "../model/estimate.ts";
import { answerEstimate, answerIndex } from "../study/answer.ts";
import { clusterSquares } from "../study/cluster-sums.ts";

/**
 * The answer on another design, tested as the headline is; else with the method's own standard error, or with a
 * clustered one from influence values.
 */
export const measured = (study: Study, design: Design): Tested => {
  if (study.retest) return study.retest(design);
  const fit = study.refit(design);
  const again = { ...study, fit };
  const at = answerIndex(again);
  const estimate = answerEstimate(again);
  const own = fit.estimates?.[at]?.std_error;
  if (fit.estimates !== undefined) {
    const p = fit.estimates[at]?.p_value ?? null;
    return { estimate, standardError: own ?? Number.NaN, p: p ?? Number.NaN };
  }
  const psi = fit.influence[at] ?? new Float64Array(0);
  // Clusters without any pull did not enter the fit.
  const G = new Set(design.cluster.filter((_, i) => psi[i] !== 0)).size;
  const meat = clusterSquares(psi, design);
  const N = fit.model.observations;
  const K = fit.regression?.parameters ?? 1;
  const standardError = (Math.sqrt(meat) / psi.length) * Math.sqrt((G / (G - 1)) * ((N - 1) / (N - K)));
  return { estimate, standardError, p: tTwoSided(estimate / standardError, G - 1) };
};

export const isCountModel = ({ fit }: Study): boolean =>
  fit.regression?.family === "poisson" || fit.scale === "log";

export const scaleOf = (study: Study): Scale => (isCountModel(study) ? "log" : "level");
