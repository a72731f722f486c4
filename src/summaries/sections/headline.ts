import type { Block } from "../document.ts";
import { heading, paragraph, strong } from "../document.ts";
import { confidence } from "../numbers.ts";
import { eventsRange } from "../wording.ts";
import type { Section } from "./section.ts";

/** The question, the answer in one sentence, and what that answer is worth. */
export const headlineSection: Section = {
  id: "headline",
  build: ({ finding }) => {
    const { headline, outcome, study, invented, design } = finding;
    const events = headline.events_avoided;
    const blocks: Block[] = [heading(1, study.question)];
    if (invented) blocks.push(paragraph(strong("Invented data."), " Nothing on this page happened."));
    blocks.push(paragraph(strong(headline.sentence)));
    if (events.per_year_low !== null && events.per_year_high !== null) {
      const range = eventsRange(events.per_year_low, events.per_year_high, outcome.unit);
      blocks.push(
        paragraph(
          `In a year that is ${range} ${outcome.unit} than expected (${confidence(finding)} interval).`,
        ),
      );
    }
    blocks.push(paragraph(bearing[design.level]));
    if (outcome.role === "secondary")
      blocks.push(paragraph("This is a secondary outcome of its study. The primary outcome decides."));
    return blocks;
  },
};

// What the design can bear, in one sentence each.
const bearing = {
  1: "Levels were compared at one time, so this page says how they differ and not why.",
  2: "Nobody untreated was compared, so this page says what changed and not why.",
  3: "A comparison group went through the same months. The result is as good as that group is a stand-in.",
  4: "The comparison was adjusted or matched. The result rests on nothing else having changed for one group alone.",
  5: "Chance decided who was treated, so the two groups differ by chance and by the intervention.",
} as const;
