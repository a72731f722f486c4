import { listed, type SourceRequest } from "../../model/source.ts";
import type { Places } from "./places.ts";
import type { Measure } from "./records.ts";

/** The numbers of a long row: without an outcome column, or with several value columns, their names are outcomes. */
export const longMeasures = (
  { values, outcome }: Places,
  { columns }: SourceRequest,
  header: readonly string[],
): Measure[] => {
  const several = listed(columns.value).length > 1;
  return values.map((index) => ({
    index,
    ...(outcome === undefined || several ? { name: header[index]! } : {}),
  }));
};

/** One event a row, or as many as the value columns say. */
export const incidentMeasures = (
  places: Places,
  request: SourceRequest,
  header: readonly string[],
): Measure[] =>
  places.values.length > 0
    ? longMeasures(places, request, header)
    : [places.outcome === undefined ? { name: "incidents" } : {}];
