import { cholesky, choleskySolve } from "../../maths/linear.ts";

/** J points in k dimensions, k × J row-major: every donor as its difference from the treated unit. */
export interface Points {
  readonly d: Float64Array;
  readonly k: number;
  readonly J: number;
}

/** v weighs the dimensions; ρ keeps the weights unique. */
export interface Metric {
  readonly v: Float64Array;
  readonly ridge: number;
}

/**
 * The point of least weighted length in the convex hull of J points: what a synthetic control is when donors are
 * written as differences from the treated unit.
 *
 *   min over w ≥ 0, Σw = 1 of  Σ_k v_k (Σ_j d_kj w_j)² + ρ Σ w²
 *
 * Exact, by Wolfe (1976), Mathematical Programming 11, 128–149, and never forms a J × J matrix. It starts from weights
 * already at hand: when only v moves the old weights stay feasible and the old support is mostly right, so that a call
 * costs one small Cholesky factor.
 */
export const nearestPoint = (points: Points, metric: Metric, from?: Float64Array): Float64Array => {
  const w = from ? Float64Array.from(from) : nearestVertex(points, metric);
  let support = carriers(w);
  let lowest = Number.POSITIVE_INFINITY;
  for (;;) {
    support = settle(points, metric, w, support);
    const slope = gradient(points, metric, w);
    let level = 0;
    for (const j of support) level += w[j]! * slope[j]!;
    let best = -1;
    let least = level - 1e-11 * Math.abs(level);
    for (let j = 0; j < points.J; j++) if (w[j] === 0 && slope[j]! < least) [best, least] = [j, slope[j]!];
    // A step that gains nothing is rounding going round in circles.
    if (best < 0 || !(level < lowest)) return w;
    lowest = level;
    support = [...support, best];
  }
};

/** Moves w to the minimiser on its support, giving up one donor at a time where that minimiser is negative. */
const settle = (points: Points, metric: Metric, w: Float64Array, start: readonly number[]): number[] => {
  let support = [...start];
  for (;;) {
    const goal = affineMinimum(points, metric, support);
    if (!goal) return carriers(w);
    let reach = 1;
    let blocking = -1;
    support.forEach((j, s) => {
      const stop = goal[s]! > 0 ? 1 : w[j]! / (w[j]! - goal[s]! || 1);
      if (goal[s]! <= 0 && stop <= reach) [blocking, reach] = [s, stop];
    });
    support.forEach((j, s) => {
      w[j] = Math.max(0, w[j]! + reach * (goal[s]! - w[j]!));
    });
    if (blocking < 0) return support;
    w[support[blocking]!] = 0;
    support = support.filter((_, s) => s !== blocking);
  }
};

/** w ∝ M⁻¹1 on the support: the minimiser when only Σw = 1 is asked for. */
const affineMinimum = (
  points: Points,
  metric: Metric,
  support: readonly number[],
): Float64Array | undefined => {
  const factor = supportFactor(points, metric, support);
  if (!factor) return undefined;
  const raw = choleskySolve(factor, support.length, new Float64Array(support.length).fill(1));
  const total = raw.reduce((sum, x) => sum + x, 0);
  return raw.map((x) => x / total);
};

/** Cholesky factor of M = D_S' V D_S + ρI, undefined when it has none. */
export const supportFactor = (
  { d, k, J }: Points,
  { v, ridge }: Metric,
  support: readonly number[],
): Float64Array | undefined => {
  const s = support.length;
  const m = new Float64Array(s * s);
  for (let a = 0; a < s; a++) {
    for (let b = 0; b <= a; b++) {
      let sum = a === b ? ridge : 0;
      for (let i = 0; i < k; i++) sum += v[i]! * d[i * J + support[a]!]! * d[i * J + support[b]!]!;
      m[a * s + b] = sum;
    }
  }
  return cholesky(m, s);
};

const gradient = ({ d, k, J }: Points, { v, ridge }: Metric, w: Float64Array): Float64Array => {
  const slope = w.map((x) => ridge * x);
  const support = carriers(w);
  for (let i = 0; i < k; i++) {
    let at = 0;
    for (const j of support) at += d[i * J + j]! * w[j]!;
    const pull = v[i]! * at;
    if (pull !== 0) for (let j = 0; j < J; j++) slope[j]! += pull * d[i * J + j]!;
  }
  return slope;
};

const nearestVertex = ({ d, k, J }: Points, { v }: Metric): Float64Array => {
  const length = new Float64Array(J);
  for (let i = 0; i < k; i++) for (let j = 0; j < J; j++) length[j]! += v[i]! * d[i * J + j]! ** 2;
  const w = new Float64Array(J);
  w[length.indexOf(Math.min(...length))] = 1;
  return w;
};

/** The donors that carry weight. */
export const carriers = (w: Float64Array): number[] => {
  const found: number[] = [];
  for (let j = 0; j < w.length; j++) if (w[j]! > 0) found.push(j);
  return found;
};

/**
 * How far weights are from optimal: the steepest way down that is still open, in units of the objective's own size
 * (0 at the exact solution).
 */
export const kktResidual = (points: Points, metric: Metric, w: Float64Array): number => {
  const slope = gradient(points, metric, w);
  let level = 0;
  let worst = 0;
  let size = Number.MIN_VALUE;
  for (let j = 0; j < w.length; j++) level += w[j]! * slope[j]!;
  for (let j = 0; j < w.length; j++) {
    size = Math.max(size, Math.abs(slope[j]!));
    worst = Math.max(worst, level - slope[j]!, w[j]! * Math.abs(slope[j]! - level));
  }
  return worst / size;
};
