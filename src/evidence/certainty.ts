import { compares } from "../model/design.ts";
import type { Rating } from "../model/finding.ts";
import type { GradingFacts } from "./facts.ts";

const levels = ["Very low", "Low", "Moderate", "High"] as const;

interface Step {
  readonly reason: string;
  readonly by: number;
  readonly when: (facts: GradingFacts) => boolean;
  readonly mend: string;
}

const crosses = (f: GradingFacts): boolean => {
  const none = f.scale === "rate-ratio" ? 1 : 0;
  return f.low === null || f.high === null || (f.low <= none && f.high >= none);
};

const steps: readonly Step[] = [
  {
    reason: "risk of bias: the groups moved apart before the start",
    by: -1,
    when: (f) => f.preTrends === "failed",
    mend: "choose comparison units that moved alike before the start",
  },
  {
    reason: "risk of bias: units were picked after a bad spell that is part of the baseline",
    by: -1,
    when: (f) => f.regressionToTheMean,
    mend: "leave the bad spell out of the baseline",
  },
  {
    reason: "risk of bias: a break in recording or supply lies inside the window",
    by: -1,
    when: (f) => f.recordingBreak,
    mend: "choose a window without the break",
  },
  {
    reason: "risk of bias: there is no comparison group",
    by: -1,
    when: (f) => f.kind === "before-after" && f.assignment !== "random",
    mend: "add comparison units",
  },
  {
    reason: "inconsistency: other methods give intervals that do not hold this estimate",
    by: -1,
    when: (f) => f.disagreeing > 0,
    mend: "find out why the methods disagree",
  },
  {
    reason: "imprecision: the interval includes no difference",
    by: -1,
    when: crosses,
    mend: "collect more periods or units",
  },
  {
    reason: "imprecision: fewer than 50 events in one cell of the table",
    by: -1,
    when: (f) => f.smallestCell < 50,
    mend: "collect more periods or units",
  },
  {
    reason: "large effect: a ratio below 0.5 or above 2, with an interval on one side",
    by: 1,
    // A trial starts at the top: only observational evidence can be raised.
    when: (f) =>
      f.assignment !== "random" &&
      f.scale === "rate-ratio" &&
      !crosses(f) &&
      f.estimate !== null &&
      (f.estimate < 0.5 || f.estimate > 2),
    mend: "",
  },
  {
    reason: "comparison group with several units that moved alike before the start",
    by: 1,
    when: (f) =>
      f.assignment !== "random" &&
      compares(f.kind) &&
      f.preTrends === "passed" &&
      f.treatedUnits >= 5 &&
      f.comparisonUnits >= 5,
    mend: "",
  },
];

/**
 * Certainty in four words, in the manner of GRADE: starts high for a randomised design and low otherwise, and
 * moves by what was found in these data.
 * Source: the GRADE approach as recalled (Guyatt et al. 2008); the steps for policing data are this program's own.
 */
export const certainty = (facts: GradingFacts): Rating => {
  const start = facts.assignment === "random" ? 3 : 1;
  const taken = steps.filter((step) => step.when(facts));
  const value = Math.max(
    0,
    Math.min(
      3,
      taken.reduce((sum, step) => sum + step.by, start),
    ),
  );
  const mend = taken.find((step) => step.by < 0)?.mend;
  return {
    value: levels[value]!,
    label: levels[value]!,
    rule: `starts ${levels[start]!.toLowerCase()} because units were ${facts.assignment === "random" ? "" : "not "}assigned at random`,
    facts: taken.map((step) => `${step.by > 0 ? "up" : "down"} one: ${step.reason}`),
    caveat: "self-assessed in the manner of GRADE for this one study; not a rating of a body of evidence",
    climb: mend ?? (value === 3 ? "this is the top of the scale" : "assign units at random"),
  };
};
