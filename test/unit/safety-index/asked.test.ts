import { describe, expect, it } from "vitest";
import { stableJson } from "../../../src/model/json.ts";
import { cellStatus } from "../../../src/model/panel.ts";
import { loadWorkspace } from "../../../src/pipeline/load-workspace.ts";
import { Reader } from "../../../src/pipeline/reading/gather.ts";
import { asItStands } from "../../../src/pipeline/release/levels.ts";
import type { SafetyIndex } from "../../../src/unit/safety-index/types.ts";
import { crime, indexOf, inFolder, names, survey, tiny, units, yaml } from "./workspace.ts";

const quick = (text: string): string => text.replace("draws: 200", "draws: 100");
const files = (index: string, change: (text: string) => string = (text) => text) => ({
  ...tiny(),
  "whatworks.yaml": quick(change(yaml(index))),
});
const area = (index: SafetyIndex, name: string) => index.areas.find((one) => one.area === name)!;
const own = (index: SafetyIndex, name: string, id: string) =>
  area(index, name).indicators.find((one) => one.id === id)!;
const messages = (index: SafetyIndex, code: string): string[] =>
  index.warnings.flatMap((one) => (one.code === code ? [one.message] : []));
const check = (index: SafetyIndex, id: string) => index.checks.find((one) => one.id === id)!;

const asked = "survey: { sample: exposure, design-effect: 1.4 }";
const without = (half: "crime" | "people") => (text: string) =>
  text.replace(new RegExp(`    ${half}:\\n.*\\n.*\\n`), "");
const level = (text: string) => text.replace(`, ${asked}`, "");
const flat = survey().replace(/,[\d.]+,400/g, ",0.6,400");
const long = {
  "crime.csv": crime(names, 60),
  "survey.csv": survey(names, [2022, 2023, 2024, 2025, 2026]),
};
const one = ["Barnet"];
const only = { "crime.csv": crime(one), "survey.csv": survey(one), "units.csv": units(one) };

