import { compares, type DesignKind } from "../model/design.ts";

/** What the graders read: facts about the design and about what happened in these data, each printed beside the grade. */
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

/** One line of a grader's rule book, tried in order. */
export interface Rule<Value> {
  readonly id: string;
  readonly text: string;
  readonly holds: (facts: GradingFacts) => boolean;
  readonly value: Value;
  readonly climb: string;
}

/** The first rule that holds; a rule book always ends with one that does. */
export const firstRule = <Value>(rules: readonly Rule<Value>[], facts: GradingFacts): Rule<Value> =>
  rules.find((rule) => rule.holds(facts)) ?? rules.at(-1)!;

const plural = (n: number, noun: string): string => `${n} ${noun}${n === 1 ? "" : "s"}`;

/** The facts in sentences, in a fixed order. */
export const factSentences = (facts: GradingFacts): string[] => [
  facts.assignment === "random"
    ? "units were assigned at random"
    : facts.assignment === "cutoff"
      ? "units were assigned by a cut-off"
      : "units were chosen, not assigned at random",
  `${plural(facts.treatedUnits, "treated unit")} and ${plural(facts.comparisonUnits, "comparison unit")}`,
  `${plural(facts.periodsBefore, "period")} before and ${plural(facts.periodsAfter, "period")} after`,
  ...(compares(facts.kind)
    ? [
        facts.comparisonJustified
          ? "the choice of comparison units is explained"
          : "nobody wrote down why the comparison units are comparable",
        facts.controlsUsed
          ? "each unit's own level and what happened to all units are taken out"
          : "levels and common changes are not modelled",
        facts.preTrends === "passed"
          ? "the groups moved alike before the start, as far as this test can see"
          : facts.preTrends === "failed"
            ? "the groups did not move alike before the start"
            : "whether the groups moved alike before the start is not settled: there is no test, or one too weak to tell",
      ]
    : [
        facts.seriesModelled
          ? "trend, season and serial correlation are modelled"
          : "trend and season are not modelled",
      ]),
  ...(facts.regressionToTheMean
    ? ["the units were picked after a bad spell that is part of the baseline"]
    : []),
  ...(facts.perfectFit
    ? ["there are so many donors that any path before the start could be fitted, so the fit shows nothing"]
    : []),
  ...(facts.recordingBreak ? ["a known break in recording or supply lies inside the window"] : []),
  ...(facts.contamination === undefined
    ? []
    : [`comparison units received ${Math.round(facts.contamination * 100)}% of the dose of treated units`]),
];
