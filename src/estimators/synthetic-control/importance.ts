import { bfgs, nelderMead } from "../../maths/optimise.ts";
import { type NearestPoint, nearestPoint, type Points } from "./nearest-point.ts";

export interface Importance {
  /** k, ≥ 0, summing to 1. */
  readonly v: Float64Array;
  readonly weights: Float64Array;
  /** Mean squared gap of the outcome over the periods that were fitted. */
  readonly loss: number;
  readonly evaluations: number;
}

/** Scaled predictors and the outcome path, both as donors' differences from the treated unit. */
export interface Nested {
  readonly predictors: Points;
  readonly path: Points;
  readonly ridge: number;
}

/** A quasi-Newton search that meets a kink of the loss halves its step to no end: this ends it. */
const mostEvaluations = 400;

/**
 * Importance V of the predictors: the one whose weights follow the outcome best before the start (Abadie & Gardeazabal
 * 2003, AER 93(1), appendix B). A quasi-Newton search from every start, and a simplex search, which kinks do not stop,
 * from each place reached; the best of all is kept. The loss has several valleys and flat floors, so V is not unique and
 * implementations differ in the weights by a few hundredths.
 */
export const searchImportance = (problem: Nested, starts: readonly Float64Array[]): Importance => {
  const valley = lossOf(problem);
  let best: Importance | undefined;
  const consider = (at: Float64Array): void => {
    const found = valley.at(at);
    if (best === undefined || found.loss < best.loss) best = { ...found, evaluations: 0 };
  };
  for (const start of starts) {
    const last = valley.evaluations() + mostEvaluations;
    const value = (u: Float64Array): number =>
      valley.evaluations() < last ? valley.value(u) : Number.POSITIVE_INFINITY;
    const newton = bfgs(value, valley.slope, start, { mostIterations: 100, tolerance: 1e-8 });
    consider(newton.x);
    consider(nelderMead(valley.value, newton.x, { mostIterations: 300, tolerance: 1e-9 }).x);
  }
  return { ...best!, evaluations: valley.evaluations() };
};

/** Weights for one given V. */
export const withImportance = (problem: Nested, v: Float64Array): Importance => ({
  ...lossOf(problem).at(v),
  evaluations: 1,
});

const lossOf = (problem: Nested) => {
  const { predictors, path, ridge } = problem;
  const solver = nearestPoint(predictors);
  const gap = new Float64Array(path.k);
  const v = new Float64Array(predictors.k);
  let evaluations = 0;
  let weights: Float64Array = new Float64Array(predictors.J);
  const value = (u: Float64Array): number => {
    evaluations += 1;
    weights = solver.solve({ v: normalise(u, v), ridge });
    solver.combine(path, gap);
    let loss = 0;
    for (let t = 0; t < path.k; t++) loss += gap[t]! * gap[t]!;
    return loss / path.k;
  };
  return {
    value,
    evaluations: () => evaluations,
    at: (u: Float64Array) => ({
      loss: value(u),
      v: normalise(u, new Float64Array(u.length)),
      weights: Float64Array.from(weights),
    }),
    slope: (u: Float64Array): Float64Array => {
      value(u);
      return slopeOf(problem, u, gap, solver);
    },
  };
};

/**
 * ∂loss/∂u, exact while the support S stays as it is. From M w = ν1 and 1'w = 1: ∂w/∂v_k = −P d_k r_k, where r = D'w and
 * P = M⁻¹ − M⁻¹11'M⁻¹/(1'M⁻¹1); hence ∂loss/∂v_k = −(2/T) r_k d_k' P Z_S (Z'w).
 */
const slopeOf = (
  { predictors, path }: Nested,
  u: Float64Array,
  gap: Float64Array,
  solver: NearestPoint,
): Float64Array => {
  const support = solver.support();
  const q = Float64Array.from(support, (j) => {
    let sum = 0;
    for (let t = 0; t < path.k; t++) sum += path.d[j * path.k + t]! * gap[t]!;
    return sum;
  });
  const ones = solver.onSupport(new Float64Array(support.length).fill(1));
  const raw = solver.onSupport(q);
  const shift = sum(raw) / sum(ones);
  const { d, k } = predictors;
  const r = new Float64Array(k);
  solver.combine(predictors, r);
  const byV = new Float64Array(k);
  support.forEach((j, a) => {
    const h = raw[a]! - shift * ones[a]!;
    for (let i = 0; i < k; i++) byV[i]! += (-2 / path.k) * r[i]! * d[j * k + i]! * h;
  });
  // Through v = |u| / Σ|u|.
  const v = normalise(u, new Float64Array(u.length));
  const size = u.reduce((total, x) => total + Math.abs(x), 0);
  const mean = byV.reduce((total, g, i) => total + g * v[i]!, 0);
  return byV.map((g, i) => (Math.sign(u[i]!) * (g - mean)) / size);
};

const normalise = (u: Float64Array, out: Float64Array): Float64Array => {
  let size = 0;
  for (let i = 0; i < u.length; i++) size += Math.abs(u[i]!);
  for (let i = 0; i < u.length; i++) out[i] = size > 0 ? Math.abs(u[i]!) / size : 1 / u.length;
  return out;
};

const sum = (values: Float64Array): number => values.reduce((total, x) => total + x, 0);
