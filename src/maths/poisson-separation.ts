import { absorbTwoWay } from "./fixed-effects.ts";
import { leastSquares } from "./least-squares.ts";
import type { PoissonTwoWay } from "./poisson-problem.ts";

export interface Separation {
  readonly columns: readonly number[];
  /** −1 or 1 per column: towards which infinity its coefficient runs. */
  readonly signs: readonly number[];
  /** Per row, 0 where the mean runs to 0 with it; undefined when nothing is separated. */
  readonly rows: Float64Array | undefined;
}

const none: Separation = { columns: [], signs: [], rows: undefined };

/**
 * Columns whose coefficient the zeros push to ±∞, e.g. a treatment whose treated cells after the start are all 0.
 * Such a column is, on the rows with y > 0, a combination of unit and period effects; z = x − α − γ is then 0 on
 * those rows, and the coefficient diverges when z keeps one sign on the zero rows (Correia, Guimarães & Zylkin 2019).
 * Columns are tried one at a time; where the positive rows fall into several connected sets, a set may also be
 * shifted against the others, which the iterative rectifier settles.
 */
export const separatedColumns = (problem: PoissonTwoWay): Separation => {
  const { y, k, weights } = problem;
  const n = y.length;
  if (k === 0 || !y.some((v) => v === 0)) return none;
  const positive = y.map((v, r) => (v > 0 && (weights === undefined || weights[r]! > 0) ? 1 : 0));
  const panel = {
    unit: problem.unit,
    period: problem.period,
    units: problem.units,
    periods: problem.periods,
  };
  const onPositive = absorbTwoWay({ ...panel, weights: positive });
  const columns: number[] = [];
  const signs: number[] = [];
  let rows: Float64Array | undefined;
  for (let j = 0; j < k; j++) {
    const column = Float64Array.from({ length: n }, (_, r) => problem.x[r * k + j]!);
    const others = Array.from({ length: k }, (_, i) => i).filter((i) => i !== j && !columns.includes(i));
    if (!vanishes(residualOn(onPositive, problem, column, others, positive), column, positive)) continue;
    const found = direction(problem, column, others, positive);
    if (found === undefined) continue;
    columns.push(j);
    signs.push(found.sign);
    rows ??= new Float64Array(n).fill(1);
    for (let r = 0; r < n; r++) if (found.hit[r] === 1) rows[r] = 0;
  }
  return rows === undefined ? none : { columns, signs, rows };
};

type Absorb = ReturnType<typeof absorbTwoWay>;

/** The column less its weighted projection on the effects and the other columns. */
const residualOn = (
  absorbed: Absorb,
  problem: PoissonTwoWay,
  column: Float64Array,
  others: readonly number[],
  weights: Float64Array,
): Float64Array => {
  const [n, k, m] = [column.length, problem.k, others.length];
  const own = absorbed.demean(column);
  if (m === 0) return own;
  const x = new Float64Array(n * m);
  for (const [c, j] of others.entries()) {
    const demeaned = absorbed.demean(Float64Array.from({ length: n }, (_, r) => problem.x[r * k + j]!));
    for (let r = 0; r < n; r++) x[r * m + c] = demeaned[r]!;
  }
  return leastSquares({ x, n, k: m, y: own, weights, tolerance: 1e-7 }).residuals;
};

const vanishes = (residual: Float64Array, column: Float64Array, rows: Float64Array): boolean => {
  let [left, whole] = [0, 0];
  for (let r = 0; r < column.length; r++) {
    if (rows[r] === 1) left += residual[r]! ** 2;
    whole += column[r]! ** 2;
  }
  return left <= 1e-14 * whole;
};

/**
 * Looks for z = x − effects − others with z = 0 where y > 0 and one sign elsewhere, by the iterative rectifier:
 * regress on the zero rows with the positive rows at a weight so heavy that z vanishes on them.
 */
const direction = (
  problem: PoissonTwoWay,
  column: Float64Array,
  others: readonly number[],
  positive: Float64Array,
): { sign: number; hit: Uint8Array } | undefined => {
  const heavy = 1e8;
  const weights = positive.map((p) => (p === 1 ? heavy : 1));
  const panel = {
    unit: problem.unit,
    period: problem.period,
    units: problem.units,
    periods: problem.periods,
  };
  const absorbed = absorbTwoWay({ ...panel, weights });
  const z = residualOn(absorbed, problem, column, others, weights);
  // What the effects could not take of x is the direction's part on the zero rows; both signs are tried.
  const largest = z.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (largest < 1e-6) return undefined; // aliased: no variation left anywhere
  for (const sign of [-1, 1]) {
    // η moves by sign·z along the diverging direction and must fall on the zero rows.
    let target = z.map((v, r) => (positive[r] === 1 ? 0 : Math.max(0, -sign * v)));
    for (let round = 0; round < 500; round++) {
      const residual = residualOn(absorbed, problem, target, others, weights);
      const fit = projectOn(z, residual, target, weights);
      const lowest = fit.reduce((least, v, r) => Math.min(least, positive[r] === 1 ? 0 : v), 0);
      const highest = fit.reduce((most, v, r) => Math.max(most, positive[r] === 1 ? 0 : v), 0);
      const leak = fit.reduce((most, v, r) => Math.max(most, positive[r] === 1 ? Math.abs(v) : 0), 0);
      if (highest < 1e-6 * largest) break;
      if (lowest > -1e-6 * highest && leak < 1e-5 * highest) {
        return { sign, hit: Uint8Array.from(fit, (v, r) => Number(positive[r] === 0 && v > 1e-5 * highest)) };
      }
      target = fit.map((v, r) => (positive[r] === 1 ? 0 : Math.max(0, v)));
    }
  }
  return undefined;
};

/** The fit of `target` on effects, other columns and x: target less what is left after z as well. */
const projectOn = (
  z: Float64Array,
  residual: Float64Array,
  target: Float64Array,
  weights: Float64Array,
): Float64Array => {
  let [cross, square] = [0, 0];
  for (let r = 0; r < z.length; r++) {
    cross += weights[r]! * z[r]! * residual[r]!;
    square += weights[r]! * z[r]! ** 2;
  }
  const b = square > 0 ? cross / square : 0;
  return target.map((v, r) => v - (residual[r]! - b * z[r]!));
};
