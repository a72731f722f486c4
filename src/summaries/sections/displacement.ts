import { heading, left, paragraph, right, table } from "../document.ts";
import { confidence, count } from "../numbers.ts";
import { columnFormat, intervalCell } from "../tables.ts";
import { notMeasured, type Section } from "./section.ts";

/** Did it move next door, or did next door gain as well? One sentence on the net, then each measure. */
export const displacementSection: Section = {
  id: "displacement",
  build: ({ finding }) => {
    const { displacement } = finding;
    if (!displacement)
      return [
        heading(2, "Displacement"),
        paragraph(`${notMeasured} No buffer areas were named, so a move next door would not show.`),
      ];
    const { buffer, measures } = displacement;
    return [
      heading(2, "Displacement"),
      paragraph(displacement.sentence),
      ...(buffer
        ? [
            paragraph(
              `The ${count(buffer.units)} buffer units recorded ${count(buffer.before)} before and ${count(buffer.after)} after.`,
            ),
          ]
        : []),
      ...(measures.length === 0
        ? []
        : [
            table(
              "Measures of displacement and diffusion",
              [
                left("Measure"),
                left("Unit"),
                right("Estimate"),
                right(`${confidence(finding)} interval`),
                left("Reading"),
              ],
              measures.map((measure) => {
                const format = columnFormat([measure.estimate, measure.conf_low, measure.conf_high]);
                return [
                  measure.title,
                  measure.unit,
                  format(measure.estimate),
                  intervalCell(measure.conf_low, measure.conf_high, format),
                  measure.reading,
                ];
              }),
            ),
          ]),
    ];
  },
};
