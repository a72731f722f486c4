import type { Scale } from "../estimate.ts";
import type { Fact, Nothing } from "./fact.ts";

/*
 * What a sensitivity check found, as numbers. Effects are on the scale of the model that was checked; `summaries/words`
 * turns them into a sentence.
 */

/** Why a check could not be run on a study. */
export interface RefusalFamily {
  readonly "no-comparison-group": Nothing;
  readonly "no-treated-unit": Nothing;
  readonly "no-placebo-outcome": Nothing;
  readonly "few-treated-clusters": { readonly least: number };
  readonly "few-clusters": { readonly least: number };
  readonly "few-periods-before": { readonly least: number };
  readonly "unknown-outcomes": { readonly outcomes: readonly string[] };
  /** The method threw; `found` is what its error says it found. */
  readonly "method-refused": { readonly found: string };
}
export type CheckRefusal = Fact<RefusalFamily>;

/** A steady drift of treated units against the others before their start, per period. */
export interface DriftFacts {
  readonly slope: number;
  readonly standardError: number;
  readonly statistic: number;
  readonly df: number;
  readonly p: number;
  /** Treated units with periods before their start, and the longest stretch of these. */
  readonly treated: number;
  readonly periods: number;
}

/** A test of a steady drift and a joint test of the leads, which share one level; and how steep a drift would be found. */
export interface LeadsFacts {
  readonly scale: Scale;
  /** Of both tests together. */
  readonly p: number;
  readonly drift: DriftFacts;
  /** Of the joint test; no leads and NaN where it cannot be made. */
  readonly f: number;
  readonly df1: number;
  readonly df2: number;
  readonly joint_p: number;
  /** What the drift that was seen would make of the estimate by itself. */
  readonly carried: number;
  /** Drift per period found with 50 and with 80% power. */
  readonly slope50: number;
  readonly slope80: number;
  /** What the drift of 80% power would account for after the start. */
  readonly bias80: number;
  readonly estimate: number;
  readonly leads: readonly {
    readonly event_time: number;
    readonly estimate: number;
    readonly std_error: number;
  }[];
}

/** One run with something pretended. NaN where the method refused, with its reason. */
export interface PlaceboRun {
  readonly estimate: number;
  readonly standardError: number;
  readonly p: number;
  readonly reason?: string;
}

export interface PlaceboDatesFacts {
  readonly scale: Scale;
  /** Periods by which every start is pretended to be early, in a roll-out. */
  readonly early?: number;
  /** True where periods are plain numbers rather than dates. */
  readonly numbered: boolean;
  readonly dates: readonly (PlaceboRun & { readonly date: string })[];
  /** For the true start. */
  readonly estimate: number;
  /** The pretended start that is the test, half way through the periods before. */
  readonly date: string;
  readonly placebo: number;
  readonly p: number;
}

export interface PlaceboOutcomesFacts {
  readonly scale: Scale;
  readonly outcomes: readonly (PlaceboRun & { readonly outcome: string })[];
  /** For the outcome of the study. */
  readonly estimate: number;
}

export interface LeaveOneOutFacts {
  readonly scale: Scale;
  readonly estimate: number;
  readonly left_out: readonly {
    readonly name: string;
    readonly estimate: number;
    readonly reason?: string;
  }[];
  /** Whether one unit or a whole cluster is left out at a time, and how many there are in all. */
  readonly each: "unit" | "cluster";
  readonly total: number;
}

export interface LeaveOneOutRange {
  readonly low: number;
  readonly high: number;
  readonly sign_changes: number;
  readonly most_influential: string;
  readonly without_it: number;
}

export interface CheckFamily {
  readonly refused: CheckRefusal;
  readonly leads: LeadsFacts;
  readonly "leads-untestable": Nothing;
  readonly "placebo-dates": PlaceboDatesFacts;
  readonly "placebo-date-refused": PlaceboDatesFacts;
  readonly "placebo-outcomes": PlaceboOutcomesFacts;
  readonly "placebo-outcomes-refused": PlaceboOutcomesFacts;
  readonly "leave-one-out": LeaveOneOutFacts & LeaveOneOutRange;
  readonly "nothing-left-out": LeaveOneOutFacts;
}
export type CheckFacts = Fact<CheckFamily>;

/** Several outcomes are several chances to be fooled: 5% over all of them (Bonferroni). */
export const beyondChance = (p: number, tests: number): boolean => p * tests < 0.05;
