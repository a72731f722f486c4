import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { propose } from "../../../src/pipeline/init/init.ts";
import { scratch } from "../../helpers/workspace.ts";
import { shapes } from "../../ingest/profile/shapes.ts";

describe("init on the files that forces hold", () => {
  let here = "";
  beforeAll(() => {
    here = scratch();
  });
  afterAll(() => rmSync(here, { recursive: true }));
  const proposed = async (text: string, latin?: true) => {
    const path = join(here, "file.csv");
    writeFileSync(path, Buffer.from(text, latin ? "latin1" : "utf8"));
    const proposal = await propose([path], here);
    return { proposal, source: proposal.sources[0]!, yaml: proposal.files[0]!.content };
  };

  it("reads a survey of shares with decimal commas and quarters that end on a day", async () => {
    const { source, yaml } = await proposed(
      'Date;Borough;Measure;Proportion;MPS\n31/12/2014;Barnet;"Trust";0,56;0,67\n31/3/2015;Barnet;"Trust";0,6;0,67\n',
    );
    expect(source).toMatchObject({
      seen: "2 rows: 1 unit, 2014-12-31 to 2015-03-31, 1 outcome",
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
  it("asks where a date has two readings, and leaves the study unasked until it is settled", async () => {
    const { source, yaml, proposal } = await proposed(
      "ward,date,offence\nA,01/02/2024,theft\nB,03/04/2024,theft\n",
    );
    expect(source.questions.join()).toContain("DD/MM/YYYY and MM/DD/YYYY both fit");
    expect(proposal.ready).toBe(false);
    expect(yaml).toContain("# QUESTION: Does the day or the month come first");
    expect(parse(yaml).studies).toBeUndefined();
  });
  it("settles what the reader refuses: totals by their numbers, people's columns, rows without a place", async () => {
    const counts = (month: string) => `North,${month},31\nSouth,${month},57\nThe lot,${month},88\n`;
    const months = ["2024-01", "2024-02", "2024-03", "2024-04"];
    const table = await proposed(`area,month,count\n${months.map(counts).join("")}`);
    expect(parse(table.yaml).sources.file["exclude-units"]).toEqual([
      { unit: "The lot", reason: "sum of the others" },
    ]);
    const events = await proposed(
      "ward,date,offence,victim name\nA,2024-01-05,theft,Ann Example\n,2024-01-07,theft,Bo Example\nB,2024-02-01,theft,Cy Example\n",
    );
    expect(events.proposal.ready).toBe(true);
    expect(parse(events.yaml).sources.file).toMatchObject({ drop: ["victim name"], unplaced: "exclude" });
    expect(`${events.yaml}${JSON.stringify(events.proposal.questions)}`).not.toContain("Example");
  });
  it("writes an example row and a study that runs, and an index where it sees a survey", async () => {
    const rows = ["A", "B", "C"].flatMap((unit) =>
      Array.from({ length: 12 }, (_, m) => `${unit},2023-${String(m + 1).padStart(2, "0")},${20 + m}`),
    );
    const { proposal, yaml } = await proposed(`ward,month,burglary\n${rows.join("\n")}\n`);
    expect(proposal.ready).toBe(true);
    expect(parse(yaml).studies.example.outcome).toEqual({ source: "file", name: "burglary" });
    expect(proposal.files[1]!.content).toMatch(
      /^id,title,unit,start,role\nexample,Example: replace this row/,
    );
    const survey = await proposed(
      "Date;Borough;Measure;Proportion\n31/12/2014;Barnet;Trust;0,56\n31/3/2015;Barnet;Trust;0,61\n",
    );
    expect(survey.yaml).toContain("# index:");
  });
  it.each(shapes)("reads $name as it was guessed, or asks", async ({ text, latin, asks }) => {
    const { source, proposal } = await proposed(text, latin);
    expect(source.fault).toBeNull();
    expect(source.panel!.units.length).toBeGreaterThan(1);
    expect(proposal.ready).toBe(asks === undefined);
  });
});
