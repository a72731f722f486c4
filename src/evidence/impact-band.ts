import type { GradingFacts, ImpactBand, RatingFamily } from "../model/facts/rating.ts";

/** From how many per cent less on each band holds. */
const bands: readonly { readonly band: ImpactBand; readonly from: number }[] = [
  { band: "high", from: 30 },
  { band: "moderate", from: 10 },
  { band: "low", from: 2 },
];

/**
 * How large the change is, in the bands that the Youth Endowment Fund's Toolkit uses for less violence
 * (high from 30 %, moderate 10–30 %, low 2–9 %). Only for outcomes where lower is better; when the interval
 * includes no difference the band is "No clear evidence", whatever the point.
 * Source: Youth Endowment Fund, policing sector page (bands). "Harmful" is recalled, not confirmed.
 */
export const impactBand = (facts: GradingFacts): RatingFamily["impact-band"] => {
  const none = facts.scale === "rate-ratio" ? 1 : 0;
  const { low, high, percent } = facts;
  if (percent === null || low === null || high === null || (low <= none && high >= none))
    return { band: "no-clear-evidence", percent, unclear: true };
  const gain = facts.better === "lower" ? -percent : percent;
  const reached = bands.find(({ from }) => gain >= from)?.band ?? "no-clear-evidence";
  return { band: gain < 0 ? "harmful" : reached, percent, unclear: false };
};
