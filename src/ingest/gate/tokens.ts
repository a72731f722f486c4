import { parse } from "csv-parse/sync";
import { InputError } from "../../model/errors.ts";
import type { Frame } from "./framing.ts";

/**
 * The cells of sound frames, by csv-parse. The frames were cut by our own scan; that two readers, written apart,
 * find the same number of records and cells is checked every time, so no row can vanish in either.
 */
export const tokenise = (frames: readonly Frame[], delimiter: string, quote: string): string[][] => {
  if (frames.length === 0) return [];
  const records = parse(frames.map((frame) => frame.text).join(""), {
    delimiter,
    quote: quote === "" ? false : quote,
    escape: quote === "" ? null : quote,
    record_delimiter: ["\r\n", "\n", "\r"],
    // A bare quote inside an unquoted cell is text, and has been reported; widths are judged against the header.
    relax_quotes: true,
    relax_column_count: true,
    skip_empty_lines: false,
    bom: false,
  }) as string[][];
  const agrees =
    records.length === frames.length && frames.every((frame, i) => frame.columns === records[i]!.length);
  if (!agrees) {
    throw new InputError("csv/readers-disagree", {
      found: `${frames.length} records by one reading and ${records.length} by another, from line ${frames[0]!.line}`,
      expected: "one way to read the file",
      hint: "look for quotes and line ends out of place near that line, and report it to the authors of whatworks",
    });
  }
  return records;
};
