import { type Matrix, multiplyVector } from "./linear.ts";

export interface LeastSquaresProblem {
  /** n × k, row-major. */
  readonly x: Matrix;
  readonly n: number;
  readonly k: number;
  readonly y: Float64Array;
  /** n, ≥ 0; a row of weight 0 has no say. */
  readonly weights?: Float64Array | undefined;
  /** A column is aliased when less than this share of its length is left after the columns before it. */
  readonly tolerance?: number;
}

export interface LeastSquares {
  /** k; NaN where the column is aliased. */
  readonly coefficients: Float64Array;
  readonly residuals: Float64Array;
  readonly fitted: Float64Array;
  readonly rank: number;
  /** Columns that repeat the columns before them. */
  readonly aliased: readonly number[];
  /** (X'WX)⁻¹, k × k, with zero rows and columns where aliased. */
  readonly bread: Matrix;
}

/**
 * Weighted least squares by Householder QR. Like R's `lm`, columns keep their order and one that adds nothing to
 * those before it is set aside, so it is always the later of two collinear columns that is called aliased.
 * QR works on X itself: the normal equations would square its condition number.
 */
export const leastSquares = (problem: LeastSquaresProblem): LeastSquares => {
  const { x, n, k, y } = problem;
  const { columns, response } = scaled(problem);
  const { r, kept, aliased } = triangularise(columns, response, n, k, problem.tolerance ?? 1e-9);
  const rank = kept.length;
  const inverse = invertUpper(r, k, rank);
  const coefficients = new Float64Array(k).fill(Number.NaN);
  const used = new Float64Array(k);
  for (let i = 0; i < rank; i++) {
    let sum = 0;
    for (let j = i; j < rank; j++) sum += inverse[i * rank + j]! * response[j]!;
    coefficients[kept[i]!] = used[kept[i]!] = sum;
  }
  const fitted = multiplyVector(x, n, k, used);
  const residuals = y.map((v, i) => v - fitted[i]!);
  return { coefficients, residuals, fitted, rank, aliased, bread: breadOf(inverse, rank, kept, k) };
};

/** √w·X by columns and √w·y, both fresh copies. */
const scaled = ({ x, n, k, y, weights }: LeastSquaresProblem) => {
  const columns = Array.from({ length: k }, () => new Float64Array(n));
  const response = Float64Array.from(y);
  for (let i = 0; i < n; i++) {
    const root = weights === undefined ? 1 : Math.sqrt(weights[i]!);
    for (let j = 0; j < k; j++) columns[j]![i] = root * x[i * k + j]!;
    // A zero weight silences the row even where its outcome is not a number.
    response[i] = root === 0 ? 0 : root * y[i]!;
  }
  return { columns, response };
};

/** Householder reflections in place: R in `r` (k × k, leading rank × rank block used), Q'y in `response`. */
const triangularise = (
  columns: readonly Float64Array[],
  response: Float64Array,
  n: number,
  k: number,
  tolerance: number,
) => {
  const r = new Float64Array(k * k);
  const kept: number[] = [];
  const aliased: number[] = [];
  const reflectors: Float64Array[] = [];
  for (let j = 0; j < k; j++) {
    const column = columns[j]!;
    const before = Math.sqrt(squares(column, 0));
    for (let i = 0; i < reflectors.length; i++) reflect(reflectors[i]!, i, column);
    const p = kept.length;
    const after = Math.sqrt(squares(column, p));
    if (p >= n || !(after > tolerance * before)) {
      aliased.push(j);
      continue;
    }
    for (let i = 0; i < p; i++) r[i * k + p] = column[i]!;
    const alpha = column[p]! > 0 ? -after : after;
    r[p * k + p] = alpha;
    // The reflector v is scaled so that H = I − vv'.
    const v = column;
    const head = v[p]! - alpha;
    const scale = 1 / Math.sqrt(-alpha * head);
    v[p] = head;
    for (let i = p; i < n; i++) v[i]! *= scale;
    reflect(v, p, response);
    reflectors.push(v);
    kept.push(j);
  }
  return { r, kept, aliased };
};

const squares = (v: Float64Array, from: number): number => {
  let sum = 0;
  for (let i = from; i < v.length; i++) sum += v[i]! * v[i]!;
  return sum;
};

const reflect = (v: Float64Array, from: number, target: Float64Array): void => {
  let sum = 0;
  for (let i = from; i < v.length; i++) sum += v[i]! * target[i]!;
  if (sum === 0) return;
  for (let i = from; i < v.length; i++) target[i]! -= sum * v[i]!;
};

/** Inverse of the leading rank × rank block of an upper triangle stored with row stride k. */
const invertUpper = (r: Matrix, k: number, rank: number): Matrix => {
  const out = new Float64Array(rank * rank);
  for (let j = 0; j < rank; j++) {
    out[j * rank + j] = 1 / r[j * k + j]!;
    for (let i = j - 1; i >= 0; i--) {
      let sum = 0;
      for (let m = i + 1; m <= j; m++) sum += r[i * k + m]! * out[m * rank + j]!;
      out[i * rank + j] = -sum / r[i * k + i]!;
    }
  }
  return out;
};

const breadOf = (inverse: Matrix, rank: number, kept: readonly number[], k: number): Matrix => {
  const bread = new Float64Array(k * k);
  for (let i = 0; i < rank; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let m = i; m < rank; m++) sum += inverse[i * rank + m]! * inverse[j * rank + m]!;
      bread[kept[i]! * k + kept[j]!] = bread[kept[j]! * k + kept[i]!] = sum;
    }
  }
  return bread;
};
