import type { CodePage } from "./page.ts";

/** Codes of harm and value. */
export const pages: readonly CodePage[] = [
  {
    code: "CUR01",
    severity: "warning",
    title: "Prices of different years",
    meaning:
      "The unit cost of an offence and the cost of the intervention, or two items of that cost, are in prices of different years, and no index joins them. Benefit and cost are not compared.",
    why: "A pound of 2015/16 bought more than a pound of today. Comparing the two makes an intervention look worse or better than it was by the whole of inflation in between.",
    fix: "Give a price index by year:  economics: { deflator: deflator.csv }, with the columns year and index, and years written as the price years are.",
    example: "Unit costs in 2015/16 prices beside patrol costs in 2024/25 prices, without a deflator file.",
  },
  {
    code: "HRM01",
    severity: "warning",
    title: "Weights that had expired",
    meaning:
      "The harm weights stopped being the current edition before the last events that they weigh; as a note, they are more than five years older than those events.",
    why: "Weights follow sentencing guidelines and practice, which change. Two reports with different editions cannot be compared.",
    fix: "Use the edition in force when the events happened, or say in the notes why this one is kept.",
    example: "Weights valid to 2023-12 used for events up to 2024-06.",
  },
  {
    code: "usage/offence",
    severity: "error",
    title: "An offence that no table holds",
    meaning:
      "economics.offence names an offence that is in no table of weights and in no table of unit costs.",
    why: "A near match would give harm and money for another offence.",
    fix: "Use a name of the shipped tables, or add a row to your own weights or unit-costs file.",
    example:
      "economics: { offence: burglary } where the tables tell residential from non-residential burglary.",
  },
  {
    code: "economics/shares",
    severity: "error",
    title: "Shares that do not add up to 1",
    meaning: "The shares of those who gain do not add up to 1.",
    why: "Otherwise some of the benefit is lost, or counted twice.",
    fix: "Let the shares of everybody who gains add up to 1.",
    example: "victims 0.6, courts 0.3 and nothing else.",
  },
];
