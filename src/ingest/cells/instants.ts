import { parsePeriod } from "../../model/period.ts";

const [dayMs, hourMs] = [86_400_000, 3_600_000];

/** Whether the platform knows a time zone by this name. */
export const isTimeZone = (name: string): boolean => {
  try {
    new Intl.DateTimeFormat("en-GB", { timeZone: name });
    return true;
  } catch {
    return false;
  }
};

/** Days since 1970-01-01 on the calendar of a time zone. Clocks change on the quarter of an hour, so each is asked once. */
export const calendarOf = (timeZone: string): ((utc: number) => number) => {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
  });
  const known = new Map<number, number>();
  return (utc) => {
    const quarter = Math.floor(utc / (hourMs / 4));
    const held = known.get(quarter);
    if (held !== undefined) return held;
    const parts = Object.fromEntries(
      format.formatToParts(utc).map(({ type, value }) => [type, Number(value)]),
    );
    const day = Date.UTC(parts.year!, parts.month! - 1, parts.day!) / dayMs;
    if (known.size < 1_000_000) known.set(quarter, day);
    return day;
  };
};

export interface Instant {
  /** Days since 1970-01-01: on the declared calendar where an offset says when, otherwise as written. */
  readonly day: number;
  /** Milliseconds since 1970, where an offset says which; absent for a local time, which may happen twice. */
  readonly utc?: number;
}

/**
 * An ISO date-time, with or without an offset. With an offset and a declared time zone it is placed on that calendar:
 * 23:30 UTC on 31 March is April in London. Without either its date is taken as written.
 */
export const readInstant = (text: string, calendar?: (utc: number) => number): Instant | undefined => {
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
  return { utc, day: calendar ? calendar(utc) : date.ordinal };
};
