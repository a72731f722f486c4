import { answerOf, onPageScale, scaleOf } from "../../evidence/effect/from-estimate.ts";
import { holm } from "../../evidence/effect/holm.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { SecondaryOutcome } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { designQuestion } from "./design.ts";
import { answer, comparedMean, treatedMean } from "./estimating.ts";
import type { Question } from "./question.ts";

type Common = { readonly confLevel: number; readonly seed: string };

const judge = (question: Question, common: Common): SecondaryOutcome => {
  const { built, chosen } = designQuestion(question);
  const { design } = built;
  const found = answer(chosen.method, design, common, chosen.settings);
  const estimate = answerOf(chosen.method, found.inferred.estimates);
  const base = { name: question.outcome.name, label: question.outcome.label };
  if (!estimate) return { ...base, ...nothing };
  const on = onPageScale(
    estimate,
    scaleOf(found.study.fit, found.estimator.scale),
    comparedMean(chosen.method, design),
    question.outcome.measure === "level" ? "difference" : "rate-ratio",
  );
  return {
    ...base,
    scale: on.scale,
    estimate: on.estimate,
    conf_low: on.low,
    conf_high: on.high,
    p_value: on.pValue,
    p_adjusted: null,
    verdict: verdictOf(on.low, on.high, on.scale),
    treated_before: treatedMean(design, (ordinal, start) => ordinal < start),
    treated_after: treatedMean(design),
  };
};

const nothing = {
  scale: "rate-ratio",
  estimate: null,
  conf_low: null,
  conf_high: null,
  p_value: null,
  p_adjusted: null,
  verdict: "not-estimated",
} as const;

/** The other outcomes of a study, each by the rule that chose the primary one; their p-values adjusted for being several. */
export const secondaryOf = (question: Question, common: Common): SecondaryOutcome[] => {
  const judged = question.secondary.map(({ asked, data }): SecondaryOutcome => {
    try {
      return judge({ ...question, outcome: asked, data, secondary: [] }, common);
    } catch (thrown) {
      if (!(thrown instanceof WhatworksError)) throw thrown;
      return {
        ...{ name: asked.name, label: asked.label, ...nothing },
        scale: asked.measure === "level" ? "difference" : nothing.scale,
      };
    }
  });
  const adjusted = holm(judged.map(({ p_value }) => p_value));
  // A finding that does not survive the adjustment is uncertain, whatever its own interval says.
  return judged.map((one, i) => ({
    ...one,
    p_adjusted: adjusted[i]!,
    verdict:
      (one.verdict === "fall" || one.verdict === "rise") && (adjusted[i] ?? 1) > 1 - common.confLevel
        ? "uncertain"
        : one.verdict,
  }));
};
