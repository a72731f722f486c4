import { normalQuantile, tQuantile } from "../../maths/distributions.ts";
import type { Estimate, FitModel, Term } from "../../model/estimate.ts";
import { waldRow } from "../../study/wald.ts";

const finite = (x: number): number | null => (Number.isFinite(x) ? x : null);

/** A term with its Wald test: p and interval from the same t (or, with df = Infinity, normal) distribution. */
export const waldEstimate = (term: string, b: number, se: number, df: number, level: number): Estimate =>
  waldRow({ term, estimate: b }, se, df, level);

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

/** The points alone, for refits. */
export const termsOf = (estimates: readonly Estimate[]): readonly Term[] =>
  estimates.map(({ term, estimate }) => ({ term, estimate: estimate ?? Number.NaN }));

export const modelOf = (units: number, periods: number, treated: number): FitModel => ({
  observations: units * periods,
  units,
  periods,
  treated_units: treated,
});
