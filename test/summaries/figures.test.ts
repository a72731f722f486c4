import { expect, it } from "vitest";
import type { Place } from "../../src/summaries/charts/chart.ts";
import { chartMakers, chartsOf } from "../../src/summaries/charts/index.ts";
import { markdown } from "../../src/summaries/markdown.ts";
import { summarise, summaryDocument } from "../../src/summaries/summary.ts";
import { comparisonFall, sampleFindings } from "../helpers/findings.ts";

it.each(Object.entries(sampleFindings))(
  "writes no file that the page of %s leaves unmentioned",
  (_, make) => {
    const { files } = summarise(make());
    const page = files.find(({ path }) => path === "summary.md")!.content;
    const unmentioned = files.filter(({ path }) => path !== "summary.md" && !page.includes(`(${path})`));
    expect(unmentioned.map(({ path }) => path)).toEqual([]);
  },
);

it("draws every figure of the list for one of the findings of these tests", () => {
  const drawn = Object.values(sampleFindings).flatMap((make) => [...chartsOf(make()).keys()]);
  expect(new Set(drawn).size).toBe(chartMakers.length);
});

it.each([
  { section: "effect" },
  { section: "effect", above: true },
  { section: "certainty", heading: "Made up" },
  { section: "implementation" },
] satisfies Place[])("shows a figure where it says: %j", (place) => {
  const finding = comparisonFall();
  const charts = chartsOf(finding);
  const made = { ...charts.get("counterfactual")!, name: "made-up", place };
  const document = summaryDocument(finding, new Map([...charts, ["made-up", made]]));
  const part = document.find((one) => one.kind === "part" && one.id === place.section)!;
  expect(markdown([part])).toContain("(made-up.svg)");
  if (place.heading) expect(markdown([part])).toContain(`### ${place.heading}`);
});
