import { sameCalendarMonths } from "../model/calendar.ts";
import { UsageError } from "../model/errors.ts";
import { type Frequency, frequencyName, plainFrequency } from "../model/period.ts";

/** Lengths as people write them: "24 months", "2 years", "7 periods". All are optional. */
export interface WindowText {
  readonly before?: string;
  readonly after?: string;
  /** Periods left out from the start on; a part-treated start is one of them. */
  readonly washout?: string;
  /** Periods left out right before the start, in which an effect may already show. */
  readonly anticipation?: string;
}

/** Lengths in periods; `before` and `after` are unlimited when absent. */
export interface WindowLengths {
  readonly before: number | undefined;
  readonly after: number | undefined;
  readonly washout: number;
  readonly anticipation?: number;
}

/** What is asked about: the time while it was on, or the time after it ended. */
export type Phase = "while-on" | "afterwards";

/** Where treatment begins: the first period with any treatment, and whether it is only partly treated. */
export interface Start {
  readonly ordinal: number;
  readonly partial: boolean;
  /** The last treated period, where the register says that it ended; and whether that one is only partly treated. */
  readonly until?: { readonly ordinal: number; readonly partial: boolean };
}

/** Why a period in the range of a unit's windows is not used. */
export type WindowGap = "part-treated" | "washout" | "anticipation" | "calendar" | "ended" | "while-on";

/** For one unit: what each period is to it. */
export interface UnitWindow {
  /** T: "before", "after", or why it is not used; undefined outside the windows. */
  readonly place: readonly ("before" | "after" | WindowGap | undefined)[];
}

const perUnit: Readonly<Record<string, Partial<Record<Frequency, number>>>> = {
  year: { month: 12, quarter: 4, year: 1, week: 365.25 / 7, day: 365.25 },
  quarter: { month: 3, quarter: 1, year: 1 / 4, week: 365.25 / 28, day: 365.25 / 4 },
  month: { month: 1, quarter: 1 / 3, year: 1 / 12, week: 365.25 / 84, day: 365.25 / 12 },
  week: { week: 1, day: 7 },
  day: { day: 1, week: 1 / 7 },
};

/**
 * A length in periods of the panel: "24 months" is 24 months, 8 quarters or 2 years. Calendar lengths are rounded to
 * whole weeks or days; anything else that does not come out whole is refused, because "7 months" of quarters is a
 * mistake and not a wish. Throws UsageError design/window.
 */
export const parseSpan = (text: string, frequency: Frequency): number => {
  const match = /^\s*(\d+)\s*([a-z]*?)s?\s*$/i.exec(text);
  const unit = match?.[2]?.toLowerCase() ?? "";
  const factor = unit === "" || unit === "period" ? 1 : perUnit[unit]?.[plainFrequency(frequency)];
  if (!match || factor === undefined) throw badSpan(text, frequency);
  const length = Number(match[1]) * factor;
  const isCalendar = (frequency === "week" || frequency === "day") && !["week", "day"].includes(unit);
  if (isCalendar) return Math.round(length);
  if (Math.abs(length - Math.round(length)) > 1e-9) throw badSpan(text, frequency);
  return Math.round(length);
};

export const parseWindow = (window: WindowText | undefined, frequency: Frequency): WindowLengths => {
  const length = (text: string | undefined): number | undefined =>
    text === undefined ? undefined : parseSpan(text, frequency);
  const parsed = {
    before: length(window?.before),
    after: length(window?.after),
    washout: length(window?.washout) ?? 0,
    anticipation: length(window?.anticipation) ?? 0,
  };
  if (parsed.before === 0 || parsed.after === 0) throw badSpan("0", frequency);
  return parsed;
};

/**
 * Places each period relative to one start. The before window ends where anticipation begins; the after window begins
 * when the washout is over, ends with the intervention, and never holds a part-treated period. Asked about the time
 * afterwards, it begins when the intervention has ended.
 */
export const placePeriods = (
  ordinals: Int32Array,
  start: Start,
  lengths: WindowLengths,
  calendar?: { readonly frequency: Frequency },
  phase: Phase = "while-on",
): UnitWindow => {
  const { until } = start;
  const lastBefore = start.ordinal - (lengths.anticipation ?? 0);
  const firstBefore = lastBefore - (lengths.before ?? Number.POSITIVE_INFINITY);
  const whileOn = phase === "while-on" || until === undefined;
  const firstAfter = whileOn
    ? start.ordinal + Math.max(lengths.washout, start.partial ? 1 : 0)
    : until.ordinal + 1;
  const endAfter = firstAfter + (lengths.after ?? Number.POSITIVE_INFINITY);
  const place = Array.from(ordinals, (o): UnitWindow["place"][number] => {
    if (o < firstBefore || o >= endAfter) return undefined;
    if (o < lastBefore) return "before";
    if (o < start.ordinal) return "anticipation";
    if (whileOn && until && o > until.ordinal) return "ended";
    if (whileOn && until?.partial && o === until.ordinal) return "part-treated";
    if (o >= firstAfter) return "after";
    if (!whileOn) return "while-on";
    return start.partial && o === start.ordinal ? "part-treated" : "washout";
  });
  return { place: calendar ? matchCalendar(ordinals, place, start.ordinal, calendar.frequency) : place };
};

const matchCalendar = (
  ordinals: Int32Array,
  place: UnitWindow["place"],
  start: number,
  frequency: Frequency,
): UnitWindow["place"] => {
  const inside = [...place.keys()].filter((t) => place[t] === "before" || place[t] === "after");
  const kept = sameCalendarMonths(
    inside.map((t) => ordinals[t]!),
    start,
    frequency,
  );
  const out = [...place];
  for (const [at, t] of inside.entries()) if (!kept[at]) out[t] = "calendar";
  return out;
};

const badSpan = (text: string, frequency: Frequency): UsageError =>
  new UsageError("design/window", {
    found: `a window of "${text}" for data by ${frequency === "integer" ? "whole-number period" : frequencyName(frequency)}`,
    expected: "a whole number above 0 of months, quarters, years, weeks, days or periods that fits the data",
    hint: frequency === "integer" ? "24 periods" : `24 ${plainFrequency(frequency)}s`,
  });
