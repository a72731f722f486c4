import { tCdf, tQuantile } from "../../maths/distributions.ts";
import {
  cholesky,
  choleskySolve,
  crossProduct,
  crossVector,
  forwardSolve,
  multiply,
} from "../../maths/linear.ts";
import { bisect } from "../../maths/optimise.ts";
import { power } from "../../maths/power.ts";

/** A regression as its last weighted least-squares step leaves it. */
export interface WorkingRegression {
  /** n × k, of full rank. */
  readonly x: Float64Array;
  readonly n: number;
  readonly k: number;
  /** n working responses, the offset taken off. */
  readonly z: Float64Array;
  /** n working weights. */
  readonly weights: Float64Array;
  /** k × k: (X'WX)⁻¹. */
  readonly bread: Float64Array;
  /** n places in time, so that a missing period is a gap. */
  readonly at: ArrayLike<number>;
}

export interface SerialNoise {
  /** k × k. */
  readonly covariance: Float64Array;
  /** Degrees of freedom of the t that a coefficient is read against. */
  df(column: number): number;
  /** Mean of ρ over the grid, as the data weigh it. */
  readonly rho: number;
}

/** ρ next to 1 is hardly told from a trend, and half as likely beforehand as the others. */
const grid = [0, 0.15, 0.3, 0.45, 0.6, 0.7, 0.8, 0.9, 0.97].flatMap((rho) =>
  rho === 0
    ? [{ rho, share: 0, prior: 4 }]
    : [0.25, 0.5, 0.75, 1].map((share) => ({ rho, share, prior: rho > 0.95 ? 0.5 : 1 })),
);

/**
 * Covariance of weighted least-squares coefficients whose errors are white noise (of the variance that the weights
 * imply) and a first-order autoregression on top, neither of which is known: V = σ²[(1 − s)·W⁻¹ + s·R(ρ)]. Each ρ and
 * s of a grid counts by its restricted likelihood, so that not knowing them is part of the error; σ² is left to t. With
 * fifty months any single estimate of ρ is too low, and errors that believe it are too small.
 *
 * Source    Harville (1974), Biometrika 61(2), 383–385, restricted likelihood as a posterior; Zellner & Tiao (1964),
 *           JASA 59, 763–778, regression with autocorrelated errors integrated over ρ.
 */
export const serialNoise = (problem: WorkingRegression): SerialNoise => {
  const { n, k } = problem;
  const candidates = grid.map((one) => ({ ...one, ...given(problem, one.rho, one.share) }));
  const best = Math.max(...candidates.map(({ logLik }) => logLik));
  const mass = candidates.map(({ logLik, prior }) => prior * Math.exp(logLik - best));
  const total = mass.reduce((a, b) => a + b, 0);
  const mean = (of: (candidate: (typeof candidates)[number]) => number): number =>
    candidates.reduce((sum, candidate, i) => sum + (mass[i]! / total) * of(candidate), 0);
  const covariance = Float64Array.from({ length: k * k }, (_, c) => mean((one) => one.covariance[c]!));
  return {
    covariance,
    rho: mean(({ rho }) => rho),
    df: (j) => {
      const at = j * k + j;
      const error = Math.sqrt(covariance[at]!);
      const outside = (reach: number): number =>
        mean((one) => tCdf((reach * error) / Math.sqrt(one.covariance[at]!), n - k, true));
      return likeT(bisect((reach) => outside(reach) - tail, 0, 1e4) ?? Number.POSITIVE_INFINITY);
    },
  };
};

const tail = 0.025;
const almostNormal = 1e6;

/** The degrees of freedom whose 97.5 % quantile this is: a mean of t's is no t, and this one has the same interval. */
const likeT = (quantile: number): number => {
  if (quantile <= tQuantile(tail, almostNormal, true)) return almostNormal;
  const log = bisect((d) => tQuantile(tail, Math.exp(d), true) - quantile, 0, Math.log(almostNormal));
  return Math.exp(log ?? 0);
};

/** For one ρ and share: the covariance of the weighted least-squares coefficients, and the restricted likelihood. */
const given = (problem: WorkingRegression, rho: number, share: number) => {
  const { x, n, k, z, weights, bread } = problem;
  const V = errorsOf(problem, rho, share);
  const L = cholesky(V, n)!;
  const { logDeterminant, rss } = restricted(x, n, k, z, L);
  const wx = x.map((v, c) => v * weights[Math.floor(c / k)]!);
  const meat = new Float64Array(k * k);
  const vwx = multiply(V, n, n, wx, k);
  for (let t = 0; t < n; t++)
    for (let a = 0; a < k; a++)
      for (let b = 0; b < k; b++) meat[a * k + b]! += wx[t * k + a]! * vwx[t * k + b]!;
  const covariance = multiply(multiply(bread, k, k, meat, k), k, k, bread, k).map((v) => (v * rss) / (n - k));
  return { covariance, logLik: -0.5 * (logDeterminant + (n - k) * Math.log(rss)) };
};

const errorsOf = ({ n, weights, at }: WorkingRegression, rho: number, share: number): Float64Array => {
  const mean = weights.reduce((sum, w) => sum + 1 / w, 0) / n;
  const V = new Float64Array(n * n);
  for (let a = 0; a < n; a++) {
    for (let b = 0; b < n; b++) V[a * n + b] = share * power(rho, Math.abs(at[a]! - at[b]!));
    V[a * n + a]! += (1 - share) / (weights[a]! * mean);
  }
  return V;
};

/** log|V| + log|X'V⁻¹X|, and the sum of squares of generalised least squares, from V = LL'. */
const restricted = (x: Float64Array, n: number, k: number, z: Float64Array, L: Float64Array) => {
  const whiteZ = forwardSolve(L, n, z);
  const whiteX = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    const column = forwardSolve(
      L,
      n,
      Float64Array.from({ length: n }, (_, t) => x[t * k + j]!),
    );
    for (let t = 0; t < n; t++) whiteX[t * k + j] = column[t]!;
  }
  const LA = cholesky(crossProduct(whiteX, n, k), k)!;
  const beta = choleskySolve(LA, k, crossVector(whiteX, n, k, whiteZ));
  let rss = 0;
  for (let t = 0; t < n; t++) {
    let e = whiteZ[t]!;
    for (let j = 0; j < k; j++) e -= whiteX[t * k + j]! * beta[j]!;
    rss += e * e;
  }
  let logDeterminant = 0;
  for (let t = 0; t < n; t++) logDeterminant += 2 * Math.log(L[t * n + t]!);
  for (let j = 0; j < k; j++) logDeterminant += 2 * Math.log(LA[j * k + j]!);
  return { logDeterminant, rss };
};
