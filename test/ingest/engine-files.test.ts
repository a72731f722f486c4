import { statSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.ts";
import { incidentsAdapter } from "../../src/ingest/incidents.ts";
import { longAdapter } from "../../src/ingest/long.ts";
import type { Engine, IngestAdapter, IngestContext, SourceRequest } from "../../src/model/source.ts";
import { cleanUp, context, request, scratch } from "./scratch.ts";

cleanUp();
let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

/** As if each file were large: the engine is then asked first. */
const large = (): IngestContext => ({
  ...context,
  engine: async () => engine,
  digest: async (path) => ({ sha256: "", bytes: statSync(path).size + 20_000_000 }),
});
const parquet = async (csv: string): Promise<SourceRequest["files"]> => {
  const from = scratch(csv);
  const to = scratch("", "table.parquet");
  await engine.run(
    `COPY (SELECT * FROM read_csv('${from.path}', all_varchar = false)) TO '${to.path}' (FORMAT parquet)`,
  );
  return [to];
};
const both = async (adapter: IngestAdapter, text: string) => {
  const asked = request(adapter.name, [text]);
  return [await adapter.read(asked, context), await adapter.read(asked, large())] as const;
};

const rows = ["A", "O'Hara", "B"].flatMap((unit, u) =>
  ["2024-01", "2024-02"].flatMap((month, t) =>
    ["theft", "arson"].map((kind, o) => `${unit},${month},${kind},${o && t ? "" : u * 7 + t}`),
  ),
);
const long = `unit,period,outcome,value\n${rows.join("\n")}\n`;
const events =
  "unit,date,outcome\nA,2024-01-05,theft\nA,2024-01-31T23:30:00Z,theft\nB,2024-03-31T23:30:00Z,arson\n";

describe("large delimited files", () => {
  it("give the same cells and the same ledger by the engine as by the careful reader", async () => {
    for (const [adapter, text] of [
      [longAdapter, long],
      [incidentsAdapter, events],
    ] as const) {
      const [careful, fast] = await both(adapter, text);
      expect(fast.cells).toEqual(careful.cells);
      expect(fast.ledger).toEqual(careful.ledger);
      expect(fast.files[0]!.sha256).toBe("");
    }
  });
  it.each([
    ["a bad number", long.replace("theft,7", "theft,1k")],
    ["a marker", long.replace("theft,7", "theft,[c]")],
    ["a key twice", `${long}A,2024-01,theft,9\n`],
    ["a torn row", `${long}A,2024-03\n`],
    ["a second spelling", `${long}a,2024-03,theft,1\n`],
    ["a period of another length", `${long}A,2024-Q2,theft,1\n`],
    ["a hidden character", long.replace("O'Hara", "O'Ha\u200bra")],
    ["a quoted line break", long.replace("B,2024-01,theft", '"B\nb",2024-01,theft')],
    ["bytes that are not UTF-8", long.replace("theft", "\ufffd")],
  ])("go back to the careful reader for %s", async (_, text) => {
    const [careful, fast] = await both(longAdapter, text);
    expect(fast.diagnostics).toEqual(careful.diagnostics);
    expect([fast.cells, fast.ledger]).toEqual([careful.cells, careful.ledger]);
  });
  it("refuse columns about persons too", async () => {
    const text = `unit,period,value,contact\nA,2024-01,1,jane@example.com\n`;
    await expect(longAdapter.read(request("long", [text]), large())).rejects.toMatchObject({ exit: 4 });
    const incident = "unit,date,suspect_name\nA,2024-01-01,Jo\n";
    await expect(incidentsAdapter.read(request("incidents", [incident]), large())).rejects.toMatchObject({
      exit: 4,
    });
  });
});

describe("Parquet", () => {
  it("is read as the delimited file that it was made from", async () => {
    for (const [adapter, text] of [
      [longAdapter, long],
      [incidentsAdapter, events.replaceAll(/T23:30:00Z/g, "")],
    ] as const) {
      const asked = { ...request(adapter.name, [text]), files: await parquet(text) };
      const found = await adapter.read(asked, large());
      expect(found.cells).toEqual((await adapter.read(request(adapter.name, [text]), context)).cells);
      expect(found.ledger.read).toBe(text.trim().split("\n").length - 1);
    }
  });
  it("has its faults told with their counts", async () => {
    const asked = { ...request("long", [long]), files: await parquet(`${long}A,2024-01,theft,9\n`) };
    await expect(longAdapter.read(asked, large())).rejects.toMatchObject({
      code: "data/duplicate-key",
      exit: 3,
    });
  });
});
