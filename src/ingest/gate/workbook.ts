import { readFile } from "node:fs/promises";
import type { CellValue, Sheet, Workbook } from "hucre/xlsx";
import { InputError, UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { Dialect } from "../../model/source.ts";
import type { FaultLog } from "./faults.ts";
import { hasHidden } from "./hidden.ts";
import type { FileRef, Row } from "./row.ts";

export const isWorkbookName = (name: string): boolean => /\.(xlsx|xlsm|ods)$/i.test(name);

/**
 * The rows of one sheet of a workbook, as text: numbers as they are stored, dates by the workbook's own date system as
 * YYYY-MM-DD, formulas by the value that was stored with them. What a reader of the sheet cannot see in such rows is
 * told: rows that are hidden, cells that are merged, other sheets. The library loads only here.
 *
 * Throws UsageError usage/sheet; InputError ingest/workbook.
 */
export async function* workbookRows(
  file: FileRef,
  dialect: Dialect,
  log: FaultLog,
): AsyncGenerator<readonly Row[]> {
  const sheet = chosenSheet(await open(file), file, dialect, log);
  const { top, left, bottom, right } = corners(dialect.range, sheet);
  const merged = mergedText(sheet, log);
  refuseFormulas(sheet, top, bottom, log);
  tellHidden(sheet, top, bottom, log);
  const first = Math.max(top, dialect.skip ?? 0);
  const width = usedWidth(sheet, first, bottom, left, right);
  let batch: Row[] = [];
  for (let r = first; r <= bottom; r++) {
    const cells = Array.from({ length: width }, (_, c) =>
      shown(merged.get(`${r},${left + c}`) ?? sheet.rows[r]?.[left + c], dialect),
    );
    const blank = cells.every((cell) => cell === "");
    batch.push({
      line: r + 1,
      cells: blank ? [] : cells,
      columns: blank ? 1 : width,
      blank,
      odd: cells.some(hasHidden),
    });
    if (batch.length < 4096) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}

const open = async (file: FileRef): Promise<Workbook> => {
  const bytes = await readFile(file.path);
  try {
    if (/\.ods$/i.test(file.name)) return await (await import("hucre/ods")).readOds(bytes);
    return await (await import("hucre/xlsx")).readXlsx(bytes);
  } catch (cause) {
    throw new InputError(
      "ingest/workbook",
      {
        file: file.name,
        found: `a workbook that cannot be read: ${(cause as Error).message.split("\n")[0]}`,
        expected: "an .xlsx or .ods file without a password",
        hint: "open it in a spreadsheet program and save it again, or save the sheet as CSV UTF-8",
      },
      { cause },
    );
  }
};

const isSeen = ({ hidden, veryHidden }: Sheet): boolean => !hidden && !veryHidden;
const holds = ({ rows }: Sheet): boolean =>
  rows.some((row) => row.some((cell) => cell !== null && cell !== ""));

const chosenSheet = ({ sheets }: Workbook, file: FileRef, dialect: Dialect, log: FaultLog): Sheet => {
  const names = sheets.map(({ name }) => name);
  if (dialect.sheet !== undefined) {
    const named = sheets.find(({ name }) => name === dialect.sheet);
    if (named) return named;
    throw new UsageError("usage/sheet", {
      file: file.name,
      found: `--sheet "${dialect.sheet}"`,
      expected: `a sheet of the workbook: ${names.join(", ")}`,
      hint: suggest(dialect.sheet, names),
    });
  }
  const seen = sheets.filter((sheet) => isSeen(sheet) && holds(sheet));
  const first = seen[0] ?? sheets[0];
  if (!first)
    throw new InputError("ingest/workbook", {
      file: file.name,
      found: "a workbook without a sheet",
      expected: "a sheet with a table",
    });
  if (seen.length > 1)
    log.tally("note", "workbook/sheets", `the first of ${seen.length} sheets was read: ${first.name}`, {
      fix: `to read another: --sheet "${seen[1]!.name}"`,
    });
  return first;
};

interface Corners {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

const column = (letters: string): number =>
  [...letters.toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;

const corners = (range: string | undefined, { rows }: Sheet): Corners => {
  const whole = { top: 0, left: 0, bottom: rows.length - 1, right: Number.POSITIVE_INFINITY };
  const found = /^([A-Z]+)(\d+)(?::([A-Z]+)(\d+))?$/i.exec(range ?? "");
  if (!found) return whole;
  const [, left, top, right, bottom] = found;
  return {
    top: Number(top) - 1,
    left: column(left!),
    bottom: bottom === undefined ? whole.bottom : Math.min(whole.bottom, Number(bottom) - 1),
    right: right === undefined ? whole.right : column(right),
  };
};

/** Columns up to the last that holds anything. */
const usedWidth = ({ rows }: Sheet, top: number, bottom: number, left: number, right: number): number => {
  let last = left;
  for (let r = top; r <= bottom; r++) {
    const row = rows[r] ?? [];
    for (let c = Math.min(row.length - 1, right); c > last; c--)
      if (row[c] !== null && row[c] !== undefined && row[c] !== "") {
        last = c;
        break;
      }
  }
  return last - left + 1;
};

/** A name that stands once beside merged rows is that of all of them; a number stays one number. */
const mergedText = ({ rows, merges = [] }: Sheet, log: FaultLog): Map<string, CellValue> => {
  const filled = new Map<string, CellValue>();
  for (const { startRow, startCol, endRow } of merges) {
    const value = rows[startRow]?.[startCol] ?? null;
    log.tally(
      "note",
      "workbook/merged",
      "merged cells: words and dates are read into every row of them, numbers into the first",
      {
        line: startRow + 1,
        fix: "none needed; look whether a header that spans columns names each of them",
      },
    );
    if (typeof value !== "string" && !(value instanceof Date)) continue;
    for (let r = startRow; r <= endRow; r++) filled.set(`${r},${startCol}`, value);
  }
  return filled;
};

const tellHidden = ({ rowDefs, columns }: Sheet, top: number, bottom: number, log: FaultLog): void => {
  const rows = [...(rowDefs ?? [])].filter(([r, { hidden }]) => hidden && r >= top && r <= bottom);
  if (rows.length > 0)
    log.tally("warning", "workbook/hidden", "rows that are hidden in the sheet were read like the others", {
      line: rows[0]![0] + 1,
      count: rows.length,
      fix: "none needed if they belong to the table; a filter hides rows, and they still count",
    });
  const hiddenColumns = (columns ?? []).filter(({ hidden }) => hidden).length;
  if (hiddenColumns > 0)
    log.tally(
      "warning",
      "workbook/hidden",
      "columns that are hidden in the sheet were read like the others",
      {
        column: "(hidden columns)",
        count: hiddenColumns,
        fix: "none needed if they belong to the table",
      },
    );
};

/** A formula that no program has computed yet has no value to be read; a blank in its place would be a missing count. */
const refuseFormulas = ({ cells }: Sheet, top: number, bottom: number, log: FaultLog): void => {
  const empty = [...(cells ?? [])].filter(
    ([, { formula, value }]) => formula !== undefined && value === null,
  );
  const lines = empty.map(([key]) => Number(key.split(",")[0])).filter((r) => r >= top && r <= bottom);
  if (lines.length > 0)
    log.tally("error", "workbook/formula", "formulas have no stored value", {
      line: Math.min(...lines) + 1,
      count: lines.length,
      fix: "open the workbook in a spreadsheet program and save it, which stores the values",
    });
};

const shown = (value: CellValue | undefined, { decimal }: Dialect): string => {
  if (value === null || value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "number") return decimal === "," ? String(value).replace(".", ",") : String(value);
  const iso = value.toISOString();
  return iso.endsWith("T00:00:00.000Z") ? iso.slice(0, 10) : iso.slice(0, 19);
};
