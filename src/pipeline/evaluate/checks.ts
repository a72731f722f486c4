import type { Check, CheckOutcome } from "../../model/check.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Settings, Study, Tested } from "../../model/estimate.ts";
import type { CheckRefusal } from "../../model/facts/check.ts";
import { checks, unmetNeed } from "../../sensitivity/index.ts";
import { answerOf } from "../../study/answer.ts";
import { inferByRule } from "../estimate/infer.ts";
import type { Designed } from "./design.ts";
import type { Question } from "./question.ts";

const notRun = ({ id, title }: Check, why: CheckRefusal): CheckOutcome => ({
  id,
  title,
  status: "not-run",
  kind: "refused",
  facts: why,
});

const runOne = (check: Check, study: Study): CheckOutcome => {
  const refusal = unmetNeed(check, study);
  if (refusal !== undefined) return notRun(check, refusal);
  try {
    return check.run(study);
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    return notRun(check, { kind: "method-refused", facts: { found: thrown.fault.found } });
  }
};

/** Placebo groups, and assignments, behind the p-value of one pretended date. */
const coarse = { groups: 60, draws: 199 };

/** Every check of a study, run or with the reason why not. Placebo outcomes are those that the study names. */
export const checksOf = (question: Question, designed: Designed, primary: Answer): CheckOutcome[] => {
  const { study } = primary;
  const known = Object.keys(study.design.panel.columns);
  const placebo = question.protocol["placebo-outcomes"]?.map(
    (name) => known.find((column) => column.toLowerCase() === name.trim().toLowerCase()) ?? name,
  );
  const settings = { ...study.settings, ...(placebo ? { placeboOutcomes: placebo } : {}) };
  return checks.map((check) => runOne(check, studyFor(check, designed, primary, settings)));
};

/**
 * What a check is run on. A whole placebo test inside every refit would cost hours: a coarser one serves, and none where
 * no error is read. A drift is looked for over twice the window before the start; a pretended date is tested by the
 * inference of the headline.
 */
export const studyFor = (
  check: Pick<Check, "id" | "needsErrors">,
  { history }: Pick<Designed, "history">,
  { estimator, study }: Answer,
  settings: Settings,
): Study => {
  const { placebo, ...bare } = settings;
  const used = check.needsErrors
    ? { ...settings, permutations: coarse.draws, ...(placebo ? { placeboGroups: coarse.groups } : {}) }
    : (bare as Settings);
  const asked: Study = {
    ...study,
    settings: used,
    ...(check.id === "pre-trends" && history ? { design: history.design } : {}),
    refit: (changed) => estimator.fit(changed, used),
  };
  return check.id === "placebo-dates" ? { ...asked, retest: (changed) => retested(asked, changed) } : asked;
};

const retested = (study: Study, design: Design): Tested => {
  const again: Study = { ...study, design, fit: study.refit(design) };
  const row = answerOf(again, inferByRule(again).estimates);
  return {
    estimate: row?.estimate ?? Number.NaN,
    standardError: row?.std_error ?? Number.NaN,
    p: row?.p_value ?? Number.NaN,
  };
};