describe("what an index refuses", () => {
  const bands = (...rows: readonly (readonly [number, string])[]): string =>
    `  bands: [${rows.map(([from, name]) => `{ from: ${from}, name: ${name} }`).join(", ")}]\n`;
  it.each([
    [
      "an area of the base that is not there",
      "index/area",
      "Barnat",
      files("", (text) => text.replace("base: 2022", "base: { year: 2022, areas: [Barnat, Brent] }")),
    ],
    [
      "bands out of order",
      "index/bands",
      "the band c from 90",
      files(bands([0, "a"], [110, "b"], [90, "c"])),
    ],
    ["two bands of one name", "index/bands", "the band a from 90", files(bands([0, "a"], [90, "a"]))],
    [
      "a theme without indicators",
      "index/indicator",
      "no indicator in the theme none",
      files("", (text) => text.replace("  themes:\n", "  themes:\n    none: { indicators: {} }\n")),
    ],
    [
      "no theme at all",
      "index/indicator",
      "no indicator;",
      files("", (text) => text.replace(/ {2}themes:[\s\S]*/, "  themes: {}\n")),
    ],
    [
      "an id twice",
      "index/indicator",
      'two indicators called "burglary"',
      files("", (text) => text.replace("safe: {", "burglary: {")),
    ],
    [
      "years that end before the base",
      "index/base",
      "years from 2020 to 2021, and 2022 as the base year",
      files("  years: { from: 2020, to: 2021 }\n"),
    ],
    [
      "years that end before they start",
      "index/base",
      "years from 2024 to 2023",
      files("  years: { from: 2024, to: 2023 }\n"),
    ],
    [
      "a base year that nothing covers",
      "index/base",
      "no area that can be scored in the base year 2021",
      { ...files("", (text) => text.replace("base: 2022", "base: 2021")) },
    ],
    [
      "no area that is left",
      "index/area",
      "no area left of the 6 in the sources of the index",
      files("  areas: { only: [Barnet], exclude: [Barnet] }\n"),
    ],
    [
      "counts of zero everywhere",
      "index/no-spread",
      "a mean of 0",
      {
        ...files(""),
        "crime.csv": crime().replace(/burglary,\d+/g, "burglary,0"),
      },
    ],
    [
      "a count below zero",
      "index/count",
      "-360 of burglary for Barnet in 2022",
      { ...files(""), "crime.csv": crime().replace(/burglary,\d+/g, "burglary,-30") },
    ],
    [
      "a ratio to a mean below zero",
      "index/no-spread",
      "a mean of -0.625",
      { ...files("", level), "survey.csv": survey().replace(/,0\./g, ",-0.") },
    ],
    [
      "a share below zero",
      "index/share",
      "-0.5 of safe for Barnet in 2022",
      { ...files(""), "survey.csv": survey().replace(/,0\./g, ",-0.") },
    ],
    [
      "a percentage above a hundred",
      "index/share",
      "a percentage from 0 to 100",
      {
        ...files("", (text) => text.replace("sample: exposure", "sample: exposure, percent: true")),
        "survey.csv": survey().replace("Barnet,2022-Q4,safe,0.5", "Barnet,2022-Q4,safe,150"),
      },
    ],
    [
      "a standard deviation of equal areas, which was asked for",
      "index/no-spread",
      "the indicator safe has a standard deviation of 0",
      { ...files("  normalisation: z-score\n"), "survey.csv": flat },
    ],
    [
      "a normalisation without goalposts that is to be tried",
      "index/goalposts",
      "no goalposts for the indicator burglary",
      files("", (text) => text.replace("draws: 200", "draws: 200, normalisations: [goalposts]")),
    ],
    [
      "a ratio of logarithms that is to be tried",
      "index/log-ratio",
      "index.uncertainty.normalisations",
      files("  normalisation: z-score\n  outliers: winsorise-then-log\n", (text) =>
        text.replace("draws: 200", "draws: 200, normalisations: [base-100, rank]"),
      ),
    ],
    [
      "periods without a year",
      "index/period",
      "plain numbers",
      {
        ...files(""),
        "crime.csv": "unit,period,outcome,value\nBarnet,1,burglary,12\nBexley,1,burglary,20\n",
      },
    ],
    [
      "a column of units.csv that is not there",
      "index/denominator",
      'no column "people" of numbers in units.csv; expected one of population, daytime',
      files("", (text) => text.replace("column: population", "column: people")),
    ],
    [
      "a column where there is no units file",
      "index/denominator",
      "a units file, which the workspace does not name; expected one of its columns",
      files("", (text) => text.replace("units: units.csv\n", "")),
    ],
    [
      "people asked where the source holds none",
      "index/survey",
      "has no exposure column",
      { ...files(""), "survey.csv": survey().replace(/,[^,\n]*$/gm, "") },
    ],
  ])("%s", async (_, code, words, workspace) => {
    const refusal = await indexOf(workspace).catch((error: unknown) => error);
    expect(refusal).toMatchObject({ code });
    const { message, details, ...rest } = refusal as Error & Record<string, unknown>;
    expect(`${message}; ${JSON.stringify({ details, ...rest })}`).toContain(words);
  });
});

describe("areas", () => {
  it("are those of every source, by name; one that a source lacks is missing there", async () => {
    const turned = [...names].reverse();
    const index = await indexOf({
      ...files(""),
      ...{ "crime.csv": crime(turned), "survey.csv": survey([...turned.slice(1), "Acton"]) },
    });
    expect(index.areas.map((one) => one.area)).toEqual(["Acton", ...names]);
    expect(index.not_scored.map((one) => one.area)).toEqual(["Acton", "Westminster"]);
    expect(own(index, "Acton", "burglary")).toMatchObject({ values: [null, null], counts: [null, null] });
  });

  it("have missing cells, not zeros, where a study takes the index as its source", async () => {
    const gone = { ...files(""), "survey.csv": survey().replace(/Barnet,2023.*\n/g, "") };
    const panel = await inFolder(gone, async (folder) => {
      return (await new Reader(loadWorkspace(folder)).source("index", asItStands)).panel;
    });
    const at = panel.units.indexOf("Barnet") * panel.periods.length;
    for (const name of ["combined score", "gap", "objective score", "score burglary", "indicator safe"]) {
      expect([...panel.status[name]!.slice(at, at + 2)], name).toEqual([
        cellStatus.observed,
        cellStatus.missing,
      ]);
      expect(panel.columns[name]![at + 1], name).toBeNaN();
    }
    // What was recorded of it is known all the same.
    expect(panel.columns["indicator burglary"]![at + 1]).toBe(108);
  });
});

