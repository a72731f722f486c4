import { leastSquares } from "../../maths/least-squares.ts";
import type { Pool } from "./study.ts";
import { fitAt, type Problem } from "./weighted-fit.ts";

/** τ², the variance of true effects between studies, and its large-sample standard error where one is defined. */
export interface BetweenVariance {
  readonly tau2: number;
  readonly standardError: number | null;
}

/** Standard errors are those of Viechtbauer (2005), J. Educ. Behav. Stat. 30(3), 261–293. */
export const betweenVariance = (problem: Problem, pool: Pool): BetweenVariance => {
  const { k, p } = problem;
  if (pool === "fe" || k <= p) return { tau2: 0, standardError: null };
  if (pool === "dl") {
    const { q, traceP, tracePP } = fitAt(problem, 0)!;
    const tau2 = Math.max(0, (q - (k - p)) / traceP);
    const variance = 2 * (k - p) + 4 * tau2 * traceP + 2 * tau2 ** 2 * tracePP;
    return { tau2, standardError: Math.sqrt(variance) / traceP };
  }
  if (pool === "pm") {
    const tau2 = solveQ(problem, k - p);
    const sum = fitAt(problem, tau2)!.weights.reduce((total, w) => total + w, 0);
    return { tau2, standardError: Math.sqrt((2 * k * k) / (k - p)) / sum };
  }
  const tau2 = restrictedLikelihood(problem);
  return { tau2, standardError: Math.sqrt(2 / fitAt(problem, tau2)!.tracePP) };
};

/**
 * The τ² ≥ 0 at which Q(τ²) equals the target, 0 when Q is below it everywhere. Q falls and is convex, so Newton's
 * steps from 0 never overshoot.
 */
export const solveQ = (problem: Problem, target: number): number => {
  let tau2 = 0;
  for (let step = 0; step < 500; step++) {
    const { q, yppy } = fitAt(problem, tau2)!;
    if (step === 0 && q <= target) return 0;
    const move = (q - target) / yppy;
    tau2 = Math.max(0, tau2 + move);
    if (Math.abs(move) <= 1e-14 * tau2) break;
  }
  return tau2;
};

/**
 * Restricted maximum likelihood by Fisher scoring from the Hedges estimate, which also decides between several maxima
 * as the reference does; τ² = 0 is taken when it is likelier than what scoring found. Iterated to 1e-13, where the
 * reference stops at a step of 1e-5.
 */
const restrictedLikelihood = (problem: Problem): number => {
  let tau2 = Math.max(0, hedges(problem));
  for (let step = 0; step < 500; step++) {
    const { yppy, traceP, tracePP } = fitAt(problem, tau2)!;
    let move = (yppy - traceP) / tracePP;
    if (tau2 === 0 && move <= 0) return 0;
    while (tau2 + move < 0) move /= 2;
    tau2 += move;
    if (Math.abs(move) <= 1e-13 * tau2) break;
    if (tau2 < 1e-12 * smallest(problem.v)) return 0;
  }
  return logLikelihood(problem, 0) > logLikelihood(problem, tau2) ? 0 : tau2;
};

const smallest = (v: Float64Array): number => v.reduce((least, value) => Math.min(least, value), Infinity);

/** (RSS − tr(MV))/(k − p) from unweighted least squares; the hat values are read off X(X'X)⁻¹X'. */
const hedges = ({ k, p, x, y, v }: Problem): number => {
  const { residuals, bread } = leastSquares({ x, n: k, k: p, y });
  let [rss, spent] = [0, 0];
  for (let i = 0; i < k; i++) {
    let hat = 0;
    for (let a = 0; a < p; a++)
      for (let b = 0; b < p; b++) hat += x[i * p + a]! * bread[a * p + b]! * x[i * p + b]!;
    rss += residuals[i]! ** 2;
    spent += (1 - hat) * v[i]!;
  }
  return (rss - spent) / (k - p);
};

/** Up to a constant. */
const logLikelihood = (problem: Problem, tau2: number): number => {
  const { q, halfLogDet } = fitAt(problem, tau2)!;
  return -0.5 * problem.v.reduce((sum, v) => sum + Math.log(v + tau2), 0) - halfLogDet - 0.5 * q;
};
