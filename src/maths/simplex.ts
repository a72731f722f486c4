import { notFinite } from "./finite.ts";
import { cholesky, choleskySolve, type Matrix } from "./linear.ts";
import { type PassiveSet, passiveSet } from "./passive-set.ts";

export interface SimplexProblem {
  /** J × J, symmetric, positive semi-definite. */
  readonly gram: Matrix;
  /** J. */
  readonly linear: Float64Array;
  readonly constant?: number;
}

export interface SimplexSolution {
  /** J, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** w'Gw − 2l'w + c. */
  readonly objective: number;
  /** Worst violation of the optimality conditions, relative to the scale of the Gram matrix. */
  readonly kktResidual: number;
  readonly iterations: number;
}

/**
 * min w'Gw − 2l'w + c over w ≥ 0, Σw = 1, exactly, by a primal active-set method: keep a set of positive weights,
 * solve its equality-constrained problem by Cholesky, step back to the first weight that would turn negative,
 * and let in the most violated multiplier until none is left.
 *
 * With more donors than periods the minimiser is not unique. A ridge of 1e-8 of the mean variation between donors
 * picks (nearly) the one of least norm, so that equal donors share equally; once the set of positive weights is
 * known the ridge is taken off again wherever that set determines its weights on its own.
 */
export const simplexLeastSquares = (problem: SimplexProblem): SimplexSolution => {
  const { gram, linear } = problem;
  const n = linear.length;
  if (!gram.every(Number.isFinite) || !linear.every(Number.isFinite))
    throw notFinite("weights that are to match");
  const scale = variation(gram, n);
  const ridge = 1e-8 * scale;
  // Below this a slope is rounding: of the ridge's own making, or of a level far above the variation.
  const slack = 1e-13 * scale + 4 * Number.EPSILON * largestDiagonal(gram, n);
  const set = passiveSet(gram, n, ridge);
  const weights = new Float64Array(n);
  const start = bestVertex(gram, linear, n);
  set.add(start);
  weights[start] = 1;
  const gradient = new Float64Array(n);
  let iterations = 0;
  while (iterations < 100 * n + 1000) {
    iterations++;
    const multiplier = settle(set, linear, weights);
    gradientAt(gram, linear, weights, ridge, gradient);
    let [entering, worst] = [-1, -slack];
    for (let j = 0; j < n; j++) {
      const reduced = gradient[j]! + multiplier;
      if (!set.holds(j) && reduced < worst) [entering, worst] = [j, reduced];
    }
    if (entering < 0) break;
    set.add(entering);
  }
  polish(gram, linear, set, weights, n, scale);
  return { weights, ...certificate(problem, weights, n, scale), iterations };
};

/** Mean over donors of what is left of the Gram matrix after centring: the level, common to all, does not count. */
const variation = (gram: Matrix, n: number): number => {
  let [trace, total] = [0, 0];
  for (let i = 0; i < n; i++) {
    trace += gram[i * n + i]!;
    for (let j = 0; j < n; j++) total += gram[i * n + j]!;
  }
  return Math.max((trace - total / n) / n, 1e-13 * (trace / n), Number.MIN_VALUE);
};

const largestDiagonal = (gram: Matrix, n: number): number => {
  let most = 0;
  for (let i = 0; i < n; i++) most = Math.max(most, gram[i * n + i]!);
  return most;
};

const bestVertex = (gram: Matrix, linear: Float64Array, n: number): number => {
  let best = 0;
  const value = (j: number): number => gram[j * n + j]! - 2 * linear[j]!;
  for (let j = 1; j < n; j++) if (value(j) < value(best)) best = j;
  return best;
};

