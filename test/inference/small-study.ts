import { absorbTwoWay } from "../../src/maths/fixed-effects.ts";
import { leastSquares } from "../../src/maths/least-squares.ts";
import { poissonTwoWay } from "../../src/maths/poisson-fixed-effects.ts";
import type { Design } from "../../src/model/design.ts";
import type { Fit, Regression, Settings, Study } from "../../src/model/estimate.ts";

/** One row of a small regression: unit and period from 0, regressors of which the first is the treatment. */
export interface Row {
  readonly unit: number;
  readonly period: number;
  readonly x: readonly number[];
  readonly y: number;
  readonly w?: number;
}

const ints = (values: number[]): Int32Array => Int32Array.from(values);

/** Least squares with unit and period effects, as the estimators room hands it to inference. */
export const regress = (rows: readonly Row[]): { beta: Float64Array; regression: Regression } => {
  const [n, k] = [rows.length, rows[0]!.x.length];
  const unit = ints(rows.map((r) => r.unit));
  const period = ints(rows.map((r) => r.period));
  const [units, periods] = [Math.max(...unit) + 1, Math.max(...period) + 1];
  const weights = rows[0]!.w === undefined ? undefined : Float64Array.from(rows, (r) => r.w!);
  const { demean, balanced } = absorbTwoWay({ unit, period, units, periods, weights });
  const y = demean(Float64Array.from(rows, (r) => r.y));
  const x = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    for (const [r, v] of demean(Float64Array.from(rows, (row) => row.x[j]!)).entries()) x[r * k + j] = v;
  }
  const { coefficients, residuals, bread } = leastSquares({ x, n, k, y, weights });
  const counts = {
    parameters: k + new Set(period).size,
    parametersAll: k + new Set(unit).size + new Set(period).size - 1,
  };
  const absorbed = balanced ? (["unit", "period"] as const) : [];
  return {
    beta: coefficients,
    regression: { x, k, residuals, unit, period, y, bread, ...counts, absorbed, ...(weights && { weights }) },
  };
};

export const regressPoisson = (rows: readonly Row[]): { beta: Float64Array; regression: Regression } => {
  const k = rows[0]!.x.length;
  const unit = ints(rows.map((r) => r.unit));
  const period = ints(rows.map((r) => r.period));
  const [units, periods] = [Math.max(...unit) + 1, Math.max(...period) + 1];
  const x = Float64Array.from(rows.flatMap((r) => [...r.x]));
  const fit = poissonTwoWay({ y: Float64Array.from(rows, (r) => r.y), x, k, unit, period, units, periods });
  const y = fit.workingResiduals.map((e, r) => {
    let sum = e;
    for (let j = 0; j < k; j++) sum += fit.xDemeaned[r * k + j]! * fit.coefficients[j]!;
    return sum;
  });
  const regression: Regression = {
    x: fit.xDemeaned,
    k,
    residuals: fit.workingResiduals,
    weights: fit.weights,
    unit,
    period,
    y,
    bread: fit.bread,
    parameters: k + periods,
    parametersAll: k + units + periods - 1,
    absorbed: [],
    family: "poisson",
  };
  return { beta: fit.coefficients, regression };
};

interface Options {
  readonly cluster?: (unit: number) => number;
  readonly settings?: Record<string, number | string>;
  readonly level?: number;
  readonly treated?: (unit: number) => boolean;
  readonly influence?: readonly Float64Array[];
}

export const settingsOf = (more: Record<string, number | string> = {}, level = 0.95): Settings => ({
  confLevel: level,
  seed: "7",
  ...more,
});

/** A design with nothing in it but what inference reads: clusters, roles, starts. */
export const emptyDesign = (
  units: number,
  { cluster = (i) => i, treated = (i) => i % 3 === 0 }: Options,
): Design => ({
  kind: "comparison-group",
  panel: {
    units: Array.from({ length: units }, (_, i) => `u${i}`),
    frequency: "integer",
    ordinals: ints([0, 1, 2, 3]),
    periods: ["0", "1", "2", "3"],
    columns: {},
    status: {},
  },
  outcome: "y",
  cohort: Float64Array.from({ length: units }, (_, i) => (treated(i) ? 2 : Number.POSITIVE_INFINITY)),
  roles: Array.from({ length: units }, (_, i) => (treated(i) ? "treated" : "comparison")),
  covariates: [],
  cluster: Int32Array.from({ length: units }, (_, i) => cluster(i)),
  clusters: Array.from({ length: units }, (_, i) => `c${i}`),
});

export const studyOf = (
  { beta, regression }: { beta: Float64Array; regression?: Regression },
  units: number,
  options: Options = {},
): Study => {
  const fit: Fit = {
    terms: Array.from(beta, (estimate, j) => ({ term: `b${j}`, estimate })),
    influence: options.influence ?? [],
    ...(regression && { regression }),
    model: { observations: regression?.residuals.length ?? 0, units, periods: 0, treated_units: 0 },
    diagnostics: {},
    warnings: [],
  };
  return {
    design: emptyDesign(units, options),
    settings: settingsOf(options.settings, options.level),
    fit,
    refit: () => fit,
  };
};

/** The panel behind the R numbers of these tests: ten units, six periods, a treatment and a covariate. */
export const wavy: readonly Row[] = Array.from({ length: 60 }, (_, r) => {
  const [i, t] = [Math.floor(r / 6), r % 6];
  const x = Number(i % 3 === 0 && t >= 2 + (i % 2));
  const z = Math.cos(i * 1.3 + t * 2.1);
  return {
    unit: i,
    period: t,
    x: [x, z],
    y: i * 0.37 + t * 0.11 + Math.sin(i * 7 + t * 3) * (1 + (i % 3)) - 0.8 * x + 0.3 * z,
  };
});
export const ragged = wavy.filter(({ unit, period }) => (unit * 5 + period * 2) % 11 !== 4);
const weight = (r: { unit: number; period: number }): number => 1 + ((r.unit * 3 + r.period) % 5) / 4;
const meanWeight = ragged.reduce((sum, r) => sum + weight(r), 0) / ragged.length;
/** Mean 1: clubSandwich's degrees of freedom for a given target variance depend on the scale of the weights. */
export const weighted = ragged.map((r) => ({ ...r, w: weight(r) / meanWeight }));
export const counted = wavy.map(({ unit: i, period: t, x }) => ({
  unit: i,
  period: t,
  x,
  y: Math.round(Math.exp(1.5 + 0.1 * i - 0.05 * t + 0.6 * Math.sin(i * 7 + t * 3) - 0.4 * x[0]!)),
}));
