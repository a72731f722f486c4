import type { Design, DesignKind } from "./design.ts";
import type { Diagnostic } from "./diagnostic.ts";
import type { InStudy, Settings, Traits } from "./method.ts";

export type { Settings } from "./method.ts";

/** What a number estimates, before anyone says how sure it is. */
export interface Term {
  readonly term: string;
  readonly estimate: number;
  readonly cohort?: string;
  readonly period?: string;
  readonly event_time?: number;
  /** Sensitivity parameter, for bounds. */
  readonly m?: number;
  /** Who is compared with whom, for a decomposition. */
  readonly comparison?: string;
}

/**
 * A least-squares or weighted least-squares problem whose nuisance effects are already partialled out: what
 * cluster-robust, CR2, heteroskedastic and wild-bootstrap inference need beyond influence values.
 */
export interface Regression {
  /** N × k, row-major, nuisance partialled out. */
  readonly x: Float64Array;
  readonly k: number;
  /** N residuals (working residuals for a GLM). */
  readonly residuals: Float64Array;
  /** N weights (working weights for a GLM), or absent for 1. */
  readonly weights?: Float64Array;
  /** N: which unit, and which period, each row is. */
  readonly unit: Int32Array;
  readonly period: Int32Array;
  /** N partialled-out outcomes: `x·β + residuals`. */
  readonly y: Float64Array;
  /** k × k, row-major: (X'WX)⁻¹. */
  readonly bread: Float64Array;
  /** Parameters counted by the small-sample factor when fixed effects nested in the cluster count as one. */
  readonly parameters: number;
  /** Parameters when nothing is nested (for iid and hc1). */
  readonly parametersAll: number;
  /** True when the panel was balanced and unweighted, so absorbed effects are exact projections by unit and period. */
  readonly absorbed: readonly ("unit" | "period")[];
  /** `poisson`: normal rather than t statistics, and a dispersion of 1 in the iid variance, as `fepois` has. */
  readonly family?: "gaussian" | "poisson";
}

/** Points, and each unit's pull on them; not standard errors (those are inference). */
export interface Fit {
  readonly terms: readonly Term[];
  /**
   * Per term, n influence values with mean zero: estimate − truth ≈ mean(influence), so that
   * SE = √Σψ² / n when units are independent. Empty when the method has its own inference.
   */
  readonly influence: readonly Float64Array[];
  readonly regression?: Regression;
  readonly model: FitModel;
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Diagnostic[];
  /** Estimates finished by the method itself, when its inference is part of its definition (WDD, GLM, meta). */
  readonly estimates?: readonly Estimate[];
  /** The scale of these terms where the settings moved it from the estimator's own (imputation with counts). */
  readonly scale?: Scale;
  /** Events avoided over the whole after-period, where the method has an interval of its own for them. */
  readonly avoided?: { readonly estimate: number; readonly low: number; readonly high: number };
  /** What the method expects of the treated units' total in each period, where it models that itself. */
  readonly expected?: readonly ExpectedPoint[];
  /** The donors that stand in for the treated unit, where a method weighs them. */
  readonly donors?: FitDonors;
  /** In how many of the periods before the start the treated value lies outside all donors. */
  readonly beyondDonors?: { readonly periods: number; readonly of: number };
  /** What `vcov` and `df` the finished estimates used. */
  readonly vcov?: string;
  readonly df?: number | null;
}

export interface FitDonors {
  readonly weights: readonly { readonly unit: string; readonly weight: number }[];
  /** First treated period. */
  readonly start: string;
  /** The treated unit first, then each donor as if it had been treated; empty where no placebo test was asked for. */
  readonly placebos: readonly PlaceboPath[];
}

export interface PlaceboPath {
  readonly unit: string;
  readonly treated: boolean;
  /** Root mean squared gap before and after the start, and the second over the first. */
  readonly pre_rmspe: number;
  readonly post_rmspe: number;
  readonly ratio: number | null;
  /** Observed minus synthetic, by period. */
  readonly gap: readonly number[];
}

export interface ExpectedPoint {
  readonly period: string;
  readonly counterfactual: number;
  readonly low?: number;
  readonly high?: number;
}

export interface FitModel {
  /** Rows that entered the fit. */
  readonly observations: number;
  readonly units: number;
  readonly periods: number;
  readonly treated_units: number;
}

/** A term with its uncertainty. `null` where it does not exist, never NaN. */
export interface Estimate {
  readonly term: string;
  readonly estimate: number | null;
  readonly std_error: number | null;
  readonly statistic: number | null;
  readonly p_value: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
  readonly cohort: string | null;
  readonly period: string | null;
  readonly event_time: number | null;
  readonly m?: number;
  readonly comparison?: string;
}

/** The scale on which an estimate is printed: exp() of `log` is a ratio. */
export type Scale = "log" | "level";

export interface OptionSpec {
  /** As typed: `--vcov`. */
  readonly flag: string;
  readonly key: string;
  readonly takes: "choice" | "number" | "text" | "list" | "flag";
  readonly choices?: readonly string[];
  readonly default?: string | number | boolean;
  readonly help: string;
}

/** Columns that `estimate` takes for every method, beside the key and the outcome. */
export const commonColumns = ["covariates", "exposure", "weights", "cluster"] as const;
export type CommonColumn = (typeof commonColumns)[number];

export interface Estimator {
  readonly name: string;
  readonly title: string;
  /** Of the numbers: raised only when a result changes, because reports become stale by it. */
  readonly version: number;
  readonly estimand: string;
  readonly scale: Scale;
  readonly accepts: readonly DesignKind[];
  /** Which of the common columns change its result; naming another is refused, never ignored. */
  readonly uses: readonly CommonColumn[];
  readonly options: readonly OptionSpec[];
  readonly traits: Traits;
  /** Its part in a study; absent where it only serves `whatworks estimate` or a page's own purpose. */
  readonly inStudy?: InStudy;
  /** May be given a design without `--cohort` and the like (ITS of a single series needs only `--start`). */
  fit(design: Design, settings: Settings): Fit;
}

/** Turns a fit into estimates. `refit` re-runs the same estimator on another design. */
export interface Study {
  /** The term that answers the question; `att` unless the method says another. */
  readonly answer?: string;
  readonly design: Design;
  readonly settings: Settings;
  readonly fit: Fit;
  refit(design: Design): Fit;
  /** The answer on another design by the inference that the headline has; absent where only points can be had. */
  retest?(design: Design): Tested;
}

/** An answer and how sure it is; NaN for what does not exist. */
export interface Tested {
  readonly estimate: number;
  readonly standardError: number;
  readonly p: number;
}

export interface Inferred {
  readonly estimates: readonly Estimate[];
  readonly vcov: string;
  readonly df: number | null;
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Diagnostic[];
}

/** One method run on one design. */
export interface Answer {
  readonly estimator: Estimator;
  readonly study: Study;
  readonly inferred: Inferred;
}

/** The document of `whatworks estimate … --json`. */
export interface EstimateDocument {
  readonly schema: "whatworks/estimate/1";
  readonly method: string;
  readonly settings: Readonly<Record<string, unknown>>;
  readonly model: FitModel & { readonly vcov: string; readonly df: number | null };
  readonly estimates: readonly Estimate[];
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly warnings: readonly { readonly code: string; readonly message: string }[];
}
