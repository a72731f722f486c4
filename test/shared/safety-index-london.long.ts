import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import type { SafetyIndex } from "../../src/unit/safety-index/types.ts";
import { sharedPath } from "../helpers/shared.ts";
import { indexIn, inFolder } from "../unit/safety-index/workspace.ts";

const police = sharedPath("data/police");

/** Real files, read where they lie: recorded crime, mid-year population, and the survey with its decimal commas. */
const yaml = (folder: string): string => {
  const at = (name: string): string => JSON.stringify(relative(folder, `${police}/${name}`));
  const crime = (id: string, name: string): string =>
    `        ${id}: { source: crime, name: ${name}, better: lower, kind: objective, denominator: resident }`;
  const survey = (id: string, name: string): string =>
    `        ${id}: { source: attitudes, name: '${name}', better: higher, kind: subjective, window: 12 months, survey: { sample: 400, design-effect: 1.4 } }`;
  return `workspace: london-index
sources:
  crime:
    format: london-borough
    files:
      - ${at("mps-recorded-crime/MPS Borough Level Crime (Historical)__201004-202311.csv")}
      - ${at("mps-recorded-crime/MPS Borough Level Crime (most recent 24 months)__202312-202511.csv")}
  population:
    format: wide
    files: [${at("boroughs/11-22borough_pop.csv")}, ${at("boroughs/2324borough_pop.csv")}]
    columns: { unit: Area name, value: residents }
    date-format: YYYY_Population
  attitudes:
    format: long
    files: ${at("perception/PAS_Dashboard_Borough__2014Q4-2023Q4.csv")}
    columns: { unit: Borough, period: Date, outcome: Measure, value: Proportion }
    decimal: ","
    date-format: D/M/YYYY
    unnamed-columns: ignore
index:
  base: 2016
  areas: { exclude: [Unknown, London Heathrow and London City Airports] }
  denominators: { resident: { source: population, name: residents } }
  normalisation: z-score
  outliers: winsorise
  uncertainty: { draws: 200 }
  themes:
    violence:
      indicators:
${crime("violence", "VIOLENCE AGAINST THE PERSON")}
${crime("sexual", "SEXUAL OFFENCES")}
${crime("robbery", "ROBBERY")}
    property:
      indicators:
${crime("burglary", "BURGLARY")}
${crime("theft", "THEFT")}
${crime("vehicle", "VEHICLE OFFENCES")}
    confidence:
      indicators:
${survey("good-job", '"Good Job" local')}
${survey("fair", "Treat everyone fairly")}
${survey("contact", "Contact ward officer")}
    trust:
      indicators:
${survey("trust", "Trust MPS")}
`;
};

// A workspace of its own points at the shared files; where they are not there, there is nothing to test.
describe.skipIf(!police)("the index of London's boroughs, 2016 to 2023", () => {
  const built: Promise<SafetyIndex> = police
    ? inFolder({}, async (folder) => {
        const { writeFileSync } = await import("node:fs");
        writeFileSync(`${folder}/whatworks.yaml`, yaml(folder));
        return indexIn(folder);
      })
    : Promise.reject(new Error("no shared files"));
  built.catch(() => undefined);
  const area = async (name: string) => (await built).areas.find((one) => one.area === name)!;

  it("scores 32 boroughs in eight years, under one name each", async () => {
    const index = await built;
    expect(index.areas).toHaveLength(32);
    expect(index.not_scored).toEqual([]);
    // The survey ends in 2023, so that later years of crime alone are no index.
    expect(index.periods).toEqual(["2016", "2017", "2018", "2019", "2020", "2021", "2022", "2023"]);
    expect(index.areas.map((one) => one.area)).toContain("Westminster");
    expect(index.areas.map((one) => one.area)).toContain("Richmond upon Thames");
  });

  it("reads a decimal comma at the end of the year, and a rate per resident", async () => {
    const camden = await area("Camden");
    // 31/12/2016,PAS,Camden,"""Good Job"" local","0,68" in the survey file.
    expect(camden.indicators.find(({ id }) => id === "good-job")!.base_value).toBe(0.68);
    const westminster = await area("Westminster");
    expect(westminster.indicators.find(({ id }) => id === "theft")!.value!).toBeGreaterThan(150);
  });

  it("starts every half at 100 and sees confidence fall while recorded crime hardly moves", async () => {
    const { overall } = await built;
    expect(overall[0]!.objective.score).toBeCloseTo(100, 8);
    expect(overall[0]!.subjective.score).toBeCloseTo(100, 8);
    expect(Math.abs(overall[7]!.objective.score! - 100)).toBeLessThan(8);
    expect(overall[7]!.subjective.score!).toBeLessThan(80);
    // 2020: fewer people about, and fewer thefts.
    expect(overall[4]!.objective.low!).toBeGreaterThan(overall[3]!.objective.high!);
  });

  it("puts Westminster last on what is recorded and near the top on what people say", async () => {
    const { areas } = await built;
    const last = areas.map((one) => one.points[7]!);
    const westminster = (await area("Westminster")).points[7]!;
    expect(Math.min(...last.map((point) => point.objective.score!))).toBe(westminster.objective.score);
    expect(westminster.gap.high!).toBeLessThan(0);
    const above = last.filter((point) => point.subjective.score! > westminster.subjective.score!).length;
    expect(above).toBeLessThan(6);
  });

  it("cannot tell many boroughs apart, and says where residents are the wrong denominator", async () => {
    const index = await built;
    expect(index.pairs.compared).toBe(496);
    expect(index.pairs.share_alike!).toBeGreaterThan(0.2);
    const busy = index.warnings.find(({ code }) => code === "index/day-population")!.message;
    expect(busy).toContain("Camden and Westminster");
    // Knowing how to contact a ward officer goes against the rest of the survey.
    expect(index.checks.find(({ id }) => id === "perverse")!.sentence).toContain("contact");
    // Westminster's thefts lie beyond the limit for outliers, which is said.
    const theft = (await area("Westminster")).indicators.find(({ id }) => id === "theft")!;
    expect(theft).toMatchObject({ limited: true, since_base: 0 });
  });
});
