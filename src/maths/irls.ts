import { type Family, families } from "./glm-family.ts";
import { leastSquares } from "./least-squares.ts";
import type { Matrix } from "./linear.ts";
import { separatedRows } from "./separation.ts";

export interface GlmProblem {
  /** n × k, row-major; the caller adds the intercept. */
  readonly x: Matrix;
  readonly n: number;
  readonly k: number;
  readonly y: Float64Array;
  /** Added to the linear predictor. */
  readonly offset?: Float64Array | undefined;
  /** Prior weights; a row of weight 0 is left out. */
  readonly weights?: Float64Array | undefined;
  readonly family: Family;
  /** Size of the negative binomial: variance μ + μ²/θ. */
  readonly theta?: number;
  /** Fitted means to start from. */
  readonly start?: Float64Array;
}

export interface Glm {
  /** k; NaN where aliased. */
  readonly coefficients: Float64Array;
  /** μ. */
  readonly fitted: Float64Array;
  /** η, offset included. */
  readonly linear: Float64Array;
  readonly deviance: number;
  /** Σ w(y − μ)²/V(μ). */
  readonly pearson: number;
  /** Rows with weight, less the rank. */
  readonly df: number;
  readonly rank: number;
  /** (X'WX)⁻¹, k × k, not scaled by any dispersion; zero rows and columns where aliased. */
  readonly covariance: Matrix;
  /** W of the last step. */
  readonly workingWeights: Float64Array;
  /** (y − μ)·dη/dμ. */
  readonly workingResiduals: Float64Array;
  /** n × k: each row's derivative of the log-likelihood (dispersion 1). */
  readonly scores: Float64Array;
  readonly logLik: number;
  readonly iterations: number;
  readonly converged: boolean;
  readonly aliased: readonly number[];
  /** Rows whose fitted mean runs to 0: some coefficient has no finite estimate. */
  readonly separated: readonly number[];
  readonly theta?: number;
  readonly thetaSe?: number;
}

const tolerance = 1e-13;
const mostIterations = 200;

/**
 * A generalised linear model by iteratively reweighted least squares, started and aliased as R's `glm`, but stopped
 * when the deviance moves by less than 1e-13 of itself and one further step has been taken: R's 1e-8 leaves
 * standard errors right to seven digits only. Gaussian has the identity link, Poisson and negative binomial the log.
 */
export const fitGlm = (problem: GlmProblem): Glm => {
  const { x, n, k, y, weights } = problem;
  const family = families(problem.family, problem.theta);
  const offset = problem.offset ?? new Float64Array(n);
  const first = leastSquares({ x, n, k, y, ...(weights && { weights: weights.map((w) => Number(w > 0)) }) });
  const kept = Array.from({ length: k }, (_, j) => j).filter((j) => !first.aliased.includes(j));
  const columns = columnsOf(x, n, k, kept);
  const p = kept.length;
  let mu: Float64Array = problem.start ?? y.map((v) => family.start(v));
  let eta: Float64Array = mu.map((v) => family.link(v));
  let deviance = totalDeviance(family, y, mu, weights);
  let beta: Float64Array | undefined;
  let [iterations, converged, last] = [0, false, false];
  let step = workingStep(family, columns, n, p, y, mu, eta, offset, weights);
  while (iterations < mostIterations && !last) {
    last = converged;
    iterations++;
    const next = advance(family, columns, n, p, y, step.coefficients, beta, offset, weights, deviance);
    const change = Math.abs(next.deviance - deviance) / (Math.abs(next.deviance) + 0.1);
    ({ beta, mu, eta, deviance } = next);
    // Once the deviance stands still, one more Newton step squares what error is left.
    converged ||= iterations > 1 && change < tolerance;
    step = workingStep(family, columns, n, p, y, mu, eta, offset, weights);
  }
  const coefficients = spread(beta ?? new Float64Array(p), kept, k, Number.NaN);
  const workingResiduals = y.map((v, i) => (v - mu[i]!) * family.slope(mu[i]!));
  const scores = new Float64Array(n * k);
  let [pearson, rows, logLik] = [0, 0, 0];
  for (let i = 0; i < n; i++) {
    const prior = weights === undefined ? 1 : weights[i]!;
    if (prior === 0) continue;
    rows++;
    pearson += (prior * (y[i]! - mu[i]!) ** 2) / family.variance(mu[i]!);
    logLik += prior * family.logLik(y[i]!, mu[i]!, deviance, n);
    const score = (prior * (y[i]! - mu[i]!)) / (family.variance(mu[i]!) * family.slope(mu[i]!));
    for (let j = 0; j < k; j++) scores[i * k + j] = score * x[i * k + j]!;
  }
  return {
    coefficients,
    fitted: mu,
    linear: eta,
    deviance,
    pearson,
    df: rows - p,
    rank: p,
    covariance: spreadMatrix(step.bread, kept, k),
    workingWeights: step.weights,
    workingResiduals,
    scores,
    logLik,
    iterations,
    converged,
    aliased: first.aliased,
    separated: problem.family === "gaussian" ? [] : separatedRows(columns, n, p, y, weights),
    ...(problem.theta !== undefined && { theta: problem.theta }),
  };
};

