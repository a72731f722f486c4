import { InputError } from "../model/errors.ts";
import type { Panel } from "../model/panel.ts";
import { cellStatus } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import type { TidyRows } from "../model/tidy.ts";

/** A fault that concerns rows of the table, not yet tied to lines of the file. */
export interface RowFault {
  readonly code: string;
  readonly row: number;
  readonly column?: string;
  readonly found: string;
  readonly expected: string;
  readonly hint: string;
}

export interface TidyPanel {
  readonly panel: Panel;
  /** Cell of each row, `unit * periods + period`. */
  readonly cell: Int32Array;
}

/** Distinct ordinals in increasing order. */
const distinctOrdinals = (period: Int32Array): Int32Array => {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let r = 0; r < period.length; r += 1) {
    if (period[r]! < low) low = period[r]!;
    if (period[r]! > high) high = period[r]!;
  }
  if (high - low > 5_000_000) return Int32Array.from(new Set(period)).sort();
  const seen = new Uint8Array(high - low + 1);
  for (let r = 0; r < period.length; r += 1) seen[period[r]! - low] = 1;
  return Int32Array.from([...seen.keys()].filter((k) => seen[k]).map((k) => k + low));
};

/**
 * Rows → balanced unit × period table. A unit-period without a row is absent; one with a blank is missing; two
 * rows for one unit-period are a fault, never a sum.
 */
export const tidyPanel = (rows: TidyRows): { result: TidyPanel; faults: RowFault[] } => {
  const ordinals = distinctOrdinals(rows.period);
  const place = new Map(Array.from(ordinals, (ordinal, t) => [ordinal, t]));
  const T = ordinals.length;
  const cells = rows.units.length * T;
  const first = new Int32Array(cells).fill(-1);
  const cell = new Int32Array(rows.rows);
  const faults: RowFault[] = [];
  for (let r = 0; r < rows.rows; r += 1) {
    const at = rows.unit[r]! * T + place.get(rows.period[r]!)!;
    cell[r] = at;
    if (first[at] === -1) first[at] = r;
    else {
      faults.push({
        code: "panel/duplicate",
        row: r,
        found: `a second row for ${rows.units[rows.unit[r]!]} in ${formatPeriod(rows.period[r]!, rows.frequency)}`,
        expected: "one row for each unit and period",
        hint: "remove one of the two rows, or add them up before estimating",
      });
    }
  }
  const columns: Record<string, Float64Array> = {};
  const status: Record<string, Uint8Array> = {};
  for (const [name, values] of Object.entries(rows.numeric)) {
    const column = new Float64Array(cells).fill(Number.NaN);
    const state = new Uint8Array(cells).fill(cellStatus.absent);
    for (let r = 0; r < rows.rows; r += 1) {
      column[cell[r]!] = values[r]!;
      state[cell[r]!] = Number.isNaN(values[r]!) ? cellStatus.missing : cellStatus.observed;
    }
    columns[name] = column;
    status[name] = state;
  }
  const panel: Panel = {
    units: rows.units,
    frequency: rows.frequency,
    ordinals,
    periods: Array.from(ordinals, (ordinal) => formatPeriod(ordinal, rows.frequency)),
    columns,
    status,
  };
  return { result: { panel, cell }, faults };
};

/**
 * The first treated period of each unit, from a column that every row of the unit repeats.
 * A unit with two start dates is a fault.
 */
export const cohortsFromColumn = (rows: TidyRows): { cohort: Float64Array; faults: RowFault[] } => {
  const cohort = new Float64Array(rows.units.length).fill(Number.NaN);
  const faults: RowFault[] = [];
  const stated = rows.cohort!;
  for (let r = 0; r < rows.rows; r += 1) {
    const i = rows.unit[r]!;
    if (Number.isNaN(cohort[i]!)) cohort[i] = stated[r]!;
    else if (cohort[i] !== stated[r]) {
      faults.push({
        code: "panel/two-starts",
        row: r,
        found: `${rows.units[i]} is first treated in ${spell(cohort[i]!, rows)} on one row and in ${spell(stated[r]!, rows)} on this one`,
        expected: "one first treated period for each unit",
        hint: "give every row of the unit the same cohort",
      });
    }
  }
  return { cohort, faults };
};

const spell = (ordinal: number, rows: TidyRows): string =>
  Number.isFinite(ordinal) ? formatPeriod(ordinal, rows.frequency) : "no period (never)";

const flags: Readonly<Record<string, number>> = { true: 1, t: 1, yes: 1, false: 0, f: 0, no: 0 };

/** A column of 0 and 1, or of TRUE and FALSE as other programs write it, as numbers: NaN where blank, Infinity where neither. */
export const withFlags = (rows: TidyRows, column: string): TidyRows => {
  const { levels, codes } = rows.text[column]!;
  const values = levels.map((level) => {
    const text = level.trim().toLowerCase();
    if (["", "na", "nan", "null", "."].includes(text)) return Number.NaN;
    const value = flags[text] ?? Number(text);
    return Number.isNaN(value) ? Number.POSITIVE_INFINITY : value;
  });
  return {
    ...rows,
    numeric: { ...rows.numeric, [column]: Float64Array.from(codes, (code) => values[code] ?? Number.NaN) },
  };
};

/** The first treated period from a 0/1 column per row; once on, it must stay on. */
export const cohortsFromTreated = (
  rows: TidyRows,
  { panel, cell }: TidyPanel,
  column: string,
): { cohort: Float64Array; faults: RowFault[] } => {
  const treated = panel.columns[column]!;
  const T = panel.periods.length;
  const rowOf = new Int32Array(treated.length).fill(-1);
  for (let r = 0; r < rows.rows; r += 1) rowOf[cell[r]!] = r;
  const cohort = new Float64Array(panel.units.length).fill(Number.POSITIVE_INFINITY);
  const faults: RowFault[] = [];
  panel.units.forEach((unit, i) => {
    for (let t = 0; t < T; t += 1) {
      const value = treated[i * T + t]!;
      const row = rowOf[i * T + t]!;
      if (row === -1) continue;
      if (value !== 0 && value !== 1) {
        faults.push({
          code: "panel/treated-value",
          row,
          column,
          found: Number.isNaN(value)
            ? `a blank for ${unit}`
            : Number.isFinite(value)
              ? `${value} for ${unit}`
              : `a word for ${unit} that is neither true nor false`,
          expected: "0 or 1, or TRUE or FALSE",
          hint: "code the treated column as 0 (not treated) or 1 (treated)",
        });
      } else if (value === 1) {
        if (!Number.isFinite(cohort[i]!)) cohort[i] = panel.ordinals[t]!;
      } else if (Number.isFinite(cohort[i]!)) {
        faults.push({
          code: "panel/treatment-ends",
          row,
          column,
          found: `${unit} is treated from ${formatPeriod(cohort[i]!, panel.frequency)} and not treated in ${panel.periods[t]}`,
          expected: "a treatment that stays on once it is on",
          hint: "leave out the periods after the treatment ended, or give the first period with --cohort",
        });
      }
    }
  });
  return { cohort, faults };
};

/** Ties row faults to lines and throws them, with those of the reader, in the order of lines. */
export const refuseRows = (faults: readonly RowFault[], rows: TidyRows): void => {
  const placed = faults.map(({ row, ...fault }) => ({
    ...fault,
    file: rows.file,
    ...(rows.lines ? { line: rows.lines[row]! } : {}),
  }));
  const all = [...(rows.faults ?? []), ...placed].sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (all.length > 0) throw new InputError(all[0]!.code, all[0]!, { faults: all });
};
