import { lgamma, logBeta } from "./gamma-function.ts";
import {
  betaLogTail,
  betaTails,
  gammaLogTail,
  gammaPQ,
  type LogTail,
  type Tails,
  unitPoint,
  unitPointFromOdds,
} from "./incomplete.ts";
import { normalCdf, normalQuantile } from "./normal.ts";
import { power } from "./power.ts";

/**
 * t, χ², F, gamma and beta. Every distribution function takes `upper` for the other tail, because 1 − p has lost
 * the digits of a small p before anyone can ask for it. Degrees of freedom may be fractional or infinite.
 */
const pick = ({ p, q }: Tails, upper: boolean): number => (upper ? q : p);

const isProbability = (p: number): boolean => p >= 0 && p <= 1;

export const gammaCdf = (x: number, shape: number, rate: number, upper = false): number =>
  pick(gammaPQ(shape, Math.max(0, x * rate)), upper);

export const gammaQuantile = (p: number, shape: number, rate: number, upper = false): number =>
  isProbability(p) ? Math.exp(logGammaQuantile(p, shape, upper)) / rate : Number.NaN;

export const chiSquaredCdf = (x: number, df: number, upper = false): number =>
  gammaCdf(x, df / 2, 0.5, upper);

export const chiSquaredQuantile = (p: number, df: number, upper = false): number =>
  gammaQuantile(p, df / 2, 0.5, upper);

export const betaCdf = (x: number, a: number, b: number, upper = false): number =>
  x <= 0 ? Number(upper) : x >= 1 ? Number(!upper) : pick(betaTails(a, b, unitPoint(x)), upper);

export const betaQuantile = (p: number, a: number, b: number, upper = false): number =>
  isProbability(p) ? unitPointFromOdds(logOddsQuantile(p, a, b, upper)).x : Number.NaN;

/** P(F ≤ x); d2 = Infinity is χ²/d1. */
export const fCdf = (x: number, d1: number, d2: number, upper = false): number => {
  if (Number.isNaN(x + d1 + d2)) return Number.NaN;
  if (x <= 0) return Number(upper);
  if (x === Number.POSITIVE_INFINITY) return Number(!upper);
  if (d2 === Number.POSITIVE_INFINITY) return chiSquaredCdf(d1 * x, d1, upper);
  if (d1 === Number.POSITIVE_INFINITY) return chiSquaredCdf(d2 / x, d2, !upper);
  return pick(betaTails(d1 / 2, d2 / 2, unitPointFromOdds(Math.log(x) + Math.log(d1 / d2))), upper);
};

export const fQuantile = (p: number, d1: number, d2: number, upper = false): number => {
  if (!isProbability(p)) return Number.NaN;
  if (d2 === Number.POSITIVE_INFINITY) return chiSquaredQuantile(p, d1, upper) / d1;
  if (d1 === Number.POSITIVE_INFINITY) return d2 / chiSquaredQuantile(p, d2, !upper);
  return Math.exp(logOddsQuantile(p, d1 / 2, d2 / 2, upper)) * (d2 / d1);
};

/** P(T ≤ t), or P(T > t) when `upper`. */
export const tCdf = (t: number, df: number, upper = false): number => {
  if (df === Number.POSITIVE_INFINITY) return normalCdf(t, upper);
  if (Number.isNaN(t + df)) return Number.NaN;
  const tail = tTail(Math.abs(t), df);
  return t > 0 === upper ? tail : 1 - tail;
};

/** P(|T| > t), the two-sided p-value. */
export const tTwoSided = (t: number, df: number): number => 2 * tCdf(-Math.abs(t), df);

const tTail = (t: number, df: number): number => {
  if (t === 0) return 0.5;
  if (t === Number.POSITIVE_INFINITY) return 0;
  // t²/df are the odds of a Β(½, df/2) variable.
  const ratio = (t / df) * t;
  const point =
    ratio < 1e290 && ratio > 1e-290
      ? unitPoint(ratio / (1 + ratio), 1 / (1 + ratio))
      : unitPointFromOdds(2 * Math.log(t) - Math.log(df));
  return betaTails(0.5, df / 2, point).q / 2;
};

