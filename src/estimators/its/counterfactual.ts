import { criticalValue } from "../counts/estimate.ts";
import { type ItsModel, offsetOf, responseOf } from "./model.ts";
import type { Regressors } from "./regressors.ts";
import type { TimeSeries } from "./series.ts";
import type { ItsSettings } from "./settings.ts";

/** One period of the chart: what happened, what the model says, and what it says would have happened. */
export interface CounterfactualPoint {
  readonly period: string;
  readonly observed: number;
  readonly fitted: number;
  readonly counterfactual: number;
  readonly low: number;
  readonly high: number;
}

/** Events avoided over the whole after-period (above zero: fewer than expected), with its delta-method interval. */
export interface EventsAvoided {
  readonly estimate: number;
  readonly std_error: number;
  readonly conf_low: number;
  readonly conf_high: number;
  /** Change in per cent of the counterfactual (below zero: a fall); null where that is not above zero. */
  readonly percent: number | null;
  readonly percent_low: number | null;
  readonly percent_high: number | null;
  readonly counterfactual_total: number;
  readonly fitted_total: number;
  readonly observed_total: number;
  readonly periods: number;
}

/**
 * What the model says without the change at the start, and the difference to its fit. The coefficient says what
 * happened in one period; a commander asks how many offences there were fewer in all of them.
 *
 * Units     those of the outcome; a rate is multiplied back to events by its exposure in the totals.
 */
export const counterfactual = (
  series: TimeSeries,
  regs: Regressors,
  model: ItsModel,
  settings: ItsSettings,
): { points: CounterfactualPoint[]; avoided: EventsAvoided } => {
  const { x, n, k, names } = regs;
  const log = settings.family !== "gaussian";
  const offset = offsetOf(series, settings.family);
  const y = responseOf(series, settings.family);
  const isChange = names.map((name) => name === "level_change" || name === "slope_change");
  const without = x.map((v, c) => (isChange[c % k] ? 0 : v));
  const critical = criticalValue(model.df, settings.level);
  const at = (rows: Float64Array, t: number): { mean: number; linear: number } => {
    let linear = offset?.[t] ?? 0;
    for (let j = 0; j < k; j++)
      linear += rows[t * k + j]! * (Number.isNaN(model.coefficients[j]!) ? 0 : model.coefficients[j]!);
    return { linear, mean: log ? Math.exp(linear) : linear };
  };
  const back = (linear: number): number => (log ? Math.exp(linear) : linear);
  const points = series.labels.map((period, t): CounterfactualPoint => {
    const expected = at(without, t);
    const half = critical * Math.sqrt(quadratic(model.covariance, without.subarray(t * k, t * k + k), k));
    return {
      period,
      observed: y[t]!,
      fitted: at(x, t).mean,
      counterfactual: expected.mean,
      low: back(expected.linear - half),
      high: back(expected.linear + half),
    };
  });
  const sums = { fitted: 0, expected: 0, observed: 0 };
  const gradient = { fitted: new Float64Array(k), expected: new Float64Array(k) };
  for (let t = series.startRow; t < n; t++) {
    // Rates are put back on events; counts already are.
    const events = log ? 1 : (series.exposure?.[t] ?? 1);
    const [fitted, expected] = [at(x, t).mean, at(without, t).mean];
    sums.fitted += events * fitted;
    sums.expected += events * expected;
    sums.observed += events * y[t]!;
    for (let j = 0; j < k; j++) {
      gradient.fitted[j]! += events * (log ? fitted : 1) * x[t * k + j]!;
      gradient.expected[j]! += events * (log ? expected : 1) * without[t * k + j]!;
    }
  }
  return { points, avoided: avoidedOf(sums, gradient, model.covariance, k, critical, n - series.startRow) };
};

const avoidedOf = (
  sums: { fitted: number; expected: number; observed: number },
  gradient: { fitted: Float64Array; expected: Float64Array },
  covariance: Float64Array,
  k: number,
  critical: number,
  periods: number,
): EventsAvoided => {
  const estimate = sums.expected - sums.fitted;
  const slope = gradient.expected.map((g, j) => g - gradient.fitted[j]!);
  const std_error = Math.sqrt(quadratic(covariance, slope, k));
  // The interval of the percentage is built on the log of the ratio, where it cannot pass −100 %.
  const hasRatio = sums.fitted > 0 && sums.expected > 0;
  const ratio = Math.log(sums.fitted / sums.expected);
  const half =
    critical *
    Math.sqrt(
      quadratic(
        covariance,
        gradient.fitted.map((g, j) => g / sums.fitted - gradient.expected[j]! / sums.expected),
        k,
      ),
    );
  const percent = (log: number): number | null => (hasRatio ? 100 * Math.expm1(log) : null);
  return {
    estimate,
    std_error,
    conf_low: estimate - critical * std_error,
    conf_high: estimate + critical * std_error,
    percent: percent(ratio),
    percent_low: percent(ratio - half),
    percent_high: percent(ratio + half),
    counterfactual_total: sums.expected,
    fitted_total: sums.fitted,
    observed_total: sums.observed,
    periods,
  };
};

/** g'Vg. */
const quadratic = (v: Float64Array, g: Float64Array, k: number): number => {
  let sum = 0;
  for (let a = 0; a < k; a++) for (let b = 0; b < k; b++) sum += g[a]! * v[a * k + b]! * g[b]!;
  return Math.max(0, sum);
};
