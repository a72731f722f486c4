import type { EffectScale, EventsAvoided, HeadlineFacts } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import type { Measured } from "./counts.ts";

/** The primary estimate on the scale of the page, and what was observed after the start. */
export interface Effect {
  readonly scale: EffectScale;
  /** Ratio, or difference per unit and period. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly pValue: number | null;
  readonly level: number;
  /** Events in treated cells after the start, how many such cells, and how many years they span. */
  readonly observed: number;
  readonly cells: number;
  /** Of a level no events are avoided; it only moves. */
  readonly measure?: Measured;
  readonly years: number | undefined;
  readonly equivalence?: { readonly low: number; readonly high: number };
  /** What the change of the others leads to expect, where nothing at all was observed: no ratio of nothing can tell. */
  readonly expected?: number;
  /** Events avoided where the method estimates them itself. */
  readonly avoided?: { readonly estimate: number; readonly low: number; readonly high: number };
}

/** Counterfactual minus observed. A ratio r leaves y events of y/r, so y(1/r − 1) were avoided; a difference d, −d a cell. */
const avoidedBy = (effect: Effect, value: number | null): number | null => {
  if (value === null) return null;
  if (effect.scale === "difference") return -value * effect.cells;
  return value > 0 ? effect.observed * (1 / value - 1) : null;
};

const nothingAvoided: EventsAvoided = {
  estimate: null,
  conf_low: null,
  conf_high: null,
  per_year: null,
  per_year_low: null,
  per_year_high: null,
};

const perYear = ({ years }: Effect, n: number | null): number | null =>
  n === null || years === undefined || years <= 0 ? null : n / years;

const avoidedOf = (effect: Effect): EventsAvoided => {
  if (effect.measure === "level") return nothingAvoided;
  if (effect.observed === 0 && effect.scale === "rate-ratio" && !effect.avoided)
    return {
      ...nothingAvoided,
      estimate: effect.expected ?? null,
      per_year: perYear(effect, effect.expected ?? null),
    };
  // A larger ratio avoids less: the ends of the interval change places.
  const [estimate, low, high] = effect.avoided
    ? [effect.avoided.estimate, effect.avoided.low, effect.avoided.high]
    : [avoidedBy(effect, effect.estimate), avoidedBy(effect, effect.high), avoidedBy(effect, effect.low)];
  const yearly = (n: number | null): number | null => perYear(effect, n);
  return {
    estimate,
    conf_low: low,
    conf_high: high,
    per_year: yearly(estimate),
    per_year_low: yearly(low),
    per_year_high: yearly(high),
  };
};

const percentOf = (effect: Effect, value: number | null): number | null => {
  if (value === null) return null;
  if (effect.scale === "rate-ratio") return (value - 1) * 100;
  const counterfactual = effect.observed - value * effect.cells;
  return counterfactual > 0 ? ((value * effect.cells) / counterfactual) * 100 : null;
};

/**
 * Everything the page's first sentence needs, as numbers; the sentence itself is written by the wording module.
 *
 * Units  percent signed (negative is a fall); events avoided over the after-period and per year.
 */
export const headlineOf = (effect: Effect): HeadlineFacts => {
  const none = effect.scale === "rate-ratio" ? 1 : 0;
  const direction =
    effect.estimate === null || effect.estimate === none
      ? "none"
      : effect.estimate < none
        ? "lower"
        : "higher";
  return {
    estimate: effect.estimate,
    conf_low: effect.low,
    conf_high: effect.high,
    conf_level: effect.level,
    scale: effect.scale,
    percent: percentOf(effect, effect.estimate),
    percent_low: percentOf(effect, effect.low),
    percent_high: percentOf(effect, effect.high),
    p_value: effect.pValue,
    events_avoided: avoidedOf(effect),
    direction,
    verdict: verdictOf(effect.low, effect.high, effect.scale, effect.equivalence),
    ...(effect.equivalence ? { equivalence_band: effect.equivalence } : {}),
  };
};
