import { type Block, heading, left, list, paragraph, right, table } from "../document.ts";
import { capital, percent } from "../numbers.ts";
import { columnFormat } from "../tables.ts";
import { figuresIn, notMeasured, type Section } from "./section.ts";

/** What was planned, what was delivered, and what leaked into the comparison units. */
export const implementationSection: Section = {
  id: "implementation",
  build: (page) => {
    const delivery = page.finding.emmie?.implementation;
    const chart = figuresIn(page, "implementation");
    if (!delivery && chart.length === 0) return [heading(2, "Implementation"), paragraph(notMeasured)];
    const format = columnFormat([delivery?.planned, delivery?.delivered]);
    const unit = capital(delivery?.dose_unit ?? "dose");
    const dosed = delivery?.planned != null || delivery?.delivered != null;
    const notes: Block[] = delivery?.notes?.length ? [list(delivery.notes)] : [];
    return [
      heading(2, "Implementation"),
      ...(dosed
        ? [
            table(
              "Planned and delivered",
              [left("Measure"), right("Value")],
              [
                [`${unit} planned`, format(delivery?.planned)],
                [`${unit} delivered`, format(delivery?.delivered)],
                ["Delivered of planned", percent(delivery?.delivery_percent, 1)],
                [
                  "Dose in comparison units, of that in treated units",
                  percent(delivery?.contamination_percent, 1),
                ],
              ],
            ),
          ]
        : [paragraph(`Dose: ${notMeasured.toLowerCase()}`)]),
      ...chart,
      ...notes,
    ];
  },
};
