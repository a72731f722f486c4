import { holm } from "../../evidence/effect/holm.ts";
import { effectOf } from "../../evidence/effect/of-answer.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { SecondaryOutcome } from "../../model/finding.ts";
import { verdictOf } from "../../model/verdict.ts";
import { treatedMean } from "../../study/cells.ts";
import { designQuestion } from "./design.ts";
import { answer, type Common } from "./estimating.ts";
import type { Question } from "./question.ts";

const judge = (question: Question, common: Common): SecondaryOutcome => {
  const { built, chosen } = designQuestion(question);
  const { design } = built;
  const found = answer(chosen.estimator, design, common, chosen.settings);
  const on = effectOf(found, question.outcome.measure === "level" ? "difference" : "rate-ratio");
  const base = { name: question.outcome.name, label: question.outcome.label };
  if (!on) return { ...base, ...nothing };
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
        name: asked.name,
        label: asked.label,
        ...nothing,
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
