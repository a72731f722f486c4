import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readPanel, writePanelFile } from "../../src/pipeline/panel.ts";
import { expandFiles } from "../../src/pipeline/reading/files.ts";
import { readSource } from "../../src/pipeline/reading/read-source.ts";
import { codesOf, folderOf, readFolder, streetFile, valuesOf } from "../helpers/street.ts";

const street = streetFile([{ month: "2019-01", lsoa: "E01000001" }]);
const long = "unit,period,outcome,value\nCamden,2019-01,theft,3\nCamden,2019-02,theft,0\n";
const names = (given: readonly string[], root: string, format?: "long") =>
  expandFiles(given, root, format).map(({ name }) => name);

describe("files", () => {
  const root = folderOf({
    "d/2019-01/2019-01-kent-street.csv": street,
    "d/2019-01/2019-01-kent-outcomes.csv": "x",
    "d/2019-02/2019-02-kent-street.csv.gz": street,
    "d/notes.md": "",
    "odd [1] (2)?.csv": long,
  });
  it("takes the street files of a folder at any depth, and only those", () => {
    expect(names(["d"], root)).toEqual([
      "d/2019-01/2019-01-kent-street.csv",
      "d/2019-02/2019-02-kent-street.csv.gz",
    ]);
  });
  it("takes every table of a folder for another format", () => {
    expect(names(["d"], root, "long")).toHaveLength(3);
  });
  it("takes patterns, sorted, each file once", () => {
    expect(names(["d/*/*-street.csv*", "d/**/*.gz"], root)).toHaveLength(2);
    expect(names(["**/*.csv"], root)).toHaveLength(3);
  });
  it("takes a name that happens to look like a pattern as it stands", () => {
    expect(names(["odd [1] (2)?.csv"], root)).toEqual(["odd [1] (2)?.csv"]);
  });
  it("says what is not there", () => {
    expect(() => names(["nowhere"], root)).toThrow(
      expect.objectContaining({ code: "input/not-found", exit: 3 }),
    );
    expect(() => names(["*.parquet"], root)).toThrow(expect.objectContaining({ code: "input/no-files" }));
  });
});

describe("a source", () => {
  it("is read by the adapter that recognises it, and says so", async () => {
    expect((await readFolder({ "a.csv": long })).format).toBe("long");
    expect((await readFolder({ "2019-01-kent-street.csv": street })).format).toBe("police-uk-street");
    expect((await readFolder({ "a.csv": "unit,2019-01,2019-02\nCamden,1,2\n" })).format).toBe("wide");
  });
  it("is recognised by the names that its columns are given", async () => {
    const text = "ward,month,crime,n\nA,2019-01,theft,1\n";
    const columns = { unit: "ward", period: "month", outcome: "crime", value: "n" };
    expect(valuesOf((await readFolder({ "a.csv": text }, { columns })).cells)).toEqual({
      "A | 2019-01 | theft": 1,
    });
  });
  it("is refused when no adapter knows it, with the delimiter that would help", async () => {
    await expect(readFolder({ "a.csv": "ward;month;n\nA;2019-01;1\n" })).rejects.toMatchObject({
      code: "ingest/format",
      fault: { hint: expect.stringContaining('--delimiter ";"') },
    });
  });
  it("carries the SHA-256 and the size of every file", async () => {
    const { files } = await readFolder({ "2019-01-kent-street.csv": street });
    expect(files).toEqual([
      {
        name: "2019-01-kent-street.csv",
        sha256: createHash("sha256").update(street).digest("hex"),
        bytes: street.length,
        rows: 1,
      },
    ]);
  });
  it("reads street files from paths with brackets in them", async () => {
    const read = await readFolder({ "copy [2]/2019-01-kent-street.csv": street });
    expect(read.ledger.used).toBe(1);
  });
});

describe("a panel", () => {
  it("reports a period that no row mentions", async () => {
    const root = folderOf({ "a.csv": `${long}Camden,2019-04,theft,1\n` });
    expect(codesOf(await readPanel({ files: ["a.csv"], root }))).toContain("panel/period-gap");
  });
  it("is written whole or not at all", async () => {
    const root = folderOf({ "a.csv": long });
    const panel = await readPanel({ files: ["a.csv"], root });
    const path = join(root, "panel.csv");
    writeFileSync(path, "before");
    const bytes = await writePanelFile(panel, path);
    expect(readFileSync(path, "utf8")).toBe(long);
    expect(bytes).toBe(long.length);
    await expect(writePanelFile(panel, join(root, "no", "such", "folder.csv"))).rejects.toMatchObject({
      code: "ENOENT",
    });
    expect(readdirSync(root).sort()).toEqual(["a.csv", "panel.csv"]);
  });
  it("reads back as the same panel", async () => {
    const root = folderOf({ "2019-01-kent-street.csv": street });
    const panel = await readPanel({ files: ["."], root });
    await writePanelFile(panel, join(root, "panel.csv"));
    const again = await readSource({ files: ["panel.csv"], root, format: "long" });
    expect(valuesOf(again.cells)).toEqual(valuesOf(panel.cells));
  });
});
