import { compares } from "../model/design.ts";
import type { Rating } from "../model/finding.ts";
import { factSentences, firstRule, type GradingFacts, type Rule } from "./facts.ts";

const caveat = "self-assessed by rule from this study's design; not a rating by any other body";

const bothSides = (f: GradingFacts): boolean => f.periodsBefore >= 1 && f.periodsAfter >= 1;
const flawed = (f: GradingFacts): boolean => f.attrition > 0.2 || (f.contamination ?? 0) > 0.2;

/**
 * Maryland Scientific Methods Scale.
 * Source: Sherman et al. (1997); Farrington, Gottfredson, Sherman & Welsh (2002). The wording of the rules, and
 * the caps for what failed in these data, are this program's own.
 */
const original: readonly Rule<1 | 2 | 3 | 4 | 5>[] = [
  {
    id: "M1",
    text: "two or more units in each arm, assigned at random, with no serious loss or contamination",
    holds: (f) => f.assignment === "random" && f.treatedUnits >= 2 && f.comparisonUnits >= 2 && !flawed(f),
    value: 5,
    climb: "this is the top of the scale",
  },
  {
    id: "M1a",
    text: "assigned at random, but more than 20% of cells lost or comparison units received more than 20% of the dose",
    holds: (f) => f.assignment === "random" && f.treatedUnits >= 2 && f.comparisonUnits >= 2,
    value: 4,
    climb: "keep every assigned unit in the data and the intervention out of the comparison units",
  },
  {
    id: "M1b",
    text: "assigned at random, but with one unit in an arm, so that chance alone may have made the arms differ",
    holds: (f) => f.assignment === "random" && f.comparisonUnits >= 1 && bothSides(f),
    value: 3,
    climb: "assign two or more units to each arm",
  },
  {
    id: "M2",
    text: "several units with and without, before and after, controlling for other factors, and no sign that the groups moved apart before the start",
    holds: (f) =>
      compares(f.kind) &&
      bothSides(f) &&
      f.treatedUnits >= 2 &&
      f.comparisonUnits >= 2 &&
      f.controlsUsed &&
      f.comparisonJustified &&
      f.preTrends === "passed" &&
      !f.perfectFit &&
      !f.regressionToTheMean,
    value: 4,
    climb: "assign units at random",
  },
  {
    id: "M3",
    text: "comparable units with and without, before and after",
    holds: (f) =>
      compares(f.kind) &&
      bothSides(f) &&
      f.treatedUnits >= 1 &&
      f.comparisonUnits >= 1 &&
      f.comparisonJustified &&
      f.preTrends !== "failed" &&
      !f.regressionToTheMean,
    value: 3,
    climb:
      "use several treated and comparison units, with enough periods before the start to test that they moved alike and fewer donors than periods",
  },
  {
    id: "M3a",
    text: "a comparison group, but not shown to be comparable: its choice is not explained, it moved apart before the start, or the treated units were picked after a bad spell",
    holds: (f) => compares(f.kind) && bothSides(f),
    value: 2,
    climb:
      "choose comparison units that moved alike before the start, write down why, and leave the bad spell out of the baseline",
  },
  {
    id: "M4a",
    text: "before and after in the treated units only, which were picked after a bad spell that is part of the baseline",
    holds: (f) => bothSides(f) && f.regressionToTheMean,
    value: 1,
    climb: "leave the bad spell out of the baseline",
  },
  {
    id: "M4",
    text: "before and after in the treated units only",
    holds: bothSides,
    value: 2,
    climb: "add comparison units that did not have the intervention",
  },
  {
    id: "M5",
    text: "one point in time",
    holds: () => true,
    value: 1,
    climb: "add counts from before the start",
  },
];

/**
 * The version of the What Works Centre for Local Economic Growth: method ceilings lowered by what was not shown.
 * Source: Madaleno & Waights, Guide to scoring methods using the Maryland Scientific Methods Scale. The details
 * of lowering were recalled, not checked against the guide.
 */
const localGrowth: readonly Rule<1 | 2 | 3 | 4 | 5>[] = [
  {
    id: "W1",
    text: "assigned at random and no check failed",
    holds: (f) => f.assignment === "random" && !flawed(f),
    value: 5,
    climb: "this is the top of the scale",
  },
  {
    id: "W1a",
    text: "assigned at random with a failed check",
    holds: (f) => f.assignment === "random",
    value: 4,
    climb: "prevent loss of units and contamination",
  },
  {
    id: "W2",
    text: "assigned by a cut-off",
    holds: (f) => f.assignment === "cutoff" && compares(f.kind),
    value: 4,
    climb: "assign units at random",
  },
  {
    id: "W3",
    text: "before and after with an untreated comparison whose choice is explained and which moved alike before the start",
    holds: (f) =>
      compares(f.kind) && f.comparisonJustified && f.preTrends === "passed" && !f.regressionToTheMean,
    value: 3,
    climb: "find a source of chance in who was treated",
  },
  {
    id: "W3a",
    text: "before and after with an untreated comparison, not shown to be comparable",
    holds: (f) => compares(f.kind),
    value: 2,
    climb: "explain the choice of comparison units and show that they moved alike before the start",
  },
  {
    id: "W4",
    text: "before and after without comparison, with trend and season modelled",
    holds: (f) => f.seriesModelled && !f.regressionToTheMean,
    value: 2,
    climb: "add comparison units",
  },
  {
    id: "W4a",
    text: "before and after without comparison or controls",
    holds: () => true,
    value: 1,
    climb: "model trend and season, and add comparison units",
  },
];

const rating = (scale: string, rules: typeof original, facts: GradingFacts): Rating => {
  const rule = firstRule(rules, facts);
  return {
    value: rule.value,
    label: `Level ${rule.value} of 5`,
    rule: `${rule.id}: ${rule.text}`,
    facts: factSentences(facts),
    caveat: `${scale}; ${caveat}`,
    climb: rule.climb,
  };
};

export const marylandSms = (facts: GradingFacts): Rating =>
  rating("Maryland Scientific Methods Scale", original, facts);

export const localGrowthSms = (facts: GradingFacts): Rating =>
  rating("Maryland scale as used by the What Works Centre for Local Economic Growth", localGrowth, facts);
