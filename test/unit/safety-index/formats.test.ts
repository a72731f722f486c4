import { expect, it } from "vitest";
import { indexOf } from "./workspace.ts";

/*
 * An index of sources in the shapes that are published for London: borough tables with one column a month, population
 * with one column a year, and a survey dated at the end of the year with decimal commas. All numbers are invented.
 */
const names = ["Barnet", "Brent", "Camden", "Westminster"];
const years = [2022, 2023];
const months = years.flatMap((year) =>
  Array.from({ length: 12 }, (_, m) => `${year}${String(m + 1).padStart(2, "0")}`),
);
const thefts = [10, 20, 30, 120];
const trust = [
  ["0,68", "0,66"],
  ["0,70", "0,71"],
  ["0,60", "0,58"],
  ["0,75", "0,7"],
];
const files = {
  "crime.csv": [
    `MajorText,MinorText,BoroughName,${months}`,
    ...names.map((name, i) => `THEFT,THEFT FROM PERSON,${name},${months.map(() => thefts[i])}`),
    "",
  ].join("\n"),
  "population.csv": `Area name,2022_Population,2023_Population\n${names.map((name) => `${name},1000,2000\n`).join("")}`,
  "survey.csv": `Date,Survey,Borough,Measure,Proportion\n${years
    .flatMap((year, t) =>
      names.map((name, i) => `31/12/${year},PAS,${name},"""Good Job"" local","${trust[i]![t]}"\n`),
    )
    .join("")}`,
  "whatworks.yaml": `workspace: shapes
sources:
  crime: { format: london-borough, files: crime.csv }
  population: { format: wide, files: population.csv, columns: { unit: Area name, value: residents }, date-format: YYYY_Population }
  attitudes:
    format: long
    files: survey.csv
    columns: { unit: Borough, period: Date, outcome: Measure, value: Proportion }
    decimal: ","
    date-format: D/M/YYYY
index:
  base: 2022
  denominators: { resident: { source: population, name: residents } }
  uncertainty: { draws: 200 }
  themes:
    crime:
      indicators:
        theft: { source: crime, name: THEFT, better: lower, kind: objective, denominator: resident }
    people:
      indicators:
        good-job: { source: attitudes, name: '"Good Job" local', better: higher, kind: subjective, window: 12 months, survey: { sample: 400, design-effect: 1.4 } }
`,
};

it("joins borough tables, a column a year and a survey with decimal commas", async () => {
  const index = await indexOf(files);
  expect(index.areas.map(({ area }) => area)).toEqual(names);
  expect(index.periods).toEqual(["2022", "2023"]);
  const indicator = (area: string, id: string) =>
    index.areas.find((one) => one.area === area)!.indicators.find((one) => one.id === id)!;
  expect(indicator("Barnet", "good-job")).toMatchObject({ base_value: 0.68, value: 0.66 });
  expect(indicator("Westminster", "good-job").value).toBe(0.7);
  // 12 × 120 thefts among 1,000 residents, then among 2,000.
  expect(indicator("Westminster", "theft")).toMatchObject({ base_value: 1440, value: 720 });
});

it("puts the area with the most thefts a head last on what is recorded, whatever is said of it", async () => {
  const last = (await indexOf(files)).areas.map(({ area, points }) => ({ area, point: points[1]! }));
  const lowest = [...last].sort((a, b) => a.point.objective.score! - b.point.objective.score!)[0]!;
  expect(lowest.area).toBe("Westminster");
  expect(lowest.point.subjective.score).toBeGreaterThan(lowest.point.objective.score!);
});
