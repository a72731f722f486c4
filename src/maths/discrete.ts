import { saddleDeviance, stirlingError } from "./gamma-function.ts";
import { betaTails, gammaPQ, unitPoint } from "./incomplete.ts";
import { normalQuantile } from "./normal.ts";

/** Poisson and binomial, by Loader's saddle-point forms and the incomplete gamma and beta functions. */

export const poissonPmf = (k: number, mu: number): number => {
  if (k < 0 || !Number.isInteger(k)) return 0;
  if (mu === 0) return k === 0 ? 1 : 0;
  if (k === 0) return Math.exp(-mu);
  return Math.exp(-stirlingError(k) - saddleDeviance(k, mu)) / Math.sqrt(2 * Math.PI * k);
};

/** P(K ≤ k), or P(K > k) when `upper`. */
export const poissonCdf = (k: number, mu: number, upper = false): number => {
  if (Number.isNaN(k + mu)) return Number.NaN;
  if (k < 0) return Number(upper);
  if (mu === 0 || k === Number.POSITIVE_INFINITY) return Number(!upper);
  const { p, q } = gammaPQ(Math.floor(k) + 1, mu);
  return upper ? p : q;
};

/** The smallest k with P(K ≤ k) ≥ p. */
export const poissonQuantile = (p: number, mu: number): number => {
  if (!(p >= 0 && p <= 1) || Number.isNaN(mu)) return Number.NaN;
  if (p === 1) return mu === 0 ? 0 : Number.POSITIVE_INFINITY;
  const guess = mu + normalQuantile(p) * Math.sqrt(mu);
  return smallest(p, guess, Number.POSITIVE_INFINITY, (k, upper) => poissonCdf(k, mu, upper));
};

export const binomialPmf = (k: number, n: number, p: number): number => {
  if (k < 0 || k > n || !Number.isInteger(k)) return 0;
  if (p === 0 || p === 1) return Number(k === n * p);
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const errors = stirlingError(n) - stirlingError(k) - stirlingError(n - k);
  const deviance = saddleDeviance(k, n * p) + saddleDeviance(n - k, n * (1 - p));
  return Math.exp(errors - deviance) * Math.sqrt(n / (2 * Math.PI * k * (n - k)));
};

/** P(K ≤ k), or P(K > k) when `upper`. */
export const binomialCdf = (k: number, n: number, p: number, upper = false): number => {
  if (Number.isNaN(k + n + p)) return Number.NaN;
  const whole = Math.floor(k);
  if (whole < 0) return Number(upper);
  if (whole >= n || p === 0) return Number(!upper);
  if (p === 1) return Number(upper);
  const tails = betaTails(whole + 1, n - whole, unitPoint(p));
  return upper ? tails.p : tails.q;
};

/** Brackets from a normal guess by doubling, then halves. A p that is itself a printed probability finds its own k. */
const smallest = (
  p: number,
  guess: number,
  most: number,
  cdf: (k: number, upper: boolean) => number,
): number => {
  if (p === 0) return 0;
  const reaches = (k: number): boolean =>
    p <= 0.5 ? cdf(k, false) >= p * (1 - 1e-14) : cdf(k, true) <= (1 - p) * (1 + 1e-14);
  let high = Math.min(most, Math.max(0, Math.floor(Number.isFinite(guess) ? guess : 0)));
  let low = high - 1;
  for (let step = 1; high < most && !reaches(high); step *= 2)
    [low, high] = [high, Math.min(most, high + step)];
  for (let step = 1; low >= 0 && reaches(low); step *= 2) [low, high] = [Math.max(-1, low - step), low];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (reaches(middle)) high = middle;
    else low = middle;
  }
  return high;
};
