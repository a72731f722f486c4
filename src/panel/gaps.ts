import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { type Cells, cellStatus } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import type { Dimension } from "./order.ts";

const examples = 5;

/**
 * What a balanced table of these cells would lack: whole periods, unit-periods that the source does not cover,
 * and cells that are missing or suppressed in it. Reported with numbers, never filled.
 */
export const gapNotes = (
  cells: Cells,
  by: readonly Dimension[] = ["unit", "period", "outcome"],
): Diagnostic[] => {
  if (!by.includes("period") || cells.value.length === 0) return [];
  const periods = distinct(cells.period);
  return [
    ...wholePeriods(cells, periods),
    ...(by.includes("unit") ? unitPeriods(cells, periods) : []),
    ...blanks(cells, cellStatus.missing, "panel/missing", "are blank in the source"),
    ...blanks(cells, cellStatus.suppressed, "panel/suppressed", "are hidden by the publisher"),
  ];
};

const distinct = (ordinals: Int32Array): Int32Array => {
  const seen = new Set<number>();
  let last = Number.NaN;
  for (let j = 0; j < ordinals.length; j++) {
    const ordinal = ordinals[j]!;
    // Cells stand in runs of one period, so most are settled without looking into the set.
    if (ordinal !== last) seen.add((last = ordinal));
  }
  return Int32Array.from(seen).sort();
};

const wholePeriods = ({ frequency }: Cells, periods: Int32Array): Diagnostic[] => {
  const absent: number[] = [];
  for (let t = 1; t < periods.length; t++)
    for (let p = periods[t - 1]! + 1; p < periods[t]!; p++) absent.push(p);
  if (absent.length === 0) return [];
  const apart = frequency === "day" ? leastGap(periods) : 1;
  if (apart >= daysInWeek) return [spacedDays(periods.length, apart)];
  const named = absent
    .slice(0, examples)
    .map((p) => formatPeriod(p, frequency))
    .join(", ");
  return [
    diagnostic(
      "panel/period-gap",
      "warning",
      `Whole periods between the first and the last are absent (${absent.length}): ${named}${absent.length > examples ? ", …" : ""}. They are not zero, and nothing is filled in.`,
      { count: absent.length, fix: "add the files of those periods, or shorten the window" },
    ),
  ];
};

const daysInWeek = 7;

const leastGap = (periods: Int32Array): number =>
  periods.reduce((least, p, t) => (t === 0 ? least : Math.min(least, p - periods[t - 1]!)), Infinity);

/** A week by its Monday or a quarter by its last day: nothing is absent, and each is read as the one day it names. */
const spacedDays = (days: number, apart: number): Diagnostic =>
  diagnostic(
    "panel/spaced-days",
    "warning",
    `The ${days} periods are days that lie ${apart} or more apart, and each is read as that one day: windows and wording are in days.`,
    {
      fix: "where a day stands for a week, a month or a quarter, write that instead: 2024-W14, 2024-04, 2024-Q2",
    },
  );

const unitPeriods = (cells: Cells, periods: Int32Array): Diagnostic[] => {
  const [n, T] = [cells.units.length, periods.length];
  const index = new Map(Array.from(periods, (p, t) => [p, t]));
  const present = new Uint8Array(n * T);
  const { unit, period, status } = cells;
  let [lastUnit, lastPeriod] = [-1, Number.NaN];
  for (let j = 0; j < unit.length; j++) {
    // Cells stand in runs of one unit and period; the first one that is there settles the run.
    if ((unit[j] === lastUnit && period[j] === lastPeriod) || status[j] === cellStatus.absent) continue;
    [lastUnit, lastPeriod] = [unit[j]!, period[j]!];
    present[lastUnit * T + index.get(lastPeriod)!] = 1;
  }
  const units = new Set<number>();
  let absent = 0;
  for (let c = 0; c < present.length; c++) {
    if (present[c]) continue;
    absent++;
    units.add(Math.floor(c / T));
  }
  if (absent === 0) return [];
  const named = [...units]
    .slice(0, examples)
    .map((u) => cells.units[u])
    .join(", ");
  return [
    diagnostic(
      "panel/unit-gap",
      "warning",
      `${absent} of ${n * T} unit-periods are absent, in ${units.size} of ${n} units: ${named}${units.size > examples ? ", …" : ""}. They are not zero, and nothing is filled in.`,
      { count: absent, fix: "leave those units out, or keep to periods that every unit covers" },
    ),
  ];
};

const blanks = (cells: Cells, status: number, code: string, why: string): Diagnostic[] => {
  if (!cells.status.includes(status)) return [];
  let count = 0;
  for (let j = 0; j < cells.status.length; j++) if (cells.status[j] === status) count++;
  if (count === 0) return [];
  return [
    diagnostic(code, "warning", `${count} of ${cells.value.length} cells ${why}; they stay empty.`, {
      count,
      fix: "use an estimator that allows empty cells, or leave those units out",
    }),
  ];
};
