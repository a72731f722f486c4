import { describe, expect, it } from "vitest";
import { dateFormat } from "../../src/ingest/cells/dates.ts";
import { buildPanel } from "../../src/panel/index.ts";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { inFolder } from "../unit/safety-index/workspace.ts";

describe("a survey as its publisher exports it", () => {
  const text =
    'Date,Survey,Borough,Measure,Proportion,,\n31/12/2016,PAS,Camden,Trust,"0,71",,\n31/3/2017,PAS,Camden,Trust,"0,7",,stray\n';
  const read = (unnamedColumns?: "ignore") =>
    inFolder({ "survey.csv": text }, (root) =>
      readSource({
        root,
        files: ["survey.csv"],
        format: "long",
        columns: { unit: "Borough", period: "Date", outcome: "Measure", value: "Proportion" },
        dialect: { decimal: ",", dateFormat: "D/M/YYYY", ...(unnamedColumns ? { unnamedColumns } : {}) },
      }),
    );

  it("is read with its decimal comma, its unpadded dates, and its columns without a name left alone", async () => {
    const { cells, diagnostics, ledger } = await read("ignore");
    const panel = buildPanel(cells);
    expect(panel.periods).toEqual(["2016-12-31", "2017-03-31"]);
    expect([...panel.columns.Trust!]).toEqual([0.71, 0.7]);
    expect(ledger).toMatchObject({ read: 2, used: 2 });
    expect(diagnostics.map(({ code, severity, count }) => [code, severity, count])).toEqual([
      ["csv/header-unnamed", "note", 2],
    ]);
  });

  it("is refused where nobody said that they may be left alone", async () => {
    const { diagnostics } = await read();
    expect(diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code)).toEqual([
      "csv/header-blank",
      "csv/header-blank",
    ]);
  });
});

describe("a year inside a column's name", () => {
  it("is read where the format says so, and only there", () => {
    expect(dateFormat("YYYY_Population")?.read("2016_Population")).toEqual({
      frequency: "year",
      ordinal: 2016,
    });
    expect(dateFormat("YYYY_Population")?.read("2016_Households")).toBeUndefined();
    expect(dateFormat("YYYY")?.frequency).toBe("year");
    // A day without its month, a year of two digits alone, and no year at all say too little.
    for (const pattern of ["DD YYYY", "YY", "MM"]) expect(dateFormat(pattern)).toBeUndefined();
  });

  it("makes a wide table of a population file, the City of London among the boroughs", async () => {
    const text =
      "Code,Area name,2015_Population,2016_Population\nE1,Camden,240000,250000\nE2,City of London,7000,7400\n";
    await inFolder({ "population.csv": text }, async (root) => {
      const { cells } = await readSource({
        root,
        files: ["population.csv"],
        format: "wide",
        columns: { unit: "Area name", value: "residents" },
        dialect: { dateFormat: "YYYY_Population" },
      });
      const panel = buildPanel(cells);
      expect(panel.periods).toEqual(["2015", "2016"]);
      expect([...panel.columns.residents!]).toEqual([240000, 250000, 7000, 7400]);
    });
  });
});
