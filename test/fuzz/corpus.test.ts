import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { incidentsAdapter } from "../../src/ingest/incidents.ts";
import { longAdapter } from "../../src/ingest/long.ts";
import { readRegister } from "../../src/ingest/typed/register.ts";
import { readUnits } from "../../src/ingest/typed/units.ts";
import { validateTable } from "../../src/ingest/validation/validate-table.ts";
import { wideAdapter } from "../../src/ingest/wide.ts";
import { readYaml } from "../../src/ingest/yaml/yaml.ts";
import { WhatworksError } from "../../src/model/errors.ts";
import { workspaceSchema } from "../../src/model/protocol.ts";
import { plainDialect } from "../../src/model/source.ts";
import { cleanUp, context, request } from "../ingest/scratch.ts";

/** What the fuzzer kept: small inputs that, together, run nearly every block of the readers. */
const corpus = (target: string): Buffer[] =>
  readFileSync(fileURLToPath(new URL(`corpus/${target}.txt`, import.meta.url)), "utf8")
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => Buffer.from(line, "base64"));

const tolerant = async <T>(work: () => T | Promise<T>): Promise<T | undefined> => {
  try {
    return await work();
  } catch (error) {
    expect(error).toBeInstanceOf(WhatworksError);
    expect((error as WhatworksError).message).not.toMatch(/\p{Cc}|[\u202a-\u202e]/u);
    return undefined;
  }
};

cleanUp();
describe("inputs that a fuzzer kept", () => {
  it("are read or refused by every reader of tables, with every row accounted for", async () => {
    const source = request("long", [""]);
    const file = source.files[0]!;
    // Every third in the daily suite: the fuzzer itself goes through all of them.
    for (const bytes of corpus("csv").filter((_, k) => k % 3 === 0)) {
      writeFileSync(file.path, bytes);
      const found = await validateTable(file, plainDialect, undefined);
      expect(found.used + found.excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(found.rows);
      for (const adapter of [longAdapter, wideAdapter, incidentsAdapter]) {
        const read = await tolerant(() => adapter.read({ ...source, format: adapter.name }, context));
        if (read)
          expect(read.ledger.used + read.ledger.excluded.reduce((sum, one) => sum + one.rows, 0)).toBe(
            read.ledger.read,
          );
      }
      await tolerant(() => readRegister(file));
      await tolerant(() => readUnits(file));
    }
  });
  it("are read or refused as YAML, and touch no prototype", async () => {
    for (const bytes of corpus("yaml"))
      await tolerant(() => readYaml(bytes.toString("utf8"), "whatworks.yaml", workspaceSchema));
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});
