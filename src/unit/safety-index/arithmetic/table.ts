import type { Aggregation, Normalisation, Weighting } from "../config.ts";

/**
 * One indicator over areas and years: denominated, in its own unit, nothing yet judged.
 *
 * Shapes    value, error n × T, row-major by area; NaN where there is no value.
 */
export interface IndicatorColumn {
  readonly id: string;
  readonly theme: string;
  readonly objective: boolean;
  /** 1 where more is better, −1 where less is. */
  readonly direction: 1 | -1;
  readonly weight: number;
  readonly themeWeight: number;
  readonly value: Float64Array;
  /** Standard error of the value: survey sampling, or the Poisson error of a count. 0 where none is known. */
  readonly error: Float64Array;
  /** Of counts and rates of counts, n × T: the value of one event. Their error is drawn from a gamma, never below 0. */
  readonly perEvent?: Float64Array;
  /** Of counts, n × T: what was divided; NaN where there is none. */
  readonly count?: Float64Array;
  readonly overdispersion: number;
  /** Indicators that the same people answered: their sampling errors go together. */
  readonly survey?: string;
  /** A share of 1 or of 100 that cannot leave its range. */
  readonly most?: number;
  readonly goalposts?: { readonly worst: number; readonly best: number };
}

/** Areas × years of every indicator, and which cells set the base. */
export interface IndexTable {
  readonly areas: readonly string[];
  readonly periods: readonly string[];
  /** Place of the base year. */
  readonly base: number;
  /** 1 for the areas whose base-year values set the base. */
  readonly reference: Uint8Array;
  readonly indicators: readonly IndicatorColumn[];
}

export interface Method {
  readonly normalisation: Normalisation;
  readonly aggregation: Aggregation;
  readonly weighting: Weighting;
  /** Weight of the objective half. */
  readonly balance: number;
  readonly outliers: "none" | "winsorise" | "winsorise-then-log";
  readonly imputation: { readonly method: "none" | "median" | "last"; readonly limit: number };
}

export const plainMethod: Method = {
  normalisation: "base-100",
  aggregation: "arithmetic",
  weighting: "equal",
  balance: 0.5,
  outliers: "none",
  imputation: { method: "median", limit: 1 / 3 },
};

/** Values of the base year, of the areas that set it and are scored in it; blanks left out. */
export const baseValues = (
  { value }: Pick<IndicatorColumn, "value">,
  { reference, periods, base }: Pick<IndexTable, "reference" | "periods" | "base">,
  scored: Uint8Array,
): Float64Array => {
  const held: number[] = [];
  for (let i = 0; i < reference.length; i++) {
    const c = i * periods.length + base;
    if (reference[i] === 1 && scored[c] === 1 && !Number.isNaN(value[c]!)) held.push(value[c]!);
  }
  return Float64Array.from(held);
};
