import { cholesky, choleskySolve } from "./linear.ts";

export interface RidgeSimplexProblem {
  /** J × p, row-major: donor j's row less the target's. */
  readonly points: Float64Array;
  readonly J: number;
  readonly p: number;
  /** > 0. */
  readonly ridge: number;
}

export interface RidgeSimplexSolution {
  /** J, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** Worst violation of the optimality conditions, relative to the mean squared length of a point. */
  readonly kktResidual: number;
  readonly iterations: number;
}

/**
 * min ‖Σ_j w_j a_j‖² + ρ‖w‖² over w ≥ 0, Σw = 1, for many donors and few periods: Newton's method on the dual, which has
 * p + 1 unknowns however many donors there are.
 *
 *   min over r, ν of  ½‖r‖² + ν + Σ_j max(0, a_j'r − ν)² / 2ρ,      w_j = max(0, a_j'r − ν) / ρ
 *
 * It is convex and quadratic between kinks, so that Newton steps with a line search end at the exact solution of the
 * last piece. Cost O(J p²) a step, and no J × J matrix.
 */
export const ridgeSimplex = (problem: RidgeSimplexProblem): RidgeSimplexSolution => {
  const { J, p } = problem;
  const { points, scale } = scaled(problem);
  const ridge = problem.ridge / scale;
  const weights = new Float64Array(J);
  let theta = startAt(points, J, p, ridge);
  let iterations = 0;
  let now = dual(points, J, p, ridge, theta, weights);
  let slope = slopeAt(points, J, p, theta, weights);
  for (; iterations < 200 && largest(slope) > 1e-15; iterations++) {
    const step = newtonStep(points, J, p, ridge, weights, slope);
    const along = step.reduce((sum, s, i) => sum + s * slope[i]!, 0);
    let best: { theta: Float64Array; value: number; slope: Float64Array } | undefined;
    for (let share = 1; share > 1e-12 && best === undefined; share /= 2) {
      const trial = theta.map((v, i) => v + share * step[i]!);
      const value = dual(points, J, p, ridge, trial, weights);
      const falls = value <= now + 1e-4 * share * along;
      // Near the optimum the value no longer shows a fall that the slope still does.
      const level = share === 1 && value <= now + 1e-12 * Math.abs(now);
      if (!falls && !level) continue;
      const there = slopeAt(points, J, p, trial, weights);
      if (falls || largest(there) < 0.5 * largest(slope)) best = { theta: trial, value, slope: there };
    }
    if (best === undefined || (best.value >= now && largest(best.slope) >= largest(slope))) break;
    [theta, now, slope] = [best.theta, best.value, best.slope];
  }
  dual(points, J, p, ridge, theta, weights);
  const total = weights.reduce((sum, w) => sum + w, 0);
  for (let j = 0; j < J; j++) weights[j]! /= total;
  return { weights, kktResidual: residual(points, J, p, ridge, weights), iterations };
};

const largest = (values: Float64Array): number => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);

/** Points divided by their root mean square length, the ridge among it: tolerances are then relative. */
const scaled = ({ points, J, ridge }: RidgeSimplexProblem): { points: Float64Array; scale: number } => {
  const scale = points.reduce((sum, v) => sum + v * v, 0) / J + ridge;
  const root = Math.sqrt(scale);
  return { points: points.map((v) => v / root), scale };
};

/** From equal weights: r = −ā, and ν at which they would sum to 1 if all stayed positive. */
const startAt = (a: Float64Array, J: number, p: number, ridge: number): Float64Array => {
  const theta = new Float64Array(p + 1);
  for (let j = 0; j < J; j++) for (let i = 0; i < p; i++) theta[i]! -= a[j * p + i]! / J;
  let level = 0;
  for (let i = 0; i < p; i++) level -= theta[i]! * theta[i]!;
  theta[p] = level - ridge / J;
  return theta;
};

/** The dual's value at θ = (r, ν); leaves the weights behind. */
const dual = (
  a: Float64Array,
  J: number,
  p: number,
  ridge: number,
  theta: Float64Array,
  weights: Float64Array,
): number => {
  let value = theta[p]!;
  for (let i = 0; i < p; i++) value += 0.5 * theta[i]! * theta[i]!;
  for (let j = 0; j < J; j++) {
    let reach = -theta[p]!;
    for (let i = 0; i < p; i++) reach += a[j * p + i]! * theta[i]!;
    weights[j] = reach > 0 ? reach / ridge : 0;
    if (reach > 0) value += (0.5 * reach * reach) / ridge;
  }
  return value;
};

const slopeAt = (
  a: Float64Array,
  J: number,
  p: number,
  theta: Float64Array,
  w: Float64Array,
): Float64Array => {
  const slope = new Float64Array(p + 1);
  for (let i = 0; i < p; i++) slope[i] = theta[i]!;
  slope[p] = 1;
  for (let j = 0; j < J; j++) {
    if (w[j] === 0) continue;
    for (let i = 0; i < p; i++) slope[i]! += w[j]! * a[j * p + i]!;
    slope[p]! -= w[j]!;
  }
  return slope;
};

/** The Hessian of the piece that θ is on, multiplied by ρ: Σ_S (a, −1)(a, −1)' + ρ I for r. */
const newtonStep = (
  a: Float64Array,
  J: number,
  p: number,
  ridge: number,
  w: Float64Array,
  slope: Float64Array,
): Float64Array => {
  const k = p + 1;
  const h = new Float64Array(k * k);
  for (let j = 0; j < J; j++) {
    if (w[j] === 0) continue;
    for (let i = 0; i < p; i++) {
      const own = a[j * p + i]!;
      for (let m = 0; m <= i; m++) h[i * k + m]! += own * a[j * p + m]!;
      h[p * k + i]! -= own;
    }
    h[p * k + p]! += 1;
  }
  for (let i = 0; i < p; i++) h[i * k + i]! += ridge;
  // With no donor in play only ν can bring one back.
  h[p * k + p]! += 1e-12;
  const factor = cholesky(h, k);
  const right = slope.map((g) => -g * ridge);
  return factor ? choleskySolve(factor, k, right) : right;
};

const residual = (a: Float64Array, J: number, p: number, ridge: number, w: Float64Array): number => {
  const at = new Float64Array(p);
  for (let j = 0; j < J; j++) if (w[j] !== 0) for (let i = 0; i < p; i++) at[i]! += w[j]! * a[j * p + i]!;
  const slope = w.map((v, j) => {
    let sum = ridge * v;
    for (let i = 0; i < p; i++) sum += a[j * p + i]! * at[i]!;
    return sum;
  });
  const level = slope.reduce((sum, g, j) => sum + g * w[j]!, 0);
  return slope.reduce((worst, g, j) => Math.max(worst, w[j]! > 0 ? Math.abs(g - level) : level - g), 0);
};
