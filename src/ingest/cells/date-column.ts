import type { FaultLog } from "../gate/faults.ts";
import { type CellRules, isFault } from "./cells.ts";
import { dayOrder } from "./dates.ts";
import { readPeriod } from "./periods.ts";

interface Seen {
  line: number;
  count: number;
}

/**
 * A date column whose format was not declared. Every cell must have one reading, and the same kind of reading as its
 * neighbours: a column in which every date fits day first and month first is refused, not guessed.
 */
export const watchDates = (column: string, rules: CellRules, log: FaultLog) => {
  const seen = new Map<string, Seen>();
  const note = (kind: string, line: number): void => {
    const known = seen.get(kind);
    if (known) known.count++;
    else seen.set(kind, { line, count: 1 });
  };
  return {
    /** Returns the key of the day, or undefined when the cell, which is not blank, was a fault. */
    cell(text: string, line: number, report: (fault: { fault: string; why: string; fix: string }) => void) {
      const order = dayOrder(text.trim());
      if (order !== undefined && order !== "neither") {
        // A date that reads the same either way fits whatever its neighbours are.
        note(order === "same" ? "either" : order, line);
        return text.trim();
      }
      const reading = readPeriod(text, "date", rules);
      if (isFault(reading)) {
        report(reading);
        return undefined;
      }
      note("iso", line);
      return String(reading.ordinal);
    },
    finish(): void {
      const at = (kind: string): Seen | undefined => seen.get(kind);
      const [iso, day, month, either] = [at("iso"), at("day-first"), at("month-first"), at("either")];
      const slashed = [day, month, either].filter((one) => one !== undefined);
      const total = (all: readonly Seen[]): number => all.reduce((sum, one) => sum + one.count, 0);
      if (iso && slashed.length > 0) {
        const first = Math.min(...slashed.map((one) => one.line));
        log.error(
          "data/date-format",
          "dates are written in two ways: with the year first, and with slashes",
          {
            line: Math.max(iso.line, first),
            column,
            count: Math.min(iso.count, total(slashed)),
            fix: "write every date as YYYY-MM-DD",
          },
        );
      } else if (day && month)
        log.error("data/date-format", "some dates can only be day first and others only month first", {
          line: Math.max(day.line, month.line),
          column,
          count: Math.min(day.count, month.count),
          fix: "write every date as YYYY-MM-DD",
        });
      else if (either && !day && !month)
        log.error("data/date-ambiguous", "every date fits both day first and month first", {
          line: either.line,
          column,
          count: either.count,
          fix: "declare which: --date-format DD/MM/YYYY or --date-format MM/DD/YYYY",
        });
      else if (day ?? month)
        log.tally("note", "data/date-order", `dates fit only ${day ? "day" : "month"} first`, {
          line: (day ?? month)!.line,
          column,
          fix: `declare it, so that later files are held to it: --date-format ${day ? "DD/MM/YYYY" : "MM/DD/YYYY"}`,
        });
    },
  };
};
