import { describe, expect, it } from "vitest";
import { publish } from "../../../src/evidence/disclosure/index.ts";
import { coarse, countsBehind, roundCount, roundTo } from "../../../src/evidence/disclosure/rounding.ts";
import { seasonsFrom } from "../../../src/evidence/disclosure/seasons.ts";
import type { Finding, SeriesPoint } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

describe("the sentence about it", () => {
  const end = "This helps a person who checks outputs; it does not take that person's place.";
  const small = {
    treated: [22, 14, 3, 15, 11, 12, 13, 16],
    comparison: [40, 41, 42, 43, 44, 45, 46, 47],
    start: 4,
  };
  const bare = (one: Finding): Finding => ({ ...one, event_study: [] });
  it.each<[string, Finding, string]>([
    [
      "where nothing was hidden",
      ownFinding({ ...small, treated: small.treated.map((value) => value + 20) }),
      `Disclosure control: no count below 10 is printed. None had to be hidden. ${end}`,
    ],
    [
      "where counts are rounded",
      ownFinding(small),
      `Disclosure control: no count below 10 is printed. 1 counts are hidden: small ones, and as many more as it takes that totals do not give them away. Other counts are rounded to the nearest 5 and do not add up exactly; effects keep 2 digits. ${end}`,
    ],
    [
      "where they are not, and zeros are shown",
      ownFinding(small, { rounding: 1, zeros: "show" }),
      `Disclosure control: no count below 10 is printed, but for zeros. 2 counts are hidden: small ones, and as many more as it takes that totals do not give them away. Effects keep 2 digits. ${end}`,
    ],
  ])("%s", (_name, given, sentence) => {
    expect(publish(bare(given)).disclosure!.sentence).toBe(sentence);
  });
  it("names what was left out", () => {
    const event_study = [{ event_time: 0, estimate: 1, conf_low: null, conf_high: null }];
    expect(publish({ ...ownFinding(small), event_study }).disclosure!.sentence).toContain(
      " Left out: estimates for single periods. ",
    );
  });
});

describe("seasonal means of what is printed", () => {
  const points = (values: readonly (number | null)[], from: number): SeriesPoint[] =>
    values.map((treated, t) => ({
      period: `${from + Math.floor(t / 4)}-Q${(t % 4) + 1}`,
      phase: t < 8 ? "before" : "after",
      treated,
      ...{ comparison: treated === null ? 50 : treated + 1, counterfactual: null, low: null, high: null },
    }));
  const rows = ["Q1", "Q2", "Q3", "Q4"].map((season) => ({
    ...{
      season,
      treated_before: 0.123,
      treated_after: 0.123,
      comparison_before: 0.123,
      comparison_after: 0.123,
    },
  }));
  it("add the same season of every year, by phase and arm; null where one is hidden or there is none", () => {
    const series = points([10, 20, null, 40, 30, 40, 50, 60, 100, 101, 102], 2020);
    expect(seasonsFrom(series, rows)).toEqual([
      { season: "Q1", treated_before: 20, treated_after: 100, comparison_before: 21, comparison_after: 101 },
      { season: "Q2", treated_before: 30, treated_after: 101, comparison_before: 31, comparison_after: 102 },
      {
        season: "Q3",
        treated_before: null,
        treated_after: 102,
        comparison_before: 50.5,
        comparison_after: 103,
      },
      {
        season: "Q4",
        treated_before: 50,
        treated_after: null,
        comparison_before: 51,
        comparison_after: null,
      },
    ]);
  });
  it("speak of one arm where there is one, and of no period that is not a date", () => {
    const series = points([10, 20, 30, 40], 2020).map((point, t) =>
      t === 0 ? { ...point, period: "p" } : point,
    );
    const [first, second] = seasonsFrom(series, [
      { season: "Q1", treated_before: 1, treated_after: 1 },
      { season: "Q2", treated_before: 1, treated_after: 1 },
    ]);
    expect(first).toEqual({ season: "Q1", treated_before: null, treated_after: null });
    expect(second).toEqual({ season: "Q2", treated_before: 20, treated_after: null });
  });
});

describe("rounding", () => {
  it.each<[number, number, number]>([
    [12, 5, 10],
    [13, 5, 15],
    [13, 1, 13],
    [13, 0, 13],
    [13.4, 1, 13],
    [13.6, 0, 14],
    [-13, 5, -15],
    [3, 2, 4],
  ])("%d to the nearest %d is %d", (value, base, wanted) => {
    expect(roundTo(value, base)).toBe(wanted);
  });
  it("leaves a recorded count alone where counts are not rounded", () => {
    expect([roundCount(13.4, 1), roundCount(13.4, 5)]).toEqual([13.4, 15]);
  });
  it.each<[number, number, number, readonly [number, number]]>([
    [12, 1, 10, [12, 12]],
    [15, 5, 10, [13, 17]],
    [10, 5, 10, [10, 12]],
    [20, 10, 10, [15, 24]],
    [12, 3, 10, [11, 13]],
    [12, 2, 10, [11, 12]],
    [9, 3, 10, [10, 10]],
    [0, 5, 10, [0, 0]],
    [0, 30, 10, [0, 14]],
    [0, 20, 10, [0, 0]],
    [0, 22, 10, [0, 10]],
  ])("%i, in multiples of %i and with a threshold of %i, stands for %j", (value, base, threshold, wanted) => {
    expect(countsBehind(value, base, threshold)).toEqual(wanted);
  });
  it.each<[number, number, number]>([
    [0.1, 1, 0.1],
    [0.16, 1, 0.2],
    [0.0999, 1, 0.1],
    [0.0123, 1, 0.01],
    [9.96, 1, 10],
    [10.4, 2, 10],
    [10.4, 3, 10.4],
    [-0.0456, 2, -0.046],
    [123.4, 2, 120],
    [99.6, 2, 100],
  ])("%d to %i digits is %d", (value, digits, wanted) => {
    expect(coarse(value, digits)).toBe(wanted);
  });
  it("leaves what is no number as it is", () => {
    expect([coarse(undefined, 2), coarse(null, 2), coarse(Number.POSITIVE_INFINITY, 2)]).toEqual([
      undefined,
      null,
      Number.POSITIVE_INFINITY,
    ]);
  });
});
