import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EnvironmentError, InputError } from "../model/errors.ts";
import type { Engine } from "../model/source.ts";
import { gather } from "./gather.ts";

/**
 * DuckDB inside this process, in memory. Loaded on first use, because the native library alone takes a tenth of
 * a second. Extensions are never fetched, and what does not fit into memory spills into the system's temporary
 * folder rather than the user's own.
 *
 * Throws    EnvironmentError engine/unavailable, engine/resources; InputError engine/refused (what DuckDB could
 *           not read or understand, in its own words).
 */
export const openDuckDb = async (): Promise<Engine> => {
  const { connection, close } = await open();
  return {
    name: "duckdb",
    run: (sql, parameters) =>
      guarded(async () => {
        await connection.run(sql, parameters === undefined ? undefined : [...parameters]);
      }),
    columns: (sql) =>
      guarded(async () => {
        const result = await connection.run(sql);
        const chunks = Array.from({ length: result.chunkCount }, (_, i) => result.getChunk(i));
        return gather(result.columnNames(), result.columnTypes(), chunks);
      }),
    close: async () => close(),
  };
};

const open = async () => {
  try {
    // `require` loads this package of small CommonJS files in half the time that `import` takes.
    const { DuckDBInstance } = createRequire(import.meta.url)(
      "@duckdb/node-api",
    ) as typeof import("@duckdb/node-api");
    const instance = await DuckDBInstance.create(":memory:", {
      preserve_insertion_order: "false",
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
      temp_directory: join(tmpdir(), `whatworks-duckdb-${process.pid}`),
    });
    const connection = await instance.connect();
    const close = (): void => {
      connection.closeSync();
      instance.closeSync();
    };
    return { connection, close };
  } catch (cause) {
    throw new EnvironmentError(
      "engine/unavailable",
      {
        found: `DuckDB cannot be started: ${firstLine(cause)}`,
        expected: "the DuckDB library that npm installs for this machine",
        hint: "npm ci in the folder of the program",
      },
      { cause },
    );
  }
};

/** DuckDB's own message, first line only, as an error of ours. */
const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
  try {
    return await work();
  } catch (cause) {
    const found = firstLine(cause);
    if (/^(Out of Memory|IO) Error/.test(found))
      throw new EnvironmentError(
        "engine/resources",
        { found, expected: "enough memory and disk for the count, and files that can be read" },
        { cause },
      );
    throw new InputError(
      "engine/refused",
      { found, expected: "data and SQL that DuckDB accepts" },
      { cause },
    );
  }
};

const firstLine = (cause: unknown): string =>
  (cause instanceof Error ? cause.message : String(cause)).split("\n")[0]!;
