import { InputError } from "../model/errors.ts";
import { cellStatus, type Measure } from "../model/panel.ts";
import { outcomeOf } from "./outcome.ts";

export interface HarmOptions {
  /** Harm of one offence, by outcome: days of sentence, a severity score, pounds. */
  readonly weights: Readonly<Record<string, number>>;
  readonly name: string;
  /** The unit of a weight in words, e.g. "days of starting-point sentence". */
  readonly unit: string;
}

/**
 * Weighted counts: Σ over offences of count × weight, so that one robbery may weigh more than ten thefts.
 *
 * Units     the unit of the weights, summed in each unit and period.
 * Throws    InputError panel/no-column when an offence with a weight is not in the panel, panel/weight when a weight
 *           is not a number of at least 0.
 * Source    Sherman, Neyroud & Neyroud (2016), Policing 10(3), 171–183: a harm index weighs each offence by its
 *           starting-point sentence.
 *
 * Where one offence is missing, suppressed or absent the sum is too: a total of what happens to be there would
 * show less harm than there was.
 */
export const harm = ({ weights, name, unit }: HarmOptions): Measure => ({
  name,
  title: `${name} (${Object.keys(weights).join(", ")})`,
  unit: `${unit}, each period`,
  compute(panel) {
    const column = new Float64Array(panel.units.length * panel.periods.length);
    const status = new Uint8Array(column.length);
    for (const [offence, weight] of Object.entries(weights)) {
      if (!(weight >= 0)) throw badWeight(offence, weight);
      const part = outcomeOf(panel, offence);
      for (let c = 0; c < column.length; c++) {
        column[c]! += weight * part.column[c]!;
        if (status[c] === cellStatus.observed) status[c] = part.status[c]!;
      }
    }
    return {
      column: column.map((value, c) => (status[c] === cellStatus.observed ? value : Number.NaN)),
      status,
    };
  },
});

const badWeight = (offence: string, weight: number): InputError =>
  new InputError("panel/weight", {
    found: `a weight of ${weight} for ${offence}`,
    expected: "a number of at least 0",
  });
