import type { CodePage } from "./page.ts";

const why = "Readers act on verbs. A verb that the design cannot bear turns a difference into a promise.";

/** Codes of the claim checker, which reads what people wrote and, in tests, what the program writes. */
export const pages: readonly CodePage[] = [
  {
    code: "claims/proof",
    severity: "warning",
    title: "A claim of proof",
    meaning: 'The text says "proves", "proof", "conclusively" or that something works everywhere.',
    why: "One evaluation in one place narrows an interval; it proves nothing, at any design level.",
    fix: "Say what was found and give its interval.",
    example: "The patrols prove that visibility works everywhere.",
  },
  {
    code: "claims/cause",
    severity: "warning",
    title: "A verb of cause above the design level",
    meaning:
      'The text says "reduced", "prevented", "caused", "due to" or the like, and the design level is too low.',
    why,
    fix: 'Level 2: "fell after". Level 3: "fell relative to the comparison group". Level 4: "likely reduced", with the assumption named.',
    example: "At level 2: The scheme reduced burglary by 14%.",
  },
  {
    code: "claims/significant",
    severity: "warning",
    title: '"Significant" alone',
    meaning: 'The text says "significant" without "statistically", or leans on it in place of an interval.',
    why: "The word is read as large or important; it means neither.",
    fix: "Print the interval, and leave the word out.",
  },
  {
    code: "claims/tendency",
    severity: "warning",
    title: '"Trend towards" a result',
    meaning: "The text presents an uncertain result as one that almost arrived.",
    why: "An interval that holds no difference leans nowhere; the next one is as likely to move away.",
    fix: 'Write "uncertain; compatible with a fall of x and a rise of y".',
  },
  {
    code: "claims/ranking",
    severity: "warning",
    title: "People are ranked",
    meaning: "The text names best or worst officers, teams or performers.",
    why: "An evaluation compares places and times under an intervention. It holds nothing about persons.",
    fix: "Leave the ranking out.",
  },
  {
    code: "claims/no-effect",
    severity: "warning",
    title: '"No effect" without an equivalence band',
    meaning:
      'The text says "no effect", "no impact" or "made no difference", and no band was declared beforehand that holds the interval.',
    why: "An interval that holds no difference also holds effects of size. Absence of evidence is not evidence of absence.",
    fix: 'Write "uncertain" with both ends of the interval, or declare `equivalence` in the study before looking.',
  },
  {
    code: "claims/small-percent",
    severity: "warning",
    title: "A percentage of few events without counts",
    meaning: "The text gives a percentage change, a total is below 50, and no count stands in the sentence.",
    why: "Ten burglaries more or fewer are 50% of 20 and chance can do it in a month.",
    fix: "Write the counts beside the percentage: from 31 to 22.",
  },
  {
    code: "claims/long-sentence",
    severity: "note",
    title: "A long sentence",
    meaning: "A sentence has more than 25 words outside parentheses.",
    why: "Readers lose the condition at the end of it, and conditions are what evidence is made of.",
    fix: "Make two sentences.",
  },
  {
    code: "claims/reading-age",
    severity: "note",
    title: "Hard to read",
    meaning: "The reading age of the text (Flesch–Kincaid grade plus 5) is above 14.",
    why: "A summary is read between two meetings by people of every schooling.",
    fix: "Use shorter sentences and everyday words.",
  },
];
