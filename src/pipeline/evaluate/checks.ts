import type { Check, CheckOutcome } from "../../model/check.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Study } from "../../model/estimate.ts";
import type { CheckRefusal } from "../../model/facts/check.ts";
import { nothing } from "../../model/facts/fact.ts";
import { checks } from "../../sensitivity/index.ts";
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
  const refusal = check.refuses(study);
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
  if (built.design.kind === "before-after") {
    return checks.map((check) => notRun(check, { kind: "no-comparison-group", facts: nothing }));
  }
  const known = Object.keys(built.design.panel.columns);
  const placebo = question.protocol["placebo-outcomes"]?.map(
    (name) => known.find((column) => column.toLowerCase() === name.trim().toLowerCase()) ?? name,
  );
  const asked: Study = placebo
    ? { ...study, settings: { ...study.settings, placeboOutcomes: placebo } }
    : study;
  // A whole placebo test inside every refit would cost hours: leaving out needs none, and a date needs a coarser one.
  const { placebo: _, ...bare } = asked.settings;
  const coarse = { ...asked.settings, ...(asked.settings.placebo ? { placeboGroups: coarseGroups } : {}) };
  const refitting = (settings: Study["settings"]): Study => ({
    ...asked,
    refit: (changed) => estimator.fit(changed, settings),
  });
  return checks.map((check) =>
    runOne(check, refitting(check.id === "leave-one-out" ? (bare as Study["settings"]) : coarse)),
  );
};
