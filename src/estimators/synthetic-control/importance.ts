import { choleskySolve } from "../../maths/linear.ts";
import { bfgs, nelderMead } from "../../maths/optimise.ts";
import { carriers, nearestPoint, type Points, supportFactor } from "./nearest-point.ts";

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
  let last: Float64Array | undefined;
  let evaluations = 0;
  const at = (
    u: Float64Array,
  ): { v: Float64Array; weights: Float64Array; loss: number; gap: Float64Array } => {
    evaluations += 1;
    const v = normalise(u);
    const weights = nearestPoint(problem.predictors, { v, ridge: problem.ridge }, last);
    last = weights;
    const gap = apply(problem.path, weights);
    return { v, weights, gap, loss: gap.reduce((sum, g) => sum + g * g, 0) / gap.length };
  };
  return {
    at,
    evaluations: () => evaluations,
    value: (u: Float64Array) => at(u).loss,
    slope: (u: Float64Array) => slopeOf(problem, u, at(u)),
  };
};

/**
 * ∂loss/∂u, exact while the support S stays as it is. From M w = ν1 and 1'w = 1: ∂w/∂v_k = −P d_k r_k, where r = D w and
 * P = M⁻¹ − M⁻¹11'M⁻¹/(1'M⁻¹1); hence ∂loss/∂v_k = −(2/T) r_k d_k' P Z_S' (Z w).
 */
const slopeOf = (
  { predictors, path, ridge }: Nested,
  u: Float64Array,
  { v, weights, gap }: { v: Float64Array; weights: Float64Array; gap: Float64Array },
): Float64Array => {
  const support = carriers(weights);
  const s = support.length;
  const factor = supportFactor(predictors, { v, ridge }, support);
  if (!factor) return new Float64Array(u.length);
  const q = Float64Array.from(support, (j) => column(path, j).reduce((sum, z, t) => sum + z * gap[t]!, 0));
  const ones = choleskySolve(factor, s, new Float64Array(s).fill(1));
  const raw = choleskySolve(factor, s, q);
  const shift = sum(raw) / sum(ones);
  const h = raw.map((x, i) => x - shift * ones[i]!);
  const r = apply(predictors, weights);
  const byV = v.map((_, k) => {
    const along = support.reduce((total, j, i) => total + predictors.d[k * predictors.J + j]! * h[i]!, 0);
    return (-2 / path.k) * r[k]! * along;
  });
  // Through v = |u| / Σ|u|.
  const mean = byV.reduce((total, g, k) => total + g * v[k]!, 0);
  const size = u.reduce((total, x) => total + Math.abs(x), 0);
  return byV.map((g, k) => (Math.sign(u[k]!) * (g - mean)) / size);
};

const normalise = (u: Float64Array): Float64Array => {
  const size = u.reduce((total, x) => total + Math.abs(x), 0);
  return u.map((x) => (size > 0 ? Math.abs(x) / size : 1 / u.length));
};

const apply = ({ d, k, J }: Points, w: Float64Array): Float64Array => {
  const out = new Float64Array(k);
  for (const j of carriers(w)) for (let i = 0; i < k; i++) out[i]! += d[i * J + j]! * w[j]!;
  return out;
};

const column = ({ d, k, J }: Points, j: number): Float64Array =>
  Float64Array.from({ length: k }, (_, i) => d[i * J + j]!);

const sum = (values: Float64Array): number => values.reduce((total, x) => total + x, 0);
