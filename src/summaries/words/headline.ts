import type { Finding, FindingFacts, Headline, Outcome, Verdict } from "../../model/finding.ts";
import { periodsPerYear } from "../../model/period.ts";
import {
  capital,
  confidence,
  count,
  effect,
  fixed,
  missing,
  percentSize,
  periodWords,
  perPeriod,
  plural,
} from "../numbers.ts";

/*
 * From interval to words. What may be said is capped twice: by the interval (a verdict word needs an interval on one
 * side of no difference) and by the design (a verb of cause needs level 4 or 5). Neither is a matter of taste.
 */

/** The verdict in one or two words, the same size for good news, bad news and none. */
export const verdictWords: Readonly<Record<Verdict, string>> = {
  fall: "Fall",
  rise: "Rise",
  uncertain: "Uncertain",
  equivalent: "No change that matters",
  "not-estimated": "Not estimated",
};

/** "in the hoped-for direction" or its opposite; empty where the verdict has no direction. */
export const directionWords = (verdict: Verdict, better: "lower" | "higher"): string => {
  if (verdict !== "fall" && verdict !== "rise") return "";
  return (verdict === "fall") === (better === "lower")
    ? "in the direction that was hoped for"
    : "against the direction that was hoped for";
};

/** What moved and how far the design lets the sentence go. */
export const movement = (verdict: "fall" | "rise", finding: FindingFacts): string => {
  const { label } = finding.outcome;
  const [fell, reduced] = verdict === "fall" ? ["fell", "reduced"] : ["rose", "increased"];
  switch (finding.design.level) {
    case 1:
      return `${capital(label)} was ${verdict === "fall" ? "lower" : "higher"} than expected`;
    case 2:
      // Both groups may have risen: without the comparison in the sentence, "fell" could be plainly untrue.
      return finding.counts.comparison === null
        ? `${capital(label)} ${fell} after the start`
        : `${capital(label)} ${fell} after the start relative to units that may not be comparable`;
    case 3:
      return `${capital(label)} ${fell} relative to the comparison group`;
    case 4:
      return `${finding.intervention.title} likely ${reduced} ${label}`;
    case 5:
      return `${finding.intervention.title} ${reduced} ${label}`;
  }
};

// "Fewer" is for things that are counted; a score or a rate is lower.
const comparatives = ({
  measure,
}: Pick<Outcome, "measure">): { readonly less: string; readonly more: string } =>
  measure === "level" ? { less: "lower", more: "higher" } : { less: "fewer", more: "more" };

/** "14% fewer", "3% more". */
export const percentWords = (value: number | null, outcome: Pick<Outcome, "measure">): string =>
  value === null
    ? missing
    : `${percentSize(value)} ${value < 0 ? comparatives(outcome).less : comparatives(outcome).more}`;

/** "3% to 22% fewer"; "8% fewer to 15% more" where the interval holds no difference. */
export const percentRange = (
  low: number | null,
  high: number | null,
  outcome: Pick<Outcome, "measure">,
): string => {
  if (low === null || high === null) return missing;
  const { less, more } = comparatives(outcome);
  if (high < 0) return `${percentSize(high)} to ${percentSize(low)} ${less}`;
  if (low >= 0) return `${percentSize(low)} to ${percentSize(high)} ${more}`;
  return `${percentSize(low)} ${less} to ${percentSize(high)} ${more}`;
};

const signed = (avoided: number, outcome: Pick<Outcome, "measure">): string =>
  `${count(Math.abs(avoided))} ${avoided >= 0 ? comparatives(outcome).less : comparatives(outcome).more}`;

/** Events avoided from low to high: "20 to 230 fewer", "150 fewer to 80 more". */
export const eventsRange = (
  low: number | null,
  high: number | null,
  outcome: Pick<Outcome, "measure">,
): string => {
  if (low === null || high === null) return missing;
  const { less, more } = comparatives(outcome);
  if (low >= 0) return `${count(low)} to ${count(high)} ${less}`;
  if (high <= 0) return `${count(-high)} to ${count(-low)} ${more}`;
  return `${count(high)} ${less} to ${count(-low)} ${more}`;
};

/** How many events a year the estimate stands for; over the window where a year means nothing. */
export const eventsWords = (finding: FindingFacts): string | undefined => {
  const { events_avoided: events } = finding.headline;
  const { outcome } = finding;
  if (events.per_year !== null && isYearly(finding))
    return `${signed(events.per_year, outcome)} ${outcome.unit} a year`;
  if (events.estimate === null) return undefined;
  return `${signed(events.estimate, outcome)} ${outcome.unit} over ${windowLength(finding)}`;
};

/** Three months told as a year would promise what nobody has seen: yearly figures need a year of data. */
const isYearly = ({ data, outcome }: FindingFacts): boolean => {
  const year = periodsPerYear(outcome.frequency);
  return year !== undefined && data.window.after.periods >= Math.floor(year);
};

const windowLength = ({ data, outcome }: FindingFacts): string =>
  plural(data.window.after.periods, perPeriod(outcome.frequency));

