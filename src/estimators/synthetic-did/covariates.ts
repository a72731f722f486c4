import { absorbTwoWay } from "../../maths/fixed-effects.ts";
import { leastSquares } from "../../maths/least-squares.ts";
import type { Design } from "../../model/design.ts";
import { DesignError } from "../../model/errors.ts";
import { type DonorTable, list } from "../synthetic-control/donor-table.ts";

export interface Adjusted {
  readonly y: Float64Array;
  readonly coefficients: readonly { readonly covariate: string; readonly coefficient: number }[];
}

/**
 * The outcome with covariates taken off: their coefficients come from untreated cells only, beside unit and period
 * effects, so that no effect of the treatment can leak into them; they are then taken off every cell.
 * Throws DesignError synthetic/missing-covariate.
 */
export const withoutCovariates = (design: Design, table: DonorTable): Adjusted => {
  const k = design.covariates.length;
  if (k === 0) return { y: table.y, coefficients: [] };
  const x = design.covariates.map((name) => covariateCells(design, table, name));
  const open = untreatedCells(table);
  const T = table.columns.length;
  const effects = absorbTwoWay({
    unit: Int32Array.from(open, (c) => Math.floor(c / T)),
    period: Int32Array.from(open, (c) => c % T),
    units: table.units.length,
    periods: T,
  });
  const regressors = new Float64Array(open.length * k);
  x.forEach((column, i) => {
    effects.demean(Float64Array.from(open, (c) => column[c]!)).forEach((v, r) => {
      regressors[r * k + i] = v;
    });
  });
  const y = effects.demean(Float64Array.from(open, (c) => table.y[c]!));
  const { coefficients } = leastSquares({ x: regressors, n: open.length, k, y });
  // A covariate that the unit and period effects already carry has no coefficient of its own and takes nothing off.
  const adjusted = table.y.map((v, c) =>
    x.reduce((rest, column, i) => rest - (coefficients[i]! || 0) * column[c]!, v),
  );
  return {
    y: adjusted,
    coefficients: design.covariates.map((covariate, i) => ({
      covariate,
      coefficient: coefficients[i]! || 0,
    })),
  };
};

const covariateCells = (design: Design, table: DonorTable, name: string): Float64Array => {
  const column = design.panel.columns[name]!;
  const T = design.panel.periods.length;
  const holes: string[] = [];
  const cells = new Float64Array(table.y.length);
  table.source.forEach((unit, row) => {
    table.columns.forEach((t, c) => {
      const value = column[unit * T + t]!;
      cells[row * table.columns.length + c] = value;
      if (!Number.isFinite(value)) holes.push(`${table.units[row]} in ${table.periods[c]}`);
    });
  });
  if (holes.length === 0) return cells;
  throw new DesignError("synthetic/missing-covariate", {
    found: `${holes.length} cells of covariate "${name}" without a value: ${list(holes)}`,
    expected: "a value in every cell that is used",
    hint: "supply the cells, leave out the units or periods without them, or leave out the covariate",
  });
};

/** Row-major cell numbers of donors, and of treated units before their start. */
const untreatedCells = (table: DonorTable): number[] => {
  const T = table.columns.length;
  const until = new Int32Array(table.units.length).fill(T);
  for (const { rows, pre } of table.groups) for (const row of rows) until[row] = pre;
  return Array.from(table.y.keys()).filter((c) => c % T < until[Math.floor(c / T)]!);
};
