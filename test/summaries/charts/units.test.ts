import { describe, expect, it } from "vitest";
import type { Charts, Disagreement, Finding, Headline } from "../../../src/model/finding.ts";
import { shorten } from "../../../src/summaries/charts/chart.ts";
import { effectByMethodChart } from "../../../src/summaries/charts/effect-by-method.ts";
import { leaveOneOutChart } from "../../../src/summaries/charts/leave-one-out.ts";
import { seasonalityChart } from "../../../src/summaries/charts/seasonality.ts";
import { smallMultiplesChart } from "../../../src/summaries/charts/small-multiples.ts";
import { boroughs, tileMapChart } from "../../../src/summaries/charts/tile-map.ts";
import { weightsChart } from "../../../src/summaries/charts/weights.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { colours } from "../../../src/summaries/svg.ts";
import { comparisonFall } from "../../helpers/findings.ts";
import { marksIn, textsIn } from "../../helpers/svg.ts";

const finding = comparisonFall() as Finding;
const holding = (charts: Charts, headline: Partial<Headline> = {}): Finding => ({
  ...finding,
  charts,
  headline: { ...finding.headline, ...headline },
});
const firstCells = (rows: readonly (readonly unknown[])[]): string[] =>
  rows.map((row) => wordsOf([row[0] as never]));

describe("weights", () => {
  const chart = (weights: Charts["weights"]) => weightsChart(holding({ weights: weights! }));
  it("come largest first, equal ones by name, and what prints as nothing is left out", () => {
    const equal = [
      { unit: "Oak", weight: 0.25 },
      { unit: "Ash", weight: 0.25 },
      { unit: "Elm", weight: 0.4996 },
      { unit: "Fir", weight: 0.0004 },
    ];
    for (const order of [equal, [...equal].reverse()])
      expect(firstCells(chart(order)!.table.rows)).toEqual(["Elm", "Ash", "Oak"]);
    expect(chart(equal)!.title).toBe("Burglary: the comparison rests mostly on Elm, Ash and Oak");
    expect(chart([{ unit: "Fir", weight: 0.0004 }])).toBeUndefined();
  });
  it("are drawn as long as they are, one alone as well", () => {
    const alone = chart([{ unit: "Oak", weight: 1 }])!;
    expect(alone.title).toBe("Burglary: the comparison rests mostly on Oak");
    const two = chart([
      { unit: "Oak", weight: 0.8 },
      { unit: "Ash", weight: 0.2 },
    ])!;
    const [long, short] = marksIn(two.svg, "rect", { fill: colours.treated });
    expect(Number(long!.attributes.width) / Number(short!.attributes.width)).toBeCloseTo(4, 3);
  });
  it("say in the picture that a long name was cut, and hold it whole in the table", () => {
    const names = ["north", "south"].map((side) => `Kensington and Chelsea, the ${side} of the park`);
    const made = chart(names.map((unit) => ({ unit, weight: 0.5 })))!;
    expect(textsIn(made.svg).filter((text) => text.endsWith(" …"))).toHaveLength(2);
    expect(firstCells(made.table.rows)).toEqual(names);
  });
});

