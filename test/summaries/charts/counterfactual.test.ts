import { describe, expect, it } from "vitest";
import type { Finding, SeriesPoint, Verdict } from "../../../src/model/finding.ts";
import { counterfactualChart } from "../../../src/summaries/charts/counterfactual.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { colours } from "../../../src/summaries/svg.ts";
import { comparisonFall } from "../../helpers/findings.ts";
import { marksIn, textsIn } from "../../helpers/svg.ts";

const months = (length: number): string[] =>
  Array.from({ length }, (_, t) => `${2000 + Math.floor(t / 12)}-${String((t % 12) + 1).padStart(2, "0")}`);
const point = (period: string, over: Partial<SeriesPoint> = {}): SeriesPoint => ({
  ...{ period, phase: period < "2000-07" ? "before" : "after", treated: 50, comparison: null },
  ...{ counterfactual: null, low: null, high: null },
  ...over,
});
const year = months(12).map((period) => point(period));
const drawn = (series: readonly SeriesPoint[], start = "2000-07", over: Partial<Finding> = {}) => {
  const finding = comparisonFall() as Finding;
  return counterfactualChart({
    ...finding,
    series,
    intervention: { ...finding.intervention, start },
    counts: { ...finding.counts, comparison: null },
    ...over,
  });
};
const svg = (...given: Parameters<typeof drawn>): string => drawn(...given)!.svg;
const starts = (picture: string) => marksIn(picture, "line", { "stroke-dasharray": "2 3" });

describe("observed and expected", () => {
  it.each<[Verdict, string, string]>([
    ["fall", "below what the time before led to expect", "fall"],
    ["rise", "above what the time before led to expect", "rise"],
    ["equivalent", "changed by less than would matter", "no change that matters"],
    ["uncertain", "the change since the start is uncertain", "uncertain"],
    ["not-estimated", "observed and expected", "not estimated"],
  ])("are titled by the verdict: %s", (verdict, title, result) => {
    const { headline } = comparisonFall();
    const chart = drawn(year, "2000-07", { headline: { ...headline, verdict } })!;
    expect(chart.title).toBe(`Burglary: ${title}`);
    expect(chart.alt).toContain(`Result: ${result}.`);
    expect(chart.alt).not.toMatch(/expected line|comparison units/);
  });
  it("are one line where nothing was expected and nobody compared", () => {
    const picture = svg(year);
    expect(textsIn(picture)).toContain("Observed");
    expect(textsIn(picture)).not.toContain("Expected");
    expect(marksIn(picture, "path")).toHaveLength(1);
  });
  it("are not drawn of one point, or of none", () => {
    expect(drawn([year[0]!])).toBeUndefined();
    expect(drawn(year.map((one, t) => (t === 3 ? one : { ...one, treated: null })))).toBeUndefined();
    expect(svg([year[0]!, year[1]!])).not.toMatch(/NaN|Infinity/);
  });
  it("have a band only where both its ends exist, and the table says where they do not", () => {
    const expected = year.map((one) => ({ ...one, counterfactual: 55 }));
    expect(marksIn(svg(expected), "path", { fill: colours.band })).toHaveLength(0);
    const half = expected.map((one) => ({ ...one, low: 45 }));
    expect(marksIn(svg(half), "path", { fill: colours.band })).toHaveLength(0);
    const whole = half.map((one, t) => (t < 6 ? one : { ...one, high: 65 }));
    expect(marksIn(svg(whole), "path", { fill: colours.band })).toHaveLength(1);
    const cells = drawn(whole)!.table.rows.map((row) => wordsOf([row.at(-1)!]));
    expect([cells[0], cells[6]]).toEqual(["not available", "45 to 65"]);
  });
  it("lose their markers past a hundred points, where these would merge into the line", () => {
    const dots = (length: number) =>
      marksIn(svg(months(length).map((period) => point(period))), "circle").length;
    expect([dots(100), dots(101)]).toEqual([100, 0]);
  });
  it("shade each spell that was left out once, however many periods it holds", () => {
    const left = (gone: number[]) =>
      marksIn(
        svg(year.map((one, t) => (gone.includes(t) ? { ...one, phase: "excluded" as const } : one))),
        "rect",
        { fill: colours.shade },
      ).map(({ attributes }) => Number(attributes.width));
    const [two, one] = left([3, 4, 6]);
    expect(left([3, 4, 6])).toHaveLength(2);
    expect(two! / one!).toBeCloseTo(2, 1);
    expect(left([])).toEqual([]);
  });
});

describe("the line of the start", () => {
  it("stands between the last period before and the first after, with its words on the side that has room", () => {
    const [line] = starts(svg(year));
    const dots = marksIn(svg(year), "circle").map(({ attributes }) => Number(attributes.cx));
    expect(Number(line!.attributes.x1)).toBeCloseTo((dots[5]! + dots[6]!) / 2, 1);
    const anchor = (start: string) =>
      marksIn(svg(year, start), "text").find(({ text }) => text.startsWith("start:"))!.attributes[
        "text-anchor"
      ];
    expect([anchor("2000-11"), anchor("2000-02")]).toEqual(["end", undefined]);
  });
  it("stands at the first period where all of them come after it, and nowhere where all come before", () => {
    const [line] = starts(svg(year, "1999-03-15"));
    const [dot] = marksIn(svg(year), "circle");
    expect(line!.attributes.x1).toBe(dot!.attributes.cx);
    expect(starts(svg(year, "2007-01"))).toEqual([]);
  });
  it("goes by the phase where periods are no dates", () => {
    const quarters = ["2000-Q1", "2000-Q2", "2000-Q3", "2000-Q4"].map((period, t) =>
      point(period, { phase: t < 2 ? "before" : "after" }),
    );
    const dots = marksIn(svg(quarters, "2000-Q3"), "circle").map(({ attributes }) => Number(attributes.cx));
    expect(Number(starts(svg(quarters, "2000-Q3"))[0]!.attributes.x1)).toBeCloseTo(
      (dots[1]! + dots[2]!) / 2,
      1,
    );
  });
  it("stands in the panel of the comparison units too, where it has no words", () => {
    const compared = year.map((one) => ({ ...one, comparison: 80 }));
    expect(starts(svg(compared))).toHaveLength(2);
    expect(textsIn(svg(compared)).filter((text) => text.startsWith("start:"))).toEqual(["start: July 2000"]);
  });
});
