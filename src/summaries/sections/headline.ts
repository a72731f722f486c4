import { compares } from "../../model/design.ts";
import type { Finding } from "../../model/finding.ts";
import type { Block } from "../document.ts";
import { heading, paragraph, strong } from "../document.ts";
import { capital, sentence } from "../numbers.ts";
import { internalBanner } from "../release.ts";
import { rangeSentence } from "../words/headline.ts";
import type { Section } from "./section.ts";

/** The question, the answer in one sentence, and what that answer is worth. */
export const headlineSection: Section = {
  id: "headline",
  build: ({ finding }) => {
    const { headline, outcome, study, invented } = finding;
    const blocks: Block[] = [heading(1, study.question)];
    blocks.push(...internalBanner(finding));
    if (invented) blocks.push(paragraph(strong("Invented data."), " Nothing on this page happened."));
    blocks.push(paragraph(strong(headline.sentence)));
    blocks.push(paragraph(headline.range_sentence ?? rangeSentence(finding)));
    blocks.push(...firstThings(finding), paragraph(bearingOf(finding)));
    if (outcome.role === "secondary")
      blocks.push(paragraph("This is a secondary outcome of its study. The primary outcome decides."));
    return blocks;
  },
};

// What the design can bear, in one sentence each.
const bearing = {
  1: "Levels were compared, and little more: this page says how they differ and not why.",
  2: "Nobody untreated was compared, so this page says what changed and not why.",
  3: "A comparison group went through the same months. The result is as good as that group is a stand-in.",
  4: "The comparison was adjusted or matched. The result rests on nothing else having changed for one group alone.",
  5: "Chance decided who was treated, so the two groups differ by chance and by the intervention.",
} as const;

// A comparison group that failed its checks costs the design its level, and with it the right to say why.
const notAStandIn =
  "A comparison group was used, but it is not a fair stand-in here (see below). Read this as a change and not as its reason.";

const bearingOf = ({ design }: Finding): string =>
  design.level <= 2 && compares(design.kind) ? notAStandIn : bearing[design.level];

// What would turn the answer round stands above everything but the answer itself.
const firstThings = ({ warnings }: Finding): Block[] => {
  const errors = warnings.filter((warning) => warning.severity === "error");
  return errors.map((warning) =>
    paragraph(strong("Read this first."), ` ${sentence(capital(warning.message))}`),
  );
};
