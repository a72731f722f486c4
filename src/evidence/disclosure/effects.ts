import type { Protect } from "../../model/disclosure.ts";
import type { Counts, Displacement, Finding, FindingEstimate, Harm, Headline } from "../../model/finding.ts";
import { coarseValue } from "./money.ts";
import { coarseLog, coarseP, interval, logOf } from "./ratios.ts";
import { coarse, roundTo } from "./rounding.ts";
import { exactTotals, reworded } from "./texts.ts";

/** Every effect of a finding to a few digits; estimates for single periods or starts are left out. */
export const coarseEffects = (finding: Finding, rule: Protect, digits: number, counts: Counts): Finding => {
  const short = <T extends number | null | undefined>(value: T): T => coarse(value, digits);
  const say = reworded(exactTotals(finding), rule, digits);
  const headline = coarseHeadline(finding.headline, counts, rule, digits);
  const { displacement, harm, value } = finding;
  return {
    ...finding,
    headline,
    estimates: finding.estimates
      .filter((one) => one.period === null && one.event_time === null && one.cohort === null)
      .map((one) =>
        isCount(one)
          ? countOf(one, rule, short)
          : one.scale === "log"
            ? coarseLog(one, digits)
            : {
                ...one,
                estimate: short(one.estimate),
                std_error: short(one.std_error),
                statistic: short(one.statistic),
                p_value: short(one.p_value),
                conf_low: short(one.conf_low),
                conf_high: short(one.conf_high),
              },
      ),
    disagreement: finding.disagreement.map((row) => ({
      ...row,
      ...interval(row, short),
      note: say(row.note),
    })),
    ...(finding.secondary
      ? { secondary: finding.secondary.map((one) => secondaryOf(one, finding, rule, digits)) }
      : {}),
    checks: finding.checks.map((check) => ({ ...check, sentence: say(check.sentence) })),
    warnings: finding.warnings.map((one) => ({ ...one, message: say(one.message) })),
    limits: finding.limits.map((one) => ({ ...one, sentence: say(one.sentence) })),
    ratings: Object.fromEntries(
      Object.entries(finding.ratings).map(([name, rating]) => [
        name,
        rating && {
          ...rating,
          facts: rating.facts.map(say),
          ...(rating.climb === undefined ? {} : { climb: say(rating.climb) }),
        },
      ]),
    ) as Finding["ratings"],
    ...(displacement ? { displacement: coarseDisplacement(displacement, rule, digits) } : {}),
    ...(harm ? { harm: coarseHarm(harm, rule, digits, say) } : {}),
    ...(value ? { value: coarseValue(value, finding, rule.rounding, digits) } : {}),
    ...(finding.charts?.weights
      ? {
          charts: {
            ...finding.charts,
            weights: finding.charts.weights.map((one) => ({ ...one, weight: short(one.weight) })),
          },
        }
      : {}),
  };
};

/** Terms that are numbers of events, not effects: they are rounded as counts are. */
const isCount = ({ term }: FindingEstimate): boolean => /^(events_avoided|wdd|.*_effect|wdd_.*)$/.test(term);

const countOf = (
  one: FindingEstimate,
  rule: Protect,
  short: (value: number | null) => number | null,
): FindingEstimate => ({
  ...one,
  ...interval(one, (value) => (value === null ? null : roundTo(value, Math.max(1, rule.rounding)))),
  std_error: null,
  statistic: null,
  p_value: short(one.p_value),
});

