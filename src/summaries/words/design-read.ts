import { compares } from "../../model/design.ts";
import type { GradingFacts } from "../../model/facts/rating.ts";
import { plural } from "../numbers.ts";

/** What the graders of designs read, in a fixed order. */
export const readWords = (facts: GradingFacts): string[] => [
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
