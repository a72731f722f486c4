import type { Design } from "../model/design.ts";

/** First period, as an ordinal, in which any unit is treated; +Infinity where none is. */
export const firstStart = ({ cohort }: Pick<Design, "cohort">): number => {
  let first = Number.POSITIVE_INFINITY;
  for (const start of cohort) if (start < first) first = start;
  return first;
};

/** Distinct first treated periods, in order. */
export const startsOf = ({ cohort }: Pick<Design, "cohort">): number[] =>
  [...new Set(cohort.filter(Number.isFinite))].sort((a, b) => a - b);

/** Places of the units with a role. */
export const unitsWith = ({ roles }: Pick<Design, "roles">, role: Design["roles"][number]): number[] =>
  roles.flatMap((held, i) => (held === role ? [i] : []));
