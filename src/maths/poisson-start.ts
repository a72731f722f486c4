import type { PoissonTwoWay } from "./poisson-problem.ts";

/** The rows of units and periods with at least one event. Dropping an all-zero level takes only zeros from others. */
export const keepPositiveTotals = (problem: PoissonTwoWay) => {
  const { y, x, k, offset, weights, unit, period, units, periods } = problem;
  const [unitTotal, periodTotal] = [new Float64Array(units), new Float64Array(periods)];
  const [unitRows, periodRows] = [new Int32Array(units), new Int32Array(periods)];
  for (let r = 0; r < y.length; r++) {
    if (weights !== undefined && !(weights[r]! > 0)) continue;
    unitRows[unit[r]!]!++;
    periodRows[period[r]!]!++;
    unitTotal[unit[r]!]! += y[r]!;
    periodTotal[period[r]!]! += y[r]!;
  }
  const rows = new Int32Array(y.length);
  let [live, count] = [0, 0];
  for (let r = 0; r < y.length; r++) {
    if (weights !== undefined && !(weights[r]! > 0)) continue;
    live++;
    if (unitTotal[unit[r]!]! > 0 && periodTotal[period[r]!]! > 0) rows[count++] = r;
  }
  const kept = rows.subarray(0, count);
  const all = count === y.length;
  const take = (column: Float64Array): Float64Array => (all ? column : rowsOf(column, kept, 1));
  const takeInt = (column: Int32Array): Int32Array => (all ? column : kept.map((r) => column[r]!));
  const part: PoissonTwoWay = {
    y: take(y),
    x: all ? x : rowsOf(x, kept, k),
    k,
    offset: offset && take(offset),
    weights: weights && take(weights),
    unit: takeInt(unit),
    period: takeInt(period),
    units,
    periods,
  };
  const empty = (totals: Float64Array, rows: Int32Array): Int32Array =>
    Int32Array.from(Array.from(totals.keys()).filter((i) => rows[i]! > 0 && totals[i] === 0));
  return {
    kept,
    part,
    dropped: {
      units: empty(unitTotal, unitRows),
      periods: empty(periodTotal, periodRows),
      rows: live - kept.length,
    },
  };
};

/** Some rows of a row-major matrix. */
const rowsOf = (matrix: Float64Array, kept: Int32Array, k: number): Float64Array => {
  const out = new Float64Array(kept.length * k);
  for (let at = 0; at < kept.length; at++)
    for (let j = 0; j < k; j++) out[at * k + j] = matrix[kept[at]! * k + j]!;
  return out;
};

/**
 * μ = e·aᵢ·bₜ with unit and period totals equal to those of y, the Poisson fit without covariates: RᵢCₜ/S at once
 * for a balanced panel without offset, otherwise a few rounds of proportional fitting, which need no exponentials.
 */
export const proportionalStart = (problem: PoissonTwoWay): Float64Array => {
  const { y, offset, weights, unit, period, units, periods } = problem;
  const n = y.length;
  const exposure = offset?.map((o) => Math.exp(o));
  const [a, b] = [new Float64Array(units).fill(1), new Float64Array(periods).fill(1)];
  const totals = (level: Int32Array, size: number): Float64Array => {
    const out = new Float64Array(size);
    for (let r = 0; r < n; r++) out[level[r]!]! += (weights === undefined ? 1 : weights[r]!) * y[r]!;
    return out;
  };
  const [rows, columns] = [totals(unit, units), totals(period, periods)];
  const scale = (
    level: Int32Array,
    other: Int32Array,
    own: Float64Array,
    against: Float64Array,
    total: Float64Array,
  ) => {
    const fitted = new Float64Array(own.length);
    for (let r = 0; r < n; r++) {
      const w = (weights === undefined ? 1 : weights[r]!) * (exposure === undefined ? 1 : exposure[r]!);
      fitted[level[r]!]! += w * against[other[r]!]!;
    }
    let change = 0;
    for (let i = 0; i < own.length; i++) {
      const next = fitted[i]! > 0 ? total[i]! / fitted[i]! : 1;
      change = Math.max(change, Math.abs(next / own[i]! - 1));
      own[i] = next;
    }
    return change;
  };
  for (let round = 0; round < 8; round++) {
    scale(unit, period, a, b, rows);
    if (scale(period, unit, b, a, columns) < 1e-6) break;
  }
  const mu = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    mu[r] = Math.max(1e-80, (exposure === undefined ? 1 : exposure[r]!) * a[unit[r]!]! * b[period[r]!]!);
  }
  return mu;
};
