import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../../src/engines/duckdb.ts";
import { streetCells } from "../../../src/ingest/street/cells.ts";
import { fetchCodes } from "../../../src/ingest/street/codes.ts";
import { countStreet } from "../../../src/ingest/street/count.ts";
import { lookAtStreetFiles } from "../../../src/ingest/street/files.ts";
import { type Engine, plainDialect, type SourceRequest } from "../../../src/model/source.ts";
import { expandFiles } from "../../../src/pipeline/reading/files.ts";
import { folderOf, type StreetRow, streetFile, totalOf, valuesOf } from "../../helpers/street.ts";

const requestOf = (files: Readonly<Record<string, string>>): SourceRequest => {
  const root = folderOf(files);
  return { format: "police-uk-street", files: expandFiles(["."], root), columns: {}, dialect: plainDialect };
};
const area = (i: number): string => `E01${String(i).padStart(6, "0")}`;

describe("counting codes", () => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await openDuckDb();
  });
  afterAll(() => engine.close());

  it("counts the same whether the engine groups or an array does", async () => {
    // 30,000 places that occur once each, 2 months and 8 types: few of the 480,000 combinations occur, so the engine groups.
    const rows = (month: string, from: number): StreetRow[] =>
      Array.from({ length: 15_000 }, (_, i) => ({ month, lsoa: area(from + i), type: `Type ${i % 8}` }));
    const request = requestOf({
      "2019-01-kent-street.csv": streetFile([
        ...rows("2019-01", 0),
        { month: "2019-01", lsoa: area(3), type: "Type 3" },
      ]),
      "2019-02-kent-street.csv": streetFile(rows("2019-02", 15_000)),
    });
    const counts = await countStreet(engine, lookAtStreetFiles(request), request);
    expect(counts.count.length).toBe(30_000);
    const { cells } = streetCells([counts], request);
    expect(totalOf(cells)).toBe(30_001);
    const values = valuesOf({ ...cells, value: cells.value });
    expect(values[`${area(3)} | 2019-01 | Type 3`]).toBe(2);
    expect(values[`${area(14_999)} | 2019-01 | Type 7`]).toBe(1);
    expect(values[`${area(14_999)} | 2019-02 | Type 7`]).toBe(0);
  });

  it("keeps codes apart where their product does not fit into 32 bits", async () => {
    await engine.run(
      "CREATE OR REPLACE TEMP TABLE place AS SELECT * FROM (VALUES ('far', 300000), ('near', 0)) t(v, code)",
    );
    await engine.run(
      "CREATE OR REPLACE TEMP TABLE kind AS SELECT * FROM (VALUES ('x', 15), (NULL, 3)) t(v, code)",
    );
    await engine.run(`CREATE OR REPLACE TEMP TABLE street AS SELECT * FROM
      (VALUES (1999, 'far', 'x'), (1999, 'far', 'x'), (1, 'far', NULL), (1999, 'near', 'x')) t(file, place, kind)`);
    const count = await fetchCodes(engine, { slots: 2000, places: 300_001, kinds: 16, rows: 4 });
    const { slot, place, kind, count: n } = count();
    const told = Array.from(n, (rows, j) => `${slot[j]} ${place[j]} ${kind[j]}: ${rows}`);
    expect(told.sort()).toEqual(["1 300000 3: 1", "1999 0 15: 1", "1999 300000 15: 2"]);
  });

  it("gives the same cells from two batches as from one", async () => {
    const rows = (month: string, shift: number): StreetRow[] =>
      Array.from({ length: 40 }, (_, i) => ({
        month,
        id: String(i % 35),
        lsoa: i % 9 ? area((i * 7 + shift) % 11) : "",
        type: `Type ${(i + shift) % 3}`,
      }));
    const request = requestOf({
      "2019-01-kent-street.csv": streetFile(rows("2019-01", 0)),
      "2019-02-kent-street.csv": streetFile(rows("2019-02", 4)),
      "2019-02-surrey-street.csv": streetFile(rows("2019-02", 1)),
    });
    const [first, ...others] = lookAtStreetFiles(request);
    const together = await countStreet(engine, [first!, ...others], request);
    const apart = [await countStreet(engine, [first!], request), await countStreet(engine, others, request)];
    expect(streetCells(apart, request)).toEqual(streetCells([together], request));
  });
});
