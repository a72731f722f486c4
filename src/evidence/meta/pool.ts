import {
  chiSquaredCdf,
  fCdf,
  normalCdf,
  normalQuantile,
  tCdf,
  tQuantile,
} from "../../maths/distributions.ts";
import { solveLinear } from "../../maths/linear.ts";
import { betweenVariance } from "./between-variance.ts";
import { type Heterogeneity, heterogeneity } from "./heterogeneity.ts";
import type { Moderator, Pool, PoolTest, Study } from "./study.ts";
import { fitAt, type Problem } from "./weighted-fit.ts";

/** How studies are pooled. */
export interface Pooling {
  readonly pool: Pool;
  readonly test: PoolTest;
  readonly level: number;
}

export interface Coefficient {
  readonly name: string;
  readonly estimate: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly p: number;
  readonly low: number;
  readonly high: number;
}

export interface Pooled {
  readonly problem: Problem;
  /** The pooled effect, or the intercept and moderators in their own units. */
  readonly coefficients: readonly Coefficient[];
  readonly tau2: number;
  readonly tau2StandardError: number | null;
  /** k − p for t tests, null for z. */
  readonly df: number | null;
  /** Knapp–Hartung factor on variances: below 1 it makes intervals narrower than z. */
  readonly factor: number;
  readonly heterogeneity: Heterogeneity;
  /** Omnibus test of all moderators. */
  readonly moderation: { readonly statistic: number; readonly df: number; readonly p: number } | null;
  /** Share of the total weight of each study, per cent; for a meta-regression its inverse-variance weight. */
  readonly weights: Float64Array;
}

/**
 * Random-effects (or common-effect) model, with moderators a mixed-effects meta-regression.
 *
 * Estimand  the mean of true effects across studies like these, or its regression on moderators.
 * Units     the scale of the effects given (a log ratio for RR, OR, IRR).
 * Throws    nothing: undefined when moderators are collinear.
 * Source    Viechtbauer (2010), J. Stat. Softw. 36(3); Knapp & Hartung (2003), Statist. Med. 22(17), 2693–2710.
 */
export const poolStudies = (
  studies: readonly Study[],
  moderators: readonly Moderator[],
  pooling: Pooling,
): Pooled | undefined => {
  const { problem, centre, deviation } = standardised(studies, moderators);
  const { k, p } = problem;
  if (fitAt(problem, 0) === undefined) return undefined;
  const { tau2, standardError } = betweenVariance(problem, pooling.pool);
  const fit = fitAt(problem, tau2)!;
  const knapp = pooling.test !== "z";
  const raw = knapp ? fit.q / (k - p) : 1;
  const factor = pooling.test === "knapp-hartung-truncated" ? Math.max(1, raw) : raw;
  const df = knapp ? k - p : null;
  const covariance = fit.covariance.map((v) => v * factor);
  const names = p === 1 ? ["pooled"] : ["intercept", ...moderators.map((m) => m.name)];
  const total = fit.weights.reduce((sum, w) => sum + w, 0);
  return {
    problem,
    coefficients: names.map((name, row) => {
      const c = contrast(row, p, centre, deviation);
      return coefficient(
        name,
        dotted(c, fit.beta),
        Math.sqrt(quadratic(c, covariance, p)),
        df,
        pooling.level,
      );
    }),
    tau2,
    tau2StandardError: standardError,
    df,
    factor,
    heterogeneity: heterogeneity(problem, pooling.pool, tau2),
    moderation: p === 1 ? null : omnibus(fit.beta, covariance, p, df),
    weights: fit.weights.map((w) => (100 * w) / total),
  };
};

const standardised = (studies: readonly Study[], moderators: readonly Moderator[]) => {
  const k = studies.length;
  const p = moderators.length + 1;
  const centre = moderators.map((m) => m.values.reduce((sum, v) => sum + v, 0) / k);
  const deviation = moderators.map((m, j) => {
    const sd = Math.sqrt(m.values.reduce((sum, v) => sum + (v - centre[j]!) ** 2, 0) / k);
    return sd > 1e-12 * Math.abs(centre[j]!) ? sd : 1;
  });
  const x = new Float64Array(k * p);
  for (let i = 0; i < k; i++) {
    x[i * p] = 1;
    for (let j = 1; j < p; j++)
      x[i * p + j] = (moderators[j - 1]!.values[i]! - centre[j - 1]!) / deviation[j - 1]!;
  }
  const problem: Problem = {
    k,
    p,
    x,
    y: Float64Array.from(studies, (s) => s.effect),
    v: Float64Array.from(studies, (s) => s.variance),
  };
  return { problem, centre, deviation };
};

/** The row that takes coefficients of standardised moderators to one in the moderators' own units. */
const contrast = (row: number, p: number, centre: readonly number[], deviation: readonly number[]) => {
  const c = new Float64Array(p);
  if (row > 0) {
    c[row] = 1 / deviation[row - 1]!;
  } else {
    c[0] = 1;
    for (let j = 1; j < p; j++) c[j] = -centre[j - 1]! / deviation[j - 1]!;
  }
  return c;
};

const dotted = (a: Float64Array, b: Float64Array): number => a.reduce((sum, v, i) => sum + v * b[i]!, 0);

const quadratic = (c: Float64Array, a: Float64Array, p: number): number => {
  let sum = 0;
  for (let i = 0; i < p; i++) for (let j = 0; j < p; j++) sum += c[i]! * a[i * p + j]! * c[j]!;
  return sum;
};

/** One quantile gives both p-value and interval, so they cannot contradict each other. */
export const coefficient = (
  name: string,
  estimate: number,
  standardError: number,
  df: number | null,
  level: number,
): Coefficient => {
  const statistic = estimate / standardError;
  const tail = (1 - level) / 2;
  if (!Number.isFinite(statistic))
    return {
      name,
      estimate,
      standardError,
      statistic: Number.NaN,
      p: Number.NaN,
      low: estimate,
      high: estimate,
    };
  const reach = (df === null ? normalQuantile(tail, true) : tQuantile(tail, df, true)) * standardError;
  const size = Math.abs(statistic);
  const p = 2 * (df === null ? normalCdf(size, true) : tCdf(size, df, true));
  return { name, estimate, standardError, statistic, p, low: estimate - reach, high: estimate + reach };
};

/** Wald test that every moderator is zero; standardised moderators give the same statistic as their own units. */
const omnibus = (beta: Float64Array, covariance: Float64Array, p: number, df: number | null) => {
  const m = p - 1;
  const b = beta.slice(1);
  const inner = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) inner[i * m + j] = covariance[(i + 1) * p + j + 1]!;
  const solved = solveLinear(inner, m, b);
  // Singular when Knapp–Hartung finds no residual variance at all: there is no test then.
  const wald = solved === undefined ? Number.NaN : dotted(b, solved);
  if (Number.isNaN(wald)) return { statistic: wald, df: m, p: wald };
  return df === null
    ? { statistic: wald, df: m, p: chiSquaredCdf(wald, m, true) }
    : { statistic: wald / m, df: m, p: fCdf(wald / m, m, df, true) };
};
