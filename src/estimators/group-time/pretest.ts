import { chiSquaredCdf } from "../../maths/distributions.ts";
import { cholesky, forwardSolve } from "../../maths/linear.ts";
import type { Cell } from "./cells.ts";
import type { Range, Sample } from "./sample.ts";

/** A joint Wald test that every group-time effect before treatment is zero, or the reason why there is none. */
export interface Pretest {
  readonly statistic: number | null;
  readonly df: number;
  readonly p_value: number | null;
  readonly reason: string | null;
}

/** Multiply-adds beyond which the joint covariance is not worth forming. */
const budget = 2e9;

/**
 * Keeps the influence of the cells before treatment as they are computed. Periods within the anticipation window are
 * not part of the test: an effect there is allowed for, so it is no evidence against parallel trends.
 */
export const pretest = (sample: Sample, cells: readonly Cell[], anticipation: number) => {
  const before = cells.filter((c) => !c.reference && sample.ordinals[c.t]! < c.group.cohort - anticipation);
  const affordable = before.length ** 2 * sample.n <= budget;
  const wanted = new Set(affordable ? before : []);
  const effects: number[] = [];
  const columns: Column[] = [];
  return {
    add(cell: Cell, effect: number, psi: Float64Array): void {
      if (!wanted.has(cell)) return;
      effects.push(effect);
      columns.push(columnOf(sample, cell, psi));
    },
    finish(): Pretest {
      if (before.length === 0) return refused(0, "no period before treatment to test");
      if (!affordable)
        return refused(
          before.length,
          `${before.length} cells before treatment are too many for a joint test`,
        );
      if (effects.length < before.length)
        return refused(
          before.length,
          `${before.length - effects.length} cells before treatment have no estimate`,
        );
      return wald(sample.n, effects, columns);
    },
  };
};

const refused = (df: number, reason: string): Pretest => ({ statistic: null, df, p_value: null, reason });

/** Influence by unit, or summed by cluster, and where it is not zero. */
interface Column {
  readonly values: Float64Array;
  readonly support: readonly Range[];
}

const columnOf = ({ cluster, clusters }: Sample, cell: Cell, psi: Float64Array): Column => {
  const values = new Float64Array(clusters);
  const ranges = [cell.group, ...cell.comparison].sort((a, b) => a.from - b.from);
  for (const { from, to } of ranges)
    for (let i = from; i < to; i++) values[cluster === undefined ? i : cluster[i]!]! += psi[i]!;
  return { values, support: cluster === undefined ? ranges : [{ from: 0, to: clusters }] };
};

/** Two cohorts share only comparison units, so most of each column need not be visited. */
const dot = (a: Column, b: Column): number => {
  let sum = 0;
  for (const one of a.support) {
    for (const other of b.support) {
      const to = Math.min(one.to, other.to);
      for (let i = Math.max(one.from, other.from); i < to; i++) sum += a.values[i]! * b.values[i]!;
    }
  }
  return sum;
};

const wald = (n: number, effects: readonly number[], columns: readonly Column[]): Pretest => {
  const k = effects.length;
  const variance = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b <= a; b++)
      variance[a * k + b] = variance[b * k + a] = dot(columns[a]!, columns[b]!) / n / n;
  const l = k < columns[0]!.values.length ? cholesky(variance, k, 1e-11) : undefined;
  if (l === undefined)
    return refused(
      k,
      "the covariance of the effects before treatment is singular: too few units for so many cells",
    );
  const z = forwardSolve(l, k, Float64Array.from(effects));
  const statistic = z.reduce((sum, v) => sum + v * v, 0);
  return { statistic, df: k, p_value: chiSquaredCdf(statistic, k, true), reason: null };
};
