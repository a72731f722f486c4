import type { DonorTable } from "./donor-table.ts";
import type { Target } from "./matcher.ts";

/** 1 / Σw²: three donors of a third each count as three, one of 0.98 as barely more than one. */
export const effectiveDonors = (weights: Float64Array): number =>
  1 / weights.reduce((sum, w) => sum + w * w, 0);

/** Periods before the start in which the treated value lies outside everything the donors reached: no weights can follow it there. */
export const outsideDonors = (table: DonorTable, path: Float64Array, pre: number): string[] => {
  const T = table.columns.length;
  return table.periods.slice(0, pre).filter((_, t) => {
    let low = Number.POSITIVE_INFINITY;
    let high = Number.NEGATIVE_INFINITY;
    for (const row of table.donors) {
      low = Math.min(low, table.y[row * T + t]!);
      high = Math.max(high, table.y[row * T + t]!);
    }
    return path[t]! < low || path[t]! > high;
  });
};

export interface PoissonNoise {
  /** Root of the mean squared gap that counting noise alone would leave. */
  readonly expected_rmspe: number;
  readonly pre_rmspe: number;
  /** The fit is better than the noise allows: the weights follow accidents, which will not recur. */
  readonly overfitted: boolean;
}

/**
 * For counts (or counts over an exposure e, whose variance is y/e): E gap² = Σ_i a_i² y_i/e_i + Σ_j w_j² y_j/e_j, less one
 * degree of freedom per weight that was free to fit. undefined when the outcome is not a count.
 */
export const poissonNoise = (
  table: DonorTable,
  target: Target,
  weights: Float64Array,
  pre: number,
  preRmspe: number,
): PoissonNoise | undefined => {
  const T = table.columns.length;
  const { y, exposure } = table;
  const isCount = y.every((v, c) => {
    const count = v * (exposure?.[c] ?? 1);
    return count >= 0 && Math.abs(count - Math.round(count)) < 1e-6;
  });
  if (!isCount) return undefined;
  let noise = 0;
  const add = (row: number, weight: number): void => {
    for (let t = 0; t < pre; t++) {
      const cell = row * T + t;
      noise += (weight * weight * y[cell]!) / (exposure?.[cell] ?? 1) / pre;
    }
  };
  target.rows.forEach((row, i) => void add(row, target.shares[i]!));
  table.donors.forEach((row, j) => void add(row, weights[j]!));
  const free = weights.filter((w) => w > 1e-6).length - 1;
  const left = Math.max(0, 1 - free / pre);
  return {
    expected_rmspe: Math.sqrt(noise),
    pre_rmspe: preRmspe,
    overfitted: preRmspe ** 2 < noise * left,
  };
};
