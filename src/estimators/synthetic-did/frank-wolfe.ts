import type { WeightProblem } from "./problem.ts";

export interface FrankWolfe {
  readonly weights: Float64Array;
  readonly iterations: number;
  /** False when the iteration limit ended it. */
  readonly converged: boolean;
}

/**
 * The solver of the reference implementation (R package synthdid 0.0.9), kept so that its numbers can be reproduced:
 * Frank–Wolfe with exact line search from uniform weights, 100 steps, weights up to a quarter of the largest set to zero,
 * then at most 10,000 steps more, until the loss falls by no more than (1e-5 σ)² in a step. It stops well short of the
 * optimum on flat problems (Prop 99 hits the limit), which is why it is not the default.
 */
export const compatWeights = (problem: WeightProblem, noise: number, from?: Float64Array): FrankWolfe => {
  const n = problem.linear.length;
  const least = (1e-5 * noise) ** 2;
  const first = descend(problem, from ?? new Float64Array(n).fill(1 / n), least, 100);
  return descend(problem, sparsify(first.weights), least, 10_000);
};

const sparsify = (weights: Float64Array): Float64Array => {
  const limit = Math.max(...weights) / 4;
  const kept = weights.map((w) => (w <= limit ? 0 : w));
  const total = kept.reduce((sum, w) => sum + w, 0);
  return kept.map((w) => w / total);
};

const descend = (
  { gram, linear, ridge, rows }: WeightProblem,
  from: Float64Array,
  least: number,
  limit: number,
): FrankWolfe => {
  const n = linear.length;
  const x = Float64Array.from(from);
  const gx = new Float64Array(n);
  for (let i = 0; i < n; i++) if (x[i] !== 0) for (let j = 0; j < n; j++) gx[j]! += x[i]! * gram[i * n + j]!;
  for (let step = 1; step <= limit; step++) {
    // Half the gradient of the loss times its row count, and the vertex it points to.
    let [best, least_] = [0, Number.POSITIVE_INFINITY];
    for (let j = 0; j < n; j++) {
      const slope = gx[j]! - linear[j]! + ridge * x[j]!;
      if (slope < least_) [best, least_] = [j, slope];
    }
    let [along, xx, xgx] = [0, 0, 0];
    for (let j = 0; j < n; j++) {
      along -= x[j]! * (gx[j]! - linear[j]! + ridge * x[j]!);
      xx += x[j]! * x[j]!;
      xgx += x[j]! * gx[j]!;
    }
    along += least_;
    const bend = gram[best * n + best]! - 2 * gx[best]! + xgx + ridge * (xx + 1 - 2 * x[best]!);
    if (!(bend > 0)) return { weights: x, iterations: step, converged: true };
    const share = Math.min(1, Math.max(0, -along / bend));
    for (let j = 0; j < n; j++) {
      x[j]! *= 1 - share;
      gx[j]! += share * (gram[best * n + j]! - gx[j]!);
    }
    x[best]! += share;
    // The exact fall of the loss: a difference of two nearly equal losses would be rounding.
    const fall = (-2 * share * along - share * share * bend) / rows;
    if (step >= 2 && fall <= least) return { weights: x, iterations: step, converged: true };
  }
  return { weights: x, iterations: limit, converged: false };
};
