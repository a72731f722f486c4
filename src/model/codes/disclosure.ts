import type { CodePage } from "./page.ts";

/** Small numbers between finding and page. */
export const pages: readonly CodePage[] = [
  {
    code: "disclosure/headline",
    severity: "error",
    title: "The answer rests on too few events to be published",
    meaning:
      "One of the four totals behind the answer (each group, before and after) is below the threshold.",
    why: "Every number of the page is made from those totals, so no part of it can be hidden and the rest shown.",
    fix: "Take larger units, a longer window or a broader outcome. If the counts are public already, declare disclosure: { rule: none, reason: … }.",
  },
  {
    code: "disclosure/dominance",
    severity: "error",
    title: "The answer rests on a few units all but alone",
    meaning:
      "One of the four totals behind the answer is made up to nine tenths or more, unless told otherwise, by two of its units.",
    why: "Each of the two knows its own count and could work out the other's.",
    fix: "Compare more units of a like size. If the counts are public already, declare disclosure: { rule: none, reason: … }.",
  },
  {
    code: "disclosure/differencing",
    severity: "error",
    title: "No pattern of hidden counts would protect them",
    meaning:
      "Beside the totals of this report, or an edition that readers already hold, every way of hiding cells leaves one that can be worked out.",
    why: "A count that is hidden today and told by subtraction tomorrow was never hidden.",
    fix: "Publish two or more new periods at a time, round more coarsely with disclosure: { rounding: 10 }, or take larger units.",
  },
  {
    code: "check/disclosure",
    severity: "error",
    title: "A published report gives hidden counts away",
    meaning:
      "The report was attacked with everything that it prints and has printed, and a hidden count could be worked out too closely, or a count below the threshold is printed.",
    why: "What can be worked out from a page is on the page.",
    fix: "Run the study again; if it was changed by hand, undo the change first.",
  },
];
