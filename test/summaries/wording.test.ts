import { describe, expect, it } from "vitest";
import { verdictOf } from "../../src/model/verdict.ts";
import { eventsRange, headlineSentence, hope, percentRange } from "../../src/summaries/wording.ts";
import { comparisonFall, sampleFindings, smallCounts, uncertainNull } from "../helpers/findings.ts";

const events = "recorded offences";

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
    expect(percentRange(-8, 15, "safety score")).toBe("8.0% lower to 15% higher");
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
    expect(hope("fall", "lower")).toContain("in the direction");
    expect(hope("fall", "higher")).toContain("against the direction");
    expect(hope("uncertain", "lower")).toBe("");
  });

  it("stores in every sample the sentence that the words give", () => {
    for (const make of Object.values(sampleFindings))
      expect(make().headline.sentence).toBe(headlineSentence(make()));
  });
});
