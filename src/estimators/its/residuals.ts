import { chiSquaredCdf } from "../../maths/distributions.ts";
import { leastSquares } from "../../maths/least-squares.ts";

/** Durbin–Watson: about 2 without, 0 with perfect positive first-order autocorrelation. */
export const durbinWatson = (e: Float64Array): number => {
  let steps = 0;
  for (let t = 1; t < e.length; t++) steps += (e[t]! - e[t - 1]!) ** 2;
  return steps / e.reduce((sum, v) => sum + v * v, 0);
};

/** Autocorrelations at lags 1 … `lags`, about the mean. */
export const autocorrelations = (e: Float64Array, lags: number): number[] => {
  const mean = e.reduce((sum, v) => sum + v, 0) / e.length;
  const d = e.map((v) => v - mean);
  const c0 = d.reduce((sum, v) => sum + v * v, 0);
  return Array.from({ length: Math.min(lags, e.length - 1) }, (_, l) => {
    let sum = 0;
    for (let t = l + 1; t < d.length; t++) sum += d[t]! * d[t - l - 1]!;
    return sum / c0;
  });
};

/** A test of no autocorrelation up to a lag. */
export interface SerialTest {
  readonly lags: number;
  readonly statistic: number;
  readonly p_value: number;
}

/** Ljung & Box (1978): n(n + 2) Σ rⱼ²/(n − j) against χ² on `lags` degrees of freedom. */
export const ljungBox = (e: Float64Array, lags: number): SerialTest => {
  const n = e.length;
  const statistic = autocorrelations(e, lags).reduce(
    (sum, r, j) => sum + (n * (n + 2) * r * r) / (n - j - 1),
    0,
  );
  return { lags, statistic, p_value: chiSquaredCdf(statistic, lags, true) };
};

/**
 * Breusch–Godfrey: nR² of the residuals on the regressors and their own lags (zero before the first row), χ². Unlike
 * Ljung–Box it allows for the regressors. Undefined when lags leave no degrees of freedom.
 */
export const breuschGodfrey = (
  x: Float64Array,
  n: number,
  k: number,
  e: Float64Array,
  lags: number,
): SerialTest | undefined => {
  const width = k + lags;
  if (n <= width) return undefined;
  const wide = new Float64Array(n * width);
  for (let t = 0; t < n; t++) {
    for (let j = 0; j < k; j++) wide[t * width + j] = x[t * k + j]!;
    for (let l = 1; l <= lags; l++) wide[t * width + k + l - 1] = t >= l ? e[t - l]! : 0;
  }
  const { fitted } = leastSquares({ x: wide, n, k: width, y: e });
  const square = (v: Float64Array): number => v.reduce((sum, u) => sum + u * u, 0);
  const statistic = (n * square(fitted)) / square(e);
  return { lags, statistic, p_value: chiSquaredCdf(statistic, lags, true) };
};

/** Signed square roots of each row's share of the Poisson (θ = ∞) or negative binomial deviance. */
export const devianceResiduals = (
  y: Float64Array,
  mu: Float64Array,
  theta = Number.POSITIVE_INFINITY,
): Float64Array =>
  y.map((v, t) => {
    const m = mu[t]!;
    const main = v > 0 ? v * Math.log(v / m) : 0;
    const rest = Number.isFinite(theta) ? (v + theta) * Math.log((v + theta) / (m + theta)) : v - m;
    return Math.sign(v - m) * Math.sqrt(Math.max(0, 2 * (main - rest)));
  });
