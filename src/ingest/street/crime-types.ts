import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { formatPeriod, parsePeriod } from "../../model/period.ts";

const month = (label: string): number => parsePeriod(label)!.ordinal;
const split2011 = month("2011-09");
const split2013 = month("2013-05");

/**
 * Months in which data.police.uk publishes a crime type: `from` the first, `until` the month after the last.
 * Outside them the type does not exist, so its count is absent rather than 0. In September 2011 "Other crime"
 * gave up five types; in May 2013 "Violent crime" was renamed, "Public disorder and weapons" split in two, and
 * bicycle theft and theft from the person left "Other theft".
 */
const lives: Readonly<Record<string, { from?: number; until?: number }>> = {
  "criminal damage and arson": { from: split2011 },
  drugs: { from: split2011 },
  "other theft": { from: split2011 },
  shoplifting: { from: split2011 },
  "public disorder and weapons": { from: split2011, until: split2013 },
  "violent crime": { until: split2013 },
  "violence and sexual offences": { from: split2013 },
  "public order": { from: split2013 },
  "possession of weapons": { from: split2013 },
  "bicycle theft": { from: split2013 },
  "theft from the person": { from: split2013 },
};

export const isAntisocial = (type: string): boolean => /^anti-?social behaviour$/i.test(type);

/** Does the publisher count this type in this month? */
export const typeExists = (type: string, ordinal: number): boolean => {
  const { from = -Infinity, until = Infinity } = lives[type.toLowerCase()] ?? {};
  return ordinal >= from && ordinal < until;
};

/** Types whose definition begins or ends inside the months at hand. */
export const typeBreaks = (types: readonly string[], months: readonly number[]): Diagnostic[] =>
  types
    .filter((type) => {
      const alive = months.filter((m) => typeExists(type, m)).length;
      return alive > 0 && alive < months.length;
    })
    .map((type) => {
      const { from, until } = lives[type.toLowerCase()]!;
      const when =
        from !== undefined && months[0]! < from
          ? `before ${formatPeriod(from, "month")}`
          : `from ${formatPeriod(until!, "month")}`;
      return diagnostic(
        "ingest/definition-break",
        "warning",
        `Category "${type}" does not exist ${when}: a change of definition, not a trend. Those months are absent, not 0.`,
        { outcomes: [type], fix: "compare within one definition, or add the types of a family together" },
      );
    });
