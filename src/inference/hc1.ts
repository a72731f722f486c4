import { finished, wald } from "../study/wald.ts";
import { aboveRounding, regressionOf, sandwichErrors } from "./clusters.ts";
import type { Inference } from "./method.ts";
import { independentRowsWarning } from "./routing.ts";

/**
 * Heteroskedasticity-robust (HC1): B (Σ x x' w² e²) B · n/(n−K), t with n − K degrees of freedom, K counting every
 * effect. It takes rows of one unit to be independent, which monthly counts are not: for comparison with others.
 *
 * Source  MacKinnon & White (1985), J. Econometrics 29, 305–325; `sandwich::vcovHC(type = "HC1")`.
 */
export const hc1: Inference = {
  name: "hc1",
  title: "Heteroskedasticity-robust (HC1)",
  infer: (study) => {
    const { fit, settings } = study;
    const regression = regressionOf(study, "--vcov hc1");
    const { x, k, residuals, weights, bread, parametersAll, family } = regression;
    const n = residuals.length;
    const scores = new Float64Array(n * k);
    for (let r = 0; r < n; r++) {
      const e = weights === undefined ? residuals[r]! : weights[r]! * residuals[r]!;
      for (let j = 0; j < k; j++) scores[r * k + j] = x[r * k + j]! * e;
    }
    const root = Math.sqrt(n / (n - parametersAll));
    const errors = aboveRounding(
      regression,
      sandwichErrors(scores, k, bread).map((e) => e * root),
    );
    const df = family === "poisson" ? Number.POSITIVE_INFINITY : n - parametersAll;
    return {
      estimates: fit.terms.map((term, j) =>
        finished(term, wald(term.estimate, errors[j]!, df, settings.confLevel)),
      ),
      vcov: `hc1, ${family === "poisson" ? "normal" : `t(${df})`}`,
      df: Number.isFinite(df) ? df : null,
      diagnostics: {},
      warnings: independentRowsWarning(study, "hc1"),
    };
  },
};
