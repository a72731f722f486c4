import { cellStatus, type Measure } from "../../../model/panel.ts";
import { outcomeOf } from "../../../panel/outcome.ts";
import { nominal, prepare, type Scores, scoreCells, scoredCells } from "./score.ts";
import type { IndexTable, IndicatorColumn, Method } from "./table.ts";

export interface IndexMeasureOptions {
  /** Which score: objective, subjective, combined, or the gap between the first two. */
  readonly score: keyof Scores;
  /** Indicators without their values: `id` names the column of the panel. */
  readonly indicators: readonly Omit<IndicatorColumn, "value" | "error" | "perEvent">[];
  readonly method: Method;
  /** Label of the period that sets the base, for instance "2016". */
  readonly base: string;
}

/**
 * The index as one more column of a panel, so that every estimator takes an area's score as its outcome.
 *
 * Units     points of the index; 100 is the base-year mean under the normalisations that have one.
 * Shapes    n × T; missing where an area is not scored.
 * Throws    InputError panel/no-column when an indicator is not in the panel, index/no-spread.
 */
export const safetyIndex = ({ score, indicators, method, base }: IndexMeasureOptions): Measure => ({
  name: `community safety index, ${score}`,
  title: `Community Safety Index: ${score === "gap" ? "objective minus subjective score" : `${score} score`}`,
  unit: `points, ${base} = 100`,
  compute(panel) {
    const cells = panel.units.length * panel.periods.length;
    const table: IndexTable = {
      areas: panel.units,
      periods: panel.periods,
      base: panel.periods.indexOf(base),
      reference: new Uint8Array(panel.units.length).fill(1),
      indicators: indicators.map((one) => ({
        ...one,
        value: outcomeOf(panel, one.id).column,
        error: new Float64Array(cells),
      })),
    };
    const prepared = prepare(table, method);
    const column = scoreCells(prepared.filled.values, nominal(prepared), scoredCells(prepared))[score];
    return {
      column,
      status: Uint8Array.from(column, (x) => (Number.isNaN(x) ? cellStatus.missing : cellStatus.observed)),
    };
  },
});
