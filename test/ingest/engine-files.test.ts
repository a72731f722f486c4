import { statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.ts";
import { incidentsAdapter } from "../../src/ingest/incidents.ts";
import { longAdapter } from "../../src/ingest/long.ts";
import { cellStatus } from "../../src/model/panel.ts";
import {
  type Engine,
  type IngestAdapter,
  type IngestContext,
  plainDialect,
  type SourceRequest,
} from "../../src/model/source.ts";
import { cleanUp, context, request, scratch } from "./scratch.ts";

cleanUp();
let engine: Engine;
beforeAll(async () => {
  engine = await openDuckDb();
});
afterAll(() => engine.close());

/** Files that were read row by row since the last `both`: the careful reader tells how far it is. */
let careful = 0;
/** As if each file were large: the engine is then asked first. */
const large = (): IngestContext => ({
  ...context,
  engine: async () => engine,
  digest: async (path) => ({ sha256: "", bytes: statSync(path).size + 20_000_000 }),
  progress: () => void careful++,
});
/** What a query gives, as Parquet. */
const written = async (sql: string): Promise<SourceRequest["files"][number]> => {
  const to = scratch("", "table.parquet");
  await engine.run(`COPY (${sql}) TO '${to.path}' (FORMAT parquet)`);
  return to;
};
const parquet = async (csv: string): Promise<SourceRequest["files"]> => {
  const from = scratch(csv);
  return [await written(`SELECT * FROM read_csv('${from.path}', all_varchar = false)`)];
};
const both = async (adapter: IngestAdapter, text: string | Uint8Array, rest: Partial<SourceRequest> = {}) => {
  const asked = request(adapter.name, [text], rest);
  const slow = await adapter.read(asked, context);
  careful = 0;
  return [slow, await adapter.read(asked, large())] as const;
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
      const [slow, fast] = await both(adapter, text);
      expect(fast.cells).toEqual(slow.cells);
      expect(fast.ledger).toEqual(slow.ledger);
      expect(careful).toBe(0);
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
    ["bytes that are not UTF-8", Buffer.from(long.replace("O'Hara", "Zo\u00eb"), "latin1")],
    ["a number too large to be one", long.replace("theft,7", "theft,1e999")],
    ["a row without a unit", long.replace("B,2024-01", ",2024-01")],
    ["a row without an outcome", long.replace("B,2024-01,theft", "B,2024-01,")],
    ["a row without a period", long.replace("B,2024-01", "B,")],
    ["periods that are none", long.replaceAll(/2024-0./g, "soon")],
    ["a column that is not there", long.replace("period", "when")],
    ["blank lines above", `\n${long}`],
  ])("go back to the careful reader for %s", async (_, text) => {
    const [slow, fast] = await both(longAdapter, text);
    expect([careful, fast.diagnostics]).toEqual([1, slow.diagnostics]);
    expect([fast.cells, fast.ledger]).toEqual([slow.cells, slow.ledger]);
  });
  it.each([
    ["a date that is none", events.replace("2024-01-05", "2024-01-32")],
    ["a date with two readings", events.replace("2024-01-05", "03/04/2024")],
    ["an event without a unit", events.replace("B,", ",")],
    ["an event without an outcome", events.replace("arson", "")],
    ["an event without a date", events.replace("2024-01-05", "")],
    ["a second spelling", events.replace("B,", "a,")],
    ["a torn row", `${events}A,2024-03-01\n`],
    ["a quoted line break", events.replace("A,", '"A\na",')],
    ["a column that is not there", events.replace("date", "when")],
  ])("go back to the careful reader of events for %s", async (_, text) => {
    const [slow, fast] = await both(incidentsAdapter, text);
    expect([careful, fast.diagnostics]).toEqual([1, slow.diagnostics]);
    expect([fast.cells, fast.ledger]).toEqual([slow.cells, slow.ledger]);
  });
  it.each([
    [
      "an exposure beside each value",
      longAdapter,
      "unit,period,value,exposure\nA,2024-01,1,90\nB,2024-01,2,\n",
      {},
    ],
    ["first days for months", longAdapter, "unit,period,value\nA,2024-01-01,1\nA,2024-02-01,2\n", {}],
    ["days that are days", longAdapter, "unit,period,value\nA,2024-01-01,1\nA,2024-02-02,2\n", {}],
    ["one series without units", longAdapter, "period,value\n2024-01,1\n2024-02,2\n", { by: ["period"] }],
    [
      "names that are mapped",
      longAdapter,
      "unit,period,value,n\nA,2024-01,1,7\n",
      { columns: { value: "value", exposure: "n" } },
    ],
    ["gzip", longAdapter, gzipSync(long), {}],
    [
      "events without units",
      incidentsAdapter,
      "date,outcome\n2024-01-05,theft\n2024-02-05,theft\n",
      { by: ["period"] },
    ],
    ["events of one kind", incidentsAdapter, "unit,date\nA,2024-01-05\nA,2024-01-05\n", {}],
    [
      "events of a mapped kind",
      incidentsAdapter,
      "unit,date,kind\nA,2024-01-05,x\n",
      { columns: { outcome: "kind" } },
    ],
  ] as const)("are read by the engine as the careful reader would: %s", async (_, adapter, text, rest) => {
    const [slow, fast] = await both(adapter, text, rest);
    expect([fast.cells, fast.ledger]).toEqual([slow.cells, slow.ledger]);
    expect(careful).toBe(0);
    expect([slow.diagnostics, fast.diagnostics]).toEqual([[], []]);
  });
  it("have their declared markers kept apart from counts, whatever a marker looks like", async () => {
    const text =
      "unit,period,value,exposure\nA,2024-01,999,5\nA,2024-02,-9,6\nA,2024-03,4,-9\nA,2024-04,not published yet,7\n";
    const dialect = { ...plainDialect, missing: ["-9"], suppressed: ["999", "-9", "not published yet"] };
    const [slow, fast] = await both(longAdapter, text, { dialect });
    const { suppressed, missing, observed } = cellStatus;
    for (const { cells, diagnostics } of [slow, fast]) {
      expect(Array.from(cells.status)).toEqual([suppressed, missing, observed, suppressed]);
      expect(Array.from(cells.value)).toEqual([Number.NaN, Number.NaN, 4, Number.NaN]);
      expect(Array.from(cells.exposure!)).toEqual([5, 6, Number.NaN, 7]);
      expect(diagnostics).toEqual([]);
    }
    expect(careful).toBe(0);
  });
  it.each([
    [longAdapter, "unit,period,value\n"],
    [incidentsAdapter, "unit,date\n"],
  ])("are refused when they hold a header alone", async (adapter, text) => {
    for (const asked of [context, large()])
      await expect(adapter.read(request(adapter.name, [text]), asked)).rejects.toMatchObject({
        code: "csv/no-rows",
        fault: { line: 1 },
      });
  });
  it("are left to the careful reader where the dialect is not the plainest", async () => {
    for (const rest of [{ encoding: "windows-1252" }, { quote: "'" }, { decimal: "," as const }]) {
      const asked = request("long", [long], { dialect: { ...plainDialect, ...rest } });
      expect((await longAdapter.read(asked, large())).files[0]!.rows).toBe(12);
    }
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
  it.each([
    ["csv/no-rows", longAdapter, "SELECT 'A' AS unit, '2024-01' AS period, 1 AS value WHERE false"],
    ["csv/no-rows", incidentsAdapter, "SELECT 'A' AS unit, '2024-01-01' AS date WHERE false"],
    ["csv/column-missing", longAdapter, "SELECT 'A' AS unit, 1 AS value"],
    ["csv/column-missing", incidentsAdapter, "SELECT 'A' AS unit, 1 AS weight"],
    ["data/key-missing", longAdapter, "SELECT NULL AS unit, '2024-01' AS period, 1 AS value"],
    ["data/key-missing", incidentsAdapter, "SELECT NULL AS unit, DATE '2024-01-01' AS date"],
    ["data/period-missing", longAdapter, "SELECT 'A' AS unit, NULL AS period, 1 AS value"],
    ["data/period-missing", incidentsAdapter, "SELECT 'A' AS unit, NULL AS date"],
    [
      "data/outcome-missing",
      incidentsAdapter,
      "SELECT 'A' AS unit, DATE '2024-01-01' AS date, '' AS outcome",
    ],
    ["data/variant", incidentsAdapter, "SELECT unnest(['A', 'a']) AS unit, DATE '2024-01-01' AS date"],
  ] as const)("is refused with %s, and no row is left out in silence", async (code, adapter, sql) => {
    const asked = { ...request(adapter.name, []), files: [await written(sql)] };
    await expect(adapter.read(asked, large())).rejects.toMatchObject({ code, exit: 3 });
  });
  it("has a refusal of the engine passed on, as nobody else could read the file", async () => {
    for (const adapter of [longAdapter, incidentsAdapter]) {
      const asked = { ...request(adapter.name, []), files: [scratch("no parquet", "table.parquet")] };
      await expect(adapter.read(asked, large())).rejects.toMatchObject({ code: "engine/refused" });
    }
  });
  it("takes a marker for what it means where the column holds doubles", async () => {
    const sql =
      "SELECT 'A' AS unit, unnest(['2024-01', '2024-02', '2024-03']) AS period, unnest([999.0, -9.0, 4.0]::DOUBLE[]) AS value";
    const dialect = { ...plainDialect, missing: ["-9"], suppressed: ["999", "*"] };
    const asked = { ...request("long", [], { dialect }), files: [await written(sql)] };
    const { cells } = await longAdapter.read(asked, large());
    expect(Array.from(cells.status)).toEqual([
      cellStatus.suppressed,
      cellStatus.missing,
      cellStatus.observed,
    ]);
    expect(Array.from(cells.value)).toEqual([Number.NaN, Number.NaN, 4]);
  });
});
