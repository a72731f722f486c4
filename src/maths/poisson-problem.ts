import type { Matrix } from "./linear.ts";

export interface PoissonTwoWay {
  /** n outcomes ≥ 0. */
  readonly y: Float64Array;
  /** n × k, row-major; k may be 0. */
  readonly x: Matrix;
  readonly k: number;
  /** n, e.g. log exposure. */
  readonly offset?: Float64Array | undefined;
  readonly weights?: Float64Array | undefined;
  readonly unit: Int32Array;
  readonly period: Int32Array;
  readonly units: number;
  readonly periods: number;
}
