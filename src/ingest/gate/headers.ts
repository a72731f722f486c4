import { type Period, parsePeriod } from "../../model/period.ts";
import { foldName } from "../validation/columns-spec.ts";
import type { Row } from "./bytes.ts";
import type { FaultLog } from "./faults.ts";
import { visibleText } from "./hidden.ts";

/** What kind of value a cell looks like; undefined for words. Used on headers only, never to read data. */
export const valueKind = (cell: string): string | undefined => {
  const text = cell.trim();
  if (text === "" || text.length > 40) return undefined;
  if (/^[-+]?[£$€]?\d[\d.,]*%?$/.test(text)) return "number";
  const period = parsePeriod(text);
  if (period) return period.frequency;
  if (/^\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}( .*)?$/.test(text)) return "date";
  return /^\d{1,2}:\d{2}(:\d{2})?$/.test(text) ? "clock" : undefined;
};

const namedPeriod = (name: string): Period | undefined =>
  parsePeriod(name.trim().replace(/^((?:19|20|21)\d{2})(0[1-9]|1[0-2])$/, "$1-$2"));

/**
 * A run of two or more periods beside a name: the columns of a wide table, not data. They increase, or they are each
 * other's neighbours in whatever order and length: years newest first, or months with their years among them.
 */
const isWide = (header: readonly string[]): boolean => {
  const values = header.filter((name) => valueKind(name) !== undefined).map(namedPeriod);
  if (values.length < 2 || values.length === header.length) return false;
  const periods = values.filter((period) => period !== undefined);
  if (periods.length < values.length) return false;
  return (
    periods.every((period, i) => i === 0 || isAfter(period, periods[i - 1]!)) ||
    [...new Set(periods.map(({ frequency }) => frequency))].every((frequency) => {
      const own = periods.filter((period) => period.frequency === frequency);
      return (
        frequency !== "integer" &&
        own.every(({ ordinal }, i) => i === 0 || Math.abs(ordinal - own[i - 1]!.ordinal) <= 1)
      );
    })
  );
};

const isAfter = (period: Period, before: Period): boolean =>
  period.frequency === before.frequency && period.ordinal > before.ordinal;

/** True when the first record holds values where names should be: the same kind as the cells below. */
export const looksLikeData = (header: readonly string[], below: readonly (readonly string[])[]): boolean => {
  const kinds = header.map(valueKind);
  if (kinds.every((kind) => kind === undefined) || isWide(header)) return false;
  if (kinds.every((kind) => kind !== undefined)) return true;
  return kinds.some((kind, i) => {
    if (kind === undefined) return false;
    const cells = below.map((row) => row[i] ?? "").filter((cell) => cell !== "");
    return cells.length > 0 && cells.every((cell) => valueKind(cell) === kind);
  });
};

/** True when the first row under the header is a second header: words over columns that hold only values below. */
export const looksLikeSecondHeader = (rows: readonly (readonly string[])[]): boolean => {
  const [first, ...rest] = rows;
  if (!first || rest.length < 2) return false;
  const words = first.every((cell) => cell !== "" && cell.length < 60 && !/\d/.test(cell));
  if (!words || new Set(first.map(foldName)).size !== first.length) return false;
  const valued = first.filter((_, i) => rest.every((row) => valueKind(row[i] ?? "") !== undefined));
  return valued.length >= 2;
};

/** The line that is probably the header under a title or comments: the first as wide as most rows, with a name in each cell. */
export const likelyHeader = (rows: readonly Row[]): Row | undefined => {
  const widths = new Map<number, number>();
  for (const row of rows) widths.set(row.columns, (widths.get(row.columns) ?? 0) + 1);
  const usual = [...widths].sort((a, b) => b[1] - a[1])[0]?.[0] ?? 0;
  const named = (row: Row): boolean =>
    row.cells.every((cell) => cell !== "" && valueKind(cell) === undefined);
  return usual > 1 ? rows.find((row) => row.columns === usual && named(row)) : undefined;
};

/** Names as used: hidden characters out, white space single, case as written. Changes are reported once each. */
export const cleanNames = (cells: readonly string[], line: number, log: FaultLog): string[] =>
  cells.map((cell) => {
    const name = visibleText(cell);
    if (name === cell) return name;
    const trimmed = cell.trim() === name;
    log.tally(
      trimmed ? "warning" : "note",
      "csv/header-spelling",
      trimmed
        ? "the column name has white space around it"
        : "the column name has hidden characters or line breaks",
      {
        line,
        column: name,
        fix: "none needed: it was read as shown; mend the header so that other programs agree",
      },
    );
    return name;
  });

/** Blank and repeated names, each with its place. */
export const checkNames = (
  names: readonly string[],
  line: number,
  log: FaultLog,
  unnamed: "refuse" | "ignore" = "refuse",
): void => {
  const first = new Map<string, number>();
  names.forEach((name, i) => {
    const last = i === names.length - 1;
    if (name === "" && unnamed === "ignore") {
      log.tally("note", "csv/header-unnamed", "columns without a name were left alone, as declared", {
        line,
        fix: "none needed; name or remove them so that other programs agree",
      });
      return;
    }
    if (name === "") {
      log.error("csv/header-blank", `column ${i + 1} of ${names.length} has no name`, {
        line,
        fix: `${last ? "remove the delimiter at the end of every line, or name the column" : "name the column"}; or leave such columns alone: --unnamed-columns ignore`,
      });
      return;
    }
    const before = first.get(name.toLowerCase());
    if (before === undefined) first.set(name.toLowerCase(), i);
    else
      log.error("csv/header-duplicate", `columns ${before + 1} and ${i + 1} have the same name`, {
        line,
        column: name,
        fix: "rename one of them, or remove it",
      });
  });
};

/** A delimiter that the header and the rows agree on, in a file that was read as one column: the wrong one was declared. */
export const likelyDelimiter = (top: Row, below: readonly Row[]): string | undefined => {
  if (top.columns !== 1) return undefined;
  const text = top.cells[0]!.slice(0, 4000);
  return [";", "\t", "|", ","].find((mark) => {
    const names = text.split(mark);
    if (names.length < 2 || names.some((name) => name.trim() === "" || name.length > 60)) return false;
    // Rows may be torn at commas of their own, so one mark in the first cell of each is enough.
    return (
      below.length > 0 && below.every((row) => row.cells.some((cell) => cell.slice(0, 4000).includes(mark)))
    );
  });
};
