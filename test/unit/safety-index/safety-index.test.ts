import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { stableJson } from "../../../src/model/json.ts";
import { buildPanel } from "../../../src/panel/index.ts";
import { readSource } from "../../../src/pipeline/reading/read-source.ts";
import { buildIndex } from "../../../src/pipeline/safety-index.ts";
import type { SafetyIndex } from "../../../src/unit/safety-index/types.ts";
import { crime, indexOf, inFolder, names, survey, tiny, units, yaml } from "./workspace.ts";

const optionsIn = (folder: string) => ({
  ...{ folder, force: false, patience: 1000 },
  ...{ programVersion: "0.0.0", progress: () => undefined },
});
const area = (index: SafetyIndex, name: string) => index.areas.find((one) => one.area === name)!;
const codes = ({ warnings }: SafetyIndex): string[] => warnings.map(({ code }) => code);
const combined = (index: SafetyIndex): Record<string, (number | null)[]> =>
  Object.fromEntries(index.areas.map((one) => [one.area, one.points.map((p) => p?.combined.score ?? null)]));

describe("the index of a workspace", () => {
  it("adds counts over a year, divides them, and takes a rolling survey once a year, at its end", async () => {
    const index = await indexOf(tiny());
    expect(index.periods).toEqual(["2022", "2023"]);
    const brent = area(index, "Brent").indicators;
    // 30 a month is 360 a year among 1,000 people; a tenth fewer in 2023. The survey's fourth quarter says 0.6.
    expect(brent[0]).toMatchObject({ base_value: 360, value: 324, imputed: false });
    expect(brent[1]).toMatchObject({ base_value: 0.6, value: 0.6 });
    // Base mean of 120 … 720 is 420: 200 − 100 · 360 / 420.
    expect(area(index, "Brent").points[0]!.objective.score).toBeCloseTo(200 - (100 * 360) / 420, 10);
    expect(index.overall[0]!.combined.score).toBeCloseTo(100, 10);
  });

  it("carries the sampling error of the people asked, with their design effect", async () => {
    const index = await indexOf(tiny("  # two thousand draws\n"));
    const { subjective } = area(index, "Barnet").points[0]!;
    // se = √(0.25 · 1.4 / 400) against a base mean of 0.625.
    const expected = (2 * 1.96 * 100 * Math.sqrt((0.25 * 1.4) / 400)) / 0.625;
    expect(Math.abs((subjective.high! - subjective.low!) / expected - 1)).toBeLessThan(0.2);
  });

  it("prints no rank without its interval, and the rank lies in it", async () => {
    const index = await indexOf(tiny());
    for (const { points } of index.areas)
      for (const point of points) {
        expect(point!.rank.low).toBeLessThanOrEqual(point!.rank.rank);
        expect(point!.rank.high).toBeGreaterThanOrEqual(point!.rank.rank);
      }
  });

  it("leaves out a year that is not whole: eleven months are not a good year", async () => {
    const index = await indexOf({ ...tiny(), "crime.csv": crime(names, 23) });
    expect(index.periods).toEqual(["2022"]);
  });

  it("says which year in the middle falls out, and for want of what", async () => {
    const years = [2022, 2023, 2024];
    const gap = crime(names, 36).replace(/^.*,2023-06,.*\n/gm, "");
    const index = await indexOf({ ...tiny(), "crime.csv": gap, "survey.csv": survey(names, years) });
    expect(index.periods).toEqual(["2022", "2024"]);
    expect(index.warnings.filter(({ code }) => code === "index/year-left-out")).toEqual([
      {
        code: "index/year-left-out",
        message:
          "2023 is left out: no area has a whole year of burglary. A month that is missing makes a year look safer than it was.",
      },
    ]);
    // Each area lacks one of the two halves, but no half is missing everywhere.
    const lacks = (text: string, wanted: readonly string[], year: RegExp): string =>
      text
        .split("\n")
        .filter((row) => !(wanted.includes(row.split(",")[0]!) && year.test(row)))
        .join("\n");
    const patchy = await indexOf({
      ...tiny(),
      "crime.csv": lacks(crime(names, 36), names.slice(0, 3), /,2023-06,/),
      "survey.csv": lacks(survey(names, years), names.slice(3), /,2023-/),
    });
    expect(patchy.warnings.find(({ code }) => code === "index/year-left-out")!.message).toBe(
      "2023 is left out: in every area more is missing than may be filled in.",
    );
    // The years that a source has beyond the last one scored are no gap.
    const ends = await indexOf({ ...tiny(), "crime.csv": crime(names, 36) });
    expect(ends.periods).toEqual(["2022", "2023"]);
    expect(codes(ends)).not.toContain("index/year-left-out");
  });

  it("does not care about the order of rows", async () => {
    const [header, ...rows] = crime().trimEnd().split("\n");
    const turned = `${[header, ...rows.reverse()].join("\n")}\n`;
    expect(combined(await indexOf({ ...tiny(), "crime.csv": turned }))).toEqual(
      combined(await indexOf(tiny())),
    );
  });

  it("moves no score when an area joins in the second year", async () => {
    const late = crime([...names, "Harrow"])
      .split("\n")
      .filter((row) => !row.startsWith("Harrow,2022"))
      .join("\n");
    const asked = survey([...names, "Harrow"])
      .split("\n")
      .filter((row) => !row.startsWith("Harrow,2022"))
      .join("\n");
    const grown = await indexOf({
      ...tiny(),
      "crime.csv": late,
      "survey.csv": asked,
      "units.csv": units([...names, "Harrow"]),
    });
    const { Harrow, ...others } = combined(grown);
    expect(others).toEqual(combined(await indexOf(tiny())));
    expect(Harrow![0]).toBeNull();
    expect(Harrow![1]).not.toBeNull();
  });

  it("refuses residents as the denominator of the City of London, and warns of Westminster and of busy places", async () => {
    const all = [...names, "City of London"];
    const index = await indexOf({
      ...tiny(),
      "crime.csv": crime(all),
      "survey.csv": survey(all),
      "units.csv": units(all),
    });
    expect(index.not_scored).toEqual([
      { area: "City of London", reason: "rates per resident are refused there" },
    ]);
    expect(codes(index)).toContain("index/denominator-refused");
    const busy = index.warnings.find(({ code }) => code === "index/day-population")!.message;
    // Bexley has four times as many people by day as residents in this invented file.
    expect(busy).toContain("Bexley and Westminster");
    expect(index.checks.find(({ id }) => id === "denominators")!.status).toBe("failed");
    expect(index.checks.find(({ id }) => id === "by-day")!.status).toMatch(/passed|failed/);
  });

  it("joins the names of an area and refuses two values for one", async () => {
    const renamed = survey().replaceAll("Westminster,2023", "City of Westminster,2023");
    const index = await indexOf({ ...tiny(), "survey.csv": renamed });
    expect(area(index, "Westminster").points.map((point) => point !== null)).toEqual([true, true]);
    const twice = `${survey()}City of Westminster,2023-Q4,safe,0.9,400\n`;
    await expect(indexOf({ ...tiny(), "survey.csv": twice })).rejects.toMatchObject({
      code: "index/area-twice",
    });
  });

  it("warns of a survey without its error or its window", async () => {
    const text = yaml("").replace(
      "window: 12 months, survey: { sample: exposure, design-effect: 1.4 }",
      "combine: last",
    );
    expect(codes(await indexOf({ ...tiny(), "whatworks.yaml": text }))).toContain("index/error-unknown");
    const open = yaml("").replace("window: 12 months", "combine: last");
    expect(codes(await indexOf({ ...tiny(), "whatworks.yaml": open }))).toContain("index/window-unknown");
    const long = yaml("").replace("12 months", "24 months");
    expect(codes(await indexOf({ ...tiny(), "whatworks.yaml": long }))).toContain(
      "index/overlapping-windows",
    );
  });

  it.each([
    ["index/base", "  years: { from: 2022, to: 2023 }\n", "base: 2019"],
    ["index/denominator", "", "denominator: households"],
    ["config/source", "", "source: nowhere"],
    ["index/area", "  areas: { exclude: [Bornet] }\n", ""],
    ["index/area", "  areas: { only: [] }\n", ""],
    ["index/log-ratio", "  outliers: winsorise-then-log\n", ""],
    ["index/penalty-scale", "  aggregation: mazziotta-pareto-minus\n  normalisation: min-max\n", ""],
    ["index/goalposts", "  normalisation: goalposts\n", ""],
    ["config/key", "  colour: red\n", ""],
  ])("says %s", async (code, more, instead) => {
    const [key] = instead.split(":");
    const text = instead ? yaml(more).replace(new RegExp(`${key}: [a-z0-9]+`), instead) : yaml(more);
    await expect(indexOf({ ...tiny(), "whatworks.yaml": text })).rejects.toMatchObject({ code });
  });

  it("takes every normalisation, weighting and mean that it names", async () => {
    for (const method of [
      "normalisation: z-score\n  aggregation: mazziotta-pareto-plus",
      "normalisation: rank\n  weights: optimised",
      "normalisation: min-max\n  weights: pca",
      "aggregation: adjusted-mazziotta-pareto",
      "normalisation: z-score\n  aggregation: harmonic",
      "normalisation: z-score\n  aggregation: geometric\n  weights: given\n  balance: 0.3",
    ]) {
      const index = await indexOf(tiny(`  ${method}\n`));
      expect(area(index, "Barnet").points[1]!.combined.score).not.toBeNull();
      const parts = area(index, "Barnet");
      const sum = parts.indicators.reduce((total, one) => total + one.since_base!, 0);
      expect(sum + parts.since_base.remainder!).toBeCloseTo(parts.since_base.change!, 9);
    }
  });

  it("tells what was revised since the last edition, which is an input and never what lies in the output", async () => {
    await inFolder(tiny(), async (folder) => {
      const options = optionsIn(folder);
      const first = await buildIndex(options);
      expect(first.index.revisions).toBeNull();
      const again = await buildIndex(options);
      expect(stableJson(again.index)).toBe(stableJson(first.index));
      const { writeFileSync } = await import("node:fs");
      const front = join(folder, "reports/index.md");
      const fresh = readFileSync(front, "utf8");
      const end = "<!-- /whatworks:part -->\n";
      writeFileSync(front, fresh.replace(end, `${end}\nOur own words.\n`));
      // Words between the parts leave it current; made again by force, they stay.
      await buildIndex({ ...options, force: true });
      expect(readFileSync(front, "utf8").replace("Our own words.\n\n", "")).toBe(fresh);
      expect(readFileSync(front, "utf8")).toContain("Our own words.");
      writeFileSync(join(folder, "edition-1.json"), stableJson(first.index));
      writeFileSync(join(folder, "whatworks.yaml"), yaml("  previous: edition-1.json\n  balance: 0.4\n"));
      writeFileSync(
        join(folder, "crime.csv"),
        crime().replace("Barnet,2023-05,burglary,9", "Barnet,2023-05,burglary,29"),
      );
      const { index } = await buildIndex(options);
      expect(index.revisions).toMatchObject({
        previous_latest: "2023",
        compared: 12,
        method_changed: ["balance of the halves"],
      });
      expect(index.revisions!.rows.some((row) => row.area === "Barnet" && row.period === "2023")).toBe(true);
      // Each edition's points by indicator add up to the change of the latest score.
      for (const row of index.revisions!.since_previous) {
        expect(row.parts.reduce((sum, { points }) => sum + points, 0)).toBeCloseTo(row.difference, 9);
        expect(Math.abs(row.remainder)).toBeLessThan(1e-9);
      }
      const page = (name: string): string => readFileSync(join(folder, `reports/${name}.md`), "utf8");
      expect(page("safety-index/areas/barnet")).toContain("Since the last edition (to 2023)");
      expect(page("index")).toContain("Settings that changed: balance of the halves.");
      expect(index.provenance.inputs.some(({ name }) => name === "edition-1.json")).toBe(true);
      writeFileSync(join(folder, "edition-1.json"), "{}");
      await expect(buildIndex(options)).rejects.toMatchObject({ code: "index/previous" });
    });
  });

  it("writes scores that a study can take as its outcome", async () => {
    await inFolder(tiny(), async (folder) => {
      const options = optionsIn(folder);
      const { index } = await buildIndex(options);
      const read = await readSource({
        root: folder,
        files: ["reports/safety-index/scores.csv"],
        format: "long",
      });
      const panel = buildPanel(read.cells);
      expect(panel.frequency).toBe("year");
      expect(Object.keys(panel.columns).sort()).toEqual([
        "combined score",
        "gap",
        "indicator burglary",
        "indicator safe",
        "objective score",
        "subjective score",
      ]);
      expect(panel.columns["indicator burglary"]![1]).toBe(108);
      expect(panel.columns.gap![0]).toBe(area(index, "Barnet").points[0]!.gap.score);
      expect(read.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    });
  });

  it("guards a name that a spreadsheet would run", async () => {
    const odd = ["=1+1", ...names];
    await inFolder(
      { ...tiny(), "crime.csv": crime(odd), "survey.csv": survey(odd), "units.csv": units(odd) },
      async (folder) => {
        await buildIndex(optionsIn(folder));
        const text = readFileSync(join(folder, "reports/safety-index/scores.csv"), "utf8");
        expect(text).toContain("\n'=1+1,");
        expect(text).not.toMatch(/^[=+@]/m);
      },
    );
  });
});

it("says whose rank the choice of denominator changes", async () => {
  // With ninety times as many people by day, the worst area would be among the best.
  const daytime = units().replace("Westminster,1000,1000", "Westminster,1000,90000");
  const still = yaml("  balance: 0.9\n").replace(
    "draws: 200",
    "draws: 200, weight-range: 0.05, normalisations: [base-100], aggregations: [arithmetic]",
  );
  const index = await indexOf({ ...tiny(), "units.csv": daytime, "whatworks.yaml": still });
  const check = index.checks.find(({ id }) => id === "by-day")!;
  expect(check.status).toBe("failed");
  expect(check.sentence).toContain("Westminster (from");
  const without = yaml("").replace("workday: { column: daytime }", "households: { column: daytime }");
  const none = await indexOf({ ...tiny(), "whatworks.yaml": without });
  expect(none.checks.find(({ id }) => id === "by-day")!.status).toBe("not-run");
});
