import { suggest } from "../../model/nearest.ts";
import { foldName } from "../validation/columns-spec.ts";
import type { FaultLog } from "./faults.ts";

/** The place of a column by its name, exactly or, when one column alone matches so, by case and spacing aside. */
export const findColumn = (header: readonly string[], name: string): number | undefined => {
  const exact = header.indexOf(name);
  if (exact >= 0) return exact;
  const folded = header.flatMap((one, i) => (foldName(one) === foldName(name) ? [i] : []));
  return folded.length === 1 ? folded[0] : undefined;
};

/** As `findColumn`, with a fault that says which names there are and how to map one. */
export const needColumn = (
  header: readonly string[],
  name: string,
  purpose: string,
  line: number,
  log: FaultLog,
): number | undefined => {
  const found = findColumn(header, name);
  if (found === undefined)
    log.error("csv/column-missing", `there is no column for the ${purpose}`, {
      line,
      column: name,
      fix: `map it with columns: { ${purpose}: NAME } or --${purpose === "outcome" ? "outcome-column" : purpose} NAME; ${suggest(name, header.slice(0, 100))}`,
    });
  return found;
};