describe("leaving one unit out", () => {
  const row = (
    unit: string,
    estimate: number | null,
    conf_low: number | null = null,
    conf_high = conf_low,
  ) => ({
    ...{ unit, estimate, conf_low, conf_high },
  });
  const title = (leave_one_out: Charts["leave_one_out"], headline: Partial<Headline> = {}) =>
    leaveOneOutChart(holding({ leave_one_out: leave_one_out! }, headline))!.title;
  it.each<[string, Charts["leave_one_out"], Partial<Headline>, string]>([
    [
      "intervals that agree",
      [row("A", 0.8, 0.7, 0.9), row("B", 0.9, 0.8, 0.95)],
      { verdict: "fall" },
      "no single unit changes the verdict",
    ],
    [
      "an interval that does not",
      [row("A", 0.8, 0.7, 0.9), row("B", 0.9, 0.8, 1.1)],
      { verdict: "fall" },
      "the verdict depends on single units",
    ],
    [
      "points on one side",
      [row("A", 0.8), row("B", 0.9, 0.8)],
      { estimate: 0.85 },
      "no single unit changes the direction of the estimate",
    ],
    [
      "points on both sides",
      [row("A", 0.8), row("B", 1.2)],
      { estimate: 0.85 },
      "the direction of the estimate depends on single units",
    ],
    [
      "differences on one side",
      [row("A", -3), row("B", -1)],
      { estimate: -2, scale: "difference" },
      "no single unit changes the direction of the estimate",
    ],
    [
      "differences above 0 and below 1",
      [row("A", 0.5), row("B", 0.2)],
      { estimate: 0.3, scale: "difference" },
      "no single unit changes the direction of the estimate",
    ],
    [
      "no estimate to compare with",
      [row("A", 0.8), row("B", 0.9)],
      { estimate: null },
      "the direction of the estimate depends on single units",
    ],
  ])("is told by %s", (_name, rows, headline, words) => {
    expect(title(rows, headline)).toBe(`Burglary: ${words}`);
  });
  it("comes lowest first, equal ones by name, and shows the ends of a long list", () => {
    const many = Array.from({ length: 50 }, (_, i) => row(`U${String(i).padStart(2, "0")}`, 1 - i / 100));
    const rows = leaveOneOutChart(holding({ leave_one_out: many }))!.table.rows;
    expect(rows).toHaveLength(40);
    expect([firstCells(rows)[0], firstCells(rows)[19], firstCells(rows)[20], firstCells(rows)[39]]).toEqual([
      ...["U49", "U30", "U19", "U00"],
    ]);
    const tied = leaveOneOutChart(
      holding({ leave_one_out: [row("B", 0.9), row("A", 0.9), row("C", null)] }),
    )!;
    expect(firstCells(tied.table.rows)).toEqual(["A", "B"]);
  });
  it("draws no line for an estimate of all units that does not exist, and nothing of one unit", () => {
    const words = "- - with every unit";
    const two = [row("A", 0.8), row("B", 0.9)];
    const said = (headline: Partial<Headline>) =>
      textsIn(leaveOneOutChart(holding({ leave_one_out: two }, headline))!.svg);
    expect(said({})).toContain(words);
    expect(said({ estimate: null })).not.toContain(words);
    expect(leaveOneOutChart(holding({ leave_one_out: [row("A", 0.8)] }))).toBeUndefined();
  });
});

describe("methods side by side", () => {
  const method = (
    title: string,
    estimate: number | null,
    low: number | null,
    primary = false,
  ): Disagreement => ({
    ...{ method: title, title, estimate, conf_low: low, conf_high: low === null ? null : 0.95 },
    ...{ scale: "rate-ratio" as const, note: "a note" },
    ...(primary ? { primary } : {}),
  });
  const made = (disagreement: readonly Disagreement[]) => effectByMethodChart({ ...finding, disagreement });
  it("are said to differ where no primary method says anything", () => {
    expect(made([method("A", 0.8, 0.7)])!.title).toBe("Burglary: methods differ in their verdict");
    expect(made([method("A", 0.8, 0.7)])!.alt).toContain("Primary method: not available, not available.");
    expect(made([method("A", 0.8, 0.7), method("B", 0.8, 0.7, true)])!.title).toBe(
      "Burglary: every method gives the same verdict",
    );
    expect(made([method("B", 0.8, 0.7, true)])!.title).toBe("Burglary: the estimate with its interval");
  });
  it("are listed as not run where there is no estimate, and drawn without a whisker where there is no interval", () => {
    const chart = made([method("A", null, null), method("B", 0.8, null), method("C", 0.8, 0.7, true)])!;
    expect(textsIn(chart.svg)).toEqual(expect.arrayContaining(["not run", "0.80", "0.80 (0.70 to 0.95)"]));
    expect(marksIn(chart.svg, "line", { "stroke-width": "2" })).toHaveLength(0);
    expect(marksIn(chart.svg, "line", { "stroke-width": "3" })).toHaveLength(1);
    expect(made([method("A", null, null)])).toBeUndefined();
  });
});

describe("the season", () => {
  const season = (name: string, before: number | null, after: number | null) => ({
    ...{ season: name, treated_before: before, treated_after: after },
  });
  const made = (seasonality: NonNullable<Charts["seasonality"]>) =>
    seasonalityChart(holding({ seasonality }));
  it("has a line for each time that was seen, and no word for one that was not", () => {
    const chart = made([season("January", 3, null), season("February", 5, null), season("March", 4, null)])!;
    expect(textsIn(chart.svg)).toContain("Before");
    expect(textsIn(chart.svg)).not.toContain("After");
    expect(marksIn(chart.svg, "path")).toHaveLength(1);
  });
  it("breaks its line where a month was hidden, and says so in the table", () => {
    const chart = made([
      season("January", 13, 12),
      season("February", null, 14),
      season("March", 14, 15),
      season("April", 14, null),
    ])!;
    const [before, after] = marksIn(chart.svg, "path").map(
      ({ attributes }) => attributes.d!.match(/M/g)!.length,
    );
    expect([before, after]).toEqual([2, 1]);
    expect(chart.table.rows[1]!.map((cell) => wordsOf([cell]))).toEqual(["February", "not available", "14"]);
    expect(textsIn(chart.svg).some((text) => text.endsWith("(axis does not start at 0)"))).toBe(true);
  });
  it("is not drawn of two months", () => {
    expect(
      made([season("January", 3, 3), season("February", 5, 5), season("March", null, null)]),
    ).toBeUndefined();
  });
});

