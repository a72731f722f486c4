import type { Design } from "../../model/design.ts";
import { startsOf } from "../../study/starts.ts";
import { withoutUnits } from "../../study/subset.ts";
import type { Question } from "./question.ts";

/**
 * The same units and periods with every cell that the data hold. Staggered units use a window around their own start;
 * methods that need complete paths get them back.
 */
export const wholePaths = ({ data }: Question, design: Design): Design => {
  const { panel, outcome } = design;
  if (startsOf(design).length < 2) return design;
  const [T, all] = [panel.periods.length, data.panel.periods.length];
  const source = data.panel.columns[outcome]!;
  const row = panel.units.map((unit) => data.panel.units.indexOf(unit));
  const place = panel.periods.map((period) => data.panel.periods.indexOf(period));
  const column = Float64Array.from(
    { length: panel.units.length * T },
    (_, at) => source[row[Math.floor(at / T)]! * all + place[at % T]!]!,
  );
  return { ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: column } } };
};

/** The treated units of a comparison design on their own: what a naive before-and-after would look at. */
export const treatedAlone = (design: Design): Design | undefined => {
  if (design.kind === "before-after") return design;
  const alone = withoutUnits(design, (i) => design.roles[i] !== "treated");
  const { units } = alone.panel;
  return { ...alone, kind: "before-after", cluster: Int32Array.from(units.keys()), clusters: units };
};

/** True when the data hold every cell of a design: what it lacks was cut by windows around each unit's own start. */
export const heldWhole = (question: Question, design: Design): boolean => {
  const whole = wholePaths(question, design);
  return whole.panel.columns[whole.outcome]!.every((value) => !Number.isNaN(value));
};
