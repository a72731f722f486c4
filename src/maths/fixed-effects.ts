import { choleskySolve } from "./linear.ts";
import { blockedCholesky, type SchurRows, schurComplement } from "./schur.ts";

export interface TwoWay {
  /** n: which unit and which period each row is; rows may come in any order, and a cell may be absent. */
  readonly unit: Int32Array;
  readonly period: Int32Array;
  readonly units: number;
  readonly periods: number;
  /** n, ≥ 0. */
  readonly weights?: Float64Array | undefined;
}

export interface Absorbed {
  /** The column less its (weighted) projection on the effects, as a new array. */
  demean(column: Float64Array): Float64Array;
  /** The effects themselves; the first period of each connected set is 0, and so is a level without rows. */
  effects(column: Float64Array): { unit: Float64Array; period: Float64Array };
  /** How many of the effects' levels repeat others: one for each connected set of units and periods. */
  readonly rankLost: number;
  /** Independent effects: levels that have rows, less `rankLost`. */
  readonly rank: number;
  /** True for a balanced panel without weights, where the projection is a closed form. */
  readonly balanced: boolean;
}

/**
 * Absorbs unit and period effects exactly: y − αᵢ − γₜ with (α, γ) least squares. Balanced and unweighted:
 * y − ȳᵢ − ȳₜ + ȳ. Otherwise the longer side is eliminated and the shorter side's normal equations (its Schur
 * complement, at most a few hundred square for area panels) are solved by Cholesky; nothing iterates, so
 * nothing stops early. In a disconnected panel one level of the shorter side is fixed per connected set.
 */
export const absorbTwoWay = (panel: TwoWay): Absorbed => {
  if (isBalanced(panel)) return balancedTwoWay(panel);
  const swapped = panel.units < panel.periods;
  const long = swapped ? panel.period : panel.unit;
  const short = swapped ? panel.unit : panel.period;
  const [longs, shorts] = swapped ? [panel.periods, panel.units] : [panel.units, panel.periods];
  const solve = schurSolver({ long, short, longs, shorts, weights: panel.weights });
  return {
    ...solve.ranks,
    balanced: false,
    demean: (column) => {
      const { a, b } = solve.effects(column);
      const out = new Float64Array(column.length);
      for (let r = 0; r < out.length; r++) out[r] = column[r]! - a[long[r]!]! - b[short[r]!]!;
      return out;
    },
    effects: (column) => {
      const { a, b } = solve.effects(column);
      return normalised(swapped ? { unit: b, period: a } : { unit: a, period: b }, panel, solve.component);
    },
  };
};

/** Every cell once, unweighted. */
const isBalanced = ({ unit, period, units, periods, weights }: TwoWay): boolean => {
  if (weights !== undefined || unit.length !== units * periods) return false;
  const seen = new Uint8Array(unit.length);
  for (let r = 0; r < unit.length; r++) {
    const cell = unit[r]! * periods + period[r]!;
    if (seen[cell] === 1) return false;
    seen[cell] = 1;
  }
  return true;
};

const balancedTwoWay = ({ unit, period, units, periods }: TwoWay): Absorbed => {
  const means = (column: Float64Array) => {
    const a = new Float64Array(units);
    const b = new Float64Array(periods);
    for (let r = 0; r < column.length; r++) {
      const v = column[r]!;
      a[unit[r]!]! += v;
      b[period[r]!]! += v;
    }
    let grand = 0;
    for (let i = 0; i < units; i++) {
      a[i]! /= periods;
      grand += a[i]! / units;
    }
    for (let t = 0; t < periods; t++) b[t] = b[t]! / units - grand;
    return { a, b };
  };
  return {
    rankLost: 1,
    rank: units + periods - 1,
    balanced: true,
    demean: (column) => {
      const { a, b } = means(column);
      const out = new Float64Array(column.length);
      for (let r = 0; r < out.length; r++) out[r] = column[r]! - a[unit[r]!]! - b[period[r]!]!;
      return out;
    },
    effects: (column) => {
      const { a, b } = means(column);
      const first = b[0]!;
      return { unit: a.map((v) => v + first), period: b.map((v) => v - first) };
    },
  };
};