/** True when a total is so small that a percentage alone would mislead. */
export const hasFewEvents = ({ counts, conventions }: FindingFacts): boolean =>
  [counts.treated.before.total, counts.treated.after.total].some(
    (total) => total !== null && total < conventions.small_total,
  );

/** "31 recorded offences before and 22 after". */
export const countWords = ({ counts, outcome }: FindingFacts): string => {
  const { before, after } = counts.treated;
  return `${count(before.total)} ${outcome.unit} before and ${count(after.total)} after`;
};

/** "ratio 0.86", "difference -3.2 per unit and month". */
export const estimateWords = ({ headline, outcome }: FindingFacts): string =>
  headline.scale === "rate-ratio"
    ? `ratio ${effect(headline.estimate, "rate-ratio")}`
    : `difference ${effect(headline.estimate, "difference")}${outcome.measure === "level" ? "" : ` per unit and ${perPeriod(outcome.frequency)}`}`;

/** Both sentences of a finding's headline, for the one who writes it: `{ ...headline, ...headlineWords(facts) }`. */
export const headlineWords = (finding: FindingFacts): Pick<Headline, "sentence" | "range_sentence"> => ({
  sentence: headlineSentence(finding),
  range_sentence: rangeSentence(finding),
});

/** The second sentence: best estimate in per cent and in events, with the interval of the events. */
export const rangeSentence = (finding: FindingFacts): string => {
  const { headline, outcome } = finding;
  const { events_avoided: events } = headline;
  const words = eventsWords(finding);
  const size = headline.percent === null ? "" : percentWords(headline.percent, outcome);
  if (words === undefined)
    return size === "" ? "No single estimate could be made." : `The estimate is ${size}.`;
  const [low, high] =
    events.per_year === null || !isYearly(finding)
      ? [events.conf_low, events.conf_high]
      : [events.per_year_low, events.per_year_high];
  const interval =
    low === null || high === null
      ? ""
      : ` (${confidence(finding)} interval ${eventsRange(low, high, outcome)})`;
  return `The estimate is ${size === "" ? "" : `${size}, or `}about ${words}${interval}.`;
};

/** Why an interval that was computed is not given. */
const withheldWords: Readonly<Record<NonNullable<Headline["withheld"]>, string>> = {
  PAR01: "Treated units were already moving away from the others before the start",
  PLA01: "The same method also finds a change at a date when nothing had happened",
};

/** The one sentence of the page: direction, events a year, change, interval, ratio. */
export const headlineSentence = (finding: FindingFacts): string => `${verdictSentence(finding)}.`;

const verdictSentence = (finding: FindingFacts): string => {
  const { headline, outcome } = finding;
  const { percent_low: low, percent_high: high } = headline;
  const level = confidence(finding);
  const estimate = `${estimateWords(finding)}${hasFewEvents(finding) ? `; ${countWords(finding)}` : ""}`;
  switch (headline.verdict) {
    case "fall":
    case "rise": {
      const events = eventsWords(finding);
      const range = percentRange(low, high, outcome);
      const size = `${percentWords(headline.percent, outcome)} (${level} interval ${range}; ${estimate})`;
      return `${movement(headline.verdict, finding)}: ${events === undefined ? "" : `about ${events}, `}${size}`;
    }
    case "uncertain": {
      const [fall, rise] = [percentSize(low), percentSize(high)];
      const lead = `The change in ${outcome.label} is uncertain`;
      return low === null || high === null
        ? `${lead}: the ${level} interval holds both a fall and a rise (${estimate})`
        : `${lead}: the data are compatible with a fall of ${fall} and a rise of ${rise} (${level} interval; ${estimate})`;
    }
    case "equivalent": {
      const band = headline.equivalence_band;
      const declared = band ? ` of ${fixed(band.low, 2)} to ${fixed(band.high, 2)}` : "";
      return `Any change in ${outcome.label} is too small to matter: the ${level} interval (${percentRange(low, high, outcome)}; ${estimate}) lies inside the band${declared} declared beforehand`;
    }
    case "not-estimated":
      if (headline.withheld)
        return `${withheldWords[headline.withheld]}, so no interval is given for the change in ${outcome.label} and no conclusion is drawn (${estimate})`;
      return `These data give no interval for the change in ${outcome.label}, so no conclusion is drawn (${estimate})`;
  }
};

/** The start in words, whether a day or a period. */
export const startWords = ({ intervention }: Pick<Finding, "intervention">): string =>
  intervention.end === undefined
    ? `from ${periodWords(intervention.start)}`
    : `${periodWords(intervention.start)} to ${periodWords(intervention.end)}`;

/** "12 treated", "7 treated and 10 comparison units". */
export const unitsWords = ({ counts }: Pick<Finding, "counts">): string =>
  counts.comparison === null
    ? `${plural(counts.treated.units, "treated unit")}, no comparison group`
    : `${count(counts.treated.units)} treated and ${plural(counts.comparison.units, "comparison unit")}`;
