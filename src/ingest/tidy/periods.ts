import { type Frequency, parsePeriod } from "../../model/period.ts";

/** Distinct period spellings → ordinals on one scale; undefined when one cannot be read or two scales are mixed. */
export const periodOrdinals = (
  levels: readonly string[],
): { frequency: Frequency; ordinals: number[] } | undefined => {
  const parsed = levels.map(parsePeriod);
  if (parsed.some((period) => period === undefined)) return undefined;
  const frequencies = new Set(parsed.map((period) => period!.frequency));
  // 1, 2, … 1999, 2000 are plain numbers even where some of them look like years.
  if (frequencies.size === 2 && frequencies.has("year") && frequencies.has("integer")) {
    return { frequency: "integer", ordinals: parsed.map((period) => period!.ordinal) };
  }
  if (frequencies.size !== 1) return undefined;
  return { frequency: parsed[0]!.frequency, ordinals: parsed.map((period) => period!.ordinal) };
};

const never = new Set(["", "0", "NA", "Inf", "inf", "Infinity", "NaN", "never"]);

/** A cohort cell → ordinal of the first treated period; +Infinity = never; undefined when it cannot be read. */
export const cohortOrdinal = (text: string, frequency: Frequency): number | undefined => {
  // A column of whole numbers with gaps comes out of data frames as 2006.0.
  const cell = text.trim().replace(/^(\d+)\.0+$/, "$1");
  if (never.has(cell)) return Number.POSITIVE_INFINITY;
  const period = parsePeriod(cell);
  if (!period) return undefined;
  const alike = period.frequency === frequency || (isNumeric(period.frequency) && isNumeric(frequency));
  return alike ? period.ordinal : undefined;
};

const isNumeric = (frequency: Frequency): boolean => frequency === "year" || frequency === "integer";

export const cohortOrdinals = (levels: readonly string[], frequency: Frequency): number[] | undefined => {
  const ordinals = levels.map((level) => cohortOrdinal(level, frequency));
  return ordinals.some((ordinal) => ordinal === undefined) ? undefined : (ordinals as number[]);
};
