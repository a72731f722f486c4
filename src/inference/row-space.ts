import type { Regression } from "../model/estimate.ts";

/**
 * An orthonormal basis of everything a two-way regression estimates beyond its unit effects, in √w units: the
 * regressors, then the period effects less their unit means. Residuals of any y are y − QQ'y once unit means are out.
 */
export interface RowSpace {
  /** N × rank, row-major. */
  readonly q: Float64Array;
  readonly rank: number;
  /** √w·x, N × k. */
  readonly x: Float64Array;
  /** √w·residual, N. */
  readonly residuals: Float64Array;
  /** √w, N; absent without weights. */
  readonly root?: Float64Array;
}

/**
 * The regressors have the effects partialled out already, so they are orthogonal to the period columns and each
 * block is made orthonormal by itself. Period columns that repeat others (one per connected set) drop out.
 */
export const rowSpace = (regression: Regression): RowSpace => {
  const { k, residuals, weights, unit, period } = regression;
  const n = residuals.length;
  const root = weights?.map(Math.sqrt);
  const x = new Float64Array(regression.x);
  const e = new Float64Array(residuals);
  if (root !== undefined) {
    for (let r = 0; r < n; r++) {
      e[r]! *= root[r]!;
      for (let j = 0; j < k; j++) x[r * k + j]! *= root[r]!;
    }
  }
  const columns = Array.from({ length: k }, (_, j) =>
    Float64Array.from({ length: n }, (_, r) => x[r * k + j]!),
  );
  const basis = [...orthonormal(columns), ...orthonormal(periodColumns(unit, period, weights, root))];
  const rank = basis.length;
  const q = new Float64Array(n * rank);
  for (const [c, column] of basis.entries()) for (let r = 0; r < n; r++) q[r * rank + c] = column[r]!;
  return { q, rank, x, residuals: e, ...(root && { root }) };
};

/** √w(1{period = t} − its weighted mean in the unit), one column per period that occurs. */
const periodColumns = (
  unit: Int32Array,
  period: Int32Array,
  weights: Float64Array | undefined,
  root: Float64Array | undefined,
): Float64Array[] => {
  const n = unit.length;
  const units = unit.reduce((most, i) => Math.max(most, i), -1) + 1;
  const total = new Float64Array(units);
  for (let r = 0; r < n; r++) total[unit[r]!]! += weights?.[r] ?? 1;
  return [...new Set(period)].map((t) => {
    const share = new Float64Array(units);
    for (let r = 0; r < n; r++)
      if (period[r] === t) share[unit[r]!]! += (weights?.[r] ?? 1) / total[unit[r]!]!;
    return Float64Array.from(
      { length: n },
      (_, r) => (Number(period[r] === t) - share[unit[r]!]!) * (root?.[r] ?? 1),
    );
  });
};

/** Gram–Schmidt, twice over against rounding; a column that adds less than 1e-10 of itself is left out. */
const orthonormal = (columns: readonly Float64Array[]): Float64Array[] => {
  const basis: Float64Array[] = [];
  for (const column of columns) {
    const v = Float64Array.from(column);
    const before = Math.sqrt(inner(v, v));
    for (let pass = 0; pass < 2; pass++) {
      for (const b of basis) {
        const along = inner(b, v);
        for (let r = 0; r < v.length; r++) v[r]! -= along * b[r]!;
      }
    }
    const after = Math.sqrt(inner(v, v));
    if (!(after > 1e-10 * before)) continue;
    for (let r = 0; r < v.length; r++) v[r]! /= after;
    basis.push(v);
  }
  return basis;
};

const inner = (a: Float64Array, b: Float64Array): number => {
  let sum = 0;
  for (let r = 0; r < a.length; r++) sum += a[r]! * b[r]!;
  return sum;
};
