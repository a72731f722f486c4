/**
 * Dense linear algebra on row-major Float64Arrays with explicit sizes. Plain loops: at the sizes of area panels
 * (k ≤ a few hundred) they are as fast as anything that must first cross into another runtime.
 */

/** Row i, column j of an n × m matrix is at `i * m + j`. */
export type Matrix = Float64Array;

export const identity = (k: number): Matrix => {
  const out = new Float64Array(k * k);
  for (let i = 0; i < k; i++) out[i * k + i] = 1;
  return out;
};

/** n × k times k × m. */
export const multiply = (a: Matrix, n: number, k: number, b: Matrix, m: number): Matrix => {
  const out = new Float64Array(n * m);
  for (let i = 0; i < n; i++) {
    for (let l = 0; l < k; l++) {
      const v = a[i * k + l]!;
      if (v === 0) continue;
      for (let j = 0; j < m; j++) out[i * m + j]! += v * b[l * m + j]!;
    }
  }
  return out;
};

/** n × k into k × n. */
export const transpose = (a: Matrix, n: number, k: number): Matrix => {
  const out = new Float64Array(n * k);
  for (let i = 0; i < n; i++) for (let j = 0; j < k; j++) out[j * n + i] = a[i * k + j]!;
  return out;
};

/** X'WX, k × k, for diagonal W (absent: the identity). */
export const crossProduct = (x: Matrix, n: number, k: number, w?: Float64Array): Matrix => {
  const out = new Float64Array(k * k);
  for (let r = 0; r < n; r++) {
    const weight = w === undefined ? 1 : w[r]!;
    if (weight === 0) continue;
    const at = r * k;
    for (let i = 0; i < k; i++) {
      const v = weight * x[at + i]!;
      if (v === 0) continue;
      for (let j = 0; j <= i; j++) out[i * k + j]! += v * x[at + j]!;
    }
  }
  return mirrorLower(out, k);
};

/** X'Wy, k. */
export const crossVector = (
  x: Matrix,
  n: number,
  k: number,
  y: Float64Array,
  w?: Float64Array,
): Float64Array => {
  const out = new Float64Array(k);
  for (let r = 0; r < n; r++) {
    const v = w === undefined ? y[r]! : w[r]! * y[r]!;
    if (v === 0) continue;
    for (let j = 0; j < k; j++) out[j]! += v * x[r * k + j]!;
  }
  return out;
};

/** n × k times k. */
export const multiplyVector = (a: Matrix, n: number, k: number, v: Float64Array): Float64Array => {
  const out = new Float64Array(n);
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < k; j++) sum += a[i * k + j]! * v[j]!;
    out[i] = sum;
  }
  return out;
};

/** Copies the lower triangle onto the upper one, in place. */
export const mirrorLower = (a: Matrix, k: number): Matrix => {
  for (let i = 0; i < k; i++) for (let j = 0; j < i; j++) a[j * k + i] = a[i * k + j]!;
  return a;
};

/**
 * Lower L with A = LL', reading only the lower triangle of A. Undefined when a pivot falls below `tolerance`
 * times its own diagonal entry: A is then not positive definite to working precision.
 */
export const cholesky = (a: Matrix, k: number, tolerance = 1e-14): Matrix | undefined => {
  const l = new Float64Array(k * k);
  for (let j = 0; j < k; j++) {
    for (let i = j; i < k; i++) {
      let sum = a[i * k + j]!;
      const [ri, rj] = [i * k, j * k];
      for (let m = 0; m < j; m++) sum -= l[ri + m]! * l[rj + m]!;
      if (i > j) {
        l[ri + j] = sum / l[rj + j]!;
      } else {
        if (!(sum > tolerance * a[rj + j]!)) return undefined;
        l[rj + j] = Math.sqrt(sum);
      }
    }
  }
  return l;
};

/** x with LL'x = b. */
export const choleskySolve = (l: Matrix, k: number, b: Float64Array): Float64Array =>
  backSolveTransposed(l, k, forwardSolve(l, k, b));

/** x with Lx = b, L lower. */
export const forwardSolve = (l: Matrix, k: number, b: Float64Array): Float64Array => {
  const x = Float64Array.from(b);
  for (let i = 0; i < k; i++) {
    let sum = x[i]!;
    for (let j = 0; j < i; j++) sum -= l[i * k + j]! * x[j]!;
    x[i] = sum / l[i * k + i]!;
  }
  return x;
};

/** x with L'x = b, L lower. */
export const backSolveTransposed = (l: Matrix, k: number, b: Float64Array): Float64Array => {
  const x = Float64Array.from(b);
  for (let i = k - 1; i >= 0; i--) {
    const v = (x[i] = x[i]! / l[i * k + i]!);
    for (let j = 0; j < i; j++) x[j]! -= l[i * k + j]! * v;
  }
  return x;
};

/** Inverse of a symmetric positive definite matrix, or undefined when it is not one. */
export const inverseSpd = (a: Matrix, k: number): Matrix | undefined => {
  const l = cholesky(a, k);
  if (l === undefined) return undefined;
  const out = new Float64Array(k * k);
  const unit = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(l, k, unit);
    for (let i = 0; i < k; i++) out[i * k + j] = column[i]!;
  }
  // The two triangles differ by rounding; a covariance should be exactly symmetric.
  for (let i = 0; i < k; i++) {
    for (let j = 0; j < i; j++) out[i * k + j] = out[j * k + i] = (out[i * k + j]! + out[j * k + i]!) / 2;
  }
  return out;
};

/** x with Ax = b for square A (LU with partial pivoting), or undefined when A is singular. */
export const solveLinear = (a: Matrix, k: number, b: Float64Array): Float64Array | undefined => {
  const [m, x] = [Float64Array.from(a), Float64Array.from(b)];
  let largest = 0;
  for (const v of m) largest = Math.max(largest, Math.abs(v));
  for (let c = 0; c < k; c++) {
    let pivot = c;
    for (let r = c + 1; r < k; r++) if (Math.abs(m[r * k + c]!) > Math.abs(m[pivot * k + c]!)) pivot = r;
    if (!(Math.abs(m[pivot * k + c]!) > 1e-15 * largest)) return undefined;
    if (pivot !== c) {
      for (let j = 0; j < k; j++) {
        [m[c * k + j], m[pivot * k + j]] = [m[pivot * k + j]!, m[c * k + j]!];
      }
      [x[c], x[pivot]] = [x[pivot]!, x[c]!];
    }
    for (let r = c + 1; r < k; r++) {
      const f = m[r * k + c]! / m[c * k + c]!;
      if (f === 0) continue;
      for (let j = c; j < k; j++) m[r * k + j]! -= f * m[c * k + j]!;
      x[r]! -= f * x[c]!;
    }
  }
  for (let i = k - 1; i >= 0; i--) {
    for (let j = i + 1; j < k; j++) x[i]! -= m[i * k + j]! * x[j]!;
    x[i]! /= m[i * k + i]!;
  }
  return x;
};
