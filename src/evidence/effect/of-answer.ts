import type { Answer } from "../../model/estimate.ts";
import type { EffectScale } from "../../model/finding.ts";
import { answerOf } from "../../study/answer.ts";
import { asRates, treatedMean } from "../../study/cells.ts";
import { type OnePageScale, onPageScale, scaleOf } from "./from-estimate.ts";

/** What a method's difference is measured against: the mean of treated cells, of rates where it works on rates. */
export const comparedMean = ({ estimator, study }: Pick<Answer, "estimator" | "study">): number =>
  treatedMean(estimator.traits.worksOn === "rates" ? asRates(study.design) : study.design);

/** A method's answer on the scale of the page; undefined where it has none. */
export const effectOf = (answer: Answer, wanted: EffectScale): OnePageScale | undefined => {
  const { estimator, study, inferred } = answer;
  const found = answerOf(study, inferred.estimates);
  return found && onPageScale(found, scaleOf(study.fit, estimator.scale), comparedMean(answer), wanted);
};
