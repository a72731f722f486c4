import { type Frequency, formatPeriod } from "../model/period.ts";
import type { FaultLog } from "./faults.ts";

/** One row of a table of units and periods, as far as its keys go. */
export interface KeyedRow {
  readonly line: number;
  readonly unit: string;
  /** Everything else that tells rows of one unit and period apart (the offence). */
  readonly rest: string;
  /** The period as a key; two spellings of one month have one key. */
  readonly period: string;
  /** Where the period is one of a sequence, so that gaps can be seen. */
  readonly place?: { readonly ordinal: number; readonly frequency: Frequency };
  readonly arm?: string;
}

interface Strand {
  readonly seen: { readonly ordinal: number; readonly line: number }[];
}

/** Past this many rows keys are no longer held in memory, and the reader is told so. */
const most = 2_000_000;

/**
 * The keys of a panel: one row per unit and period (and offence), units that keep their arm, no period missing in
 * the middle. A unit that stands in both arms at once is refused, unless every unit does: then the arm is not a
 * property of units but a further dimension of the table, and rows cannot be told apart by unit and period alone.
 */
export const watchKeys = (unitColumn: string, armColumn: string | undefined, log: FaultLog) => {
  const first = new Map<string, number>();
  const repeats: { line: number; first: number }[] = [];
  const strands = new Map<string, Strand>();
  const arms = new Map<string, { arm: string; line: number }>();
  const changes: { line: number }[] = [];
  const armsAt = new Map<string, string>();
  const crossed = new Set<string>();
  let frequency: Frequency | undefined;
  let otherwise: number | undefined;
  let rows = 0;

  const watchArm = (row: KeyedRow, arm: string): void => {
    const before = arms.get(row.unit);
    if (!before) arms.set(row.unit, { arm, line: row.line });
    else if (before.arm !== arm) changes.push({ line: row.line });
    const at = `${row.unit}\u0000${row.period}`;
    const held = armsAt.get(at);
    if (held === undefined) armsAt.set(at, arm);
    else if (held !== arm) crossed.add(row.unit);
  };

  return {
    row(row: KeyedRow): void {
      if (++rows > most) return;
      const key = `${row.unit}\u0000${row.rest}\u0000${row.period}`;
      const before = first.get(key);
      if (before === undefined) first.set(key, row.line);
      else repeats.push({ line: row.line, first: before });
      if (row.arm !== undefined) watchArm(row, row.arm);
      if (!row.place) return;
      frequency ??= row.place.frequency;
      if (row.place.frequency !== frequency) otherwise ??= row.line;
      const strand = `${row.unit}\u0000${row.rest}`;
      const known = strands.get(strand) ?? { seen: [] };
      known.seen.push({ ordinal: row.place.ordinal, line: row.line });
      strands.set(strand, known);
    },
    finish(): void {
      const everyUnitCrossed = crossed.size > 0 && crossed.size === arms.size;
      if (everyUnitCrossed)
        log.tally(
          "note",
          "data/arm-crossed",
          "every unit stands in more than one arm at once: rows are not units over time",
          {
            line: null,
            column: armColumn ?? null,
            fix: "give each unit one arm before evaluating; keys were not checked",
          },
        );
      else {
        reportRepeats(repeats, unitColumn, log);
        for (const { line } of changes)
          log.error("data/arm-changes", "the unit was in another arm on an earlier line", {
            line,
            column: armColumn ?? null,
            fix: "a unit keeps its arm: put the start of treatment in the register, not here",
          });
      }
      const only = new Set([...arms.values()].map((one) => one.arm));
      if (arms.size >= 2 && only.size === 1)
        log.tally(
          "warning",
          "data/no-comparison",
          "every unit is in the same arm: only before and after can be compared",
          {
            column: armColumn ?? null,
            fix: "add units that were not treated, if there are any",
          },
        );
      if (otherwise !== undefined)
        log.error("data/period-mixed", "periods of different lengths stand in one column", {
          line: otherwise,
          fix: "use months only, or quarters only",
        });
      else if (frequency && frequency !== "day" && frequency !== "integer")
        reportGaps(strands, frequency, unitColumn, log);
      if (rows > most)
        log.tally(
          "note",
          "data/keys-unchecked",
          `keys were checked in the first ${most.toLocaleString("en-GB")} rows only`,
          {
            count: rows - most,
            fix: "ingest the file as a source: the engine checks every key",
          },
        );
    },
  };
};

const reportRepeats = (
  repeats: readonly { line: number; first: number }[],
  column: string,
  log: FaultLog,
): void => {
  for (const { line, first } of repeats)
    log.error("data/duplicate-key", `the same unit and period stand on line ${first}`, {
      line,
      column,
      fix: "keep one of the two lines; where a clock went back, write times with their offset",
    });
};

/** A period that the table knows and that a unit lacks between its own first and last. */
const reportGaps = (
  strands: ReadonlyMap<string, Strand>,
  frequency: Frequency,
  column: string,
  log: FaultLog,
): void => {
  let gaps = 0;
  let at: { line: number; missing: number } | undefined;
  for (const { seen } of strands.values()) {
    const sorted = [...seen].sort((a, b) => a.ordinal - b.ordinal);
    for (let i = 1; i < sorted.length; i++) {
      const lacking = sorted[i]!.ordinal - sorted[i - 1]!.ordinal - 1;
      if (lacking <= 0) continue;
      gaps += lacking;
      if (!at || sorted[i]!.line < at.line) at = { line: sorted[i]!.line, missing: sorted[i]!.ordinal - 1 };
    }
  }
  if (at)
    log.tally(
      "warning",
      "data/gap",
      `a unit has no row for ${formatPeriod(at.missing, frequency)}, between two that it has`,
      {
        line: at.line,
        column,
        count: gaps,
        fix: "add the row; write 0 only if nothing happened, and leave the cell blank if it is not known",
      },
    );
};
