import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Windows } from "./windows.ts";

/** Events of a group of units before and after, and what they are divided by. */
export interface Totals {
  readonly before: number;
  readonly after: number;
  readonly exposureBefore: number;
  readonly exposureAfter: number;
}

/** Totals of the group by period: y and its exposure (1 for each period when there is none). */
export interface Series {
  readonly y: Float64Array;
  readonly exposure: Float64Array;
}

/** Sums over units at each of the given period indices. */
export const seriesOf = (design: Design, units: readonly number[], at: readonly number[]): Series => {
  const { panel, outcome, exposure } = design;
  const sum = (column: string, t: number): number =>
    units.reduce((total, i) => total + panel.columns[column]![i * panel.periods.length + t]!, 0);
  return {
    y: Float64Array.from(at, (t) => sum(outcome, t)),
    exposure: Float64Array.from(at, (t) => (exposure ? sum(exposure, t) : 1)),
  };
};

export const totalsOf = (design: Design, units: readonly number[], windows: Windows): Totals => {
  const [b, a] = [seriesOf(design, units, windows.before), seriesOf(design, units, windows.after)];
  return {
    before: total(b.y),
    after: total(a.y),
    exposureBefore: total(b.exposure),
    exposureAfter: total(a.exposure),
  };
};

export const total = (x: ArrayLike<number>): number => {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i]!;
  return sum;
};

/** Fractions are allowed (a corner crime split over blocks) but the exact tests then round, which is worth a note. */
export const fractionalNote = (counts: readonly number[], outcome: string): readonly Diagnostic[] =>
  counts.every((y) => Number.isInteger(y))
    ? []
    : [
        diagnostic(
          "counts/fractional",
          "note",
          `some totals of ${outcome} are not whole numbers; exact tests were left out`,
          {
            fix: "nothing, if events really are split between units; otherwise check that the column is a count",
          },
        ),
      ];
