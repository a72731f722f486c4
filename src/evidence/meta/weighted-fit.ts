import {
  cholesky,
  choleskySolve,
  crossProduct,
  crossVector,
  inverseSpd,
  multiply,
} from "../../maths/linear.ts";

/** k studies with p columns (the intercept first), ready to be fitted at any τ². */
export interface Problem {
  readonly k: number;
  readonly p: number;
  readonly y: Float64Array;
  readonly v: Float64Array;
  /** k × p, row-major; moderators standardised, so that a year next to an intercept costs no digits. */
  readonly x: Float64Array;
}

/**
 * Generalised least squares at one τ², with W = diag 1/(v + τ²) and P = W − WX(X'WX)⁻¹X'W, whose traces are
 * formed in O(k p²) instead of the k × k matrix itself.
 */
export interface WeightedFit {
  readonly weights: Float64Array;
  readonly beta: Float64Array;
  /** (X'WX)⁻¹, p × p. */
  readonly covariance: Float64Array;
  /** Q(τ²) = y'Py = Σ w (y − Xβ)². */
  readonly q: number;
  /** y'PPy = Σ w² (y − Xβ)², also −dQ/dτ². */
  readonly yppy: number;
  readonly traceP: number;
  readonly tracePP: number;
  /** ½ log |X'WX|, for the restricted likelihood. */
  readonly halfLogDet: number;
}

/** Undefined when the columns of x are collinear. */
export const fitAt = (problem: Problem, tau2: number): WeightedFit | undefined =>
  problem.p === 1 ? meanAt(problem, tau2) : regressionAt(problem, tau2);

/** The intercept alone needs only sums of powers of the weights. */
const meanAt = ({ k, y, v }: Problem, tau2: number): WeightedFit => {
  const weights = new Float64Array(k);
  let [s1, s2, s3, sy] = [0, 0, 0, 0];
  for (let i = 0; i < k; i++) {
    const w = (weights[i] = 1 / (v[i]! + tau2));
    s1 += w;
    s2 += w * w;
    s3 += w * w * w;
    sy += w * y[i]!;
  }
  const mean = sy / s1;
  let [q, yppy] = [0, 0];
  for (let i = 0; i < k; i++) {
    const pull = weights[i]! * (y[i]! - mean);
    q += pull * (y[i]! - mean);
    yppy += pull * pull;
  }
  return {
    weights,
    beta: Float64Array.of(mean),
    covariance: Float64Array.of(1 / s1),
    q,
    yppy,
    traceP: s1 - s2 / s1,
    tracePP: s2 - (2 * s3) / s1 + (s2 / s1) ** 2,
    halfLogDet: 0.5 * Math.log(s1),
  };
};

const regressionAt = ({ k, p, y, v, x }: Problem, tau2: number): WeightedFit | undefined => {
  const w = v.map((variance) => 1 / (variance + tau2));
  const xwx = crossProduct(x, k, p, w);
  const l = cholesky(xwx, p, 1e-10);
  const covariance = l === undefined ? undefined : inverseSpd(xwx, p);
  if (l === undefined || covariance === undefined) return undefined;
  const beta = choleskySolve(l, p, crossVector(x, k, p, y, w));
  let [q, yppy, sum, sumSquares] = [0, 0, 0, 0];
  const w2 = w.map((value) => value * value);
  for (let i = 0; i < k; i++) {
    let residual = y[i]!;
    for (let j = 0; j < p; j++) residual -= x[i * p + j]! * beta[j]!;
    q += w[i]! * residual * residual;
    yppy += w2[i]! * residual * residual;
    sum += w[i]!;
    sumSquares += w2[i]!;
  }
  const second = multiply(covariance, p, p, crossProduct(x, k, p, w2), p);
  const third = multiply(
    covariance,
    p,
    p,
    crossProduct(
      x,
      k,
      p,
      w.map((value) => value * value * value),
    ),
    p,
  );
  let halfLogDet = 0;
  for (let j = 0; j < p; j++) halfLogDet += Math.log(l[j * p + j]!);
  return {
    weights: w,
    beta,
    covariance,
    q,
    yppy,
    traceP: sum - trace(second, p),
    tracePP: sumSquares - 2 * trace(third, p) + trace(multiply(second, p, p, second, p), p),
    halfLogDet,
  };
};

const trace = (a: Float64Array, p: number): number => {
  let sum = 0;
  for (let j = 0; j < p; j++) sum += a[j * p + j]!;
  return sum;
};
