import type { Estimate, Fit, Scale } from "../../model/estimate.ts";
import type { EffectScale } from "../../model/finding.ts";

/** A method's answer on the scale of the page. */
export interface OnePageScale {
  readonly scale: EffectScale;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly pValue: number | null;
}

const exp = (value: number | null): number | null => (value === null ? null : Math.exp(value));

/**
 * From the method's own scale to the page's. A log estimate becomes a ratio by exp, its interval with it. A difference
 * of levels becomes a ratio against what was to be expected, mean / (mean − difference), so that every method of a
 * panel can be read on one scale; where that expectation is not positive the difference stays as it is. Where
 * differences are wanted, a ratio r becomes mean · (1 − 1/r).
 *
 * Shapes  `mean` is the mean outcome of treated cells after the start.
 */
export const onPageScale = (
  estimate: Pick<Estimate, "estimate" | "conf_low" | "conf_high" | "p_value">,
  scale: Scale,
  mean: number,
  wanted: EffectScale,
): OnePageScale => {
  const { estimate: point, conf_low, conf_high, p_value: pValue } = estimate;
  const difference = (log: number | null): number | null =>
    log === null ? null : mean * (1 - Math.exp(-log));
  if (scale === "log" && wanted === "difference")
    return {
      scale: "difference",
      estimate: difference(point),
      low: difference(conf_low),
      high: difference(conf_high),
      pValue,
    };
  if (scale === "log")
    return { scale: "rate-ratio", estimate: exp(point), low: exp(conf_low), high: exp(conf_high), pValue };
  const ratio = (difference: number | null): number | null =>
    difference === null || mean - difference <= 0 ? null : mean / (mean - difference);
  if (wanted === "difference" || ratio(point) === null)
    return { scale: "difference", estimate: point, low: conf_low, high: conf_high, pValue };
  // mean/(mean − d) rises with d; beyond the pole an upper end has no finite ratio.
  return {
    scale: "rate-ratio",
    estimate: ratio(point),
    low: ratio(conf_low),
    high: ratio(conf_high),
    pValue,
  };
};

export const scaleOf = (fit: Fit, own: Scale): Scale => fit.scale ?? own;
