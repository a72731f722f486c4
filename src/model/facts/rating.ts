import type { DesignKind } from "../design.ts";
import type { Fact } from "./fact.ts";

/** What the graders read: about the design and about what happened in these data; printed beside the grade. */
export interface GradingFacts {
  readonly kind: DesignKind;
  readonly assignment: "random" | "cutoff" | "chosen";
  readonly treatedUnits: number;
  readonly comparisonUnits: number;
  readonly periodsBefore: number;
  readonly periodsAfter: number;
  /** Someone wrote down why the comparison units are comparable. */
  readonly comparisonJustified: boolean;
  /** Levels and common shocks are taken out: unit and period effects, matching, or a weighted donor pool. */
  readonly controlsUsed: boolean;
  /** Trend, season and serial correlation are modelled in a design without comparison. */
  readonly seriesModelled: boolean;
  readonly preTrends: "passed" | "failed" | "not-run";
  /** The treated units were picked because of a bad spell, and that spell is in the baseline. */
  readonly regressionToTheMean: boolean;
  /** A weighted donor pool fits the treated path exactly: with so many donors any path could be, so it shows nothing. */
  readonly perfectFit?: boolean;
  /** A recording break, supply gap or mixed edition lies inside the window. */
  readonly recordingBreak: boolean;
  /** Dose seen in comparison units as a share of that in treated units; undefined when not measured. */
  readonly contamination: number | undefined;
  /** Share of treated or comparison cells lost; above 0.2 costs a level of a randomised design. */
  readonly attrition: number;
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly scale: "rate-ratio" | "difference";
  readonly percent: number | null;
  readonly better: "lower" | "higher";
  /** Events in the smallest of the cells of the 2 × 2 table. */
  readonly smallestCell: number;
  readonly clusters: number;
  /** Methods of the disagreement panel whose interval does not hold the primary estimate. */
  readonly disagreeing: number;
}

export type MarylandRule =
  | "randomised"
  | "randomised-flawed"
  | "randomised-one-unit"
  | "several-moved-alike"
  | "comparable"
  | "not-shown-comparable"
  | "alone-after-bad-spell"
  | "alone"
  | "one-point";

export type LocalGrowthRule =
  | "randomised"
  | "randomised-flawed"
  | "cut-off"
  | "explained-moved-alike"
  | "not-shown-comparable"
  | "series-modelled"
  | "alone";

export type Level = 1 | 2 | 3 | 4 | 5;

/** What moves certainty up or down by one. */
export type CertaintyStep =
  | "moved-apart"
  | "bad-spell"
  | "recording-break"
  | "no-comparison"
  | "methods-disagree"
  | "holds-no-difference"
  | "few-events"
  | "large-effect"
  | "many-moved-alike";

export type Certainty = "very-low" | "low" | "moderate" | "high";

export type ImpactBand = "high" | "moderate" | "low" | "harmful" | "no-clear-evidence";

export const emmieParts = ["effect", "mechanism", "moderators", "implementation", "economics"] as const;
export type EmmiePart = (typeof emmieParts)[number];

export interface RatingFamily {
  readonly "maryland-sms": {
    readonly rule: MarylandRule;
    readonly level: Level;
    readonly read: GradingFacts;
  };
  readonly "local-growth": {
    readonly rule: LocalGrowthRule;
    readonly level: Level;
    readonly read: GradingFacts;
  };
  readonly certainty: {
    readonly value: Certainty;
    readonly start: Certainty;
    readonly randomised: boolean;
    readonly steps: readonly { readonly step: CertaintyStep; readonly by: 1 | -1 }[];
  };
  readonly "impact-band": {
    readonly band: ImpactBand;
    readonly percent: number | null;
    /** The interval includes no difference, or there is none. */
    readonly unclear: boolean;
  };
  /** 0 to 4 for each part. */
  readonly completeness: Readonly<Record<EmmiePart, number>>;
}
export type RatingFacts = Fact<RatingFamily>;
