import { describe, expect, it } from "vitest";
import type { Charts } from "../../../src/model/finding.ts";
import type { Chart } from "../../../src/summaries/charts/chart.ts";
import { placeboChart } from "../../../src/summaries/charts/placebo.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { colours, textWidth } from "../../../src/summaries/svg.ts";
import { donorPool } from "../../helpers/findings.ts";
import { elements, marksIn, textsIn } from "../../helpers/svg.ts";

type Gap = NonNullable<Charts["placebo"]>["gaps"][number];
const gap = (unit: string, values: (number | null)[], rmspe_ratio: number | null = 1): Gap => ({
  ...{ unit, treated: unit.startsWith("T"), values, rmspe_ratio },
});
const drawn = (gaps: Gap[], start = "2022-02"): Chart | undefined =>
  placeboChart({
    ...donorPool(),
    charts: { placebo: { periods: ["2022-01", "2022-02", "2022-03"], start, gaps, p_value: 0.25 } },
  });
const donors = [gap("A", [1, 2, 3], 2), gap("B", [3, 2, 1], 3)];
const grey = (chart: Chart) => marksIn(chart.svg, "path", { stroke: "#a6a6a6" });

describe("placebo gaps", () => {
  it.each<[string, number | null, number | null, string]>([
    ["stand below the treated one", 9, 3, "the gap in T stands out from every placebo"],
    ["are as large as the treated one", 3, 3, "some placebo gaps are as large as that of T"],
    ["have no ratio of their own", 9, null, "the gap in T stands out from every placebo"],
    [
      "cannot be compared with a treated one without a ratio",
      null,
      3,
      "the gap in T and that of each placebo",
    ],
  ])("%s", (_name, treated, donor, words) => {
    const chart = drawn([gap("T", [0, 0, -5], treated), gap("A", [1, 2, 3], 1), gap("B", [1, 1, 1], donor)])!;
    expect(chart.title).toContain(words);
    expect(chart.alt).toContain("Placebo p-value 0.25.");
  });
  it("are drawn largest ratio first, then by name, whatever order they come in", () => {
    const four = [
      gap("A", [1, 1, 1], null),
      gap("B", [2, 2, 2], 5),
      gap("C", [3, 3, 3], 7),
      gap("D", [4, 4, 4], 5),
    ];
    const paths = grey(drawn([gap("T", [0, 0, 0]), ...four])!).map(({ attributes }) => attributes.d);
    expect(paths).toEqual(
      grey(drawn([gap("T", [0, 0, 0]), ...[...four].reverse()])!).map((e) => e.attributes.d),
    );
    const heights = paths.map((d) => Number(/^M[\d.]+,([\d.]+)/.exec(d!)![1]));
    // C, then B and D of the same ratio, then A, which has none; higher values stand higher.
    expect(heights.map((y) => [...heights].sort((a, b) => b - a).indexOf(y))).toEqual([2, 1, 3, 0]);
  });
  it("break where a value does not exist, and one without any is a line of no points", () => {
    const chart = drawn([
      gap("T", [null, -2, null]),
      gap("A", [1, null, 3], 2),
      gap("B", [null, null, null]),
    ])!;
    expect(grey(chart).map(({ attributes }) => attributes.d!.match(/M/g)?.length ?? 0)).toEqual([2, 0]);
    expect(chart.table.rows.map((row) => wordsOf([row[2]!])).slice(0, 3)).toEqual([
      "not available",
      "-2",
      "not available",
    ]);
    expect(chart.svg).not.toMatch(/NaN|null/);
  });
  it("fill a short row of values with what is not available", () => {
    const chart = drawn([gap("T", [1, 2]), ...donors])!;
    expect(wordsOf([chart.table.rows[2]![2]!])).toBe("not available");
  });
  it("have no line of the start where the start is the first period or is not drawn", () => {
    const starts = (start: string): string[] =>
      textsIn(drawn([gap("T", [1, 2, 3]), ...donors], start)!.svg).filter((text) =>
        text.startsWith("start:"),
      );
    expect(starts("2022-02")).toEqual(["start: February 2022"]);
    expect(starts("2022-01")).toEqual([]);
    expect(starts("2030-01")).toEqual([]);
  });
  it("keep their plot beside a name as long as the picture", () => {
    const name = `T${"he-longest-name-of-a-unit-that-anybody-wrote ".repeat(4)}`;
    const chart = drawn([gap(name, [1, 2, 3]), ...donors])!;
    const said = textsIn(chart.svg).find((text) => text.endsWith("…"))!;
    expect(textWidth(said, 14, true)).toBeLessThanOrEqual(200);
    const [zero] = marksIn(chart.svg, "line", { stroke: colours.ink });
    expect(Number(zero!.attributes.x2) - Number(zero!.attributes.x1)).toBeGreaterThan(400);
    expect(wordsOf([chart.table.rows[0]![0]!])).toBe(name);
  });
  it("are not drawn without a treated unit, without two others, or without one value", () => {
    expect(drawn(donors)).toBeUndefined();
    expect(drawn([gap("T", [1, 2, 3]), donors[0]!])).toBeUndefined();
    expect(drawn([gap("T", [null, null, null]), ...donors])).toBeUndefined();
    expect(
      elements(drawn([gap("T", [0, 0, 0]), gap("A", [0, 0, 0]), gap("B", [0, 0, 0])])!.svg).length,
    ).toBeGreaterThan(5);
  });
});
