import { code, heading, left, list, paragraph, table, withFileNames } from "../document.ts";
import { capital, sentence } from "../numbers.ts";
import type { Section } from "./section.ts";

const order = ["error", "warning", "note"] as const;
const words = { error: "Error", warning: "Warning", note: "Note" } as const;

/** Every guard that went off, worst first, and how to read up on it. */
export const warningsSection: Section = {
  id: "warnings",
  build: ({ finding }) => {
    const rows = [...finding.warnings].sort((a, b) => order.indexOf(a.severity) - order.indexOf(b.severity));
    const notes = finding.notes ?? [];
    return [
      heading(2, "Warnings"),
      ...(rows.length === 0
        ? [paragraph("No guard went off.")]
        : [
            table(
              "",
              [left("Code"), left("Severity"), left("What was found")],
              rows.map((row) => [
                code(row.code),
                words[row.severity],
                withFileNames(sentence(capital(row.message))),
              ]),
            ),
            paragraph(
              "To read what one means and what to do: ",
              code(`whatworks explain ${rows[0]!.code}`),
              ".",
            ),
          ]),
      ...(notes.length === 0 ? [] : [paragraph("Notes from the study team:"), list(notes)]),
    ];
  },
};
