import type { Diagnostic } from "../../model/diagnostic.ts";
import { type Dialect, plainDialect } from "../../model/source.ts";
import { guardColumns } from "../rows/guard-columns.ts";
import type { FileRef, Row } from "./bytes.ts";
import { type FaultLog, faultLog } from "./faults.ts";
import { findColumn } from "./find-columns.ts";
import { visibleText } from "./hidden.ts";
import { refuseFaults } from "./refuse.ts";
import { openTable, type Table } from "./table.ts";

/** A small file that a person typed, read whole. Throws, with every fault, when it is not sound. */
export interface TypedRows {
  readonly header: readonly string[];
  readonly headerLine: number;
  readonly rows: readonly Row[];
  /** The cell of a named column, made visible; blank where there is no such column. */
  cell(row: Row, name: string): string;
}

/** Reads the rows; `judge` adds its own faults before anything is refused. Returns warnings and notes. */
export const readTyped = async <T>(
  file: FileRef,
  required: readonly string[],
  judge: (rows: TypedRows, log: FaultLog) => T,
  dialect: Dialect = plainDialect,
): Promise<{ value: T; diagnostics: readonly Diagnostic[] }> => {
  const log = faultLog(file.name);
  const table = await openTable(file, { dialect, gzip: "by-bytes" }, log);
  const rows: Row[] = [];
  if (table) {
    // What people type beside the data is held to the same rule as the data: no persons in it.
    const guard = guardColumns(table, [], {}, "counts", log);
    for await (const batch of table.rows())
      for (const row of batch) {
        guard.row(row);
        rows.push(row);
      }
    guard.finish();
  }
  if (table && table.header.length > 0) needAll(table, required, log);
  // Without its columns a row cannot be judged, and its faults would only be echoes.
  if (!table || required.some((name) => findColumn(table.header, name) === undefined))
    refuseFaults(log.list());
  const value = judge(typed(table!, rows), log);
  refuseFaults(log.list());
  return { value, diagnostics: log.list() };
};

const needAll = (table: Table, required: readonly string[], log: FaultLog): void => {
  for (const name of required)
    if (findColumn(table.header, name) === undefined)
      log.error("csv/column-missing", "a needed column is not in the header", {
        line: table.headerLine,
        column: name,
        fix: `the columns needed are ${required.join(", ")}`,
      });
};

const typed = ({ header, headerLine }: Table, rows: readonly Row[]): TypedRows => {
  const places = new Map<string, number | undefined>();
  const place = (name: string): number | undefined => {
    if (!places.has(name)) places.set(name, findColumn(header, name));
    return places.get(name);
  };
  return {
    header,
    headerLine,
    rows,
    cell: (row, name) => {
      const index = place(name);
      return index === undefined ? "" : visibleText(row.cells[index]!);
    },
  };
};
