import type { CheckOutcome } from "../../model/check.ts";
import type { HeadlineFacts } from "../../model/finding.ts";

/**
 * No interval holds what it promises where the study's own past says that the design does not: treated units that
 * drifted before their start, or a change that is also "found" at a date when nothing happened. The estimate stays, and
 * why there is no interval is said where it would stand.
 */
export const withheldIf = (headline: HeadlineFacts, checks: readonly CheckOutcome[]): HeadlineFacts => {
  const failed = (id: string): boolean =>
    checks.some((check) => check.id === id && check.status === "failed");
  const reason = failed("pre-trends") ? "PAR01" : failed("placebo-dates") ? "PLA01" : undefined;
  if (reason === undefined || headline.conf_low === null) return headline;
  const { events_avoided: events } = headline;
  return {
    ...headline,
    conf_low: null,
    conf_high: null,
    percent_low: null,
    percent_high: null,
    p_value: null,
    ...(headline.reciprocal_low === undefined ? {} : { reciprocal_low: null, reciprocal_high: null }),
    events_avoided: { ...events, conf_low: null, conf_high: null, per_year_low: null, per_year_high: null },
    verdict: "not-estimated",
    withheld: reason,
  };
};
