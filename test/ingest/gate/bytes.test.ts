import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, it } from "vitest";
import { type FileRef, type GateOptions, type Row, readRows } from "../../../src/ingest/gate/bytes.ts";
import { faultLog } from "../../../src/ingest/gate/faults.ts";
import { plainDialect } from "../../../src/model/source.ts";
import { cleanUp, scratch } from "../scratch.ts";

cleanUp();
const folder = mkdtempSync(join(tmpdir(), "whatworks-bytes-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = async (file: FileRef, dialect: Partial<GateOptions["dialect"]> = {}) => {
  const log = faultLog(file.name);
  const rows: Row[] = [];
  const gate = { dialect: { ...plainDialect, ...dialect }, gzip: "by-bytes" } as const;
  for await (const batch of readRows(file, gate, log)) rows.push(...batch);
  return { rows, faults: log.list().map(({ code, line }) => `${code} ${line}`), log };
};

describe("a file that cannot be read", () => {
  const sound = scratch("a,b\n");
  it.each([
    ["that is not there", join(folder, "none.csv"), "file/missing", 3, "no such file"],
    ["that is a folder", folder, "file/missing", 3, "a folder"],
    ["below one that is no folder", join(sound.path, "x.csv"), "file/unreadable", 5, "ENOTDIR"],
  ])("is told from one that can: one %s", async (_, path, code, exit, found) => {
    await expect(read({ path, name: "x.csv" })).rejects.toMatchObject({
      code,
      exit,
      fault: { found, file: "x.csv" },
    });
  });
});

describe("gzip", () => {
  it("is looked into before it is believed to be a table", async () => {
    const { faults, rows, log } = await read(scratch(gzipSync("<?xml version='1.0'?><a/>"), "x.csv.gz"));
    expect([faults, rows]).toEqual([["file/not-csv 1"], []]);
    expect(log.list()[0]!.message).toBe("this is gzip holding an XML document, not delimited text");
  });
  it("is not blamed for what it holds", async () => {
    await expect(read(scratch(gzipSync("a,b\n1,2\n")), { encoding: "klingon" })).rejects.toMatchObject({
      code: "usage/encoding",
    });
  });
  it("of nothing holds no row", async () => {
    expect(await read(scratch(gzipSync("")))).toMatchObject({ rows: [], faults: [] });
  });
});

describe("quotes", () => {
  it("are text where none are declared", async () => {
    const { rows, faults } = await read(scratch('a,b\n"x,y"\nSt "Anne",2\n'), { quote: "" });
    expect(rows.map(({ cells }) => cells)).toEqual([
      ["a", "b"],
      ['"x', 'y"'],
      ['St "Anne"', "2"],
    ]);
    expect(faults).toEqual([]);
  });
  it("that never close stop the reading at the limit of a cell, in the line where they open", async () => {
    const { rows, faults } = await read(scratch(`a,b\n1,2\n3,"${"x,y\n".repeat(400_000)}`));
    expect(faults).toEqual(["csv/quote 3"]);
    expect(rows.map(({ line, fault }) => [line, fault])).toEqual([
      [1, undefined],
      [2, undefined],
      [3, "csv/quote"],
    ]);
  });
  it.each([
    ["LF", "\n"],
    ["CRLF", "\r\n"],
    ["CR", "\r"],
  ])("at fault on the second line of a record are shown there: %s", async (_, end) => {
    const { faults, log } = await read(scratch(`a,b${end}"one${end}two" three,2${end}`));
    expect(faults).toEqual(["csv/quote 3"]);
    expect(log.list()[0]!.frame).toBe('xxx" xxxxx,9\n    ^');
  });
});