describe("an index of less", () => {
  it("scores one area: with nothing to compare, what compares is not tried, and checks say what they need", async () => {
    const index = await indexOf({ ...files(""), ...only });
    // A tenth fewer burglaries: 100 · (1 + 0.1), and the survey as it was.
    expect(area(index, "Barnet").points[1]!.combined.score).toBeCloseTo(105, 10);
    expect(area(index, "Barnet").points[1]!.rank).toEqual({ rank: 1, low: 1, high: 1, median: 1 });
    expect(index.method.tried.normalisations).toEqual(["base-100", "rank"]);
    expect(index.pairs).toEqual({ compared: 0, alike: 0, share_alike: null });
    expect(["influence", "alpha", "halves"].map((id) => check(index, id).status)).toEqual(
      Array(3).fill("not-run"),
    );
    expect(check(index, "missing-areas").sentence).toBe("The one area is scored in the last year.");
    expect(index.indicators.map((each) => each.influence)).toEqual([null, null]);
    expect(stableJson(index)).not.toContain("NaN");
  });

  it("scores an indicator in which all areas are alike as 100 everywhere, and tries what has a spread", async () => {
    const index = await indexOf({ ...files(""), "survey.csv": flat });
    expect(index.areas.map(({ points }) => points[1]!.subjective.score)).toEqual(names.map(() => 100));
    expect(index.method.tried.normalisations).toEqual(["base-100", "rank"]);
    expect(check(index, "halves").sentence).toBe("Needs areas whose scores differ in both halves.");
  });

  it("scores a level below zero by its spread, the better one higher", async () => {
    const net = survey().replace(/,0\./g, ",-0.");
    const index = await indexOf({ ...files("  normalisation: z-score\n", level), "survey.csv": net });
    const [worse, better] = ["Westminster", "Barnet"].map(
      (name) => area(index, name).points[0]!.subjective.score!,
    );
    expect(better!).toBeGreaterThan(worse!);
    expect(index.method.tried.normalisations).toEqual(["z-score", "min-max", "rank"]);
  });

  it.each([
    ["recorded", "people", "objective", "subjective"],
    ["said", "crime", "subjective", "objective"],
  ] as const)("takes what is %s alone as the score, with all of the weight", async (_, gone, kept, other) => {
    const index = await indexOf(files("", without(gone)));
    expect(index.method.balance).toBeNull();
    for (const { points } of index.areas)
      for (const point of points) {
        expect(point!.combined.score).toBe(point![kept].score);
        expect([point![other], point!.gap].map(({ score, low, high }) => [score, low, high])).toEqual([
          [null, null, null],
          [null, null, null],
        ]);
      }
    expect(index.indicators.map((each) => [each.weight, each.combined_weight])).toEqual([[1, 1]]);
    expect(check(index, "halves").sentence).toBe("The index has one half only.");
    if (gone === "crime") expect(check(index, "denominators").status).toBe("passed");
  });
});

