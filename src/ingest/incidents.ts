import { type Cells, cellStatus } from "../model/panel.ts";
import type { Frequency } from "../model/period.ts";
import type { IngestAdapter, SourceRequest } from "../model/source.ts";
import type { CellRules } from "./cells/cells.ts";
import type { FaultLog } from "./gate/faults.ts";
import { findColumn } from "./gate/find-columns.ts";
import type { Table } from "./gate/table.ts";
import { type CellsBuilder, cellsBuilder } from "./rows/cells-builder.ts";
import { engineIncidents } from "./rows/engine-incidents.ts";
import { guardColumns } from "./rows/guard-columns.ts";
import { incidentColumns, incidentPeriod } from "./rows/incident-columns.ts";
import { blameCell, nameReader } from "./rows/source-cells.ts";
import { type RowReader, readFiles } from "./rows/source-reader.ts";
import { cellRules } from "./validation/validate-table.ts";

/**
 * One row per event, counted into unit × period × outcome and forgotten. Only the columns that are needed are kept;
 * a file with columns about persons is refused unless they are declared as dropped. A period in which the source
 * holds any event is covered: a unit and outcome without one in it is 0 there, and a period without any is absent.
 *
 * Throws InputError when nothing can be read, PrivacyError when a column is personal and not declared.
 */
export const incidentsAdapter: IngestAdapter = {
  name: "incidents",
  title: "Incidents: one row per event",
  recognises: (header) => {
    const has = (names: readonly string[]): boolean =>
      names.some((name) => findColumn(header, name) !== undefined);
    return has(["unit"]) && has(["date", "datetime"]) && !has(["value", "count"]);
  },
  async read(request, context) {
    const builder = cellsBuilder();
    const rules = cellRules(request.dialect);
    const frequency = request.frequency ?? "month";
    const counted = await engineIncidents(request, context, { rules, builder, frequency });
    if (counted) return { ...counted, cells: withZeros(builder.build(frequency)) };
    const reading = await readFiles(request, context, (table, log) =>
      incidentRows(table, log, { request, rules, builder, frequency }),
    );
    return { ...reading, cells: withZeros(builder.build(frequency)) };
  },
};

interface IncidentContext {
  readonly request: SourceRequest;
  readonly rules: CellRules;
  readonly builder: CellsBuilder;
  readonly frequency: Frequency;
}

const incidentRows = (table: Table, log: FaultLog, context: IncidentContext): RowReader | undefined => {
  const before = log.errors();
  const { unit, date, outcome } = incidentColumns(table, context.request, log);
  if (log.errors() > before || date === undefined) return undefined;
  const { rules, builder, frequency, request } = context;
  const readUnit = unit === undefined ? undefined : nameReader(table.header[unit]!, "unit", log);
  const readOutcome = outcome === undefined ? undefined : nameReader(table.header[outcome]!, "outcome", log);
  const used = [unit, date, outcome].filter((index) => index !== undefined);
  const guard = guardColumns(table, used, request, "events", log);
  return {
    finish: guard.finish,
    row(row) {
      guard.row(row);
      const { line, cells } = row;
      const unitName = readUnit ? readUnit(cells[unit!]!, line) : { name: "all" };
      const outcomeName = readOutcome ? readOutcome(cells[outcome!]!, line) : { name: "incidents" };
      const when = incidentPeriod(cells[date]!, frequency, rules);
      const column = table.header[date]!;
      const whenCode =
        typeof when === "object" ? blameCell(when, { text: cells[date]!, line, column }, log) : undefined;
      if ("code" in unitName) return unitName.code;
      if ("code" in outcomeName) return outcomeName.code;
      if (typeof when === "object") return whenCode;
      builder.count(unitName.name, when, outcomeName.name);
      return undefined;
    },
  };
};

/** Every unit × outcome in every covered period, zeros written out. */
const withZeros = (cells: Cells): Cells => {
  const periods = Int32Array.from(new Set(cells.period)).sort();
  const slot = new Map(Array.from(periods, (period, t) => [period, t]));
  const [n, m, T] = [cells.units.length, cells.outcomes.length, periods.length];
  const size = n * m * T;
  const value = new Float64Array(size);
  cells.value.forEach((count, j) => {
    value[(cells.unit[j]! * m + cells.outcome[j]!) * T + slot.get(cells.period[j]!)!] = count;
  });
  return {
    frequency: cells.frequency,
    units: cells.units,
    outcomes: cells.outcomes,
    unit: Int32Array.from({ length: size }, (_, j) => Math.floor(j / (m * T))),
    outcome: Int32Array.from({ length: size }, (_, j) => Math.floor(j / T) % m),
    period: Int32Array.from({ length: size }, (_, j) => periods[j % T]!),
    value,
    status: new Uint8Array(size).fill(cellStatus.observed),
  };
};
