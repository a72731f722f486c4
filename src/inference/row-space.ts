import { backSolveTransposed, cholesky, forwardSolve } from "../maths/linear.ts";
import { schurComplement } from "../maths/schur.ts";
import type { Regression } from "../model/estimate.ts";

/**
 * Everything a two-way regression estimates beyond its unit effects, as an orthonormal basis Q in √w units: the
 * regressors, then the period effects less their unit means. Residuals of any y without unit means are y − QQ'y.
 * Q itself (rows × rank) is never written out; what inference asks of a set of rows that holds whole units is
 *
 *   gather   v ↦ Q_g'v for v without (√w-weighted) unit means
 *   scatter  u ↦ Q_g u
 *   gram     Q_g'Q_g
 */
export interface RowSpace {
  readonly rank: number;
  /** √w·x, N × k. */
  readonly x: Float64Array;
  /** √w·residual, N. */
  readonly residuals: Float64Array;
  /** √w, N; absent without weights. */
  readonly root?: Float64Array;
  gather(members: Int32Array, v: Float64Array): Float64Array;
  scatter(members: Int32Array, u: Float64Array): Float64Array;
  gram(members: Int32Array): Float64Array;
}

/**
 * x̃K with (X'WX)⁻¹ = KK' is orthonormal, and so is D̃L⁻ᵀ with D̃'WD̃ = LL' for the period columns D̃ less their unit
 * means; the two are orthogonal because the regressors have the effects partialled out.
 */
export const rowSpace = (regression: Regression): RowSpace => {
  const { k, residuals, weights, unit } = regression;
  const root = weights?.map(Math.sqrt);
  const x = root === undefined ? regression.x : regression.x.map((v, at) => v * root[Math.floor(at / k)]!);
  const K = cholesky(regression.bread, k, 0) ?? new Float64Array(k * k);
  const { column, L, m } = periodBasis(regression);
  const weightOf = (r: number): number => (weights === undefined ? 1 : weights[r]!);
  const rootOf = (r: number): number => (root === undefined ? 1 : root[r]!);

  const gather = (members: Int32Array, v: Float64Array): Float64Array => {
    const along = new Float64Array(k);
    const sums = new Float64Array(m);
    for (const [at, r] of members.entries()) {
      for (let j = 0; j < k; j++) along[j]! += x[r * k + j]! * v[at]!;
      const c = column[r]!;
      if (c >= 0) sums[c]! += rootOf(r) * v[at]!;
    }
    const out = new Float64Array(k + m);
    for (let j = 0; j < k; j++) for (let c = 0; c <= j; c++) out[c]! += K[j * k + c]! * along[j]!;
    out.set(forwardSolve(L, m, sums), k);
    return out;
  };

  const scatter = (members: Int32Array, u: Float64Array): Float64Array => {
    const slope = new Float64Array(k);
    for (let j = 0; j < k; j++) for (let c = 0; c <= j; c++) slope[j]! += K[j * k + c]! * u[c]!;
    const height = backSolveTransposed(L, m, u.subarray(k));
    const of = (r: number): number => (column[r]! >= 0 ? height[column[r]!]! : 0);
    const mean = unitMeans(members, unit, weightOf, of);
    return Float64Array.from(members, (r) => {
      let sum = rootOf(r) * (of(r) - mean.get(unit[r]!)!);
      for (let j = 0; j < k; j++) sum += x[r * k + j]! * slope[j]!;
      return sum;
    });
  };

  const gram = (members: Int32Array): Float64Array => {
    const rank = k + m;
    const out = new Float64Array(rank * rank);
    // Columns of Q_g one after another: those of x as scattered rows, those of the periods through D̃'WD̃ alone.
    for (let c = 0; c < k; c++) {
      const u = new Float64Array(rank);
      u[c] = 1;
      const products = gather(members, scatter(members, u));
      for (let i = 0; i < rank; i++) out[i * rank + c] = out[c * rank + i] = products[i]!;
    }
    const half = solveColumns(L, m, spreadOf(members, unit, column, weightOf, m));
    const block = solveColumns(L, m, half);
    for (let i = 0; i < m; i++) for (let j = 0; j < m; j++) out[(k + i) * rank + k + j] = block[i * m + j]!;
    return out;
  };

  const e = root === undefined ? residuals : residuals.map((v, r) => v * root[r]!);
  return { rank: k + m, x, residuals: e, ...(root && { root }), gather, scatter, gram };
};

