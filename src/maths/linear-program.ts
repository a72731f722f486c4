/**
 * Linear programmes of a few dozen variables, solved by the two-phase simplex method on a dense tableau.
 *
 * Maximise  c'x  subject to  low ≤ a'x ≤ high for each row and lower ≤ x ≤ upper for each variable.
 *
 * Shapes   n variables; a row lists its non-zero coefficients by variable.
 * Returns  the maximum; Infinity where there is none; undefined where nothing satisfies every row.
 * Source   Bland (1977), Mathematics of Operations Research 2(2), 103–107: lowest index first never cycles.
 */
export interface LinearRow {
  readonly terms: readonly (readonly [variable: number, coefficient: number])[];
  readonly low: number;
  readonly high: number;
}

export interface LinearProgram {
  readonly lower: ArrayLike<number>;
  readonly upper: ArrayLike<number>;
  readonly rows: readonly LinearRow[];
}

const tiny = 1e-9;

export const maximise = (
  { lower, upper, rows }: LinearProgram,
  objective: readonly (readonly [variable: number, coefficient: number])[],
): number | undefined => {
  const n = lower.length;
  // y = x − lower ≥ 0; every bound from above becomes a row "≤", every bound from below its negative.
  const sides: { terms: LinearRow["terms"]; sign: 1 | -1; bound: number }[] = [];
  for (const { terms, low, high } of rows) {
    const shift = terms.reduce((sum, [j, a]) => sum + a * lower[j]!, 0);
    if (Number.isFinite(high)) sides.push({ terms, sign: 1, bound: high - shift });
    if (Number.isFinite(low)) sides.push({ terms, sign: -1, bound: shift - low });
  }
  for (let j = 0; j < n; j++) {
    const room = upper[j]! - lower[j]!;
    if (room < -tiny) return undefined;
    if (Number.isFinite(room)) sides.push({ terms: [[j, 1]], sign: 1, bound: Math.max(0, room) });
  }
  const table = tableau(n, sides);
  if (!feasible(table)) return undefined;
  const cost = new Float64Array(table.width);
  for (const [j, c] of objective) cost[j]! += c;
  const value = optimise(table, cost);
  return value + objective.reduce((sum, [j, c]) => sum + c * lower[j]!, 0);
};

/** Least and greatest value of one linear form; undefined where nothing satisfies every row. */
export const extent = (
  program: LinearProgram,
  form: readonly (readonly [variable: number, coefficient: number])[],
): readonly [low: number, high: number] | undefined => {
  const high = maximise(program, form);
  const low = maximise(
    program,
    form.map(([j, c]) => [j, -c] as const),
  );
  return high === undefined || low === undefined ? undefined : [0 - low, high];
};

interface Tableau {
  /** m rows of `width` coefficients and a right-hand side. */
  readonly rows: Float64Array[];
  readonly basis: Int32Array;
  readonly width: number;
  /** Columns from here on are artificial: out of the basis once they have left it. */
  readonly artificial: number;
}

const tableau = (
  n: number,
  sides: readonly { terms: LinearRow["terms"]; sign: 1 | -1; bound: number }[],
): Tableau => {
  const m = sides.length;
  const negative = sides.filter(({ bound }) => bound < 0).length;
  const width = n + m + negative;
  const basis = new Int32Array(m);
  let next = n + m;
  const rows = sides.map(({ terms, sign, bound }, i) => {
    const row = new Float64Array(width + 1);
    // A row with a negative right-hand side is turned round and starts from an artificial variable.
    const turn = bound < 0 ? -1 : 1;
    for (const [j, a] of terms) row[j]! += turn * sign * a;
    row[n + i] = turn;
    row[width] = turn * bound;
    basis[i] = n + i;
    if (turn < 0) {
      row[next] = 1;
      basis[i] = next++;
    }
    return row;
  });
  return { rows, basis, width, artificial: n + m };
};

const pivot = ({ rows, basis, width }: Tableau, at: number, column: number): void => {
  const row = rows[at]!;
  const by = row[column]!;
  for (let j = 0; j <= width; j++) row[j]! /= by;
  for (const other of rows) {
    const times = other === row ? 0 : other[column]!;
    if (times === 0) continue;
    for (let j = 0; j <= width; j++) other[j]! -= times * row[j]!;
  }
  basis[at] = column;
};

/** Improves from a feasible basis until no column helps; Infinity when one helps without end. */
const optimise = (table: Tableau, cost: Float64Array, columns = table.artificial): number => {
  const { rows, basis, width } = table;
  for (;;) {
    let enter = -1;
    for (let j = 0; j < columns && enter < 0; j++) {
      let gain = cost[j]!;
      for (let i = 0; i < rows.length; i++) gain -= cost[basis[i]!]! * rows[i]![j]!;
      if (gain > tiny) enter = j;
    }
    if (enter < 0) return rows.reduce((sum, row, i) => sum + cost[basis[i]!]! * row[width]!, 0);
    let leave = -1;
    let least = Number.POSITIVE_INFINITY;
    for (let i = 0; i < rows.length; i++) {
      const a = rows[i]![enter]!;
      if (a <= tiny) continue;
      const ratio = rows[i]![width]! / a;
      if (ratio < least - tiny || (ratio < least + tiny && leave >= 0 && basis[i]! < basis[leave]!)) {
        least = Math.min(least, ratio);
        leave = i;
      }
    }
    if (leave < 0) return Number.POSITIVE_INFINITY;
    pivot(table, leave, enter);
  }
};

/** Phase one: drives the artificial variables to zero, and out of the basis where they stay at zero. */
const feasible = (table: Tableau): boolean => {
  const { rows, basis, width, artificial } = table;
  if (width === artificial) return true;
  const cost = new Float64Array(width);
  cost.fill(-1, artificial);
  if (optimise(table, cost) < -1e-7) return false;
  for (let i = 0; i < rows.length; i++) {
    if (basis[i]! < artificial) continue;
    const column = rows[i]!.findIndex((a, j) => j < artificial && Math.abs(a) > tiny);
    if (column >= 0) pivot(table, i, column);
  }
  return true;
};