describe("years", () => {
  it.each([
    ["from the base to the end of the data", "", ["2022", "2023", "2024", "2025", "2026"]],
    ["those asked for, and the base", "  years: { from: 2024, to: 2025 }\n", ["2022", "2024", "2025"]],
    ["one", "  years: { from: 2022, to: 2022 }\n", ["2022"]],
    ["an end before that of the data", "  years: { from: 2022, to: 2023 }\n", ["2022", "2023"]],
    [
      "an end after that of the data",
      "  years: { from: 2022, to: 2030 }\n",
      ["2022", "2023", "2024", "2025", "2026"],
    ],
  ])("are %s", async (_, years, periods) => {
    const index = await indexOf({ ...files(years), ...long });
    expect(index.periods).toEqual(periods);
    expect(area(index, "Brent").since_base.from).toBe("2022");
    expect(area(index, "Brent").since_last?.from ?? null).toBe(periods.at(-2) ?? null);
  });

  it("leave out one in the middle that cannot be scored, and one whose denominator is missing", async () => {
    const gap = await indexOf({
      ...files(""),
      ...long,
      "survey.csv": survey(names, [2022, 2023, 2025, 2026]),
    });
    expect(gap.periods).toEqual(["2022", "2023", "2025", "2026"]);
    const people = ["unit,period,outcome,value", ...names.map((name) => `${name},2022,people,1000`)].join(
      "\n",
    );
    const index = await indexOf({
      ...files("", (text) =>
        text
          .replace("units: units.csv", "  people: { format: long, files: people.csv }\nunits: units.csv")
          .replace("resident: { column: population }", "resident: { source: people, name: people }"),
      ),
      "people.csv": `${people}\n`,
    });
    expect(index.periods).toEqual(["2022"]);
  });

  it("keep the base at the last one, from which nothing has changed", async () => {
    const index = await indexOf(
      files("  years: { from: 2022, to: 2023 }\n", (text) => text.replace("base: 2022", "base: 2023")),
    );
    expect(index.overall[1]!.objective.score).toBeCloseTo(100, 10);
    expect(area(index, "Brent").since_base).toMatchObject({ from: "2023", change: 0, low: 0, high: 0 });
    // 360 against 324 in the base year, whose mean is 378: 36 / 378 of 50 points.
    expect(area(index, "Brent").since_last!.change).toBeCloseTo((50 * 36) / 378, 10);
  });
});

describe("units and errors in words", () => {
  it.each([
    ["denominator: resident", "per 1000 residents a year", "Poisson error of a count"],
    ["denominator: workday, per: 100", "per 100 people by day a year", "Poisson error of a count"],
    ["denominator: none, overdispersion: 2", "a year", "Poisson error of a count, variance times 2"],
    ["denominator: resident, combine: mean", "per 1000 residents a month", "Poisson error of a count"],
    ["denominator: none, combine: last", "as last counted", "Poisson error of a count"],
    ["unit: burglaries known", "burglaries known", "not known, counted as none"],
    ["combine: mean", "as it is recorded", "not known, counted as none"],
  ])("of what is recorded with %s", async (settings, unit, error) => {
    const index = await indexOf(
      files("", (text) => text.replace("denominator: resident }", `${settings} }`)),
    );
    expect(index.indicators[0]).toMatchObject({ unit, error });
  });

  it.each([
    ["survey: { sample: 250 }", "share of people asked", "sampling error of 250 people asked"],
    [
      "survey: { sample: exposure, percent: true }",
      "per cent of people asked",
      "sampling error of the people asked, as given",
    ],
    ["survey: { standard-error: 0.02 }", "share of people asked", "standard error as given"],
    ["survey: {}", "share of people asked", "not known, counted as none"],
  ])("of what people say with %s", async (settings, unit, error) => {
    const index = await indexOf(files("", (text) => text.replace(asked, settings)));
    expect(index.indicators[1]).toMatchObject({ unit, error });
    expect(messages(index, "index/error-unknown")).toHaveLength(error.startsWith("not known") ? 1 : 0);
  });
});

/** Half the width of the interval of Barnet's subjective score, in points. */
const half = (index: SafetyIndex): number => {
  const { low, high } = area(index, "Barnet").points[1]!.subjective;
  return (high! - low!) / 2;
};
const wide = (text: string): string => text.replace("draws: 200", "draws: 300");
const surveyed = (settings: string, more: Record<string, string> = {}) =>
  indexOf({
    ...tiny(),
    "whatworks.yaml": wide(without("crime")(yaml("").replace(`window: 12 months, ${asked}`, settings))),
    ...more,
  });

