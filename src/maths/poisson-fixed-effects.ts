import { type Absorbed, absorbTwoWay } from "./fixed-effects.ts";
import type { Matrix } from "./linear.ts";
import type { PoissonTwoWay } from "./poisson-problem.ts";
import { separatedColumns } from "./poisson-separation.ts";
import { keepPositiveTotals, proportionalStart } from "./poisson-start.ts";
import { smallRegression } from "./small-regression.ts";

export interface PoissonTwoWayFit {
  /** k; NaN where a column repeats the effects or an earlier column, ±Infinity where it is separated. */
  readonly coefficients: Float64Array;
  /** Of the rows kept, as everything below. */
  readonly mu: Float64Array;
  /** Columns with the effects partialled out at the working weights; zero where not estimated. */
  readonly xDemeaned: Matrix;
  /** Working weights: prior weight × μ. */
  readonly weights: Float64Array;
  /** (y − μ)/μ, so that x̃·weight·residual is a row's score. */
  readonly workingResiduals: Float64Array;
  /** (X̃'WX̃)⁻¹, k × k. */
  readonly bread: Matrix;
  /** Positions of the rows used, in the arrays given. */
  readonly kept: Int32Array;
  /** Levels without a single event, which fit perfectly at −∞ and carry no information about β. */
  readonly dropped: { readonly units: Int32Array; readonly periods: Int32Array; readonly rows: number };
  /** log-scale effects with η = offset + xβ + α + γ; −Infinity where dropped. */
  readonly effects: { readonly unit: Float64Array; readonly period: Float64Array };
  readonly iterations: number;
  readonly converged: boolean;
  readonly deviance: number;
  readonly aliased: readonly number[];
  /** Columns of x whose coefficient has no finite estimate. */
  readonly separated: readonly number[];
  /** Independent effects among the rows kept. */
  readonly effectRank: number;
}

const tolerance = 1e-12;
const mostIterations = 100;

/**
 * Poisson regression with unit and period effects absorbed (PPML): E y = exp(offset + xβ + αᵢ + γₜ).
 *
 * Starts where row and column totals already match (exact when β = 0), then iteratively reweighted least squares
 * with the effects partialled out exactly at each step, halving a step that raises the deviance. Stops when
 * deviance and coefficients both stand still, to 1e-12 and 1e-6 of a quadratically converging step. A column that the zeros push to ±∞ is found
 * before the iterations and reported, not left to drift.
 */
export const poissonTwoWay = (problem: PoissonTwoWay): PoissonTwoWayFit => {
  const { kept, dropped, part } = keepPositiveTotals(problem);
  const { y, offset, unit, period } = part;
  const [n, k] = [kept.length, problem.k];
  const separation = separatedColumns(part);
  const live = Array.from({ length: k }, (_, j) => j).filter((j) => !separation.columns.includes(j));
  const columns = live.map((j) => {
    const column = new Float64Array(n);
    for (let r = 0; r < n; r++) column[r] = part.x[r * k + j]!;
    return column;
  });
  // Rows on which a separated column acts have mean 0 in the limit: they fit perfectly and drop out of the rest.
  const alive = separation.rows;
  const prior = alive === undefined ? part.weights : (part.weights ?? ones(n)).map((w, r) => w * alive[r]!);
  const panel = { unit, period, units: problem.units, periods: problem.periods };
  let mu = proportionalStart({ ...part, weights: prior });
  let eta = mu.map(Math.log);
  // log y once: each deviance then costs no logarithm.
  const logY = y.map((v) => (v > 0 ? Math.log(v) : 0));
  let deviance = poissonDeviance(y, logY, eta, mu, prior);
  let state = workingFit(panel, y, columns, mu, eta, offset, prior);
  let beta = new Float64Array(live.length);
  let [iterations, converged] = [0, false];
  while (iterations < mostIterations && !converged) {
    iterations++;
    const next = advance(y, logY, eta, state.linear, prior, deviance);
    const moved = state.beta.reduce(
      (most, b, j) => Math.max(most, Math.abs(b - beta[j]!) / (1 + Math.abs(b))),
      0,
    );
    const still = Math.abs(next.deviance - deviance) <= tolerance * (Math.abs(next.deviance) + 0.1);
    ({ mu, eta, deviance } = next);
    beta = state.beta;
    state = workingFit(panel, y, columns, mu, eta, offset, prior);
    // Newton's error after a step of 10⁻⁶ is of the order of its square, so that one more would only be rounding.
    converged = still && moved <= 1e-6;
  }
  const coefficients = new Float64Array(k).fill(Number.NaN);
  for (const [c, j] of live.entries()) coefficients[j] = state.aliased.includes(c) ? Number.NaN : beta[c]!;
  for (const [c, j] of separation.columns.entries())
    coefficients[j] = separation.signs[c]! * Number.POSITIVE_INFINITY;
  const residuals = y.map((v, r) => (mu[r]! > 0 ? (v - mu[r]!) / mu[r]! : 0));
  const systematic = eta.map((v, r) => {
    let sum = v - (offset === undefined ? 0 : offset[r]!);
    for (let c = 0; c < live.length; c++) sum -= columns[c]![r]! * beta[c]!;
    return sum;
  });
  return {
    coefficients,
    mu,
    xDemeaned: interleave(state.demeaned, live, state.aliased, n, k),
    weights: state.weights,
    workingResiduals: residuals,
    bread: spread(state.bread, live, k),
    kept,
    dropped,
    effects: namedEffects(state.absorbed, systematic, dropped),
    iterations,
    converged,
    deviance,
    aliased: state.aliased.map((c) => live[c]!),
    separated: separation.columns,
    effectRank: state.absorbed.rank,
  };
};

