import { type IngestAdapter, listed } from "../model/source.ts";
import type { Row } from "./gate/bytes.ts";
import type { FaultLog } from "./gate/faults.ts";
import { findColumn } from "./gate/find-columns.ts";
import type { Table } from "./gate/table.ts";
import { watchHeadings } from "./rows/headings.ts";
import { placesOf, usedColumns } from "./rows/places.ts";
import { type OwnRows, readSourceRows } from "./rows/read-rows.ts";
import { recordRows } from "./rows/records.ts";
import type { RowReader } from "./rows/source-reader.ts";
import { watchUnread } from "./rows/unread-columns.ts";
import { columnPeriod, wideColumns } from "./rows/wide-columns.ts";

/**
 * One row per unit (and outcome), one column per period, or one per month where a column names the year. Every other
 * column of numbers must be declared. The row is the unit of the ledger: a row with one bad cell is excluded whole,
 * so that no unit is half there.
 */
export const wideAdapter: IngestAdapter = {
  name: "wide",
  title: "Wide: one column per period",
  recognises: (header) => {
    const periods = header.filter((name) => columnPeriod(name) !== undefined).length;
    return periods >= 2 && periods < header.length && findColumn(header, "unit") !== undefined;
  },
  read: (request, context) =>
    readSourceRows(request, context, { usual: "missing", events: false }, (table, log, own) =>
      wideRows(table, log, own, request),
    ),
};

const wideRows = (
  table: Table,
  log: FaultLog,
  own: OwnRows,
  request: Parameters<IngestAdapter["read"]>[0],
): RowReader | undefined => {
  const before = log.errors();
  const places = placesOf(table, request, "wide", log);
  const periods = wideColumns(table, places, request, own.rules, log);
  for (const { index, period } of periods)
    if (period)
      own.cells.mixture(
        period,
        { line: table.headerLine, column: table.header[index]!, file: own.file },
        log,
      );
  if (log.errors() > before) return undefined;
  const label = listed(request.columns.value)[0] ?? "value";
  const measures = periods.map((one) => ({
    ...one,
    ...(places.outcome === undefined ? { name: label } : {}),
  }));
  const reader = recordRows(table, log, {
    ...own,
    request,
    places,
    measures,
    rule: "counts",
    blankIsZero: request.absent === "zero",
  });
  const known = new Set([
    ...usedColumns(places),
    ...periods.map(({ index }) => index),
    ...(request.drop ?? []).flatMap((name) => findColumn(table.header, name) ?? []),
  ]);
  const unread = watchUnread(table, known, own.rules, log);
  const headings = watchHeadings(table, places, periods, request, log);
  return {
    row(row: Row) {
      unread.row(row);
      const code = reader.row(row);
      if (code === undefined) headings.row(row);
      return code;
    },
    finish() {
      reader.finish?.();
      unread.finish();
      headings.finish();
    },
  };
};
