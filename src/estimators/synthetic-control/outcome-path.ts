import { ridgeSimplex } from "../../maths/ridge-simplex.ts";

import type { DonorTable } from "./donor-table.ts";
import { gaps, type Matcher, type MatcherUpTo, rootMeanSquare } from "./matcher.ts";
import { simplexWeights } from "./simplex-weights.ts";

/** Beyond this a matrix of units by units no longer fits comfortably in memory. */
const manyUnits = 3000;

/**
 * Weights that follow the whole path before the start, every period counting the same (V = I).
 *
 *   min over w ≥ 0, Σw = 1 of  Σ_t (y_1t − Σ_j w_j y_jt)²
 *
 * The inner products of all rows are formed once: leaving a donor out or taking another unit as treated only picks
 * other rows and columns of the same matrix.
 */
export const outcomePath =
  (table: DonorTable): MatcherUpTo =>
  (pre) => {
    const n = table.units.length;
    if (n > manyUnits) return manyDonors(table, pre);
    const products = innerProducts(table, pre);
    return (target, donors) => {
      const J = donors.length;
      const gram = new Float64Array(J * J);
      const linear = new Float64Array(J);
      for (let a = 0; a < J; a++) {
        const row = donors[a]! * n;
        for (let b = 0; b < J; b++) gram[a * J + b] = products[row + donors[b]!]!;
        for (let i = 0; i < target.rows.length; i++) {
          linear[a]! += target.shares[i]! * products[row + target.rows[i]!]!;
        }
      }
      const { weights, kktResidual } = simplexWeights(gram, linear);
      const loss = rootMeanSquare(gaps(table, target, donors, weights).subarray(0, pre)) ** 2;
      return { weights, kktResidual, loss };
    };
  };

/** n × n products over the first `pre` periods, after taking the mean of each period off every row: as the weights sum
 * to 1 that changes no gap, and it keeps the products from losing their small digits under a large common level. */
const innerProducts = ({ y, units, columns }: DonorTable, pre: number): Float64Array => {
  const [n, T] = [units.length, columns.length];
  const centred = new Float64Array(n * pre);
  for (let t = 0; t < pre; t++) {
    let mean = 0;
    for (let i = 0; i < n; i++) mean += y[i * T + t]! / n;
    for (let i = 0; i < n; i++) centred[i * pre + t] = y[i * T + t]! - mean;
  }
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < pre; t++) sum += centred[i * pre + t]! * centred[j * pre + t]!;
      products[i * n + j] = sum;
      products[j * n + i] = sum;
    }
  }
  return products;
};

/**
 * With thousands of donors countless weights fit equally; a ridge of a ten-millionth of the donors' spread takes those of
 * least Σw², by a method that has one unknown a period.
 */
const manyDonors =
  (table: DonorTable, pre: number): Matcher =>
  (target, donors) => {
    const T = table.columns.length;
    const points = new Float64Array(donors.length * pre);
    for (let t = 0; t < pre; t++) {
      const goal = target.rows.reduce((sum, row, i) => sum + target.shares[i]! * table.y[row * T + t]!, 0);
      donors.forEach((row, j) => {
        points[j * pre + t] = table.y[row * T + t]! - goal;
      });
    }
    const spread = points.reduce((sum, v) => sum + v * v, 0) / donors.length;
    const ridge = Math.max(1e-7 * spread, Number.MIN_VALUE);
    const { weights, kktResidual } = ridgeSimplex({ points, J: donors.length, p: pre, ridge });
    const loss = rootMeanSquare(gaps(table, target, donors, weights).subarray(0, pre)) ** 2;
    return { weights, kktResidual, loss };
  };
