import { cholesky, choleskySolve, type Matrix, mirrorLower } from "../../maths/linear.ts";
import type { Range } from "./sample.ts";

/** Σ over the units of the ranges of w x x', k × k. */
export const gram = (x: Matrix, k: number, ranges: readonly Range[], w: Float64Array): Matrix => {
  const out = new Float64Array(k * k);
  for (const { from, to } of ranges) {
    for (let r = from; r < to; r++) {
      const weight = w[r]!;
      if (weight === 0) continue;
      const at = r * k;
      for (let i = 0; i < k; i++) {
        const v = weight * x[at + i]!;
        for (let j = 0; j <= i; j++) out[i * k + j]! += v * x[at + j]!;
      }
    }
  }
  return mirrorLower(out, k);
};

/** Σ over the units of the ranges of v x, k. */
export const moment = (x: Matrix, k: number, ranges: readonly Range[], v: Float64Array): Float64Array => {
  const out = new Float64Array(k);
  for (const { from, to } of ranges) {
    for (let r = from; r < to; r++) {
      const weight = v[r]!;
      if (weight === 0) continue;
      for (let j = 0; j < k; j++) out[j]! += weight * x[r * k + j]!;
    }
  }
  return out;
};

export const total = (ranges: readonly Range[], v: Float64Array): number => {
  let sum = 0;
  for (const { from, to } of ranges) for (let i = from; i < to; i++) sum += v[i]!;
  return sum;
};

/** Row r of x times b. */
export const rowTimes = (x: Matrix, k: number, r: number, b: Float64Array): number => {
  let sum = 0;
  for (let j = 0; j < k; j++) sum += x[r * k + j]! * b[j]!;
  return sum;
};

/** A factored X'WX: its factor serves the coefficients and the influence of every cell with the same units. */
export interface Factored {
  solve(b: Float64Array): Float64Array;
}

/** Covariates are standardised, so a relative pivot of 1e-10 means collinear and not merely badly scaled. */
export const factor = (a: Matrix, k: number): Factored | undefined => {
  const l = cholesky(a, k, 1e-10);
  return l === undefined ? undefined : { solve: (b) => choleskySolve(l, k, b) };
};
