import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { Dialect } from "../../model/source.ts";

const newline = 10;
const carriageReturn = 13;

/**
 * How many lines of a file hold anything, counted without parsing: the independent side of "rows read = rows
 * parsed". A quoted line break makes it larger than the number of rows, which `recordCount` then settles.
 */
export const lineCount = async (path: string, gzip: boolean): Promise<number> => {
  let lines = 0;
  let length = 0;
  for await (const chunk of bytes(path, gzip)) {
    let from = 0;
    for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
      const size = length + at - from;
      // A blank line is nothing at all, or the carriage return of a Windows line end.
      if (size > 1 || (size === 1 && !(at > 0 && chunk[at - 1] === carriageReturn))) lines++;
      from = at + 1;
      length = 0;
    }
    length += chunk.length - from;
  }
  return length > 0 ? lines + 1 : lines;
};

/** How many records a file holds, header included, read by a parser that is not DuckDB. */
export const recordCount = async (
  path: string,
  gzip: boolean,
  { delimiter, quote }: Dialect,
): Promise<number> => {
  const parser = parse({ delimiter, quote, bom: true, skip_empty_lines: true, relax_column_count: true });
  const source = createReadStream(path);
  source.on("error", (error) => parser.destroy(error));
  (gzip ? source.pipe(createGunzip()) : source).pipe(parser);
  let records = 0;
  for await (const _ of parser) records++;
  return records;
};

/** The bytes of a file, unzipped; a chunk is only good until the next one. */
const bytes = (path: string, gzip: boolean): AsyncIterable<Buffer> =>
  gzip ? createReadStream(path).pipe(createGunzip({ chunkSize: 1 << 18 })) : plainBytes(path);

async function* plainBytes(path: string): AsyncGenerator<Buffer> {
  const file = await open(path, "r");
  try {
    // One buffer for the whole file: fresh ones would cost more than the counting.
    const buffer = Buffer.allocUnsafeSlow(1 << 19);
    for (;;) {
      const { bytesRead } = await file.read(buffer, 0, buffer.length);
      if (bytesRead === 0) return;
      yield buffer.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}
