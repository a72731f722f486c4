import { guardHits } from "../../evidence/guards/index.ts";
import { certainty, impactBand, localGrowthSms, marylandSms } from "../../evidence/index.ts";
import { limitsOf } from "../../evidence/limits.ts";
import { compares } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import type { LimitOutcome } from "../../model/facts/limit.ts";
import type { RatingFamily } from "../../model/facts/rating.ts";
import type { Emmie } from "../../model/finding.ts";
import { guardWarning } from "../../summaries/words/guards.ts";
import type { Evaluation } from "./evaluation.ts";
import { gradingFacts, guardInput } from "./judging.ts";
import { heldWhole } from "./paths.ts";
import { emmieOf } from "./people.ts";
import type { Question } from "./question.ts";
import type { Supplement } from "./supplement.ts";

/** What the answer is worth: what speaks against it, what stays open, and the grades that follow. */
export interface Judged {
  readonly warnings: readonly Diagnostic[];
  readonly limits: readonly LimitOutcome[];
  readonly emmie: Emmie & Required<Pick<Emmie, "completeness">>;
  readonly maryland: RatingFamily["maryland-sms"];
  readonly localGrowth: RatingFamily["local-growth"];
  readonly certainty: RatingFamily["certainty"];
  readonly band: RatingFamily["impact-band"];
}

export const judge = (evaluation: Evaluation, supplement: Supplement): Judged => {
  const { question, design, headline, primary, designed } = evaluation;
  const { checks, delivery, valued, displacement } = supplement;
  const warnings = warningsOf(evaluation, supplement);
  const facts = gradingFacts(evaluation, supplement, warnings);
  const emmie = emmieOf(question, delivery.implementation, {
    interval: headline.conf_low !== null,
    comparison: compares(design.kind),
    checks: checks.some(({ status }) => status !== "not-run"),
    benefits: valued.value !== undefined,
  });
  const limits = limitsOf({
    kind: design.kind,
    modelsSeason: primary.estimator.traits.modelsSeason === true,
    assignment: question.protocol.assignment ?? "chosen",
    warnings,
    checks,
    selectionDeclared: designed.selectionExcluded,
    bufferLookedAt: displacement !== undefined,
    doseMeasured: delivery.implementation?.planned !== undefined,
  });
  return {
    warnings,
    limits,
    emmie,
    maryland: marylandSms(facts),
    localGrowth: localGrowthSms(facts),
    certainty: certainty(facts),
    band: impactBand(facts),
  };
};

const warningsOf = (evaluation: Evaluation, { checks, valued }: Supplement): Diagnostic[] => {
  const { question, designed, design, primary } = evaluation;
  return unique([
    ...question.data.diagnostics.filter((one) => concerns(one, question)),
    // The guard of that name knows which method takes the season out; the design does not.
    ...designed.built.warnings.filter(({ code }) => code !== "SEA01"),
    ...primary.study.fit.warnings.filter(
      ({ code }) => code !== "design/missing-outcome" || !heldWhole(question, design),
    ),
    ...primary.inferred.warnings,
    ...[...guardHits(guardInput(evaluation, checks)), ...valued.warnings].map(guardWarning),
  ]);
};

/** Notes about other outcomes of the source, or that a guard says better, stay off the page. */
const concerns = ({ code, outcomes }: Diagnostic, { outcome }: Question): boolean =>
  code !== "ingest/provisional" &&
  (outcomes === undefined || outcomes.some((name) => name.toLowerCase() === outcome.name.toLowerCase()));

const unique = (warnings: readonly Diagnostic[]): Diagnostic[] => {
  const seen = new Set<string>();
  return warnings.filter(({ code, message }) => {
    const key = `${code} ${message}`;
    return seen.has(key) ? false : seen.add(key);
  });
};
