import { describe, expect, it } from "vitest";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import {
  balances,
  codesOf,
  folderOf,
  readFolder,
  streetFile,
  streetHeader,
  streetRow,
  valuesOf,
} from "../helpers/street.ts";

const [a, b] = ["E01000001", "E01000002"];
const kent = (month: string): string => `${month}/${month}-kent-street.csv`;
const messageOf = (diagnostics: readonly { code: string; message: string }[], code: string): string =>
  diagnostics.find((d) => d.code === code)?.message ?? "";

describe("police.uk street files", () => {
  it("fills in zeros for what a file covers and does not mention, and nothing for a month without a file", async () => {
    const read = await readFolder({
      [kent("2019-01")]: streetFile([
        { month: "2019-01", lsoa: a },
        { month: "2019-01", lsoa: a },
      ]),
      [kent("2019-03")]: streetFile([{ month: "2019-03", lsoa: b, type: "Drugs" }]),
    });
    expect(valuesOf(read.cells)).toEqual({
      [`${a} | 2019-01 | Burglary`]: 2,
      [`${a} | 2019-01 | Drugs`]: 0,
      [`${a} | 2019-03 | Burglary`]: 0,
      [`${a} | 2019-03 | Drugs`]: 0,
      [`${b} | 2019-01 | Burglary`]: 0,
      [`${b} | 2019-01 | Drugs`]: 0,
      [`${b} | 2019-03 | Burglary`]: 0,
      [`${b} | 2019-03 | Drugs`]: 1,
    });
    expect(messageOf(read.diagnostics, "ingest/missing-month")).toContain("no file for 2019-02");
  });

  it("reads headers with dots for spaces, a leading index column, a byte order mark, Windows line ends and gzip alike", async () => {
    const rows = [
      { id: "x", month: "2019-01", lsoa: a },
      { month: "2019-01", lsoa: b },
    ];
    const plain = streetFile(rows);
    const variants = {
      dots: plain.replace(streetHeader, streetHeader.replaceAll(" ", ".")),
      index: [`,${streetHeader}`, ...rows.map((row, i) => `${i},${streetRow(row)}`), ""].join("\n"),
      windows: `\uFEFF${streetFile(rows, "\r\n")}`,
      unended: plain.trimEnd(),
      quoted: plain.replaceAll("On or near High Street", '"On or near ""High"" Street, north"'),
    };
    const expected = valuesOf((await readFolder({ [kent("2019-01")]: plain })).cells);
    expect(Object.values(expected)).toEqual([1, 1]);
    for (const [name, text] of Object.entries(variants)) {
      const read = await readFolder({ [kent("2019-01")]: text });
      expect(valuesOf(read.cells), name).toEqual(expected);
    }
    const packed = await readFolder({ [`${kent("2019-01")}.gz`]: variants.windows });
    expect(valuesOf(packed.cells)).toEqual(expected);
  });

  it("reads the header of 2012, which has neither Crime ID nor LSOA, into one place", async () => {
    const text = [
      "Month,Reported by,Falls within,Easting,Northing,Location,Crime type,Context",
      "2011-10,Kent Police,Kent Police,1,2,On or near X,Burglary,",
      "",
    ].join("\n");
    const read = await readFolder({ [kent("2011-10")]: text });
    expect(valuesOf(read.cells)).toEqual({ "(no location) | 2011-10 | Burglary": 1 });
  });

  it("reads files of different layouts as one source", async () => {
    const read = await readFolder({
      [kent("2019-01")]: streetFile([{ month: "2019-01", lsoa: a }]),
      [kent("2019-02")]: [`,${streetHeader}`, `7,${streetRow({ month: "2019-02", lsoa: a })}`].join("\r\n"),
      [`${kent("2019-03")}.gz`]: streetFile([
        { month: "2019-03", lsoa: a },
        { month: "2019-03", lsoa: a },
      ]),
    });
    expect(Object.values(valuesOf(read.cells))).toEqual([1, 1, 2]);
    expect(balances(read)).toBe(true);
  });

  it("keeps one row of a Crime ID repeated within a month, the located one", async () => {
    const read = await readFolder({
      [kent("2019-01")]: streetFile([
        { id: "same", month: "2019-01" },
        { id: "same", month: "2019-01", lsoa: a },
        { id: "same", month: "2019-01", lsoa: a, type: "Drugs" },
        { id: "other", month: "2019-01" },
      ]),
    });
    expect(valuesOf(read.cells)).toMatchObject({
      "(no location) | 2019-01 | Burglary": 1,
      [`${a} | 2019-01 | Burglary`]: 1,
      [`${a} | 2019-01 | Drugs`]: 1,
    });
    expect(read.ledger).toEqual({
      read: 4,
      used: 3,
      excluded: [expect.objectContaining({ code: "ingest/repeated-id", rows: 1 })],
    });
    expect(messageOf(read.diagnostics, "ingest/repeated-id")).toContain("Count without this rule: 4");
  });

  it("never folds rows without a Crime ID, however alike they are", async () => {
    const twin = { month: "2019-01", lsoa: a };
    const read = await readFolder({
      [kent("2019-01")]: streetFile([twin, twin, twin, { month: "2019-01", lsoa: b }]),
    });
    expect(valuesOf(read.cells)).toEqual({
      [`${a} | 2019-01 | Burglary`]: 3,
      [`${b} | 2019-01 | Burglary`]: 1,
    });
    expect(messageOf(read.diagnostics, "ingest/no-id")).toMatch(/^4 rows .* and 2 of them/);
  });

  it("keeps a Crime ID that is used again in another month", async () => {
    const read = await readFolder({
      [kent("2019-01")]: streetFile([{ id: "1", month: "2019-01", lsoa: a }]),
      [kent("2019-02")]: streetFile([{ id: "1", month: "2019-02", lsoa: a }]),
    });
    expect(Object.values(valuesOf(read.cells))).toEqual([1, 1]);
    expect(codesOf(read)).toContain("ingest/reused-id");
  });

  it("uses one of two downloads of the same force and month: the one with fewer open investigations", async () => {
    const row = { id: "1", month: "2019-01", lsoa: a };
    const read = await readFolder({
      [`old/${kent("2019-01")}`]: streetFile([
        { ...row, outcome: "Under investigation" },
        { ...row, id: "2", outcome: "Under investigation" },
      ]),
      [`new/${kent("2019-01")}`]: streetFile([
        { ...row, outcome: "Local resolution" },
        { ...row, id: "2", outcome: "Under investigation" },
      ]),
    });
    expect(valuesOf(read.cells)).toEqual({ [`${a} | 2019-01 | Burglary`]: 2 });
    expect(messageOf(read.diagnostics, "ingest/second-download")).toContain(
      "used new/2019-01/2019-01-kent-street.csv",
    );
    expect(read.ledger).toMatchObject({ read: 4, used: 2 });
    expect(balances(read)).toBe(true);
  });

  it("refuses a month that is not the file's, naming every such file", async () => {
    const files = {
      [kent("2019-01")]: streetFile([{ month: "2019-02", lsoa: a }]),
      [kent("2019-03")]: streetFile([{ month: "2019-03" }, { month: "2019-13" }]),
    };
    await expect(readFolder(files)).rejects.toMatchObject({
      code: "ingest/file-month",
      exit: 3,
      faults: [{ file: kent("2019-01") }, { file: kent("2019-03") }],
    });
  });

  it("counts by local authority or force instead of LSOA", async () => {
    const files = {
      [kent("2019-01")]: streetFile([
        { month: "2019-01", lsoa: a, name: "Shepway 003A" },
        { month: "2019-01", lsoa: b, name: "Shepway 011C" },
        { month: "2019-01" },
      ]),
    };
    const byAuthority = await readFolder(files, { place: "authority" });
    expect(valuesOf(byAuthority.cells)).toEqual({
      "(no location) | 2019-01 | Burglary": 1,
      "Shepway | 2019-01 | Burglary": 2,
    });
    const byForce = await readFolder(files, { place: "force" });
    expect(valuesOf(byForce.cells)).toEqual({ "Kent Police | 2019-01 | Burglary": 3 });
  });

  it("sums over the dimensions that are not asked for", async () => {
    const files = {
      [kent("2019-01")]: streetFile([
        { month: "2019-01", lsoa: a },
        { month: "2019-01", lsoa: b, type: "Drugs" },
      ]),
    };
    expect(valuesOf((await readFolder(files, { by: ["period", "outcome"] })).cells)).toEqual({
      "all | 2019-01 | Burglary": 1,
      "all | 2019-01 | Drugs": 1,
    });
    expect(valuesOf((await readFolder(files, { by: ["unit", "period"] })).cells)).toEqual({
      [`${a} | 2019-01 | all`]: 1,
      [`${b} | 2019-01 | all`]: 1,
    });
    expect((await readFolder(files, { by: ["outcome"] })).cells.value).toEqual(new Float64Array([1, 1]));
  });

  it("leaves a month absent in an area whose own force has no file for it", async () => {
    const met = (month: string): string => `${month}-metropolitan-street.csv`;
    const read = await readFolder({
      [kent("2019-01")]: streetFile([
        { month: "2019-01", lsoa: a },
        { month: "2019-01", lsoa: a },
      ]),
      [met("2019-01")]: streetFile([{ month: "2019-01", lsoa: b, force: "Metropolitan Police Service" }]),
      [met("2019-02")]: streetFile([
        { month: "2019-02", lsoa: b, force: "Metropolitan Police Service" },
        { month: "2019-02", lsoa: a, type: "Drugs", force: "Metropolitan Police Service" },
      ]),
    });
    const values = valuesOf(read.cells);
    expect(values[`${a} | 2019-02 | Burglary`]).toBeUndefined();
    // What a neighbour recorded there is not the area's count.
    expect(values[`${a} | 2019-02 | Drugs`]).toBeUndefined();
    expect(read.ledger).toMatchObject({ read: 5, used: 4 });
    expect(values[`${b} | 2019-02 | Drugs`]).toBe(0);
    expect(codesOf(read)).toContain("ingest/partial-cover");
  });

  it("leaves a crime type absent in the months before it existed", async () => {
    const read = await readFolder({
      [kent("2013-04")]: streetFile([{ month: "2013-04", lsoa: a, type: "Violent crime" }]),
      [kent("2013-05")]: streetFile([{ month: "2013-05", lsoa: a, type: "Violence and sexual offences" }]),
    });
    expect(Object.keys(valuesOf(read.cells))).toEqual([
      `${a} | 2013-04 | Violent crime`,
      `${a} | 2013-05 | Violence and sexual offences`,
    ]);
    expect(codesOf(read).filter((code) => code === "ingest/definition-break")).toHaveLength(2);
  });

  it("reads files joined by hand, header lines and all", async () => {
    const joined =
      streetFile([
        { month: "2019-01", lsoa: a },
        { month: "2019-02", lsoa: a, type: "Drugs" },
      ]) + streetFile([{ month: "2019-02", force: "City of London Police", lsoa: b }]);
    const root = folderOf({
      "everything.csv": joined,
      "2019-03-kent-street.csv": streetFile([{ month: "2019-03", lsoa: a }]),
    });
    const read = await readSource({
      files: ["everything.csv", "2019-03-kent-street.csv"],
      root,
      format: "police-uk-street",
    });
    expect(read.ledger).toEqual({
      read: 5,
      used: 4,
      excluded: [expect.objectContaining({ code: "ingest/repeated-header", rows: 1 })],
    });
    expect(valuesOf(read.cells)).toMatchObject({
      [`${a} | 2019-01 | Burglary`]: 1,
      [`${a} | 2019-02 | Drugs`]: 1,
      [`${a} | 2019-03 | Burglary`]: 1,
      [`${b} | 2019-02 | Burglary`]: 1,
    });
    const twice = readSource({
      files: ["everything.csv", "2019-03-kent-street.csv", "."],
      root: folderOf({
        "everything.csv": joined,
        "2019-03-kent-street.csv": streetFile([]),
        "2019-01-kent-street.csv": streetFile([{ month: "2019-01" }]),
      }),
      format: "police-uk-street",
    });
    await expect(twice).rejects.toMatchObject({ code: "ingest/twice" });
  });

  it("warns when LSOA codes of the 2021 census appear in some months only", async () => {
    const read = await readFolder({
      [kent("2019-01")]: streetFile([{ month: "2019-01", lsoa: a }]),
      [kent("2019-02")]: streetFile([{ month: "2019-02", lsoa: "E01033770" }]),
    });
    expect(messageOf(read.diagnostics, "ingest/lsoa-vintage")).toContain(
      "occur in 2019-02 and not in 2019-01",
    );
  });

  it("refuses other files of the same site, and files that are no table, by name", async () => {
    const search = "Type,Date,Part of a policing operation,Object of search\nPerson search,2019-01-01,,\n";
    await expect(readFolder({ "2019-01-kent-street.csv": search })).rejects.toMatchObject({
      code: "ingest/street-columns",
      fault: { found: expect.stringContaining("stop-and-search") },
    });
    await expect(readFolder({ "2019-01-kent-street.csv": "<!DOCTYPE html><html>" })).rejects.toMatchObject({
      code: "ingest/not-a-table",
      exit: 3,
    });
  });

  it("refuses a torn row rather than lose it", async () => {
    const torn = streetFile([{ month: "2019-01", lsoa: a }]).replace("Burglary,,", "Burglary");
    await expect(readFolder({ [kent("2019-01")]: torn })).rejects.toMatchObject({ exit: 3 });
  });
});
