import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError, InputError } from "../model/errors.ts";
import type { Estimate, FitModel } from "../model/estimate.ts";
import { explained } from "./meta/explained.ts";
import { varianceInterval } from "./meta/heterogeneity.ts";
import { leaveOneOut } from "./meta/leave-one-out.ts";
import { type Coefficient, coefficient, type Pooled, type Pooling, poolStudies } from "./meta/pool.ts";
import { predict } from "./meta/prediction.ts";
import { egger, type TrimFill, trimFill } from "./meta/small-study.ts";
import type { Moderator, Study } from "./meta/study.ts";

export interface MetaInput {
  readonly studies: readonly Study[];
  /** Numeric columns aligned with `studies`. */
  readonly moderators?: readonly Moderator[];
}

export interface MetaOptions extends Pooling {
  /** Which way harm lies: more crime by default. */
  readonly harmful: "increase" | "decrease";
}

export interface MetaResult {
  readonly estimates: readonly Estimate[];
  readonly model: FitModel & { readonly vcov: string; readonly df: number | null };
  readonly diagnostics: Readonly<Record<string, unknown>>;
  readonly warnings: readonly Diagnostic[];
}

/**
 * What several studies say together, how much they differ, and what a new one would find.
 *
 * Estimand  the mean true effect over studies like these (`pooled`), or its regression on moderators (`intercept` and
 *           one term each).
 * Units     the scale of the effects given; RR, OR and IRR are pooled as logs.
 * Throws    InputError: meta/variance. DesignError: meta/few, meta/collinear, meta/moderators.
 * Source    Viechtbauer (2010), J. Stat. Softw. 36(3); agrees with R's `metafor` 3.8, iterated further than its default.
 */
export const metaAnalysis = (input: MetaInput, options: MetaOptions): MetaResult => {
  const { studies, moderators = [] } = input;
  refuse(studies, moderators);
  const fit = poolStudies(studies, moderators, options);
  if (fit === undefined) throw collinear(moderators);
  const simple = moderators.length === 0;
  const bias = egger(studies, moderators, options);
  const filled = simple ? trimFill(studies, options) : undefined;
  return {
    estimates: fit.coefficients.map(estimate),
    model: {
      observations: studies.length,
      units: studies.length,
      periods: 1,
      treated_units: 0,
      vcov: options.test,
      df: fit.df,
    },
    diagnostics: {
      k: studies.length,
      method: options.pool,
      test: options.test,
      ...spreadOf(fit, options),
      ...predictionOf(fit, options, simple),
      ...(simple ? {} : moderationOf(studies, fit, options)),
      egger_statistic: known(bias?.statistic),
      egger_p: known(bias?.p),
      egger_limit: known(bias?.limit),
      trim_fill: filled === undefined ? null : trimFillOf(filled),
      leave_one_out: simple ? leaveOneOut(studies, options) : [],
      studies: studies.map((s, i) => studyRow(s, fit.weights[i]!, options.level)),
    },
    warnings: warningsOf(fit, options),
  };
};

const refuse = (studies: readonly Study[], moderators: readonly Moderator[]): void => {
  const unsound = studies.filter(
    (s) => !(s.variance > 0 && Number.isFinite(s.variance) && Number.isFinite(s.effect)),
  );
  if (unsound.length > 0) {
    const faults = unsound.map((s) => ({
      code: "meta/variance",
      found: `effect ${s.effect} with variance ${s.variance} in ${s.name}`,
      expected: "a finite effect with a variance above 0",
      hint: "check the row, or leave the study out",
      ...(s.line === undefined ? {} : { line: s.line }),
    }));
    throw new InputError("meta/variance", faults[0]!, { faults });
  }
  if (studies.length < 2)
    throw new DesignError("meta/few", {
      found: `${studies.length} ${studies.length === 1 ? "study" : "studies"}`,
      expected: "at least two",
      hint: "one study is its own summary: read its finding",
    });
  if (studies.length <= moderators.length + 1)
    throw new DesignError("meta/moderators", {
      found: `${moderators.length} moderator columns for ${studies.length} studies`,
      expected: `at least ${moderators.length + 2} studies`,
      hint: "ten studies per moderator are a common rule; use fewer moderators",
    });
};

