import { effectOf } from "../../evidence/effect/of-answer.ts";
import type { Persistence } from "../../model/finding.ts";
import { answer, attempt } from "./estimating.ts";
import type { Evaluation } from "./evaluation.ts";

/** What was left of the change once it had ended, by the method of the headline; undefined where it did not, or no data follow. */
export const persistenceOf = ({
  designed,
  primary,
  common,
  headline,
}: Evaluation): Persistence | undefined => {
  const { afterwards, chosen } = designed;
  if (!afterwards) return undefined;
  const found = attempt(() => answer(primary.estimator, afterwards.design, common, chosen.settings));
  const on = found && effectOf(found, headline.scale);
  if (!on) return undefined;
  return {
    while_on: designed.built.window.after,
    afterwards: afterwards.window.after,
    scale: on.scale,
    estimate: on.estimate,
    conf_low: headline.withheld ? null : on.low,
    conf_high: headline.withheld ? null : on.high,
  };
};
