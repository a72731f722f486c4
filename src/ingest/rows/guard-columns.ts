import type { SourceRequest } from "../../model/source.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn } from "../gate/find-columns.ts";
import { namesPerson, namesRecord, watchPersonal } from "../validation/personal.ts";

/**
 * Refuses a source whose files hold personal columns, even where they would not be read: a file that is kept beside
 * the reports is one copy too many. In files of single events every suspicion counts; in tables of counts only
 * what is certain does, and names that leave little doubt. `drop` says that a column is known and never read; `allow` gives the reason why it may stay.
 */
export const guardColumns = (
  table: { readonly header: readonly string[]; readonly headerLine: number },
  used: readonly number[],
  request: Pick<SourceRequest, "drop" | "allow">,
  rule: "events" | "counts",
  log: FaultLog,
) => {
  const { header, headerLine } = table;
  const dropped = new Set((request.drop ?? []).map((name) => findColumn(header, name)));
  const allowed = new Map(
    (request.allow ?? []).map(({ column, reason }) => [findColumn(header, column), reason]),
  );
  const watch = watchPersonal(
    header,
    header.map((_, i) => dropped.has(i) || allowed.has(i)),
  );
  const prose = new Float64Array(header.length);
  let rows = 0;
  const refuse = (column: number, reason: string): void => {
    const reasonGiven = allowed.get(column);
    if (dropped.has(column)) return;
    if (reasonGiven !== undefined)
      log.tally("warning", "privacy/allowed", `the column ${reason} and is allowed: ${reasonGiven}`, {
        line: headerLine,
        column: header[column]!,
        fix: "none needed; the reason is printed in the report",
      });
    else
      log.error("privacy/personal", `the column ${reason}: personal data are not read`, {
        line: headerLine,
        column: header[column]!,
        fix: "remove it from the file, or declare drop: [column], or allow it with a reason",
      });
  };
  return {
    row({ cells }: Row): void {
      rows++;
      for (let i = 0; i < cells.length; i++) {
        watch.cell(i, cells[i]!);
        // Prose is long and has words; a long code has none.
        if (cells[i]!.length > 40 && cells[i]!.slice(0, 200).split(" ").length > 5) prose[i]!++;
      }
    },
    finish(): void {
      const strict = rule === "events";
      const told = new Set<number>();
      for (const { column, suspicion, reason } of watch.verdicts()) {
        const lenient = !strict && !namesPerson(header[column]!);
        if (suspicion === "likely" && (lenient || used.includes(column))) continue;
        told.add(column);
        refuse(column, reason);
      }
      if (!strict) return;
      header.forEach((name, i) => {
        if (told.has(i) || used.includes(i)) return;
        if (namesRecord(name)) refuse(i, "holds references of records");
        else if (prose[i]! * 5 > rows) refuse(i, "holds free text");
      });
    },
  };
};
