import type { Rating } from "../model/finding.ts";
import type { GradingFacts } from "./facts.ts";

const bands = [
  { label: "High", from: 30 },
  { label: "Moderate", from: 10 },
  { label: "Low", from: 2 },
] as const;

/**
 * How large the change is, in the bands that the Youth Endowment Fund's Toolkit uses for less violence
 * (high from 30 %, moderate 10–30 %, low 2–9 %). Only for outcomes where lower is better; when the interval
 * includes no difference the band is "No clear evidence", whatever the point.
 * Source: Youth Endowment Fund, policing sector page (bands). "Harmful" is recalled, not confirmed.
 */
export const impactBand = (facts: GradingFacts): Rating => {
  const rule = "no clear evidence when the interval includes no difference; else by the size of the change";
  const caveat = "self-assessed with the bands of the Youth Endowment Fund Toolkit; not a Toolkit rating";
  const none = facts.scale === "rate-ratio" ? 1 : 0;
  const { low, high, percent } = facts;
  const unclear = percent === null || low === null || high === null || (low <= none && high >= none);
  const fall = percent === null ? 0 : facts.better === "lower" ? -percent : percent;
  const label = unclear
    ? "No clear evidence"
    : fall < 0
      ? "Harmful"
      : (bands.find((band) => fall >= band.from)?.label ?? "No clear evidence");
  return {
    value: label,
    label,
    rule,
    facts:
      percent === null
        ? ["no percentage could be estimated"]
        : [
            `estimated change ${percent.toFixed(1)}%`,
            unclear
              ? "the interval includes no difference"
              : "the interval lies on one side of no difference",
          ],
    caveat,
  };
};
