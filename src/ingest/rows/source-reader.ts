import type { Diagnostic } from "../../model/diagnostic.ts";
import type { IngestContext, InputFile, Ledger, SourceRequest } from "../../model/source.ts";
import type { Row } from "../gate/bytes.ts";
import { type DeclaredReasons, exclusionReason } from "../gate/exclusions.ts";
import { type FaultLog, faultLog } from "../gate/faults.ts";
import { refuseFaults } from "../gate/refuse.ts";
import { openTable, type Table } from "../gate/table.ts";

/** Judges the rows of one table; returns the code that excludes a row, or undefined for a row that is used. */
export interface RowReader {
  row(row: Row): string | undefined;
  /** After the last row: what only the whole table shows. */
  finish?(): void;
}

export interface SourceReading {
  readonly ledger: Ledger;
  readonly files: readonly InputFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads every file of a source row by row. Rows read = rows used + rows excluded, by reason, whatever the files hold.
 *
 * @param readerOf Undefined when the header lacks what is needed: the log then says so, and every row is excluded.
 * Throws  PrivacyError when a column is personal; InputError when no file could be read at all.
 */
export const readFiles = async (
  request: SourceRequest,
  context: IngestContext,
  readerOf: (table: Table, log: FaultLog, name: string) => RowReader | undefined,
): Promise<SourceReading> => {
  const files: InputFile[] = [];
  const diagnostics: Diagnostic[] = [];
  const excluded = new Map<string, number>();
  let read = 0;
  for (const [i, file] of request.files.entries()) {
    context.progress(i, request.files.length, `reading ${file.name}`);
    const log = faultLog(file.name);
    const rows = await readOne(file, request, log, readerOf, excluded);
    read += rows;
    const { sha256, bytes } = await context.digest(file.path);
    files.push({ name: file.name, sha256, bytes, rows });
    diagnostics.push(...log.list());
  }
  refuseFaults(diagnostics.filter((one) => one.code.startsWith("privacy/")));
  if (read === 0) refuseFaults(diagnostics);
  return { ledger: ledgerOf(read, excluded, request), files, diagnostics };
};

const readOne = async (
  file: SourceRequest["files"][number],
  request: SourceRequest,
  log: FaultLog,
  readerOf: (table: Table, log: FaultLog, name: string) => RowReader | undefined,
  excluded: Map<string, number>,
): Promise<number> => {
  const table = await openTable(file, { dialect: request.dialect, gzip: "by-bytes" }, log);
  if (!table) return 0;
  const reader = table.header.length > 0 ? readerOf(table, log, file.name) : undefined;
  const bump = (code: string, rows = 1): void => void excluded.set(code, (excluded.get(code) ?? 0) + rows);
  for await (const batch of table.rows())
    for (const row of batch) {
      const code = reader ? reader.row(row) : "csv/column-missing";
      if (code !== undefined) bump(code);
    }
  reader?.finish?.();
  for (const [code, rows] of table.tally.excluded) bump(code, rows);
  return table.tally.read;
};

export const ledgerOf = (
  read: number,
  excluded: ReadonlyMap<string, number>,
  declared: DeclaredReasons = {},
): Ledger => {
  const left = [...excluded].sort(([a], [b]) => (a < b ? -1 : 1));
  return {
    read,
    used: read - left.reduce((sum, [, rows]) => sum + rows, 0),
    excluded: left.map(([code, rows]) => ({ code, reason: exclusionReason(code, declared), rows })),
  };
};
