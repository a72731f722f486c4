import { type Frequency, formatPeriod, isFinancial, plainFrequency, seasonOf } from "./period.ts";

/**
 * The name of a period's place in the calendar year: two periods with the same place may be compared without
 * comparing summer with winter. Whole numbers take their place in a cycle (12 unless told otherwise); years have one.
 */
export const calendarPlace = (ordinal: number, frequency: Frequency, cycle?: number): string => {
  if (cycle !== undefined || frequency === "integer") return String(seasonOf(ordinal, frequency, cycle));
  if (plainFrequency(frequency) === "year") return "year";
  return formatPeriod(ordinal, frequency).slice(isFinancial(frequency) ? 8 : 5);
};

/**
 * Which periods to keep so that every calendar place enters the before window exactly k times as often as the
 * after window (or the after window k times as often as the before window, when that is the longer one).
 *
 * A mean of eighteen months against a mean of twelve weighs one half-year twice; a ratio of the two then
 * shows season where there is no change. The periods nearest the start are kept.
 *
 * Shapes    `ordinals` T increasing; returns T of 0 or 1.
 */
export const sameCalendarMonths = (
  ordinals: ArrayLike<number>,
  start: number,
  frequency: Frequency = "month",
  cycle?: number,
): Uint8Array => {
  const places = new Map<string, { before: number[]; after: number[] }>();
  for (let t = 0; t < ordinals.length; t++) {
    const place = calendarPlace(ordinals[t]!, frequency, cycle);
    if (!places.has(place)) places.set(place, { before: [], after: [] });
    const { before, after } = places.get(place)!;
    // Nearest to the start first, on either side.
    if (ordinals[t]! < start) before.unshift(t);
    else after.push(t);
  }
  const mask = new Uint8Array(ordinals.length);
  for (const { before, after } of places.values()) {
    const [b, a] = keepPerPlace(before.length, after.length, wholeCycles(places.values()));
    for (const t of [...before.slice(0, b), ...after.slice(0, a)]) mask[t] = 1;
  }
  return mask;
};

type Sides = { before: number[]; after: number[] };

/** How many times the shorter side fits into the longer one, place by place: k > 0 before per after, k < 0 the reverse. */
const wholeCycles = (places: Iterable<Sides>): number => {
  const all = [...places];
  const fits = (of: (s: Sides) => number, into: (s: Sides) => number): number =>
    Math.min(...all.filter((s) => of(s) > 0).map((s) => Math.floor(into(s) / of(s))));
  const beforePerAfter = fits(
    (s) => s.after.length,
    (s) => s.before.length,
  );
  if (Number.isFinite(beforePerAfter) && beforePerAfter >= 1) return beforePerAfter;
  const afterPerBefore = fits(
    (s) => s.before.length,
    (s) => s.after.length,
  );
  return Number.isFinite(afterPerBefore) && afterPerBefore >= 1 ? -afterPerBefore : 0;
};

const keepPerPlace = (before: number, after: number, k: number): [number, number] => {
  if (k > 0) return [k * after, after];
  if (k < 0) return [before, -k * before];
  // Neither side holds a whole copy of the other: keep what both have.
  const both = Math.min(before, after);
  return [both, both];
};
