import { symmetricEigen } from "./eigen.ts";
import { leastSquares } from "./least-squares.ts";
import { crossProduct, type Matrix } from "./linear.ts";

/**
 * Rows of a log-link count model whose fitted mean runs to 0: there is a γ with Xγ = 0 wherever y > 0 and Xγ ≤ 0,
 * not all 0, where y = 0, so the likelihood climbs for ever along γ. Such γ live in the null space of the rows
 * with y > 0; when those rows have full rank, as they nearly always do, there are none.
 *
 * Source  Correia, Guimarães & Zylkin (2019), "Verifying the existence of maximum likelihood estimates for
 *         generalized linear models": the condition, and the iterative rectifier for several dimensions.
 */
export const separatedRows = (
  x: Matrix,
  n: number,
  k: number,
  y: Float64Array,
  weights?: Float64Array,
): readonly number[] => {
  const [positive, zero]: [number[], number[]] = [[], []];
  for (let i = 0; i < n; i++)
    if (weights === undefined || weights[i]! > 0) (y[i]! > 0 ? positive : zero).push(i);
  if (zero.length === 0) return [];
  const basis = nullSpace(x, k, positive);
  const d = basis.length;
  if (d === 0) return [];
  const z = new Float64Array(zero.length * d);
  for (const [r, i] of zero.entries()) {
    for (let c = 0; c < d; c++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += x[i * k + j]! * basis[c]![j]!;
      z[r * d + c] = sum;
    }
  }
  return rectify(z, zero.length, d).map((r) => zero[r]!);
};

/** Orthonormal vectors γ with Xγ = 0 on the given rows, columns first brought to one scale. */
const nullSpace = (x: Matrix, k: number, rows: readonly number[]): Float64Array[] => {
  const part = new Float64Array(rows.length * k);
  const scale = new Float64Array(k);
  for (const [r, i] of rows.entries()) {
    for (let j = 0; j < k; j++) {
      part[r * k + j] = x[i * k + j]!;
      scale[j]! += x[i * k + j]! ** 2;
    }
  }
  for (let j = 0; j < k; j++) scale[j] = scale[j] === 0 ? 1 : 1 / Math.sqrt(scale[j]!);
  for (let at = 0; at < part.length; at++) part[at]! *= scale[at % k]!;
  const { values, vectors } = symmetricEigen(crossProduct(part, rows.length, k), k);
  const out: Float64Array[] = [];
  for (let c = 0; c < k; c++) {
    // Eigenvalues of a cross-product carry squared rounding, so 1e-12 here is 1e-6 of a column.
    if (values[c]! > 1e-12 * Math.max(values[0]!, 1e-300)) continue;
    out.push(Float64Array.from({ length: k }, (_, j) => vectors[j * k + c]! * scale[j]!));
  }
  return out;
};

/** Rows r with some (Zγ) ≥ 0 everywhere and (Zγ)ᵣ > 0: regress the positive part on Z until it is its own fit. */
const rectify = (z: Matrix, m: number, d: number): number[] => {
  const largest = z.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  if (largest < 1e-9) return [];
  let target = new Float64Array(m).fill(1);
  for (let round = 0; round < 2000; round++) {
    const { fitted } = leastSquares({ x: z, n: m, k: d, y: target });
    const lowest = fitted.reduce((least, v) => Math.min(least, v), 0);
    const highest = fitted.reduce((most, v) => Math.max(most, v), 0);
    if (highest < 1e-8) return [];
    if (lowest > -1e-9 * highest) return indices(fitted, (v) => v > 1e-7 * highest);
    target = fitted.map((v) => Math.max(0, v));
  }
  return [];
};

const indices = (values: Float64Array, test: (v: number) => boolean): number[] => {
  const out: number[] = [];
  for (let i = 0; i < values.length; i++) if (test(values[i]!)) out.push(i);
  return out;
};
