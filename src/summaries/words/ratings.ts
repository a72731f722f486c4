import {
  type Certainty,
  type CertaintyStep,
  emmieParts,
  type ImpactBand,
  type LocalGrowthRule,
  type MarylandRule,
  type RatingFacts,
  type RatingFamily,
} from "../../model/facts/rating.ts";
import type { Rating } from "../../model/finding.ts";
import { readWords } from "./design-read.ts";
import { say, type Words } from "./say.ts";

interface RuleWords {
  readonly text: string;
  /** What would raise the rating by one level. */
  readonly climb: string;
}

const maryland: Readonly<Record<MarylandRule, RuleWords>> = {
  randomised: {
    text: "M1: two or more units in each arm, assigned at random, with no serious loss or contamination",
    climb: "this is the top of the scale",
  },
  "randomised-flawed": {
    text: "M1a: assigned at random, but more than 20% of cells lost or comparison units received more than 20% of the dose",
    climb: "keep every assigned unit in the data and the intervention out of the comparison units",
  },
  "randomised-one-unit": {
    text: "M1b: assigned at random, but with one unit in an arm, so that chance alone may have made the arms differ",
    climb: "assign two or more units to each arm",
  },
  "several-moved-alike": {
    text: "M2: several units with and without, before and after, controlling for other factors, and no sign that the groups moved apart before the start",
    climb: "assign units at random",
  },
  comparable: {
    text: "M3: comparable units with and without, before and after",
    climb:
      "use several treated and comparison units, with enough periods before the start to test that they moved alike and fewer donors than periods",
  },
  "not-shown-comparable": {
    text: "M3a: a comparison group, but not shown to be comparable: its choice is not explained, it moved apart before the start, or the treated units were picked after a bad spell",
    climb:
      "choose comparison units that moved alike before the start, write down why, and leave the bad spell out of the baseline",
  },
  "alone-after-bad-spell": {
    text: "M4a: before and after in the treated units only, which were picked after a bad spell that is part of the baseline",
    climb: "leave the bad spell out of the baseline",
  },
  alone: {
    text: "M4: before and after in the treated units only",
    climb: "add comparison units that did not have the intervention",
  },
  "one-point": {
    text: "M5: one point in time",
    climb: "add counts from before the start",
  },
};

const localGrowth: Readonly<Record<LocalGrowthRule, RuleWords>> = {
  randomised: {
    text: "W1: assigned at random and no check failed",
    climb: "this is the top of the scale",
  },
  "randomised-flawed": {
    text: "W1a: assigned at random with a failed check",
    climb: "prevent loss of units and contamination",
  },
  "cut-off": {
    text: "W2: assigned by a cut-off",
    climb: "assign units at random",
  },
  "explained-moved-alike": {
    text: "W3: before and after with an untreated comparison whose choice is explained and which moved alike before the start",
    climb: "find a source of chance in who was treated",
  },
  "not-shown-comparable": {
    text: "W3a: before and after with an untreated comparison, not shown to be comparable",
    climb: "explain the choice of comparison units and show that they moved alike before the start",
  },
  "series-modelled": {
    text: "W4: before and after without comparison, with trend and season modelled",
    climb: "add comparison units",
  },
  alone: {
    text: "W4a: before and after without comparison or controls",
    climb: "model trend and season, and add comparison units",
  },
};

const byDesign = (
  scale: string,
  { text, climb }: RuleWords,
  { level, read }: RatingFamily["maryland-sms" | "local-growth"],
): Rating => ({
  value: level,
  label: `Level ${level} of 5`,
  rule: text,
  facts: readWords(read),
  caveat: `${scale}; self-assessed by rule from this study's design; not a rating by any other body`,
  climb,
});

const certainties: Readonly<Record<Certainty, string>> = {
  "very-low": "Very low",
  low: "Low",
  moderate: "Moderate",
  high: "High",
};

const steps: Readonly<Record<CertaintyStep, { readonly reason: string; readonly mend?: string }>> = {
  "moved-apart": {
    reason: "risk of bias: the groups moved apart before the start",
    mend: "choose comparison units that moved alike before the start",
  },
  "bad-spell": {
    reason: "risk of bias: units were picked after a bad spell that is part of the baseline",
    mend: "leave the bad spell out of the baseline",
  },
  "recording-break": {
    reason: "risk of bias: a break in recording or supply lies inside the window",
    mend: "choose a window without the break",
  },
  "no-comparison": { reason: "risk of bias: there is no comparison group", mend: "add comparison units" },
  "methods-disagree": {
    reason: "inconsistency: other methods give intervals that do not hold this estimate",
    mend: "find out why the methods disagree",
  },
  "holds-no-difference": {
    reason: "imprecision: the interval includes no difference",
    mend: "collect more periods or units",
  },
  "few-events": {
    reason: "imprecision: fewer than 50 events in one cell of the table",
    mend: "collect more periods or units",
  },
  "large-effect": { reason: "large effect: a ratio below 0.5 or above 2, with an interval on one side" },
  "many-moved-alike": { reason: "comparison group with several units that moved alike before the start" },
};

const bands: Readonly<Record<ImpactBand, string>> = {
  high: "High",
  moderate: "Moderate",
  low: "Low",
  harmful: "Harmful",
  "no-clear-evidence": "No clear evidence",
};

const words: Words<RatingFamily, Rating> = {
  "maryland-sms": (facts) => byDesign("Maryland Scientific Methods Scale", maryland[facts.rule], facts),
  "local-growth": (facts) =>
    byDesign(
      "Maryland scale as used by the What Works Centre for Local Economic Growth",
      localGrowth[facts.rule],
      facts,
    ),
  certainty: ({ value, start, randomised, steps: taken }) => {
    const down = taken.find(({ by }) => by < 0);
    const top = value === "high" ? "this is the top of the scale" : "assign units at random";
    return {
      value: certainties[value],
      label: certainties[value],
      rule: `starts ${certainties[start].toLowerCase()} because units were ${randomised ? "" : "not "}assigned at random`,
      facts: taken.map(({ step, by }) => `${by > 0 ? "up" : "down"} one: ${steps[step].reason}`),
      caveat: "self-assessed in the manner of GRADE for this one study; not a rating of a body of evidence",
      climb: (down && steps[down.step].mend) ?? top,
    };
  },
  "impact-band": ({ band, percent, unclear }) => ({
    value: bands[band],
    label: bands[band],
    rule: "no clear evidence when the interval includes no difference; else by the size of the change",
    facts:
      percent === null
        ? ["no percentage could be estimated"]
        : [
            `estimated change ${percent.toFixed(1)}%`,
            unclear
              ? "the interval includes no difference"
              : "the interval lies on one side of no difference",
          ],
    caveat: "self-assessed with the bands of the Youth Endowment Fund Toolkit; not a Toolkit rating",
  }),
  completeness: (parts) => {
    const total = emmieParts.reduce((sum, part) => sum + parts[part], 0);
    const weakest = emmieParts.reduce((least, part) => (parts[part] < parts[least] ? part : least));
    return {
      value: total,
      label: `${total} of 20`,
      rule: "one point for each thing reported, 0 to 4 for each of the five parts",
      facts: emmieParts.map((part) => `${part} ${parts[part]} of 4`),
      caveat: "single study, not a Toolkit rating: how complete the account is, not how good the result",
      climb: `report ${weakest === "effect" ? "the effect with its checks" : `the ${weakest}`}`,
    };
  },
};

/** A rating as a finding holds it. */
export const ratingWords = (rating: RatingFacts): Rating => say(words, rating);
