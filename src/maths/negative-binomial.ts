import { fitGlm, type Glm, type GlmProblem } from "./irls.ts";
import { digamma, trigamma } from "./special.ts";

export interface NegativeBinomial extends Glm {
  /** Infinity when the counts are no more dispersed than Poisson: the fit is then the Poisson one. */
  readonly theta: number;
  readonly thetaSe: number;
  readonly poisson: boolean;
}

/**
 * NB2 regression, variance μ + μ²/θ, log link: the regression given θ and the maximum-likelihood θ given μ in turn,
 * as `MASS::glm.nb` does, until both stand still. θ runs to infinity when Σ((y−μ)² − y) ≤ 0, the sign of the
 * likelihood's slope in 1/θ at the Poisson model; the Poisson fit is then the answer, and says so.
 */
export const fitNegativeBinomial = (
  problem: Omit<GlmProblem, "family" | "theta" | "start">,
): NegativeBinomial => {
  let fit = fitGlm({ ...problem, family: "poisson" });
  let theta = maximumTheta(problem.y, fit.fitted, problem.weights);
  for (let round = 0; round < 200 && Number.isFinite(theta.value); round++) {
    fit = fitGlm({ ...problem, family: "negbin", theta: theta.value, start: fit.fitted });
    const next = maximumTheta(problem.y, fit.fitted, problem.weights, theta.value);
    const still = Math.abs(next.value - theta.value) <= 1e-11 * theta.value;
    theta = next;
    if (still) break;
  }
  if (!Number.isFinite(theta.value)) {
    fit = fitGlm({ ...problem, family: "poisson" });
    return { ...fit, theta: Number.POSITIVE_INFINITY, thetaSe: Number.NaN, poisson: true };
  }
  fit = fitGlm({ ...problem, family: "negbin", theta: theta.value, start: fit.fitted });
  return { ...fit, theta: theta.value, thetaSe: theta.se, poisson: false };
};

/** Newton on log θ, safeguarded by the sign of the score. */
const maximumTheta = (y: Float64Array, mu: Float64Array, weights?: Float64Array, start?: number) => {
  let excess = 0;
  let [rows, ratio] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    if (w === 0) continue;
    excess += w * ((y[i]! - mu[i]!) ** 2 - y[i]!);
    rows += w;
    ratio += w * (y[i]! / mu[i]! - 1) ** 2;
  }
  const none = { value: Number.POSITIVE_INFINITY, se: Number.NaN };
  if (excess <= 0) return none;
  let log = Math.log(start ?? rows / ratio);
  let [low, high] = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let i = 0; i < 200; i++) {
    const theta = Math.exp(log);
    const { score, information } = thetaScore(theta, y, mu, weights);
    if (score > 0) low = log;
    else high = log;
    // In log θ: slope of θ·score is θ·score − θ²·information.
    const curvature = theta * score - theta * theta * information;
    let step = curvature < 0 ? (-theta * score) / curvature : Math.sign(score);
    step = Math.max(-3, Math.min(3, step));
    let next = log + step;
    if (!(next > low && next < high) && Number.isFinite(low) && Number.isFinite(high))
      next = (low + high) / 2;
    if (next > 25) return none;
    if (Math.abs(next - log) < 1e-13) return { value: theta, se: 1 / Math.sqrt(information) };
    log = next;
  }
  const value = Math.exp(log);
  return { value, se: 1 / Math.sqrt(thetaScore(value, y, mu, weights).information) };
};

/** First derivative, and minus the second, of the log-likelihood in θ at fixed μ. */
const thetaScore = (theta: number, y: Float64Array, mu: Float64Array, weights?: Float64Array) => {
  let [score, information] = [0, 0];
  for (let i = 0; i < y.length; i++) {
    const w = weights === undefined ? 1 : weights[i]!;
    if (w === 0) continue;
    const [v, m] = [y[i]!, mu[i]!];
    const { first, second } = polygammaRise(theta, v);
    const share = (v - m) / (m + theta);
    score += w * (first - Math.log1p(m / theta) - share);
    information += w * (second - m / (theta * (m + theta)) - share / (m + theta));
  }
  return { score, information };
};

/** ψ(θ+y) − ψ(θ) and ψ′(θ) − ψ′(θ+y); for small whole y as finite sums, which do not cancel at large θ. */
const polygammaRise = (theta: number, y: number): { first: number; second: number } => {
  if (!Number.isInteger(y) || y > 60) {
    return { first: digamma(theta + y) - digamma(theta), second: trigamma(theta) - trigamma(theta + y) };
  }
  let [first, second] = [0, 0];
  for (let j = 0; j < y; j++) {
    first += 1 / (theta + j);
    second += 1 / (theta + j) ** 2;
  }
  return { first, second };
};
