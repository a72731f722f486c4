import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";
import { parse } from "csv-parse";
import type { Dialect } from "../../model/source.ts";
import { asDamaged } from "./gzip.ts";

const newline = 10;
const carriageReturn = 13;

interface Packed {
  readonly path: string;
  readonly name: string;
  readonly gzip: boolean;
}

/** Lines of a file as its bytes have them, told without parsing. */
export interface Lines {
  /** Lines that hold anything. */
  readonly filled: number;
  /** Does a blank line stand above one that holds something? */
  readonly blankInside: boolean;
  /** Does a line end with the delimiter? */
  readonly trailing: boolean;
}

/**
 * The independent side of "rows read = rows parsed". A quoted line break makes the lines more than the rows, which
 * `recordCount` then settles.
 *
 * Throws    InputError file/gzip.
 */
export const linesOf = async (file: Packed, delimiter = ","): Promise<Lines> => {
  const mark = delimiter.charCodeAt(0);
  let filled = 0;
  let length = 0;
  let [blanks, blankInside, trailing] = [0, false, false];
  // The last two bytes of the chunk before.
  let [before, earlier] = [0, 0];
  const end = (size: number, last: number, last2: number): void => {
    // A blank line is nothing at all, or the carriage return of a Windows line end, in this chunk or the last.
    if (size === 0 || (size === 1 && last === carriageReturn)) {
      blanks++;
      return;
    }
    if (blanks > 0 && filled > 0) blankInside = true;
    filled++;
    if (last === mark || (last === carriageReturn && last2 === mark)) trailing = true;
  };
  try {
    for await (const chunk of file.gzip ? unpacked(file.path) : plainBytes(file.path)) {
      let from = 0;
      for (let at = chunk.indexOf(newline); at >= 0; at = chunk.indexOf(newline, from)) {
        const last = at > 0 ? chunk[at - 1]! : before;
        end(length + at - from, last, at > 1 ? chunk[at - 2]! : at === 1 ? before : earlier);
        from = at + 1;
        length = 0;
      }
      length += chunk.length - from;
      earlier = chunk.length > 1 ? chunk.at(-2)! : before;
      before = chunk.at(-1)!;
    }
  } catch (cause) {
    throw asDamaged(cause, file.name);
  }
  if (length > 0) end(length, before, earlier);
  return { filled, blankInside, trailing };
};

/** How many lines of a file hold anything. */
export const lineCount = async (file: Packed): Promise<number> => (await linesOf(file)).filled;

/** How many records a file holds, header included, read by a parser that is not DuckDB. */
export const recordCount = async ({ path, gzip }: Packed, { delimiter, quote }: Dialect): Promise<number> => {
  const parser = parse({
    delimiter,
    quote,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: true,
    // A quote inside an unquoted cell is text to DuckDB as well.
    relax_quotes: true,
  });
  const steps = [createReadStream(path), ...(gzip ? [createGunzip()] : []), parser];
  // pipeline passes a failure on; the loop below sees it as the parser's own.
  pipeline(steps, () => undefined);
  let records = 0;
  for await (const _ of parser) records++;
  return records;
};

const unpacked = (path: string): AsyncIterable<Buffer> =>
  pipeline(createReadStream(path), createGunzip({ chunkSize: 1 << 18 }), () => undefined);

/** The bytes of a file; a chunk is only good until the next one. */
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
