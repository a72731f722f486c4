import { type CellRules, isFault, readNumber } from "../cells/cells.ts";
import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";
import type { Header } from "./places.ts";
import { markedFormat } from "./wide-columns.ts";

/**
 * In a wide table every column of numbers is read or declared: what nobody reads beside the periods is a period that
 * was not recognised, or a total of them. Columns of words are labels.
 */
export const watchUnread = (
  { header, headerLine }: Header,
  read: ReadonlySet<number>,
  rules: CellRules,
  log: FaultLog,
) => {
  const numbers = new Map(
    [...header.keys()].filter((i) => !read.has(i) && header[i] !== "").map((i) => [i, 0]),
  );
  return {
    row({ cells }: Row): void {
      for (const [index, count] of numbers) {
        const text = cells[index]!.trim();
        if (text === "") continue;
        const reading = readNumber(text, rules);
        if (isFault(reading) && !(rules.thousands === undefined && /^\d{1,3}([,. ]\d{3})+$/.test(text)))
          numbers.delete(index);
        else numbers.set(index, count + 1);
      }
    },
    finish(): void {
      for (const [index, count] of numbers) {
        if (count === 0) continue;
        const name = header[index]!;
        const format = markedFormat(name);
        log.error(
          "data/unread-column",
          `column ${index + 1}, "${name}", holds numbers and is no period, unit or outcome: ${count} cells would be lost`,
          {
            line: headerLine,
            column: name,
            count,
            fix: `if it is known and not wanted: --drop "${name}"${format ? `; if it is a period: ${format}` : ""}`,
          },
        );
      }
    },
  };
};
