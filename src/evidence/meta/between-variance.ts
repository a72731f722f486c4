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
 * as the reference does; τ² = 0 is taken when it is likelier than what scoring found. Where scoring would leap over a
 * maximum that it has already enclosed it halves the enclosure instead, and close to one secant steps take the score
 * to zero: 1e-13, where the reference stops at a step of 1e-5, or not at all.
 */
const restrictedLikelihood = (problem: Problem): number => {
  let tau2 = Math.max(0, hedges(problem));
  let before: Point | undefined;
  let [low, high] = [0, Infinity];
  for (let step = 0; step < 500; step++) {
    const { yppy, traceP, tracePP } = fitAt(problem, tau2)!;
    const score = yppy - traceP;
    if (tau2 === 0 && score <= 0) return 0;
    if (score > 0) low = tau2;
    else high = tau2;
    const scoring = score / tracePP;
    const next = tau2 + (secant(before, { tau2, score }, scoring) ?? scoring);
    before = { tau2, score };
    tau2 = next >= low && next <= high ? next : (low + Math.min(high, 2 * tau2)) / 2;
    if (Math.abs(tau2 - before.tau2) <= 1e-13 * tau2) break;
    if (tau2 < 1e-12 * smallest(problem.v)) return 0;
  }
  return logLikelihood(problem, 0) > logLikelihood(problem, tau2) ? 0 : tau2;
};

interface Point {
  readonly tau2: number;
  readonly score: number;
}

/** Only close to a maximum, where the score falls and both steps point the same way. */
const secant = (before: Point | undefined, now: Point, scoring: number): number | undefined => {
  if (before === undefined || Math.abs(scoring) > 0.05 * now.tau2) return undefined;
  const slope = (now.score - before.score) / (now.tau2 - before.tau2);
  const move = -now.score / slope;
  return slope < 0 && Math.abs(move) < 20 * Math.abs(scoring) ? move : undefined;
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