/** The first period of each connected set becomes 0, its level moving into the units. */
const normalised = (
  { unit, period }: { unit: Float64Array; period: Float64Array },
  panel: TwoWay,
  component: (row: number) => number,
) => {
  const base = new Map<number, { period: number; shift: number }>();
  const unitSet = new Map<number, number>();
  const periodSet = new Map<number, number>();
  for (let r = 0; r < panel.unit.length; r++) {
    if (panel.weights !== undefined && !(panel.weights[r]! > 0)) continue;
    const [t, set] = [panel.period[r]!, component(r)];
    unitSet.set(panel.unit[r]!, set);
    periodSet.set(t, set);
    const seen = base.get(set);
    if (seen === undefined || t < seen.period) base.set(set, { period: t, shift: period[t]! });
  }
  for (const [i, set] of unitSet) unit[i]! += base.get(set)!.shift;
  for (const [t, set] of periodSet) period[t]! -= base.get(set)!.shift;
  return { unit, period };
};

/** Effects a (long side) and b (short side) of any column, with the factorised Schur complement kept. */
const schurSolver = (rows: SchurRows) => {
  const { long, short, longs, shorts, weights } = rows;
  const { matrix, longTotal, shortTotal } = schurComplement(rows);
  const sets = connectedSets(rows);
  // One level per connected set is fixed at 0, and levels without rows have nothing to be solved for.
  const free: number[] = [];
  const fixed = new Set<number>();
  for (let t = 0; t < shorts; t++) {
    if (shortTotal[t] === 0) continue;
    const set = sets.find(longs + t);
    if (fixed.has(set)) free.push(t);
    else fixed.add(set);
  }
  const m = free.length;
  const reduced = new Float64Array(m * m);
  for (let i = 0; i < m; i++)
    for (let j = 0; j <= i; j++) reduced[i * m + j] = matrix[free[i]! * shorts + free[j]!]!;
  const factor = blockedCholesky(reduced, m);
  const inverseLong = longTotal.map((v) => (v > 0 ? 1 / v : 0));
  let present = 0;
  for (const v of longTotal) if (v > 0) present++;
  for (const v of shortTotal) if (v > 0) present++;
  return {
    ranks: { rankLost: fixed.size, rank: present - fixed.size },
    component: (row: number) => sets.find(long[row]!),
    effects: (column: Float64Array) => {
      const a = new Float64Array(longs);
      const right = new Float64Array(shorts);
      for (let r = 0; r < column.length; r++) {
        const w = weights === undefined ? 1 : weights[r]!;
        if (w !== 0) a[long[r]!]! += w * column[r]!;
      }
      for (let i = 0; i < longs; i++) a[i]! *= inverseLong[i]!;
      // Right side: the column's short-side sums once its long-side means are out.
      for (let r = 0; r < column.length; r++) {
        const w = weights === undefined ? 1 : weights[r]!;
        if (w !== 0) right[short[r]!]! += w * (column[r]! - a[long[r]!]!);
      }
      const b = new Float64Array(shorts);
      if (m > 0) {
        const target = Float64Array.from(free, (t) => right[t]!);
        const solution = choleskySolve(factor, m, target);
        refine(reduced, factor, m, target, solution);
        for (let i = 0; i < m; i++) b[free[i]!] = solution[i]!;
      }
      const taken = new Float64Array(longs);
      for (let r = 0; r < column.length; r++) {
        const w = weights === undefined ? 1 : weights[r]!;
        if (w !== 0) taken[long[r]!]! += w * b[short[r]!]!;
      }
      for (let i = 0; i < longs; i++) a[i]! -= taken[i]! * inverseLong[i]!;
      return { a, b };
    },
  };
};

/** One step of iterative refinement: costs m² and recovers what a poorly connected panel lost in the factor. */
const refine = (
  matrix: Float64Array,
  factor: Float64Array,
  m: number,
  target: Float64Array,
  solution: Float64Array,
): void => {
  const residual = Float64Array.from(target);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < m; j++) {
      residual[i]! -= (j <= i ? matrix[i * m + j]! : matrix[j * m + i]!) * solution[j]!;
    }
  }
  const correction = choleskySolve(factor, m, residual);
  for (let i = 0; i < m; i++) solution[i]! += correction[i]!;
};

/** Union–find over long levels 0 … longs−1 and short levels longs … longs+shorts−1, joined by rows with weight. */
const connectedSets = ({ long, short, longs, shorts, weights }: SchurRows) => {
  const parent = Int32Array.from({ length: longs + shorts }, (_, i) => i);
  const find = (start: number): number => {
    let i = start;
    while (parent[i] !== i) i = parent[i] = parent[parent[i]!]!;
    return i;
  };
  for (let r = 0; r < long.length; r++) {
    if (weights !== undefined && !(weights[r]! > 0)) continue;
    const [a, b] = [find(long[r]!), find(longs + short[r]!)];
    if (a !== b) parent[a] = b;
  }
  return { find };
};
