import { type Cells, cellStatus } from "../model/panel.ts";
import type { IngestAdapter, InputFile, Ledger } from "../model/source.ts";
import { boroughNotes } from "./borough/notes.ts";
import { type BoroughTable, isBoroughHeader, readBoroughTable } from "./borough/table.ts";
import { type Joined, joinVintages, vintageOf } from "./borough/vintage.ts";

/**
 * "MPS Recorded Crime: Geographic Breakdown" of the London Datastore: one row an area and category, one column a
 * month, in every generation of its header; borough, ward and LSOA tables. The outcome is the major category, or
 * with `level: "minor"` the minor one. Rows that are not there are 0 in the months of that table; categories that
 * a table does not have at all, and months of no table, are absent.
 *
 * Throws    InputError ingest/borough-columns, ingest/borough-row, data/count, ingest/vintage-mix,
 *           ingest/vintage-categories, ingest/vintage-hole.
 */
export const londonBoroughAdapter: IngestAdapter = {
  name: "london-borough",
  title: "London Datastore recorded crime by borough, ward or LSOA",
  recognises: (header) => isBoroughHeader(header),
  async read(request, context) {
    const tables: BoroughTable[] = [];
    for (const [i, file] of request.files.entries()) {
      context.progress(i, request.files.length, `reading ${file.name}`);
      tables.push(await readBoroughTable(file, request));
    }
    const joined = joinVintages(tables);
    const cells = boroughCells(joined, request.level ?? "major");
    const files: InputFile[] = [];
    for (const table of tables)
      files.push({
        name: table.name,
        ...(await context.digest(table.path)),
        rows: table.rows.length,
        vintage: vintageOf(table),
      });
    return { cells, ledger: ledger(joined), files, diagnostics: boroughNotes(cells, joined) };
  },
};

const ledger = ({ parts }: Joined): Ledger => {
  const rows = (wanted: (months: number) => boolean): number =>
    parts.filter(({ months }) => wanted(months.size)).reduce((sum, { table }) => sum + table.rows.length, 0);
  const [used, left] = [rows((months) => months > 0), rows((months) => months === 0)];
  const excluded =
    left > 0
      ? [
          {
            code: "ingest/vintage-overlap",
            reason: "a newer edition holds every month of the file",
            rows: left,
          },
        ]
      : [];
  return { read: used + left, used, excluded };
};

/** Names that differ only in case are one; the newest spelling is shown. */
const spelling = (names: Iterable<string>): { names: string[]; at(name: string): number } => {
  const shown = new Map<string, string>();
  for (const name of names) shown.set(name.toLowerCase(), name);
  const sorted = [...shown.values()].sort((a, b) => (a < b ? -1 : 1));
  const place = new Map(sorted.map((name, i) => [name.toLowerCase(), i]));
  return { names: sorted, at: (name) => place.get(name.toLowerCase())! };
};

const boroughCells = ({ parts }: Joined, level: "major" | "minor"): Cells => {
  const all = parts.flatMap(({ table }) => table.rows);
  const units = spelling(all.map(({ unit }) => unit));
  const outcomes = spelling(all.map((row) => row[level]));
  const months = parts.flatMap(({ months: own }) => [...own]).sort((a, b) => a - b);
  const [T, K] = [months.length, outcomes.names.length];
  const values = new Float64Array(units.names.length * T * K);
  const here = new Uint8Array(values.length);
  for (const { table, months: used } of parts) {
    const ofTable = {
      units: new Set(table.rows.map(({ unit }) => units.at(unit))),
      outcomes: new Set(table.rows.map((row) => outcomes.at(row[level]))),
    };
    for (const [t, month] of table.months.entries()) {
      if (!used.has(month)) continue;
      const at = months.indexOf(month);
      for (const u of ofTable.units) for (const k of ofTable.outcomes) here[(u * T + at) * K + k] = 1;
      for (const row of table.rows)
        values[(units.at(row.unit) * T + at) * K + outcomes.at(row[level])]! += row.counts[t]!;
    }
  }
  const kept = Int32Array.from({ length: values.length }, (_, c) => c).filter((c) => here[c] === 1);
  return {
    frequency: "month",
    units: units.names,
    outcomes: outcomes.names,
    unit: kept.map((c) => Math.floor(c / (T * K))),
    period: kept.map((c) => months[Math.floor(c / K) % T]!),
    outcome: kept.map((c) => c % K),
    value: Float64Array.from(kept, (c) => values[c]!),
    status: new Uint8Array(kept.length).fill(cellStatus.observed),
  };
};
