import { describe, expect, it } from "vitest";
import { openDuckDb } from "../../../src/engines/duckdb.ts";
import { forceSlug } from "../../../src/ingest/street/count.ts";
import { oneDownloadEach } from "../../../src/ingest/street/downloads.ts";
import { lookAtStreetFiles } from "../../../src/ingest/street/files.ts";
import { supplyGaps } from "../../../src/ingest/street/supply-gap.ts";
import { plainDialect } from "../../../src/model/source.ts";
import { expandFiles } from "../../../src/pipeline/reading/files.ts";
import { readSource } from "../../../src/pipeline/reading/read-source.ts";
import {
  balances,
  codesOf,
  folderOf,
  readFolder,
  type StreetRow,
  streetFile,
  streetHeader,
  valuesOf,
} from "../../helpers/street.ts";

const lsoa = "E01000001";
const joined = (text: string, others: Readonly<Record<string, string>> = {}) =>
  readSource({
    files: ["joined.csv", ...Object.keys(others)],
    root: folderOf({ "joined.csv": text, ...others }),
    format: "police-uk-street",
  });

describe("a file that joins several forces and months", () => {
  it.each([
    ["British Transport Police", "btp"],
    ["Police Service of Northern Ireland", "northern-ireland"],
    ["City of London Police", "city-of-london"],
    ["Avon and Somerset Constabulary", "avon-and-somerset"],
    ["Metropolitan Police Service", "metropolitan"],
  ])("knows %s as file names spell it", (name, slug) => {
    expect(forceSlug(name)).toBe(slug);
  });
  it("keeps rows that name no force, no type and no place, each under a name that says so", async () => {
    const read = await joined(
      streetFile([
        { month: "2019-01", force: "", type: "" },
        { month: "2019-01", lsoa },
      ]),
    );
    expect(valuesOf(read.cells)).toMatchObject({
      "(no location) | 2019-01 | (no type)": 1,
      [`${lsoa} | 2019-01 | Burglary`]: 1,
    });
    expect(balances(read)).toBe(true);
  });
  it("counts rows of a named file beside it, of whatever force they are", async () => {
    const read = await joined(streetFile([{ month: "2019-01", lsoa }]), {
      "2019-02-kent-street.csv": streetFile([
        { month: "2019-02", force: "", lsoa },
        { month: "2019-02", lsoa },
      ]),
    });
    expect(valuesOf(read.cells)).toEqual({
      [`${lsoa} | 2019-01 | Burglary`]: 1,
      [`${lsoa} | 2019-02 | Burglary`]: 2,
    });
    expect(balances(read)).toBe(true);
  });
  it("accounts for its header lines where it holds nothing else", async () => {
    const read = await joined(streetFile([]) + streetFile([]));
    expect(read.ledger).toEqual({
      read: 1,
      used: 0,
      excluded: [expect.objectContaining({ code: "ingest/repeated-header", rows: 1 })],
    });
    expect(valuesOf(read.cells)).toEqual({});
  });
  it.each([
    ["a blank month", "", '1 rows of the month ""'],
    ["a day", "2019-01-05", '1 rows of the month "2019-01-05"'],
  ])("is refused for %s, which says no month", async (_, month, found) => {
    await expect(joined(streetFile([{ month, lsoa }]))).rejects.toMatchObject({
      code: "ingest/file-month",
      fault: { column: "Month", found, expected: "a month as YYYY-MM" },
    });
  });
});

it("refuses a named file with a blank month", async () => {
  const text = streetFile([{ month: "", lsoa }]);
  await expect(readFolder({ "2019-01-kent-street.csv": text })).rejects.toMatchObject({
    code: "ingest/file-month",
    fault: { found: '1 rows of the month ""', expected: "2019-01 in every row, as the file's name says" },
  });
});

it("takes a file without rows for a month without crime, and warns that it may be none", async () => {
  const read = await readFolder(
    {
      "2019-01-kent-street.csv": streetFile([{ month: "2019-01", lsoa }]),
      "2019-02-kent-street.csv": streetFile([]),
    },
    { place: "authority" },
  );
  expect(valuesOf(read.cells)).toEqual({
    "(no location) | 2019-01 | Burglary": 1,
    "(no location) | 2019-02 | Burglary": 0,
  });
  const told = read.diagnostics.filter(({ code }) => code === "csv/no-rows");
  expect(told.map(({ severity, file, line }) => [severity, file, line])).toEqual([
    ["warning", "2019-02-kent-street.csv", 1],
  ]);
});

