import type { Diagnostic } from "../../model/diagnostic.ts";
import { cellStatus } from "../../model/panel.ts";
import type { Format, Ingested, Ledger } from "../../model/source.ts";
import { protectCells } from "./protect-cells.ts";
import { identity, type Rounder, rounded } from "./rounding.ts";

export { type Key, keyOf } from "./key.ts";
export type { Rounder } from "./rounding.ts";

/** Formats in which one row is one event, so that a number of rows is a number of events. */
const recordLevel: readonly Format[] = ["incidents", "police-uk-street"];

/**
 * A source as it may be used for a protected report: counts and ledger rounded, files without their sizes,
 * messages without their numbers. Nothing after this knows a true count.
 *
 * Throws PrivacyError release/not-counts.
 */
export const protectSource = <Source extends Ingested & { readonly format: Format }>(
  source: Source,
  titleOf: (code: string) => string | undefined,
  rounder: Rounder,
): Source => {
  const cells = protectCells(source.cells, rounder);
  return {
    ...source,
    cells,
    ledger: ledgerOf(source, cells.value, rounder),
    files: source.files.map((file) => ({ ...file, bytes: null, rows: null })),
    diagnostics: source.diagnostics.map((one) => withoutNumbers(one, titleOf(one.code))),
  };
};

/** Rows used are the sum of the rounded counts where rows are events: one more rounding would be one more equation. */
const ledgerOf = (
  { ledger, format, cells }: Ingested & { readonly format: Format },
  counts: Float64Array,
  rounder: Rounder,
): Ledger => {
  const excluded = ledger.excluded.map((row) => ({
    ...row,
    rows: rounded(row.rows, identity("rows", row.code), rounder),
  }));
  const used = recordLevel.includes(format)
    ? counts.reduce((sum, count, j) => sum + (cells.status[j] === cellStatus.observed ? count : 0), 0)
    : rounded(ledger.used, identity("rows", "used"), rounder);
  return { read: excluded.reduce((sum, { rows }) => sum + rows, used), used, excluded };
};

/** A message of a reader may count rows or quote a cell: only what kind of thing it is about is kept. */
const withoutNumbers = (one: Diagnostic, title: string | undefined): Diagnostic => ({
  code: one.code,
  severity: one.severity,
  message: `${title ?? one.code}; where and how often is not said of protected data`,
  fix: "",
  file: null,
  line: null,
  column: null,
  count: 1,
});
