import { type Frequency, formatPeriod } from "../../model/period.ts";
import type { FaultLog } from "../gate/faults.ts";

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

/** Periods of one unit and offence: line × 8 + arm, by the number of the period. */
type Strand = Map<number, number>;
const armRoom = 8;

/** Past this many rows keys are no longer held in memory, and the reader is told so. */
const most = 1_000_000;

/** Numbers names in the order in which they come. */
const numbering = () => {
  const numbers = new Map<string, number>();
  return {
    of(name: string): number {
      const known = numbers.get(name);
      if (known !== undefined) return known;
      numbers.set(name, numbers.size);
      return numbers.size - 1;
    },
    size: () => numbers.size,
  };
};

/**
 * The keys of a panel: one row per unit and period (and offence), units that keep their arm, no period missing in
 * the middle. A unit that stands in two arms at once is refused, unless every unit does: then the arm is not a
 * property of units but a further dimension of the table, and rows cannot be told apart by unit and period alone.
 */
export const watchKeys = (unitColumn: string, armColumn: string | undefined, log: FaultLog) => {
  const [units, strandNumbers, periods, arms] = [numbering(), numbering(), numbering(), numbering()];
  const strands: Strand[] = [];
  const places: KeyedRow["place"][] = [];
  const armOf: number[] = [];
  const repeats: { line: number; first: number }[] = [];
  const changes: number[] = [];
  const crossed = new Set<number>();
  let frequency: Frequency | undefined;
  let otherwise: number | undefined;
  let rows = 0;

  const noteArm = (row: KeyedRow, unit: number, arm: number): void => {
    if (row.arm === undefined) return;
    armOf[unit] ??= arm;
    if (armOf[unit] !== arm) changes.push(row.line);
  };
  const notePlace = (row: KeyedRow, period: number): void => {
    if (!row.place) return;
    places[period] ??= row.place;
    frequency ??= row.place.frequency;
    if (row.place.frequency !== frequency) otherwise ??= row.line;
  };

  return {
    row(row: KeyedRow): void {
      if (++rows > most) return;
      const unit = units.of(row.unit);
      const arm = row.arm === undefined ? 0 : Math.min(arms.of(row.arm), armRoom - 1);
      const period = periods.of(row.period);
      const strand = (strands[
        strandNumbers.of(row.rest === "" ? row.unit : `${row.unit}\u0000${row.rest}`)
      ] ??= new Map());
      const before = strand.get(period);
      if (before === undefined) strand.set(period, row.line * armRoom + arm);
      else {
        repeats.push({ line: row.line, first: Math.floor(before / armRoom) });
        if (row.arm !== undefined && before % armRoom !== arm) crossed.add(unit);
      }
      noteArm(row, unit, arm);
      notePlace(row, period);
    },
    finish(): void {
      const column = armColumn ?? null;
      if (crossed.size > 0 && crossed.size === units.size()) reportCrossed(column, log);
      else {
        reportRepeats(repeats, unitColumn, log);
        reportChanges(changes, column, log);
      }
      const known = armOf.filter((arm) => arm !== undefined);
      if (known.length >= 2 && new Set(known).size === 1) reportOneArm(column, log);
      if (otherwise !== undefined) reportMixed(otherwise, log);
      else if (frequency && frequency !== "day" && frequency !== "integer")
        reportGaps(strands, places, frequency, unitColumn, log);
      if (rows > most) reportUnchecked(rows - most, log);
    },
  };
};

const reportCrossed = (column: string | null, log: FaultLog): void =>
  log.tally(
    "note",
    "data/arm-crossed",
    "every unit stands in more than one arm at once: rows are not units over time",
    {
      column,
      fix: "give each unit one arm before evaluating; keys were not checked",
    },
  );

const reportChanges = (lines: readonly number[], column: string | null, log: FaultLog): void => {
  for (const line of lines)
    log.error("data/arm-changes", "the unit was in another arm on an earlier line", {
      line,
      column,
      fix: "a unit keeps its arm: put the start of treatment in the register, not here",
    });
};

const reportOneArm = (column: string | null, log: FaultLog): void =>
  log.tally(
    "warning",
    "data/no-comparison",
    "every unit is in the same arm: only before and after can be compared",
    {
      column,
      fix: "add units that were not treated, if there are any",
    },
  );

const reportMixed = (line: number, log: FaultLog): void =>
  log.error("data/period-mixed", "periods of different lengths stand in one column", {
    line,
    fix: "use months only, or quarters only",
  });

const reportUnchecked = (count: number, log: FaultLog): void =>
  log.tally(
    "note",
    "data/keys-unchecked",
    `keys were checked in the first ${most.toLocaleString("en-GB")} rows only`,
    {
      count,
      fix: "ingest the file as a source: the engine checks every key",
    },
  );

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

/** A period that a unit lacks between its own first and last. */
const reportGaps = (
  strands: readonly Strand[],
  places: readonly KeyedRow["place"][],
  frequency: Frequency,
  column: string,
  log: FaultLog,
): void => {
  let gaps = 0;
  let at: { line: number; missing: number } | undefined;
  for (const strand of strands) {
    // A column either gives every period a place or none, and this one gave one.
    const sorted = Array.from(strand, ([period, packed]) => ({
      ordinal: places[period]!.ordinal,
      line: Math.floor(packed / armRoom),
    }));
    sorted.sort((a, b) => a.ordinal - b.ordinal);
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
