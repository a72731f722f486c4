import { type Pooling, poolStudies } from "./pool.ts";
import type { Study } from "./study.ts";

/** The pooled effect without one study. */
export interface LeftOut {
  readonly study: string;
  readonly estimate: number;
  readonly std_error: number;
  readonly p_value: number | null;
  readonly conf_low: number;
  readonly conf_high: number;
  readonly tau2: number;
  readonly i2: number;
  readonly q: number;
}

/** Does the answer hang on one study? Empty below three studies, where nothing is left to pool. */
export const leaveOneOut = (studies: readonly Study[], pooling: Pooling): readonly LeftOut[] =>
  studies.length < 3
    ? []
    : studies.map((left) => {
        const fit = poolStudies(
          studies.filter((s) => s !== left),
          [],
          pooling,
        )!;
        const c = fit.coefficients[0]!;
        return {
          study: left.name,
          estimate: c.estimate,
          std_error: c.standardError,
          p_value: Number.isFinite(c.p) ? c.p : null,
          conf_low: c.low,
          conf_high: c.high,
          tau2: fit.tau2,
          i2: fit.heterogeneity.i2,
          q: fit.heterogeneity.q,
        };
      });