const ones = (n: number): Float64Array => new Float64Array(n).fill(1);

const poissonDeviance = (
  y: Float64Array,
  logY: Float64Array,
  eta: Float64Array,
  mu: Float64Array,
  weights?: Float64Array,
): number => {
  let sum = 0;
  for (let r = 0; r < y.length; r++) {
    const w = weights === undefined ? 1 : weights[r]!;
    if (w === 0) continue;
    const [v, m] = [y[r]!, mu[r]!];
    sum += w * ((v > 0 ? v * (logY[r]! - eta[r]!) : 0) - (v - m));
  }
  return 2 * sum;
};

type Panel = Pick<PoissonTwoWay, "unit" | "period" | "units" | "periods">;

/** One weighted two-way regression at (μ, η): coefficients, and the linear predictor it proposes. */
const workingFit = (
  panel: Panel,
  y: Float64Array,
  columns: readonly Float64Array[],
  mu: Float64Array,
  eta: Float64Array,
  offset: Float64Array | undefined,
  prior: Float64Array | undefined,
) => {
  const n = y.length;
  const k = columns.length;
  const weights = prior === undefined ? mu : mu.map((m, r) => m * prior[r]!);
  const absorbed = absorbTwoWay({ ...panel, weights });
  const response = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    response[r] =
      eta[r]! - (offset === undefined ? 0 : offset[r]!) + (mu[r]! > 0 ? (y[r]! - mu[r]!) / mu[r]! : 0);
  }
  const demeaned = columns.map((column) => absorbed.demean(column));
  const z = absorbed.demean(response);
  const explained = absorbedColumns(columns, demeaned, weights);
  const { beta, bread, aliased } = smallRegression(demeaned, z, weights, explained);
  // η of the regression is its response less its residual: the effects need never be written out.
  const linear = new Float64Array(n);
  for (let r = 0; r < n; r++) {
    let left = z[r]!;
    for (let j = 0; j < k; j++) left -= beta[j]! * demeaned[j]![r]!;
    linear[r] = response[r]! - left + (offset === undefined ? 0 : offset[r]!);
  }
  return { absorbed, beta, linear, demeaned, weights, bread, aliased };
};

/** Columns that the effects already explain: what is left of them is rounding. */
const absorbedColumns = (
  columns: readonly Float64Array[],
  demeaned: readonly Float64Array[],
  weights: Float64Array,
): number[] =>
  columns.flatMap((column, j) => {
    let [before, after] = [0, 0];
    for (let r = 0; r < column.length; r++) {
      before += weights[r]! * column[r]! ** 2;
      after += weights[r]! * demeaned[j]![r]! ** 2;
    }
    return after <= 1e-18 * before ? [j] : [];
  });

/** Moves to the proposed predictor, or part of the way while the deviance would rise. */
const advance = (
  y: Float64Array,
  logY: Float64Array,
  from: Float64Array,
  to: Float64Array,
  prior: Float64Array | undefined,
  before: number,
) => {
  let share = 1;
  for (let tries = 0; ; tries++) {
    const eta = new Float64Array(y.length);
    const mu = new Float64Array(y.length);
    for (let r = 0; r < y.length; r++) {
      const v = share === 1 ? to[r]! : from[r]! + share * (to[r]! - from[r]!);
      // Means on their way to 0 stop at e⁻²⁰⁰, far below anything that could matter, so no weight is exactly 0.
      eta[r] = v < -200 ? -200 : v > 700 ? 700 : v;
      mu[r] = Math.exp(eta[r]!);
    }
    const deviance = poissonDeviance(y, logY, eta, mu, prior);
    if (deviance <= before * (1 + 1e-11) + 1e-11 || tries === 30) return { eta, mu, deviance };
    share /= 2;
  }
};

const interleave = (
  columns: readonly Float64Array[],
  live: readonly number[],
  aliased: readonly number[],
  n: number,
  k: number,
): Matrix => {
  const out = new Float64Array(n * k);
  for (const [c, j] of live.entries()) {
    if (!aliased.includes(c)) for (let r = 0; r < n; r++) out[r * k + j] = columns[c]![r]!;
  }
  return out;
};

const spread = (small: Matrix, live: readonly number[], k: number): Matrix => {
  const out = new Float64Array(k * k);
  for (const [a, i] of live.entries()) {
    for (const [b, j] of live.entries()) out[i * k + j] = small[a * live.length + b]!;
  }
  return out;
};

const namedEffects = (
  absorbed: Absorbed,
  systematic: Float64Array,
  dropped: PoissonTwoWayFit["dropped"],
): PoissonTwoWayFit["effects"] => {
  const { unit, period } = absorbed.effects(systematic);
  for (const i of dropped.units) unit[i] = Number.NEGATIVE_INFINITY;
  for (const t of dropped.periods) period[t] = Number.NEGATIVE_INFINITY;
  return { unit, period };
};
