import { lgamma, saddleDeviance, stirlingError } from "./gamma-function.ts";

/** A probability and its complement, each to full relative accuracy. */
export interface Tails {
  readonly p: number;
  readonly q: number;
}

const tiny = 1e-300;
const smallest = 1e-290;

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
  const prefix = gammaPrefix(a, x, logX);
  if (x < a + 1) {
    const p = (prefix / a) * gammaSeries(a, x);
    return { p, q: 1 - p };
  }
  const q = prefix * gammaFraction(a, x);
  return { p: 1 - q, q };
};

/** xᵃe⁻ˣ/Γ(a): also the density of log X for a gamma variable X. */
export const gammaPrefix = (a: number, x: number, logX = Math.log(x)): number => {
  if (a < 1 || x < smallest) return a * Math.exp(a * logX - x - lgamma(a + 1));
  return Math.sqrt(a / (2 * Math.PI)) * Math.exp(-stirlingError(a) - saddleDeviance(a, x));
};

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
    if (Math.abs(step - 1) < 1e-16) break;
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

/** Regularised incomplete beta: p = I_x(a, b), q = 1 − p; y = 1 − x may be given to more digits than x has. */
export const betaPQ = (a: number, b: number, x: number, y = 1 - x): Tails =>
  Number.isNaN(a + b + x) || x < 0 || y < 0
    ? { p: Number.NaN, q: Number.NaN }
    : x === 0
      ? { p: 0, q: 1 }
      : y === 0
        ? { p: 1, q: 0 }
        : betaTails(a, b, unitPoint(x, y));

export const betaTails = (a: number, b: number, point: UnitPoint): Tails => {
  const prefix = betaPrefix(a, b, point);
  if (point.x <= (a + 1) / (a + b + 2)) {
    const p = (prefix / a) * betaFraction(a, b, point.x);
    return { p, q: 1 - p };
  }
  const q = (prefix / b) * betaFraction(b, a, point.y);
  return { p: 1 - q, q };
};

/** xᵃyᵇ/Β(a, b): also the density of the log odds of a beta variable. */
export const betaPrefix = (a: number, b: number, { x, y, logX, logY }: UnitPoint): number => {
  const n = a + b;
  // a − nx = −(b − ny): taken from whichever side is small, so that df of a million keep their digits.
  const d = y < x ? n * y - b : a - n * x;
  const da = x < smallest ? a * (Math.log(a / n) - logX) - d : saddleDeviance(a, n * x, d);
  const db = y < smallest ? b * (Math.log(b / n) - logY) + d : saddleDeviance(b, n * y, -d);
  const errors = stirlingError(n) - stirlingError(a) - stirlingError(b);
  return Math.sqrt(((a / n) * b) / (2 * Math.PI)) * Math.exp(errors - da - db);
};

/** The classical continued fraction of Β, converging fast for x below its mean. */
const betaFraction = (a: number, b: number, x: number): number => {
  let [c, d] = [1, 1 / (1 - ((a + b) * x) / (a + 1) || tiny)];
  let h = d;
  for (let m = 1; m < 1_000_000; m++) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m));
    d = 1 / (1 + even * d || tiny);
    c = 1 + even / c || tiny;
    h *= d * c;
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1));
    d = 1 / (1 + odd * d || tiny);
    c = 1 + odd / c || tiny;
    const step = d * c;
    h *= step;
    if (Math.abs(step - 1) < 1e-16) break;
  }
  return h;
};
