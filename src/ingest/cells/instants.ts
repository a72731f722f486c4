import { parsePeriod } from "../../model/period.ts";

const dayMs = 86_400_000;

/** Midnight UTC of the last Sunday of a month. */
const lastSunday = (year: number, month: number): number => {
  const last = new Date(Date.UTC(year, month, 0));
  return last.getTime() - last.getUTCDay() * dayMs;
};

/** Minutes that clocks in London are ahead of UTC. Rule of 1996 onwards: last Sundays of March and October, 01:00 UTC. */
export const londonOffset = (instant: number): number => {
  const year = new Date(instant).getUTCFullYear();
  const summer = instant >= lastSunday(year, 3) + 3_600_000 && instant < lastSunday(year, 10) + 3_600_000;
  return summer ? 60 : 0;
};

export interface Instant {
  /** Days since 1970-01-01 on a London calendar. */
  readonly day: number;
  /** Milliseconds since 1970, where an offset says which; absent for a local time, which may happen twice. */
  readonly utc?: number;
}

/**
 * An ISO date-time, with or without an offset. With one it is placed on the London calendar, so that an event at
 * 23:30 UTC on 31 March counts in April; without one its date is taken as written.
 */
export const readInstant = (text: string): Instant | undefined => {
  const match =
    text.length > 40
      ? null
      : /^(\d{4}-\d{2}-\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.\d+)?)?\s?(Z|[+-]\d{2}(?::?\d{2})?)?$/.exec(
          text,
        );
  const date = match ? parsePeriod(match[1]!) : undefined;
  if (!match || !date) return undefined;
  const [hour, minute, second] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hour > 23 || minute > 59 || second > 60) return undefined;
  if (match[5] === undefined) return { day: date.ordinal };
  const sign = match[5] === "Z" ? 0 : match[5].startsWith("-") ? -1 : 1;
  const digits = match[5].replace(/\D/g, "").padEnd(4, "0");
  const ahead = sign * (Number(digits.slice(0, 2)) * 60 + Number(digits.slice(2)));
  const utc = date.ordinal * dayMs + ((hour * 60 + minute - ahead) * 60 + second) * 1000;
  return { utc, day: Math.floor((utc + londonOffset(utc) * 60_000) / dayMs) };
};
