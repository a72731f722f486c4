import { leastSquares } from "../../maths/least-squares.ts";
import type { Design } from "../../model/design.ts";
import type { DonorTable } from "./donor-table.ts";
import { type Importance, type Nested, searchImportance, withImportance } from "./importance.ts";
import type { Match, MatcherUpTo, PredictorBalance, Target } from "./matcher.ts";
import { kktResidual, type Points } from "./nearest-point.ts";
import { type Predictor, type PredictorMatrix, predictorMatrix } from "./predictors.ts";

export interface PredictorOptions {
  readonly predictors: readonly Predictor[];
  /** How V is chosen. */
  readonly importance: "nested" | "equal" | "regression";
  /** Ordinals of the periods over which V is judged, inclusive. */
  readonly window: { readonly from: number; readonly to: number };
}

/**
 * Weights that reproduce the predictors of the treated unit, each divided by its standard deviation over all units,
 * under the importance V that follows the outcome best. Donors are matched again, V included, for every placebo.
 */
export const predictorMatch =
  (design: Design, table: DonorTable, options: PredictorOptions): MatcherUpTo =>
  (pre) => {
    const matrix = predictorMatrix(design, table, options.predictors, pre);
    const fitted = fittedPeriods(design, table, options.window, pre);
    return (target, donors) => {
      const predictors = scaledDifferences(matrix, table.units.length, target, donors);
      const path = pathDifferences(table, target, donors, fitted);
      const problem: Nested = { predictors, path, ridge: 1e-9 };
      const found = choose(problem, options.importance);
      return {
        weights: found.weights,
        loss: found.loss,
        kktResidual: kktResidual(predictors, { v: found.v, ridge: problem.ridge }, found.weights),
        balance: balanceOf(matrix, table.units.length, target, donors, found),
      } satisfies Match;
    };
  };

const choose = (problem: Nested, importance: PredictorOptions["importance"]): Importance => {
  const equal = new Float64Array(problem.predictors.k).fill(1 / problem.predictors.k);
  if (importance === "equal") return withImportance(problem, equal);
  const regression = regressionImportance(problem);
  if (importance === "regression") return withImportance(problem, regression ?? equal);
  return searchImportance(problem, regression ? [equal, regression] : [equal]);
};

/** Columns of the table over which V is judged; all before the start when the window leaves none. */
const fittedPeriods = (
  design: Design,
  table: DonorTable,
  window: PredictorOptions["window"],
  pre: number,
): readonly number[] => {
  const before = Array.from({ length: pre }, (_, c) => c);
  const ordinal = (c: number): number => design.panel.ordinals[table.columns[c]!]!;
  const inside = before.filter((c) => ordinal(c) >= window.from && ordinal(c) <= window.to);
  return inside.length > 0 ? inside : before;
};

/** Value of one predictor (or period) for the target. */
const ofTarget = (values: Float64Array, offset: number, stride: number, target: Target): number =>
  target.rows.reduce((sum, row, i) => sum + target.shares[i]! * values[offset + row * stride]!, 0);

const scaledDifferences = (
  matrix: PredictorMatrix,
  rows: number,
  target: Target,
  donors: Int32Array,
): Points => {
  const k = matrix.predictors.length;
  const J = donors.length;
  const d = new Float64Array(k * J);
  for (let i = 0; i < k; i++) {
    const own = ofTarget(matrix.x, i * rows, 1, target);
    const scale = deviation([own, ...Array.from(donors, (row) => matrix.x[i * rows + row]!)]);
    donors.forEach((row, j) => {
      // A predictor on which every unit agrees says nothing about anyone.
      d[j * k + i] = scale > 0 ? (matrix.x[i * rows + row]! - own) / scale : 0;
    });
  }
  return { d, k, J };
};

const pathDifferences = (
  { y, columns }: DonorTable,
  target: Target,
  donors: Int32Array,
  fitted: readonly number[],
): Points => {
  const T = columns.length;
  const J = donors.length;
  const d = new Float64Array(fitted.length * J);
  fitted.forEach((t, i) => {
    const own = ofTarget(y, t, T, target);
    donors.forEach((row, j) => {
      d[j * fitted.length + i] = y[row * T + t]! - own;
    });
  });
  return { d, k: fitted.length, J };
};

/**
 * The reference's second start: each outcome regressed on the scaled predictors over all units; a predictor counts by the
 * sum of its squared coefficients. undefined when there are too few units for that regression.
 */
const regressionImportance = ({ predictors, path }: Nested): Float64Array | undefined => {
  const { k, J } = predictors;
  const n = J + 1;
  if (n <= k + 1) return undefined;
  // Differences from the treated unit, itself the row of zeros: the intercept takes up the shift.
  const x = new Float64Array(n * (k + 1));
  for (let j = 0; j < n; j++) {
    x[j * (k + 1)] = 1;
    for (let i = 0; i < k && j < J; i++) x[j * (k + 1) + 1 + i] = predictors.d[j * k + i]!;
  }
  const v = new Float64Array(k);
  for (let t = 0; t < path.k; t++) {
    const y = new Float64Array(n);
    for (let j = 0; j < J; j++) y[j] = path.d[j * path.k + t]!;
    const { coefficients } = leastSquares({ x, n, k: k + 1, y });
    for (let i = 0; i < k; i++) v[i]! += (coefficients[i + 1]! || 0) ** 2;
  }
  const total = v.reduce((sum, value) => sum + value, 0);
  return total > 0 ? v.map((value) => value / total) : undefined;
};

const balanceOf = (
  matrix: PredictorMatrix,
  rows: number,
  target: Target,
  donors: Int32Array,
  { weights, v }: Importance,
): PredictorBalance[] =>
  matrix.predictors.map(({ name }, i) => ({
    predictor: name,
    treated: ofTarget(matrix.x, i * rows, 1, target),
    synthetic: ofTarget(matrix.x, i * rows, 1, { rows: donors, shares: weights }),
    donor_mean: donors.reduce((sum, row) => sum + matrix.x[i * rows + row]!, 0) / donors.length,
    v: v[i]!,
  }));

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / (values.length - 1));
};