describe("the error of what people say", () => {
  // √(0.5 · 0.5 / 400) is 0.025, and the base mean 0.625: 4 points a standard error.
  const expected = 1.96 * 4;
  it.each([
    ["a sample in the exposure column", "window: 12 months, survey: { sample: exposure }", {}, expected],
    ["a number for all", "window: 12 months, survey: { sample: 100 }", {}, 2 * expected],
    ["a standard error for all", "window: 12 months, survey: { standard-error: 0.025 }", {}, expected],
    [
      "another outcome",
      "window: 12 months, survey: { sample: { source: survey, name: people } }",
      {
        "survey.csv":
          survey() +
          names.flatMap((name) => [2022, 2023].map((year) => `${name},${year}-Q4,people,100,1\n`)).join(""),
      },
      2 * expected,
    ],
    [
      "percentages",
      "window: 12 months, survey: { sample: exposure, percent: true }",
      {
        "survey.csv": survey().replace(
          /,0\.(\d+),400/g,
          (_, digits) => `,${100 * Number(`0.${digits}`)},400`,
        ),
      },
      expected,
    ],
  ])("is that of %s", async (_, settings, more, wanted) => {
    expect(Math.abs(half(await surveyed(settings, more)) / wanted - 1)).toBeLessThan(0.2);
  });

  it("is that of all waves where a mean is over quarters that do not overlap", async () => {
    const even = survey().replace(/,safe,0\.1,/g, ",safe,0.5,");
    const told = await surveyed("window: 3 months, survey: { sample: exposure }", { "survey.csv": even });
    // Four times 400 people. The base mean is that of 0.5 + i / 80.
    expect(own(told, "Barnet", "safe").value).toBe(0.5);
    const wave = (1.96 * 100 * Math.sqrt(0.25 / 1600)) / 0.53125;
    expect(Math.abs(half(told) / wave - 1)).toBeLessThan(0.2);
    const given = await surveyed("window: 3 months, survey: { standard-error: 0.025 }", {
      "survey.csv": even,
    });
    expect(Math.abs(half(given) / wave - 1)).toBeLessThan(0.2);
    const untold = await surveyed("survey: { sample: exposure }", { "survey.csv": even });
    expect(Math.abs(half(untold) / (2 * wave) - 1)).toBeLessThan(0.2);
    expect(messages(untold, "index/window-unknown")).toHaveLength(1);
  });

  it("counts as none, and is warned of once, where nobody says how many were asked", async () => {
    const text = survey()
      .replace("Barnet,2023-Q4,safe,0.5,400", "Barnet,2023-Q4,safe,0.5,")
      .replace("Bexley,2023-Q4,safe,0.55,400", "Bexley,2023-Q4,safe,0.55,");
    const index = await indexOf({ ...files(""), "survey.csv": text });
    expect(half(index)).toBe(0);
    expect(messages(index, "index/error-unknown")).toEqual([
      "safe: 2 values have no number of people asked and no standard error, so that their chance errors count as none.",
    ]);
    const gone = await indexOf({
      ...files("", (all) => all.replace(asked, "survey: { standard-error: exposure }")),
      "survey.csv": text.replace("Bexley,2023-Q4,safe,0.55,", "Bexley,2023-Q4,safe,0.55,0.02"),
    });
    expect(messages(gone, "index/error-unknown")).toEqual([
      "safe: 1 value has no number of people asked and no standard error, so that its chance error counts as none.",
    ]);
  });
});

