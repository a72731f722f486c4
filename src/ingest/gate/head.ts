import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { InputError } from "../../model/errors.ts";
import type { Dialect } from "../../model/source.ts";
import { asDamaged } from "./gzip.ts";
import { impostor, isGzip } from "./not-csv.ts";

/** What the first bytes of a file say about it. Compression is told by its signature, never by the file's name. */
export interface Head {
  readonly gzip: boolean;
  /** Size on disk. */
  readonly bytes: number;
  /** Lines above the header that hold anything. */
  readonly above: number;
  /** Cells of the first line, a byte order mark left out, otherwise as they stand. */
  readonly header: readonly string[];
}

const enough = 1 << 16;

/**
 * Reads the first line of a file that is not blank, gzipped or not.
 *
 * Throws    InputError ingest/not-a-table when it is a web page, a workbook, a Git LFS pointer or the like; file/gzip.
 */
export const readHead = (path: string, name: string, dialect: Dialect): Head => {
  const { start, bytes } = firstBytes(path);
  const gzip = isGzip(start);
  const text = gzip ? inflate(start, name) : start;
  const what = impostor(text);
  if (what)
    throw new InputError("ingest/not-a-table", {
      file: name,
      found: what.what,
      expected: "rows of delimited text, plain or gzipped",
      hint: what.fix,
    });
  const skipped = text
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r\n|\n|\r/, dialect.skip ?? 0);
  const line = withoutLines(text.toString("utf8").replace(/^\uFEFF/, ""), dialect.skip ?? 0)
    .replace(/^(?: *(?:\r\n|\n|\r))*/, "")
    .split(/\r\n|\n|\r/, 1)[0]!;
  const above = skipped.filter((one) => one !== "").length;
  return { gzip, bytes, above, header: splitLine(line, dialect) };
};

/** Text from the line after so many. */
export const withoutLines = (text: string, lines: number): string => {
  const end = /\r\n|\n|\r/g;
  for (let k = 0; k < lines; k++) if (!end.exec(text)) return "";
  return text.slice(end.lastIndex);
};

const firstBytes = (path: string): { start: Buffer; bytes: number } => {
  const file = openSync(path, "r");
  try {
    const start = Buffer.alloc(enough);
    const length = readSync(file, start, 0, enough, 0);
    return { start: start.subarray(0, length), bytes: fstatSync(file).size };
  } finally {
    closeSync(file);
  }
};

/** The start of a gzip stream, which is cut off in the middle: what has arrived is enough. */
const inflate = (start: Buffer, name: string): Buffer => {
  try {
    return gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH });
  } catch (cause) {
    throw asDamaged(cause, name);
  }
};

/** One line into cells: quotes may hold the delimiter, doubled quotes are one. */
export const splitLine = (
  line: string,
  { delimiter, quote }: Pick<Dialect, "delimiter" | "quote">,
): string[] => {
  const cells: string[] = [];
  let cell = "";
  let quoted = false;
  for (let i = 0; i < line.length; i++) {
    const c = line[i]!;
    if (c === quote && quoted && line[i + 1] === quote) cell += line[i++];
    else if (c === quote) quoted = !quoted;
    else if (c === delimiter && !quoted) {
      cells.push(cell);
      cell = "";
    } else cell += c;
  }
  return [...cells, cell];
};

/** Column names that differ only in case, spaces, dots, dashes, slashes and underscores are the same column. */
export const columnKey = (name: string): string => name.replace(/[\s._/\-\uFEFF]/g, "").toLowerCase();