const collinear = (moderators: readonly Moderator[]): DesignError =>
  new DesignError("meta/collinear", {
    found: `moderators that repeat each other or do not vary: ${moderators.map((m) => m.name).join(", ")}`,
    expected: "moderators that vary separately across studies",
    hint: "leave one of them out",
  });

/** A test that does not exist is null, never NaN. */
const known = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;

const estimate = (c: Coefficient): Estimate => ({
  term: c.name,
  estimate: c.estimate,
  std_error: c.standardError,
  statistic: known(c.statistic),
  p_value: known(c.p),
  conf_low: c.low,
  conf_high: c.high,
  cohort: null,
  period: null,
  event_time: null,
});

const spreadOf = (fit: Pooled, { pool, level }: MetaOptions) => {
  const { q, df, p, i2, h2 } = fit.heterogeneity;
  const interval = pool === "fe" ? undefined : varianceInterval(fit.problem, level);
  return {
    q,
    q_df: df,
    q_p: p,
    i2,
    h2,
    tau2: fit.tau2,
    tau2_se: fit.tau2StandardError,
    tau2_low: interval?.low ?? null,
    tau2_high: interval?.high ?? null,
  };
};

/** A common effect leaves nothing to predict, and a regression predicts a different effect for each study. */
const predictionOf = (fit: Pooled, { pool, level, harmful }: MetaOptions, simple: boolean) => {
  const prediction = simple ? predict(fit, level, harmful) : undefined;
  const shown = pool === "fe" ? undefined : prediction;
  return {
    prediction_low: shown?.low ?? null,
    prediction_high: shown?.high ?? null,
    prediction_riley_low: shown?.rileyLow ?? null,
    prediction_riley_high: shown?.rileyHigh ?? null,
    harmful_side: harmful,
    p_harmful: known(prediction?.harmful),
  };
};

const moderationOf = (studies: readonly Study[], fit: Pooled, options: MetaOptions) => ({
  qm: known(fit.moderation!.statistic),
  qm_df: fit.moderation!.df,
  qm_df_residual: fit.df,
  qm_p: known(fit.moderation!.p),
  r2: explained(studies, fit, options),
});

const trimFillOf = ({ missing, side, missingStandardError, filled }: TrimFill) => {
  const c = filled.coefficients[0]!;
  return {
    missing,
    side,
    missing_std_error: missingStandardError,
    estimate: c.estimate,
    std_error: c.standardError,
    conf_low: c.low,
    conf_high: c.high,
    tau2: filled.tau2,
  };
};

const studyRow = (s: Study, weight: number, level: number) => {
  const { standardError, low, high } = coefficient(s.name, s.effect, Math.sqrt(s.variance), null, level);
  return {
    study: s.name,
    estimate: s.effect,
    std_error: standardError,
    conf_low: low,
    conf_high: high,
    weight,
  };
};

const warn = (code: string, message: string): Diagnostic =>
  diagnostic(code, "warning", message, { fix: `whatworks explain ${code}` });

const warningsOf = (fit: Pooled, { pool, test, level }: MetaOptions): Diagnostic[] => {
  const { k } = fit.problem;
  const out: Diagnostic[] = [];
  if (k < 5)
    out.push(warn("meta/few-studies", `only ${k} studies: the variance between them is all but unknown`));
  if (k < 10)
    out.push(
      warn("meta/bias-few", `only ${k} studies: Egger's test and trim-and-fill have little power below ten`),
    );
  if (test === "z" && pool !== "fe" && k < 20)
    out.push(
      warn("meta/normal-few", `a normal interval from ${k} studies takes the variance between them as known`),
    );
  if (test === "knapp-hartung" && fit.factor < 1)
    out.push(
      warn(
        "meta/narrower-than-z",
        `the Knapp–Hartung variance is ${fit.factor.toPrecision(3)} times that of z`,
      ),
    );
  if (test !== "z" && pool === "fe")
    out.push(
      warn(
        "meta/common-effect-t",
        "the Knapp–Hartung correction is meant for random effects, not for --pool fe",
      ),
    );
  if (pool !== "fe" && varianceInterval(fit.problem, level).empty)
    out.push(
      warn(
        "meta/empty-interval",
        "studies differ less than sampling allows: the interval of tau2 is empty, shown as 0",
      ),
    );
  return out;
};
