import { chiSquaredCdf, chiSquaredQuantile } from "../../maths/distributions.ts";
import { solveQ } from "./between-variance.ts";
import type { Pool } from "./study.ts";
import { fitAt, type Problem } from "./weighted-fit.ts";

export interface Heterogeneity {
  readonly q: number;
  readonly df: number;
  readonly p: number;
  /** Per cent. */
  readonly i2: number;
  readonly h2: number;
}

/**
 * Cochran's Q at τ² = 0. For random effects I² is τ² over the sum of τ² and the typical sampling variance
 * (k − p)/tr P, whatever estimated τ²; for a common effect it is the share of Q beyond its degrees of freedom.
 */
export const heterogeneity = (problem: Problem, pool: Pool, tau2: number): Heterogeneity => {
  const { q, traceP } = fitAt(problem, 0)!;
  const df = problem.k - problem.p;
  if (df === 0) return { q, df, p: 1, i2: 0, h2: 1 };
  const typical = df / traceP;
  const shared = { q, df, p: chiSquaredCdf(q, df, true) };
  return pool === "fe"
    ? { ...shared, i2: q > 0 ? Math.max(0, (100 * (q - df)) / q) : 0, h2: q / df }
    : { ...shared, i2: (100 * tau2) / (tau2 + typical), h2: tau2 / typical + 1 };
};

export interface VarianceInterval {
  readonly low: number;
  readonly high: number;
  /** True when even τ² = 0 explains more than the data vary: the interval is then empty, and both ends are 0. */
  readonly empty: boolean;
}

/** Q-profile interval of τ² (Viechtbauer 2007, Statist. Med. 26(1), 37–52): where Q(τ²) meets the χ² quantiles. */
export const varianceInterval = (problem: Problem, level: number): VarianceInterval => {
  const df = problem.k - problem.p;
  const tail = (1 - level) / 2;
  const atZero = fitAt(problem, 0)!.q;
  const least = chiSquaredQuantile(tail, df);
  return {
    low: solveQ(problem, chiSquaredQuantile(tail, df, true)),
    high: solveQ(problem, least),
    empty: atZero < least,
  };
};
