import { compares } from "../model/design.ts";
import type { Certainty, CertaintyStep, GradingFacts, RatingFamily } from "../model/facts/rating.ts";

const levels: readonly Certainty[] = ["very-low", "low", "moderate", "high"];

interface Step {
  readonly step: CertaintyStep;
  readonly by: 1 | -1;
  readonly when: (facts: GradingFacts) => boolean;
}

const crosses = (f: GradingFacts): boolean => {
  const none = f.scale === "rate-ratio" ? 1 : 0;
  return f.low === null || f.high === null || (f.low <= none && f.high >= none);
};

const steps: readonly Step[] = [
  {
    step: "moved-apart",
    by: -1,
    when: (f) => f.preTrends === "failed",
  },
  {
    step: "bad-spell",
    by: -1,
    when: (f) => f.regressionToTheMean,
  },
  {
    step: "recording-break",
    by: -1,
    when: (f) => f.recordingBreak,
  },
  {
    step: "no-comparison",
    by: -1,
    when: (f) => f.kind === "before-after" && f.assignment !== "random",
  },
  {
    step: "methods-disagree",
    by: -1,
    when: (f) => f.disagreeing > 0,
  },
  {
    step: "holds-no-difference",
    by: -1,
    when: crosses,
  },
  {
    step: "few-events",
    by: -1,
    when: (f) => f.smallestCell < 50,
  },
  {
    step: "large-effect",
    by: 1,
    // A trial starts at the top: only observational evidence can be raised.
    when: (f) =>
      f.assignment !== "random" &&
      f.scale === "rate-ratio" &&
      !crosses(f) &&
      f.estimate !== null &&
      (f.estimate < 0.5 || f.estimate > 2),
  },
  {
    step: "many-moved-alike",
    by: 1,
    when: (f) =>
      f.assignment !== "random" &&
      compares(f.kind) &&
      f.preTrends === "passed" &&
      f.treatedUnits >= 5 &&
      f.comparisonUnits >= 5,
  },
];

/**
 * Certainty in four words, in the manner of GRADE: starts high for a randomised design and low otherwise, and
 * moves by what was found in these data.
 * Source: the GRADE approach as recalled (Guyatt et al. 2008); the steps for policing data are this program's own.
 */
export const certainty = (facts: GradingFacts): RatingFamily["certainty"] => {
  const randomised = facts.assignment === "random";
  const start = randomised ? 3 : 1;
  const taken = steps.filter((step) => step.when(facts));
  const value = taken.reduce((sum, step) => sum + step.by, start);
  return {
    value: levels[Math.max(0, Math.min(3, value))]!,
    start: levels[start]!,
    randomised,
    steps: taken.map(({ step, by }) => ({ step, by })),
  };
};
