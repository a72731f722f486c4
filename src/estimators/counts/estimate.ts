import { normalCdf, normalQuantile, tCdf, tQuantile } from "../../maths/distributions.ts";
import type { Estimate, FitModel, Term } from "../../model/estimate.ts";

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** A term with its Wald test: p and interval from the same t (or, with df = Infinity, normal) distribution. */
export const waldEstimate = (term: string, b: number, se: number, df: number, level: number): Estimate => {
  const half = criticalValue(df, level) * se;
  const statistic = b / se;
  return {
    ...bareEstimate(term, b),
    std_error: finite(se),
    statistic: finite(statistic),
    p_value: finite(twoSided(statistic, df)),
    conf_low: finite(b - half),
    conf_high: finite(b + half),
  };
};

/** A point without uncertainty. */
export const bareEstimate = (term: string, b: number): Estimate => ({
  term,
  estimate: finite(b),
  std_error: null,
  statistic: null,
  p_value: null,
  conf_low: null,
  conf_high: null,
  cohort: null,
  period: null,
  event_time: null,
});

export const criticalValue = (df: number, level: number): number => {
  const tail = (1 - level) / 2;
  return Number.isFinite(df) ? tQuantile(tail, df, true) : normalQuantile(tail, true);
};

export const twoSided = (statistic: number, df: number): number => {
  const z = Math.abs(statistic);
  return 2 * (Number.isFinite(df) ? tCdf(z, df, true) : normalCdf(z, true));
};

/** The points alone, for refits. */
export const termsOf = (estimates: readonly Estimate[]): readonly Term[] =>
  estimates.map(({ term, estimate }) => ({ term, estimate: estimate ?? Number.NaN }));

export const modelOf = (units: number, periods: number, treated: number): FitModel => ({
  observations: units * periods,
  units,
  periods,
  treated_units: treated,
});
