import { lgamma, saddleDeviance, stirlingError } from "./gamma-function.ts";

/** A probability and its complement, each to full relative accuracy. */
export interface Tails {
  readonly p: number;
  readonly q: number;
}

const tiny = 1e-300;
const smallest = 1e-290;

/** The lower tail as Newton's method wants it: log P, and its slope in log x (gamma) or in the log odds (beta). */
export interface LogTail {
  readonly log: number;
  readonly slope: number;
}

/**
 * Regularised incomplete gamma: p = P(a, x), q = Q(a, x). `logX` may be given where x itself underflows.
 *
 * Prefix by the saddle-point form of Loader (2000), "Fast and accurate computation of binomial probabilities";
 * then the power series below the mean and the continued fraction (modified Lentz) above it.
 */
export const gammaPQ = (a: number, x: number, logX = Math.log(x)): Tails => {
  if (Number.isNaN(a + x) || a < 0 || x < 0) return { p: Number.NaN, q: Number.NaN };
  if (logX === Number.NEGATIVE_INFINITY) return { p: 0, q: 1 };
  if (x === Number.POSITIVE_INFINITY) return { p: 1, q: 0 };
  if (a < 0.5 && x < 1.5) return smallShape(a, x, logX);
  const prefix = Math.exp(logGammaPrefix(a, x, logX));
  if (x < a + 1) {
    const p = (prefix / a) * gammaSeries(a, x);
    return { p, q: 1 - p };
  }
  const q = prefix * gammaFraction(a, x);
  return { p: 1 - q, q };
};

/** log P(a, x), or log Q(a, x), at x = exp(logX), without ever passing through a number that underflows. */
export const gammaLogTail = (a: number, logX: number, upper: boolean): LogTail => {
  const x = Math.exp(logX);
  const logPrefix = logGammaPrefix(a, x, logX);
  const small = a < 0.5 && x < 1.5;
  if (!small && x < a + 1 !== upper) {
    const ratio = upper ? gammaFraction(a, x) : gammaSeries(a, x) / a;
    return { log: logPrefix + Math.log(ratio), slope: 1 / ratio };
  }
  const { p, q } = gammaPQ(a, x, logX);
  const own = upper ? q : p;
  return { log: own > 0.5 ? Math.log1p(-(upper ? p : q)) : Math.log(own), slope: Math.exp(logPrefix) / own };
};

/** log of xᵃe⁻ˣ/Γ(a), the density of log X for a gamma variable X. */
const logGammaPrefix = (a: number, x: number, logX: number): number =>
  a < 1 || x < smallest
    ? Math.log(a) + a * logX - x - lgamma(a + 1)
    : 0.5 * Math.log(a / (2 * Math.PI)) - stirlingError(a) - saddleDeviance(a, x);

/** 1 + x/(a+1) + x²/((a+1)(a+2)) + … */
const gammaSeries = (a: number, x: number): number => {
  let [sum, term] = [1, 1];
  for (let n = 1; n < 1_000_000; n++) {
    term *= x / (a + n);
    sum += term;
    if (term < sum * 1e-17) break;
  }
  return sum;
};

/** 1/(x+1−a− 1(1−a)/(x+3−a− 2(2−a)/(x+5−a− …))). */
const gammaFraction = (a: number, x: number): number => {
  let b = x + 1 - a;
  let [c, d] = [1 / tiny, 1 / b];
  let h = d;
  for (let n = 1; n < 1_000_000; n++) {
    const numerator = -n * (n - a);
    b += 2;
    d = 1 / (numerator * d + b || tiny);
    c = b + numerator / c || tiny;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 5e-16) break;
  }
  return h;
};

/** For a shape near 0 P is close to 1, so Q is summed on its own: Q = −expm1(u) − eᵘ·aΣ(−x)ⁿ/(n!(a+n)). */
const smallShape = (a: number, x: number, logX: number): Tails => {
  const u = a * logX - lgamma(a + 1);
  let [sum, term] = [0, 1];
  for (let n = 1; n < 200; n++) {
    term *= -x / n;
    const step = (term * a) / (a + n);
    sum += step;
    if (Math.abs(step) < 1e-18 * Math.abs(sum)) break;
  }
  return { p: Math.exp(u) * (1 + sum), q: -Math.expm1(u) - Math.exp(u) * sum };
};

