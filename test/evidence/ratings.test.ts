import { describe, expect, it } from "vitest";
import {
  certainty,
  emmieCompleteness,
  impactBand,
  localGrowthSms,
  marylandSms,
} from "../../src/evidence/index.ts";
import type { GradingFacts } from "../../src/model/facts/rating.ts";
import { ratingWords } from "../../src/summaries/words/ratings.ts";

/** Several chosen units on either side, before and after, compared with care: nothing went wrong. */
const facts = (over: Partial<GradingFacts> = {}): GradingFacts => ({
  kind: "comparison-group",
  assignment: "chosen",
  treatedUnits: 8,
  comparisonUnits: 12,
  periodsBefore: 24,
  periodsAfter: 12,
  comparisonJustified: true,
  controlsUsed: true,
  seriesModelled: false,
  preTrends: "passed",
  regressionToTheMean: false,
  recordingBreak: false,
  contamination: undefined,
  attrition: 0,
  estimate: 0.8,
  low: 0.7,
  high: 0.9,
  scale: "rate-ratio",
  percent: -20,
  better: "lower",
  smallestCell: 400,
  clusters: 20,
  disagreeing: 0,
  ...over,
});
const alone = {
  kind: "before-after",
  comparisonUnits: 0,
  comparisonJustified: false,
  preTrends: "not-run",
} as const;
const twoAreas = { treatedUnits: 1, comparisonUnits: 1, controlsUsed: false, preTrends: "not-run" } as const;

describe("Maryland Scientific Methods Scale", () => {
  // Levels as the literature gives them to these studies (Sherman et al. 1997; Farrington et al. 2002).
  it.each([
    [
      "Minneapolis hot spots, 55 and 55 at random",
      { assignment: "random", treatedUnits: 55, comparisonUnits: 55 },
      5,
    ],
    ["Lowell, 17 pairs at random", { assignment: "random", treatedUnits: 17, comparisonUnits: 17 }, 5],
    [
      "Philadelphia foot patrol, 60 and 60 at random",
      { assignment: "random", treatedUnits: 60, comparisonUnits: 60 },
      5,
    ],
    ["two-site lighting or cameras", twoAreas, 3],
    ["Kansas City guns, one beat against one", twoAreas, 3],
    ["Boston Ceasefire as a series of one city", { ...alone, treatedUnits: 1, seriesModelled: true }, 2],
    ["Boston Ceasefire, gangs matched with gangs", { treatedUnits: 10, comparisonUnits: 10 }, 4],
  ] as const)("gives %s its published level", (_, over, level) => {
    expect(marylandSms(facts(over)).level).toBe(level);
  });

  it.each([
    [
      "a fifth of the dose in comparison units keeps level 5",
      { assignment: "random", contamination: 0.2 },
      5,
    ],
    ["more than a fifth costs one level", { assignment: "random", contamination: 0.21 }, 4],
    ["losing more than a fifth of cells costs one level", { assignment: "random", attrition: 0.25 }, 4],
    ["one unit in an arm costs two", { assignment: "random", treatedUnits: 1 }, 3],
    ["leads that differ from zero cost two", { preTrends: "failed" }, 2],
    ["a test too weak to tell costs one", { preTrends: "not-run" }, 3],
    ["donors that could fit any path cost one", { perfectFit: true }, 3],
    ["no reason for the comparison costs two", { comparisonJustified: false }, 2],
    ["a bad spell in the baseline costs two", { regressionToTheMean: true }, 2],
    [
      "a bad spell in the baseline costs a lone before and after one",
      { ...alone, regressionToTheMean: true },
      1,
    ],
    ["one point in time is level 1", { ...alone, periodsBefore: 0 }, 1],
  ] as const)("%s", (_, over, level) => {
    const rating = ratingWords({ kind: "maryland-sms", facts: marylandSms(facts(over)) });
    expect(rating.value).toBe(level);
    expect(rating.caveat).toContain("self-assessed");
    expect(rating.climb).not.toBe("");
    expect(rating.facts.length).toBeGreaterThan(3);
  });
});

