import { InputError } from "../../model/errors.ts";
import { plainDialect } from "../../model/source.ts";
import { readRows } from "./bytes.ts";
import { faultLog } from "./faults.ts";

/** A small table as text: columns by name, and the physical line of each row. */
export interface TextColumns {
  readonly file: string;
  readonly columns: ReadonlyMap<string, readonly string[]>;
  readonly lines: readonly number[];
}

/**
 * Reads a table that fits in memory, every cell as it stands (trimmed).
 *
 * Throws InputError with every fault of the file: what is not a table, ragged rows, repeated or blank headers.
 */
export const readTextTable = async (path: string, name: string, delimiter = ","): Promise<TextColumns> => {
  const log = faultLog(name);
  let header: string[] | undefined;
  const cells: string[][] = [];
  const lines: number[] = [];
  const gate = { dialect: { ...plainDialect, delimiter }, gzip: "by-bytes" } as const;
  for await (const rows of readRows({ path, name }, gate, log)) {
    for (const row of rows) {
      if (row.blank || row.fault) continue;
      const trimmed = row.cells.map((cell) => cell.trim());
      if (!header) {
        header = trimmed;
        if (new Set(header).size !== header.length || header.includes(""))
          log.error("csv/header", "a column without a name, or two of one name", {
            line: row.line,
            fix: "give every column its own name",
          });
      } else if (trimmed.length !== header.length) {
        log.error("csv/width", `${trimmed.length} cells where the header has ${header.length}`, {
          line: row.line,
          fix: "quote text that holds the delimiter, or complete the row",
        });
      } else {
        cells.push(trimmed);
        lines.push(row.line);
      }
    }
  }
  // Every fault of the gate knows its line.
  const faults = log
    .list()
    .filter(({ severity }) => severity === "error")
    .map(({ code, message, fix, line }) => ({
      code,
      file: name,
      found: message,
      expected: "a sound table with a header",
      hint: fix,
      line: line!,
    }));
  if (faults.length > 0) throw new InputError(faults[0]!.code, faults[0]!, { faults });
  if (!header || cells.length === 0)
    throw new InputError("csv/no-rows", {
      file: name,
      found: header ? "a header and no rows" : "nothing",
      expected: "a header and at least one row",
      hint: "check the export",
    });
  return {
    file: name,
    lines,
    columns: new Map(header.map((column, k) => [column, cells.map((row) => row[k]!)])),
  };
};
