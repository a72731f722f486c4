import { dateFormat } from "../../ingest/cells/dates.ts";

/** How days are spelt: one declared format, or "either" where day first and month first fit every row alike. */
export type DaySpelling = { readonly format: string } | "either" | undefined;

const separators = ["/", "-", "."];
const clocks = ["", " HH:mm", " HH:mm:ss"];

/**
 * The date format that fits every cell looked at. Cells without a leading zero may come in later rows where these
 * show none (31/12/2014, then 31/3/2015), so the short form is taken, which reads both, unless a zero is seen.
 */
export const daySpelling = (cells: readonly string[]): DaySpelling => {
  const padded = cells.some((cell) => /(?:^|\D)0\d(?=[/.-])/.test(cell));
  const [day, month] = padded ? ["DD", "MM"] : ["D", "M"];
  const fits = (first: string, second: string): string | undefined =>
    separators
      .flatMap((mark) => clocks.map((clock) => `${first}${mark}${second}${mark}YYYY${clock}`))
      .find((format) => cells.length > 0 && cells.every((cell) => dateFormat(format)!.read(cell)));
  const [dayFirst, monthFirst] = [fits(day!, month!), fits(month!, day!)];
  if (dayFirst && monthFirst) return "either";
  const format = dayFirst ?? monthFirst;
  return format === undefined ? undefined : { format };
};

const plainNumber = /^-?\d+(\.\d+)?$/;
const commaNumber = /^-?\d+(,\d+)?$/;

/** The decimal mark of a column of numbers; undefined where some cell is no number either way. */
export const decimalMark = (cells: readonly string[]): "." | "," | undefined =>
  cells.length === 0
    ? undefined
    : cells.every((cell) => plainNumber.test(cell))
      ? "."
      : cells.every((cell) => commaNumber.test(cell))
        ? ","
        : undefined;
