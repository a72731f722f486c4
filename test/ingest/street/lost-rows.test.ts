import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { openDuckDb } from "../../../src/engines/duckdb.ts";
import { policeUkStreetAdapter } from "../../../src/ingest/police-uk-street.ts";
import { type Engine, plainDialect } from "../../../src/model/source.ts";
import { expandFiles } from "../../../src/pipeline/reading/files.ts";
import { readSource } from "../../../src/pipeline/reading/read-source.ts";
import { folderOf, readFolder, streetFile, streetHeader, streetRow } from "../../helpers/street.ts";
import { context } from "../scratch.ts";

const name = "2019-01-kent-street.csv";
const row = { month: "2019-01", lsoa: "E01000001" };

/** An engine that drops a row after it has read the files, and says nothing. */
const forgetful = (engine: Engine): Engine => ({
  ...engine,
  name: "forgetful",
  columns: (sql) => engine.columns(sql),
  close: () => engine.close(),
  run: async (sql) => {
    await engine.run(sql);
    if (sql.startsWith("CREATE TEMP TABLE street")) await engine.run("DELETE FROM street WHERE rowid = 0");
  },
});

describe("a row of a street file", () => {
  it("is not lost in silence where the engine skips it", async () => {
    const root = folderOf({ [name]: streetFile([row, row, row]) });
    const engine = forgetful(await openDuckDb());
    const reading = policeUkStreetAdapter.read(
      {
        format: "police-uk-street",
        files: expandFiles(["."], root),
        columns: {},
        dialect: plainDialect,
      },
      { ...context, engine: async () => engine },
    );
    await expect(reading).rejects.toMatchObject({
      code: "ingest/rows-lost",
      fault: { file: name, found: "3 rows by one parser and 2 by DuckDB" },
    });
    await engine.close();
  });
  it.each([
    [
      "on two lines, in quotes",
      (text: string) => text.replace("On or near High Street", '"On or\nnear High Street"'),
      3,
    ],
    ["in a file with carriage returns alone", (text: string) => text.replaceAll("\n", "\r"), 3],
    ["behind blank lines", (text: string) => text.replaceAll("\n", "\n\n"), 3],
  ])("is counted once where it stands %s", async (_, spoil, rows) => {
    const { ledger } = await readFolder({ [name]: spoil(streetFile([row, row, row])) });
    expect([ledger.read, ledger.used]).toEqual([rows, rows]);
  });
  it("is counted where quotes stand bare in one cell and hold a line break in another", async () => {
    const text = [
      streetHeader,
      streetRow(row).replace("High Street", 'High" Street'),
      streetRow(row).replace("On or near High Street", '"On or\nnear"'),
      "",
    ].join("\n");
    expect((await readFolder({ [name]: text })).ledger.used).toBe(2);
  });
});

describe("gzip that is damaged", () => {
  const whole = gzipSync(streetFile(Array.from({ length: 300 }, () => row)));
  it.each([
    ["cut short", whole.subarray(0, 200)],
    ["wrong from the start", Buffer.concat([whole.subarray(0, 12), Buffer.alloc(90, 7)])],
  ])("is refused as such, never as a fault of the program: %s", async (_, bytes) => {
    const root = folderOf({});
    writeFileSync(join(root, `${name}.gz`), bytes);
    await expect(readSource({ files: ["."], root })).rejects.toMatchObject({
      code: "file/gzip",
      exit: 3,
      fault: { file: `${name}.gz` },
    });
  });
});
