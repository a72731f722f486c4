import type { Check, CheckOutcome } from "../../model/check.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Study } from "../../model/estimate.ts";
import type { CheckRefusal } from "../../model/facts/check.ts";
import { checks, unmetNeed } from "../../sensitivity/index.ts";
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

/** Placebo groups behind the p-value of one pretended date. */
const coarseGroups = 60;

/** Every check of a comparison, run or with the reason why not. Placebo outcomes are those that the study names. */
export const checksOf = (
  question: Question,
  { built }: Designed,
  { study, estimator }: Answer,
): CheckOutcome[] => {
  const known = Object.keys(built.design.panel.columns);
  const placebo = question.protocol["placebo-outcomes"]?.map(
    (name) => known.find((column) => column.toLowerCase() === name.trim().toLowerCase()) ?? name,
  );
  const asked: Study = placebo
    ? { ...study, settings: { ...study.settings, placeboOutcomes: placebo } }
    : study;
  // A whole placebo test inside every refit would cost hours: a coarser one serves, and none where no error is read.
  const { placebo: _, ...bare } = asked.settings;
  const coarse = { ...asked.settings, ...(asked.settings.placebo ? { placeboGroups: coarseGroups } : {}) };
  const refitting = (settings: Study["settings"]): Study => ({
    ...asked,
    refit: (changed) => estimator.fit(changed, settings),
  });
  return checks.map((check) =>
    runOne(check, refitting(check.needsErrors ? coarse : (bare as Study["settings"]))),
  );
};
