import { type Period, startDay } from "../../model/period.ts";

/** The first day of a period, days since 1970-01-01, so that moments of different precision can be put in order. */
export const momentStart = ({ frequency, ordinal }: Period): number =>
  startDay(ordinal, frequency) ?? ordinal;
