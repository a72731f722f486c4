import type { Period } from "../../model/period.ts";

const dayMs = 86_400_000;

/** The first day of a period, days since 1970-01-01, so that moments of different precision can be put in order. */
export const momentStart = ({ frequency, ordinal }: Period): number => {
  switch (frequency) {
    case "day":
    case "integer":
      return ordinal;
    case "week":
      // Week 0 (1970-W01) starts on Monday 29 December 1969.
      return ordinal * 7 - 3;
    case "year":
      return Date.UTC(ordinal, 0, 1) / dayMs;
    case "quarter":
      return Date.UTC(Math.floor(ordinal / 4), (ordinal % 4) * 3, 1) / dayMs;
    case "month":
      return Date.UTC(Math.floor(ordinal / 12), ordinal % 12, 1) / dayMs;
  }
};