describe("the local growth version", () => {
  it.each([
    ["random", { assignment: "random" }, 5],
    ["random with contamination", { assignment: "random", contamination: 0.5 }, 4],
    ["a cut-off", { assignment: "cutoff" }, 4],
    ["a justified comparison that moved alike", {}, 3],
    ["one not shown to be comparable", { preTrends: "not-run" }, 2],
    ["a modelled series without comparison", { ...alone, seriesModelled: true }, 2],
    ["a plain before and after", alone, 1],
  ] as const)("gives %s its ceiling", (_, over, level) => {
    expect(localGrowthSms(facts(over)).level).toBe(level);
  });
});

describe("the impact band", () => {
  const band = (percent: number, low: number, high: number) =>
    impactBand(facts({ percent, low, high, estimate: 1 + percent / 100 })).band;
  it("follows the size of a fall that the interval confirms", () => {
    expect(band(-30, 0.6, 0.8)).toBe("high");
    expect(band(-29.9, 0.6, 0.8)).toBe("moderate");
    expect(band(-10, 0.85, 0.95)).toBe("moderate");
    expect(band(-9.9, 0.85, 0.95)).toBe("low");
    expect(band(-1.9, 0.97, 0.99)).toBe("no-clear-evidence");
  });
  it("is unclear when the interval includes no difference, whatever the point, and harmful for a rise", () => {
    expect(band(-45, 0.3, 1.01)).toBe("no-clear-evidence");
    expect(band(12, 1.02, 1.2)).toBe("harmful");
  });
});

describe("certainty", () => {
  it("starts high for a trial and low otherwise, and says each step", () => {
    expect(certainty(facts({ assignment: "random" })).value).toBe("high");
    expect(certainty(facts({ preTrends: "not-run" })).value).toBe("low");
    const crossed = certainty(facts({ assignment: "random", high: 1.1, smallestCell: 49 }));
    expect(crossed.value).toBe("low");
    expect(crossed.steps).toEqual([
      { step: "holds-no-difference", by: -1 },
      { step: "few-events", by: -1 },
    ]);
    expect(ratingWords({ kind: "certainty", facts: crossed }).facts).toEqual([
      "down one: imprecision: the interval includes no difference",
      "down one: imprecision: fewer than 50 events in one cell of the table",
    ]);
  });
  it("never leaves the scale", () => {
    const worst = {
      ...alone,
      regressionToTheMean: true,
      recordingBreak: true,
      high: 1.2,
      smallestCell: 3,
      disagreeing: 2,
    };
    expect(certainty(facts(worst)).value).toBe("very-low");
  });
});

describe("completeness after EMMIE", () => {
  const empty = {
    effect: { estimated: true, interval: false, comparison: false, checks: false },
    mechanism: { statements: 0, predictions: 0, tested: 0 },
    moderators: { statements: 0, estimated: 0, interaction: false },
    implementation: { notes: 0, dose: false, contamination: false },
    economics: { costs: false, benefits: false, byPartner: false, uncertainty: false },
  };
  it("counts what is there, from nothing to all of it", () => {
    expect(ratingWords({ kind: "completeness", facts: emmieCompleteness(empty) })).toMatchObject({
      value: 1,
      label: "1 of 20",
      climb: "report the mechanism",
    });
    const full = emmieCompleteness({
      effect: { estimated: true, interval: true, comparison: true, checks: true },
      mechanism: { statements: 1, predictions: 1, tested: 1 },
      moderators: { statements: 2, estimated: 1, interaction: true },
      implementation: { notes: 1, dose: true, contamination: true },
      economics: { costs: true, benefits: true, byPartner: true, uncertainty: true },
    });
    expect(Object.values(full)).toEqual([4, 4, 4, 4, 4]);
  });
  it("gives a theory without predictions one point, and one with untested predictions two", () => {
    const score = (mechanism: (typeof empty)["mechanism"]) =>
      emmieCompleteness({ ...empty, mechanism }).mechanism;
    expect(score({ statements: 3, predictions: 0, tested: 0 })).toBe(1);
    expect(score({ statements: 3, predictions: 2, tested: 0 })).toBe(2);
    expect(score({ statements: 3, predictions: 2, tested: 1 })).toBe(3);
  });
});
