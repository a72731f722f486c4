import { cholesky, forwardSolve } from "../../maths/linear.ts";
import type { Features } from "./features.ts";

/**
 * Mahalanobis distance between units: differences counted in standard deviations, correlated features not twice. The
 * covariance of the pool is shrunk towards its diagonal by k / (k + n), as with few areas and many features its inverse
 * would be noise; a feature on which nobody differs counts nothing.
 */
export const mahalanobis = (
  { names, values }: Features,
  pool: readonly number[],
): ((a: number, b: number) => number) => {
  const k = names.length;
  const covariance = covarianceOf(values, k, pool);
  const shrink = k / (k + pool.length);
  const used = names.map((_, f) => f).filter((f) => covariance[f * k + f]! > 1e-12);
  const s = used.length;
  const shrunk = new Float64Array(s * s);
  used.forEach((f, a) => {
    used.forEach((g, b) => {
      shrunk[a * s + b] = covariance[f * k + g]! * (f === g ? 1 : 1 - shrink);
    });
  });
  const factor = s > 0 ? cholesky(shrunk, s) : undefined;
  return (a, b) => {
    if (!factor) return 0;
    const apart = Float64Array.from(used, (f) => values[a * k + f]! - values[b * k + f]!);
    return Math.sqrt(forwardSolve(factor, s, apart).reduce((sum, v) => sum + v * v, 0));
  };
};

const covarianceOf = (values: Float64Array, k: number, pool: readonly number[]): Float64Array => {
  const n = pool.length;
  const mean = Float64Array.from(
    { length: k },
    (_, f) => pool.reduce((sum, i) => sum + values[i * k + f]!, 0) / n,
  );
  const out = new Float64Array(k * k);
  for (const i of pool) {
    for (let f = 0; f < k; f++) {
      for (let g = 0; g < k; g++) {
        out[f * k + g]! +=
          ((values[i * k + f]! - mean[f]!) * (values[i * k + g]! - mean[g]!)) / Math.max(1, n - 1);
      }
    }
  }
  return out;
};
