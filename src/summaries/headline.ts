import type { EffectScale, Headline } from "../model/finding.ts";
import { verdictOf } from "./wording.ts";

interface Interval {
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
}

type Derived = Pick<
  Headline,
  | "percent"
  | "percent_low"
  | "percent_high"
  | "reciprocal"
  | "reciprocal_low"
  | "reciprocal_high"
  | "direction"
  | "verdict"
>;

/**
 * What follows from an effect and its interval, computed once so that the finding stores every number a page prints.
 *
 * @param expected  Mean per period that the treated units would have had; a difference in per cent divides by it.
 * @param band      Ratios (or differences) declared beforehand as too small to matter.
 */
export const derivedNumbers = (
  { estimate, conf_low, conf_high }: Interval,
  scale: EffectScale,
  expected?: number | null,
  band?: { readonly low: number; readonly high: number },
): Derived => {
  const percent = (value: number | null): number | null => {
    if (value === null) return null;
    if (scale === "rate-ratio") return (value - 1) * 100;
    return expected ? (value / expected) * 100 : null;
  };
  const flip = (value: number | null): number | null =>
    scale === "rate-ratio" && value !== null && value > 0 ? 1 / value : null;
  const none = scale === "rate-ratio" ? 1 : 0;
  return {
    percent: percent(estimate),
    percent_low: percent(conf_low),
    percent_high: percent(conf_high),
    reciprocal: flip(estimate),
    reciprocal_low: flip(conf_high),
    reciprocal_high: flip(conf_low),
    direction: estimate === null || estimate === none ? "none" : estimate < none ? "lower" : "higher",
    verdict: verdictOf(conf_low, conf_high, scale, band),
  };
};

/**
 * Events avoided from a ratio and what was observed: observed ÷ ratio − observed, over the after window and a year.
 * The window's share of a year is `periods ÷ perYear`; without it a year means nothing and is null.
 */
export const eventsAvoided = (
  { estimate, conf_low, conf_high }: Interval,
  scale: EffectScale,
  observed: number | null,
  periods: number,
  perYear: number | undefined,
): Headline["events_avoided"] => {
  const avoided = (value: number | null): number | null => {
    if (value === null || observed === null) return null;
    if (scale === "difference") return -value * periods;
    return value > 0 ? observed / value - observed : null;
  };
  const yearly = (value: number | null): number | null =>
    value === null || perYear === undefined ? null : (value * perYear) / periods;
  // A high ratio is few avoided, so the ends change places.
  const [middle, low, high] = [avoided(estimate), avoided(conf_high), avoided(conf_low)];
  return {
    estimate: middle,
    conf_low: low,
    conf_high: high,
    per_year: yearly(middle),
    per_year_low: yearly(low),
    per_year_high: yearly(high),
  };
};
