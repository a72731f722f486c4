import type { Cell } from "./cells.ts";
import type { Range, Sample } from "./sample.ts";

/** Why a cell has no estimate. */
export interface Unestimable {
  readonly reason: string;
}

/**
 * Estimates one cell. Writes the influence of the cohort's and the comparison units into `psi` (n, on the scale of the
 * whole sample: SE = √Σψ²/n) and leaves the rest of `psi` as it was.
 */
export type CellEffect = (cell: Cell, psi: Float64Array) => number | Unestimable;

/**
 * Without covariates every estimator is the same difference of mean changes, in closed form:
 * θ = Ȳ_g(t) − Ȳ_g(b) − [Ȳ_c(t) − Ȳ_c(b)], and a unit's influence is its own change from its side's mean.
 */
export const meanDifference =
  (sample: Sample): CellEffect =>
  (cell, psi) => {
    const treated = meanChange(sample, cell, [cell.group]);
    const comparison = meanChange(sample, cell, cell.comparison);
    if (!(treated.weight > 0)) return { reason: "no weight on the cohort" };
    if (!(comparison.weight > 0)) return { reason: "no comparison units" };
    pull(sample, cell, [cell.group], treated.mean, sample.n / treated.weight, psi);
    pull(sample, cell, cell.comparison, comparison.mean, -sample.n / comparison.weight, psi);
    return treated.mean - comparison.mean;
  };

/** Sampling weights of the earlier of the two periods, as covariates are. */
export const earlier = (cell: Cell): number => Math.min(cell.t, cell.base);

const meanChange = ({ n, y, weights }: Sample, cell: Cell, ranges: readonly Range[]) => {
  const [now, then, w] = [cell.t * n, cell.base * n, earlier(cell) * n];
  let [sum, weight] = [0, 0];
  for (const { from, to } of ranges) {
    for (let i = from; i < to; i++) {
      const share = weights === undefined ? 1 : weights[w + i]!;
      sum += share * (y[now + i]! - y[then + i]!);
      weight += share;
    }
  }
  return { mean: sum / weight, weight };
};

const pull = (
  { n, y, weights }: Sample,
  cell: Cell,
  ranges: readonly Range[],
  mean: number,
  scale: number,
  psi: Float64Array,
): void => {
  const [now, then, w] = [cell.t * n, cell.base * n, earlier(cell) * n];
  for (const { from, to } of ranges) {
    for (let i = from; i < to; i++) {
      const share = weights === undefined ? scale : scale * weights[w + i]!;
      psi[i] = share * (y[now + i]! - y[then + i]! - mean);
    }
  }
};
