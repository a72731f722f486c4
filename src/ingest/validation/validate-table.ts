import type { Diagnostic } from "../../model/diagnostic.ts";
import type { Dialect } from "../../model/source.ts";
import type { CellRules } from "../cells/cells.ts";
import { cellRules } from "../cells/rules.ts";
import type { FileRef, Row } from "../gate/bytes.ts";
import { type FaultLog, faultLog } from "../gate/faults.ts";
import { openTable, type Table } from "../gate/table.ts";
import { watchPersonal } from "../people/columns.ts";
import { reportPersonal } from "../people/report.ts";
import { type ColumnPlan, checkDeclared, planColumns } from "./column-roles.ts";
import type { ColumnSpec } from "./columns-spec.ts";
import { type KeyedRow, watchKeys } from "./panel-keys.ts";
import { watchRepeats } from "./repeats.ts";
import { type CellKey, columnCheck } from "./value-checks.ts";

export interface ValidatedTable {
  /** Rows under the header that are not blank: used + excluded. */
  readonly rows: number;
  readonly used: number;
  readonly excluded: readonly { readonly code: string; readonly rows: number }[];
  readonly columns: number;
  readonly header: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Judges one delimited file as it stands: bytes, structure, values, keys, persons. Every fault is found in one pass
 * over the file, in memory that does not grow with its size except for the keys.
 */
export const validateTable = async (
  file: FileRef,
  dialect: Dialect,
  specs: readonly ColumnSpec[] = [],
): Promise<ValidatedTable> => {
  const log = faultLog(file.name);
  const table = await openTable(file, { dialect, gzip: "by-name" }, log);
  if (!table) return summary(undefined, 0, new Map(), log);
  if (table.header.length > 0) checkDeclared(table.header, specs, table.headerLine, log);
  const judge = rowJudge(table, specs, cellRules(dialect), log);
  const excluded = new Map<string, number>();
  for await (const batch of table.rows())
    for (const row of batch) {
      const code = judge.row(row);
      if (code !== undefined) excluded.set(code, (excluded.get(code) ?? 0) + 1);
    }
  judge.finish();
  for (const [code, rows] of table.tally.excluded) excluded.set(code, (excluded.get(code) ?? 0) + rows);
  return summary(table, table.tally.read, excluded, log);
};

const summary = (
  table: Table | undefined,
  rows: number,
  excluded: ReadonlyMap<string, number>,
  log: FaultLog,
): ValidatedTable => {
  const left = [...excluded].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, n]) => ({ code, rows: n }));
  return {
    rows,
    used: rows - left.reduce((sum, one) => sum + one.rows, 0),
    excluded: left,
    columns: table?.header.length ?? 0,
    header: table?.header ?? [],
    diagnostics: log.list(),
  };
};

const rowJudge = (table: Table, specs: readonly ColumnSpec[], rules: CellRules, log: FaultLog) => {
  const plans = planColumns(table.header, specs);
  const of = (role: ColumnPlan["role"]): ColumnPlan[] => plans.filter((plan) => plan.role === role);
  const keyed = of("unit").length > 0 && of("period").length > 0;
  const checks = plans.map((plan) =>
    columnCheck(plan, rules, keyed && (plan.role === "unit" || plan.role === "period"), log),
  );
  const keys = keyed ? watchKeys(of("unit")[0]!.name, of("arm")[0]?.name, log) : undefined;
  const repeats = keyed ? undefined : watchRepeats(log);
  const used = new Set(plans.flatMap(({ role, index }) => (role === "other" ? [] : [index])));
  const persons = watchPersonal({
    header: table.header,
    reading: "file",
    exempt: (i) => plans[i]!.role === "value" || plans[i]!.role === "period",
    used,
  });
  const found: (CellKey | undefined)[] = plans.map(() => undefined);
  const keyOf = keys ? rowKeys(plans, found) : undefined;
  return {
    /** Returns the code that excludes the row, if one does. */
    row(row: Row): string | undefined {
      const before = log.errors();
      for (let i = 0; i < checks.length; i++) {
        const text = row.cells[i]!;
        found[i] = checks[i]!.cell(text, row);
        persons.cell(i, text);
      }
      if (log.errors() > before) return log.latest();
      if (keyOf) keys!.row(keyOf(row.line));
      repeats?.row(row);
      return undefined;
    },
    finish(): void {
      for (const check of checks) check.finish();
      keys?.finish();
      reportPersonal(table.header, table.headerLine, persons, log);
    },
  };
};

/** Joins the cells of a row into its key. A row without a sound period has been left out before. */
const rowKeys = (plans: readonly ColumnPlan[], found: readonly (CellKey | undefined)[]) => {
  const places = (role: ColumnPlan["role"]): number[] =>
    plans.flatMap((plan, i) => (plan.role === role ? [i] : []));
  const [units, rest, arms, periods] = [places("unit"), places("outcome"), places("arm"), places("period")];
  const textOf = (column: number): string => found[column]?.text ?? "";
  const join = (columns: readonly number[]): string =>
    columns.length === 1 ? textOf(columns[0]!) : columns.map(textOf).join("\u0000");
  return (line: number): KeyedRow => {
    const period = found[periods[0]!]!;
    const arm = join(arms);
    return {
      line,
      unit: join(units),
      rest: join(rest),
      period: period.text,
      ...(period.place ? { place: period.place } : {}),
      ...(arm === "" ? {} : { arm }),
    };
  };
};
