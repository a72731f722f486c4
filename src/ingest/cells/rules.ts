import { type Dialect, listed } from "../../model/source.ts";
import { type CellRules, plainRules } from "./cells.ts";
import { dateFormat } from "./dates.ts";
import { calendarOf } from "./instants.ts";

/** What a dialect says of cells. */
export const cellRules = (dialect: Dialect): CellRules => {
  const { decimal, thousands, zero, missing, suppressed, financialYear, timeZone } = dialect;
  const dateFormats = listed(dialect.dateFormat).flatMap((pattern) => dateFormat(pattern) ?? []);
  return {
    ...plainRules,
    // Where full stops stand between thousands, the decimal mark is the comma.
    decimal: decimal ?? (thousands === "." ? "," : "."),
    decimalDeclared: decimal !== undefined,
    zero: zero ?? [],
    missing: missing ?? [],
    suppressed: suppressed ?? [],
    ...(thousands ? { thousands } : {}),
    ...(dateFormats.length > 0 ? { dateFormats } : {}),
    ...(financialYear ? { financialYear } : {}),
    ...(timeZone ? { calendar: calendarOf(timeZone) } : {}),
  };
};
