import { type Matrix, mirrorLower } from "../../maths/linear.ts";
import { type Factored, factor, rowTimes } from "./normal-equations.ts";
import type { Range } from "./sample.ts";

/** A logit of belonging to the cohort rather than to its comparison units. */
export interface Propensity {
  /** n; filled for the units of the cell. */
  readonly p: Float64Array;
  /** Factor of Σ w p(1 − p) x x'. */
  readonly information: Factored;
  /** Largest probability of any unit of the cell. */
  readonly largest: number;
}

const iterations = 25;
const tolerance = 1e-8;

/**
 * Weighted logit by iteratively reweighted least squares, started and stopped as R's `glm` does: relative change of
 * the deviance below 1e-8, and the information that of the last step taken, hence of the probabilities before it.
 * Standard errors of the reference carry that staleness in their sixth digit, so a tighter solver would not agree.
 * Under separation the probabilities run to 0 and 1, and the caller sees it in `largest`.
 */
export const fitPropensity = (
  x: Matrix,
  k: number,
  treated: Range,
  comparison: readonly Range[],
  w: Float64Array,
): Propensity | "collinear" => {
  const ranges = [treated, ...comparison];
  const eta = new Float64Array(w.length);
  const p = new Float64Array(w.length);
  start(ranges, treated, w, eta, p);
  let information: Factored | undefined;
  let deviance = Number.NaN;
  for (let step = 0; step < iterations; step++) {
    const system = weightedSystem(x, k, ranges, treated, w, eta, p);
    const next = factor(system.information, k);
    // Singular at once means collinear; later on it is separation, and the probabilities have reached 0 and 1.
    if (next === undefined) break;
    information = next;
    const before = deviance;
    deviance = update(x, k, ranges, treated, w, next.solve(system.moment), eta, p);
    if (Math.abs(deviance - before) / (Math.abs(deviance) + 0.1) < tolerance) break;
  }
  if (information === undefined) return "collinear";
  let largest = 0;
  for (const { from, to } of ranges) for (let i = from; i < to; i++) largest = Math.max(largest, p[i]!);
  return { p, information, largest };
};

const isTreated = (range: Range, treated: Range): number => (range.from === treated.from ? 1 : 0);

const start = (
  ranges: readonly Range[],
  treated: Range,
  w: Float64Array,
  eta: Float64Array,
  p: Float64Array,
): void => {
  for (const range of ranges) {
    const y = isTreated(range, treated);
    for (let i = range.from; i < range.to; i++) {
      p[i] = (w[i]! * y + 0.5) / (w[i]! + 1);
      eta[i] = Math.log(p[i]! / (1 - p[i]!));
    }
  }
};

/** X'WX and X'Wz for the working response z = η + (D − p)/(p(1 − p)), W = w p(1 − p). */
const weightedSystem = (
  x: Matrix,
  k: number,
  ranges: readonly Range[],
  treated: Range,
  w: Float64Array,
  eta: Float64Array,
  p: Float64Array,
) => {
  const moment = new Float64Array(k);
  const information = new Float64Array(k * k);
  for (const range of ranges) {
    const y = isTreated(range, treated);
    for (let r = range.from; r < range.to; r++) {
      const weight = w[r]! * p[r]! * (1 - p[r]!);
      const response = weight * eta[r]! + w[r]! * (y - p[r]!);
      for (let i = 0; i < k; i++) {
        const v = x[r * k + i]!;
        moment[i]! += response * v;
        for (let j = 0; j <= i; j++) information[i * k + j]! += weight * v * x[r * k + j]!;
      }
    }
  }
  return { moment, information: mirrorLower(information, k) };
};

/** Sets η = x'β and p, and returns the deviance. η is capped where p would round to 0 or 1. */
const update = (
  x: Matrix,
  k: number,
  ranges: readonly Range[],
  treated: Range,
  w: Float64Array,
  beta: Float64Array,
  eta: Float64Array,
  p: Float64Array,
): number => {
  let deviance = 0;
  for (const range of ranges) {
    const y = isTreated(range, treated);
    for (let i = range.from; i < range.to; i++) {
      const v = (eta[i] = Math.max(-35, Math.min(35, rowTimes(x, k, i, beta))));
      const odds = Math.exp(-Math.abs(v));
      p[i] = v >= 0 ? 1 / (1 + odds) : odds / (1 + odds);
      deviance += 2 * w[i]! * (Math.max(y === 1 ? -v : v, 0) + Math.log1p(odds));
    }
  }
  return deviance;
};
