import { type CellStatus, cellStatus } from "../../model/panel.ts";
import type { Frequency, Period } from "../../model/period.ts";
import { type CellFault, type CellNumber, type CellRules, isFault, readPeriod } from "../cells/cells.ts";
import { type VariantWatch, watchVariants } from "../cells/variants.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { shownCell } from "../people/shown.ts";
import { cellsBuilder, daysAreMonths, inMonths } from "./cells-builder.ts";

/** Says what is wrong with a cell; the cell itself only where it cannot be about a person. */
export const blameCell = (
  fault: CellFault,
  at: { text: string; line: number; column: string },
  log: FaultLog,
): string => {
  const { text, line, column } = at;
  const shown = text.trim() === "" ? "the cell" : shownCell(text, column, "the cell");
  log.error(fault.fault, `${shown} ${fault.why}`, {
    line,
    column,
    fix: fault.fix,
  });
  return fault.fault;
};

/** A name: of a unit or an outcome. Blank is a fault, a second spelling a warning. */
export const nameReader = (column: string, what: "unit" | "outcome", log: FaultLog) => {
  const variants: VariantWatch = watchVariants(column, log);
  const code = what === "unit" ? "data/key-missing" : "data/outcome-missing";
  const known = new Map<string, string>();
  return (text: string, line: number): { name: string } | { code: string } => {
    variants.cell(text, line);
    const name = known.get(text) ?? visibleText(text);
    if (known.size < 100_000 && text.length < 200) known.set(text, name);
    if (name !== "") return { name };
    log.error(code, `the cell is blank, so the row belongs to no ${what}`, {
      line,
      column,
      fix: "name it, or remove the row if it is a total or a note",
    });
    return { code };
  };
};

/** Periods come again and again: each spelling is read once. */
export const periodReader = (rules: CellRules) => {
  const known = new Map<string, ReturnType<typeof readPeriod>>();
  return (text: string): ReturnType<typeof readPeriod> => {
    const before = known.get(text);
    if (before) return before;
    const reading = readPeriod(text, "period", rules);
    if (known.size < 50_000 && text.length < 60) known.set(text, reading);
    return reading;
  };
};

/** The cells of a source whatever its files: one frequency, one cell a key. */
export const sourceCells = () => {
  const builder = cellsBuilder();
  const days = new Set<number>();
  let frequency: Frequency | undefined;
  return {
    /** Undefined, or the code that excludes the row because its period has another length than the first. */
    frequencyOf(period: Period, at: { line: number; column: string }, log: FaultLog): string | undefined {
      frequency ??= period.frequency;
      if (period.frequency === frequency) {
        if (frequency === "day") days.add(period.ordinal);
        return undefined;
      }
      log.error("data/period-mixed", `a ${period.frequency} stands among periods of the kind ${frequency}`, {
        ...at,
        fix: "use one length of period in a source, or split it",
      });
      return "data/period-mixed";
    },
    /** The code that excludes a row one of whose keys stands already: asked of every key before any is added. */
    twice(
      keys: readonly { unit: string; period: number; outcome: string; column: string }[],
      at: { line: number; file: string },
      log: FaultLog,
    ): string | undefined {
      for (const key of keys) {
        const before = builder.find(key);
        if (before) return blameTwice(before, { ...at, column: key.column }, log);
      }
      return undefined;
    },
    add(
      cell: { unit: string; period: number; outcome: string; number: CellNumber; exposure?: number },
      at: { line: number; column: string; file: string },
      log: FaultLog,
    ): string | undefined {
      const { unit, period, outcome, number, exposure } = cell;
      const status: CellStatus = number.status;
      const value = status === cellStatus.observed ? number.value : Number.NaN;
      const { file, line } = at;
      const before = builder.add({
        ...{ unit, period, outcome, value, status, file, line },
        ...(exposure === undefined ? {} : { exposure }),
      });
      return before && blameTwice(before, at, log);
    },
    build: () => {
      const cells = builder.build(frequency ?? "month");
      return frequency === "day" && daysAreMonths(days) ? inMonths(cells) : cells;
    },
  };
};

const blameTwice = (
  before: { readonly file: string; readonly line: number },
  { line, column, file }: { line: number; column: string; file: string },
  log: FaultLog,
): string => {
  const where = before.file === file ? `on line ${before.line}` : `in ${before.file} on line ${before.line}`;
  log.error("data/duplicate-key", `the same unit, period and outcome stand ${where} already`, {
    line,
    column,
    fix: "keep one of the two rows",
  });
  return "data/duplicate-key";
};

/** Reads a number cell or blames it. */
export const numberOr = (
  reading: CellNumber | CellFault,
  at: { text: string; line: number; column: string },
  log: FaultLog,
): CellNumber | { code: string } => {
  if (isFault(reading)) return { code: blameCell(reading, at, log) };
  if (reading.shorthand)
    log.tally(
      "warning",
      "data/shorthand",
      "published markers were read: [c] and [low] as hidden, the others as missing",
      {
        line: at.line,
        column: at.column,
        fix: "none needed; neither is ever counted as zero",
      },
    );
  return reading;
};
