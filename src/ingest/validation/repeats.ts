import type { Row } from "../gate/bytes.ts";
import type { FaultLog } from "../gate/faults.ts";

/** Rows that repeat an earlier row cell by cell, in a table whose keys are not known: told, and kept. */
export const watchRepeats = (log: FaultLog) => {
  const seen = new Map<string, number>();
  return {
    row({ cells, line }: Row): void {
      // A table of one or two columns repeats itself by nature.
      if (cells.length < 3) return;
      const key = cells.join("\u0000");
      if (key.length > 2000) return;
      const before = seen.get(key);
      if (before === undefined) {
        if (seen.size < 200_000) seen.set(key, line);
      } else
        log.tally("warning", "data/duplicate-row", `the row repeats line ${before} in every cell`, {
          line,
          fix: "remove it if it is a copy; keep it if each row is an event of its own",
        });
    },
  };
};
