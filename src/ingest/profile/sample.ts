import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { constants, gunzipSync } from "node:zlib";
import { parse } from "csv-parse/sync";
import { utf8Prefix } from "../gate/encoding.ts";
import { looksLikeData } from "../gate/headers.ts";
import { isGzip } from "../gate/not-csv.ts";

/** The first rows of a file of delimited text, cut as they seem to be meant: `init` guesses, nothing else does. */
export interface Sample {
  readonly encoding: "utf-8" | "utf-16le" | "utf-16be" | "windows-1252";
  readonly delimiter: string;
  /** Lines above the header: titles, sources, blank lines. */
  readonly skip: number;
  readonly header: readonly string[];
  readonly rows: readonly (readonly string[])[];
  /** Rows below the table that are none of it: notes, filters. Known only when the file was read to its end. */
  readonly footer: number;
  /** The whole file was read. */
  readonly whole: boolean;
}

const enough = 1 << 21;
const most = 20_000;
const delimiters = [",", ";", "\t", "|"] as const;

/** What a file holds at its start; undefined where it is not delimited text of at least two columns. */
export const sampleFile = (path: string): Sample | undefined => {
  const { bytes, whole } = firstBytes(path);
  const { text, encoding } = decoded(bytes);
  if (text.includes("\0")) return undefined;
  const tables = delimiters.map((delimiter) => ({ delimiter, records: recordsOf(text, delimiter, whole) }));
  const best = tables.reduce((a, b) => (solidity(b.records) > solidity(a.records) ? b : a));
  const usual = usualWidth(best.records);
  if (usual < 2) return undefined;
  return { ...framed(best.records, usual), delimiter: best.delimiter, encoding, whole };
};

const firstBytes = (path: string): { bytes: Buffer; whole: boolean } => {
  const handle = openSync(path, "r");
  try {
    const buffer = Buffer.alloc(enough);
    const read = readSync(handle, buffer, 0, enough, 0);
    const start = buffer.subarray(0, read);
    const all = fstatSync(handle).size <= read;
    return isGzip(start)
      ? { bytes: gunzipSync(start, { finishFlush: constants.Z_SYNC_FLUSH }), whole: all }
      : { bytes: start, whole: all };
  } finally {
    closeSync(handle);
  }
};

const decoded = (bytes: Buffer): { text: string; encoding: Sample["encoding"] } => {
  const by = (encoding: Sample["encoding"]) => ({
    text: new TextDecoder(encoding).decode(bytes).replace(/^\uFEFF/, ""),
    encoding,
  });
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return by("utf-16le");
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return by("utf-16be");
  const { length, pending } = utf8Prefix(bytes);
  return by(length === bytes.length || pending ? "utf-8" : "windows-1252");
};

/** Cells trimmed; the last record of a file that goes on is left out, since it may be cut in the middle. */
const recordsOf = (text: string, delimiter: string, whole: boolean): string[][] => {
  const records: string[][] = parse(text, {
    delimiter,
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    to: most,
  });
  const kept = whole || records.length >= most ? records : records.slice(0, -1);
  return kept.map((record) => record.map((cell) => cell.trim()));
};

/** How many records have the width that most have, the wider the better: titles and notes are narrower than tables. */
const usualWidth = (records: readonly (readonly string[])[]): number => {
  const widths = new Map<number, number>();
  for (const { length } of records) widths.set(length, (widths.get(length) ?? 0) + 1);
  return [...widths].sort((a, b) => b[1] - a[1] || b[0] - a[0])[0]?.[0] ?? 0;
};

const solidity = (records: readonly (readonly string[])[]): number => {
  const usual = usualWidth(records);
  if (usual < 2) return 0;
  const like = records.filter(({ length }) => length === usual).length;
  return (like / records.length) * Math.log(1 + usual) * (like > 1 ? 1 : 0.5);
};

const filled = (record: readonly string[]): number => record.filter((cell) => cell !== "").length;

/** The header is the first record as wide as the table with a name nearly everywhere; what is shorter below it is a footer. */
const framed = (
  records: readonly (readonly string[])[],
  usual: number,
): Pick<Sample, "skip" | "header" | "rows" | "footer"> => {
  const at = Math.max(
    0,
    records.findIndex((record) => record.length === usual && filled(record) >= Math.max(2, usual * 0.6)),
  );
  const header = records[at] ?? [];
  const below = records.slice(at + 1);
  const belongs = (record: readonly string[]): boolean =>
    record.length === usual && (usual < 3 ? filled(record) === usual : filled(record) > 1);
  let end = below.length;
  while (end > 0 && !belongs(below[end - 1]!)) end -= 1;
  // A file that ends in a line break has no record after it; blank lines below a table are no footer.
  const notes = below.slice(end).filter((record) => filled(record) > 0);
  return {
    skip: at,
    header,
    rows: below.slice(0, end).filter((record) => record.length === usual && filled(record) > 0),
    footer: notes.length === 0 ? 0 : below.length - end,
  };
};

/** Whether the first row holds names and not values like those below it. */
export const hasNames = ({ header, rows }: Sample): boolean =>
  header.some((cell) => cell !== "") && !looksLikeData(header, rows.slice(0, 20));
