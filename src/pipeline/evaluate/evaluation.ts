import type { Design } from "../../model/design.ts";
import type { Answer } from "../../model/estimate.ts";
import type { Counts, Economics, HeadlineFacts } from "../../model/finding.ts";
import type { Designed } from "./design.ts";
import type { Common } from "./estimating.ts";
import type { PhasesOf } from "./phases.ts";
import type { Question } from "./question.ts";

/** A question and its answer: who is compared, by which method, and what that says. All else on the page reads this. */
export interface Evaluation {
  readonly question: Question;
  readonly designed: Designed;
  readonly design: Design;
  readonly common: Common;
  readonly primary: Answer;
  readonly phases: PhasesOf;
  readonly counts: Counts;
  readonly headline: HeadlineFacts;
  /** What was spent, where the study says so. */
  readonly economics: Economics | undefined;
}