/** Row ↦ place of its period in the basis (−1: dropped, it repeats others), and L of the periods kept. */
const periodBasis = ({ unit, period, weights }: Regression) => {
  const present = [...new Set(period)].sort((a, b) => a - b);
  const number = new Map(present.map((t, at) => [t, at]));
  const T = present.length;
  const short = period.map((t) => number.get(t)!);
  const longs = unit.reduce((most, i) => Math.max(most, i), -1) + 1;
  const { matrix, shortTotal } = schurComplement({ long: unit, short, longs, shorts: T, weights });
  const rows: Float64Array[] = [];
  const kept: number[] = [];
  for (let t = 0; t < T; t++) {
    const row = new Float64Array(kept.length + 1);
    let pivot = matrix[t * T + t]!;
    for (let p = 0; p < kept.length; p++) {
      let sum = matrix[t * T + kept[p]!]!;
      for (let q = 0; q < p; q++) sum -= row[q]! * rows[p]![q]!;
      row[p] = sum / rows[p]![p]!;
      pivot -= row[p]! ** 2;
    }
    if (!(pivot > 1e-10 * shortTotal[t]!)) continue;
    row[kept.length] = Math.sqrt(pivot);
    kept.push(t);
    rows.push(row);
  }
  const m = kept.length;
  const L = new Float64Array(m * m);
  for (const [i, row] of rows.entries()) L.set(row, i * m);
  const place = new Int32Array(T).fill(-1);
  for (const [at, t] of kept.entries()) place[t] = at;
  return { column: short.map((t) => place[t]!), L, m };
};

const unitMeans = (
  members: Int32Array,
  unit: Int32Array,
  weightOf: (r: number) => number,
  value: (r: number) => number,
): Map<number, number> => {
  const mass = new Map<number, number>();
  const sum = new Map<number, number>();
  for (const r of members) {
    const [i, w] = [unit[r]!, weightOf(r)];
    mass.set(i, (mass.get(i) ?? 0) + w);
    sum.set(i, (sum.get(i) ?? 0) + w * value(r));
  }
  for (const [i, s] of sum) sum.set(i, s / mass.get(i)!);
  return sum;
};

/** D̃_g'WD̃_g = Σ_units diag(w) − ww'/Σw over the periods kept. */
const spreadOf = (
  members: Int32Array,
  unit: Int32Array,
  column: Int32Array,
  weightOf: (r: number) => number,
  m: number,
): Float64Array => {
  const out = new Float64Array(m * m);
  const byUnit = new Map<number, { cells: Float64Array; mass: number }>();
  for (const r of members) {
    const w = weightOf(r);
    const own = byUnit.get(unit[r]!) ?? { cells: new Float64Array(m), mass: 0 };
    byUnit.set(unit[r]!, own);
    own.mass += w;
    const c = column[r]!;
    if (c < 0) continue;
    own.cells[c]! += w;
    out[c * m + c]! += w;
  }
  for (const { cells, mass } of byUnit.values()) {
    for (let i = 0; i < m; i++) {
      const share = cells[i]! / mass;
      if (share !== 0) for (let j = 0; j < m; j++) out[i * m + j]! -= share * cells[j]!;
    }
  }
  return out;
};

/** (L⁻¹A)' : applied twice to a symmetric A it gives L⁻¹AL⁻ᵀ. */
const solveColumns = (L: Float64Array, m: number, a: Float64Array): Float64Array => {
  // All columns at once, row by row of L, so that the inner loop runs along memory.
  const x = Float64Array.from(a);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < i; j++) {
      const l = L[i * m + j]!;
      if (l === 0) continue;
      for (let c = 0; c < m; c++) x[i * m + c]! -= l * x[j * m + c]!;
    }
    const d = 1 / L[i * m + i]!;
    for (let c = 0; c < m; c++) x[i * m + c]! *= d;
  }
  const out = new Float64Array(m * m);
  for (let i = 0; i < m; i++) for (let c = 0; c < m; c++) out[c * m + i] = x[i * m + c]!;
  return out;
};
