import type { Finding, FindingFacts } from "../../model/finding.ts";
import { claimWarnings } from "../../summaries/claims.ts";
import { headlineWords } from "../../summaries/words/headline.ts";
import { answerQuestion } from "./answer-question.ts";
import { findingOf } from "./finding.ts";
import { judge } from "./judged.ts";
import type { Question } from "./question.ts";
import { supplementOf } from "./supplement.ts";
import { withheldIf } from "./withhold.ts";

/**
 * A question → a finding. Design and primary estimator are fixed first; everything else is shown beside them.
 *
 * Throws DesignError and InputError where the data cannot bear the question.
 */
export const evaluate = (question: Question): Finding => {
  const answered = answerQuestion(question);
  const supplement = supplementOf(answered);
  const evaluation = { ...answered, headline: withheldIf(answered.headline, supplement.checks) };
  const judged = judge(evaluation, supplement);
  return withWords(findingOf(evaluation, supplement, judged));
};

const withWords = (found: FindingFacts): Finding => {
  const finding: Finding = { ...found, headline: { ...found.headline, ...headlineWords(found) } };
  return { ...finding, warnings: [...finding.warnings, ...claimWarnings(finding)] };
};
