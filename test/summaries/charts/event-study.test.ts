import { describe, expect, it } from "vitest";
import type { EventTime, Finding } from "../../../src/model/finding.ts";
import { eventStudyChart } from "../../../src/summaries/charts/event-study.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { colours } from "../../../src/summaries/svg.ts";
import { checkResult } from "../../helpers/checks.ts";
import { comparisonFall } from "../../helpers/findings.ts";
import { marksIn } from "../../helpers/svg.ts";

const event = (
  event_time: number,
  estimate: number | null = 1,
  over: Partial<EventTime> = {},
): EventTime => ({
  ...{ event_time, estimate, conf_low: null, conf_high: null },
  ...over,
});
const drawn = (event_study: readonly EventTime[], over: Partial<Finding> = {}) => {
  const finding = comparisonFall() as Finding;
  return eventStudyChart({ ...finding, checks: [], event_study, ...over });
};
const times = [-2, -1, 0, 1].map((time) => event(time));
const { headline } = comparisonFall();

describe("effects by time from the start", () => {
  it("are told without a band where no band was made", () => {
    const chart = drawn(times)!;
    expect(chart.subtitle).not.toContain("band");
    expect(chart.alt).not.toContain("band");
    expect(chart.table.columns).toHaveLength(3);
    expect(marksIn(chart.svg, "path")).toHaveLength(0);
    expect(chart.title).toBe("Burglary: before the start, no estimate stands apart from no difference");
  });
  it("have a band where both its ends exist, and none where one is missing everywhere", () => {
    const band = (band_high: number | null) =>
      drawn(times.map((one) => ({ ...one, band_low: 0.8, band_high })))!;
    expect(marksIn(band(1.2).svg, "path", { fill: colours.band })).toHaveLength(1);
    expect(marksIn(band(null).svg, "path")).toHaveLength(0);
    expect(wordsOf([band(null).table.rows[0]![3]!])).toBe("not available");
  });
  it.each<[string, "rate-ratio" | "difference", Partial<EventTime>, Partial<EventTime>, string]>([
    [
      "one ratio apart",
      "rate-ratio",
      { conf_low: 1.1, conf_high: 1.4 },
      {},
      "1 of 2 estimates before the start stands apart",
    ],
    [
      "two ratios apart",
      "rate-ratio",
      { conf_low: 1.1, conf_high: 1.4 },
      { conf_low: 0.5, conf_high: 0.9 },
      "2 of 2 estimates before the start stand apart",
    ],
    ["no difference apart", "difference", { conf_low: -1, conf_high: 4 }, {}, "no estimate stands apart"],
    [
      "one difference apart",
      "difference",
      { conf_low: -4, conf_high: -1 },
      {},
      "1 of 2 estimates before the start stands apart",
    ],
    [
      "a wide band over a narrow interval",
      "rate-ratio",
      { conf_low: 1.1, conf_high: 1.4, band_low: 0.9, band_high: 1.6 },
      {},
      "no estimate stands apart",
    ],
    [
      "half a band",
      "rate-ratio",
      { conf_low: 1.1, conf_high: 1.4, band_low: 0.9 },
      {},
      "no estimate stands apart",
    ],
  ])("say before the start: %s", (_name, scale, first, second, words) => {
    const events = [event(-2, 1, first), event(-1, 1, second), event(0), event(1)];
    const chart = drawn(events, { headline: { ...headline, scale } })!;
    expect(chart.title).toContain(words);
    expect(chart.svg).not.toMatch(/NaN|Infinity/);
  });
  it("say that they drift together where only the joint test finds it", () => {
    const failed = checkResult("pre-trends", "", "failed", "");
    expect(drawn(times, { checks: [failed] })!.title).toBe(
      "Burglary: no single estimate before the start stands apart, but together they do",
    );
  });
  it("leave out a point that does not exist, and do not call the reference one of the estimates", () => {
    const chart = drawn([
      event(-2),
      event(-1, 1, { reference: true }),
      event(0, null),
      event(1, 0.9, { conf_low: 0.7 }),
    ])!;
    expect(marksIn(chart.svg, "circle")).toHaveLength(2);
    expect(marksIn(chart.svg, "circle", { fill: colours.ground })).toHaveLength(1);
    expect(chart.table.rows.map((row) => row.map((cell) => wordsOf([cell])))).toEqual([
      ["-2", "1.00", "not available"],
      ["-1 (reference)", "1.00", "fixed"],
      ["0", "not available", "not available"],
      ["1", "0.90", "not available"],
    ]);
  });
  it("come in order of time and label a long axis now and then", () => {
    const far = [event(2000), event(-1), event(0), event(1)];
    const below = (events: readonly EventTime[]): string[] =>
      marksIn(drawn(events)!.svg, "text", { "text-anchor": "middle" }).map(({ text }) => text);
    expect(below(far)).toEqual(["0", "Months from the start"]);
    expect(below(times)).toEqual(["-2", "-1", "0", "1", "Months from the start"]);
    expect(drawn(far)!.alt).toContain("from -1 to 2,000 around the start");
  });
  it("are not drawn where fewer than three are known", () => {
    expect(drawn([event(-1), event(0), event(1, null)])).toBeUndefined();
  });
});
