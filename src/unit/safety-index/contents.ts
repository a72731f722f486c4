import type { ContentsPart } from "../../summaries/contents.ts";
import { heading, link, paragraph } from "../../summaries/document.ts";
import { plural } from "../../summaries/numbers.ts";
import type { Made } from "../report.ts";
import { indexHeadline } from "./page/index.ts";
import type { SafetyIndex } from "./types.ts";

/** The index among the contents of the reports: its headline and where to read on. */
export const contents = (made: readonly Made<SafetyIndex>[]): ContentsPart => ({
  internal: made.some(({ data }) => data.release === "internal"),
  invented: made.some(({ data }) => data.invented),
  summary: made.flatMap(({ data, page }) => [
    heading(2, data.title),
    paragraph(indexHeadline(data)),
    paragraph(
      `${plural(data.areas.length - data.not_scored.length, "area")} in ${data.latest}. `,
      link(page, "Read the index"),
      ".",
    ),
  ]),
  details: [],
});
