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
  const need = (purpose: keyof typeof columns): number | undefined =>
    needColumn(header, { purpose, asked: columns[purpose] }, headerLine, log);
  const wanted = by === undefined || by.includes("unit") || columns.unit !== undefined;
  // The pipeline sums over what is not asked for; rows are told apart by all that the file has.
  const unit = wanted ? need("unit") : findColumn(header, "unit");
  const period = need("period");
  const value = need("value");
  const outcome = columns.outcome ? need("outcome") : findColumn(header, "outcome");
  const exposure = columns.exposure ? need("exposure") : findColumn(header, "exposure");
  return { unit, period, value, outcome, exposure };
};
