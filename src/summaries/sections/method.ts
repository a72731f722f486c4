import type { Finding } from "../../model/finding.ts";
import { heading, left, list, paragraph, table } from "../document.ts";
import { capital, listWords, perPeriod, plural, rangeWords, sentence } from "../numbers.ts";
import type { Section } from "./section.ts";

/** The method in ten lines, the designs that were possible, and departures from the plan. */
export const methodSection: Section = {
  id: "method",
  build: ({ finding }) => {
    const { design } = finding;
    const departures = design.plan?.departures ?? [];
    return [
      heading(2, "Method"),
      list(lines(finding)),
      ...(design.alternatives.length === 0
        ? []
        : [
            table(
              "Other designs that were considered",
              [left("Design"), left("Possible"), left("Reason")],
              design.alternatives.map((row) => [row.design, row.possible ? "yes" : "no", row.reason]),
            ),
          ]),
      ...(departures.length === 0 ? [] : [paragraph("Departures from the plan:"), list(departures)]),
    ];
  },
};

const lines = ({ design, outcome, data, conventions, intervention }: Finding): string[] => {
  const { estimator } = design;
  const { before, after } = data.window;
  const per = perPeriod(outcome.frequency);
  return [
    `Design: ${design.label}, ${design.chosen_by === "auto" ? "chosen by rule" : "chosen by the protocol"}.`,
    sentence(`Reason: ${design.reason}`),
    `Outcome: ${outcome.label} (${outcome.unit}), by ${per}.`,
    `Before: ${rangeWords(before.from, before.to)}, ${plural(before.periods, per)}.`,
    `After: ${rangeWords(after.from, after.to)}, ${plural(after.periods, per)}.`,
    `Estimator: ${estimator.title} (${estimator.method}, version ${estimator.version}).`,
    sentence(`Estimand: ${estimator.estimand}`),
    ...(estimator.inference ? [sentence(`Intervals: ${estimator.inference}`)] : []),
    sentence(`Direction of a ratio: ${conventions.ratio}`),
    ...(intervention.units.comparison.length === 0
      ? []
      : [`Compared with: ${listWords(intervention.units.comparison, 40)}.`]),
    ...(intervention.selection ? [sentence(`How treated units were picked: ${intervention.selection}`)] : []),
  ].map(capital);
};
