import type { Design } from "../../src/model/design.ts";
import type { Estimator, Study } from "../../src/model/estimate.ts";
import { settings } from "./did-design.ts";

/** A study as the pipeline hands it to checks. */
export const studyOf = (
  estimator: Estimator,
  design: Design,
  more: Readonly<Record<string, string | readonly string[]>> = {},
): Study => {
  const chosen = { ...settings, ...more };
  const refit = (changed: Design) => estimator.fit(changed, chosen);
  return { answer: estimator.traits.answer(chosen), design, settings: chosen, fit: refit(design), refit };
};
