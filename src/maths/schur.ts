import { notFinite } from "./finite.ts";
import { cholesky } from "./linear.ts";

/** Rows of a two-way table, the longer side to be eliminated. */
export interface SchurRows {
  readonly long: Int32Array;
  readonly short: Int32Array;
  readonly longs: number;
  readonly shorts: number;
  readonly weights?: Float64Array | undefined;
}

/**
 * diag(V) − C' diag(1/W) C, shorts × shorts, lower triangle filled: the normal equations of the short side's
 * effects after the long side's are eliminated. W, V are weights summed by long and short level; C is the table
 * of weights. Rows are gathered by long level, so each level is one rank-one update of its own cells.
 */
export const schurComplement = (rows: SchurRows) => {
  const { long, short, longs, shorts, weights } = rows;
  const { start, order } = byLong(long, longs);
  const matrix = new Float64Array(shorts * shorts);
  const longTotal = new Float64Array(longs);
  const shortTotal = new Float64Array(shorts);
  // Four levels at a time: the matrix is then read and written once for four updates.
  const cells = [0, 1, 2, 3].map(() => new Float64Array(shorts)) as [
    Float64Array,
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  let filled = 0;
  for (let i = 0; i < longs; i++) {
    const cell = cells[filled]!;
    let total = 0;
    for (let at = start[i]!; at < start[i + 1]!; at++) {
      const r = order === undefined ? at : order[at]!;
      const w = weights === undefined ? 1 : weights[r]!;
      if (w === 0) continue;
      cell[short[r]!]! += w;
      shortTotal[short[r]!]! += w;
      total += w;
    }
    longTotal[i] = total;
    if (total === 0) continue;
    const root = 1 / Math.sqrt(total);
    for (let t = 0; t < shorts; t++) cell[t]! *= root;
    if (++filled === 4) {
      subtractFour(matrix, shorts, cells);
      filled = 0;
    }
  }
  if (filled > 0) subtractFour(matrix, shorts, cells);
  for (let t = 0; t < shorts; t++) matrix[t * shorts + t]! += shortTotal[t]!;
  return { matrix, longTotal, shortTotal };
};

/** matrix −= Σ cc' over the four columns, then empties them. */
const subtractFour = (
  matrix: Float64Array,
  m: number,
  [a, b, c, d]: readonly [Float64Array, Float64Array, Float64Array, Float64Array],
): void => {
  for (let i = 0; i < m; i++) {
    const [ai, bi, ci, di] = [a[i]!, b[i]!, c[i]!, d[i]!];
    if (ai === 0 && bi === 0 && ci === 0 && di === 0) continue;
    const row = i * m;
    for (let j = 0; j <= i; j++) matrix[row + j]! -= ai * a[j]! + bi * b[j]! + ci * c[j]! + di * d[j]!;
  }
  a.fill(0);
  b.fill(0);
  c.fill(0);
  d.fill(0);
};

/** Row numbers by long level; `order` is undefined when the rows are already sorted. */
const byLong = (long: Int32Array, longs: number): { start: Int32Array; order: Int32Array | undefined } => {
  const start = new Int32Array(longs + 1);
  let sorted = true;
  for (let r = 0; r < long.length; r++) {
    start[long[r]! + 1]!++;
    if (r > 0 && long[r]! < long[r - 1]!) sorted = false;
  }
  for (let i = 0; i < longs; i++) start[i + 1]! += start[i]!;
  if (sorted) return { start, order: undefined };
  const order = new Int32Array(long.length);
  const next = start.slice(0, longs);
  for (let r = 0; r < long.length; r++) order[next[long[r]!]!++] = r;
  return { start, order };
};

/**
 * The factor of a Schur complement. A level joined to the rest by a vanishing weight (a Poisson mean on its way
 * to 0) leaves a pivot lost in rounding; a relative whisper on the diagonal keeps that one level harmless.
 */
export const blockedCholesky = (matrix: Float64Array, m: number): Float64Array => {
  let lift = 1e-15;
  let factor = cholesky(matrix, m, 1e-15);
  while (factor === undefined) {
    if (!(lift < 1)) throw notFinite("a model of units and periods");
    const lifted = Float64Array.from(matrix);
    for (let i = 0; i < m; i++)
      lifted[i * m + i]! += lift * (Math.abs(matrix[i * m + i]!) + Number.MIN_VALUE);
    factor = cholesky(lifted, m, 0);
    lift *= 10;
  }
  return factor;
};
