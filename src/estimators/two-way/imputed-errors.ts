import type { Design } from "../../model/design.ts";
import type { Estimate, Term } from "../../model/estimate.ts";
import { clusterSquares } from "../../study/cluster-sums.ts";
import { waldRow } from "../../study/wald.ts";

/** A term, and what each unit adds to its error. */
export interface Effect {
  readonly term: Term;
  /** n: the error of the term is the sum of these, as far as it is linear. */
  perUnit(): Float64Array;
}

/** Influence values and finished estimates, in the order of the terms. */
export const errorsOf = (
  effects: readonly Effect[],
  design: Pick<Design, "cluster" | "clusters">,
  level: number,
  counts: { readonly observed: number; readonly expected: number } | undefined,
) => {
  const n = design.cluster.length;
  const parts = effects.map(({ perUnit }) => perUnit());
  const estimates = effects.map(({ term }, j) =>
    waldRow(term, Math.sqrt(clusterSquares(parts[j]!, design)), Number.POSITIVE_INFINITY, level),
  );
  const influence = parts.map((perUnit) => perUnit.map((e) => n * e));
  if (counts !== undefined) {
    const { observed, expected } = counts;
    influence.push(influence[0]!.map((psi) => -expected * psi));
    estimates.push(eventsAvoided(estimates[0]!, expected, observed));
  }
  return { influence, estimates };
};

/**
 * Events avoided, Σŷ₀ − A = A(e^−att − 1), with the interval of `att` mapped through the same formula: A was observed,
 * and the two intervals cannot disagree on whether there is an effect. Influence by the delta method, −Σŷ₀·ψ.
 */
const eventsAvoided = (att: Estimate, expected: number, observed: number): Estimate => {
  const avoided = (log: number | null) => (log === null ? null : observed * Math.expm1(-log));
  return {
    ...att,
    term: "events_avoided",
    estimate: expected - observed,
    std_error: att.std_error === null ? null : expected * att.std_error,
    statistic: att.statistic === null ? null : -att.statistic,
    conf_low: avoided(att.conf_high),
    conf_high: avoided(att.conf_low),
  };
};
