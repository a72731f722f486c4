import { describe, expect, it } from "vitest";
import type { Finding, Headline } from "../../../src/model/finding.ts";
import { verdictOf } from "../../../src/model/verdict.ts";
import {
  directionWords,
  estimateWords,
  eventsRange,
  eventsWords,
  hasFewEvents,
  headlineSentence,
  percentRange,
  percentWords,
  rangeSentence,
  startWords,
  unitsWords,
} from "../../../src/summaries/words/headline.ts";
import { comparisonFall, sampleFindings, smallCounts, uncertainNull } from "../../helpers/findings.ts";

const events = comparisonFall().outcome;
const level = { ...events, measure: "level" } as const;

describe("wording", () => {
  it("takes the verdict from the interval alone", () => {
    expect(verdictOf(0.7, 0.9, "rate-ratio")).toBe("fall");
    expect(verdictOf(1.1, 1.4, "rate-ratio")).toBe("rise");
    expect(verdictOf(0.9, 1.1, "rate-ratio")).toBe("uncertain");
    expect(verdictOf(0.9, 1, "rate-ratio")).toBe("uncertain");
    expect(verdictOf(-4, -1, "difference")).toBe("fall");
    expect(verdictOf(null, 2, "difference")).toBe("not-estimated");
  });

  it("says that a change is too small to matter only inside a band declared beforehand", () => {
    const band = { low: 0.95, high: 1.05 };
    expect(verdictOf(0.96, 1.04, "rate-ratio", band)).toBe("equivalent");
    expect(verdictOf(0.94, 1.04, "rate-ratio", band)).toBe("uncertain");
    expect(verdictOf(0.96, 0.99, "rate-ratio", band)).toBe("equivalent");
    expect(verdictOf(0.96, 1.04, "rate-ratio")).toBe("uncertain");
  });

  it("writes intervals by size, smaller first, and both ways round when they hold no difference", () => {
    expect(percentRange(-22, -3, events)).toBe("3.0% to 22% fewer");
    expect(percentRange(3, 22, events)).toBe("3.0% to 22% more");
    expect(percentRange(-8, 15, events)).toBe("8.0% fewer to 15% more");
    expect(percentRange(-8, 15, level)).toBe("8.0% lower to 15% higher");
    expect(eventsRange(20, 230, events)).toBe("20 to 230 fewer");
    expect(eventsRange(-230, -20, events)).toBe("20 to 230 more");
    expect(eventsRange(-80, 150, events)).toBe("150 fewer to 80 more");
  });

  it("never lets a verb of cause past the design level", () => {
    for (const level of [1, 2, 3] as const) {
      const finding = { ...comparisonFall(), design: { ...comparisonFall().design, level } };
      expect(headlineSentence(finding)).not.toMatch(/reduced|caused|prevented/);
    }
    const trial = { ...comparisonFall(), design: { ...comparisonFall().design, level: 5 as const } };
    expect(headlineSentence(trial)).toMatch(/^Evening patrols reduced burglary: about \d+ fewer/);
    const four = { ...comparisonFall(), design: { ...comparisonFall().design, level: 4 as const } };
    expect(headlineSentence(four)).toMatch(/^Evening patrols likely reduced burglary:/);
  });

  it("says at level 2 what a fall is relative to, where units were compared", () => {
    // Treated and comparison counts may both have risen: a bare "fell" could be plainly untrue.
    const two = { ...comparisonFall(), design: { ...comparisonFall().design, level: 2 as const } };
    expect(headlineSentence(two)).toContain(
      "fell after the start relative to units that may not be comparable",
    );
    const alone = { ...two, counts: { ...two.counts, comparison: null } };
    expect(headlineSentence(alone)).toMatch(/^Burglary fell after the start: /);
  });

  it("tells events of a year only where a year was seen", () => {
    const spoken = (periods: number) => {
      const finding = comparisonFall();
      const { window } = finding.data;
      return headlineSentence({
        ...finding,
        data: { ...finding.data, window: { ...window, after: { ...window.after, periods } } },
      });
    };
    expect(spoken(12)).toContain("recorded offences a year");
    expect(spoken(11)).toContain("recorded offences over 11 months");
  });

  it("calls an interval with no difference inside it uncertain and prints both ends", () => {
    expect(headlineSentence(uncertainNull())).toMatch(
      /^The change in robbery is uncertain: the data are compatible with a fall of [\d.]+% and a rise of [\d.]+%/,
    );
  });

  it("prints counts beside a percentage of few events", () => {
    expect(headlineSentence(smallCounts())).toMatch(/\d+ recorded offences before and \d+ after\)\.$/);
    expect(headlineSentence(comparisonFall())).not.toContain("before and");
  });

  it("tells hoped-for directions from their opposites", () => {
    expect(directionWords("fall", "lower")).toContain("in the direction");
    expect(directionWords("fall", "higher")).toContain("against the direction");
    expect(directionWords("uncertain", "lower")).toBe("");
  });

  it("stores in every sample the sentence that the words give", () => {
    for (const make of Object.values(sampleFindings))
      expect(make().headline.sentence).toBe(headlineSentence(make()));
  });
});

