import type { Declarations } from "../../model/source.ts";

/** Why rows are left out, as a reader of a report is told. */
const reasons: ReadonlyMap<string, string> = new Map([
  ["csv/width", "not as wide as the header"],
  ["csv/quote", "a quote out of place"],
  ["csv/nul", "NUL bytes"],
  ["csv/header", "no header to read them by"],
  ["csv/header-repeated", "the header again"],
  ["csv/column-missing", "a needed column is not there"],
  ["csv/cell-limit", "a cell too long"],
  ["csv/column-limit", "too many columns"],
  ["csv/record-limit", "a record too long"],
  ["file/conflict", "marks of a merge conflict"],
  ["data/count", "not a count"],
  ["data/number", "not a number"],
  ["data/range", "a count below zero or not whole"],
  ["data/missing-marker", "an undeclared marker for missing"],
  ["data/suppressed", "hidden by the publisher, undeclared"],
  ["data/key-missing", "no unit"],
  ["data/outcome-missing", "no outcome"],
  ["data/period-missing", "no period"],
  ["data/period-mixed", "a period of another length"],
  ["data/date-format", "a date not written as declared"],
  ["data/date-ambiguous", "a date with two readings"],
  ["declared/unplaced", "no unit or no period, left out as declared"],
  ["declared/footer", "lines below the table, left out as declared"],
  ["data/frequency", "a period that does not fit into the longer ones"],
  ["data/exposure", "another exposure than the rows it is added to"],
  ["data/number-as-date", "a number that looks like a date"],
  ["data/duplicate-key", "the same key a second time"],
]);

export type DeclaredReasons = Pick<Declarations, "where" | "excludeUnits">;

const named = (words: readonly string[]): string =>
  words.length > 4 ? `${words.slice(0, 4).join(", ")} and ${words.length - 4} more` : words.join(", ");

/** What somebody declared is told in their words. */
export const exclusionReason = (code: string, { where, excludeUnits }: DeclaredReasons = {}): string => {
  if (code === "declared/exclude-units")
    return `units left out as declared: ${named((excludeUnits ?? []).map(({ unit, reason }) => `${unit} (${reason})`))}`;
  if (code === "declared/where")
    return `not where ${(where ?? []).map(({ column, values }) => `${column} is ${values.join(" or ")}`).join(" and ")}`;
  return reasons.get(code) ?? `the fault ${code}`;
};
