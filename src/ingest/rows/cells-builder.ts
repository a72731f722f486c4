import type { CellStatus, Cells } from "../../model/panel.ts";
import { type Frequency, formatPeriod, periodOfDay } from "../../model/period.ts";

/** One counted cell as an adapter reads it. */
export interface CellIn {
  readonly unit: string;
  readonly period: number;
  readonly outcome: string;
  readonly value: number;
  readonly status: CellStatus;
  readonly exposure?: number;
  readonly file: string;
  readonly line: number;
}

type Key = Pick<CellIn, "unit" | "period" | "outcome">;
type Place = Pick<CellIn, "file" | "line">;

export interface CellsBuilder {
  /** Where the key stands already. */
  find(key: Key): Place | undefined;
  /** Where the key stands already, in which case nothing is kept; otherwise undefined. */
  add(cell: CellIn): Place | undefined;
  /** Adds to what stands under the key: a sum with a part that is missing or hidden is missing or hidden itself. */
  sum(cell: CellIn): "added" | "exposures-differ";
  build(frequency: Frequency): Cells;
}

/** Dictionary-codes names and holds cells by key: unit and outcome in one number, then the period. */
export const cellsBuilder = (): CellsBuilder => {
  const units = new Map<string, number>();
  const outcomes = new Map<string, number>();
  const byPair = new Map<number, Map<number, Entry>>();
  let exposed = false;
  const code = (names: Map<string, number>, name: string): number => {
    const known = names.get(name);
    if (known !== undefined) return known;
    names.set(name, names.size);
    return names.size - 1;
  };
  const pairOf = (unit: string, outcome: string): Map<number, Entry> => {
    const key = code(units, unit) * outcomeRoom + code(outcomes, outcome);
    const known = byPair.get(key);
    if (known) return known;
    const fresh = new Map<number, Entry>();
    byPair.set(key, fresh);
    return fresh;
  };
  const enter = (pair: Map<number, Entry>, { period, value, status, exposure, file, line }: CellIn): void => {
    if (exposure !== undefined) exposed = true;
    pair.set(period, { value, status, exposure: exposure ?? Number.NaN, file, line });
  };
  return {
    find({ unit, period, outcome }) {
      const [u, o] = [units.get(unit), outcomes.get(outcome)];
      return u === undefined || o === undefined ? undefined : byPair.get(u * outcomeRoom + o)?.get(period);
    },
    add(cell) {
      const pair = pairOf(cell.unit, cell.outcome);
      const before = pair.get(cell.period);
      if (before) return before;
      enter(pair, cell);
      return undefined;
    },
    sum(cell) {
      const pair = pairOf(cell.unit, cell.outcome);
      const entry = pair.get(cell.period);
      if (!entry) {
        enter(pair, cell);
        return "added";
      }
      const exposure = cell.exposure ?? Number.NaN;
      if (!Object.is(entry.exposure, exposure) && entry.exposure !== exposure) return "exposures-differ";
      entry.value += cell.value;
      entry.status = Math.max(entry.status, cell.status) as CellStatus;
      return "added";
    },
    build: (frequency) => assemble(units, outcomes, byPair, frequency, exposed),
  };
};

interface Entry {
  value: number;
  status: CellStatus;
  readonly exposure: number;
  readonly file: string;
  readonly line: number;
}
/** Unit code × this + outcome code stays exact far beyond any number of names that fits into memory. */
const outcomeRoom = 2 ** 24;

/** Sorted by unit, outcome and period, so that the order of rows and files changes nothing. */
const assemble = (
  units: ReadonlyMap<string, number>,
  outcomes: ReadonlyMap<string, number>,
  byPair: ReadonlyMap<number, ReadonlyMap<number, Entry>>,
  frequency: Frequency,
  exposed: boolean,
): Cells => {
  const [unitNames, unitCodes] = sorted(units);
  const [outcomeNames, outcomeCodes] = sorted(outcomes);
  let size = 0;
  for (const pair of byPair.values()) size += pair.size;
  const [unit, period, outcome] = [new Int32Array(size), new Int32Array(size), new Int32Array(size)];
  const [value, status, exposure] = [new Float64Array(size), new Uint8Array(size), new Float64Array(size)];
  let at = 0;
  for (const [u, unitCode] of unitCodes.entries())
    for (const [o, outcomeCode] of outcomeCodes.entries()) {
      const pair = byPair.get(unitCode * outcomeRoom + outcomeCode);
      if (!pair) continue;
      for (const p of Int32Array.from(pair.keys()).sort()) {
        const entry = pair.get(p)!;
        [unit[at], period[at], outcome[at]] = [u, p, o];
        [value[at], status[at], exposure[at]] = [entry.value, entry.status, entry.exposure];
        at++;
      }
    }
  const cells = { frequency, units: unitNames, outcomes: outcomeNames, unit, period, outcome, value, status };
  return exposed ? { ...cells, exposure } : cells;
};

/** Names in code-unit order, the same in every locale, and the codes they had while they were being met. */
const sorted = (names: ReadonlyMap<string, number>): [string[], number[]] => {
  const entries = [...names].sort(([a], [b]) => (a < b ? -1 : 1));
  return [entries.map(([name]) => name), entries.map(([, number]) => number)];
};

/** Data frames write months as their first days: when every period is such a day, and days differ, they are months. */
export const daysAreMonths = (days: ReadonlySet<number>): boolean =>
  days.size > 1 && [...days].every((day) => formatPeriod(day, "day").endsWith("-01"));

/** The cells with their days placed in months. */
export const inMonths = (cells: Cells): Cells => ({
  ...cells,
  frequency: "month",
  period: cells.period.map((day) => periodOfDay(day, "month")),
});
