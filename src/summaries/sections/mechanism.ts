import type { Statement } from "../../model/finding.ts";
import { type Block, heading, left, paragraph, table } from "../document.ts";
import { missing } from "../numbers.ts";
import { notMeasured, type Section } from "./section.ts";

export const statusOf = (status: Statement["status"]): string =>
  ({ supported: "Supported", refuted: "Refuted", untested: "Untested" })[status ?? "untested"];

/** What people think makes it work, what should then be seen, and whether it was. */
export const mechanismSection: Section = {
  id: "mechanism",
  build: ({ finding }) => [
    heading(2, "Mechanism"),
    ...statements(
      finding.emmie?.mechanism ?? [],
      "How it is thought to work, in the words of the study team",
    ),
  ],
};

export const statements = (rows: readonly Statement[], caption: string): Block[] =>
  rows.length === 0
    ? [paragraph(notMeasured)]
    : [
        table(
          caption,
          [left("Statement"), left("What should then be seen"), left("Result"), left("Source")],
          rows.map((row) => [
            row.statement,
            row.prediction ?? missing,
            statusOf(row.status),
            row.source ?? missing,
          ]),
        ),
      ];