describe("two downloads of one force and month", () => {
  const open: StreetRow = { id: "1", month: "2019-01", lsoa, outcome: "Under investigation" };
  const name = "2019-01-kent-street.csv";
  it.each([
    ["more rows, as many open", [open], [open, { ...open, id: "2", outcome: "Local resolution" }], "b"],
    ["as many of both, by the later path", [open], [open], "b"],
    ["fewer open, whatever its path", [{ ...open, outcome: "Local resolution" }], [open], "a"],
  ])("are never added up: the one with %s is used", async (_, a, b, used) => {
    const read = await readFolder({ [`a/${name}`]: streetFile(a), [`b/${name}`]: streetFile(b) });
    const told = read.diagnostics.find(({ code }) => code === "ingest/second-download")!;
    expect(told.message).toContain(`used ${used}/${name}`);
    expect(read.ledger.used).toBe(used === "a" ? a.length : b.length);
    expect(balances(read)).toBe(true);
  });
});

it("uses the same one of two equal downloads in whatever order they come", async () => {
  const text = streetFile([{ id: "1", month: "2019-01", lsoa }]);
  const root = folderOf({ "a/2019-01-kent-street.csv": text, "b/2019-01-kent-street.csv": text });
  const files = expandFiles(["."], root);
  const engine = await openDuckDb();
  for (const order of [files, [...files].reverse()]) {
    const seen = lookAtStreetFiles({
      format: "police-uk-street",
      files: order,
      columns: {},
      dialect: plainDialect,
    });
    const { used, left } = await oneDownloadEach(seen, plainDialect, async () => engine);
    expect([used.map(({ name }) => name), left.map(({ rows }) => rows)]).toEqual([
      ["b/2019-01-kent-street.csv"],
      [1],
    ]);
  }
  await engine.close();
});

it("calls a force by the name that most rows of its file give it", async () => {
  const rows = ["Kent Constabulary", "Kent Police", "Kent Police"].map((force) => ({
    month: "2019-01",
    force,
  }));
  const read = await readFolder({ "2019-01-kent-street.csv": streetFile(rows) }, { place: "force" });
  expect(valuesOf(read.cells)).toEqual({ "Kent Police | 2019-01 | Burglary": 3 });
});

describe("a file that is no street file", () => {
  it.each([
    ["an outcomes file", "Crime ID,Month,Outcome type\n1,2019-01,x\n", "it looks like an outcomes file"],
    ["another table", "a,b\n1,2\n", "it looks like a table with the columns a, b"],
    ["persons", "Jo,jane@example.com\n", "it looks like a table with the columns (not shown: 2 cells"],
  ])("is named: %s", async (_, text, found) => {
    await expect(readFolder({ "2019-01-kent-street.csv": text })).rejects.toMatchObject({
      code: "ingest/street-columns",
      fault: { line: 1, found: expect.stringContaining(found) },
    });
  });
  it("is read where only the reporting force stands in it", async () => {
    const text = streetFile([{ month: "2019-01", lsoa }]).replace("Falls within", "Nothing");
    const read = await readFolder({ "2019-01-kent-street.csv": text }, { place: "force" });
    expect(valuesOf(read.cells)).toEqual({ "Kent Police | 2019-01 | Burglary": 1 });
  });
  it("is not confused with one that is not there", () => {
    const files = [{ path: "/nowhere/x.csv", name: "x.csv" }];
    expect(() =>
      lookAtStreetFiles({ format: "police-uk-street", files, columns: {}, dialect: plainDialect }),
    ).toThrow(expect.objectContaining({ code: "ENOENT" }));
  });
  it("is refused in an encoding that the engine does not read", async () => {
    const text = streetFile([{ month: "2019-01", lsoa }]);
    const dialect = { encoding: "windows-1252" };
    await expect(readFolder({ "2019-01-kent-street.csv": text }, { dialect })).rejects.toMatchObject({
      code: "ingest/street-encoding",
      fault: { found: "the encoding windows-1252" },
    });
  });
});

it("says of a gap in supply that no month beside it was read", () => {
  const month = (m: number, crimes: number) => ({ force: "kent", month: m, crimes, antisocial: 50 });
  const [gap] = supplyGaps([month(1, 100), month(3, 40), month(5, 100)]);
  expect(gap!.message).toContain("Neighbours: none.");
});

it("does not look for areas of two vintages where rows are counted by force", async () => {
  const files = {
    "2019-01-kent-street.csv": [streetHeader, ""].join("\n"),
    "2019-02-kent-street.csv": streetFile([{ month: "2019-02", lsoa: "E01033770" }]),
  };
  expect(codesOf(await readFolder(files))).toContain("ingest/lsoa-vintage");
  expect(codesOf(await readFolder(files, { place: "force" }))).not.toContain("ingest/lsoa-vintage");
});
