import type { AssumptionFamily, HarmRow, ValueFacts } from "../../model/facts/value.ts";
import type { Harm, Value } from "../../model/finding.ts";
import { confidenceWords, count, currencySign, fixed, listWords, missing, percent } from "../numbers.ts";
import { say, type Words } from "./say.ts";

/*
 * Harm and money in sentences. Both are the headline's events on another scale, so they are never surer than it is,
 * and a sum in pounds is rounded to what it can bear: nobody knows the value of a crime to the pound.
 */

const million = 1_000_000;

/** "£13.2 million", "£450,000", "-£2.1 million". */
export const moneyWords = (value: number | null, sign: string): string => {
  if (value === null || !Number.isFinite(value)) return missing;
  const step = Math.abs(value) >= 10_000 ? 1000 : 100;
  const size = Math.abs(value) >= million ? Math.abs(value) : Math.round(Math.abs(value) / step) * step;
  const minus = value < 0 && size > 0 ? "-" : "";
  if (size >= million)
    return `${minus}${sign}${fixed(size / million, size >= 9.95 * million ? 0 : 1)} million`;
  return `${minus}${sign}${count(size)}`;
};

// A loss from 20 to 30 is a gain from −30 to −20.
const minus = (value: number | null): number | null => (value === null ? null : -value);

const gain = (value: number | null, sign: string): string =>
  value === null
    ? missing
    : value < 0
      ? `a loss of ${moneyWords(-value, sign)}`
      : `a gain of ${moneyWords(value, sign)}`;

/** What the schemes say together: agreement of direction is all that can be compared between them. */
const harmSentence = (rows: readonly HarmRow[], level: number): string => {
  const sure = rows.filter(({ avoided_low: low, avoided_high: high }) =>
    low === null || high === null ? false : low > 0 || high < 0,
  );
  const names = listWords(rows.map(({ scheme }) => scheme));
  if (rows.every(({ avoided_low }) => avoided_low === null))
    return `Harm by the ${names} has no interval, because the effect has none.`;
  if (sure.length < rows.length)
    return `Whether harm fell is uncertain: the ${confidenceWords(level)} interval includes no difference by the ${names}.`;
  const less = sure.every(({ avoided_low: low }) => low! > 0);
  return `There was ${less ? "less" : "more"} harm than expected by the ${names}.${rows.length < 2 ? "" : " Each scheme counts in its own unit, so their numbers cannot be compared."}`;
};

/** Harm as a finding holds it. */
export const harmWords = (rows: readonly HarmRow[], level: number): Harm => ({
  weights: rows.map(({ scheme, offence, ...row }) => ({
    name: `${scheme}: ${offence.toLowerCase()}`,
    ...row,
  })),
  sentence: harmSentence(rows, level),
});

const assumptions: Words<AssumptionFamily> = {
  "recorded-only": () =>
    "Only recorded events are valued. Offences that nobody reported would add to the benefit or to the loss.",
  multiplied: ({ by, low, high }) =>
    `Each recorded event stands for ${by} actual offences${low === null ? "" : `, between ${low} and ${high}`}.`,
  "average-cost": () => "A unit cost is an average for the offence, not the cost of these events.",
  "no-neighbours": () =>
    "Events in neighbouring units are not counted: crime that moved there would take from the benefit.",
  discounted: ({ rate }) =>
    `Benefits and costs after the first year are discounted at ${percent(rate * 100, 1)} a year.`,
  uprated: ({ from, to, deflator }) => `Unit costs in ${from} prices were uprated to ${to} by ${deflator}.`,
  simulated: ({ draws }) =>
    `Intervals come from ${count(draws)} simulations of the effect and of every range of costs.`,
};

/** The value of the events as a finding holds it. */
export const valueWords = (value: ValueFacts, level: number): Value => ({
  ...value,
  assumptions: value.assumptions.map((one) => say(assumptions, one)),
  sentence: valueSentence(value, currencySign(value.currency), confidenceWords(level)),
});

/** One sentence on benefit, and one on benefit against cost where something was spent. */
const valueSentence = (value: ValueFacts, sign: string, level: string): string => {
  const { benefit, benefit_low: low, benefit_high: high, net, net_low, net_high, cost } = value;
  const prices = `in ${value.price_year} prices`;
  if (benefit === null) return "The events could not be put into pounds, because none could be estimated.";
  const range = (from: number | null, to: number | null): string =>
    from === null || to === null
      ? ""
      : ` (${level} interval ${moneyWords(from, sign)} to ${moneyWords(to, sign)})`;
  const crosses = low !== null && high !== null && low <= 0 && high >= 0;
  const first = crosses
    ? `The value of the change is uncertain: between ${gain(low, sign)} and ${gain(high, sign)} to society, ${prices}.`
    : benefit >= 0
      ? `The events fewer than expected would have cost society about ${moneyWords(benefit, sign)}${range(low, high)}, ${prices}.`
      : `The events more than expected cost society about ${moneyWords(-benefit, sign)}${range(minus(high), minus(low))}, ${prices}.`;
  if (cost === null || net === null) return `${first} What the intervention cost was not measured.`;
  const odds = value.p_benefit_above_cost;
  const chance =
    odds === null ? "" : ` The benefit is above the cost in ${chanceWords(odds)} of simulations.`;
  const interval =
    net_low === null
      ? ""
      : `, with a ${level} interval from ${gain(net_low, sign)} to ${gain(net_high, sign)}`;
  return `${first} The intervention cost ${moneyWords(cost, sign)}. Benefit less cost is ${gain(net, sign)}${interval}.${chance}`;
};

// 10,000 draws that all agree are still not certainty.
export const chanceWords = (odds: number | null): string =>
  odds === null
    ? missing
    : odds > 0.99
      ? "more than 99%"
      : odds < 0.01
        ? "fewer than 1%"
        : percent(odds * 100);
