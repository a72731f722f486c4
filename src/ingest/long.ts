import type { IngestAdapter, SourceRequest } from "../model/source.ts";
import { type CellRules, isFault, readNumber } from "./cells/cells.ts";
import type { FaultLog } from "./gate/faults.ts";
import { findColumn } from "./gate/find-columns.ts";
import type { Table } from "./gate/table.ts";
import { engineLong } from "./rows/engine-long.ts";
import { guardColumns } from "./rows/guard-columns.ts";
import { longColumns } from "./rows/long-columns.ts";
import { blameCell, nameReader, numberOr, periodReader, sourceCells } from "./rows/source-cells.ts";
import { type RowReader, readFiles } from "./rows/source-reader.ts";
import { cellRules } from "./validation/validate-table.ts";

/**
 * One row per unit, period and outcome, with its value and, where there is one, its exposure. Other names are mapped
 * by `columns`; without an outcome column the value column names the outcome. A key that stands twice is a fault.
 *
 * Throws InputError when nothing can be read, PrivacyError when a column is personal.
 */
export const longAdapter: IngestAdapter = {
  name: "long",
  title: "Long: one row per unit, period and outcome",
  recognises: (header) => ["unit", "period", "value"].every((name) => findColumn(header, name) !== undefined),
  async read(request, context) {
    const rules = cellRules(request.dialect);
    const counted = await engineLong(request, context, rules);
    if (counted) return counted;
    const cells = sourceCells();
    const reading = await readFiles(request, context, (table, log, file) =>
      longRows(table, log, { file, request, rules, cells }),
    );
    return { ...reading, cells: cells.build() };
  },
};

interface LongContext {
  readonly file: string;
  readonly request: SourceRequest;
  readonly rules: CellRules;
  readonly cells: ReturnType<typeof sourceCells>;
}

const longRows = (table: Table, log: FaultLog, context: LongContext): RowReader | undefined => {
  const before = log.errors();
  const { unit, period, value, outcome, exposure } = longColumns(table, context.request, log);
  if (log.errors() > before || period === undefined || value === undefined) return undefined;
  const { rules, cells, request, file } = context;
  const name = (index: number): string => table.header[index]!;
  const readUnit = unit === undefined ? undefined : nameReader(name(unit), "unit", log);
  const readOutcome = outcome === undefined ? undefined : nameReader(name(outcome), "outcome", log);
  const used = [unit, period, value, outcome, exposure].filter((index) => index !== undefined);
  const readWhen = periodReader(rules);
  const guard = guardColumns(table, used, request, "counts", log);
  return {
    finish: guard.finish,
    row(row) {
      const { line } = row;
      guard.row(row);
      const text = (index: number): string => row.cells[index]!;
      const at = (index: number) => ({ text: text(index), line, column: name(index) });
      const unitName = readUnit ? readUnit(text(unit!), line) : { name: "all" };
      const outcomeName = readOutcome ? readOutcome(text(outcome!), line) : { name: name(value) };
      const when = readWhen(text(period));
      const number = numberOr(readNumber(text(value), rules), at(value), log);
      const shared =
        exposure === undefined ? undefined : numberOr(readNumber(text(exposure), rules), at(exposure), log);
      // Every cell of the row has been judged before the first fault excludes it.
      const whenCode = isFault(when) ? blameCell(when, at(period), log) : undefined;
      for (const part of [unitName, outcomeName, number, shared])
        if (part && "code" in part) return part.code;
      if (isFault(when) || !("name" in unitName && "name" in outcomeName && "value" in number))
        return whenCode;
      const place = { line, column: name(period) };
      return (
        cells.frequencyOf(when, place, log) ??
        cells.add(
          {
            unit: unitName.name,
            period: when.ordinal,
            outcome: outcomeName.name,
            number,
            ...(shared && "value" in shared ? { exposure: shared.value } : {}),
          },
          { ...place, file },
          log,
        )
      );
    },
  };
};
