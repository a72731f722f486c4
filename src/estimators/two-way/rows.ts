import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { nameCells, nameSome } from "./names.ts";

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
  const [n, T] = [panel.units.length, panel.periods.length];
  requirePeriods(panel.periods);
  const keep = new Uint8Array(n * T).fill(1);
  const account = { excluded: {} as Record<string, number>, warnings: [] as Diagnostic[] };
  leaveOutUnits(design, keep, account, options);
  const outcome = panel.columns[design.outcome]!;
  strikeOutcome(design, outcome, keep, account);
  if (design.weights !== undefined) strikeWeights(design, panel.columns[design.weights]!, keep, account);
  const usesExposure = options.exposure === true && design.exposure !== undefined;
  if (usesExposure) {
    const bad = (v: number) => !(v > 0) || v === Number.POSITIVE_INFINITY;
    strike(design, keep, account, design.exposure!, "design/no-exposure", "no exposure above zero", bad);
  }
  for (const name of design.covariates) {
    refuseInfinite(design, name, keep);
    strike(design, keep, account, name, "design/missing-covariate", "no value", Number.isNaN);
  }
  if (options.dropSingletons === true) strikeSingletons(design, keep, account);
  const long = gather(keep, n, T);
  if (long.cell.length === 0) {
    throw new DesignError("design/no-rows", {
      found: `no usable row of '${design.outcome}' is left (${describe(account.excluded)})`,
      expected: "rows with a unit, a period and a finite outcome",
      hint: "check the column names and the blank cells of the panel",
    });
  }
  return {
    design,
    count: long.cell.length,
    ...long,
    y: pick(outcome, long.cell),
    ...(design.weights === undefined ? {} : { weights: pick(panel.columns[design.weights]!, long.cell) }),
    ...(usesExposure ? { exposure: pick(panel.columns[design.exposure!]!, long.cell) } : {}),
    covariates: design.covariates.map((name) => ({ name, values: pick(panel.columns[name]!, long.cell) })),
    ...account,
  };
};

const requirePeriods = (periods: readonly string[]): void => {
  if (periods.length > 1) return;
  throw new DesignError("design/one-period", {
    found: `one period (${periods.join("")})`,
    expected: "at least one period before the start and one from the start onwards",
    hint: "give the panel more periods, or name the right column with --period",
  });
};

interface Account {
  readonly excluded: Record<string, number>;
  readonly warnings: Diagnostic[];
}

const describe = (excluded: Readonly<Record<string, number>>): string =>
  Object.entries(excluded)
    .map(([code, count]) => `${code}: ${count}`)
    .join(", ") || "none was given";

const leaveOutUnits = (design: Design, keep: Uint8Array, account: Account, options: RowOptions): void => {
  const T = design.panel.periods.length;
  const isBuffer = (role: string) =>
    role === "buffer-comparison" || (role === "buffer" && options.keepBuffer !== true);
  const buffer: string[] = [];
  for (const [i, role] of design.roles.entries()) {
    const isOut = role === "excluded" || isBuffer(role) || (options.without?.units.has(i) ?? false);
    if (!isOut) continue;
    keep.fill(0, i * T, (i + 1) * T);
    if (isBuffer(role)) buffer.push(design.panel.units[i]!);
    const code = isBuffer(role)
      ? "design/buffer"
      : role === "excluded"
        ? "design/excluded-unit"
        : options.without!.code;
    account.excluded[code] = (account.excluded[code] ?? 0) + T;
  }
  if (buffer.length === 0) return;
  const message = `${buffer.length} buffer unit(s) are left out of the comparison: ${nameSome(buffer)}`;
  account.warnings.push(diagnostic("design/buffer", "warning", message, { count: buffer.length }));
};

