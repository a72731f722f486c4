import type { Check, CheckResult } from "../../model/check.ts";
import { compares, type Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Settings, Study, Tested } from "../../model/estimate.ts";
import { checks } from "../../sensitivity/index.ts";
import { answerOf } from "../../study/answer.ts";
import { inferByRule } from "../infer.ts";
import type { Designed } from "./design.ts";
import type { Question } from "./question.ts";

const notRun = ({ id, title }: Check, why: string): CheckResult => ({
  id,
  title,
  status: "not-run",
  sentence: `Not run: ${why}.`,
  facts: {},
});

const runOne = (check: Check, study: Study): CheckResult => {
  const refusal = check.refuses(study);
  if (refusal !== undefined) return notRun(check, refusal);
  try {
    return check.run(study);
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    return notRun(check, thrown.fault.found);
  }
};

/** Placebo groups behind the p-value of one pretended date. */
const coarseGroups = 60;
/** Assignments behind the p-value of one pretended date. */
const coarseDraws = 199;

/** Checks that look at a series on its own; all others need somebody to compare with. */
const ofOneSeries = ["placebo-dates"];

/** Every check of a study, run or with the reason why not. Placebo outcomes are those that the study names. */
export const checksOf = (question: Question, designed: Designed, primary: Answer): CheckResult[] => {
  const { study } = primary;
  const isAlone = !compares(study.design.kind);
  const known = Object.keys(study.design.panel.columns);
  const placebo = question.protocol["placebo-outcomes"]?.map(
    (name) => known.find((column) => column.toLowerCase() === name.trim().toLowerCase()) ?? name,
  );
  const settings = { ...study.settings, ...(placebo ? { placeboOutcomes: placebo } : {}) };
  return checks.map((check) =>
    isAlone && !ofOneSeries.includes(check.id)
      ? notRun(check, "there is no comparison group")
      : runOne(check, studyFor(check, designed, primary, settings)),
  );
};

/**
 * What a check is run on. A whole placebo test inside every refit would cost hours: leaving out needs none, and a date
 * needs a coarser one. A drift is looked for over twice the window before the start.
 */
export const studyFor = (
  check: Pick<Check, "id">,
  { history }: Designed,
  primary: Answer,
  settings: Settings,
): Study => {
  const { estimator, study } = primary;
  const { placebo: _, ...bare } = settings;
  const coarse: Settings = {
    ...settings,
    permutations: coarseDraws,
    ...(settings.placebo ? { placeboGroups: coarseGroups } : {}),
  };
  const used = check.id === "leave-one-out" ? (bare as Settings) : coarse;
  return {
    ...study,
    settings: used,
    ...(check.id === "pre-trends" && history ? { design: history.design } : {}),
    refit: (changed) => estimator.fit(changed, used),
    ...(check.id === "placebo-dates"
      ? { retest: (changed: Design) => retested(primary, changed, used) }
      : {}),
  };
};

const retested = ({ estimator, study }: Answer, design: Design, settings: Settings): Tested => {
  const again: Study = {
    ...study,
    design,
    settings,
    fit: estimator.fit(design, settings),
    refit: (changed) => estimator.fit(changed, settings),
  };
  const row = answerOf(again, inferByRule(again).estimates);
  return {
    estimate: row?.estimate ?? Number.NaN,
    standardError: row?.std_error ?? Number.NaN,
    p: row?.p_value ?? Number.NaN,
  };
};
