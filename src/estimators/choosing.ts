import type { ChoiceFacts } from "../model/method.ts";
import { seasonLength } from "../model/period.ts";

/** Why a study has nobody to compare with. */
export const needsComparison = (f: ChoiceFacts): string | undefined =>
  f.comparison === 0 && f.kind !== "roll-out" ? "no untreated unit is left to compare with" : undefined;

/** Too few for more than totals: a panel needs two periods before the start, and four in all. */
export const hasFewPeriods = (f: ChoiceFacts): boolean =>
  f.periodsBefore + f.periodsAfter <= 3 || f.periodsBefore < 2;

export const needsPeriods = (f: ChoiceFacts): string | undefined =>
  hasFewPeriods(f) ? "too few periods" : undefined;

export const needsCounts = (f: ChoiceFacts): string | undefined =>
  f.isCount ? undefined : "the outcome is not a count";

export const needsOneStart = (f: ChoiceFacts): string | undefined =>
  f.starts > 1 ? "units start at different times" : undefined;

export const yearsBefore = (f: ChoiceFacts): number => f.periodsBefore / seasonLength(f.frequency);

export const units = (n: number, noun: string): string => `${n} ${noun} unit${n === 1 ? "" : "s"}`;

/** The spread of the periods themselves can be measured only where there are more than a few of them. */
export const measuredPhi = (f: ChoiceFacts): { phi: "pearson" | "1" } => ({
  phi: f.periodsBefore + f.periodsAfter > 3 ? "pearson" : "1",
});

/** The smallest panel on which clustered errors mean something. */
export const leastPanel = { units: 4, periods: 4 } as const;
