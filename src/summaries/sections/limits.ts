import type { Limit } from "../../model/finding.ts";
import { heading, left, paragraph, table, withFileNames } from "../document.ts";
import { capital, sentence } from "../numbers.ts";
import type { Section } from "./section.ts";

const order = ["failed", "open", "passed"] as const;
const words: Readonly<Record<Limit["status"], string>> = {
  failed: "Warning sign here",
  open: "Cannot be ruled out",
  passed: "Checked or dealt with",
};

/** The threats to this design on these data, what was found first. */
export const limitsSection: Section = {
  id: "limits",
  build: ({ finding }) => {
    const limits = [...finding.limits].sort((a, b) => order.indexOf(a.status) - order.indexOf(b.status));
    return [
      heading(2, "What this does not show"),
      ...(limits.length === 0
        ? [paragraph("No threat was recorded for this design. That is itself unusual; read it with care.")]
        : [
            table(
              "Other explanations, and what was done about them",
              [left("Explanation"), left("Here"), left("What is known")],
              limits.map((limit) => [
                limit.code ? `${limit.threat} (${limit.code})` : limit.threat,
                words[limit.status],
                withFileNames(sentence(capital(limit.sentence))),
              ]),
            ),
          ]),
      paragraph(
        finding.outcome.measure === "level"
          ? `This is a level, in ${finding.outcome.unit}, averaged over units: it does not say how many events or people stand behind it.`
          : `These are ${finding.outcome.unit}. What nobody reported or recorded is not among them, whatever the method.`,
      ),
    ];
  },
};
