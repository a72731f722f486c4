import { describe, expect, it } from "vitest";
import type { Charts, Emmie, Finding } from "../../../src/model/finding.ts";
import type { Chart } from "../../../src/summaries/charts/chart.ts";
import { doseChart } from "../../../src/summaries/charts/dose.ts";
import { wordsOf } from "../../../src/summaries/document.ts";
import { colours } from "../../../src/summaries/svg.ts";
import { comparisonFall } from "../../helpers/findings.ts";
import { marksIn, textsIn } from "../../helpers/svg.ts";

type Dose = NonNullable<Charts["dose"]>;
const drawn = (dose: Dose, implementation?: Emmie["implementation"], invented = true): Chart | undefined => {
  const { emmie: _none, ...finding } = comparisonFall() as Finding;
  return doseChart({
    ...finding,
    invented,
    charts: { dose },
    ...(implementation ? { emmie: { implementation } } : {}),
  });
};
const bars = (chart: Chart) => marksIn(chart.svg, "rect", { fill: colours.treated });
const rows = (chart: Chart): string[][] => chart.table.rows.map((row) => row.map((cell) => wordsOf([cell])));

describe("the dose", () => {
  it("is drawn as a bar with the plan across it and the comparison beside it, and told in a table", () => {
    const chart = drawn(
      [
        { period: "2023-01", planned: 400, delivered: 300, comparison: 20 },
        { period: "2023-02", planned: 400, delivered: 400, comparison: null },
      ],
      { dose_unit: "patrol hours", delivery_percent: 87.5 },
    )!;
    const [first, second] = bars(chart).map(({ attributes }) => Number(attributes.height));
    expect(first! / second!).toBeCloseTo(0.75, 3);
    expect(marksIn(chart.svg, "line", { "stroke-width": "3" })).toHaveLength(2);
    expect(marksIn(chart.svg, "rect", { fill: colours.comparison })).toHaveLength(1);
    expect(chart.title).toBe("88% of the planned patrol hours were delivered");
    expect(chart.alt).toBe(
      "Bar chart of delivered patrol hours a month with the planned amount as a line and what reached the comparison units. 88% of the planned patrol hours were delivered.",
    );
    expect(rows(chart)).toEqual([
      ["January 2023", "400", "300", "20"],
      ["February 2023", "400", "400", "not available"],
    ]);
  });
  it("is told of one period, and of what nobody gave a name or a share", () => {
    const chart = drawn([{ period: "2023-01", planned: 4, delivered: 3.5 }], undefined, false)!;
    expect(chart.title).toBe("Delivered and planned units of the intervention");
    expect(chart.subtitle).toBe("Units of the intervention a month: bars delivered, black lines planned");
    expect(rows(chart)).toEqual([["January 2023", "4.00", "3.50"]]);
    expect(bars(chart)).toHaveLength(1);
    expect(chart.svg).not.toMatch(/NaN|Infinity/);
  });
  it("says nothing of a plan where there was none", () => {
    const chart = drawn([
      { period: "2023-01", planned: null, delivered: 3 },
      { period: "2023-02", planned: null, delivered: null },
    ])!;
    expect(chart.title).toBe("Delivered units of the intervention");
    expect(`${chart.subtitle} ${chart.alt} ${textsIn(chart.svg).join(" ")}`).not.toMatch(/[Pp]lanned/);
    expect(bars(chart)).toHaveLength(1);
    expect(marksIn(chart.svg, "line", { "stroke-width": "3" })).toHaveLength(0);
  });
  it("is not drawn where nothing is known to have been delivered", () => {
    expect(drawn([])).toBeUndefined();
    expect(drawn([{ period: "2023-01", planned: 4, delivered: null }])).toBeUndefined();
  });
});