export const tQuantile = (p: number, df: number, upper = false): number => {
  if (!isProbability(p) || Number.isNaN(df)) return Number.NaN;
  if (df === Number.POSITIVE_INFINITY) return normalQuantile(p, upper);
  if (p === 0.5) return 0;
  const sign = p < 0.5 === upper ? 1 : -1;
  // Near the median P(|T| < t) = |1 − 2p| is small and exact; further out the two-sided tail is.
  const tail = Math.min(p, 1 - p);
  const logOdds =
    tail > 0.25
      ? logOddsQuantile(1 - 2 * tail, 0.5, df / 2, false)
      : logOddsQuantile(2 * tail, 0.5, df / 2, true);
  return sign * Math.exp(logOdds / 2) * Math.sqrt(df);
};

/**
 * Solves log(tail at u) = log p by Newton. The density of u is log-concave, hence so are both tails: a step never
 * passes the root from the far side, and `floor`, where the tail's asymptote crosses, bounds it on the other.
 */
const newton = (target: number, start: number, floor: number, tail: (u: number) => LogTail): number => {
  let u = Math.max(start, floor);
  let before = Number.POSITIVE_INFINITY;
  for (let i = 0; i < 200; i++) {
    const { log, slope } = tail(u);
    const next = Math.max(u - (log - target) / slope, floor);
    const step = Math.abs(next - u);
    u = next;
    // Quadratic steps shrink until rounding is all that is left of them.
    if (step === 0 || (step < 1e-7 && step >= before / 4)) break;
    before = step;
  }
  return u;
};

/** log X with P(X ≤ ·) = p for a gamma variable of rate 1. */
const logGammaQuantile = (p: number, a: number, upper: boolean): number => {
  if (p === 0 || p === 1) return (p === 0) === upper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const useUpper = p <= 0.5 ? upper : !upper;
  const target = p <= 0.5 ? Math.log(p) : Math.log1p(-p);
  const z = normalQuantile(Math.min(p, 1 - p));
  if (!useUpper) {
    // As x → 0, P → xᵃ/Γ(a+1), which is never below P.
    const floor = (target + lgamma(a + 1)) / a;
    const start = a < 1 ? floor : Math.log(a) - 1 / (2 * a) + z / Math.sqrt(a);
    return newton(target, start, floor, (u) => gammaLogTail(a, u, false));
  }
  // The upper tail falls doubly exponentially in log x, so Newton starts where Wilson & Hilferty put the root.
  const cube = 1 - 1 / (9 * a) - z / (3 * Math.sqrt(a));
  const guess = a < 0.5 ? Math.log(Math.max(1e-3, -target)) : Math.log(a * power(Math.max(cube, 1e-3), 3));
  return -newton(target, -guess, Number.NEGATIVE_INFINITY, (u) => gammaLogTail(a, -u, true));
};

/** log(X/(1 − X)) with P(X ≤ ·) = p for a beta variable: always from the smaller tail, by symmetry the lower one. */
const logOddsQuantile = (p: number, a: number, b: number, upper: boolean): number => {
  if (p === 0 || p === 1) return (p === 0) === upper ? Number.POSITIVE_INFINITY : Number.NEGATIVE_INFINITY;
  const small = Math.min(p, 1 - p);
  const useUpper = p <= 0.5 ? upper : !upper;
  const target = p <= 0.5 ? Math.log(p) : Math.log1p(-p);
  return useUpper ? -lowerLogOdds(target, small, b, a) : lowerLogOdds(target, small, a, b);
};

const lowerLogOdds = (target: number, p: number, a: number, b: number): number => {
  const floor = (target + Math.log(a) + logBeta(a, b)) / a;
  const start = Math.log(a / b) + normalQuantile(p) * Math.sqrt(1 / a + 1 / b);
  return newton(target, Math.min(a, b) < 1 ? floor : start, floor, (u) => betaLogTail(a, b, u));
};
