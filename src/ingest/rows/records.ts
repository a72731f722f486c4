import { cellStatus } from "../../model/panel.ts";
import type { Period } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import { type CellFault, type CellNumber, type CellRules, isFault, readNumber } from "../cells/cells.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import type { Table } from "../gate/table.ts";
import { guardColumns } from "./guard-columns.ts";
import { datedColumns, type Places, usedColumns } from "./places.ts";
import { blameCell, numberOr, outcomeReader, type sourceCells } from "./source-cells.ts";
import type { RowReader } from "./source-reader.ts";
import { watchThousands } from "./thousands.ts";
import { leftOut, type Named, unitReader } from "./units.ts";
import { watchVarying } from "./varying.ts";
import { assemble, type Parts, partsReader, periodReader } from "./when.ts";

/** One number of a row: the cell it stands in (none: the row is one event), its outcome, and its period if the header has it. */
export interface Measure {
  readonly index?: number;
  readonly name?: string;
  readonly period?: Period;
  readonly month?: number;
}

export interface RecordContext {
  readonly file: string;
  readonly request: SourceRequest;
  readonly rules: CellRules;
  readonly cells: ReturnType<typeof sourceCells>;
  readonly places: Places;
  readonly measures: readonly Measure[];
  readonly rule: "events" | "counts";
  /** Blank cells are zeros. */
  readonly blankIsZero?: boolean;
}

export const whereCode = "declared/where";

/** Two names in one: the outcome of the row and the column of the number. */
export const outcomeJoint = " / ";

/** Reads the rows of one table, whatever its shape: where, unit, outcome, period, numbers, key. */
export const recordRows = (table: Table, log: FaultLog, context: RecordContext): RowReader => {
  const { rules, cells, request, file, places, measures } = context;
  const { header } = table;
  const used = [...usedColumns(places), ...measures.flatMap(({ index }) => index ?? [])];
  const guard = guardColumns(table, used, { ...request, dated: datedColumns(places) }, context.rule, log);
  const thousands = watchThousands(rules, log);
  const varying = watchVarying(header, used, request);
  const readUnit = unitReader(
    places.unit.map((index) => header[index]!),
    request,
    log,
  );
  const readOutcome = places.outcome === undefined ? undefined : outcomeReader(header[places.outcome]!, log);
  const when = whenReader(table, context, log);
  const cellAt = (row: Row, index: number) => ({
    text: row.cells[index]!,
    line: row.line,
    column: header[index]!,
  });
  const numberAt = (row: Row, index: number | undefined): CellNumber | { code: string } => {
    if (index === undefined) return { value: 1, status: cellStatus.observed };
    const at = cellAt(row, index);
    thousands.cell(at.text, at.line, at.column);
    if (context.blankIsZero && at.text.trim() === "") return { value: 0, status: cellStatus.observed };
    return numberOr(readNumber(at.text, rules), at, log);
  };
  return {
    finish(): void {
      guard.finish();
      thousands.finish();
    },
    row(row) {
      guard.row(row);
      if (places.where.some(({ index, values }) => !values.has(visibleText(row.cells[index]!))))
        return whereCode;
      varying.row(row);
      const { line } = row;
      const unit: Named =
        places.unit.length === 0
          ? { name: "all" }
          : readUnit(
              places.unit.map((index) => row.cells[index]!),
              line,
            );
      if ("code" in unit && unit.code.startsWith("declared/")) return unit.code;
      const outcome = readOutcome ? readOutcome(row.cells[places.outcome!]!, line) : undefined;
      // Every cell of the row is judged before the first fault excludes it.
      const numbers = measures.map(({ index }) => numberAt(row, index));
      const exposure = places.exposure === undefined ? undefined : numberAt(row, places.exposure);
      const said = when.row(row);
      if (typeof said === "string" && said === leftOut.unplaced) return said;
      for (const part of [unit, outcome, ...numbers, exposure]) if (part && "code" in part) return part.code;
      if (typeof said === "string") return said;
      if ("code" in unit || (outcome && "code" in outcome)) return undefined;
      const detail = places.sumOver.map((index) => visibleText(row.cells[index]!)).join("\u0000");
      const found = measures.map((measure, k) => ({
        unit: unit.name,
        outcome: outcomeName(outcome?.name, measure.name),
        period: when.of(said, measure),
        number: numbers[k] as CellNumber,
        column: header[measure.period || measure.month ? measure.index! : when.index] ?? "",
        ...(exposure && "value" in exposure ? { exposure: exposure.value } : {}),
      }));
      const place = { line, file, twiceFix: varying.fix };
      const twice = cells.twice(found, detail, place, log);
      if (twice !== undefined) return twice;
      for (const cell of found) {
        const code = cells.add(cell, detail, { line, file, column: cell.column }, log);
        if (code !== undefined) return code;
      }
      return undefined;
    },
  };
};

const outcomeName = (own: string | undefined, measure: string | undefined): string =>
  own === undefined ? measure! : measure === undefined ? own : `${own}${outcomeJoint}${measure}`;

/** When the numbers of a row were: from its cells, its header, or both. */
const whenReader = (table: Table, { places, rules, request }: RecordContext, log: FaultLog) => {
  const { period } = places;
  const blame = (fault: CellFault, row: Row, index: number): string =>
    fault.fault === "data/period-missing" && request.unplaced === "exclude"
      ? leftOut.unplaced
      : blameCell(fault, { text: row.cells[index]!, line: row.line, column: table.header[index]! }, log);
  const index = typeof period === "number" ? period : (period?.[0]?.index ?? 0);
  if (typeof period === "number") {
    const read = periodReader(rules);
    return {
      index,
      row(row: Row): Period | string {
        const found = read(row.cells[period]!);
        return isFault(found) ? blame(found, row, period) : found;
      },
      of: (said: Period | Parts, _measure: Measure): Period => said as Period,
    };
  }
  const read = partsReader(period ?? [], rules);
  return {
    index,
    row(row: Row): Parts | string {
      const found = read(row.cells);
      return "fault" in found ? blame(found.fault, row, found.index) : found.parts;
    },
    of: (said: Period | Parts, { period: own, month }: Measure): Period =>
      own ?? assemble({ ...(said as Parts), ...(month === undefined ? {} : { month }) }, rules)!,
  };
};
