import type { CodePage } from "./page.ts";

/** People in the data. */
export const pages: readonly CodePage[] = [
  {
    code: "usage/allow",
    severity: "error",
    title: "A column is allowed without a reason",
    meaning: "--allow takes the name of a column, an equals sign and the reason why it may stay.",
    why: "The reason is printed in the report, so that readers can judge it.",
    fix: 'Type, for example, --allow "officer=a pseudonym, not a name", or --drop officer.',
  },
  {
    code: "privacy/personal",
    severity: "error",
    title: "A column holds personal data",
    meaning:
      "Its cells look like names, addresses, dates of birth, numbers of persons, cards, vehicles or telephones, or its name says so in one of thirty languages; or a text of the workspace holds such a number.",
    why: "An evaluation needs counts, not persons. What is not read cannot leak into a log, a cache or a report.",
    fix: "Remove the column, or declare drop: [column] where it is not needed, or allow: [{ column, reason }] where it is not personal. Cells of such columns are never printed.",
  },
  {
    code: "privacy/perhaps-personal",
    severity: "note",
    title: "A column may be about persons",
    meaning: "Its name is one that personal columns often have, and that other columns have too.",
    why: "Only its owner can tell.",
    fix: "Remove it before sharing the file if it is.",
  },
  {
    code: "privacy/allowed",
    severity: "warning",
    title: "A personal column is read for a stated reason",
    meaning: "The column looks personal and was allowed in the workspace file.",
    why: "The reason is printed in the report, so that readers can judge it.",
    fix: "Drop the column if it is not needed.",
  },
  {
    code: "privacy/record-level",
    severity: "warning",
    title: "The file has one row per recorded event",
    meaning: "A column holds references of crimes or incidents.",
    why: "A reference leads back to the persons of the record.",
    fix: "Share counts per unit and period.",
  },
  {
    code: "privacy/small-counts",
    severity: "warning",
    title: "Most counts are below 5",
    meaning: "More than half of the counts above zero are 1 to 4.",
    why: "A small count of a rare event in a small place can tell who it was.",
    fix: "Use larger areas or longer periods before printing cells; reports suppress small ones.",
  },
];
