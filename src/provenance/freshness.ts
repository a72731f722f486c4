import { lastDay, parsePeriod } from "../model/period.ts";

const daysOf: Readonly<Record<string, number>> = {
  day: 1,
  week: 7,
  month: 365.25 / 12,
  quarter: 365.25 / 4,
  year: 365.25,
};

/** Days from the end of the last period of the data to a day (days since 1970-01-01); undefined without a calendar. */
export const ageInDays = (dataTo: string, today: number): number | undefined => {
  const period = parsePeriod(dataTo);
  const last = period && lastDay(period.ordinal, period.frequency);
  return last === undefined ? undefined : today - last;
};

/** How old data may be in days, from a span such as `45 days`; undefined for a span in plain periods. */
export const allowedDays = (freshness: string): number | undefined => {
  const [, count, unit] = /^(\d+) ([a-z]+?)s?$/.exec(freshness) ?? [];
  const days = unit === undefined ? undefined : daysOf[unit];
  return days === undefined ? undefined : Number(count) * days;
};
