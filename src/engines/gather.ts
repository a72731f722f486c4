import type { DuckDBDataChunk, DuckDBType } from "@duckdb/node-api";

/** The insides of a DuckDB vector that hold its numbers; the package types keep them private. */
interface Items {
  readonly items: Int32Array | Float64Array | BigInt64Array | BigUint64Array | Int16Array | Uint8Array;
}

const numeric = /^(TINYINT|SMALLINT|INTEGER|UTINYINT|USMALLINT|UINTEGER|BIGINT|UBIGINT|FLOAT|DOUBLE)$/;
const wide = /^U?BIGINT$/;

/**
 * Chunks as whole columns. Numbers come out as one typed array (Int32Array for INTEGER, Float64Array for the
 * rest), copied vector by vector without touching single values; a numeric column that holds a null, text and
 * everything else come out as plain arrays.
 */
export const gather = (
  names: readonly string[],
  types: readonly DuckDBType[],
  chunks: readonly DuckDBDataChunk[],
): Record<string, ArrayLike<unknown>> => {
  const rows = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const columns: Record<string, ArrayLike<unknown>> = {};
  names.forEach((name, c) => {
    const type = String(types[c]);
    const plain = !numeric.test(type) || chunks.some((chunk) => holdsNull(chunk, c));
    columns[name] = plain ? values(chunks, c, rows) : numbers(chunks, c, rows, type);
  });
  return columns;
};

const holdsNull = (chunk: DuckDBDataChunk, c: number): boolean => {
  const { validity } = chunk.getColumnVector(c) as unknown as {
    validity: { data: BigUint64Array | null; itemValid(i: number): boolean };
  };
  // No validity mask means that nothing is null, which is how every count and code arrives.
  const { data } = validity;
  if (!data) return false;
  for (let i = 0; i < chunk.rowCount; i++) {
    if (i % 64 === 0 && data[i / 64] === allValid) i += 63;
    else if (!validity.itemValid(i)) return true;
  }
  return false;
};

const allValid = 0xffff_ffff_ffff_ffffn;

const numbers = (chunks: readonly DuckDBDataChunk[], c: number, rows: number, type: string) => {
  const column = type === "INTEGER" ? new Int32Array(rows) : new Float64Array(rows);
  let at = 0;
  for (const chunk of chunks) {
    const { items } = chunk.getColumnVector(c) as unknown as Items;
    if (wide.test(type)) for (let i = 0; i < items.length; i++) column[at + i] = exact(items[i] as bigint);
    else column.set(items as Float64Array, at);
    at += items.length;
  }
  return column;
};

const values = (chunks: readonly DuckDBDataChunk[], c: number, rows: number): unknown[] => {
  const column = new Array<unknown>(rows);
  let at = 0;
  for (const chunk of chunks) for (const value of chunk.getColumnValues(c)) column[at++] = scalar(value);
  return column;
};

const scalar = (value: unknown): unknown => {
  if (typeof value === "bigint") return exact(value);
  // Dates, decimals and the like print themselves as SQL would.
  return typeof value === "object" && value !== null ? String(value) : value;
};

const exact = (value: bigint): number => {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is beyond 2^53 and would be rounded`);
  return number;
};
