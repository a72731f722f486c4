import { onPageScale } from "../../evidence/effect/from-estimate.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Estimate, Estimator, Fit, Study, Term } from "../../model/estimate.ts";
import type { EffectScale, EventTime } from "../../model/finding.ts";
import { treatedMean } from "../../study/cells.ts";
import { startsOf } from "../../study/starts.ts";
import { by } from "../estimate/infer.ts";
import { estimators } from "../estimate/methods.ts";
import { answer, type Common, fitted } from "./estimating.ts";

/**
 * Effect by periods since the start, on the scale of the headline: regression with one start, group-time effects with
 * several (a regression would compare with units already treated). Empty where the data do not bear one.
 */
export interface EventStudy {
  readonly times: readonly EventTime[];
  /** Versions of the methods that gave them. */
  readonly ran: Readonly<Record<string, number>>;
}

export const eventStudyOf = (design: Design, common: Common, wanted: EffectScale): EventStudy => {
  const treated = design.roles.filter((role) => role === "treated").length;
  if (design.kind === "before-after" || design.panel.periods.length < 6 || treated < fewestTreated)
    return { times: [], ran: {} };
  const starts = startsOf(design).length > 1 ? "several" : "one";
  const estimator = estimators.find(({ traits }) => traits.eventStudy?.starts === starts);
  if (!estimator) return { times: [], ran: {} };
  try {
    const { estimates, bands } = pointsOf(estimator, design, common);
    const band = new Map(bands.map((one) => [one.event_time, one]));
    const times = estimates
      .filter((one) => one.event_time !== null)
      .map((one): EventTime => {
        const event = one.event_time!;
        const mean = treatedMean(design, (ordinal, start) => ordinal - start === event);
        const on = onPageScale(one, "level", mean, wanted);
        const wide = band.get(event);
        const around = wide && onPageScale(wide, "level", mean, wanted);
        return {
          event_time: event,
          estimate: on.estimate,
          conf_low: on.low,
          conf_high: on.high,
          ...(around && around.low !== null ? { band_low: around.low, band_high: around.high } : {}),
        };
      })
      .filter(({ estimate }) => estimate !== null)
      .sort((a, b) => a.event_time - b.event_time);
    return { times, ran: { [estimator.name]: estimator.version } };
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return { times: [], ran: {} };
    throw thrown;
  }
};

/** Pointwise intervals, and the band that covers all of them at once. */
interface Points {
  readonly estimates: readonly Estimate[];
  readonly bands: readonly Estimate[];
}

/** With fewer treated units the errors of single event times mean too little to be drawn. */
const fewestTreated = 5;

/** Draws of the bootstrap behind a band that holds for all event times at once. */
const bandDraws = 999;

const isDynamic = ({ term }: Estimate): boolean => term === "dynamic";

/** A method that finishes its own event times is drawn as it is; coefficients are set around their mean before the start. */
const pointsOf = (estimator: Estimator, design: Design, common: Common): Points => {
  const { settings = {} } = estimator.traits.eventStudy ?? {};
  const study = fitted(estimator, design, common, { ...settings, bootstrap: 0 });
  return study.fit.estimates === undefined ? aroundMean(study) : groupTimes(estimator, design, common);
};

const groupTimes = (estimator: Estimator, design: Design, common: Common): Points => {
  const { settings = {} } = estimator.traits.eventStudy ?? {};
  const dynamic = (draws: number): readonly Estimate[] =>
    answer(estimator, design, common, { ...settings, bootstrap: draws }).inferred.estimates.filter(isDynamic);
  return { estimates: dynamic(0), bands: dynamic(bandDraws) };
};

/**
 * The same coefficients around the mean of all periods before the start rather than around the last one alone, whose
 * own noise would otherwise sit in every other point of the figure.
 */
const aroundMean = (study: Study): Points => {
  const { fit, design } = study;
  const n = design.cohort.length;
  const terms: Term[] = [...fit.terms, { term: "att", estimate: 0, event_time: -1 }];
  const influence = [...fit.influence, new Float64Array(n)];
  const early = terms.flatMap(({ event_time }, k) => ((event_time ?? 0) < 0 ? [k] : []));
  const level = early.reduce((sum, k) => sum + terms[k]!.estimate, 0) / early.length;
  const drift = new Float64Array(n);
  for (const k of early) for (let i = 0; i < n; i += 1) drift[i]! += influence[k]![i]! / early.length;
  const { regression, estimates: _, ...rest } = fit;
  const centred: Fit = {
    ...rest,
    terms: terms.map((term) => ({ ...term, estimate: term.estimate - level })),
    influence: influence.map((pull) => pull.map((value, i) => value - drift[i]!)),
  };
  const again: Study = { ...study, fit: centred, settings: { ...study.settings, bootstrap: bandDraws } };
  if (regression === undefined) return { estimates: [], bands: [] };
  return { estimates: by("cluster", again).estimates, bands: by("multiplier", again).estimates };
};
