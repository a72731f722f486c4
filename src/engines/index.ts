import type { Engine } from "../model/source.ts";
import { openDuckDb } from "./duckdb.ts";

/** Every engine by name; DuckDB is the default. */
export const engines: Readonly<Record<string, () => Promise<Engine>>> = {
  duckdb: openDuckDb,
};
