import { compares } from "../model/design.ts";
import type {
  GradingFacts,
  Level,
  LocalGrowthRule,
  MarylandRule,
  RatingFamily,
} from "../model/facts/rating.ts";
import { firstRule, type Rule } from "./rule.ts";

const bothSides = (f: GradingFacts): boolean => f.periodsBefore >= 1 && f.periodsAfter >= 1;
const flawed = (f: GradingFacts): boolean => f.attrition > 0.2 || (f.contamination ?? 0) > 0.2;

/**
 * Maryland Scientific Methods Scale.
 * Source: Sherman et al. (1997); Farrington, Gottfredson, Sherman & Welsh (2002). The wording of the rules, and
 * the caps for what failed in these data, are this program's own.
 */
const original: readonly Rule<MarylandRule, Level>[] = [
  {
    id: "randomised",
    holds: (f) => f.assignment === "random" && f.treatedUnits >= 2 && f.comparisonUnits >= 2 && !flawed(f),
    value: 5,
  },
  {
    id: "randomised-flawed",
    holds: (f) => f.assignment === "random" && f.treatedUnits >= 2 && f.comparisonUnits >= 2,
    value: 4,
  },
  {
    id: "randomised-one-unit",
    holds: (f) => f.assignment === "random" && f.comparisonUnits >= 1 && bothSides(f),
    value: 3,
  },
  {
    id: "several-moved-alike",
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
  },
  {
    id: "comparable",
    holds: (f) =>
      compares(f.kind) &&
      bothSides(f) &&
      f.treatedUnits >= 1 &&
      f.comparisonUnits >= 1 &&
      f.comparisonJustified &&
      f.preTrends !== "failed" &&
      !f.regressionToTheMean,
    value: 3,
  },
  {
    id: "not-shown-comparable",
    holds: (f) => compares(f.kind) && bothSides(f),
    value: 2,
  },
  {
    id: "alone-after-bad-spell",
    holds: (f) => bothSides(f) && f.regressionToTheMean,
    value: 1,
  },
  {
    id: "alone",
    holds: bothSides,
    value: 2,
  },
  {
    id: "one-point",
    holds: () => true,
    value: 1,
  },
];

/**
 * The version of the What Works Centre for Local Economic Growth: method ceilings lowered by what was not shown.
 * Source: Madaleno & Waights, Guide to scoring methods using the Maryland Scientific Methods Scale. The details
 * of lowering were recalled, not checked against the guide.
 */
const localGrowth: readonly Rule<LocalGrowthRule, Level>[] = [
  {
    id: "randomised",
    holds: (f) => f.assignment === "random" && !flawed(f),
    value: 5,
  },
  {
    id: "randomised-flawed",
    holds: (f) => f.assignment === "random",
    value: 4,
  },
  {
    id: "cut-off",
    holds: (f) => f.assignment === "cutoff" && compares(f.kind),
    value: 4,
  },
  {
    id: "explained-moved-alike",
    holds: (f) =>
      compares(f.kind) && f.comparisonJustified && f.preTrends === "passed" && !f.regressionToTheMean,
    value: 3,
  },
  {
    id: "not-shown-comparable",
    holds: (f) => compares(f.kind),
    value: 2,
  },
  {
    id: "series-modelled",
    holds: (f) => f.seriesModelled && !f.regressionToTheMean,
    value: 2,
  },
  {
    id: "alone",
    holds: () => true,
    value: 1,
  },
];

export const marylandSms = (read: GradingFacts): RatingFamily["maryland-sms"] => {
  const { id, value } = firstRule(original, read);
  return { rule: id, level: value, read };
};

export const localGrowthSms = (read: GradingFacts): RatingFamily["local-growth"] => {
  const { id, value } = firstRule(localGrowth, read);
  return { rule: id, level: value, read };
};
