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
  const estimator = findEstimator(method);
  const settings: Settings = { ...defaults(estimator), ...chosen, ...common };
  const study = studyOf(estimator, design, settings);
  return { estimator, study, inferred: inferByRule(study) };
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

interface Other {
  readonly method: string;
  readonly settings?: Readonly<Record<string, string | number | boolean>>;
  readonly design: "same" | "before-after";
  readonly note: string;
}

/** What else could have been run, and what each assumes that the others do not. Never a menu to pick from. */
const others: readonly Other[] = [
  { method: "ppml", design: "same", note: "treated and comparison units would have changed in proportion" },
  {
    method: "rirr",
    settings: { phi: "pearson" },
    design: "same",
    note: "the same, from totals, with chance spread by the panel's own variation",
  },
  {
    method: "did",
    design: "same",
    note: "treated and comparison units would have changed by the same number",
  },
  {
    method: "imputation",
    settings: { family: "poisson" },
    design: "same",
    note: "fitted to untreated cells only, so no unit already treated is compared with",
  },
  {
    method: "callaway-santanna",
    settings: { control: "not-yet" },
    design: "same",
    note: "each start compared with units not yet treated, in numbers rather than proportions",
  },
  {
    method: "synthetic-did",
    design: "same",
    note: "comparison units and periods are weighted to match the treated path",
  },
  {
    method: "synthetic-control",
    settings: { match: "outcome", placebo: true },
    design: "same",
    note: "the treated path is matched by a weighted mean of donors",
  },
  {
    method: "its",
    settings: { family: "quasipoisson", change: "level", season: "fourier:2" },
    design: "before-after",
    note: "the treated units' own trend and season would have gone on",
  },
  {
    method: "rate-ratio",
    settings: { phi: "pearson" },
    design: "before-after",
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
  const on = onPageScale(found, scaleOf(one.study.fit, one.estimator.scale), treatedMean(design), wanted);
  return { ...base, estimate: on.estimate, conf_low: on.low, conf_high: on.high, scale: on.scale };
};

/**
 * One row a method, same estimand and scale: the primary one first, then every other that can run, and for each that
 * cannot, the reason. Two-way regressions are not run on staggered starts, where they compare with units already treated.
 */
export const disagreement = (
  primary: Answer,
  designs: { readonly same: Design; readonly "before-after": Design | undefined },
  common: { readonly confLevel: number; readonly seed: string },
  wanted: EffectScale,
): { rows: Disagreement[]; ran: Answer[] } => {
  const rows = [rowOf(primary, designs.same, wanted, "primary", true)];
  const ran: Answer[] = [];
  const staggered = new Set(designs.same.cohort.filter(Number.isFinite)).size > 1;
  for (const other of others) {
    if (other.method === primary.estimator.name) continue;
    const design = designs[other.design];
    const estimator = findEstimator(other.method);
    if (
      !design ||
      (other.design === "same" &&
        designs.same.kind === "before-after" &&
        !estimator.accepts.includes("before-after"))
    )
      continue;
    if (staggered && ["ppml", "did", "rirr", "its", "rate-ratio", "synthetic-control"].includes(other.method))
      continue;
    try {
      const one = answer(other.method, design, common, other.settings);
      rows.push(rowOf(one, design, wanted, other.note, false));
      ran.push(one);
    } catch (thrown) {
      if (!(thrown instanceof WhatworksError)) throw thrown;
      rows.push({
        method: other.method,
        title: estimator.title,
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
