import { cholesky, choleskySolve, inverseSpd } from "./linear.ts";

/**
 * Weighted least squares of a long response on a few columns, by normal equations of columns brought to one length and
 * one refinement from the residuals. A column is aliased when less than 1e-10 of its square is left.
 */
export const smallRegression = (
  columns: readonly Float64Array[],
  response: Float64Array,
  weights: Float64Array,
  without: readonly number[],
) => {
  const k = columns.length;
  const length = columns.map((c) => Math.sqrt(weightedDot(c, c, weights)));
  const kept: number[] = [];
  let gram: Float64Array = new Float64Array(0);
  let factor: Float64Array = gram;
  for (let j = 0; j < k; j++) {
    if (without.includes(j) || length[j] === 0) continue;
    const trial = [...kept, j];
    const p = trial.length;
    const next = new Float64Array(p * p);
    for (const [a, i] of trial.entries()) {
      for (const [b, l] of trial.entries()) {
        const known = a < p - 1 && b < p - 1;
        next[a * p + b] = known
          ? gram[a * (p - 1) + b]!
          : weightedDot(columns[i]!, columns[l]!, weights) / (length[i]! * length[l]!);
      }
    }
    const l = cholesky(next, p, 1e-10);
    if (l === undefined) continue;
    kept.push(j);
    [gram, factor] = [next, l];
  }
  const p = kept.length;
  const beta = new Float64Array(k);
  let left = response;
  for (let pass = 0; pass < 2 && p > 0; pass++) {
    const right = Float64Array.from(kept, (j) => weightedDot(columns[j]!, left, weights) / length[j]!);
    const step = choleskySolve(factor, p, right);
    for (const [a, j] of kept.entries()) beta[j]! += step[a]! / length[j]!;
    if (pass === 0) left = lessFit(response, columns, beta, kept);
  }
  const bread = new Float64Array(k * k);
  const inverse = p > 0 ? inverseSpd(gram, p)! : gram;
  for (const [a, i] of kept.entries()) {
    for (const [b, j] of kept.entries()) bread[i * k + j] = inverse[a * p + b]! / (length[i]! * length[j]!);
  }
  return { beta, bread, aliased: Array.from({ length: k }, (_, j) => j).filter((j) => !kept.includes(j)) };
};

const lessFit = (
  response: Float64Array,
  columns: readonly Float64Array[],
  beta: Float64Array,
  kept: readonly number[],
): Float64Array => {
  const out = Float64Array.from(response);
  for (const j of kept) {
    const [b, column] = [beta[j]!, columns[j]!];
    for (let r = 0; r < out.length; r++) out[r]! -= b * column[r]!;
  }
  return out;
};

const weightedDot = (a: Float64Array, b: Float64Array, weights: Float64Array): number => {
  let sum = 0;
  for (let r = 0; r < a.length; r++) sum += weights[r]! * a[r]! * b[r]!;
  return sum;
};
