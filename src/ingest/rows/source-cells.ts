import { type CellStatus, type Cells, cellStatus } from "../../model/panel.ts";
import { type Frequency, formatPeriod, frequencyName, type Period } from "../../model/period.ts";
import { type CellFault, type CellNumber, isFault } from "../cells/cells.ts";
import { type VariantWatch, watchVariants } from "../cells/variants.ts";
import type { FaultLog } from "../gate/faults.ts";
import { visibleText } from "../gate/hidden.ts";
import { shownCell } from "../people/shown.ts";
import { cellsBuilder, daysAreMonths, inMonths } from "./cells-builder.ts";
import { inLonger, partsOf } from "./frequency.ts";
import type { Named } from "./units.ts";

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

/** The name of an outcome. Blank is a fault, a second spelling a warning. */
export const outcomeReader = (column: string, log: FaultLog) => {
  const variants: VariantWatch = watchVariants(column, log);
  const code = "data/outcome-missing";
  const known = new Map<string, string>();
  return (text: string, line: number): Named => {
    variants.cell(text, line);
    const name = known.get(text) ?? visibleText(text);
    if (known.size < 100_000 && text.length < 200) known.set(text, name);
    if (name !== "") return { name };
    log.error(code, "the cell is blank, so the row belongs to no outcome", {
      line,
      column,
      fix: `name it, remove the row, or count all outcomes together: --sum-over "${column}"`,
    });
    return { code };
  };
};

export interface CellAt {
  readonly line: number;
  readonly column: string;
  readonly file: string;
}

export interface CellRead {
  readonly unit: string;
  readonly period: Period;
  readonly outcome: string;
  readonly number: CellNumber;
  readonly exposure?: number;
}

/** How the rows of a source become cells. */
export interface Gathering {
  /** Longer periods into which finer ones are added up. */
  readonly frequency?: Frequency;
  /** Rows of one key are added up: events, or rows told apart by columns that are summed over. */
  readonly sums: boolean;
  /** Rows are events: nothing tells two of them apart, and days and months may stand side by side. */
  readonly events: boolean;
}

/** The cells of a source whatever its files: one frequency, one cell a key. */
export const sourceCells = ({ frequency: wanted, sums, events }: Gathering) => {
  const builder = cellsBuilder();
  const days = new Set<number>();
  const seen = new Map<string, CellAt>();
  const parts = new Map<number, Set<number>>();
  let base: Frequency | undefined;
  const adds = sums || events || wanted !== undefined;
  const placed = (period: Period, at: CellAt, log: FaultLog): number | string => {
    if (!events) {
      const mixed = mixture(period, at, log);
      if (mixed !== undefined) return mixed;
    }
    if (wanted === undefined) return period.ordinal;
    const longer = inLonger(period, wanted);
    if (typeof longer === "object")
      return blameCell(longer, { ...at, text: formatPeriod(period.ordinal, period.frequency) }, log);
    if (!events && period.frequency !== wanted)
      parts.set(longer, (parts.get(longer) ?? new Set()).add(period.ordinal));
    return longer;
  };
  /** Undefined, or the code that excludes the row because its period has another length than the first. */
  const mixture = (period: Period, at: CellAt, log: FaultLog): string | undefined => {
    base ??= period.frequency;
    if (period.frequency === base) {
      if (base === "day") days.add(period.ordinal);
      return undefined;
    }
    const [name, first] = [frequencyName(period.frequency), frequencyName(base)];
    log.error("data/period-mixed", `a ${name} stands among periods of the kind ${first}`, {
      line: at.line,
      column: at.column,
      fix:
        period.frequency === "day" || base === "day"
          ? "use one length of period in a source, or split it"
          : "use one length of period in a source, leave such rows or columns out, or split it",
    });
    return "data/period-mixed";
  };
  return {
    mixture,
    /** The code that excludes a row one of whose keys stands already: asked of every key before any is added. */
    twice(
      keys: readonly { unit: string; period: Period; outcome: string; column: string }[],
      detail: string,
      at: { line: number; file: string; twiceFix: () => string },
      log: FaultLog,
    ): string | undefined {
      if (events) return undefined;
      for (const { unit, period, outcome, column } of keys) {
        const before = adds
          ? seen.get(detailed(unit, outcome, period.ordinal, detail))
          : builder.find({ unit, outcome, period: period.ordinal });
        if (before) return blameTwice(before, { ...at, column }, log, at.twiceFix());
      }
      return undefined;
    },
    /** Adds one cell that `twice` has let through. */
    add(cell: CellRead, detail: string, at: CellAt, log: FaultLog): string | undefined {
      const { unit, outcome, number, exposure } = cell;
      const period = placed(cell.period, at, log);
      if (typeof period === "string") return period;
      const status: CellStatus = number.status;
      const value = status === cellStatus.observed ? number.value : Number.NaN;
      const { file, line } = at;
      const held = {
        unit,
        period,
        outcome,
        value,
        status,
        file,
        line,
        ...(exposure === undefined ? {} : { exposure }),
      };
      if (!adds) {
        builder.add(held);
        return undefined;
      }
      if (!events) seen.set(detailed(unit, outcome, cell.period.ordinal, detail), at);
      if (builder.sum(held) === "added") return undefined;
      log.error("data/exposure", "rows that are added up have different exposures", {
        line,
        column: at.column,
        fix: "give every part of a sum the same exposure, or keep it in units.csv",
      });
      return "data/exposure";
    },
    build(): { cells: Cells; partial: string[] } {
      const frequency = wanted ?? base ?? "month";
      const cells = builder.build(frequency);
      const months = wanted === undefined && base === "day" && daysAreMonths(days);
      return { cells: months ? inMonths(cells) : cells, partial: partialPeriods(parts, wanted, base) };
    },
  };
};

const detailed = (unit: string, outcome: string, period: number, detail: string): string =>
  `${unit}\u0000${outcome}\u0000${period}\u0000${detail}`;

/** Longer periods of which the source holds only some parts: their sums are not those of whole periods. */
export const partialPeriods = (
  parts: ReadonlyMap<number, ReadonlySet<number>>,
  longer: Frequency | undefined,
  shorter: Frequency | undefined,
): string[] =>
  longer === undefined || shorter === undefined
    ? []
    : [...parts]
        .filter(([ordinal, held]) => held.size < partsOf(ordinal, longer, shorter))
        .sort(([a], [b]) => a - b)
        .map(
          ([ordinal, held]) =>
            `${formatPeriod(ordinal, longer)} (${held.size} of ${partsOf(ordinal, longer, shorter)} ${frequencyName(shorter)}s)`,
        );

const blameTwice = (
  before: { readonly file: string; readonly line: number },
  { line, column, file }: { line: number; column: string; file: string },
  log: FaultLog,
  fix: string,
): string => {
  const where = before.file === file ? `on line ${before.line}` : `in ${before.file} on line ${before.line}`;
  log.error("data/duplicate-key", `the same unit, period and outcome stand ${where} already`, {
    line,
    column,
    fix,
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
