import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { readSource, type SourceSpec } from "../../src/pipeline/reading/read-source.ts";
import { sharedPath } from "../helpers/shared.ts";
import { balances, codesOf, totalOf, valuesOf } from "../helpers/street.ts";

// Real downloads lie beside the project; where they do not, these tests are skipped.
const folder = sharedPath("data/police/police-uk");
const expected = sharedPath("data/police/expected");
const read = (force: string, spec: Partial<SourceSpec> = {}) =>
  readSource({ files: [force], root: folder!, ...spec }, { hash: false });
const tableOf = (name: string): string[][] =>
  readFileSync(`${expected}/${name}`, "utf8")
    .trim()
    .split("\n")
    .slice(1)
    .map((line) => line.split(","));

describe.skipIf(!folder || !expected)("real street files (skipped without the shared data)", () => {
  it("counts the City of London as independent arithmetic does, but for 240 repeated rows", async () => {
    const source = await read("city-of-london", { by: ["period", "outcome"] });
    const values = valuesOf(source.cells);
    let [rows, short] = [0, 0];
    for (const [month, type, count] of tableOf("city-of-london-month-category-counts.csv")) {
      const ours = values[`all | ${month} | ${type}`]!;
      expect(ours).toBeLessThanOrEqual(Number(count));
      rows += Number(count);
      short += Number(count) - ours;
    }
    expect(rows).toBe(22_111);
    expect(short).toBe(240);
    expect(source.ledger).toMatchObject({ read: 22_111, used: 21_871 });
    expect(balances(source)).toBe(true);
    // April 2020 fell by two thirds and so did anti-social behaviour: a real fall, not a gap.
    expect(codesOf(source)).not.toContain("ingest/supply-gap");
  });

  it("counts the City's LSOAs as independent arithmetic does, and folds nearly all repeats into the located row", async () => {
    const source = await read("city-of-london", { by: ["unit", "period"] });
    const values = valuesOf(source.cells);
    const short = { located: 0, unlocated: 0 };
    for (const [code, , month, count] of tableOf("city-of-london-lsoa-month-counts.csv")) {
      const ours = values[`${code || "(no location)"} | ${month} | all`] ?? 0;
      short[code ? "located" : "unlocated"] += Number(count) - ours;
    }
    expect(short.located + short.unlocated).toBe(240);
    expect(short.unlocated).toBeGreaterThan(0);
    expect(source.cells.units).toContain("(no location)");
  });

  it("keeps all rows of British Transport Police, half of which are identical to another", async () => {
    const source = await read("btp");
    expect(source.ledger).toEqual({ read: 24_669, used: 24_669, excluded: [] });
    expect(totalOf(source.cells)).toBe(24_669);
  });

  it("loses no crime in Northern Ireland to Crime IDs that are used again", async () => {
    const source = await read("northern-ireland", { place: "force" });
    expect(totalOf(source.cells)).toBe(312_577);
    expect(source.diagnostics.find(({ code }) => code === "ingest/reused-id")?.count).toBe(9_400);
    expect(source.cells.units).toEqual(["Police Service of Northern Ireland"]);
  });

  it("flags Kent's December 2018 as a gap in supply, with its neighbours", async () => {
    const source = await read("kent", { place: "force" });
    const gaps = source.diagnostics.filter(({ code }) => code === "ingest/supply-gap");
    expect(gaps).toHaveLength(1);
    expect(gaps[0]!.message).toContain("kent 2018-12: 6132 crimes, −57 %");
    expect(gaps[0]!.message).toContain("2018-11 11690 (−17 %)");
  });

  it("reports Cumbria's missing months as absent", async () => {
    const source = await read("cumbria", { place: "force" });
    expect(source.ledger.used).toBe(21_710);
    expect(new Set(source.cells.period).size).toBe(6);
    expect(codesOf(source)).toContain("ingest/missing-month");
  });
});
