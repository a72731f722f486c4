import { describe, expect, it } from "vitest";
import { readTextTable } from "../../src/ingest/gate/text-table.ts";
import { readCosts, readDose } from "../../src/ingest/typed/dose.ts";
import { readDeflator, readShares, readUnitCosts, readWeights } from "../../src/ingest/typed/economics.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import { cleanUp, scratch } from "./scratch.ts";

cleanUp();
const codesOf = async (work: Promise<unknown>): Promise<string[]> => {
  try {
    await work;
    return [];
  } catch (error) {
    expect(error).toBeInstanceOf(WhatworksError);
    return (error as WhatworksError).faults.map(({ code }) => code);
  }
};

describe("files that people type", () => {
  it("give doses, and every fault of them", async () => {
    const header = "unit,period,planned,delivered\n";
    expect(await readDose(scratch(`${header}A,2024-01,12.5,0\n`))).toEqual([
      { unit: "A", period: "2024-01", planned: 12.5, delivered: 0 },
    ]);
    expect(await codesOf(readDose(scratch(`${header}A,2024-01,-1,2\nB,2024-01,x,3\n`)))).toHaveLength(2);
    expect(await codesOf(readDose(scratch("unit,period,planned\nA,2024-01,1\n")))).toEqual([
      "csv/column-missing",
    ]);
  });
  it("give costs, whose low and high may be blank", async () => {
    const header = "partner,item,year,low,central,high,price_year\n";
    const [row] = await readCosts(scratch(`${header}Council,lights,2023,,1200,1500,2023\n`));
    expect(row).toMatchObject({ partner: "Council", low: null, central: 1200, high: 1500 });
    expect(await codesOf(readCosts(scratch(`${header}Council,lights,2023,a,b,-3,2023\n`)))).toHaveLength(3);
  });
  it("give prices, weights, an index and shares, with where each comes from", async () => {
    const prices = scratch(
      "offence,central,price_year,low,source,status\nburglary,5930,2015/16,100,Home Office,verified\ntheft,1,2015/16,,,guess\n",
    );
    expect(await readUnitCosts(prices)).toMatchObject([
      { offence: "burglary", central: 5930, low: 100, source: "Home Office", status: "verified" },
      { offence: "theft", low: null, source: prices.name, status: "recalled" },
    ]);
    const weights =
      "scheme,version,offence,weight,unit,valid_from,valid_to\nCCHI,2020,burglary,20,days,2020-01,\nCCHI,2020,theft,2,,,2024-01\n";
    const read = await readWeights(scratch(weights));
    expect(read[0]).toMatchObject({ weight: 20, unit: "days", validFrom: "2020-01" });
    expect(read[1]).toMatchObject({ unit: "points", validTo: "2024-01" });
    expect([...(await readDeflator(scratch("year,index\n2015,100\n2016,101.5\n")))]).toEqual([
      ["2015", 100],
      ["2016", 101.5],
    ]);
    expect(await readShares(scratch("who,share\nNHS,0.4\nvictims,0.6\n"))).toHaveLength(2);
    expect(await codesOf(readShares(scratch("who,share\nNHS,0.4\n")))).toEqual(["economics/shares"]);
    expect((await codesOf(readDeflator(scratch("year,index\n2015,-1\n")))).length).toBeGreaterThan(0);
  });
  it("give any small table as text, or every fault of its form", async () => {
    const good = scratch("a,b\n 1 ,x\n\n2,\n");
    const { columns, lines } = await readTextTable(good.path, good.name);
    expect([...columns]).toEqual([
      ["a", ["1", "2"]],
      ["b", ["x", ""]],
    ]);
    expect(lines).toEqual([2, 4]);
    for (const [text, code] of [
      ["a,a\n1,2\n", "csv/header"],
      ["a,\n1,2\n", "csv/header"],
      ["a,b\n1\n", "csv/width"],
      ["a,b\n", "csv/no-rows"],
      ["", "csv/"],
    ] as const) {
      const file = scratch(text);
      const [first] = await codesOf(readTextTable(file.path, file.name));
      expect(first).toContain(code);
    }
  });
});
