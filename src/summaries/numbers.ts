import { conventions, type EffectScale, type Finding, type Headline } from "../model/finding.ts";
import { frequencyName, isFinancial, parsePeriod } from "../model/period.ts";

/*
 * Numbers and dates as people read them, by the GOV.UK style: commas in thousands, "%" closed up, "3% to 22%",
 * "1 July 2024". British and the same on every machine, so nothing here asks the locale.
 */

export const missing = "not available";

type Maybe = number | null | undefined;
const absent = (value: Maybe): value is null | undefined =>
  value === null || value === undefined || !Number.isFinite(value);

/** Fixed decimals, commas in thousands, never "-0". */
export const fixed = (value: Maybe, decimals = 0): string => {
  if (absent(value)) return missing;
  const rounded = value.toFixed(decimals);
  const [whole, fraction] = rounded.replace("-", "").split(".") as [string, string | undefined];
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  const negative = value < 0 && /[1-9]/.test(rounded);
  return `${negative ? "-" : ""}${grouped}${fraction === undefined ? "" : `.${fraction}`}`;
};

/** A count of things. */
export const count = (value: Maybe): string => fixed(value, 0);

/** Enough decimals to tell small values apart: 0.0042, 0.42, 4.2, 1,042. */
export const measured = (value: Maybe): string =>
  fixed(value, absent(value) ? 0 : decimalsFor(Math.abs(value)));
const decimalsFor = (size: number): number =>
  size === 0 || size >= 1000 ? 0 : size >= 1 ? 1 : size >= 0.1 ? 2 : 4;

/** A ratio: two decimals, three where two would print 1.00 for something else or 0.00. */
export const ratio = (value: Maybe): string => fixed(value, ratioDecimals([value]));

const ratioDecimals = (values: readonly Maybe[]): number =>
  values.some((value) => !absent(value) && ((Math.abs(value - 1) < 0.005 && value !== 1) || value < 0.1))
    ? 3
    : 2;

/** An effect on its own scale. */
export const effect = (value: Maybe, scale: EffectScale): string =>
  scale === "rate-ratio" ? ratio(value) : measured(value);

/** Estimate and interval in the same number of decimals. */
export const effectCells = (
  estimate: Maybe,
  low: Maybe,
  high: Maybe,
  scale: EffectScale,
): readonly [estimate: string, interval: string] => {
  const held = [estimate, low, high].filter((value): value is number => !absent(value));
  const decimals =
    scale === "rate-ratio" ? ratioDecimals(held) : decimalsFor(Math.max(0, ...held.map(Math.abs)));
  const interval =
    absent(low) || absent(high) ? missing : `${fixed(low, decimals)} to ${fixed(high, decimals)}`;
  return [fixed(estimate, decimals), interval];
};

export const effectInterval = (low: Maybe, high: Maybe, scale: EffectScale): string =>
  effectCells(null, low, high, scale)[1];

export const percent = (value: Maybe, decimals = 0): string =>
  absent(value) ? missing : `${fixed(value, decimals)}%`;

/** The size of a change without its sign; one decimal below 10 so that 0.4% is not "0%". */
export const percentSize = (value: Maybe): string =>
  absent(value) ? missing : percent(Math.abs(value), Math.abs(value) < 9.95 ? 1 : 0);

export const pValue = (value: Maybe): string => {
  if (absent(value)) return missing;
  const floor = conventions.p_value_floor;
  if (value < floor) return `below ${floor}`;
  return fixed(value, value < 0.1 ? 3 : 2);
};

/** "95%", "99.5%". */
export const confidenceWords = (level: number): string =>
  percent(level * 100, Number.isInteger(Math.round(level * 1000) / 10) ? 0 : 1);

/** "95%" of a finding's intervals. */
export const confidence = (finding: { readonly headline: Pick<Headline, "conf_level"> }): string =>
  confidenceWords(finding.headline.conf_level);

/** The sign of a currency, for the header of a column of money: units stand in headers, not in cells. */
export const currencySign = (currency: string): string => (currency === "GBP" ? "£" : currency);

const months = "January February March April May June July August September October November December".split(
  " ",
);

/** A period in words: "September 2023", "July to September 2023", "week 5 of 2023", "1 July 2024", "2023", "financial year 2015/16". */
export const periodWords = (label: string): string => {
  const period = parsePeriod(label);
  if (period === undefined) return label;
  const [year = "", rest = ""] = label.split("-");
  if (isFinancial(period.frequency))
    return rest === "" ? `financial year ${year}` : `quarter ${rest.slice(1)} of the financial year ${year}`;
  switch (period.frequency) {
    case "month":
      return `${months[Number(rest) - 1]} ${year}`;
    case "quarter": {
      const first = ((period.ordinal % 4) + 4) % 4;
      return `${months[first * 3]} to ${months[first * 3 + 2]} ${label.slice(0, 4)}`;
    }
    case "week":
      return `week ${Number(rest.slice(1))} of ${year}`;
    case "day":
      return `${Number(label.slice(8))} ${months[Number(rest) - 1]} ${year}`;
    case "year":
      return label;
    default:
      return `period ${label}`;
  }
};

/** The first or last month of a quarter, which is itself two months with "to" between them. */
const quarterMonth = (label: string, month: 0 | 2): string | undefined => {
  const period = parsePeriod(label);
  if (period?.frequency !== "quarter") return undefined;
  const first = ((period.ordinal % 4) + 4) % 4;
  return `${months[first * 3 + month]} ${label.slice(0, 4)}`;
};

/** "September 2022 to March 2023"; quarters run from their first month to their last; one period stands alone. */
export const rangeWords = (from: string, to: string): string =>
  from === to
    ? periodWords(from)
    : `${quarterMonth(from, 0) ?? periodWords(from)} to ${quarterMonth(to, 2) ?? periodWords(to)}`;

/** "1 ward", "12 wards". */
export const plural = (value: number, one: string, many = `${one}s`): string =>
  `${count(value)} ${value === 1 ? one : many}`;

/** "a, b and c"; past `most` names, "and others" (how many there are is said where it is counted). */
export const listWords = (items: readonly string[], most = Number.POSITIVE_INFINITY): string => {
  const shown = items.length > most ? [...items.slice(0, most), "others"] : [...items];
  return shown.length < 2 ? (shown[0] ?? "none") : `${shown.slice(0, -1).join(", ")} and ${shown.at(-1)}`;
};

/** All names where they are few, else the first five and how many more there are. */
export const someWords = (names: readonly string[]): string =>
  names.length <= 6 ? names.join(", ") : `${names.slice(0, 5).join(", ")} and ${names.length - 5} more`;

/** "recorded offences a month"; a level has no rate in time. */
export const byPeriod = ({ measure, unit, frequency }: Finding["outcome"]): string =>
  measure === "level" ? unit : `${unit} a ${perPeriod(frequency)}`;

/** What a difference is a difference in: counts go by unit and period, a level is what it is. */
export const differenceIn = ({ measure, unit, frequency }: Finding["outcome"]): string =>
  `Difference in ${unit}${measure === "level" ? "" : ` per unit and ${perPeriod(frequency)}`}`;

/** "a month", "a quarter"; "a period" where time is a plain number. */
export const perPeriod = (frequency: Finding["outcome"]["frequency"]): string =>
  frequency === "integer" ? "period" : frequencyName(frequency);

/** Lower case at the start, but for an abbreviation. */
export const uncapital = (words: string): string =>
  /^[A-Z][a-z ]/.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;

export const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

/** With a full stop, unless it already ends. */
export const sentence = (words: string): string => (/[.!?]$/.test(words) ? words : `${words}.`);
