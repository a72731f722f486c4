import type { Measured } from "../../evidence/effect/counts.ts";
import { answerOf, onPageScale, scaleOf } from "../../evidence/effect/from-estimate.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Estimator, Inferred, Settings, Study } from "../../model/estimate.ts";
import type { Disagreement, EffectScale } from "../../model/finding.ts";
import { findEstimator, studyOf } from "../estimate.ts";
import { inferByRule } from "../infer.ts";

/** One method run on one design. */
export interface Answer {
  readonly estimator: Estimator;
  readonly study: Study;
  readonly inferred: Inferred;
}

/** The options an estimator declares, at their defaults. */
const defaults = (estimator: Estimator): Record<string, string | number | boolean> =>
  Object.fromEntries(
    estimator.options.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value]])),
  );

export const answer = (
  method: string,
  design: Design,
  common: { readonly confLevel: number; readonly seed: string },
  chosen: Readonly<Record<string, string | number | boolean>> = {},
): Answer => {
  const { estimator, study } = fitted(method, design, common, chosen);
  return { estimator, study, inferred: inferByRule(study) };
};

/** The fit alone, for those who bring their own inference. */
export const fitted = (
  method: string,
  design: Design,
  common: { readonly confLevel: number; readonly seed: string },
  chosen: Readonly<Record<string, string | number | boolean>> = {},
): Omit<Answer, "inferred"> => {
  const estimator = findEstimator(method);
  const settings: Settings = { ...defaults(estimator), ...chosen, ...common };
  return { estimator, study: studyOf(estimator, design, settings) };
};

/** Mean outcome of treated cells from their start on: what a difference is measured against. */
export const treatedMean = (design: Design, at?: (ordinal: number, start: number) => boolean): number => {
  const { panel, outcome, cohort, roles } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  let sum = 0;
  let cells = 0;
  for (let i = 0; i < panel.units.length; i += 1) {
    if (roles[i] !== "treated") continue;
    for (let t = 0; t < T; t += 1) {
      const ordinal = panel.ordinals[t]!;
      const value = column[i * T + t]!;
      const wanted = at ? at(ordinal, cohort[i]!) : ordinal >= cohort[i]!;
      if (!wanted || Number.isNaN(value)) continue;
      sum += value;
      cells += 1;
    }
  }
  return cells === 0 ? Number.NaN : sum / cells;
};

/** Methods that work on the outcome divided by its exposure, so that their differences are of rates. */
const onRates = ["synthetic-control", "synthetic-did"];

/** What a method's difference is measured against: the mean of treated cells, of rates where it works on rates. */
export const comparedMean = (method: string, design: Design): number => {
  const { exposure, outcome, panel } = design;
  if (exposure === undefined || !onRates.includes(method)) return treatedMean(design);
  const out = panel.columns[exposure]!;
  const rates = panel.columns[outcome]!.map((value, at) => (out[at]! > 0 ? value / out[at]! : Number.NaN));
  return treatedMean({ ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: rates } } });
};

interface Other {
  readonly method: string;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  /** Settings for a level; null where the method is for counts alone. */
  readonly ofLevel?: Readonly<Record<string, string | number | boolean>> | null;
  readonly design: "same" | "whole" | "before-after";
  /** Worth running only with several starts, or only with one. */
  readonly starts?: "one" | "several";
  /** Needs at least this many units and periods for its errors to mean something. */
  readonly least?: { readonly units: number; readonly periods: number };
  readonly note: string;
}

/** What else could have been run, and what each assumes that the others do not. Never a menu to pick from. */
const panelSize = { units: 4, periods: 4 };

const others: readonly Other[] = [
  {
    method: "ppml",
    ofLevel: null,
    design: "same",
    starts: "one",
    least: panelSize,
    note: "treated and comparison units would have changed in proportion",
  },
  {
    method: "rirr",
    settings: { phi: "pearson" },
    ofLevel: null,
    design: "same",
    starts: "one",
    note: "the same, from totals, with chance spread by the panel's own variation",
  },
  {
    method: "did",
    design: "same",
    starts: "one",
    least: panelSize,
    note: "treated and comparison units would have changed by the same number",
  },
  {
    method: "imputation",
    settings: { family: "poisson" },
    ofLevel: { family: "gaussian" },
    design: "same",
    least: panelSize,
    note: "fitted to untreated cells only, so no unit already treated is compared with",
  },
  {
    method: "callaway-santanna",
    settings: { control: "not-yet" },
    design: "whole",
    starts: "several",
    least: panelSize,
    note: "each start compared with units not yet treated, in numbers, against the last period before it alone",
  },
  {
    method: "synthetic-did",
    design: "whole",
    least: panelSize,
    note: "comparison units and periods are weighted to match the treated path",
  },
  {
    method: "synthetic-control",
    settings: { match: "outcome", placebo: true },
    design: "same",
    starts: "one",
    // On a shorter path nearly every unit is imitated without error, and ratios of errors say nothing.
    least: { units: 4, periods: 12 },
    note: "the treated path is matched by a weighted mean of donors",
  },
  {
    method: "its",
    settings: { family: "quasipoisson", change: "level", season: "fourier:2" },
    ofLevel: { family: "gaussian", change: "level", season: "fourier:2" },
    design: "before-after",
    starts: "one",
    least: { units: 1, periods: 24 },
    note: "the treated units' own trend and season would have gone on",
  },
  {
    method: "rate-ratio",
    settings: { phi: "pearson" },
    ofLevel: null,
    design: "before-after",
    starts: "one",
    note: "nothing else changed: what a naive before-and-after says",
  },
];

