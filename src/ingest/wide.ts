import { type Period, parsePeriod } from "../model/period.ts";
import type { IngestAdapter, SourceRequest } from "../model/source.ts";
import { type CellNumber, type CellRules, readNumber } from "./cells/cells.ts";
import type { FaultLog } from "./gate/faults.ts";
import { findColumn, needColumn } from "./gate/find-columns.ts";
import type { Table } from "./gate/table.ts";
import { guardColumns } from "./rows/guard-columns.ts";
import { nameReader, numberOr, sourceCells } from "./rows/source-cells.ts";
import { type RowReader, readFiles } from "./rows/source-reader.ts";
import { foldName } from "./validation/columns-spec.ts";
import { cellRules } from "./validation/validate-table.ts";

/** A period as the name of a column: as everywhere, or a month without its hyphen (`202403`), or as declared. */
export const columnPeriod = (name: string, rules?: CellRules): Period | undefined => {
  const text = name.trim();
  const declared = rules?.dateFormat?.read(text);
  if (declared) return declared;
  if (/^(19|20|21)\d{2}(0[1-9]|1[0-2])$/.test(text))
    return parsePeriod(`${text.slice(0, 4)}-${text.slice(4)}`);
  return parsePeriod(text);
};

/**
 * One row per unit (and outcome), one column per period. Columns that are neither are left alone. The row is the
 * unit of the ledger: a row with one bad cell is excluded whole, so that no unit is half there.
 */
export const wideAdapter: IngestAdapter = {
  name: "wide",
  title: "Wide: one column per period",
  recognises: (header) => {
    const periods = header.filter((name) => columnPeriod(name) !== undefined).length;
    return periods >= 2 && periods < header.length && findColumn(header, "unit") !== undefined;
  },
  async read(request, context) {
    const cells = sourceCells();
    const rules = cellRules(request.dialect);
    const reading = await readFiles(request, context, (table, log, file) =>
      wideRows(table, log, { file, request, rules, cells }),
    );
    return { ...reading, cells: cells.build() };
  },
};

interface WideContext {
  readonly file: string;
  readonly request: SourceRequest;
  readonly rules: CellRules;
  readonly cells: ReturnType<typeof sourceCells>;
}

const wideColumns = (table: Table, { columns }: SourceRequest, rules: CellRules, log: FaultLog) => {
  const { header, headerLine } = table;
  const periods = header.flatMap((name, index) => {
    const period = columnPeriod(name, rules);
    return period ? [{ index, period }] : [];
  });
  if (periods.length === 0)
    log.error("data/no-periods", "no column is named as a period", {
      line: headerLine,
      fix: "name the columns 2024-01, 2024-02 and so on, or declare --date-format for their names",
    });
  periods.forEach(({ index, period }, i) => {
    const before = periods.findIndex((one) => one.period.ordinal === period.ordinal);
    if (before < i)
      log.error(
        "csv/header-duplicate",
        `columns ${periods[before]!.index + 1} and ${index + 1} hold the same period`,
        {
          line: headerLine,
          column: header[index]!,
          fix: "keep one of them",
        },
      );
  });
  const unit = needColumn(header, { purpose: "unit", asked: columns.unit }, headerLine, log);
  const outcome = columns.outcome
    ? needColumn(header, { purpose: "outcome", asked: columns.outcome }, headerLine, log)
    : header.findIndex((name) => foldName(name) === "outcome");
  return { periods, unit, outcome: outcome === -1 ? undefined : outcome };
};

const wideRows = (table: Table, log: FaultLog, context: WideContext): RowReader | undefined => {
  const { rules, cells, request, file } = context;
  const before = log.errors();
  const { periods, unit, outcome } = wideColumns(table, request, rules, log);
  const line = table.headerLine;
  for (const { index, period } of periods)
    cells.frequencyOf(period, { line, column: table.header[index]! }, log);
  if (log.errors() > before || unit === undefined) return undefined;
  const readUnit = nameReader(table.header[unit]!, "unit", log);
  const readOutcome = outcome === undefined ? undefined : nameReader(table.header[outcome]!, "outcome", log);
  const periodColumns = new Set(periods.map(({ index }) => index));
  const guard = guardColumns(table, [unit, ...periodColumns], request, "counts", log);
  return {
    finish: guard.finish,
    row(row) {
      guard.row(row);
      const unitName = readUnit(row.cells[unit]!, row.line);
      const outcomeName = readOutcome
        ? readOutcome(row.cells[outcome!]!, row.line)
        : { name: request.columns.value ?? "value" };
      let fault: string | undefined;
      const numbers = periods.map(({ index }): CellNumber | undefined => {
        const text = row.cells[index]!;
        const read = numberOr(
          readNumber(text, rules),
          { text, line: row.line, column: table.header[index]! },
          log,
        );
        if ("value" in read) return read;
        fault ??= read.code;
        return undefined;
      });
      if ("code" in unitName) return unitName.code;
      if ("code" in outcomeName) return outcomeName.code;
      if (fault !== undefined) return fault;
      const keys = periods.map(({ index, period }) => ({
        unit: unitName.name,
        outcome: outcomeName.name,
        period: period.ordinal,
        column: table.header[index]!,
      }));
      const at = { line: row.line, file };
      // The first period that is there already tells of the whole row, and none of it is kept.
      const twice = cells.twice(keys, at, log);
      if (twice !== undefined) return twice;
      for (const [k, key] of keys.entries())
        cells.add({ ...key, number: numbers[k]! }, { ...at, column: key.column }, log);
      return undefined;
    },
  };
};
