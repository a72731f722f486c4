import { median, standardDeviation } from "../../maths/summary.ts";
import type { IndexTable, Method } from "./table.ts";

export interface Filled {
  /** K columns of n × T without blanks in the cells that are scored. */
  readonly values: readonly Float64Array[];
  /** Standard errors; an imputed value is as uncertain as areas differ in that year. */
  readonly errors: readonly Float64Array[];
  /** 1 where a value was filled in. */
  readonly imputed: readonly Uint8Array[];
  /** n × T: 1 where the area is scored in that year. */
  readonly scored: Uint8Array;
  /** n × T: share of indicators that are missing, the larger of the two halves. */
  readonly missing: Float64Array;
}

/**
 * Fills blanks so that a mean over indicators is over the same ones everywhere, and says which cells were filled.
 * An area with more than `limit` of either half missing is not scored in that year: a half made of medians would be
 * no measurement. `last` takes the area's own value of up to two years before, and the median where there is none.
 */
export const impute = (table: IndexTable, { method, limit }: Method["imputation"]): Filled => {
  const { areas, periods, indicators } = table;
  const cells = areas.length * periods.length;
  const missing = new Float64Array(cells);
  const scored = new Uint8Array(cells);
  for (let c = 0; c < cells; c++) {
    for (const objective of [true, false]) {
      const half = indicators.filter((one) => one.objective === objective);
      const blank = half.filter(({ value }) => Number.isNaN(value[c]!)).length;
      if (half.length > 0) missing[c] = Math.max(missing[c]!, blank / half.length);
    }
    const most = method === "none" ? 0 : limit;
    // A third of three is one, whatever a third is in binary.
    scored[c] = missing[c]! <= most + 1e-9 ? 1 : 0;
  }
  const values = indicators.map(({ value }) => Float64Array.from(value));
  const errors = indicators.map(({ error }) => Float64Array.from(error));
  const imputed = indicators.map(() => new Uint8Array(cells));
  for (const [k, { value }] of indicators.entries())
    for (let t = 0; t < periods.length; t++) {
      const held = areas.map((_, i) => value[i * periods.length + t]!).filter((x) => !Number.isNaN(x));
      for (let i = 0; i < areas.length; i++) {
        const c = i * periods.length + t;
        if (scored[c] !== 1 || !Number.isNaN(value[c]!)) continue;
        const own = method === "last" ? lastOf(value, i * periods.length, t) : undefined;
        values[k]![c] = own ?? median(held);
        errors[k]![c] = held.length > 1 ? standardDeviation(held) : 0;
        imputed[k]![c] = 1;
        // A year in which nobody has the indicator leaves nothing to fill with.
        if (held.length === 0 && own === undefined) scored[c] = 0;
      }
    }
  return { values, errors, imputed, scored, missing };
};

const reach = 2;
const lastOf = (value: Float64Array, row: number, t: number): number | undefined => {
  for (let back = 1; back <= Math.min(reach, t); back++)
    if (!Number.isNaN(value[row + t - back]!)) return value[row + t - back]!;
  return undefined;
};