/** Moves to the optimum of the current face, dropping weights that reach 0 on the way; returns its multiplier. */
const settle = (set: PassiveSet, linear: Float64Array, weights: Float64Array): number => {
  // Every round takes one member out, or ends: more rounds than there are weights is no arithmetic.
  for (let round = 0; round <= linear.length; round++) {
    const { members, values, multiplier } = set.solve(linear);
    let [share, leaving] = [1, -1];
    for (const [at, j] of members.entries()) {
      if (values[at]! > 0) continue;
      const limit = weights[j]! > 0 ? weights[j]! / (weights[j]! - values[at]!) : 0;
      // A weight that enters at 0 and wants to fall is dropped at once (share 0), which cannot cycle: the
      // objective with its ridge is strictly convex and no face is solved twice.
      if (limit < share || leaving < 0) [share, leaving] = [Math.min(1, limit), at];
    }
    for (const [at, j] of members.entries()) weights[j]! += share * (values[at]! - weights[j]!);
    if (leaving < 0) return multiplier;
    weights[members[leaving]!] = 0;
    set.remove(leaving);
  }
  throw notFinite("weights that are to match");
};

/** (G + ridge)w − l. */
const gradientAt = (
  gram: Matrix,
  linear: Float64Array,
  weights: Float64Array,
  ridge: number,
  out: Float64Array,
): void => {
  const n = linear.length;
  for (let j = 0; j < n; j++) out[j] = ridge * weights[j]! - linear[j]!;
  for (let i = 0; i < n; i++) {
    const w = weights[i]!;
    if (w !== 0) for (let j = 0; j < n; j++) out[j]! += w * gram[i * n + j]!;
  }
};

/**
 * The same face without the ridge, where it has one answer and that answer is non-negative. With Σw = 1 one member
 * is what the others leave, so the system is that of their differences from it, which no common level can spoil.
 */
const polish = (
  gram: Matrix,
  linear: Float64Array,
  set: PassiveSet,
  weights: Float64Array,
  n: number,
  scale: number,
): void => {
  const members = [...set.members()].sort((i, j) => weights[j]! - weights[i]!);
  const base = members.shift()!;
  const p = members.length;
  const at = (i: number, j: number): number => gram[i * n + j]!;
  const system = new Float64Array(p * p);
  const right = new Float64Array(p);
  for (const [r, i] of members.entries()) {
    for (const [c, j] of members.entries())
      system[r * p + c] = at(i, j) - at(i, base) - at(base, j) + at(base, base);
    right[r] = linear[i]! - linear[base]! - at(i, base) + at(base, base);
  }
  const factor = cholesky(system, p, 1e-9);
  if (factor === undefined) return;
  const values = choleskySolve(factor, p, right);
  const rest = 1 - values.reduce((sum, v) => sum + v, 0);
  if (rest < 0 || values.some((v) => v < 0)) return;
  const candidate = new Float64Array(n);
  candidate[base] = rest;
  for (const [r, j] of members.entries()) candidate[j] = values[r]!;
  const before = certificate({ gram, linear }, weights, n, scale).kktResidual;
  if (certificate({ gram, linear }, candidate, n, scale).kktResidual <= before) weights.set(candidate);
};

/** Objective, and the largest of: slope along the face, slope into it, negative weight, Σw − 1. */
const certificate = (problem: SimplexProblem, weights: Float64Array, n: number, scale: number) => {
  const gradient = new Float64Array(n);
  gradientAt(problem.gram, problem.linear, weights, 0, gradient);
  let [sum, level, inner] = [0, 0, 0];
  for (let j = 0; j < n; j++) {
    sum += weights[j]!;
    level += weights[j]! * gradient[j]!;
    inner += weights[j]! * (gradient[j]! - problem.linear[j]!);
  }
  level /= sum;
  let worst = Math.abs(sum - 1);
  for (let j = 0; j < n; j++) {
    const slope = (gradient[j]! - level) / scale;
    worst = Math.max(worst, -weights[j]!, weights[j]! > 0 ? Math.abs(slope) : -slope);
  }
  return { objective: inner + (problem.constant ?? 0), kktResidual: worst };
};
