import { scaleLinear } from "d3-scale";
import { left, right, table } from "../document.ts";
import { capital, fixed, listWords } from "../numbers.ts";
import { colours, fitted, label, line, type Mark, margin, mark, textWidth, width } from "../svg.ts";
import { type Chart, chart, inventedNote, placed } from "./chart.ts";

const nameRoom = 200;
const rowHeight = 26;

/** Which comparison units the synthetic unit is made of. Weights that print as 0.000 are left out of both. */
export const weightsChart = placed(
  { section: "certainty", heading: "The made-up comparison" },
  (finding): Chart | undefined => {
    const rows = [...(finding.charts?.weights ?? [])]
      .filter((row) => row.weight >= 0.0005)
      .sort((a, b) => b.weight - a.weight || (a.unit < b.unit ? -1 : 1))
      .slice(0, 30);
    if (rows.length === 0) return undefined;
    const title = `${capital(finding.outcome.label)}: the comparison rests mostly on ${listWords(rows.slice(0, 3).map((row) => row.unit))}`;
    const draw = (top: number): { marks: Mark[]; bottom: number } => {
      const x0 = margin + nameRoom;
      const x = scaleLinear([0, rows[0]!.weight], [x0, width - margin - textWidth("0.000") - 12]);
      const marks = rows.flatMap((row, i) => {
        const y = top + 8 + i * rowHeight;
        return [
          label(x0 - 8, y + 16, fitted(row.unit, nameRoom - 10), { anchor: "end" }),
          mark("rect", {
            x: x0,
            y: y + 3,
            width: x(row.weight) - x0,
            height: rowHeight - 7,
            fill: colours.treated,
          }),
          label(x(row.weight) + 6, y + 16, fixed(row.weight, 3)),
        ];
      });
      const bottom = top + 8 + rows.length * rowHeight;
      return {
        marks: [...marks, line(x0, top + 6, x0, bottom, { stroke: colours.quiet })],
        bottom: bottom + 6,
      };
    };
    return chart({
      name: "weights",
      title,
      subtitle: `Weight of each comparison unit; the weights add up to 1${inventedNote(finding)}`,
      alt: `Bar chart of the weight of each comparison unit in the synthetic comparison. Largest: ${rows[0]!.unit}, ${fixed(rows[0]!.weight, 3)}. Weights add up to 1.`,
      table: table(
        "Weights",
        [left("Comparison unit"), right("Weight")],
        rows.map((row) => [row.unit, fixed(row.weight, 3)]),
      ),
      draw,
    });
  },
);
