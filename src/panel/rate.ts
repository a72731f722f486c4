import { cellStatus, type Measure } from "../model/panel.ts";
import { exposureColumn } from "./build.ts";
import { outcomeOf } from "./outcome.ts";

export interface RateOptions {
  /** A column of counts. */
  readonly outcome: string;
  /** A column of what the rate divides by, e.g. residents; by default `exposure`. */
  readonly exposure?: string;
  /** Counts per this much exposure. */
  readonly per?: number;
}

/**
 * Counts per so much exposure, cell by cell.
 *
 * Units     those of the outcome per `per` of the exposure, in each period; nothing is annualised.
 * Throws    InputError panel/no-column when the panel has no such outcome or exposure.
 *
 * A cell whose exposure is blank, zero or negative has no rate: it is missing, not infinite and not zero.
 */
export const rate = ({ outcome, exposure = exposureColumn, per = 1000 }: RateOptions): Measure => ({
  name: `${outcome} per ${per}`,
  title: `${outcome} per ${per} of ${exposure}`,
  unit: `per ${per} of ${exposure}, each period`,
  compute(panel) {
    const { column: counts, status } = outcomeOf(panel, outcome);
    const { column: divisor } = outcomeOf(panel, exposure);
    const why = Uint8Array.from(status);
    const column = counts.map((count, c) => {
      if (why[c] !== cellStatus.observed) return Number.NaN;
      if (divisor[c]! > 0) return (count / divisor[c]!) * per;
      why[c] = cellStatus.missing;
      return Number.NaN;
    });
    return { column, status: why };
  },
});
