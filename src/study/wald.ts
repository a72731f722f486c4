import { normalCdf, normalQuantile, tCdf, tQuantile } from "../maths/distributions.ts";
import type { Estimate, Term } from "../model/estimate.ts";

/** What a method found out about one term; p-value and interval come from the same test. */
export interface Uncertainty {
  readonly error: number;
  readonly statistic: number;
  readonly p: number;
  readonly lower: number;
  readonly upper: number;
}

const finite = (value: number): number | null => (Number.isFinite(value) ? value : null);

/** A row of the estimates document: what does not exist is null, never NaN. */
export const finished = (term: Term, found: Uncertainty): Estimate => ({
  term: term.term,
  estimate: finite(term.estimate),
  std_error: finite(found.error),
  statistic: finite(found.statistic),
  p_value: finite(found.p),
  conf_low: finite(found.lower),
  conf_high: finite(found.upper),
  cohort: term.cohort ?? null,
  period: term.period ?? null,
  event_time: term.event_time ?? null,
  ...(term.m !== undefined && { m: term.m }),
  ...(term.comparison !== undefined && { comparison: term.comparison }),
});

/** Wald test and interval with t(df), the normal when df is Infinity. An error of 0, or one that is no number, carries no test. */
export const wald = (estimate: number, error: number, df: number, level: number): Uncertainty => {
  if (!(error > 0 && Number.isFinite(error)) || !(df > 0)) {
    const none = Number.NaN;
    return { error, statistic: none, p: none, lower: none, upper: none };
  }
  const statistic = estimate / error;
  const tail = (1 - level) / 2;
  const [half, p] =
    df === Number.POSITIVE_INFINITY
      ? [normalQuantile(tail, true), 2 * normalCdf(-Math.abs(statistic))]
      : [tQuantile(tail, df, true), 2 * tCdf(-Math.abs(statistic), df)];
  return { error, statistic, p, lower: estimate - half * error, upper: estimate + half * error };
};

/** A term with its Wald test. One rule for all: an error of zero is shown and carries no test. */
export const waldRow = (term: Term, error: number, df: number, level: number): Estimate =>
  finished(term, wald(term.estimate, error, df, level));
