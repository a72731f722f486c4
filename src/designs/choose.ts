import type { DesignKind } from "../model/design.ts";
import type { DesignChoice } from "../model/finding.ts";
import { type Frequency, plainFrequency, seasonLength } from "../model/period.ts";

/** What the register, the protocol and the panel say before any estimate is seen. */
export interface ChoiceFacts {
  /** As the protocol asks; `auto` leaves the choice to the rules. */
  readonly asked: "auto" | DesignKind;
  readonly estimator: string | undefined;
  readonly treated: number;
  readonly comparison: number;
  /** Distinct first treated periods. */
  readonly starts: number;
  readonly periodsBefore: number;
  readonly periodsAfter: number;
  readonly frequency: Frequency;
  /** Whole numbers, none negative. */
  readonly isCount: boolean;
  readonly assignment: "random" | "cutoff" | "chosen";
}

export interface ChosenDesign {
  readonly kind: DesignKind;
  readonly method: string;
  readonly settings: Readonly<Record<string, string | number | boolean>>;
  readonly label: string;
  readonly chosenBy: DesignChoice["chosen_by"];
  readonly reason: string;
  readonly alternatives: DesignChoice["alternatives"];
}

interface Option {
  readonly method: string;
  readonly kind: DesignKind;
  readonly label: string;
  /** Why this design cannot be used, or undefined when it can. */
  readonly refuses: (f: ChoiceFacts) => string | undefined;
  /** Whether the rule prefers it to the options that follow. */
  readonly preferred: (f: ChoiceFacts) => boolean;
  readonly reason: (f: ChoiceFacts) => string;
  readonly settings: (f: ChoiceFacts) => Readonly<Record<string, string | number | boolean>>;
}

const none = (): Readonly<Record<string, string | number | boolean>> => ({});
const needsComparison = (f: ChoiceFacts): string | undefined =>
  f.comparison === 0 ? "no untreated unit is left to compare with" : undefined;
const fewPeriods = (f: ChoiceFacts): boolean => f.periodsBefore + f.periodsAfter <= 3 || f.periodsBefore < 2;
const yearsBefore = (f: ChoiceFacts): number => f.periodsBefore / seasonLength(f.frequency);
const units = (n: number, noun: string): string => `${n} ${noun} unit${n === 1 ? "" : "s"}`;

/** A series needs this many points on either side before trend and noise can be told apart. */
const fewestForSeries = 8;
/** With fewer donors, a placebo test cannot reach the usual levels of confidence. */
const fewestDonors = 10;
const fewestForPath = 12;

