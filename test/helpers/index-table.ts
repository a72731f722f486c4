import type { IndexTable, IndicatorColumn } from "../../src/unit/safety-index/arithmetic/table.ts";

/** An indicator of `rows` areas × years, better when higher, without error, unless told otherwise. */
export const indicator = (
  id: string,
  rows: readonly (readonly number[])[],
  rest: Partial<IndicatorColumn> = {},
): IndicatorColumn => {
  const value = Float64Array.from(rows.flat());
  return {
    id,
    theme: "all",
    objective: true,
    direction: 1,
    weight: 1,
    themeWeight: 1,
    value,
    error: new Float64Array(value.length),
    overdispersion: 1,
    ...rest,
  };
};

export const indexTable = (
  indicators: readonly IndicatorColumn[],
  periods: readonly string[],
): IndexTable => {
  const n = indicators[0]!.value.length / periods.length;
  return {
    areas: Array.from({ length: n }, (_, i) => `area ${i}`),
    periods,
    base: 0,
    reference: new Uint8Array(n).fill(1),
    indicators,
  };
};
