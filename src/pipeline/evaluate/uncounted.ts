import type { BuiltDesign } from "../../designs/index.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { isCountValue } from "../../study/cells.ts";
import type { Question } from "./question.ts";

const shown = 3;

/**
 * Values of an outcome that is taken for a count, and are none. One slip of the keyboard among thousands of cells
 * turns every method from ratios to differences: nobody should learn that from the scale of the headline. Their
 * places are told and never the values, which may be small counts of a force.
 */
export const uncounted = ({ outcome }: Question, { design }: BuiltDesign): Diagnostic[] => {
  if (outcome.measure !== "count") return [];
  const { panel } = design;
  const column = panel.columns[design.outcome]!;
  const T = panel.periods.length;
  const places = Array.from(column.keys()).filter((at) => !isCountValue(column[at]!));
  if (places.length === 0) return [];
  const first = places
    .slice(0, shown)
    .map((at) => `${panel.units[Math.floor(at / T)]} in ${panel.periods[at % T]}`);
  const rest = places.length > shown ? ` and ${places.length - shown} more` : "";
  return [
    diagnostic(
      "design/not-a-count",
      "warning",
      `${places.length} of ${column.length} values of ${outcome.label} ${places.length === 1 ? "is" : "are"} below zero or not whole (${first.join(", ")}${rest}), so differences are compared and not ratios`,
      {
        fix: "mend the values; or, where the outcome is a score, a share or a rate, say  measure: level  under outcome",
      },
    ),
  ];
};
