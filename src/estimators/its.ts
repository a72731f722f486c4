import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimate, Estimator } from "../model/estimate.ts";
import { seasonLength } from "../model/period.ts";
import { bareEstimate, termsOf, waldEstimate } from "./counts/estimate.ts";
import { exactConditional } from "./counts/exact.ts";
import { total } from "./counts/totals.ts";
import { listed } from "./counts/windows.ts";
import { counterfactual } from "./its/counterfactual.ts";
import { itsInStudy } from "./its/in-study.ts";
import { fitModel, type ItsModel } from "./its/model.ts";
import { type Regressors, regressors } from "./its/regressors.ts";
import { autocorrelations, breuschGodfrey, durbinWatson, ljungBox } from "./its/residuals.ts";
import { type TimeSeries, timeSeries, withRows } from "./its/series.ts";
import { type ItsSettings, itsOptions, itsSettings } from "./its/settings.ts";
import { standardErrors } from "./its/standard-errors.ts";
import { itsWarnings } from "./its/warnings.ts";
import { nothingBefore } from "./rate-ratio.ts";

/**
 * Interrupted time series: segmented regression of the treated units' summed series.
 *
 * Estimand  level_change: the step in the first period from the start on; slope_change: the change of trend per
 *           period after it; and, in diagnostics, events avoided over the whole after-period.
 * Units     gaussian: those of the outcome (per unit of exposure when there is one); other families: log.
 * Method    y = intercept + trend·t + level_change·D + slope_change·(t − t*)·D + season + covariates, log exposure as offset;
 *           least squares, Poisson or NB2 by maximum likelihood. Gaussian and quasi-Poisson tests are t on n − k,
 *           Poisson and negative binomial ones normal. Defaults: gaussian, level+slope, no season, model.
 * Throws    DesignError: design/*, counts/negative, counts/zero-before, its/too-few-periods, its/not-identified,
 *           its/season. UsageError: estimate/family, change, season, vcov, cycle.
 * Source    Wagner et al. (2002), J. Clin. Pharm. Ther. 27; Lopez Bernal, Cummins & Gasparrini (2017), IJE 46(1).
 */
export const its: Estimator = {
  name: "its",
  title: "Interrupted time series",
  version: 1,
  estimand: "step and change of trend in the treated units' own series",
  scale: "level",
  accepts: ["before-after", "comparison-group"],
  uses: ["covariates", "exposure"],
  options: itsOptions,
  traits: {
    answer: ({ change }) => (change === "slope" ? "slope_change" : "level_change"),
    worksOn: "levels",
    modelsSeason: true,
  },
  inStudy: itsInStudy,
  fit(design, given) {
    const settings = itsSettings(given);
    const isCount = settings.family !== "gaussian";
    const series = timeSeries(design, isCount ? "counts" : "any");
    const { startRow, y } = series;
    if (isCount && total(y.subarray(0, startRow)) === 0) throw nothingBefore(design);
    if (y.every((value) => value === y[0]))
      throw noVariation(design, `is ${y[0]} in all ${y.length} periods`);
    const whole = regressors(series, settings);
    const first = fitModel(series, whole, settings);
    const separated = new Set(first.separated);
    if (isCount && total(y.subarray(startRow)) === 0) return zeroAfter(design, series, settings);
    // Rows whose mean runs to zero (a month without a single event) carry no information about the rest.
    const used = separated.size > 0 ? withRows(series, (t) => !separated.has(t)) : series;
    const regs = separated.size > 0 ? regressors(used, settings) : whole;
    const model = separated.size > 0 ? fitModel(used, regs, settings) : first;
    checkIdentified(model, regs);
    if (!isCount && isExact(model, used.y)) {
      throw noVariation(design, `is fitted exactly in all ${used.y.length} periods`);
    }
    const estimates = reported(regs, model, settings.level);
    const lags = Math.min(
      Math.max(2, settings.cycle ?? seasonLength(used.frequency)),
      Math.floor(used.y.length / 4),
    );
    const serial = lags >= 1 ? ljungBox(model.residuals, lags) : null;
    const { points, avoided } = counterfactual(used, regs, model, settings);
    return {
      terms: termsOf(estimates),
      influence: [],
      model: {
        observations: used.y.length,
        units: series.units,
        periods: used.y.length,
        treated_units: series.units,
      },
      diagnostics: {
        // The default family is gaussian; every other one is on the log scale.
        scale: isCount ? "log" : "level",
        start: series.labels[startRow],
        periods_before: used.startRow,
        periods_after: used.y.length - used.startRow,
        phi: model.phi,
        rho: model.rho,
        theta: model.theta,
        newey_west_lag: model.lag,
        deviance: model.deviance,
        log_likelihood: model.logLik,
        residual_df: used.y.length - regs.k + model.aliased.length,
        durbin_watson: durbinWatson(model.residuals),
        ljung_box: serial,
        breusch_godfrey: (lags >= 1 && breuschGodfrey(regs.x, regs.n, regs.k, model.residuals, lags)) || null,
        autocorrelations: autocorrelations(model.residuals, Math.min(24, Math.floor(used.y.length / 2))),
        coefficients: regs.names.map((term, j) => waldAt(term, regs, model, j, settings.level)),
        standard_errors: standardErrors(used, regs, settings),
        events_avoided: avoided,
        counterfactual: points,
      },
      warnings: [
        ...series.warnings,
        ...(separated.size > 0 ? [separatedRows(series, first)] : []),
        ...itsWarnings(used, regs, model, serial, settings),
      ],
      estimates,
      scale: isCount ? "log" : "level",
      avoided: { estimate: avoided.estimate, low: avoided.conf_low, high: avoided.conf_high },
      expected: points,
      vcov: model.vcov,
      df: Number.isFinite(model.df) ? model.df : null,
    };
  },
};

