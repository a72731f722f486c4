import { fitGlm, fitNegativeBinomial, type Glm } from "../../maths/glm.ts";
import { seasonLength } from "../../model/period.ts";
import { defaultLag, neweyWest } from "./hac.ts";
import { praisWinsten } from "./prais-winsten.ts";
import type { Regressors } from "./regressors.ts";
import { devianceResiduals } from "./residuals.ts";
import { serialNoise } from "./serial-noise.ts";
import type { TimeSeries } from "./series.ts";
import type { Family, ItsSettings, Vcov } from "./settings.ts";

/** A fitted segmented regression with the covariance that was asked for. */
export interface ItsModel {
  readonly coefficients: Float64Array;
  /** k × k. */
  readonly covariance: Float64Array;
  /** Degrees of freedom of the reference t; Infinity = normal. */
  readonly df: number;
  readonly vcov: string;
  /** Dispersion: σ² (gaussian), Pearson χ²/(n − k) (Poisson family), 1 by definition for the negative binomial. */
  readonly phi: number;
  readonly rho: number | null;
  readonly theta: number | null;
  readonly deviance: number;
  readonly logLik: number | null;
  /** Response residuals (gaussian), or deviance residuals. */
  readonly residuals: Float64Array;
  readonly lag: number | null;
  readonly aliased: readonly number[];
  readonly separated: readonly number[];
  readonly converged: boolean;
  /** The negative binomial ran to θ = ∞ and the Poisson fit stands in its place. */
  readonly isPoissonFallback: boolean;
}

/** The outcome that is modelled: the count, or with gaussian and an exposure the rate. */
export const responseOf = ({ y, exposure }: TimeSeries, family: Family): Float64Array =>
  family === "gaussian" && exposure ? y.map((v, t) => v / exposure[t]!) : y;

/** log exposure, for the log-link families. */
export const offsetOf = ({ exposure }: TimeSeries, family: Family): Float64Array | undefined =>
  family === "gaussian" ? undefined : exposure?.map(Math.log);

export const fitModel = (series: TimeSeries, regs: Regressors, settings: ItsSettings): ItsModel => {
  const { x, n, k } = regs;
  const { family, vcov } = settings;
  const y = responseOf(series, family);
  const offset = offsetOf(series, family);
  const problem = { x, n, k, y, offset };
  const negbin = family === "negbin" ? fitNegativeBinomial(problem) : undefined;
  const glm: Glm = negbin ?? fitGlm({ ...problem, family: family === "gaussian" ? "gaussian" : "poisson" });
  const theta = negbin && !negbin.poisson ? negbin.theta : undefined;
  const phi = family === "negbin" ? 1 : family === "gaussian" ? glm.deviance / glm.df : glm.pearson / glm.df;
  const common = {
    phi,
    rho: null,
    theta: theta ?? null,
    deviance: glm.deviance,
    logLik: family === "quasipoisson" ? null : glm.logLik,
    residuals:
      family === "gaussian" ? y.map((v, t) => v - glm.fitted[t]!) : devianceResiduals(y, glm.fitted, theta),
    lag: null,
    aliased: glm.aliased,
    separated: glm.separated,
    converged: glm.converged,
    isPoissonFallback: negbin?.poisson ?? false,
  };
  if (vcov.kind === "prais-winsten") {
    const fit = praisWinsten({ x, n, k, y });
    return {
      ...common,
      coefficients: fit.coefficients,
      covariance: fit.covariance,
      rho: fit.rho,
      phi: fit.rss / fit.df,
      residuals: fit.innovations,
      df: fit.df,
      vcov: `prais-winsten (iterated, ρ = ${fit.rho.toFixed(4)}), t(${fit.df})`,
    };
  }
  return {
    ...common,
    coefficients: glm.coefficients,
    ...(vcov.kind === "serial" && n <= mostForSerial && glm.aliased.length === 0
      ? serialErrors(glm, series, regs, settings)
      : covarianceOf(glm, series, n, k, family, phi, vcov, settings.cycle)),
  };
};

/** Beyond this its matrices of n × n take longer than the answer is worth, and a long-run variance has enough to go by. */
const mostForSerial = 600;

/** Noise that may hang together over time, with its degrees of freedom for the change that is asked about. */
const serialErrors = (
  glm: Glm,
  series: TimeSeries,
  { x, n, k, names }: Regressors,
  { change }: ItsSettings,
): Pick<ItsModel, "covariance" | "df" | "vcov" | "lag"> => {
  const z = glm.workingResiduals.map((e, t) => {
    let sum = e;
    for (let j = 0; j < k; j++) sum += x[t * k + j]! * glm.coefficients[j]!;
    return sum;
  });
  const { covariance: bread, workingWeights: weights } = glm;
  const noise = serialNoise({ x, n, k, z, weights, bread, at: series.ordinals });
  const df = noise.df(names.indexOf(change === "slope" ? "slope_change" : "level_change"));
  return {
    covariance: noise.covariance,
    df,
    lag: null,
    vcov: `serial noise (averaged over ρ, mean ${noise.rho.toFixed(2)}), t(${df.toFixed(1)})`,
  };
};

/** Gaussian and quasi-Poisson take t on n − k; Poisson and negative binomial the normal, as R's summaries do. */
const covarianceOf = (
  glm: Glm,
  series: TimeSeries,
  n: number,
  k: number,
  family: Family,
  phi: number,
  vcov: Vcov,
  cycle: number | undefined,
): Pick<ItsModel, "covariance" | "df" | "vcov" | "lag"> => {
  const df = family === "gaussian" || family === "quasipoisson" ? glm.df : Number.POSITIVE_INFINITY;
  const reference = Number.isFinite(df) ? `t(${df})` : "normal";
  if (vcov.kind === "newey-west" || vcov.kind === "serial") {
    const lag =
      (vcov.kind === "newey-west" ? vcov.lag : undefined) ??
      defaultLag(n, cycle ?? seasonLength(series.frequency));
    const covariance = neweyWest(glm.scores, n, k, glm.covariance, lag);
    return {
      covariance,
      df,
      lag,
      vcov: `newey-west (lag ${lag}, no prewhitening, no small-sample factor), ${reference}`,
    };
  }
  const scale = family === "gaussian" || family === "quasipoisson" ? phi : 1;
  return {
    covariance: glm.covariance.map((v) => v * scale),
    df,
    lag: null,
    vcov: `model (${family}), ${reference}`,
  };
};
