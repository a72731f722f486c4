import { type CellRules, isFault, plainRules, readNumber } from "../cells/cells.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import type { TypedRows } from "../gate/typed-rows.ts";

/** An amount of 0 or more that a person typed; NaN, and a fault with its line, where it is none. */
export const amount = (
  typed: TypedRows,
  row: Row,
  column: string,
  log: FaultLog,
  rules: CellRules = plainRules,
): number => {
  const reading = readNumber(typed.cell(row, column), rules);
  if (!isFault(reading) && !(reading.value < 0)) return reading.value;
  log.error(
    isFault(reading) ? reading.fault : "data/range",
    isFault(reading) ? reading.why : "is below zero",
    {
      line: row.line,
      column,
      fix: isFault(reading) ? reading.fix : "amounts are 0 or more",
    },
  );
  return Number.NaN;
};
