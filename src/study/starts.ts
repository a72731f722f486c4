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

/** Units that are treated within the panel. */
export const treatedUnits = ({ cohort, panel, roles }: Design): number[] => {
  const last = panel.ordinals.at(-1)!;
  return [...cohort.keys()].filter(
    (i) => cohort[i]! <= last && roles[i] !== "excluded" && !roles[i]!.startsWith("buffer"),
  );
};

/** Place of the first treated period among the periods of the panel: how many lie before it. */
export const firstTreated = (design: Design): number => {
  const starts = treatedUnits(design).map((i) => design.cohort[i]!);
  const first = starts.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
  return design.panel.ordinals.findIndex((ordinal) => ordinal >= first);
};
