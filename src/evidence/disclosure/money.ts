import type { Finding, Value } from "../../model/finding.ts";
import { coarse, roundTo } from "./rounding.ts";

/**
 * Sums of money where a count is hidden. A benefit is events times a unit cost that is printed beside it, so every sum
 * is rounded to what a rounded number of events is worth; what follows from printed sums is computed from them, since
 * a small difference of two large sums would else give the large one at every digit.
 */
export const coarseValue = (value: Value, { headline }: Finding, base: number, digits: number): Value => {
  const money = rounded(value, headline.events_avoided.estimate, base, digits);
  const [benefit, low, high] = [money(value.benefit), money(value.benefit_low), money(value.benefit_high)];
  const net = benefit === null || value.cost === null ? null : benefit - value.cost;
  const part = (own: number | null, exact: number | null, whole: number | null): number | null =>
    own === null || !exact || whole === null ? null : coarse((own / exact) * whole, digits);
  return {
    ...value,
    benefit,
    benefit_low: low,
    benefit_high: high,
    net,
    net_low: money(value.net_low),
    net_high: money(value.net_high),
    ...(value.ratio === undefined ? {} : { ratio: part(value.ratio, value.benefit, benefit) }),
    p_benefit_above_cost: coarse(value.p_benefit_above_cost, digits),
    by_recipient: value.by_recipient.map((row) => ({
      ...row,
      benefit: part(row.benefit, value.benefit, benefit),
      low: part(row.low, value.benefit_low, low),
      high: part(row.high, value.benefit_high, high),
    })),
    sentence: benefit === null ? value.sentence : sentenceOf(benefit, low, high),
  };
};

/** To a whole number of rounded events' worth; where that is not known, to one digit less than effects keep. */
const rounded = (value: Value, events: number | null, base: number, digits: number) => {
  const worth = events && value.benefit ? Math.abs(value.benefit / events) * Math.max(1, base) : undefined;
  return (sum: number | null): number | null =>
    sum === null
      ? null
      : worth === undefined
        ? coarse(sum, Math.max(1, digits - 1))
        : coarse(roundTo(sum, worth), digits);
};

/** The sentence of the finding quotes exact sums; this one quotes none. */
const sentenceOf = (benefit: number, low: number | null, high: number | null): string => {
  const uncertain = low !== null && high !== null && low <= 0 && high >= 0;
  const said = uncertain
    ? "The value of the change is uncertain: its interval holds both a gain and a loss."
    : benefit >= 0
      ? "The events fewer than expected would have cost society the sum below."
      : "The events more than expected cost society the sum below.";
  return `${said} Sums are rounded, because a count behind them is hidden.`;
};