/** In order of preference: the first that is possible and preferred is the primary design. */
const options: readonly Option[] = [
  {
    method: "rirr",
    kind: "comparison-group",
    label: "Comparison group, totals before and after",
    refuses: (f) =>
      needsComparison(f) ??
      (f.isCount
        ? f.starts > 1
          ? "units start at different times"
          : undefined
        : "the outcome is not a count"),
    preferred: (f) => fewPeriods(f) || f.treated + f.comparison < 4,
    reason: (f) =>
      fewPeriods(f)
        ? "only totals before and after are at hand"
        : `there are only ${units(f.treated, "treated")} and ${units(f.comparison, "comparison")}`,
    settings: (f) => (f.periodsBefore + f.periodsAfter > 3 ? { phi: "pearson" } : { phi: "1" }),
  },
  {
    method: "imputation",
    kind: "comparison-group",
    label: "Comparison group, staggered starts",
    refuses: (f) => needsComparison(f) ?? (fewPeriods(f) ? "too few periods" : undefined),
    preferred: (f) => f.starts > 1,
    reason: (f) =>
      `units start at ${f.starts} different times, so units already treated must not serve as comparison`,
    settings: (f) => ({ family: f.isCount ? "poisson" : "gaussian" }),
  },
  {
    method: "synthetic-control",
    kind: "comparison-group",
    label: "One treated unit and a weighted donor pool",
    refuses: (f) =>
      needsComparison(f) ??
      (f.starts > 1
        ? "units start at different times"
        : f.comparison < fewestDonors
          ? `fewer than ${fewestDonors} donors`
          : f.periodsBefore < fewestForPath
            ? `fewer than ${fewestForPath} periods before the start`
            : undefined),
    preferred: (f) => f.treated === 1,
    reason: (f) =>
      `there is one treated unit and a pool of ${f.comparison} others with ${f.periodsBefore} periods before the start`,
    settings: () => ({ match: "outcome", placebo: true }),
  },
  {
    method: "ppml",
    kind: "comparison-group",
    label: "Comparison group, one start",
    refuses: (f) =>
      needsComparison(f) ??
      (fewPeriods(f)
        ? "too few periods"
        : f.isCount
          ? f.starts > 1
            ? "units start at different times"
            : undefined
          : "the outcome is not a count"),
    preferred: () => true,
    reason: (f) =>
      `${units(f.treated, "treated")} start together and ${units(f.comparison, "comparison")} never do`,
    settings: none,
  },
  {
    method: "did",
    kind: "comparison-group",
    label: "Comparison group, one start",
    refuses: (f) =>
      needsComparison(f) ??
      (fewPeriods(f) ? "too few periods" : f.starts > 1 ? "units start at different times" : undefined),
    preferred: (f) => !f.isCount,
    reason: () => "the outcome is not a count, so differences are compared rather than ratios",
    settings: none,
  },
  {
    method: "callaway-santanna",
    kind: "comparison-group",
    label: "Comparison group, group-time effects",
    refuses: (f) => needsComparison(f) ?? (fewPeriods(f) ? "too few periods" : undefined),
    preferred: () => false,
    reason: () => "",
    settings: none,
  },
  {
    method: "synthetic-did",
    kind: "comparison-group",
    label: "Weighted comparison units and periods",
    refuses: (f) =>
      needsComparison(f) ?? (f.periodsBefore < 2 ? "fewer than 2 periods before the start" : undefined),
    preferred: () => false,
    reason: () => "",
    settings: none,
  },
  {
    method: "its",
    kind: "before-after",
    label: "Before and after, interrupted time series",
    refuses: (f) =>
      Math.min(f.periodsBefore, f.periodsAfter) < fewestForSeries
        ? `fewer than ${fewestForSeries} periods on one side of the start`
        : f.starts > 1
          ? "units start at different times"
          : undefined,
    preferred: (f) => yearsBefore(f) >= 2,
    reason: (f) =>
      `${f.periodsBefore} periods before and ${f.periodsAfter} after the start are enough to take out trend and season`,
    settings: (f) => ({
      family: f.isCount ? "quasipoisson" : "gaussian",
      change: "level",
      season: ["year", "integer"].includes(plainFrequency(f.frequency))
        ? "none"
        : yearsBefore(f) >= 3 && f.frequency === "month"
          ? "month"
          : "fourier:2",
      vcov: f.periodsBefore + f.periodsAfter >= 48 ? `newey-west:${seasonLength(f.frequency)}` : "model",
    }),
  },
  {
    method: "rate-ratio",
    kind: "before-after",
    label: "Before and after",
    refuses: (f) => (f.isCount ? undefined : "the outcome is not a count"),
    preferred: () => true,
    reason: (f) =>
      `${f.periodsBefore} period${f.periodsBefore === 1 ? "" : "s"} before and ${f.periodsAfter} after the start allow no more than a comparison of totals`,
    settings: (f) => ({ phi: f.periodsBefore + f.periodsAfter > 3 ? "pearson" : "1" }),
  },
];

/**
 * Which design answers the question, and by which estimator: fixed by the protocol, or by this list of rules. It
 * reads how many units and periods there are and never an outcome's change, so it cannot pick the pleasing answer.
 * Returns undefined when nothing is possible.
 */
export const chooseDesign = (facts: ChoiceFacts): ChosenDesign | undefined => {
  const allowed = options.filter(({ kind }) => facts.asked === "auto" || facts.asked === kind);
  const possible = allowed.filter((option) => option.refuses(facts) === undefined);
  const named =
    facts.estimator === undefined ? undefined : options.find(({ method }) => method === facts.estimator);
  const compared = possible.filter(({ kind }) => kind === "comparison-group");
  const pool = facts.asked === "auto" && compared.length > 0 ? compared : possible;
  const chosen = named ?? pool.find((option) => option.preferred(facts)) ?? pool[0];
  if (!chosen) return undefined;
  const byProtocol = named !== undefined;
  return {
    kind: chosen.kind,
    method: facts.estimator ?? chosen.method,
    settings: chosen.settings(facts),
    label: chosen.label,
    chosenBy: byProtocol || facts.asked !== "auto" ? "protocol" : "auto",
    reason: byProtocol
      ? `the protocol names ${chosen.method} before any estimate was seen`
      : chosen.reason(facts),
    alternatives: options
      .filter((option) => option !== chosen)
      .map((option) => ({
        design: `${option.label} (${option.method})`,
        possible: option.refuses(facts) === undefined,
        reason:
          option.refuses(facts) ??
          (option.kind !== chosen.kind && chosen.kind === "comparison-group"
            ? "possible, but it cannot rule out what would have happened anyway"
            : "possible; shown beside the primary estimate where it runs"),
      })),
  };
};
