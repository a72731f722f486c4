import type { CellRules } from "../cells/cells.ts";
import type { FaultLog } from "../gate/faults.ts";

/**
 * 1.204 beside 987 is one thousand two hundred and four to its publisher, and not one and a fifth. Where no mark was
 * declared, a column of numbers in which all that have a point have exactly three digits after it, beside numbers
 * that are whole and below a thousand, is refused: nobody can know.
 */
export const watchThousands = (rules: CellRules, log: FaultLog) => {
  const undeclared = rules.thousands === undefined && !rules.decimalDeclared;
  const grouped = /^[+-]?[1-9]\d{0,2}\.\d{3}$/;
  const small = new Set<string>();
  const columns = new Map<
    string,
    { text: string; line: number; count: number; small: number; other: number }
  >();
  return {
    cell(text: string, line: number, column: string): void {
      if (!undeclared || text.length > 12) return;
      const cell = text.trim();
      const isGrouped = cell.length > 4 && grouped.test(cell);
      // Nearly every column is of whole numbers alone: nothing is noted of it until a point appears.
      const known = columns.get(column);
      if (!isGrouped && !known && !cell.includes(".")) {
        if (cell !== "" && cell.length <= 3) small.add(column);
        return;
      }
      const held = known ?? { text: cell, line, count: 0, small: small.has(column) ? 1 : 0, other: 0 };
      columns.set(column, held);
      if (isGrouped) held.count++;
      else if (cell.includes(".")) held.other++;
      else if (cell.length <= 3 && cell !== "") held.small++;
    },
    finish(): void {
      for (const [column, { text, line, count, small: few, other }] of columns)
        if (count > 0 && other === 0 && few > 0)
          log.error("data/thousands", thousandsMessage(text), {
            line,
            column,
            count,
            fix: thousandsFix,
          });
    },
  };
};

export const thousandsMessage = (text: string): string =>
  `"${text}" may be a number with thousands points or one with three decimals: the others are whole`;

export const thousandsFix =
  'declare which: --thousands "." where it is above a thousand, or --decimal "." where it is a fraction';
