import { type Pooled, type Pooling, poolStudies } from "./pool.ts";
import type { Study } from "./study.ts";

/**
 * R²: the share of the between-study variance that moderators explain, per cent, never below 0. For a common effect,
 * which has none, the adjusted R² of the weighted regression.
 */
export const explained = (studies: readonly Study[], fit: Pooled, pooling: Pooling): number | null => {
  const { k, p } = fit.problem;
  const alone = poolStudies(studies, [], pooling)!;
  if (pooling.pool === "fe") {
    const share = 1 - fit.heterogeneity.q / (k - p) / (alone.heterogeneity.q / (k - 1));
    return alone.heterogeneity.q > 0 ? Math.max(0, 100 * share) : 0;
  }
  return alone.tau2 > 0 ? Math.max(0, (100 * (alone.tau2 - fit.tau2)) / alone.tau2) : 0;
};
