import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { formatPeriod } from "../../model/period.ts";
import { groupBy } from "../rows/group.ts";

/** Rows of one force in one month, anti-social behaviour apart. */
export interface ForceMonth {
  readonly force: string;
  readonly month: number;
  readonly crimes: number;
  readonly antisocial: number;
}

/** A fall of crime beyond this share, while anti-social behaviour moves less than `steady`, is a fault of supply. */
const fall = 0.35;
const steady = 0.2;

/**
 * Months whose crimes were likely not sent, told from months in which crime fell: anti-social behaviour comes
 * from another system and the same streets, so a real fall moves both (City of London, April 2020: −66 % and
 * −72 %) and a broken feed only one (Kent, December 2018: −57 % and +6 %).
 *
 * Each force-month is compared with the median of the same force. The message shows the neighbours, because
 * the months beside a gap are often part of it and too small to be flagged themselves.
 */
export const supplyGaps = (months: readonly ForceMonth[]): Diagnostic[] =>
  [...groupBy(months, ({ force }) => force).values()].flatMap((own) => {
    const [usual, usualAsb] = [median(own.map((m) => m.crimes)), median(own.map((m) => m.antisocial))];
    return own.filter((m) => isGap(m, usual, usualAsb)).map((m) => warning(m, usual, usualAsb, own));
  });

const isGap = ({ crimes, antisocial }: ForceMonth, usual: number, usualAsb: number): boolean =>
  usualAsb > 0 && crimes < (1 - fall) * usual && Math.abs(antisocial / usualAsb - 1) <= steady;

const warning = (
  gap: ForceMonth,
  usual: number,
  usualAsb: number,
  own: readonly ForceMonth[],
): Diagnostic => {
  const label = formatPeriod(gap.month, "month");
  const beside = own.filter(({ month }) => Math.abs(month - gap.month) === 1);
  const neighbours = beside
    .map((m) => `${formatPeriod(m.month, "month")} ${m.crimes} (${change(m.crimes, usual)})`)
    .join(", ");
  return diagnostic(
    "ingest/supply-gap",
    "warning",
    `${gap.force} ${label}: ${gap.crimes} crimes, ${change(gap.crimes, usual)} against the median month (${usual}), while anti-social behaviour is at ${gap.antisocial} (${change(gap.antisocial, usualAsb)}). Likely a gap in supply, not a fall in crime. Neighbours: ${neighbours || "none"}.`,
    { count: gap.crimes, fix: `leave ${label} out of the window, and look at its neighbours too` },
  );
};

const change = (value: number, usual: number): string => {
  const percent = Math.round((value / usual - 1) * 100);
  return `${percent < 0 ? "−" : "+"}${Math.abs(percent)} %`;
};

const median = (values: readonly number[]): number => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
};
