import type { Break } from "../../model/break.ts";
import { parsePeriod } from "../../model/period.ts";
import type { FileRef, Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { readTyped, type TypedRows } from "../gate/typed-rows.ts";
import { shownCell } from "../people/shown.ts";

/**
 * Reads a workspace's own register of recording breaks: `from,title` and optionally `to,outcome,units,source`, months
 * as YYYY-MM, lists with semicolons.
 *
 * Throws InputError with every fault of the file: csv/*, register/month, register/blank.
 */
export const readBreaks = async (file: FileRef): Promise<Break[]> =>
  (
    await readTyped(file, ["from", "title"], (typed, log) =>
      typed.rows.map((row) => oneBreak(typed, row, log, file.name)),
    )
  ).value;

const oneBreak = (typed: TypedRows, row: Row, log: FaultLog, file: string): Break => {
  const list = (column: string): string[] =>
    typed
      .cell(row, column)
      .toLowerCase()
      .split(";")
      .map((part) => part.trim())
      .filter((part) => part !== "");
  const from = month(typed, row, "from", log);
  const title = typed.cell(row, "title");
  if (title === "")
    log.error("register/blank", "the title is blank", {
      line: row.line,
      column: "title",
      fix: "say what changed",
    });
  const units = list("units");
  return {
    id: `own-${row.line}`,
    from,
    to: typed.cell(row, "to") === "" ? from : month(typed, row, "to", log),
    title,
    outcomes: list("outcome"),
    ...(units.length > 0 ? { units } : {}),
    formats: [],
    kind: "recording",
    source: typed.cell(row, "source") || file,
    status: "published",
  };
};

const month = (typed: TypedRows, row: Row, column: string, log: FaultLog): string => {
  const text = typed.cell(row, column);
  if (parsePeriod(text)?.frequency !== "month")
    log.error("register/month", `${shownCell(text, column, "the cell")} is not a month`, {
      line: row.line,
      column,
      fix: "write it as YYYY-MM",
    });
  return text;
};