/** The ratio to a few digits; everything else of the headline is computed from that and from the rounded count. */
const coarseHeadline = (headline: Headline, counts: Counts, rule: Protect, digits: number): Headline => {
  const { estimate, conf_low: low, conf_high: high } = interval(headline, (value) => coarse(value, digits));
  const ratio = headline.scale === "rate-ratio";
  const observed = counts.treated.after.total;
  const percentOf = (value: number | null, exact: number | null): number | null =>
    value === null || exact === null ? null : ratio ? (value - 1) * 100 : coarse(exact, digits);
  const flip = (value: number | null): number | null => (value ? 1 / value : null);
  const base = Math.max(1, rule.rounding);
  const events = headline.events_avoided;
  const avoided = (value: number | null, exact: number | null): number | null => {
    if (exact === null) return null;
    // Of nothing observed a ratio says nothing: what was avoided is then what was to be expected.
    if (!ratio || !value || observed === 0) return roundTo(exact, base);
    return observed === null ? null : roundTo(observed * (1 / value - 1), base);
  };
  const all = {
    estimate: avoided(estimate, events.estimate),
    // A larger ratio avoids less: the ends of the interval change places.
    conf_low: avoided(ratio ? high : low, events.conf_low),
    conf_high: avoided(ratio ? low : high, events.conf_high),
  };
  // A year of a short window is a multiple of what was seen: rounded by itself it would be the finer of the two.
  const yearly = (exact: number | null, of: number | null, printed: number | null): number | null =>
    exact === null || printed === null ? null : of ? roundTo((exact / of) * printed, base) : 0;
  return {
    ...headline,
    ...{ estimate, conf_low: low, conf_high: high },
    percent: percentOf(estimate, headline.percent),
    percent_low: percentOf(low, headline.percent_low),
    percent_high: percentOf(high, headline.percent_high),
    p_value: ratio
      ? coarseP(
          headline.p_value,
          logOf(headline),
          logOf({ estimate, conf_low: low, conf_high: high }),
          digits,
        )
      : coarse(headline.p_value, digits),
    ...(headline.reciprocal === undefined
      ? {}
      : { reciprocal: flip(estimate), reciprocal_low: flip(high), reciprocal_high: flip(low) }),
    events_avoided: {
      ...all,
      per_year: yearly(events.per_year, events.estimate, all.estimate),
      per_year_low: yearly(events.per_year_low, events.conf_low, all.conf_low),
      per_year_high: yearly(events.per_year_high, events.conf_high, all.conf_high),
    },
  };
};

type Secondary = NonNullable<Finding["secondary"]>[number];
const secondaryOf = (one: Secondary, { counts }: Finding, rule: Protect, digits: number): Secondary => {
  const mean = (value: number | null | undefined, phase: "before" | "after"): number | null => {
    const { total, per_unit_period: each } = counts.treated[phase];
    if (value === null || value === undefined || !total || !each) return null;
    const cells = total / each;
    return roundTo(value * cells, rule.rounding) / cells;
  };
  return {
    ...one,
    ...interval(one, (value) => coarse(value, digits)),
    p_value: coarse(one.p_value, digits),
    p_adjusted: coarse(one.p_adjusted, digits),
    ...(one.treated_before === undefined ? {} : { treated_before: mean(one.treated_before, "before") }),
    ...(one.treated_after === undefined ? {} : { treated_after: mean(one.treated_after, "after") }),
  };
};

const coarseDisplacement = (given: Displacement, rule: Protect, digits: number): Displacement => {
  const base = Math.max(1, rule.rounding);
  return {
    ...given,
    // A difference of four totals is a count of people too; a quotient is not.
    measures: given.measures.map((one) => ({
      ...one,
      ...interval(one, (value) =>
        value === null ? null : one.unit === "quotient" ? coarse(value, digits - 1) : roundTo(value, base),
      ),
    })),
    ...(given.buffer
      ? {
          buffer: {
            units: given.buffer.units,
            before: given.buffer.before === null ? null : roundTo(given.buffer.before, rule.rounding),
            after: given.buffer.after === null ? null : roundTo(given.buffer.after, rule.rounding),
          },
        }
      : {}),
  };
};

/** Harm is events times a printed weight, so it is rounded to a whole number of rounded events. */
const coarseHarm = (harm: Harm, rule: Protect, digits: number, say: (text: string) => string): Harm => ({
  weights: harm.weights.map((row) => {
    const round = (value: number | null): number | null =>
      value === null
        ? null
        : row.weight
          ? roundTo(value, row.weight * Math.max(1, rule.rounding))
          : coarse(value, Math.max(1, digits - 1));
    return {
      ...row,
      avoided: round(row.avoided),
      avoided_low: round(row.avoided_low),
      avoided_high: round(row.avoided_high),
    };
  }),
  sentence: say(harm.sentence),
});
