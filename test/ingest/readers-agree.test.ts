import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openDuckDb } from "../../src/engines/duckdb.ts";
import { incidentsAdapter } from "../../src/ingest/incidents.ts";
import { longAdapter } from "../../src/ingest/long.ts";
import type { WhatworksError } from "../../src/model/errors.ts";
import {
  type ColumnMap,
  type Engine,
  type IngestAdapter,
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

/** All that a reader gives: cells, ledger and notices, or its refusal; the size from which an engine reads is given. */
const reading = async (
  adapter: IngestAdapter,
  asked: SourceRequest,
  engineFrom: number,
): Promise<unknown> => {
  try {
    const { cells, ledger, diagnostics } = await adapter.read(
      { ...asked, engineFrom },
      { ...context, engine: async () => engine },
    );
    return { cells, ledger, diagnostics };
  } catch (thrown) {
    const { code, exit, faults } = thrown as WhatworksError;
    return { code, exit, faults };
  }
};
const agree = async (adapter: IngestAdapter, asked: SourceRequest): Promise<void> =>
  expect(await reading(adapter, asked, 0)).toEqual(await reading(adapter, asked, Number.POSITIVE_INFINITY));

const head = "unit,period,outcome,value";
const rows = ["A,2024-01,theft,1", "A,2024-02,theft,2", "B,2024-01,theft,3", "B,2024-02,theft,"];
const table = (...lines: readonly string[]): string => `${lines.join("\n")}\n`;
const cases: Readonly<Record<string, string>> = {
  plain: table(head, ...rows),
  "a delimiter too many in every row": table(head, ...rows.map((row) => `${row},`)),
  "a delimiter too many in one row": table(head, ...rows, "C,2024-01,theft,4,"),
  "a delimiter too many, header too": table(`${head},`, ...rows.map((row) => `${row},`)),
  "a delimiter too many and Windows line ends": table(head, ...rows.map((row) => `${row},`)).replaceAll(
    "\n",
    "\r\n",
  ),
  "a blank last cell": table(head, "A,2024-01,theft,", "A,2024-02,theft,1"),
  "a blank row inside": table(head, rows[0]!, "", rows[1]!),
  "blank rows at the end": table(head, ...rows, "", ""),
  "a mark before a unit": table(head, "\ufeffA,2024-01,theft,1", ...rows.slice(2)),
  "a mark before an outcome": table(head, "A,2024-01,\ufefftheft,1", ...rows.slice(2)),
  "a mark before a period": table(head, "A,\ufeff2024-01,theft,1", ...rows.slice(2)),
  "a mark before the file": `\ufeff${table(head, ...rows)}`,
  "letters of another alphabet": table(head, "A,2024-01,theft,1", "\u0410,2024-02,theft,2"),
  "accents composed and not": table(head, "Caf\u00e9,2024-01,theft,1", "Cafe\u0301,2024-02,theft,2"),
  "a count beyond 2^53": table(head, "A,2024-01,theft,9007199254740993", ...rows.slice(1)),
  "a count of 9e15": table(head, "A,2024-01,theft,9000000000000000", ...rows.slice(1)),
  "a count with an exponent": table(head, "A,2024-01,theft,9e15", ...rows.slice(1)),
  "a key twice": table(head, rows[0]!, rows[0]!),
  "a title above": table("Recorded crime", head, ...rows),
  "two headers": table(head, head, ...rows),
  "no header": table(...rows),
  "names twice": table("unit,period,unit,value", ...rows),
  "a short row": table(head, ...rows, "C,2024-01"),
  "a long row": table(head, ...rows, "C,2024-01,theft,4,5"),
  "an open quote": table(head, ...rows, '"C,2024-01,theft,4'),
  "a person": table(`${head},officer`, ...rows.map((row) => `${row},"Smith, Jane"`)),
  "nothing under the header": table(head),
  "hidden characters": table(head, "A\u200b,2024-01,theft,1", "A,2024-02,theft,2"),
};

describe("the two readers", () => {
  it.each(Object.entries(cases))("agree on %s", async (_, text) => {
    await agree(longAdapter, request("long", [text]));
    await agree(incidentsAdapter, request("incidents", [text]));
  });
  it("refuse a count that cannot be kept to its last figure, by its line", async () => {
    for (const text of [cases["a count beyond 2^53"]!, cases["a count of 9e15"]!]) {
      const read = await longAdapter.read(request("long", [text]), context);
      expect(read.diagnostics).toMatchObject([{ code: "data/number", line: 2, column: "value" }]);
    }
  });
  it.each(["unit", "period", "outcome"])(
    "lose no row of Parquet for a mark before the %s",
    async (column) => {
      const to = scratch("", "marked.parquet");
      const cell = (name: string, text: string): string =>
        name === column ? `chr(65279) || '${text}'` : `'${text}'`;
      await engine.run(
        `COPY (SELECT ${cell("unit", "A")} AS unit, ${cell("period", "2024-01")} AS period, ${cell("outcome", "theft")} AS outcome, 70 AS value
       UNION ALL SELECT 'B', '2024-02', 'theft', 11) TO '${to.path}' (FORMAT parquet)`,
      );
      const asked = { ...request("long", []), files: [to] };
      await expect(longAdapter.read(asked, { ...context, engine: async () => engine })).rejects.toMatchObject(
        { exit: 3 },
      );
    },
  );
});

const hard = fileURLToPath(new URL("../../../shared/data/csv-torture/own", import.meta.url));
describe.skipIf(!existsSync(hard))("the two readers, of hard files", () => {
  const columns: ColumnMap = { unit: "ward", period: "month", value: "burglary" };
  const small = existsSync(hard)
    ? readdirSync(hard).filter((name) => name.endsWith(".csv") && statSync(join(hard, name)).size < 200_000)
    : [];
  it.each(small)("agree on %s", async (name) => {
    const files = [{ path: join(hard, name), name }];
    await agree(longAdapter, { format: "long", files, columns, dialect: plainDialect });
    const { value: _, ...events } = columns;
    await agree(incidentsAdapter, { format: "incidents", files, columns: events, dialect: plainDialect });
  });
});
