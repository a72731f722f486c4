import { oneLine } from "../../model/escape.ts";
import { code, codeBlock, heading, paragraph } from "../document.ts";
import { listWords } from "../numbers.ts";
import type { Section } from "./section.ts";

/** How to cite the page and how to make it again. */
export const reproduceSection: Section = {
  id: "reproduce",
  build: ({ finding }) => {
    const { study, provenance } = finding;
    const by = study.authors?.length ? `${listWords(study.authors)}. ` : "";
    const version = provenance.whatworks_finding_hash ?? provenance.protocol_sha256;
    return [
      heading(2, "How to cite and reproduce"),
      paragraph(
        `${by}${study.title}: ${study.question} Evidence summary `,
        code(study.id),
        ", version ",
        code(version.slice(0, 12)),
        ", made with ",
        code(`whatworks ${provenance.program_version}`),
        ".",
      ),
      paragraph("To make this page again, and to see that nobody has changed it:"),
      codeBlock(
        [
          provenance.command ?? `whatworks run ${study.id}`,
          `whatworks check ${study.id}`,
          `whatworks explain ${study.id}.headline.estimate`,
        ]
          .map(oneLine)
          .join("\n"),
        "sh",
      ),
    ];
  },
};
