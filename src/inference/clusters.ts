import { DesignError } from "../model/errors.ts";
import type { Regression, Study } from "../model/estimate.ts";

/** Clusters that have rows, numbered from 0: per row, and how many. */
export interface RowClusters {
  readonly of: Int32Array;
  readonly count: number;
}

export const rowClusters = (regression: Regression, cluster: Int32Array): RowClusters => {
  const number = new Int32Array(cluster.reduce((most, label) => Math.max(most, label), 0) + 1).fill(-1);
  const of = new Int32Array(regression.unit.length);
  let count = 0;
  for (let r = 0; r < of.length; r++) {
    const label = cluster[regression.unit[r]!]!;
    if (number[label] === -1) number[label] = count++;
    of[r] = number[label]!;
  }
  return { of, count };
};

/** Row numbers of each cluster. */
export const membersOf = ({ of, count }: RowClusters): Int32Array[] => {
  const lists: number[][] = Array.from({ length: count }, () => []);
  for (let r = 0; r < of.length; r++) lists[of[r]!]!.push(r);
  return lists.map((list) => Int32Array.from(list));
};

/** The regression of a fit that has one; methods beyond influence values need it. */
export const regressionOf = ({ fit }: Study, method: string): Regression => {
  if (fit.regression !== undefined) return fit.regression;
  throw new DesignError("inference/no-regression", {
    found: `an estimate that is not one regression, asked for ${method}`,
    expected: "a method that is one regression (did, event-study, ppml), or cluster-robust errors",
    hint: "use --vcov cluster, or a method whose effect is a regression coefficient",
  });
};

export const requireClusters = (count: number): void => {
  if (count >= 2) return;
  throw new DesignError("inference/one-cluster", {
    found: count === 1 ? "a single cluster" : "no cluster with rows",
    expected: "two clusters or more: variation between clusters is all that the error is measured by",
    hint: "leave out --cluster, so that every unit is its own cluster, or name a finer column",
  });
};

/** G × k sums of x·w·e by cluster. */
export const clusterScores = (
  { x, k, residuals, weights }: Regression,
  clusters: RowClusters,
): Float64Array => {
  const scores = new Float64Array(clusters.count * k);
  for (let r = 0; r < residuals.length; r++) {
    const e = weights === undefined ? residuals[r]! : weights[r]! * residuals[r]!;
    const to = clusters.of[r]! * k;
    for (let j = 0; j < k; j++) scores[to + j]! += x[r * k + j]! * e;
  }
  return scores;
};

/** √ of the diagonal of B (Σ s s') B, for scores in rows. */
export const sandwichErrors = (scores: Float64Array, k: number, bread: Float64Array): Float64Array => {
  const variance = new Float64Array(k);
  for (let at = 0; at < scores.length; at += k) {
    for (let i = 0; i < k; i++) {
      let pull = 0;
      for (let j = 0; j < k; j++) pull += bread[i * k + j]! * scores[at + j]!;
      variance[i]! += pull * pull;
    }
  }
  return variance.map(Math.sqrt);
};

/**
 * Errors that are rounding become 0: where a coefficient is fitted exactly its residuals are some 1e-16 of the
 * outcome, and a ratio of two roundings would look like a test.
 */
export const aboveRounding = ({ y, weights, bread, k }: Regression, errors: Float64Array): Float64Array => {
  let squares = 0;
  for (let r = 0; r < y.length; r++) squares += (weights === undefined ? 1 : weights[r]!) * y[r]! ** 2;
  return errors.map((error, j) => (error > 1e-12 * Math.sqrt(squares * bread[j * k + j]!) ? error : 0));
};
