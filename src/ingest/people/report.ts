import type { FaultLog } from "../gate/faults.ts";
import { foldName } from "../validation/columns-spec.ts";
import type { PersonalWatch } from "./columns.ts";

const recordNames =
  /^(crime|incident|offence|cad|log|case|occurrence|event|report)(ref|reference|id|no|number|urn)$|^urn$/;
export const namesRecord = (name: string): boolean => recordNames.test(foldName(name));

/** People in a file as it stands: errors for what is certain, a note for what only might be. No cell is ever repeated. */
export const reportPersonal = (
  header: readonly string[],
  headerLine: number,
  watch: PersonalWatch,
  log: FaultLog,
): void => {
  for (const { column, suspicion, reason } of watch.verdicts()) {
    const name = header[column]!;
    if (suspicion === "certain")
      log.error("privacy/personal", `the column ${reason}: personal data are not read`, {
        line: headerLine,
        column: name,
        fix: "remove the column before sharing the file, or count the events per unit and period first",
      });
    else
      log.tally("note", "privacy/perhaps-personal", `the column ${reason}; it was not looked into further`, {
        line: headerLine,
        column: name,
        fix: "if it is about persons, remove it before sharing the file",
      });
  }
  header.forEach((name) => {
    if (namesRecord(name))
      log.tally("warning", "privacy/record-level", "the file has one row per recorded event", {
        line: headerLine,
        column: name,
        fix: "share counts per unit and period in its place: whatworks panel --format incidents",
      });
  });
};
