import { tCdf, tQuantile } from "../../maths/distributions.ts";
import type { Estimate, Term } from "../../model/estimate.ts";

/**
 * An estimate finished by its method. Interval and p-value come from one t (or, with df = ∞, normal) reference, so
 * they cannot contradict. A standard error of zero or NaN gives nulls, never an infinitely sure answer.
 */
export const finished = (term: Term, standardError: number, df: number, level: number): Estimate => {
  const isSound = Number.isFinite(term.estimate) && Number.isFinite(standardError) && standardError > 0;
  const statistic = term.estimate / standardError;
  const half = tQuantile((1 - level) / 2, df, true) * standardError;
  const sound = (value: number): number | null => (isSound ? value : null);
  return {
    term: term.term,
    estimate: Number.isFinite(term.estimate) ? term.estimate : null,
    std_error: sound(standardError),
    statistic: sound(statistic),
    p_value: sound(2 * tCdf(Math.abs(statistic), df, true)),
    conf_low: sound(term.estimate - half),
    conf_high: sound(term.estimate + half),
    cohort: term.cohort ?? null,
    period: term.period ?? null,
    event_time: term.event_time ?? null,
    ...(term.comparison === undefined ? {} : { comparison: term.comparison }),
  };
};

/** Clusters of the design that hold at least one of the units. */
export const countClusters = (cluster: Int32Array, units: Iterable<number>): number => {
  const seen = new Set<number>();
  for (const unit of units) seen.add(cluster[unit]!);
  return seen.size;
};
