import type { Design, Role } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import {
  dropMissing,
  dropSingletons,
  dropUnits,
  dropWhere,
  openSieve,
  refuseWhere,
  type Sieve,
} from "./sieve.ts";

export interface NamedColumn {
  readonly name: string;
  /** N, in the order of the rows. */
  readonly values: Float64Array;
}

/** The cells of a panel that enter a two-way fit, in long form, and the account of those that do not. */
export interface Rows {
  readonly design: Design;
  readonly count: number;
  /** N: position of each row in the columns of the panel. */
  readonly cell: Int32Array;
  /** N: index into `panel.units` and `panel.periods`. */
  readonly unit: Int32Array;
  readonly period: Int32Array;
  readonly y: Float64Array;
  readonly weights?: Float64Array;
  readonly exposure?: Float64Array;
  readonly covariates: readonly NamedColumn[];
  /** Every unit present in every period. */
  readonly isBalanced: boolean;
  readonly excluded: Readonly<Record<string, number>>;
  readonly warnings: readonly Diagnostic[];
}

export interface RowOptions {
  /** Read `design.exposure` and keep only rows where it is above zero. */
  readonly exposure?: boolean;
  /** Leave out a unit or period that is left with one row: it fits itself and only inflates N (fixest ≥ 0.14). */
  readonly dropSingletons?: boolean;
  /** Keep units of role `buffer`, for an estimator that gives displacement its own term. */
  readonly keepBuffer?: boolean;
  /** Units to leave out, with the reason as a code. */
  readonly without?: { readonly code: string; readonly units: ReadonlySet<number> };
}

/**
 * The usable rows of a design. A cell without an outcome, weight, exposure or covariate is left out and counted; a
 * value that cannot be true (infinite, a negative weight) is refused.
 *
 * Throws    DesignError: design/one-period, design/infinite, design/negative-weight, design/no-rows.
 */
export const takeRows = (design: Design, options: RowOptions = {}): Rows => {
  const { panel } = design;
  requirePeriods(panel.periods);
  const exposure = options.exposure === true ? design.exposure : undefined;
  const { keep, excluded, warnings } = sift(design, options, exposure);
  const long = gather(keep, panel.units.length, panel.periods.length);
  requireRows(design, long.cell.length, excluded);
  const column = (name: string) => pick(panel.columns[name]!, long.cell);
  return {
    design,
    count: long.cell.length,
    ...long,
    y: column(design.outcome),
    ...(design.weights === undefined ? {} : { weights: column(design.weights) }),
    ...(exposure === undefined ? {} : { exposure: column(exposure) }),
    covariates: design.covariates.map((name) => ({ name, values: column(name) })),
    excluded,
    warnings,
  };
};

const sift = (design: Design, options: RowOptions, exposure: string | undefined): Sieve => {
  const sieve = openSieve(design);
  const { roles, outcome, weights, covariates } = design;
  dropUnits(sieve, "design/excluded-unit", (i) => roles[i] === "excluded");
  dropUnits(sieve, "design/buffer", (i) => isBuffer(roles[i]!, options));
  if (options.without !== undefined)
    dropUnits(sieve, options.without.code, (i) => options.without!.units.has(i));
  refuseWhere(sieve, outcome, isInfinite, infinite);
  dropMissing(sieve);
  if (weights !== undefined) {
    refuseWhere(sieve, weights, isInfinite, infinite);
    refuseWhere(sieve, weights, (v) => v < 0, negativeWeight);
    dropWhere(sieve, weights, "design/no-weight", "no weight above zero", (v) => !(v > 0));
  }
  if (exposure !== undefined) {
    const isUseless = (v: number) => !(v > 0) || isInfinite(v);
    dropWhere(sieve, exposure, "design/no-exposure", "no exposure above zero", isUseless);
  }
  for (const name of covariates) {
    refuseWhere(sieve, name, isInfinite, infinite);
    dropWhere(sieve, name, "design/missing-covariate", "no value", Number.isNaN);
  }
  if (options.dropSingletons === true) dropSingletons(sieve);
  return sieve;
};

const isBuffer = (role: Role, { keepBuffer }: RowOptions): boolean =>
  role === "buffer-comparison" || (role === "buffer" && keepBuffer !== true);

const isInfinite = (value: number): boolean =>
  value === Number.POSITIVE_INFINITY || value === Number.NEGATIVE_INFINITY;
const infinite = { code: "design/infinite", found: "infinite values", expected: "finite numbers" };
const negativeWeight = {
  code: "design/negative-weight",
  found: "negative weights",
  expected: "weights of zero or more",
};

const requireRows = (design: Design, count: number, excluded: Readonly<Record<string, number>>): void => {
  if (count > 0) return;
  const reasons = Object.entries(excluded).map(([code, cells]) => `${code}: ${cells}`);
  throw new DesignError("design/no-rows", {
    found: `no usable row of '${design.outcome}' is left (${reasons.join(", ")})`,
    expected: "rows with a unit, a period and a finite outcome",
    hint: "check the column names and the blank cells of the panel",
  });
};

const requirePeriods = (periods: readonly string[]): void => {
  if (periods.length > 1) return;
  throw new DesignError("design/one-period", {
    found: `one period (${periods.join("")})`,
    expected: "at least one period before the start and one from the start onwards",
    hint: "give the panel more periods, or name the right column with --period",
  });
};

const gather = (keep: Uint8Array, n: number, T: number) => {
  let count = 0;
  for (let c = 0; c < keep.length; c++) count += keep[c]!;
  const [cell, unit, period] = [new Int32Array(count), new Int32Array(count), new Int32Array(count)];
  const [unitSeen, periodSeen] = [new Uint8Array(n), new Uint8Array(T)];
  for (let i = 0, c = 0, r = 0; i < n; i++) {
    for (let t = 0; t < T; t++, c++) {
      if (keep[c] === 0) continue;
      cell[r] = c;
      unit[r] = i;
      period[r] = t;
      unitSeen[i] = periodSeen[t] = 1;
      r++;
    }
  }
  const cells = sum(unitSeen) * sum(periodSeen);
  return { cell, unit, period, isBalanced: cells === count };
};

const sum = (flags: Uint8Array): number => flags.reduce((a, b) => a + b, 0);

/** Some of the rows, with everything that belongs to them. */
export const onlyRows = (rows: Rows, kept: Int32Array): Rows => {
  if (kept.length === rows.count) return rows;
  const take = (column: Float64Array) => Float64Array.from(kept, (r) => column[r]!);
  const takeInt = (column: Int32Array) => Int32Array.from(kept, (r) => column[r]!);
  const [unit, period] = [takeInt(rows.unit), takeInt(rows.period)];
  return {
    ...rows,
    count: kept.length,
    cell: takeInt(rows.cell),
    unit,
    period,
    y: take(rows.y),
    ...(rows.weights === undefined ? {} : { weights: take(rows.weights) }),
    ...(rows.exposure === undefined ? {} : { exposure: take(rows.exposure) }),
    covariates: rows.covariates.map(({ name, values }) => ({ name, values: take(values) })),
    isBalanced: new Set(unit).size * new Set(period).size === kept.length,
  };
};

const pick = (column: Float64Array, cell: Int32Array): Float64Array => {
  if (cell.length === column.length) return column; // cells come in order, so all of them is the column itself
  const out = new Float64Array(cell.length);
  for (let r = 0; r < cell.length; r++) out[r] = column[cell[r]!]!;
  return out;
};
