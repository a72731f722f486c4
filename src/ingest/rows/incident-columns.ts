import { type Frequency, periodOfDay } from "../../model/period.ts";
import type { SourceRequest } from "../../model/source.ts";
import { type CellRules, isFault, readPeriod } from "../cells/cells.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn, needColumn } from "../gate/find-columns.ts";

/** Where unit, date and outcome of an event stand. */
export const incidentColumns = (
  table: { readonly header: readonly string[]; readonly headerLine: number },
  { columns, by }: SourceRequest,
  log: FaultLog,
) => {
  const { header, headerLine } = table;
  const wantsUnit = by === undefined || by.includes("unit") || columns.unit !== undefined;
  const unit = wantsUnit
    ? needColumn(header, { purpose: "unit", asked: columns.unit }, headerLine, log)
    : findColumn(header, "unit");
  const named = ["date", "period", "datetime", "month"].find(
    (name) => findColumn(header, name) !== undefined,
  );
  const date = needColumn(
    header,
    { purpose: "period", asked: columns.period, otherwise: named ?? "date" },
    headerLine,
    log,
  );
  const outcome = columns.outcome
    ? needColumn(header, { purpose: "outcome", asked: columns.outcome }, headerLine, log)
    : findColumn(header, "outcome");
  return { unit, date, outcome };
};

/** The ordinal of the period that holds the event; a month is taken for a month and never for its first day. */
export const incidentPeriod = (text: string, frequency: Frequency, rules: CellRules) => {
  const reading = readPeriod(text, "period", rules);
  if (isFault(reading)) return reading;
  if (reading.frequency === frequency) return reading.ordinal;
  if (reading.frequency === "day") return periodOfDay(reading.ordinal, frequency);
  return {
    fault: "data/date-format",
    why: `is a ${reading.frequency}, which does not say in which ${frequency} the event was`,
    fix: "write the day as YYYY-MM-DD, or count into longer periods",
  };
};
