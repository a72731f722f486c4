import { median, standardDeviation } from "../../../maths/summary.ts";
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
 * Where nobody has the indicator in a year there is nothing to fill with, and the area is not scored either.
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
  const held = indicators.map(({ value }) =>
    periods.map((_, t) =>
      areas.map((__, i) => value[i * periods.length + t]!).filter((x) => !Number.isNaN(x)),
    ),
  );
  const fillOf = (k: number, c: number): number | undefined => {
    const t = c % periods.length;
    const own = method === "last" ? lastOf(indicators[k]!.value, periods, c - t, t) : undefined;
    return own ?? (held[k]![t]!.length > 0 ? median(held[k]![t]!) : undefined);
  };
  const isBlank = (k: number, c: number): boolean =>
    scored[c] === 1 && Number.isNaN(indicators[k]!.value[c]!);
  for (let c = 0; c < cells; c++)
    if (indicators.some((_, k) => isBlank(k, c) && fillOf(k, c) === undefined)) scored[c] = 0;
  const values = indicators.map(({ value }) => Float64Array.from(value));
  const errors = indicators.map(({ error }) => Float64Array.from(error));
  const imputed = indicators.map(() => new Uint8Array(cells));
  for (const k of indicators.keys())
    for (let c = 0; c < cells; c++) {
      if (!isBlank(k, c)) continue;
      const others = held[k]![c % periods.length]!;
      values[k]![c] = fillOf(k, c)!;
      errors[k]![c] = others.length > 1 ? standardDeviation(others) : 0;
      imputed[k]![c] = 1;
    }
  return { values, errors, imputed, scored, missing };
};

const reach = 2;
const lastOf = (
  value: Float64Array,
  periods: readonly string[],
  row: number,
  t: number,
): number | undefined => {
  for (let back = 1; back <= Math.min(reach, t); back++) {
    // A year in which nobody is scored is no period here, but it counts as a year.
    if (Number(periods[t]) - Number(periods[t - back]) > reach) return undefined;
    if (!Number.isNaN(value[row + t - back]!)) return value[row + t - back]!;
  }
  return undefined;
};
