/** Cells of a unit × period table, row-major; those with `open` 0 are not to be fitted. */
export interface OpenTable {
  readonly units: number;
  readonly periods: number;
  /** units × periods. */
  readonly y: Float64Array;
  /** units × periods: 1 where the cell is fitted. */
  readonly open: Uint8Array;
  /** units × periods, above zero where open; 1 where absent. */
  readonly exposure?: Float64Array;
  /** periods: where to begin; the effects of a table that is nearly the same save most of the sweeps. */
  readonly start?: Float64Array;
}

/** Effects of rows and columns; 0 (product) or NaN (sum) where a row or column has nothing to fit. */
export interface TwoWayEffects {
  readonly unit: Float64Array;
  readonly period: Float64Array;
  readonly sweeps: number;
}

const mostSweeps = 5000;

/**
 * αᵢ·γₜ (times exposure) whose row and column sums over open cells are those of y: the Poisson maximum likelihood fit
 * with two effects. Rows and columns are scaled in turn until neither moves by more than `tolerance`; a few sweeps
 * where nearly all cells are open, and no matrix is made, so that a thousand tables cost less than one regression.
 *
 * Source    Deming & Stephan (1940), Ann. Math. Stat. 11(4), 427–444.
 */
export const proportionalEffects = (table: OpenTable, tolerance = 1e-9): TwoWayEffects => {
  const { units: n, periods: T, open, exposure } = table;
  const [rows, columns] = openSums(table);
  const unit = new Float64Array(n).fill(1);
  const period = Float64Array.from(table.start ?? new Float64Array(T).fill(1), (v) => (v > 0 ? v : 1));
  for (let sweeps = 1; ; sweeps++) {
    let moved = 0;
    const below = new Float64Array(T);
    for (let i = 0; i < n; i++) {
      let under = 0;
      const row = i * T;
      for (let t = 0; t < T; t++) if (open[row + t]) under += (exposure?.[row + t] ?? 1) * period[t]!;
      unit[i] = under > 0 ? rows[i]! / under : 0;
      for (let t = 0; t < T; t++) if (open[row + t]) below[t]! += (exposure?.[row + t] ?? 1) * unit[i]!;
    }
    for (let t = 0; t < T; t++) {
      const next = below[t]! > 0 ? columns[t]! / below[t]! : 0;
      moved = Math.max(moved, Math.abs(next - period[t]!) / (Math.abs(next) + 1e-300));
      period[t] = next;
    }
    if (moved <= tolerance || sweeps === mostSweeps) return { unit, period, sweeps };
  }
};

/** αᵢ + γₜ by least squares over open cells, rows and columns in turn. */
export const additiveEffects = (table: OpenTable, tolerance = 1e-9): TwoWayEffects => {
  const { units: n, periods: T, open } = table;
  const [rows, columns, inRow, inColumn] = openSums(table);
  const unit = new Float64Array(n);
  const period = Float64Array.from(table.start ?? new Float64Array(T), (v) => (Number.isNaN(v) ? 0 : v));
  const scale =
    1 + Math.max(...Array.from(rows, (sum, i) => (inRow[i]! > 0 ? Math.abs(sum) / inRow[i]! : 0)));
  for (let sweeps = 1; ; sweeps++) {
    let moved = 0;
    const left = Float64Array.from(columns);
    for (let i = 0; i < n; i++) {
      let sum = rows[i]!;
      const row = i * T;
      for (let t = 0; t < T; t++) if (open[row + t]) sum -= period[t]!;
      unit[i] = sum / inRow[i]!;
      for (let t = 0; t < T; t++) if (open[row + t]) left[t]! -= unit[i]!;
    }
    for (let t = 0; t < T; t++) {
      const next = left[t]! / inColumn[t]!;
      if (inColumn[t]! > 0) moved = Math.max(moved, Math.abs(next - period[t]!) / scale);
      period[t] = inColumn[t]! > 0 ? next : Number.NaN;
    }
    if (moved <= tolerance || sweeps === mostSweeps) return { unit, period, sweeps };
  }
};

/** Sums and numbers of open cells, by row and by column. */
const openSums = ({ units: n, periods: T, y, open }: OpenTable) => {
  const [rows, inRow] = [new Float64Array(n), new Float64Array(n)];
  const [columns, inColumn] = [new Float64Array(T), new Float64Array(T)];
  for (let i = 0; i < n; i++) {
    for (let t = 0; t < T; t++) {
      if (!open[i * T + t]) continue;
      rows[i]! += y[i * T + t]!;
      columns[t]! += y[i * T + t]!;
      inRow[i]! += 1;
      inColumn[t]! += 1;
    }
  }
  return [rows, columns, inRow, inColumn] as const;
};