describe("each unit by itself", () => {
  const unit = (name: string, arm: "treated" | "comparison" | "buffer", values: (number | null)[]) => ({
    ...{ unit: name, arm, values, periods: ["2022-01", "2022-02", "2022-03"] },
  });
  it("is drawn by its arm, with gaps as gaps and noughts on the line", () => {
    const units = [
      unit("Next", "buffer", [1, null, 3]),
      unit("Other", "comparison", [0, 0, 0]),
      unit("Here", "treated", [5, 4, 3]),
      unit("Nothing", "treated", [null, null, null]),
    ];
    const chart = smallMultiplesChart(holding({ units }))!;
    const paths = marksIn(chart.svg, "path");
    expect(paths.map(({ attributes }) => attributes.stroke)).toEqual([
      colours.treated,
      colours.comparison,
      colours.other,
    ]);
    expect(paths.map(({ attributes }) => attributes["stroke-dasharray"])).toEqual([undefined, "6 2", "2 2"]);
    const heights = paths[1]!.attributes.d!.match(/,([\d.]+)/g)!;
    expect(new Set(heights).size).toBe(1);
    expect(chart.table.rows.map((row) => wordsOf([row[3]!])).slice(-3)).toEqual(["1", "not available", "3"]);
    expect(chart.svg).not.toMatch(/NaN/);
  });
  it("fills a short row of values, and is not drawn of one unit", () => {
    const short = { ...unit("B", "treated", [4]), periods: ["2022-01", "2022-02"] };
    const chart = smallMultiplesChart(holding({ units: [short, unit("A", "treated", [1, 2, 3])] }))!;
    expect(chart.table.rows.map((row) => wordsOf([row[3]!]))).toEqual(["1", "2", "3", "4", "not available"]);
    expect(smallMultiplesChart(holding({ units: [short] }))).toBeUndefined();
  });
});

describe("the map", () => {
  const map = (changes: (number | null)[]) =>
    boroughs.slice(0, 12).map((name, i) => ({
      ...{ unit: name, arm: i < changes.length ? ("treated" as const) : ("comparison" as const) },
      ...{ before: 10, after: 9, percent_change: i < changes.length ? changes[i]! : 5 },
    }));
  const made = (changes: (number | null)[]) => tileMapChart(holding({ map: map(changes) }))!;
  it.each<[string, (number | null)[], string]>([
    ["all lower", [-3, -4], "lower after than before in every treated borough"],
    ["all higher", [3], "higher after than before in every treated borough"],
    ["most lower", [-3, -4, 2], "lower after than before in most treated boroughs"],
    ["most higher", [3, 4, -2], "higher after than before in most treated boroughs"],
    ["half and half", [3, -2], "changes in the treated boroughs are mixed"],
    ["unchanged", [0], "changes in the treated boroughs are mixed"],
    ["nobody treated", [], "no change is known for a treated borough"],
    ["nothing known", [null], "no change is known for a treated borough"],
  ])("says what it shows of treated boroughs: %s", (_name, changes, words) => {
    expect(made(changes).title).toBe(`Burglary: ${words}`);
    expect(made(changes).alt).toContain(words);
  });
  it("prints the sign of a change, nothing as nothing, and what is not known as not known", () => {
    const said = textsIn(made([-12.4, 0.3, 25, null]).svg);
    expect(said).toEqual(expect.arrayContaining(["-12%", "0%", "+25%", "n/a"]));
    expect(said).not.toContain("+0%");
  });
});

describe("alternative text", () => {
  const long = "A sentence of sixty characters and a little more than that one.";
  it.each<[string, string, string]>([
    ["stays whole where it is short", "One. Two.", "One. Two."],
    ["ends with a sentence", `${long} ${long} ${"x".repeat(200)} end.`, `${long} ${long}`],
    [
      "ends with a word where no sentence ends in time",
      `Short. ${"word ".repeat(70)}`,
      `Short. ${"word ".repeat(57)}word…`,
    ],
    ["is cut anywhere where there is nothing to end with", "y".repeat(400), `${"y".repeat(299)}…`],
  ])("%s", (_name, words, wanted) => {
    expect(shorten(words)).toBe(wanted);
    expect(shorten(words).length).toBeLessThanOrEqual(300);
  });
});
