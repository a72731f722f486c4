import { absorbTwoWay } from "../../maths/fixed-effects.ts";
import type { Rows } from "./rows.ts";

/** Codes 0 … units − 1 and 0 … periods − 1 of the units and periods that have rows. */
export interface Codes {
  readonly unit: Int32Array;
  readonly period: Int32Array;
  readonly units: number;
  readonly periods: number;
}

export const codesOf = (rows: Pick<Rows, "unit" | "period" | "design">): Codes => {
  const unit = compact(rows.unit, rows.design.panel.units.length);
  const period = compact(rows.period, rows.design.panel.periods.length);
  return { unit: unit.codes, period: period.codes, units: unit.levels, periods: period.levels };
};

/** Unit and period effects taken out of a column, by weighted least squares when the rows have weights. */
export interface Absorber extends Codes {
  demean(column: Float64Array): Float64Array;
}

export const absorber = (rows: Rows): Absorber => {
  const codes = codesOf(rows);
  const { demean } = absorbTwoWay({
    ...codes,
    ...(rows.weights === undefined ? {} : { weights: rows.weights }),
  });
  return { ...codes, demean };
};

/** Levels renumbered without gaps; the same array when there are none. */
const compact = (levels: Int32Array, size: number): { codes: Int32Array; levels: number } => {
  const code = new Int32Array(size).fill(-1);
  for (let r = 0; r < levels.length; r++) code[levels[r]!] = 0;
  let next = 0;
  for (let i = 0; i < size; i++) if (code[i] === 0) code[i] = next++;
  if (next === size) return { codes: levels, levels: size };
  return { codes: levels.map((level) => code[level]!), levels: next };
};
