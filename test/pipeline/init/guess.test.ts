import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { propose } from "../../../src/pipeline/init/init.ts";
import { daySpelling, decimalMark } from "../../../src/pipeline/init/spelling.ts";
import { scratch } from "../../helpers/workspace.ts";

describe("how the days of a column are spelt", () => {
  it.each([
    [["31/12/2014", "31/3/2015"], { format: "D/M/YYYY" }],
    // No zero is seen, and one that comes later is read as well.
    [["31/12/2014", "30/11/2015"], { format: "D/M/YYYY" }],
    [["01/02/2024", "13/02/2024"], { format: "DD/MM/YYYY" }],
    [["08/23/2020", "09/01/2020"], { format: "MM/DD/YYYY" }],
    [["13.02.2024 07:05", "01.02.2024 23:59"], { format: "DD.MM.YYYY HH:mm" }],
    [["01/02/2024", "03/04/2024"], "either"],
    [["13/02/2024", "02/13/2024"], undefined],
    [["2024-01-31"], undefined],
    [[], undefined],
  ])("%j", (cells, found) => {
    expect(daySpelling(cells)).toEqual(found);
  });
  it("and its numbers: a comma is a decimal mark where every cell is a number so", () => {
    expect([["0.5", "1"], ["0,56", "1"], ["0.5", "0,5"], ["x"], []].map(decimalMark)).toEqual([
      ".",
      ",",
      undefined,
      undefined,
      undefined,
    ]);
  });
});

describe("init on the files that forces hold", () => {
  let here = "";
  beforeAll(() => {
    here = scratch();
  });
  afterAll(() => rmSync(here, { recursive: true }));
  const proposed = async (text: string) => {
    const path = join(here, "file.csv");
    writeFileSync(path, text);
    const { sources, files } = await propose([path], here);
    return { source: sources[0]!, yaml: files[0]!.content };
  };

  it("reads a survey of shares with decimal commas and quarters that end on a day", async () => {
    const { source, yaml } = await proposed(
      'Date;Borough;Measure;Proportion;MPS\n31/12/2014;Barnet;"Trust";0,56;0,67\n31/3/2015;Barnet;"Trust";0,6;0,67\n',
    );
    expect(source).toMatchObject({
      seen: "2 rows: 1 units, 2014-12-31 to 2015-03-31, 1 outcome",
      fault: null,
    });
    const written = Object.values(parse(yaml).sources)[0];
    expect(written).toMatchObject({
      format: "long",
      columns: { unit: "Borough", period: "Date", outcome: "Measure", value: "Proportion" },
      ...{ delimiter: ";", decimal: ",", "date-format": "D/M/YYYY" },
    });
    expect(yaml).toContain("measure: level");
  });
  it("reads incidents with the dates of this country", async () => {
    const { source, yaml } = await proposed("ward,date,offence\nA,31/01/2024,theft\nB,01/02/2024,theft\n");
    expect(source.fault).toBeNull();
    expect(yaml).toContain("date-format: DD/MM/YYYY");
  });
  it("says that a date has two readings, and why nothing could be read rather than that nothing was", async () => {
    const { source, yaml } = await proposed("ward,date,offence\nA,01/02/2024,theft\nB,03/04/2024,theft\n");
    expect(source.guess.reasons.join()).toContain("day first and month first");
    expect(source.fault?.code).toMatch(/^data\/date/);
    expect(yaml).not.toContain("    date-format");
  });
});
