import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Estimator, Inferred, Settings, Study } from "../../model/estimate.ts";
import type { MethodSettings } from "../../model/method.ts";
import { studyOf } from "../estimate/estimate.ts";
import { inferByRule } from "../estimate/infer.ts";

/** What every method of a study is run with. */
export interface Common {
  readonly confLevel: number;
  readonly seed: string;
}

/** The options an estimator declares, at their defaults. */
const defaults = (estimator: Estimator): MethodSettings =>
  Object.fromEntries(
    estimator.options.flatMap(({ key, default: value }) => (value === undefined ? [] : [[key, value]])),
  );

/** The fit alone, for those who bring their own inference. */
export const fitted = (
  estimator: Estimator,
  design: Design,
  common: Common,
  chosen: MethodSettings = {},
): Study => {
  const settings: Settings = { ...defaults(estimator), ...chosen, ...common };
  return studyOf(estimator, design, settings);
};

/** One method run on one design. */
export const answer = (
  estimator: Estimator,
  design: Design,
  common: Common,
  chosen: MethodSettings = {},
  inference: (study: Study) => Inferred = inferByRule,
): Answer => {
  const study = fitted(estimator, design, common, chosen);
  return { estimator, study, inferred: inference(study) };
};

/** What something gives that may refuse: an illustration that the data cannot bear is left out. */
export const attempt = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return undefined;
    throw thrown;
  }
};
