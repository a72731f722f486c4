import { onPageScale } from "../../evidence/effect/from-estimate.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { EffectScale, EventTime } from "../../model/finding.ts";
import { answer, treatedMean } from "./estimating.ts";

/**
 * Effect by periods since the start, on the scale of the headline: regression with one start, group-time effects with
 * several (a regression would compare with units already treated). Empty where the data do not bear one.
 */
export const eventStudyOf = (
  design: Design,
  common: { readonly confLevel: number; readonly seed: string },
  wanted: EffectScale,
): { times: EventTime[]; ran: Record<string, number> } => {
  if (design.kind === "before-after" || design.panel.periods.length < 6) return { times: [], ran: {} };
  const starts = new Set(design.cohort.filter(Number.isFinite)).size;
  const method = starts > 1 ? "callaway-santanna" : "event-study";
  try {
    const found = answer(method, design, common, starts > 1 ? { control: "not-yet" } : {});
    const term = starts > 1 ? "dynamic" : "att";
    const times = found.inferred.estimates
      .filter((one) => one.term === term && one.event_time !== null)
      .map((one): EventTime => {
        const event = one.event_time!;
        const mean = treatedMean(design, (ordinal, start) => ordinal - start === event);
        const on = onPageScale(one, "level", mean, wanted);
        return { event_time: event, estimate: on.estimate, conf_low: on.low, conf_high: on.high };
      })
      .filter(({ estimate }) => estimate !== null);
    const reference: EventTime = {
      event_time: -1,
      estimate: wanted === "rate-ratio" ? 1 : 0,
      conf_low: null,
      conf_high: null,
      reference: true,
    };
    const all = times.some(({ event_time }) => event_time === -1) ? times : [...times, reference];
    return {
      times: all.sort((a, b) => a.event_time - b.event_time),
      ran: { [method]: found.estimator.version },
    };
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return { times: [], ran: {} };
    throw thrown;
  }
};
