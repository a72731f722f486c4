import type { Engine } from "../../model/source.ts";
import { literal } from "./engine-numbers.ts";
import { literalPath } from "./engine-rows.ts";

const numbers = new Set(["value", "exposure"]);

/** A tidy panel in CSV → Parquet: names and periods as text, numbers as doubles, empty cells as nulls. */
export const copyToParquet = (
  engine: Engine,
  csv: string,
  parquet: string,
  columns: readonly string[],
): Promise<void> => {
  const types = columns.map((name) => `${literal(name)}: '${numbers.has(name) ? "DOUBLE" : "VARCHAR"}'`);
  return engine.run(`COPY (SELECT * FROM read_csv(${literalPath(csv)}, auto_detect = false, header = true, delim = ',',
    quote = '"', escape = '"', nullstr = '', columns = {${types.join(", ")}})) TO ${literal(parquet)} (FORMAT parquet)`);
};
