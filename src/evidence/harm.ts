import type { GuardHit } from "../model/facts/guard.ts";
import type { HarmRow } from "../model/facts/value.ts";
import { rowOf, type Weight, type WeightTable } from "./tables/index.ts";

export interface Avoided {
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** Every scheme that knows the offence. Schemes answer on their own scales and are never added up. */
export const weightsFor = (
  offence: string,
  tables: readonly WeightTable[],
): { readonly table: WeightTable; readonly row: Weight }[] =>
  tables.flatMap((table) => {
    const row = rowOf(table.weights, offence);
    return row ? [{ table, row }] : [];
  });

/**
 * Events avoided as harm avoided, one row a scheme. A weight is a convention without sampling error, so both ends of
 * the interval scale with it exactly. Recorded offences are weighed as they are: no multiplier.
 *
 * Units  those of each scheme, over the after-period; negative is more harm than expected.
 */
export const harmRows = (offence: string, tables: readonly WeightTable[], avoided: Avoided): HarmRow[] => {
  const times = (n: number | null, weight: number): number | null => (n === null ? null : n * weight);
  return weightsFor(offence, tables).map(({ table, row }) => ({
    scheme: table.scheme,
    offence: row.offence,
    version: table.version,
    source: table.source,
    status: row.status,
    unit: table.unit,
    weight: row.weight,
    avoided: times(avoided.estimate, row.weight),
    avoided_low: times(avoided.low, row.weight),
    avoided_high: times(avoided.high, row.weight),
  }));
};

/** Weights this many years older than the events they weigh are worth a remark. */
const staleYears = 5;
const months = (label: string): number => {
  const [year, month = "1"] = label.split("-");
  return Number(year) * 12 + Number(month) - 1;
};

/** HRM01: weights that had expired, or were made long before the events that they weigh. `last` is YYYY-MM. */
export const harmGuard = (
  offence: string,
  tables: readonly WeightTable[],
  last: string | undefined,
): GuardHit[] =>
  last === undefined
    ? []
    : weightsFor(offence, tables).flatMap(({ table }): GuardHit[] => {
        const { scheme, version, validFrom, validTo } = table;
        if (validTo !== undefined && months(last) > months(validTo))
          return [
            {
              code: "HRM01",
              severity: "warning",
              kind: "weights-expired",
              facts: { scheme, version, until: validTo, last },
            },
          ];
        const years = validFrom === undefined ? 0 : (months(last) - months(validFrom)) / 12;
        return validTo === undefined && years > staleYears
          ? [{ code: "HRM01", severity: "note", kind: "weights-old", facts: { scheme, version, years } }]
          : [];
      });