/** A point of (0, 1) as x and y = 1 − x, with their logarithms, so that neither end loses digits. */
export interface UnitPoint {
  readonly x: number;
  readonly y: number;
  readonly logX: number;
  readonly logY: number;
}

export const unitPoint = (x: number, y = 1 - x): UnitPoint => ({
  x,
  y,
  logX: x > 0.5 ? Math.log1p(-y) : Math.log(x),
  logY: y > 0.5 ? Math.log1p(-x) : Math.log(y),
});

/** From log(x / y), which reaches points whose x or y underflow. */
export const unitPointFromOdds = (logOdds: number): UnitPoint => {
  const e = Math.exp(-Math.abs(logOdds));
  const [near, far] = [1 / (1 + e), e / (1 + e)];
  const [logNear, logFar] = [-Math.log1p(e), -Math.abs(logOdds) - Math.log1p(e)];
  return logOdds > 0
    ? { x: near, y: far, logX: logNear, logY: logFar }
    : { x: far, y: near, logX: logFar, logY: logNear };
};

/** Regularised incomplete beta: p = I_x(a, b), q = 1 − p. */
// The fraction converges fast for x ≤ (a+1)/(a+b+2), which in terms of d is the test below.
export const betaTails = (a: number, b: number, point: UnitPoint): Tails => {
  const prefix = Math.exp(logBetaPrefix(a, b, point));
  const d = distanceFromMean(a, b, point);
  if (d >= (a - b) / (a + b + 2)) {
    const p = prefix / betaFraction(a, b, point.x, point.y, d);
    return { p, q: 1 - p };
  }
  const q = prefix / betaFraction(b, a, point.y, point.x, -d);
  return { p: 1 - q, q };
};

/** log I_x(a, b) at these log odds of x. */
export const betaLogTail = (a: number, b: number, logOdds: number): LogTail => {
  const point = unitPointFromOdds(logOdds);
  const logPrefix = logBetaPrefix(a, b, point);
  const d = distanceFromMean(a, b, point);
  if (d >= (a - b) / (a + b + 2)) {
    const fraction = betaFraction(a, b, point.x, point.y, d);
    return { log: logPrefix - Math.log(fraction), slope: fraction };
  }
  const q = Math.exp(logPrefix) / betaFraction(b, a, point.y, point.x, -d);
  return { log: Math.log1p(-q), slope: Math.exp(logPrefix) / (1 - q) };
};

/** a − (a+b)x = (a+b)y − b: taken from whichever side is small, so that df of a million keep their digits. */
const distanceFromMean = (a: number, b: number, { x, y }: UnitPoint): number =>
  y < x ? (a + b) * y - b : a - (a + b) * x;

/** log of xᵃyᵇ/Β(a, b), the density of the log odds of a beta variable. */
const logBetaPrefix = (a: number, b: number, point: UnitPoint): number => {
  const { x, y, logX, logY } = point;
  const n = a + b;
  const d = distanceFromMean(a, b, point);
  const da = x < smallest ? a * (Math.log(a / n) - logX) - d : saddleDeviance(a, n * x, d);
  const db = y < smallest ? b * (Math.log(b / n) - logY) + d : saddleDeviance(b, n * y, -d);
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return 0.5 * Math.log(((a / n) * b) / (2 * Math.PI)) + errors - da - db;
};

/**
 * xᵃyᵇ/(Β·I_x) as the continued fraction of Didonato & Morris (1992), ACM TOMS 18(3), 360–373, eq. 8, which is
 * written in λ = a − (a+b)x and so does not cancel when a is large and x near 1. Modified Lentz.
 */
const betaFraction = (a: number, b: number, x: number, y: number, lambda: number): number => {
  const term = (m: number): number =>
    m + (m * (b - m) * x) / (a + 2 * m - 1) + ((a + m) * (lambda + 1 + m * (1 + y))) / (a + 2 * m + 1);
  let h = (a * (lambda + 1)) / (a + 1) || tiny;
  let [c, d] = [h, 0];
  for (let m = 1; m < 1_000_000; m++) {
    const e = x / (a + 2 * m - 1);
    const numerator = (a + m - 1) * e * (a + b + m - 1) * e * m * (b - m);
    const denominator = term(m);
    d = 1 / (denominator + numerator * d || tiny);
    c = denominator + numerator / c || tiny;
    const step = c * d;
    h *= step;
    if (Math.abs(step - 1) < 5e-16) break;
  }
  return h;
};