const strikeOutcome = (design: Design, outcome: Float64Array, keep: Uint8Array, account: Account): void => {
  refuseInfinite(design, design.outcome, keep);
  const struck: number[] = [];
  let [missing, absent] = [0, 0];
  const status = design.panel.status[design.outcome];
  for (let c = 0; c < outcome.length; c++) {
    if (keep[c] === 0 || !Number.isNaN(outcome[c]!)) continue;
    keep[c] = 0;
    // Absent: the source has no such row (the panel is unbalanced). Anything else was there and had no value.
    if (status?.[c] === 1) absent++;
    else missing++;
    if (struck.length < 5) struck.push(c);
  }
  if (missing + absent === 0) return;
  account.excluded["design/missing-outcome"] = missing + absent;
  const message =
    `${missing + absent} of ${outcome.length} cells of '${design.outcome}' have no value and are left out ` +
    `(${missing} blank, ${absent} without a row), e.g. ${nameCells(design.panel, struck)}`;
  account.warnings.push(
    diagnostic("design/missing-outcome", "warning", message, {
      column: design.outcome,
      count: missing + absent,
    }),
  );
};

const strikeWeights = (design: Design, weights: Float64Array, keep: Uint8Array, account: Account): void => {
  const name = design.weights!;
  refuseInfinite(design, name, keep);
  refuseCells(design, keep, weights, (v) => v < 0, "design/negative-weight", {
    found: (cells) => `negative weights in '${name}': ${cells}`,
    expected: "weights of zero or more",
  });
  strike(design, keep, account, name, "design/no-weight", "no weight above zero", (v) => !(v > 0));
};

const strike = (
  design: Design,
  keep: Uint8Array,
  account: Account,
  column: string,
  code: string,
  what: string,
  isBad: (value: number) => boolean,
): void => {
  const values = design.panel.columns[column]!;
  const struck: number[] = [];
  let count = 0;
  for (let c = 0; c < values.length; c++) {
    if (keep[c] === 0 || !isBad(values[c]!)) continue;
    keep[c] = 0;
    count++;
    if (struck.length < 5) struck.push(c);
  }
  if (count === 0) return;
  account.excluded[code] = count;
  const message = `${count} row(s) with ${what} in '${column}' are left out, e.g. ${nameCells(design.panel, struck)}`;
  account.warnings.push(diagnostic(code, "warning", message, { column, count }));
};

const refuseInfinite = (design: Design, column: string, keep: Uint8Array): void =>
  refuseCells(
    design,
    keep,
    design.panel.columns[column]!,
    (v) => v === Number.POSITIVE_INFINITY || v === Number.NEGATIVE_INFINITY,
    "design/infinite",
    { found: (cells) => `infinite values in '${column}': ${cells}`, expected: "finite numbers" },
  );

const refuseCells = (
  design: Design,
  keep: Uint8Array,
  values: Float64Array,
  isBad: (value: number) => boolean,
  code: string,
  fault: { found(cells: string): string; expected: string },
): void => {
  const bad: number[] = [];
  for (let c = 0; c < values.length; c++) if (keep[c] === 1 && isBad(values[c]!)) bad.push(c);
  if (bad.length === 0) return;
  throw new DesignError(code, {
    found: fault.found(nameCells(design.panel, bad)),
    expected: fault.expected,
    hint: "correct these rows in the source, or leave their cells blank",
  });
};

/** Dropping a lone row can leave another one alone, so this runs until nothing changes. */
const strikeSingletons = (design: Design, keep: Uint8Array, account: Account): void => {
  const { units, periods } = design.panel;
  const T = periods.length;
  const struck: number[] = [];
  for (;;) {
    const [perUnit, perPeriod] = [new Int32Array(units.length), new Int32Array(T)];
    for (let i = 0, c = 0; i < units.length; i++) {
      for (let t = 0; t < T; t++, c++) {
        if (keep[c] === 0) continue;
        perUnit[i]!++;
        perPeriod[t]!++;
      }
    }
    if (!perUnit.includes(1) && !perPeriod.includes(1)) break;
    for (let i = 0, c = 0; i < units.length; i++) {
      for (let t = 0; t < T; t++, c++) {
        if (keep[c] === 0 || (perUnit[i] !== 1 && perPeriod[t] !== 1)) continue;
        keep[c] = 0;
        struck.push(c);
      }
    }
  }
  if (struck.length === 0) return;
  account.excluded["design/singleton"] = struck.length;
  const message =
    `${struck.length} row(s) that are the only one of their unit or period are left out, ` +
    `because they fit themselves: ${nameCells(design.panel, struck)}`;
  account.warnings.push(diagnostic("design/singleton", "warning", message, { count: struck.length }));
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
