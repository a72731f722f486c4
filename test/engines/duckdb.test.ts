import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.ts";
import type { Engine } from "../../src/model/source.ts";

describe.each([["duckdb", openDuckDb]] as const)("the engine %s", (_, open) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await open();
  });
  afterAll(() => engine.close());

  it("gives numbers as typed arrays, across many chunks and in order", async () => {
    const { i, d, b } = await engine.columns(
      "SELECT range::INT AS i, range / 2 AS d, range AS b FROM range(10000) ORDER BY range",
    );
    expect(i).toBeInstanceOf(Int32Array);
    expect(d).toBeInstanceOf(Float64Array);
    expect([i!.length, i![9_999], d![9_999], b![9_999]]).toEqual([10_000, 9_999, 4_999.5, 9_999]);
  });

  it("keeps nulls, text and numbers apart", async () => {
    const { n, t } = await engine.columns(
      "SELECT * FROM (VALUES (1, 'a,b'), (NULL, NULL), (3, 'é')) AS v(n, t)",
    );
    expect(Array.from(n!)).toEqual([1, null, 3]);
    expect(Array.from(t!)).toEqual(["a,b", null, "é"]);
  });

  it("notices a null in the last chunk, and none where a column merely could hold one", async () => {
    const late = await engine.columns(
      "SELECT CASE WHEN range = 4999 THEN NULL ELSE range::INT END AS n FROM range(5000) ORDER BY range",
    );
    expect([late.n![0], late.n![4_999]]).toEqual([0, null]);
    const never = await engine.columns(
      "SELECT CASE WHEN range >= 0 THEN range::INT END AS n FROM range(5000)",
    );
    expect(never.n).toBeInstanceOf(Int32Array);
  });

  it("refuses to round a whole number beyond 2^53", async () => {
    expect((await engine.columns("SELECT 9007199254740991 AS n")).n![0]).toBe(2 ** 53 - 1);
    await expect(engine.columns("SELECT 9007199254740993 AS n")).rejects.toMatchObject({
      code: "engine/refused",
    });
  });

  it("gives the names of the columns of an empty answer", async () => {
    expect((await engine.columns("SELECT 1 AS n WHERE false")).n).toHaveLength(0);
  });

  it("runs with parameters, and says in the engine's words what it could not do", async () => {
    await engine.run("CREATE TABLE kept AS SELECT ? AS n", [7]);
    expect((await engine.columns("SELECT n::INT AS n FROM kept")).n![0]).toBe(7);
    await expect(engine.run("SELECT nonsense FROM nowhere")).rejects.toMatchObject({
      code: "engine/refused",
      exit: 3,
      message: expect.stringContaining("nowhere"),
    });
  });
});
