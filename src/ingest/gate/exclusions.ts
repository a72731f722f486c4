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
  ["data/duplicate-key", "the same key a second time"],
]);

export const exclusionReason = (code: string): string => reasons.get(code) ?? `the fault ${code}`;
