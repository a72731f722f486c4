import type { Matrix } from "./linear.ts";

export interface Eigen {
  /** n, descending. */
  readonly values: Float64Array;
  /** n × n, row-major; column j belongs to value j. */
  readonly vectors: Matrix;
}

/**
 * Eigenvalues and orthonormal vectors of a symmetric matrix: Householder reduction to a tridiagonal, then QL with
 * implicit shifts (Golub & Van Loan, Matrix Computations, §8.3). Only the lower triangle is read.
 */
export const symmetricEigen = (a: Matrix, n: number): Eigen => {
  const { diagonal, below, basis } = tridiagonal(a, n);
  implicitQl(diagonal, below, basis, n);
  const order = Array.from({ length: n }, (_, i) => i).sort((i, j) => diagonal[j]! - diagonal[i]!);
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) vectors[i * n + j] = basis[order[j]! * n + i]!;
  return { values: Float64Array.from(order, (i) => diagonal[i]!), vectors };
};

/** A = Q T Q'. `basis` holds the columns of Q as rows, so that a rotation runs along memory. */
const tridiagonal = (a: Matrix, n: number) => {
  const m = Float64Array.from(a);
  for (let i = 0; i < n; i++) for (let j = 0; j < i; j++) m[j * n + i] = m[i * n + j]!;
  const basis = new Float64Array(n * n);
  for (let i = 0; i < n; i++) basis[i * n + i] = 1;
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let c = 0; c < n - 2; c++) {
    let norm = 0;
    for (let i = c + 1; i < n; i++) norm += m[i * n + c]! ** 2;
    norm = Math.sqrt(norm);
    if (norm === 0) continue;
    const alpha = m[(c + 1) * n + c]! > 0 ? -norm : norm;
    v.fill(0);
    for (let i = c + 1; i < n; i++) v[i] = m[i * n + c]!;
    v[c + 1]! -= alpha;
    const scale = 1 / Math.sqrt(-alpha * v[c + 1]!); // H = I − vv'
    for (let i = c + 1; i < n; i++) v[i]! *= scale;
    // A ← HAH = A − vq' − qv' with q = Av − ½(v'Av)v.
    let curvature = 0;
    for (let i = c; i < n; i++) {
      let sum = 0;
      for (let j = c + 1; j < n; j++) sum += m[i * n + j]! * v[j]!;
      p[i] = sum;
      curvature += v[i]! * sum;
    }
    for (let i = c; i < n; i++) p[i]! -= 0.5 * curvature * v[i]!;
    for (let i = c; i < n; i++) {
      for (let j = c; j < n; j++) m[i * n + j]! -= v[i]! * p[j]! + p[i]! * v[j]!;
    }
    // Q ← QH, acting on rows of Q' from the left.
    const product = new Float64Array(n);
    for (let i = c + 1; i < n; i++) for (let j = 0; j < n; j++) product[j]! += v[i]! * basis[i * n + j]!;
    for (let i = c + 1; i < n; i++) for (let j = 0; j < n; j++) basis[i * n + j]! -= v[i]! * product[j]!;
  }
  const diagonal = Float64Array.from({ length: n }, (_, i) => m[i * n + i]!);
  const below = Float64Array.from({ length: n }, (_, i) => (i + 1 < n ? m[(i + 1) * n + i]! : 0));
  return { diagonal, below, basis };
};

const implicitQl = (d: Float64Array, e: Float64Array, basis: Matrix, n: number): void => {
  for (let l = 0; l < n; l++) {
    for (let iteration = 0; iteration < 200; iteration++) {
      let m = l;
      while (m < n - 1 && Math.abs(e[m]!) > Number.EPSILON * (Math.abs(d[m]!) + Math.abs(d[m + 1]!))) m++;
      if (m === l) break;
      // Wilkinson's shift.
      let g = (d[l + 1]! - d[l]!) / (2 * e[l]!);
      let r = Math.hypot(g, 1);
      g = d[m]! - d[l]! + e[l]! / (g + (g >= 0 ? r : -r));
      let [s, c, shift] = [1, 1, 0];
      let i = m - 1;
      for (; i >= l; i--) {
        const [f, b] = [s * e[i]!, c * e[i]!];
        r = Math.hypot(f, g);
        e[i + 1] = r;
        if (r === 0) {
          d[i + 1]! -= shift;
          e[m] = 0;
          break;
        }
        [s, c] = [f / r, g / r];
        g = d[i + 1]! - shift;
        const t = (d[i]! - g) * s + 2 * c * b;
        shift = s * t;
        d[i + 1] = g + shift;
        g = c * t - b;
        const [low, high] = [i * n, (i + 1) * n];
        for (let k = 0; k < n; k++) {
          const above = basis[high + k]!;
          basis[high + k] = s * basis[low + k]! + c * above;
          basis[low + k] = c * basis[low + k]! - s * above;
        }
      }
      if (r === 0 && i >= l) continue;
      d[l]! -= shift;
      e[l] = g;
      e[m] = 0;
    }
  }
};
