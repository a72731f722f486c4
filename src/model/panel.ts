import type { Frequency } from "./period.ts";

/** Why a cell of the panel holds what it holds. Zero, absent and missing are three different things. */
export const cellStatus = { observed: 0, absent: 1, missing: 2, suppressed: 3 } as const;
export type CellStatus = (typeof cellStatus)[keyof typeof cellStatus];

/**
 * A balanced unit × period table. Columns are row-major by unit: cell (i, t) is at `i * periods.length + t`.
 * A cell without a usable value is NaN, and `status` says why (absent: the source does not cover it; missing:
 * blank in the source; suppressed: hidden by the publisher). Nothing is ever filled by guessing.
 */
export interface Panel {
  /** n unit names. */
  readonly units: readonly string[];
  readonly frequency: Frequency;
  /** T period ordinals, increasing; not necessarily consecutive when a whole period is absent from the data. */
  readonly ordinals: Int32Array;
  /** T labels, `formatPeriod` of the ordinals. */
  readonly periods: readonly string[];
  /** Outcomes, exposures, weights, covariates: each n × T. */
  readonly columns: Readonly<Record<string, Float64Array>>;
  /** For outcome columns. */
  readonly status: Readonly<Record<string, Uint8Array>>;
}

/** Counted cells in long, dictionary-coded, columnar form: what ingest hands to the panel room. */
export interface Cells {
  readonly frequency: Frequency;
  readonly units: readonly string[];
  readonly outcomes: readonly string[];
  readonly unit: Int32Array;
  /** Period ordinals. */
  readonly period: Int32Array;
  readonly outcome: Int32Array;
  readonly value: Float64Array;
  readonly status: Uint8Array;
  readonly exposure?: Float64Array;
}
