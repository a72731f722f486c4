import type { Diagnostic } from "../../model/diagnostic.ts";
import { cellStatus } from "../../model/panel.ts";
import type { UnitRecord, UnitTable } from "../../model/register.ts";
import { type CellNumber, isFault, readNumber } from "../cells/cells.ts";
import { foldSpelling } from "../cells/variants.ts";
import type { FileRef, Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { readTyped, type TypedRows } from "../gate/typed-rows.ts";
import { shownCell } from "../people/shown.ts";
import { foldName } from "../validation/columns-spec.ts";

/**
 * Reads `units.csv`: one row per unit. `unit` is needed; `neighbours` is a list with semicolons; a column that holds
 * numbers and blanks only is a covariate, every other one is text.
 *
 * Throws InputError with every fault of the file: csv/*, register/blank, register/twice, register/neighbour,
 * register/number (a column of numbers with one cell that is none).
 */
export const readUnits = async (
  file: FileRef,
): Promise<{ table: UnitTable; diagnostics: readonly Diagnostic[] }> => {
  const { value, diagnostics } = await readTyped(file, ["unit"], judgeUnits);
  return { table: value, diagnostics };
};

const judgeUnits = (typed: TypedRows, log: FaultLog): UnitTable => {
  const units = typed.rows.map(
    (row): UnitRecord => ({
      unit: typed.cell(row, "unit"),
      line: row.line,
      neighbours: typed
        .cell(row, "neighbours")
        .split(";")
        .map((name) => name.trim())
        .filter((name) => name !== ""),
    }),
  );
  checkUnits(units, log);
  const numbers = new Map<string, Float64Array>();
  const texts = new Map<string, readonly string[]>();
  for (const name of typed.header) {
    if (["unit", "neighbours"].includes(foldName(name))) continue;
    const column = typed.rows.map((row) => typed.cell(row, name));
    const values = numberColumn(name, column, typed.rows, log);
    if (values) numbers.set(name, values);
    else texts.set(name, column);
  }
  return { units, numbers, texts };
};

const checkUnits = (units: readonly UnitRecord[], log: FaultLog): void => {
  const lines = new Map<string, number>();
  for (const { unit, line } of units) {
    const folded = foldSpelling(unit);
    const before = lines.get(folded);
    if (unit === "")
      log.error("register/blank", "the unit is blank", { line, column: "unit", fix: "name the unit" });
    else if (before !== undefined)
      log.error("register/twice", `the unit stands on line ${before} already`, {
        line,
        column: "unit",
        fix: "keep one row a unit",
      });
    else lines.set(folded, line);
  }
  for (const { line, neighbours } of units)
    for (const name of neighbours)
      if (!lines.has(foldSpelling(name)))
        log.tally(
          "warning",
          "register/neighbour",
          `the neighbour ${shownCell(name, "neighbours", "(not shown)")} is not a unit of this file`,
          {
            line,
            column: "neighbours",
            fix: "correct its spelling, or add a row for it",
          },
        );
};

/** Numbers when most filled cells are; the few that are not are then faults rather than a reason to call it text. */
const numberColumn = (
  name: string,
  column: readonly string[],
  rows: readonly Row[],
  log: FaultLog,
): Float64Array | undefined => {
  const readings = column.map((text) => readNumber(text));
  const filled = column.filter((text) => text !== "").length;
  const sound = readings.filter((one) => !isFault(one) && one.status === cellStatus.observed).length;
  if (sound === 0 || sound * 2 <= filled) return undefined;
  readings.forEach((one, i) => {
    if (isFault(one))
      log.error(
        "register/number",
        `${shownCell(column[i]!, name, "the cell")} ${one.why}, in a column of numbers`,
        {
          line: rows[i]!.line,
          column: name,
          fix: one.fix,
        },
      );
  });
  return Float64Array.from(readings, (one) => (isFault(one) ? Number.NaN : (one as CellNumber).value));
};
