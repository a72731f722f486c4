import type { Break } from "../../model/break.ts";
import { parsePeriod, periodOfDay } from "../../model/period.ts";
import { type Guard, type GuardInput, note, warning } from "./guard.ts";

const day = (label: string, end: boolean): number => {
  const [year, month] = label.split("-").map(Number);
  return Math.floor(Date.UTC(year!, month! - 1 + (end ? 1 : 0), end ? 0 : 1) / 86_400_000);
};

const concerns = (known: Break, { outcome, formats, design }: GuardInput): boolean =>
  (known.units === undefined ||
    design.panel.units.some((unit) => known.units!.some((part) => unit.toLowerCase().includes(part)))) &&
  (known.outcomes.length === 0 || known.outcomes.some((part) => outcome.toLowerCase().includes(part))) &&
  (known.formats.length === 0 || known.formats.some((format) => formats.includes(format)));

/** First and last ordinal that a break touches, on the panel's scale; undefined for scales without a calendar. */
const span = (known: Break, { design }: GuardInput): { from: number; to: number } | undefined => {
  const { frequency } = design.panel;
  if (frequency === "integer" || !parsePeriod(known.from)) return undefined;
  return {
    from: periodOfDay(day(known.from, false), frequency),
    to: periodOfDay(day(known.to, true), frequency),
  };
};

/**
 * Breaks that touch the window unevenly. A step between the first and the last period used, or a spell that covers
 * some but not all of them, changes what is counted between before and after.
 */
export const breaksInside = (input: GuardInput): Break[] => {
  if (input.invented || input.formats.length === 0) return [];
  const used = [...input.before, ...input.after];
  const first = Math.min(...used);
  const last = Math.max(...used);
  return input.breaks.filter((known) => {
    const at = concerns(known, input) ? span(known, input) : undefined;
    return (
      at !== undefined &&
      at.to >= first &&
      at.from <= last &&
      !(at.from <= first && at.to >= last) &&
      !(at.from === at.to && at.from === first)
    );
  });
};

/** A break that begins with the intervention is what this page measures, or cannot be told from it. */
const beginsWithIntervention = (known: Break, input: GuardInput): boolean =>
  Math.abs(span(known, input)!.from - input.start) <= 1;

const officialFormats = ["police-uk-street", "london-borough"];

export const recordingBreak: Guard = {
  code: "BRK01",
  look: (input) =>
    breaksInside(input)
      // Breaks of English police recording say nothing about data of another kind, unless the workspace added them.
      .filter(
        (known) =>
          known.status === "published" ||
          known.formats.length > 0 ||
          input.formats.some((format) => officialFormats.includes(format)),
      )
      .map((known) => ({
        ...warning("BRK01"),
        kind: "recording-break",
        facts: {
          title: known.title,
          from: known.from,
          to: known.to,
          source: known.source,
          status: known.status,
          beginsWithIntervention: beginsWithIntervention(known, input),
        },
      })),
};

/** The newest months of a published table are still being revised, usually upwards. */
export const provisionalMonths: Guard = {
  code: "PRV01",
  look: ({ after, lastCovered, design, formats, invented }) => {
    if (
      invented ||
      design.panel.frequency !== "month" ||
      !formats.some((format) => officialFormats.includes(format))
    )
      return undefined;
    const late = after.filter((ordinal) => ordinal > lastCovered - 2);
    return late.length === 0
      ? undefined
      : {
          ...warning("PRV01"),
          kind: "provisional-months",
          facts: { late: late.length, of: after.length },
        };
  },
};

export const mixedEditions: Guard = {
  code: "VIN01",
  look: ({ editions }) => {
    const apart = [...new Set(editions)];
    return apart.length > 1
      ? { ...note("VIN01"), kind: "mixed-editions", facts: { editions: apart } }
      : undefined;
  },
};
