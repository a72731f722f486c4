import { normalCdf, normalQuantile } from "../../maths/distributions.ts";
import type { FindingEstimate } from "../../model/finding.ts";
import { coarse } from "./rounding.ts";

export interface Interval {
  readonly estimate: number | null;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
}

export const interval = (
  { estimate, conf_low, conf_high }: Interval,
  short: (value: number | null) => number | null,
): Interval => ({ estimate: short(estimate), conf_low: short(conf_low), conf_high: short(conf_high) });

/** The same on the log scale; a ratio of nothing has no place there. */
export const logOf = (ratios: Interval): Interval =>
  interval(ratios, (value) => (value === null || value <= 0 ? null : Math.log(value)));

/**
 * An estimate on the log scale, printed as the logarithm of the ratio that the page prints. Two roundings of one
 * number are two clues, and a statistic or a standard error beside both is a third: with them the four totals of a
 * table follow exactly, however coarse each clue is. So there is one rounding, and the rest is left out or follows.
 */
export const coarseLog = (one: FindingEstimate, digits: number): FindingEstimate => {
  const ratios = interval(one, (value) => (value === null ? null : coarse(Math.exp(value), digits)));
  const printed = interval(logOf(ratios), (value) =>
    value === null ? null : Math.round(value * 1000) / 1000 + 0,
  );
  return {
    ...one,
    ...printed,
    std_error: null,
    statistic: null,
    p_value: coarseP(one.p_value, one, printed, digits),
  };
};

/** A p-value as it follows from what is printed: the exact one would say how the printed interval was rounded. */
export const coarseP = (
  p: number | null,
  exact: Interval,
  printed: Interval,
  digits: number,
): number | null => {
  const [was, is] = [distance(exact), distance(printed)];
  if (p === null || p <= 0 || p >= 1 || !was || is === undefined) return coarse(p, Math.max(1, digits - 1));
  return coarse(2 * normalCdf(normalQuantile(p / 2, true) * (is / was), true), digits);
};

/** How far an estimate on the log scale lies from nothing, in half widths of its interval. */
const distance = ({ estimate, conf_low, conf_high }: Interval): number | undefined =>
  estimate === null || conf_low === null || conf_high === null || conf_high <= conf_low
    ? undefined
    : (2 * Math.abs(estimate)) / (conf_high - conf_low);
