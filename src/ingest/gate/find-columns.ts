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

export interface NeededColumn {
  readonly purpose: string;
  /** Its name as somebody mapped it; the purpose, or `otherwise`, is its name where nobody did. */
  readonly asked?: string | undefined;
  readonly otherwise?: string;
}

/**
 * As `findColumn`, with a fault that says which names there are and how to map one. A name that somebody typed and
 * no column has is a question asked wrongly; a file without the usual name is a fault of the data.
 */
export const needColumn = (
  header: readonly string[],
  { purpose, asked, otherwise = purpose }: NeededColumn,
  line: number,
  log: FaultLog,
): number | undefined => {
  const name = asked ?? otherwise;
  const found = findColumn(header, name);
  if (found !== undefined) return found;
  const flag = purpose === "outcome" ? "outcome-column" : purpose;
  const [code, message] =
    asked === undefined
      ? ["csv/column-missing", `there is no column for the ${purpose}`]
      : ["usage/column", `there is no column called "${name}" for the ${purpose}`];
  log.error(code!, message!, {
    line,
    column: name,
    fix: `map it with columns: { ${purpose}: NAME } or --${flag} NAME; ${suggest(name, header.slice(0, 100))}`,
  });
  return undefined;
};
