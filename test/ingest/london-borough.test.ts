import { describe, expect, it } from "vitest";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { codesOf, folderOf, readFolder, totalOf, valuesOf } from "../helpers/street.ts";

const gen1 = "Borough,Major Category,Minor Category";
const gen3 = "MajorText,MinorText,BoroughName";
const history = `${gen3},202301,202302,202303\nROBBERY,PERSONAL,Camden,1,2,3\nROBBERY,BUSINESS,Camden,1,,\nTHEFT,BIKE,Barnet,5,6,7\n`;
const sequel = `${gen3},202303,202304\nROBBERY,PERSONAL,Camden,4,8\nTHEFT,BIKE,Barnet,7,9\n`;

describe("London borough tables", () => {
  it("adds minor categories up, takes blanks and rows that are not there as 0", async () => {
    const read = await readFolder({ "a.csv": history });
    expect(read.format).toBe("london-borough");
    expect(valuesOf(read.cells)).toEqual({
      "Barnet | 2023-01 | ROBBERY": 0,
      "Barnet | 2023-02 | ROBBERY": 0,
      "Barnet | 2023-03 | ROBBERY": 0,
      "Barnet | 2023-01 | THEFT": 5,
      "Barnet | 2023-02 | THEFT": 6,
      "Barnet | 2023-03 | THEFT": 7,
      "Camden | 2023-01 | ROBBERY": 2,
      "Camden | 2023-02 | ROBBERY": 2,
      "Camden | 2023-03 | ROBBERY": 3,
      "Camden | 2023-01 | THEFT": 0,
      "Camden | 2023-02 | THEFT": 0,
      "Camden | 2023-03 | THEFT": 0,
    });
  });

  it("keeps minor categories when asked", async () => {
    const read = await readFolder({ "a.csv": history }, { level: "minor" });
    expect(read.cells.outcomes).toEqual(["BIKE", "BUSINESS", "PERSONAL"]);
    expect(valuesOf(read.cells)).toMatchObject({
      "Camden | 2023-02 | BUSINESS": 0,
      "Camden | 2023-02 | PERSONAL": 2,
    });
  });

  it("reads every generation of the header, in any column order, with a mark, Windows line ends and empty columns", async () => {
    const row = ["Robbery", "Personal", "Camden"] as const;
    const tables = {
      one: `Minor Category,Major Category,Borough,202301\n${row[1]},${row[0]},${row[2]},4\n`,
      two: `MajorText,MinorText,LookUp_BoroughName,202301\n${row.join(",")},4\n`,
      three: `\uFEFFMajorText,MinorText,BoroughName,202301\r\n${row.join(",")},4\r\n`,
      four: `Group,SubGroup,BOCU,202301,,\n${row.join(",")},4,,\n`,
    };
    for (const [name, text] of Object.entries(tables)) {
      const read = await readFolder({ "a.csv": text });
      expect(valuesOf(read.cells), name).toEqual({ "Camden | 2023-01 | Robbery": 4 });
    }
  });

  it("names a ward with its borough, because ward names repeat", async () => {
    const text =
      "MajorText,MinorText,WardName,WardCode,LookUp_BoroughName,202301\nROBBERY,P,Abbey,E05014053,Barking & Dagenham,1\nROBBERY,P,Abbey,E05014054,Merton,2\n";
    const read = await readFolder({ "a.csv": text });
    expect(read.cells.units).toEqual(["Abbey (Barking and Dagenham)", "Abbey (Merton)"]);
    const byCode = await readFolder({ "a.csv": text }, { columns: { unit: "WardCode" } });
    expect(byCode.cells.units).toEqual(["E05014053", "E05014054"]);
  });

  it("does not take 202313 for a month", async () => {
    const read = await readFolder({ "a.csv": `${gen1},202312,202313\nCamden,Robbery,P,1,99\n` });
    expect(totalOf(read.cells)).toBe(1);
  });

  it("joins a history and its sequel, the newer one where they overlap", async () => {
    const read = await readFolder({ "history.csv": history, "sequel.csv": sequel });
    const values = valuesOf(read.cells);
    expect(values).toMatchObject({
      "Camden | 2023-02 | ROBBERY": 2,
      "Camden | 2023-03 | ROBBERY": 4,
      "Camden | 2023-04 | ROBBERY": 8,
    });
    expect(read.diagnostics.find(({ code }) => code === "ingest/vintage-overlap")?.message).toContain(
      "2023-03",
    );
    expect(read.files.map(({ vintage }) => vintage)).toEqual([
      "generation 3, to 2023-03",
      "generation 3, to 2023-04",
    ]);
  });

  it("leaves a category absent where an edition does not have it at all", async () => {
    const read = await readFolder({
      "history.csv": history,
      "sequel.csv": `${sequel}FRAUD AND FORGERY,F,Camden,1,1\n`,
    });
    const months = Object.keys(valuesOf(read.cells)).filter(
      (key) => key.startsWith("Camden") && key.endsWith("FRAUD AND FORGERY"),
    );
    expect(months).toEqual(["Camden | 2023-03 | FRAUD AND FORGERY", "Camden | 2023-04 | FRAUD AND FORGERY"]);
    expect(codesOf(read)).toContain("ingest/category-absent");
  });

  it("refuses editions that do not match, naming both", async () => {
    const other = `${gen1},202304\nCamden,Robbery,P,1\n`;
    const late = sequel.replace("202303,202304", "202306,202307");
    const unlike = sequel.replace("THEFT", "SHOPLIFTING");
    for (const [text, code] of [
      [other, "ingest/vintage-mix"],
      [late, "ingest/vintage-hole"],
      [unlike, "ingest/vintage-categories"],
    ] as const) {
      const refusal = expect(readFolder({ "history.csv": history, "sequel.csv": text })).rejects;
      await refusal.toMatchObject({
        code,
        exit: 3,
        fault: { found: expect.stringMatching(/history\.csv.*sequel\.csv/) },
      });
    }
  });

  it("reports every bad count of a file at once, each with its line and column", async () => {
    const text = `${gen3},202301,202302\nROBBERY,P,Camden,1,many\nROBBERY,P,Barnet,-1,2\nROBBERY,P,Camden,1,1\n`;
    await expect(readFolder({ "a.csv": text }, { format: "london-borough" })).rejects.toMatchObject({
      exit: 3,
      faults: [
        { line: 2, column: "202302" },
        { line: 3, column: "202301" },
        { line: 4, code: "ingest/borough-row" },
      ],
    });
  });

  it.each([
    ["a cell that is hidden", "ROBBERY,P,Camden,[c],1", "data/count", "202301", "hides"],
    ["a cell that is missing", "ROBBERY,P,Camden,1,[x]", "data/count", "202302", "marks as missing"],
    [
      "a row cut short",
      "ROBBERY,P,Camden,1",
      "ingest/borough-row",
      undefined,
      "4 cells where the header has 5",
    ],
    ["a cell too many", "ROBBERY,P,Camden,1,2,3", "ingest/borough-row", undefined, "6 cells"],
    ["a quote out of place", 'ROBBERY,P,"Camden" x,1,2', "csv/quote", undefined, "closing quote"],
  ])("refuses a file with %s, whose count nobody knows", async (_, row, code, column, words) => {
    const text = `\n${gen3},202301,202302\n\nROBBERY,P,Barnet,1,2\n${row}\n`;
    const refusal = await readFolder({ "a.csv": text }, { format: "london-borough" }).catch((error) => error);
    expect(refusal.faults).toHaveLength(1);
    expect(refusal.fault).toMatchObject({ line: 5, found: expect.stringContaining(words) });
    expect([refusal.code, refusal.fault.column]).toEqual([code, column]);
  });
  it.each([
    ["another table", "a,b\n1,2\n", {}, 1, "the columns a, b"],
    ["no month", `\n${gen3},total\nR,P,Camden,1\n`, {}, 2, "no column named as a month"],
    ["no such area", `${gen3},202301\nR,P,Camden,1\n`, { unit: "Ward" }, 1, 'no column "Ward"'],
    ["a person in it", "jane@example.com,b\n1,2\n", {}, 1, "the columns (not shown: 2 cells"],
    [
      "a month twice",
      `${gen3},202301,202302,202301\nR,P,Camden,1,2,3\n`,
      {},
      1,
      "two columns of the month 202301",
    ],
  ])("refuses a header with %s, with its line", async (_, text, columns, line, words) => {
    await expect(readFolder({ "a.csv": text }, { format: "london-borough", columns })).rejects.toMatchObject({
      code: "ingest/borough-columns",
      fault: { line, found: expect.stringContaining(words) },
    });
  });
  it("does not take the first row for a header where the header is at fault", async () => {
    const text = `"MajorText" x,MinorText,BoroughName,202301\nROBBERY,P,Camden,1\n`;
    await expect(readFolder({ "a.csv": text }, { format: "london-borough" })).rejects.toMatchObject({
      code: "csv/quote",
      fault: { line: 1 },
    });
  });
  it("refuses a file without a row", async () => {
    for (const text of ["", `${gen3},202301\n`])
      await expect(readFolder({ "a.csv": text }, { format: "london-borough" })).rejects.toMatchObject({
        code: "ingest/borough-columns",
        fault: { found: "no rows" },
      });
  });
  it("leaves out an edition whose every month a newer one holds, whatever the order of the files", async () => {
    const older = `${gen3},202303\nROBBERY,PERSONAL,Camden,9\nTHEFT,BIKE,Barnet,9\n`;
    const read = await readFolder({ "a.csv": sequel, "b.csv": older });
    expect(read.ledger).toEqual({
      read: 4,
      used: 2,
      excluded: [expect.objectContaining({ code: "ingest/vintage-overlap", rows: 2 })],
    });
    expect(valuesOf(read.cells)["Camden | 2023-03 | ROBBERY"]).toBe(4);
    // Of two editions that end together, the longer one is used.
    const same = `${gen3},202304\nROBBERY,PERSONAL,Camden,80\nTHEFT,BIKE,Barnet,90\n`;
    for (const files of [
      { "a.csv": sequel, "b.csv": same },
      { "a.csv": same, "b.csv": sequel },
    ]) {
      const { cells, diagnostics } = await readFolder(files);
      expect(valuesOf(cells)).toMatchObject({
        "Camden | 2023-03 | ROBBERY": 4,
        "Camden | 2023-04 | ROBBERY": 8,
      });
      expect(diagnostics.find(({ code }) => code === "ingest/vintage-overlap")?.message).toContain(
        "(17 offences against 170, −90.0 %)",
      );
    }
  });
  it("says that a category is empty throughout, or was for half a year at either end", async () => {
    const months = Array.from({ length: 12 }, (_, i) => `2022${String(i + 1).padStart(2, "0")}`);
    const row = (name: string, counts: readonly number[]): string =>
      `${name},P,Camden,${months.map((_, t) => counts[t] ?? 0).join(",")}`;
    const text = [
      `${gen3},${months.join(",")}`,
      row("ARSON", []),
      row("ROBBERY", [1, 1, 1]),
      row("THEFT", [0, 0, 0, 0, 0, 0, 5]),
      row("DRUGS", Array(12).fill(1)),
      "",
    ].join("\n");
    const { diagnostics } = await readFolder({ "a.csv": text });
    const told = diagnostics.filter(({ code }) => code === "ingest/definition-break").map((d) => d.message);
    expect(told).toEqual([
      'Category "ARSON" is empty in every month.',
      expect.stringContaining('"ROBBERY" is empty after 2022-03'),
      expect.stringContaining('"THEFT" is empty before 2022-07'),
    ]);
  });

  it("says which areas are not boroughs, and which months are provisional", async () => {
    const text = `${gen3},202301\nROBBERY,P,Camden,1\nROBBERY,P,Aviation Security (SO18),2\nROBBERY,P,Unknown,3\n`;
    const read = await readFolder({ "a.csv": text });
    expect(read.cells.units).toEqual(["Camden", "London Heathrow and London City Airports", "Unknown"]);
    expect(read.diagnostics.find(({ code }) => code === "ingest/not-boroughs")?.message).toContain(
      "(5 offences)",
    );
    expect(codesOf(read)).toContain("ingest/provisional");
  });
});

it("takes a pattern for the files that match it", async () => {
  const root = folderOf({ "x/history.csv": history, "x/sequel.csv": sequel, "x/readme.md": "" });
  expect((await readSource({ files: ["x/*.csv"], root })).files).toHaveLength(2);
});
