import type { SourceRequest } from "../../model/source.ts";
import { plainText } from "../../model/text.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import { findColumn } from "../gate/find-columns.ts";
import { watchPersonal } from "../people/columns.ts";
import { namesRecord } from "../people/report.ts";

const typed = (name: string): string => (/^[\p{L}\d_]+$/u.test(name) ? name : `"${plainText(name)}"`);
/** What settles it, on the command line and in a workspace, as it can be typed there. */
const settle = (name: string): string =>
  `--drop ${typed(name)} (under the source: drop: [${typed(name)}]), or --allow "${plainText(name)}=reason" (allow: [{ column: ${typed(name)}, reason: … }])`;

/** What was said of columns; those that say when are read as such or refused, whatever names their months have. */
export interface Guarded extends Pick<SourceRequest, "drop" | "allow"> {
  readonly dated?: readonly number[];
}

/**
 * Refuses a source whose files hold personal columns, even where they would not be read: a file that is kept beside
 * the reports is one copy too many. In files of single events every suspicion counts; in tables of counts only
 * what is certain does, and names that leave little doubt. `drop` says that a column is known and never read; `allow` gives the reason why it may stay.
 */
export const guardColumns = (
  table: { readonly header: readonly string[]; readonly headerLine: number },
  used: readonly number[],
  request: Guarded,
  rule: "events" | "counts",
  log: FaultLog,
) => {
  const { header, headerLine } = table;
  const dated = new Set(request.dated ?? []);
  const dropped = new Set((request.drop ?? []).map((name) => findColumn(header, name)));
  const allowed = new Map(
    (request.allow ?? []).map(({ column, reason }) => [findColumn(header, column), reason]),
  );
  const watch = watchPersonal({
    header,
    reading: rule,
    exempt: (i) => dropped.has(i) || dated.has(i),
    used: new Set(used),
  });
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
        fix: `${settle(header[column]!)}; or remove the column from the file`,
      });
  };
  const note = (column: number, reason: string): void =>
    log.tally("note", "privacy/perhaps-personal", `the column ${reason}`, {
      line: headerLine,
      column: header[column]!,
      fix: `it is not read; to say so: --drop ${typed(header[column]!)}`,
    });
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
        if (suspicion === "likely") continue;
        told.add(column);
        if (suspicion === "certain") refuse(column, reason);
        else note(column, reason);
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
