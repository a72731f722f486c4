import type { Fault } from "./errors.ts";
import type { Frequency } from "./period.ts";

/** A tidy panel as read: one row per unit and period, columns coded, nothing yet judged. */
export interface TidyRows {
  readonly rows: number;
  /** Physical line of each row; absent when the engine read the file and no fault called for lines. */
  readonly lines?: Int32Array;
  readonly file: string;
  readonly units: readonly string[];
  readonly unit: Int32Array;
  readonly frequency: Frequency;
  /** Period ordinals. */
  readonly period: Int32Array;
  /** NaN = blank. */
  readonly numeric: Readonly<Record<string, Float64Array>>;
  readonly text: Readonly<Record<string, Coded>>;
  /** What the careful reader found; the rows concerned are left out of `rows`, so that the others can be judged. */
  readonly faults?: readonly (Fault & { readonly code: string })[];
  /** First treated period of each row's unit, as that row states it; +Infinity = never. */
  readonly cohort?: Float64Array;
}

export interface Coded {
  readonly levels: readonly string[];
  readonly codes: Int32Array;
}

/** Which columns are wanted, and what each is for. */
export interface TidyRequest {
  readonly path: string;
  readonly name: string;
  readonly delimiter: string;
  /** Absent: the file is a single series. */
  readonly unit?: string;
  readonly period: string;
  readonly cohort?: string;
  /** Outcome, exposure, weights, covariates, treated 0/1. */
  readonly numeric: readonly string[];
  /** Cluster and block labels. */
  readonly text: readonly string[];
}