describe("what an index says of itself", () => {
  it("names its base areas, goalposts and methods as they were asked for", async () => {
    const chosen = await indexOf(
      files("", (text) => text.replace("base: 2022", "base: { year: 2022, areas: [Barnet, Brent] }")),
    );
    expect(chosen.base).toEqual({ year: "2022", areas: 2, chosen: ["Barnet", "Brent"] });
    // 100 is the mean of 120 and 360.
    expect(area(chosen, "Bexley").points[0]!.objective.score).toBeCloseTo(100, 10);
    const posts = await indexOf(
      files("  normalisation: goalposts\n  outliers: winsorise\n", (text) =>
        text
          .replace("denominator: resident }", "denominator: resident, goalposts: { worst: 720, best: 0 } }")
          .replace(`${asked} }`, `${asked}, goalposts: { worst: 0, best: 1 } }`),
      ),
    );
    // 120 of 720 burglaries, and half of the people: 83.33 and 50.
    expect(area(posts, "Barnet").points[0]!.objective.score).toBeCloseTo(100 - 100 / 6, 10);
    expect(area(posts, "Barnet").points[0]!.subjective.score).toBeCloseTo(50, 10);
    expect(posts.bands.map(({ from }) => from)).toEqual([null, 20, 40, 60, 80]);
  });

  it("warns of scores that products take for 1, and of counts that the police make", async () => {
    // Ealing has six times the mean and more: its score is below zero.
    const wild = crime().replace(/(Ealing,.*,burglary),\d+/g, "$1,900");
    const index = await indexOf({ ...files("  aggregation: geometric\n"), "crime.csv": wild });
    expect(messages(index, "index/floored")).toEqual([
      "2 scores of indicators are below 1 and count as 1, because the geometric mean needs positive ones.",
    ]);
    const drugs = await indexOf({
      ...files("", (text) =>
        text.replaceAll("burglary", "drug offences").replace("drug offences: {", "drugs: {"),
      ),
      "crime.csv": crime().replaceAll("burglary", "drug offences"),
    });
    expect(messages(drugs, "index/activity-count")[0]).toMatch(/^drugs: recorded mostly where police look/);
  });

  it("finds nothing wrong with influence where two halves spread alike", async () => {
    // The share of people runs against burglary, so that both halves are the same up to their scale.
    const mirrored = survey().replace(
      /,0\.(\d+),400/g,
      (_, digits) => `,${(1.2 - Number(`0.${digits}`)).toFixed(2)},400`,
    );
    const index = await indexOf({ ...files("  normalisation: z-score\n"), "survey.csv": mirrored });
    expect(check(index, "influence")).toMatchObject({ status: "passed" });
    expect(check(index, "collinear")).toMatchObject({ status: "failed" });
  });

  it("says why an area is not scored", async () => {
    const gone = survey().replace(/Barnet,2023.*\n/g, "");
    const some = await indexOf({ ...files(""), "survey.csv": gone });
    expect(some.not_scored).toEqual([
      { area: "Barnet", reason: "more than a third of a half is missing: safe" },
    ]);
    expect(area(some, "Barnet").since_base).toMatchObject({ change: null, low: null, high: null });
    const none = await indexOf({ ...files("  imputation: { method: none }\n"), "survey.csv": gone });
    expect(none.not_scored).toEqual([{ area: "Barnet", reason: "an indicator is missing: safe" }]);
    const limit = await indexOf({ ...files("  imputation: { limit: 0.2 }\n"), "survey.csv": gone });
    expect(limit.not_scored[0]!.reason).toBe("more than 0.2 of a half is missing: safe");
    // Nobody is asked in 2023: areas with a value of 2022 keep it, and Barnet has none.
    const two = await indexOf({
      ...files("  imputation: { method: last, limit: 0.5 }\n", (text) =>
        text.replace(
          "        safe:",
          "        calm: { source: survey, name: calm, better: higher, kind: subjective, window: 12 months, survey: { sample: 400 } }\n        safe:",
        ),
      ),
      "survey.csv":
        survey() +
        names
          .filter((name) => name !== "Barnet")
          .map((name, i) => `${name},2022-Q4,calm,0.${i + 3},400\n`)
          .join(""),
    });
    expect(two.not_scored).toEqual([{ area: "Barnet", reason: "no area has a value to fill in from: calm" }]);
    expect(own(two, "Bexley", "calm")).toMatchObject({ value: null, imputed: true });
  });

  it("moves an area from residents to people by day, or to households, by the column that is named", async () => {
    const index = await indexOf(
      files("", (text) =>
        text
          .replace("denominator: resident", "denominator: households")
          .replace("resident: { column: population }", "households: { column: daytime }"),
      ),
    );
    // Bexley has 4,000 of them: 240 burglaries are 60 for a thousand.
    expect(own(index, "Bexley", "burglary").base_value).toBe(60);
    const blank = await indexOf({ ...files(""), "units.csv": units().replace("Brent,1000", "Brent,") });
    expect(blank.not_scored.map((each) => each.area)).toEqual(["Brent"]);
    const zero = await indexOf({ ...files(""), "units.csv": units().replace("Brent,1000", "Brent,0") });
    expect(zero.not_scored.map((each) => each.area)).toEqual(["Brent"]);
    const unlisted = await indexOf({ ...files(""), "units.csv": units().replace(/Brent.*\n/, "") });
    expect(unlisted.not_scored.map((each) => each.area)).toEqual(["Brent"]);
  });
});
