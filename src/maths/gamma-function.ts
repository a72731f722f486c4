import { power } from "./power.ts";

/** The gamma function and its relatives: log Γ, ψ, ψ′, log Β, and the two corrections of the saddle-point forms. */

const halfLogTwoPi = 0.5 * Math.log(2 * Math.PI);
const eulerGamma = 0.5772156649015329;

/** B₂ₖ / (2k(2k−1)): the Stirling series of log Γ. */
const stirling = [1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360_360, 1 / 156, -3617 / 122_400];

const series = (x: number): number => {
  const square = 1 / (x * x);
  let sum = 0;
  for (let i = stirling.length - 1; i >= 0; i--) sum = sum * square + stirling[i]!;
  return sum / x;
};

/** ζ(k) − 1 for k = 2 … 41, by direct summation with an Euler–Maclaurin tail. */
const zetaLessOne: readonly number[] = Array.from({ length: 40 }, (_, i) => {
  const [k, cut] = [i + 2, 60];
  let sum = power(cut, 1 - k) / (k - 1) + 0.5 * power(cut, -k) + (k * power(cut, -k - 1)) / 12;
  sum -= (k * (k + 1) * (k + 2) * power(cut, -k - 3)) / 720;
  sum += (k * (k + 1) * (k + 2) * (k + 3) * (k + 4) * power(cut, -k - 5)) / 30_240;
  for (let n = cut - 1; n >= 2; n--) sum += power(n, -k);
  return sum;
});

/** log Γ(2 + u) for |u| ≤ ½, relatively exact at its zero u = 0: u(1 − γ) + Σ (−1)ᵏ(ζ(k) − 1)uᵏ/k. */
const lgammaNearTwo = (u: number): number => {
  let sum = 0;
  for (let k = 41; k >= 2; k--) sum = -u * sum + zetaLessOne[k - 2]! / k;
  return u * (1 - eulerGamma) + u * u * sum;
};

/** log |Γ(x)|. */
export const lgamma = (x: number): number => {
  if (x <= 0) {
    if (Number.isInteger(x)) return Number.POSITIVE_INFINITY;
    return Math.log(Math.PI / Math.abs(Math.sin(Math.PI * x))) - lgamma(1 - x);
  }
  if (x < 0.5) return lgamma(x + 1) - Math.log(x);
  if (x < 1.5) return lgammaNearTwo(x - 1) - Math.log1p(x - 1);
  if (x <= 2.5) return lgammaNearTwo(x - 2);
  if (x >= 12) return (x - 0.5) * Math.log(x) - x + halfLogTwoPi + series(x);
  let [product, v] = [1, x];
  while (v > 2.5) product *= --v;
  return lgammaNearTwo(v - 2) + Math.log(product);
};

/** δ(n) of Loader (2000): log Γ(n + 1) − (n + ½) log n + n − ½ log 2π, what Stirling's formula leaves out. */
export const stirlingError = (n: number): number =>
  n >= 12 ? series(n) : lgamma(n + 1) - (n + 0.5) * Math.log(n) + n - halfLogTwoPi;

/**
 * Loader's saddle-point deviance x log(x/m) + m − x, without cancellation when x ≈ m.
 * `d` is x − m, given apart where the caller knows it better than the subtraction would.
 */
export const saddleDeviance = (x: number, m: number, d = x - m): number => {
  if (x === 0) return m;
  if (Math.abs(d) >= 0.2 * (x + m)) return x * Math.log(x / m) - d;
  // With v = d/(x + m): x log(x/m) = 2x·atanh(v) = 2x(v + v³/3 + …), and 2xv − d = dv.
  const v = d / (x + m);
  const square = v * v;
  let [sum, power] = [d * v, 2 * x * v];
  for (let j = 1; j < 200; j++) {
    power *= square;
    const next = sum + power / (2 * j + 1);
    if (next === sum) break;
    sum = next;
  }
  return sum;
};

/** ψ(x) = d log Γ(x)/dx, for x > 0. */
export const digamma = (x: number): number => {
  let [sum, v] = [0, x];
  while (v < 12) sum -= 1 / v++;
  const s = 1 / (v * v);
  const tail =
    s *
    (1 / 12 - s * (1 / 120 - s * (1 / 252 - s * (1 / 240 - s * (1 / 132 - s * (691 / 32_760 - s / 12))))));
  return sum + Math.log(v) - 0.5 / v - tail;
};

/** ψ′(x), for x > 0. */
export const trigamma = (x: number): number => {
  let [sum, v] = [0, x];
  while (v < 12) {
    sum += 1 / (v * v);
    v++;
  }
  const s = 1 / (v * v);
  const tail =
    s * (1 / 6 - s * (1 / 30 - s * (1 / 42 - s * (1 / 30 - s * (5 / 66 - s * (691 / 2730 - (s * 7) / 6))))));
  return sum + 1 / v + 0.5 * s + tail / v;
};

/** log Β(a, b), without the cancellation of three large log-gammas. */
export const logBeta = (a: number, b: number): number => {
  const n = a + b;
  if (Math.min(a, b) < 1 && Math.max(a, b) < 12) return lgamma(a) + lgamma(b) - lgamma(n);
  return (
    0.5 * Math.log((2 * Math.PI * n) / (a * b)) +
    stirlingError(a) +
    stirlingError(b) -
    stirlingError(n) -
    a * Math.log1p(b / a) -
    b * Math.log1p(a / b)
  );
};
