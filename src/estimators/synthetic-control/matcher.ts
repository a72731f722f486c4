import type { DonorTable } from "./donor-table.ts";

/** What is to be imitated: one row of the table, or the weighted mean of several. */
export interface Target {
  readonly rows: Int32Array;
  /** Sum to 1. */
  readonly shares: Float64Array;
}

export interface PredictorBalance {
  readonly predictor: string;
  readonly treated: number;
  readonly synthetic: number;
  readonly donor_mean: number;
  /** Importance V, summing to 1. */
  readonly v: number;
}

export interface Match {
  /** One per donor asked for, ≥ 0, summing to 1. */
  readonly weights: Float64Array;
  /** How far the weights are from satisfying the optimality conditions of their quadratic programme. */
  readonly kktResidual: number;
  /** What was minimised: mean squared gap over the periods that were fitted. */
  readonly loss: number;
  readonly balance?: readonly PredictorBalance[];
}

/** Finds weights on these donors (rows of the table). */
export type Matcher = (target: Target, donors: Int32Array) => Match;

/** A matcher that may look at the first `pre` periods only: in-time placebos shift this back. */
export type MatcherUpTo = (pre: number) => Matcher;

/** Target minus synthetic in every period of the table. */
export const gaps = (
  { y, columns }: Pick<DonorTable, "y" | "columns">,
  target: Target,
  donors: Int32Array,
  weights: Float64Array,
): Float64Array => {
  const T = columns.length;
  const gap = new Float64Array(T);
  const add = (row: number, weight: number): void => {
    if (weight !== 0) for (let t = 0; t < T; t++) gap[t]! += weight * y[row * T + t]!;
  };
  target.rows.forEach((row, i) => void add(row, target.shares[i]!));
  donors.forEach((row, j) => void add(row, -weights[j]!));
  return gap;
};

export const rootMeanSquare = (values: Float64Array): number => {
  let sum = 0;
  for (const v of values) sum += v * v;
  return Math.sqrt(sum / values.length);
};

export const average = (values: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]!;
  return sum / values.length;
};

export const alone = (row: number): Target => ({ rows: Int32Array.of(row), shares: Float64Array.of(1) });