type FamilyFunctions = ReturnType<typeof families>;

const totalDeviance = (
  family: FamilyFunctions,
  y: Float64Array,
  mu: Float64Array,
  weights?: Float64Array,
): number => {
  let sum = 0;
  for (let i = 0; i < y.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    if (w !== 0) sum += w * family.deviance(y[i]!, mu[i]!);
  }
  return sum;
};

/** The weighted least-squares problem at (μ, η), solved. */
const workingStep = (
  family: FamilyFunctions,
  x: Matrix,
  n: number,
  p: number,
  y: Float64Array,
  mu: Float64Array,
  eta: Float64Array,
  offset: Float64Array,
  prior?: Float64Array,
) => {
  const weights = new Float64Array(n);
  const response = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    const slope = family.slope(mu[i]!);
    const w = (prior === undefined ? 1 : prior[i]!) / (slope * slope * family.variance(mu[i]!));
    if (!(w > 0)) continue;
    weights[i] = w;
    response[i] = eta[i]! - offset[i]! + (y[i]! - mu[i]!) * slope;
  }
  const solved = leastSquares({ x, n, k: p, y: response, weights, tolerance: 1e-14 });
  const coefficients = solved.coefficients.map((v) => (Number.isNaN(v) ? 0 : v));
  return { coefficients, bread: solved.bread, weights };
};

/** Takes the step, halved until the deviance is finite and has not risen. */
const advance = (
  family: FamilyFunctions,
  x: Matrix,
  n: number,
  p: number,
  y: Float64Array,
  target: Float64Array,
  from: Float64Array | undefined,
  offset: Float64Array,
  weights: Float64Array | undefined,
  before: number,
) => {
  let share = 1;
  for (let tries = 0; ; tries++) {
    const beta = from === undefined ? target : target.map((v, j) => from[j]! + share * (v - from[j]!));
    const eta = new Float64Array(n);
    for (let i = 0; i < n; i++) {
      let sum = offset[i]!;
      for (let j = 0; j < p; j++) sum += x[i * p + j]! * beta[j]!;
      eta[i] = sum;
    }
    const mu = eta.map((v) => family.inverse(v));
    const deviance = totalDeviance(family, y, mu, weights);
    const good = Number.isFinite(deviance) && deviance <= before + 1e-9 * (Math.abs(before) + 0.1);
    if (good || from === undefined || tries === 30) return { beta, eta, mu, deviance };
    share /= 2;
  }
};

const columnsOf = (x: Matrix, n: number, k: number, kept: readonly number[]): Matrix => {
  if (kept.length === k) return x;
  const p = kept.length;
  const out = new Float64Array(n * p);
  for (let i = 0; i < n; i++) for (let j = 0; j < p; j++) out[i * p + j] = x[i * k + kept[j]!]!;
  return out;
};

const spread = (values: Float64Array, kept: readonly number[], k: number, empty: number): Float64Array => {
  const out = new Float64Array(k).fill(empty);
  for (const [i, j] of kept.entries()) out[j] = values[i]!;
  return out;
};

const spreadMatrix = (small: Matrix, kept: readonly number[], k: number): Matrix => {
  const out = new Float64Array(k * k);
  for (const [a, i] of kept.entries()) {
    for (const [b, j] of kept.entries()) out[i * k + j] = small[a * kept.length + b]!;
  }
  return out;
};
