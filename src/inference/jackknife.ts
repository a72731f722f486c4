import { tQuantile } from "../maths/distributions.ts";
import type { Design } from "../model/design.ts";
import { WhatworksError } from "../model/errors.ts";
import type { Fit, Study, Term } from "../model/estimate.ts";
import { withoutUnits } from "../study/subset.ts";
import { finished, wald } from "../study/wald.ts";
import type { Inference } from "./method.ts";

/** Clusters of one arm that are left out one by one; of more, influence values give the same to the second digit. */
export const mostRefits = 40;

/**
 * Jackknife over clusters: the method is run again without each cluster in turn, and
 * V = Σ over arms of (G − 1)/G · Σ(θ₍g₎ − mean)². An arm of more clusters than can be left out one by one gives its
 * influence values instead, (G/(G − 1))·Σψ². Intervals are t on one degree of freedom less than the smaller arm has
 * clusters: with few treated the error is theirs, however many are compared with.
 *
 * Sandwich errors of group-time and imputation estimators centre each treated unit on its own cohort, so that a cohort
 * of one unit adds nothing to the error; leaving it out does.
 *
 * Source    Tukey (1958); MacKinnon, Nielsen & Webb (2023), J. Appl. Econometrics 38(5), 671–694, on CV3 as a jackknife.
 */
export const jackknife: Inference = {
  name: "jackknife",
  title: "Jackknife over clusters",
  infer: (study) => {
    const { fit, settings } = study;
    const arms = armsOf(study.design);
    const parts = arms.map((clusters) => varianceOf(study, clusters));
    const df = Math.min(...arms.map((clusters) => clusters.length)) - 1;
    const refitted = parts.reduce((sum, { refits }) => sum + refits, 0);
    return {
      estimates: fit.terms.map((term, j) => {
        const variance = parts.reduce((sum, part) => sum + part.variance[j]!, 0);
        return finished(term, wald(term.estimate, Math.sqrt(variance), df, settings.confLevel));
      }),
      vcov: `jackknife over clusters (${refitted} left out in turn), t(${df})`,
      df,
      diagnostics: { refits: refitted, critical: tQuantile((1 - settings.confLevel) / 2, df, true) },
      warnings: [],
    };
  },
};

/** Clusters with a treated unit and those without one; an arm that does not exist is left out. */
const armsOf = ({ kind, cluster, cohort, roles, panel }: Design): number[][] => {
  const last = panel.ordinals.at(-1)!;
  const [treated, others] = [new Set<number>(), new Set<number>()];
  for (const [i, g] of cluster.entries()) {
    if (roles[i] !== "treated" && roles[i] !== "comparison") continue;
    (cohort[i]! <= last ? treated : others).add(g);
  }
  for (const g of treated) others.delete(g);
  // In a roll-out every unit is compared with before its own start: there is one arm, and all are in it.
  if (kind === "roll-out") return [[...treated, ...others]];
  return [[...treated], [...others]].filter((clusters) => clusters.length > 0);
};

const varianceOf = (study: Study, clusters: readonly number[]) =>
  clusters.length <= mostRefits
    ? { variance: leftOut(study, clusters), refits: clusters.length }
    : { variance: byInfluence(study, clusters), refits: 0 };

const leftOut = (study: Study, clusters: readonly number[]): number[] => {
  const { design, fit } = study;
  const without = clusters.flatMap((g) => {
    const values = attempt(study, (i) => design.cluster[i] === g);
    return values ? [values] : [];
  });
  const G = without.length;
  return fit.terms.map((_, j) => {
    const values = without.map((theta) => theta[j]!);
    const mean = values.reduce((sum, v) => sum + v, 0) / G;
    return ((G - 1) / G) * values.reduce((sum, v) => sum + (v - mean) ** 2, 0);
  });
};

/** The terms without some units; undefined where the method cannot do without them. */
const attempt = (study: Study, isOut: (unit: number) => boolean): Float64Array | undefined => {
  try {
    return matched(study.fit.terms, study.refit(withoutUnits(study.design, isOut)));
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    return undefined;
  }
};

const byInfluence = ({ design, fit }: Study, clusters: readonly number[]): number[] => {
  const G = clusters.length;
  const inArm = new Set(clusters);
  return fit.influence.map((psi) => {
    const sums = new Map<number, number>();
    for (const [i, g] of design.cluster.entries())
      if (inArm.has(g)) sums.set(g, (sums.get(g) ?? 0) + psi[i]!);
    const squares = [...sums.values()].reduce((sum, v) => sum + v * v, 0);
    return ((G / (G - 1)) * squares) / psi.length ** 2;
  });
};

/** Estimates of the given terms in another fit, by name and place; NaN where it has none. */
export const matched = (terms: readonly Term[], fit: Fit): Float64Array => {
  const key = (t: Term): string => [t.term, t.cohort, t.period, t.event_time].join("|");
  const found = new Map(fit.terms.map((t) => [key(t), t.estimate]));
  return Float64Array.from(terms, (t) => found.get(key(t)) ?? Number.NaN);
};