describe("wording where something is missing", () => {
  const finding = comparisonFall() as Finding;
  const none = {
    ...{ estimate: null, conf_low: null, conf_high: null },
    ...{ per_year: null, per_year_low: null, per_year_high: null },
  };
  const headed = (over: Partial<Headline>): Finding => ({
    ...finding,
    headline: { ...finding.headline, ...over },
  });
  it("has no per cent and no range of what does not exist", () => {
    expect([
      percentWords(null, events),
      percentRange(null, 3, events),
      percentRange(-3, null, events),
    ]).toEqual(Array(3).fill("not available"));
    expect([eventsRange(null, 3, events), eventsRange(3, null, events)]).toEqual(
      Array(2).fill("not available"),
    );
    expect([percentWords(0, events), percentWords(-0.04, level)]).toEqual(["0.0% more", "0.0% lower"]);
    expect([eventsRange(0, 0, events), eventsRange(-5, 0, events)]).toEqual(["0 to 0 fewer", "0 to 5 more"]);
  });
  it.each<[string, Partial<Headline>, string]>([
    [
      "neither per cent nor events",
      { percent: null, events_avoided: none },
      "No single estimate could be made.",
    ],
    ["no events", { percent: -12, events_avoided: none }, "The estimate is 12% fewer."],
    [
      "no per cent",
      { percent: null, events_avoided: { ...none, per_year: 120, per_year_low: 20, per_year_high: 230 } },
      "The estimate is about 120 fewer recorded offences a year (95% interval 20 to 230 fewer).",
    ],
    [
      "half an interval",
      { percent: 3, events_avoided: { ...none, per_year: -120, per_year_low: -230 } },
      "The estimate is 3.0% more, or about 120 more recorded offences a year.",
    ],
    [
      "no year",
      { percent: -12, events_avoided: { ...none, estimate: 60, conf_low: -10, conf_high: 130 } },
      "The estimate is 12% fewer, or about 60 fewer recorded offences over 12 months (95% interval 130 fewer to 10 more).",
    ],
  ])("tells the estimate with %s", (_name, over, words) => {
    const twelve = { ...finding.data.window.after, periods: 12 };
    const data = { ...finding.data, window: { ...finding.data.window, after: twelve } };
    expect(rangeSentence({ ...headed(over), data })).toBe(words);
  });
  it("says no number of events a year where time is a plain number", () => {
    const plain = { ...finding, outcome: { ...finding.outcome, frequency: "integer" as const } };
    expect(eventsWords(plain)).toMatch(/ over \d+ periods$/);
    expect(
      estimateWords({ ...plain, headline: { ...finding.headline, scale: "difference", estimate: -3.21 } }),
    ).toBe("difference -3.2 per unit and period");
  });
  it.each<[string, Partial<Headline>, string]>([
    [
      "an uncertain change of no known size",
      { verdict: "uncertain", percent_low: null, percent_high: null, estimate: 0.86 },
      "The change in burglary is uncertain: the 95% interval holds both a fall and a rise (ratio 0.86).",
    ],
    [
      "no interval",
      { verdict: "not-estimated", estimate: null },
      "These data give no interval for the change in burglary, so no conclusion is drawn (ratio not available).",
    ],
    [
      "a fall of no known events",
      {
        verdict: "fall",
        events_avoided: none,
        percent: -14,
        percent_low: -22,
        percent_high: -3,
        estimate: 0.86,
      },
      "Burglary fell relative to the comparison group: 14% fewer (95% interval 3.0% to 22% fewer; ratio 0.86).",
    ],
    [
      "a change too small to matter, by a band that is not told",
      { verdict: "equivalent", percent_low: -2, percent_high: 1, estimate: 0.99 },
      "Any change in burglary is too small to matter: the 95% interval (2.0% fewer to 1.0% more; ratio 0.99) lies inside the band declared beforehand.",
    ],
    [
      "a change too small to matter, by its band",
      {
        ...{ verdict: "equivalent", percent_low: -2, percent_high: 1, estimate: 0.99 },
        equivalence_band: { low: 0.95, high: 1.05 },
      },
      "Any change in burglary is too small to matter: the 95% interval (2.0% fewer to 1.0% more; ratio 0.99) lies inside the band of 0.95 to 1.05 declared beforehand.",
    ],
  ])("says of %s", (_name, over, words) => {
    expect(headlineSentence(headed(over))).toBe(words);
  });
  it("says at level 1 only that counts were lower or higher", () => {
    const one = (verdict: "fall" | "rise") =>
      headlineSentence({ ...headed({ verdict }), design: { ...finding.design, level: 1 } });
    expect(one("fall")).toMatch(/^Burglary was lower than expected: /);
    expect(one("rise")).toMatch(/^Burglary was higher than expected: /);
    expect(
      headlineSentence({ ...headed({ verdict: "rise" }), design: { ...finding.design, level: 4 } }),
    ).toMatch(/^Evening patrols likely increased burglary: /);
  });
  it("tells the start with its end where there is one, and the units with their comparison", () => {
    const { end: _none, ...open } = finding.intervention;
    expect(startWords({ intervention: { ...open, start: "2023-01" } })).toBe("from January 2023");
    expect(startWords({ intervention: { ...open, start: "2023-01-05", end: "2023-03" } })).toBe(
      "5 January 2023 to March 2023",
    );
    const treated = { ...finding.counts.treated, units: 1 };
    expect(unitsWords({ counts: { ...finding.counts, treated, comparison: null } })).toBe(
      "1 treated unit, no comparison group",
    );
  });
  it("does not take a total that is not known for a small one", () => {
    const { treated } = finding.counts;
    const counts = { ...finding.counts, treated: { ...treated, before: { ...treated.before, total: null } } };
    expect(hasFewEvents({ ...finding, counts })).toBe(false);
  });
});
