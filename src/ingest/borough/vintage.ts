import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { InputError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";
import { monthList } from "../street/files.ts";
import type { BoroughTable } from "./table.ts";

/** One table, and which of its months are used. */
export interface Part {
  readonly table: BoroughTable;
  readonly months: ReadonlySet<number>;
}

export interface Joined {
  /** Oldest first. */
  readonly parts: readonly Part[];
  readonly diagnostics: readonly Diagnostic[];
}

const label = (month: number): string => formatPeriod(month, "month");

/** What an edition is called: its generation and its last month, which is when it was made. */
export const vintageOf = ({ generation, months }: BoroughTable): string =>
  `generation ${generation}, to ${label(months.at(-1)!)}`;

/** Major categories that one edition may have and its sequel may not: neither is recorded by the force any more. */
const comeAndGo = /fraud/i;

/**
 * Joins a historical table and its sequels into one series. They must be of one generation, with the same major
 * categories, and leave no hole; where they overlap the newer one is used, because counts are revised.
 *
 * Throws    InputError ingest/vintage-mix, ingest/vintage-categories, ingest/vintage-hole, naming both files.
 */
export const joinVintages = (tables: readonly BoroughTable[]): Joined => {
  const ordered = [...tables].sort(
    (a, b) => a.months.at(-1)! - b.months.at(-1)! || b.months[0]! - a.months[0]!,
  );
  const diagnostics: Diagnostic[] = [];
  for (let i = 1; i < ordered.length; i++) refuseUnlike(ordered[i - 1]!, ordered[i]!);
  const parts = ordered.map((table, i): Part => {
    const newer = ordered.slice(i + 1);
    const months = new Set(
      table.months.filter((month) => !newer.some((other) => other.months.includes(month))),
    );
    const dropped = table.months.filter((month) => !months.has(month));
    if (dropped.length > 0) diagnostics.push(overlap(table, newer, dropped));
    return { table, months };
  });
  return { parts, diagnostics };
};

const refuseUnlike = (older: BoroughTable, newer: BoroughTable): void => {
  const both = `${older.name} (${vintageOf(older)}) and ${newer.name} (${vintageOf(newer)})`;
  if (older.generation !== newer.generation)
    throw new InputError("ingest/vintage-mix", {
      file: newer.name,
      found: `two generations of the table: ${both}`,
      expected:
        "files of one generation: their categories are counted differently, and a join would show it as an effect",
      hint: "use the historical file and the 24-month file that were published together",
    });
  const [a, b] = [majors(older), majors(newer)];
  const unlike = [...a, ...b].filter((m) => !(a.has(m) && b.has(m)) && !comeAndGo.test(m));
  if (unlike.length > 0)
    throw new InputError("ingest/vintage-categories", {
      file: newer.name,
      found: `${both}, of which only one has ${[...new Set(unlike)].join(", ")}`,
      expected: "the same major categories in both",
      hint: "use files that were published together",
    });
  const hole = newer.months[0]! - older.months.at(-1)! - 1;
  if (hole > 0)
    throw new InputError("ingest/vintage-hole", {
      file: newer.name,
      found: `${hole} months between ${both} that neither holds: ${monthList(Array.from({ length: hole }, (_, i) => older.months.at(-1)! + 1 + i))}`,
      expected: "files that meet or overlap",
      hint: "add the file that holds those months, or use one file alone",
    });
};

const majors = ({ rows }: BoroughTable): Set<string> => new Set(rows.map(({ major }) => major.toLowerCase()));

const totals = ({ months, rows }: BoroughTable, wanted: readonly number[]): number => {
  const at = wanted.map((month) => months.indexOf(month));
  let total = 0;
  for (const { counts } of rows) for (const t of at) total += counts[t]!;
  return total;
};

const overlap = (
  older: BoroughTable,
  newer: readonly BoroughTable[],
  dropped: readonly number[],
): Diagnostic => {
  const used = newer.find(({ months }) => months.includes(dropped[0]!))!;
  const shared = dropped.filter((month) => used.months.includes(month));
  const [before, after] = [totals(older, shared), totals(used, shared)];
  const change = (100 * (after / before - 1)).toFixed(1).replace("-", "−");
  return diagnostic(
    "ingest/vintage-overlap",
    "warning",
    `${older.name} and ${used.name} both hold ${monthList(shared)}; used the newer one for them (${after} offences against ${before}, ${change} %).`,
    {
      file: older.name,
      count: shared.length,
      fix: "nothing to do; counts are revised, and the newer edition is the better one",
    },
  );
};