const rowOf = (
  one: Answer,
  design: Design,
  wanted: EffectScale,
  note: string,
  primary: boolean,
): Disagreement => {
  const found = answerOf(one.estimator.name, one.inferred.estimates);
  const base = {
    method: one.estimator.name,
    title: one.estimator.title,
    note,
    ...(primary ? { primary } : {}),
  };
  if (!found) return { ...base, estimate: null, conf_low: null, conf_high: null, scale: wanted };
  const mean = comparedMean(one.estimator.name, design);
  const on = onPageScale(found, scaleOf(one.study.fit, one.estimator.scale), mean, wanted);
  return { ...base, estimate: on.estimate, conf_low: on.low, conf_high: on.high, scale: on.scale };
};

type Designs = Readonly<Record<Other["design"], Design | undefined>> & { readonly same: Design };

/** Whether a method has anything to say here at all; one that cannot run on data of the right shape says why instead. */
const applies = (other: Other, primary: string, designs: Designs): boolean => {
  const { panel, cohort, kind } = designs.same;
  const starts = new Set(cohort.filter(Number.isFinite)).size > 1 ? "several" : "one";
  const compares = other.design !== "before-after";
  return (
    other.method !== primary &&
    designs[other.design] !== undefined &&
    !(compares && kind === "before-after") &&
    (other.starts === undefined || other.starts === starts) &&
    (other.least === undefined ||
      ((!compares || panel.units.length >= other.least.units) && panel.periods.length >= other.least.periods))
  );
};

/** Methods whose own errors rest on many treated units; with few, their intervals are too narrow to be shown. */
const needsManyTreated = ["imputation", "callaway-santanna"];
const fewTreated = 5;

const withheld = (row: Disagreement, { roles }: Design, { study }: Answer): Disagreement => {
  const { outside_donors: outside, pre_periods: before } = study.fit.diagnostics as {
    outside_donors?: readonly string[];
    pre_periods?: number;
  };
  // Donors that never reach the treated path imitate nothing, and their gap is no estimate.
  if (outside && before && outside.length > before / 2)
    return {
      ...row,
      estimate: null,
      conf_low: null,
      conf_high: null,
      note: `left out: in ${outside.length} of ${before} periods before the start the treated value lies outside all donors`,
    };
  const treated = roles.filter((role) => role === "treated").length;
  return needsManyTreated.includes(row.method) && treated < fewTreated
    ? {
        ...row,
        conf_low: null,
        conf_high: null,
        note: `${row.note}; interval left out: too narrow with ${treated} treated`,
      }
    : row;
};

/**
 * One row a method, same estimand and scale: the primary one first, then every other that fits the design, and for
 * each that cannot run, the reason. Two-way regressions are not run on staggered starts, where they compare with units
 * already treated.
 */
export const disagreement = (
  primary: Answer,
  designs: Designs,
  common: { readonly confLevel: number; readonly seed: string },
  wanted: EffectScale,
  measure: Measured,
): { rows: Disagreement[]; ran: Answer[] } => {
  const rows = [rowOf(primary, designs.same, wanted, "primary", true)];
  const ran: Answer[] = [];
  const fitting = others.filter(
    (one) => applies(one, primary.estimator.name, designs) && !(measure === "level" && one.ofLevel === null),
  );
  for (const other of fitting) {
    const design = designs[other.design]!;
    try {
      const one = answer(
        other.method,
        design,
        common,
        (measure === "level" ? other.ofLevel : undefined) ?? other.settings,
      );
      rows.push(withheld(rowOf(one, design, wanted, other.note, false), design, one));
      ran.push(one);
    } catch (thrown) {
      if (!(thrown instanceof WhatworksError)) throw thrown;
      rows.push({
        method: other.method,
        title: findEstimator(other.method).title,
        estimate: null,
        conf_low: null,
        conf_high: null,
        scale: wanted,
        note: `did not run: ${thrown.fault.found}`,
      });
    }
  }
  return { rows, ran };
};
