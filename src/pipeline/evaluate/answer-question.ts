import { countsOf } from "../../evidence/effect/counts.ts";
import { designQuestion } from "./design.ts";
import { answer } from "./estimating.ts";
import type { Evaluation } from "./evaluation.ts";
import { headlineFor } from "./headline.ts";
import { economicsOf } from "./people.ts";
import { phasesOf } from "./phases.ts";
import type { Question } from "./question.ts";

/** Design and estimator first, then the estimate, and nothing else yet. */
export const answerQuestion = (question: Question): Evaluation => {
  const { protocol, outcome, costs } = question;
  const designed = designQuestion(question);
  const { design } = designed.built;
  const common = { confLevel: protocol.confidence ?? 0.95, seed: protocol.id };
  const primary = answer(designed.chosen.estimator, design, common, designed.chosen.settings);
  const phases = phasesOf(designed);
  const counts = countsOf(design, phases.ofUnit, outcome.measure);
  const answered = { question, designed, design, common, primary, phases, counts };
  const economics = economicsOf(costs, protocol.economics?.costs);
  return { ...answered, headline: headlineFor(answered), economics };
};
