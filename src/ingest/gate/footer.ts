import type { Row } from "./row.ts";

/** Rows read = rows yielded + Σ excluded. Blank lines are neither. */
export interface RowTally {
  read: number;
  readonly excluded: Map<string, number>;
}

export const footerCode = "declared/footer";

/** The rows of a table without the lines that stand below it: the last so many, or all from the first that fits. */
export const withoutFooter = (
  rows: AsyncIterable<Row>,
  footer: number | RegExp | undefined,
  tally: RowTally,
): AsyncIterable<Row> => {
  if (footer === undefined || footer === 0) return rows;
  const leave = (row: Row): void => {
    if (row.blank) return;
    tally.read++;
    tally.excluded.set(footerCode, (tally.excluded.get(footerCode) ?? 0) + 1);
  };
  return typeof footer === "number" ? withoutLast(rows, footer, leave) : untilFits(rows, footer, leave);
};

async function* withoutLast(
  rows: AsyncIterable<Row>,
  lines: number,
  leave: (row: Row) => void,
): AsyncGenerator<Row> {
  const held: Row[] = [];
  let solid = 0;
  for await (const row of rows) {
    held.push(row);
    if (!row.blank) solid++;
    while (solid > lines) {
      const first = held.shift()!;
      if (!first.blank) solid--;
      yield first;
    }
  }
  held.forEach(leave);
}

async function* untilFits(
  rows: AsyncIterable<Row>,
  pattern: RegExp,
  leave: (row: Row) => void,
): AsyncGenerator<Row> {
  let below = false;
  for await (const row of rows) {
    below ||= !row.blank && pattern.test(row.cells.join(" ").trim().slice(0, 1000));
    if (below) leave(row);
    else yield row;
  }
}
