import { leastSquares } from "../../maths/least-squares.ts";

/** A regression with first-order autoregressive errors. */
export interface AutoregressiveFit {
  readonly coefficients: Float64Array;
  /** k × k. */
  readonly covariance: Float64Array;
  readonly rho: number;
  /** Residuals of the transformed regression, which should be white. */
  readonly innovations: Float64Array;
  readonly rss: number;
  readonly df: number;
  readonly iterations: number;
  readonly aliased: readonly number[];
}

export interface Regression {
  readonly x: Float64Array;
  readonly n: number;
  readonly k: number;
  readonly y: Float64Array;
}

/**
 * Prais–Winsten, iterated: ρ̂ = Σeₜeₜ₋₁/Σeₜ₋₁² from the residuals, least squares on quasi-differences with the first row
 * kept at √(1 − ρ²), and again until ρ stands still. s² divides by n − k, so tests are t on n − k.
 *
 * Source    Prais & Winsten (1954), Cowles Commission 383; Judge et al. (1985) §8.2 for the iteration.
 */
export const praisWinsten = (problem: Regression): AutoregressiveFit => {
  let rho = autocorrelation(leastSquares(problem).residuals);
  for (let iterations = 1; ; iterations++) {
    const fit = quasiDifferenced(problem, rho);
    const next = autocorrelation(residualsOf(problem, fit.coefficients));
    if (Math.abs(next - rho) < 1e-12 || iterations === 200) return { ...fit, iterations };
    rho = next;
  }
};

/** Generalised least squares at a given ρ. */
export const quasiDifferenced = ({ x, n, k, y }: Regression, rho: number): AutoregressiveFit => {
  const [xs, ys] = [new Float64Array(n * k), new Float64Array(n)];
  const first = Math.sqrt(1 - rho * rho);
  for (let t = 0; t < n; t++) {
    ys[t] = t === 0 ? first * y[0]! : y[t]! - rho * y[t - 1]!;
    for (let j = 0; j < k; j++) {
      xs[t * k + j] = t === 0 ? first * x[j]! : x[t * k + j]! - rho * x[(t - 1) * k + j]!;
    }
  }
  const fit = leastSquares({ x: xs, n, k, y: ys });
  const rss = fit.residuals.reduce((sum, e) => sum + e * e, 0);
  const df = n - fit.rank;
  return {
    coefficients: fit.coefficients,
    covariance: fit.bread.map((v) => (v * rss) / df),
    rho,
    innovations: fit.residuals,
    rss,
    df,
    iterations: 1,
    aliased: fit.aliased,
  };
};

const residualsOf = ({ x, k, y }: Regression, b: Float64Array): Float64Array =>
  y.map((v, t) => {
    let fitted = 0;
    for (let j = 0; j < k; j++) if (!Number.isNaN(b[j]!)) fitted += x[t * k + j]! * b[j]!;
    return v - fitted;
  });

/** Clamped inside (−1, 1): beyond it the first row would have no weight. */
const autocorrelation = (e: Float64Array): number => {
  let [cross, square] = [0, 0];
  for (let t = 1; t < e.length; t++) {
    cross += e[t]! * e[t - 1]!;
    square += e[t - 1]! ** 2;
  }
  return square === 0 ? 0 : Math.max(-0.999, Math.min(0.999, cross / square));
};
