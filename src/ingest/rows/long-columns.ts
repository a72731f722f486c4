import type { SourceRequest } from "../../model/source.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn, needColumn } from "../gate/find-columns.ts";

/** Columns by purpose; a dimension that is not asked for may be absent. */
export const longColumns = (
  table: { readonly header: readonly string[]; readonly headerLine: number },
  { columns, by }: SourceRequest,
  log: FaultLog,
) => {
  const { header, headerLine } = table;
  const need = (name: string, purpose: string): number | undefined =>
    needColumn(header, name, purpose, headerLine, log);
  const wanted = by === undefined || by.includes("unit") || columns.unit !== undefined;
  // The pipeline sums over what is not asked for; rows are told apart by all that the file has.
  const unit = wanted ? need(columns.unit ?? "unit", "unit") : findColumn(header, "unit");
  const period = need(columns.period ?? "period", "period");
  const value = need(columns.value ?? "value", "value");
  const outcome = columns.outcome ? need(columns.outcome, "outcome") : findColumn(header, "outcome");
  const exposure = columns.exposure ? need(columns.exposure, "exposure") : findColumn(header, "exposure");
  return { unit, period, value, outcome, exposure };
};
