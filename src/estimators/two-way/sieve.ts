import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { cellStatus } from "../../model/panel.ts";
import { nameCells, nameSome } from "./names.ts";

/** The cells still in use while a panel is sifted, and the account of those that fell through. */
export interface Sieve {
  readonly design: Design;
  /** n × T: 1 while the cell is in use. */
  readonly keep: Uint8Array;
  readonly excluded: Record<string, number>;
  readonly warnings: Diagnostic[];
}

export const openSieve = (design: Design): Sieve => ({
  design,
  keep: new Uint8Array(design.panel.units.length * design.panel.periods.length).fill(1),
  excluded: {},
  warnings: [],
});

/** Leaves out whole units; those that surround the treated area are named, because a reader will ask for them. */
export const dropUnits = (sieve: Sieve, code: string, isOut: (unit: number) => boolean): void => {
  const { units, periods } = sieve.design.panel;
  const out = units.flatMap((_, i) => (isOut(i) ? [i] : []));
  if (out.length === 0) return;
  for (const i of out) sieve.keep.fill(0, i * periods.length, (i + 1) * periods.length);
  sieve.excluded[code] = out.length * periods.length;
  if (code !== "design/buffer") return;
  const names = nameSome(out.map((i) => units[i]!));
  const message = `${out.length} buffer unit(s) are left out of the comparison: ${names}`;
  sieve.warnings.push(diagnostic(code, "warning", message, { count: out.length }));
};

/** Leaves out cells without an outcome, telling blank cells from rows that the source does not have. */
export const dropMissing = (sieve: Sieve): void => {
  const { design, keep } = sieve;
  const outcome = design.panel.columns[design.outcome]!;
  const status = design.panel.status[design.outcome];
  let absent = 0;
  const { count, first } = drop(sieve, (c) => Number.isNaN(outcome[c]!));
  if (count === 0) return;
  for (let c = 0; c < keep.length; c++) {
    if (Number.isNaN(outcome[c]!) && status?.[c] === cellStatus.absent) absent++;
  }
  absent = Math.min(absent, count);
  sieve.excluded["design/missing-outcome"] = count;
  const message =
    `${count} of ${outcome.length} cells of '${design.outcome}' have no value and are left out ` +
    `(${count - absent} blank, ${absent} without a row), e.g. ${nameCells(design.panel, first)}`;
  sieve.warnings.push(
    diagnostic("design/missing-outcome", "warning", message, { column: design.outcome, count }),
  );
};

/** Leaves out cells whose value in a column cannot be used. */
export const dropWhere = (
  sieve: Sieve,
  column: string,
  code: string,
  what: string,
  isBad: (value: number) => boolean,
): void => {
  const values = sieve.design.panel.columns[column]!;
  const { count, first } = drop(sieve, (c) => isBad(values[c]!));
  if (count === 0) return;
  sieve.excluded[code] = (sieve.excluded[code] ?? 0) + count;
  const message = `${count} row(s) with ${what} in '${column}' are left out, e.g. ${nameCells(sieve.design.panel, first)}`;
  sieve.warnings.push(diagnostic(code, "warning", message, { column, count }));
};

/** Leaves out units and periods with one row. Dropping one can leave another alone, so it runs until nothing changes. */
export const dropSingletons = (sieve: Sieve): void => {
  const { keep, design } = sieve;
  const T = design.panel.periods.length;
  const struck: number[] = [];
  for (;;) {
    const { perUnit, perPeriod } = rowsPer(sieve);
    if (!perUnit.includes(1) && !perPeriod.includes(1)) break;
    for (let c = 0; c < keep.length; c++) {
      if (keep[c] === 0 || (perUnit[Math.floor(c / T)] !== 1 && perPeriod[c % T] !== 1)) continue;
      keep[c] = 0;
      struck.push(c);
    }
  }
  if (struck.length === 0) return;
  sieve.excluded["design/singleton"] = struck.length;
  const message =
    `${struck.length} row(s) that are the only one of their unit or period are left out, ` +
    `because they fit themselves: ${nameCells(design.panel, struck)}`;
  sieve.warnings.push(diagnostic("design/singleton", "warning", message, { count: struck.length }));
};

/** Refuses values that cannot be true, naming their units and periods. */
export const refuseWhere = (
  { design, keep }: Sieve,
  column: string,
  isBad: (value: number) => boolean,
  fault: { readonly code: string; readonly found: string; readonly expected: string },
): void => {
  const values = design.panel.columns[column]!;
  const bad: number[] = [];
  for (let c = 0; c < values.length; c++) if (keep[c] === 1 && isBad(values[c]!)) bad.push(c);
  if (bad.length === 0) return;
  throw new DesignError(fault.code, {
    found: `${fault.found} in '${column}': ${nameCells(design.panel, bad)}`,
    expected: fault.expected,
    hint: "correct these rows in the source, or leave their cells blank",
  });
};

const drop = ({ keep }: Sieve, isBad: (cell: number) => boolean) => {
  const first: number[] = [];
  let count = 0;
  for (let c = 0; c < keep.length; c++) {
    if (keep[c] === 0 || !isBad(c)) continue;
    keep[c] = 0;
    count++;
    if (first.length < 5) first.push(c);
  }
  return { count, first };
};

const rowsPer = ({ keep, design }: Sieve) => {
  const [n, T] = [design.panel.units.length, design.panel.periods.length];
  const [perUnit, perPeriod] = [new Int32Array(n), new Int32Array(T)];
  for (let i = 0, c = 0; i < n; i++) {
    for (let t = 0; t < T; t++, c++) {
      perUnit[i]! += keep[c]!;
      perPeriod[t]! += keep[c]!;
    }
  }
  return { perUnit, perPeriod };
};
