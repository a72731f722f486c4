import { finished, wald } from "../study/wald.ts";
import { regressionOf } from "./clusters.ts";
import type { Inference } from "./method.ts";
import { independentRowsWarning } from "./routing.ts";

/**
 * The classical variance: σ̂²(X'WX)⁻¹ with σ̂² = Σwe²/(n−K) and t(n−K) for least squares; for Poisson a dispersion of
 * 1, the factor (n−1)/(n−K) and the normal, as `fixest` has it. Right only for independent rows of equal variance
 * (or exactly Poisson counts): for comparison with others.
 */
export const iid: Inference = {
  name: "iid",
  title: "Classical (independent rows, one variance)",
  infer: (study) => {
    const { fit, settings } = study;
    const { k, residuals, weights, bread, parametersAll, family } = regressionOf(study, "--vcov iid");
    const n = residuals.length;
    const poisson = family === "poisson";
    let squares = 0;
    for (let r = 0; r < n; r++) squares += (weights === undefined ? 1 : weights[r]!) * residuals[r]! ** 2;
    const scale = (poisson ? n - 1 : squares) / (n - parametersAll);
    const df = poisson ? Number.POSITIVE_INFINITY : n - parametersAll;
    return {
      estimates: fit.terms.map((term, j) =>
        finished(term, wald(term.estimate, Math.sqrt(scale * bread[j * k + j]!), df, settings.confLevel)),
      ),
      vcov: `iid, ${poisson ? "normal" : `t(${df})`}`,
      df: poisson ? null : df,
      diagnostics: poisson ? {} : { sigma: Math.sqrt(scale) },
      warnings: independentRowsWarning(study, "iid"),
    };
  },
};