const waldAt = (term: string, { k }: Regressors, model: ItsModel, j: number, level: number): Estimate =>
  Number.isNaN(model.coefficients[j]!)
    ? bareEstimate(term, Number.NaN)
    : waldEstimate(term, model.coefficients[j]!, Math.sqrt(model.covariance[j * k + j]!), model.df, level);

/** Residuals that are only rounding: nothing is left to measure an error by. */
const isExact = ({ residuals }: ItsModel, y: Float64Array): boolean => {
  const squares = (values: Float64Array): number => values.reduce((sum, v) => sum + v * v, 0);
  return squares(residuals) <= 1e-24 * squares(y);
};

const noVariation = ({ outcome }: Design, what: string): DesignError =>
  new DesignError("design/no-variation", {
    found: `'${outcome}' of the treated units ${what}`,
    expected: "an outcome that varies from period to period",
    hint: "check that the outcome column is the right one",
  });

const reportedTerms = ["level_change", "slope_change", "trend", "intercept"] as const;

const reported = (regs: Regressors, model: ItsModel, level: number): Estimate[] =>
  reportedTerms
    .filter((term) => regs.names.includes(term))
    .map((term) => waldAt(term, regs, model, regs.names.indexOf(term), level));

const checkIdentified = ({ aliased }: ItsModel, { names }: Regressors): void => {
  const lost = aliased
    .map((j) => names[j]!)
    .filter((name) => (reportedTerms as readonly string[]).includes(name));
  if (lost.length === 0) return;
  throw new DesignError("its/not-identified", {
    found: `${lost.join(" and ")} cannot be told from the other terms`,
    expected:
      "at least two periods on either side of the start for a change of slope, one for a change of level",
    hint: lost.includes("slope_change") ? "--change level" : "add periods, or use rate-ratio",
  });
};

/**
 * Nothing at all happened after the start: the log ratio has no finite estimate. The exact conditional test of the
 * two totals still bounds it from above (without trend or season).
 */
const zeroAfter = (
  design: Design,
  series: TimeSeries,
  settings: ItsSettings,
): ReturnType<Estimator["fit"]> => {
  const { y, exposure, startRow } = series;
  const e = exposure ?? new Float64Array(y.length).fill(1);
  const test = exactConditional(
    {
      before: Math.round(total(y.subarray(0, startRow))),
      after: 0,
      exposureBefore: total(e.subarray(0, startRow)),
      exposureAfter: total(e.subarray(startRow)),
    },
    settings.level,
  );
  const bound: Estimate = {
    ...bareEstimate("level_change", Number.NEGATIVE_INFINITY),
    p_value: test.p_value,
    conf_high: test.conf_high === null ? null : Math.log(test.conf_high),
  };
  return {
    terms: termsOf([bound]),
    influence: [],
    model: { observations: y.length, units: series.units, periods: y.length, treated_units: series.units },
    diagnostics: { exact: test, periods_before: startRow, periods_after: y.length - startRow },
    warnings: [
      ...series.warnings,
      diagnostic(
        "ZER01",
        "warning",
        `no ${design.outcome} at all after the start; only an exact upper bound of the ratio exists`,
        {
          fix: "read the counts; use rate-ratio for its exact interval",
        },
      ),
    ],
    estimates: [bound],
    scale: "log",
    vcov: "exact conditional bound of the two totals, without trend or season",
    df: null,
  };
};

const separatedRows = ({ labels }: TimeSeries, { separated }: ItsModel): Diagnostic =>
  diagnostic(
    "its/separation",
    "warning",
    `${separated.length} periods without events are predicted perfectly by the season and were left out ` +
      `(${listed(separated.map((t) => labels[t]!))})`,
    { fix: "--season fourier:1 or --season none", count: separated.length },
  );
