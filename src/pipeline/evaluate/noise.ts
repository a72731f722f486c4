import { stream } from "../../maths/random.ts";
import { roundingVariance } from "../../maths/random-rounding.ts";
import type { Design } from "../../model/design.ts";
import type { Answer, Estimate, Study } from "../../model/estimate.ts";
import type { Noise } from "../../model/finding.ts";
import type { MethodSettings } from "../../model/method.ts";
import type { Base } from "../../model/release.ts";
import { answerEstimate, answerOf } from "../../study/answer.ts";
import { attempt, fitted } from "./estimating.ts";

/** Fits with slightly moved counts: the standard deviation that they give is right to about a tenth. */
const fits = 60;
/** Share of the noise that a fit is moved by: small, so that the answer moves in proportion. */
const step = 0.02;
/** |z| of a normal z has this variance: a count of zero can only be moved upwards. */
const halfNormal = 1 - 2 / Math.PI;

/**
 * How far random rounding moves the answer of a method: counts are moved by a little of the noise that each of them
 * has, the method is fitted again, and the spread of its answers is scaled up. Uses rounded counts alone.
 */
export const noiseOfRounding = (
  design: Design,
  { estimator, study, inferred }: Answer,
  how: {
    readonly base: Base;
    readonly settings: MethodSettings;
    readonly seed: string;
  },
): Noise | undefined => {
  const found = answerOf(study, inferred.estimates);
  if (found?.estimate == null) return undefined;
  const deviations = deviationsOf(design, how.base);
  const common = { confLevel: 0.95, seed: how.seed };
  const answers = Array.from({ length: fits }, (_, k) => {
    const moved = movedBy(design, deviations, stream(how.seed, "rounding", k));
    // A method may not bear a design in which a count has moved; what it says of the others still stands.
    return attempt(() => termOf(fitted(estimator, moved, common, how.settings)));
  }).filter((one) => one !== undefined);
  if (answers.length < fits / 2) return undefined;
  const std_error = deviation(answers) / step;
  const own = errorOf(found);
  return { std_error, added: own ? Math.hypot(1, std_error / own) - 1 : null };
};

/** Its standard error, or what its interval says of it where a method gives none (permutation, bootstrap). */
const errorOf = ({ std_error, conf_low, conf_high }: Estimate): number | null =>
  std_error || (conf_low === null || conf_high === null ? null : (conf_high - conf_low) / (2 * 1.96));

/** Standard deviation of the noise in every cell, from the mean of its unit. */
const deviationsOf = ({ panel, outcome }: Design, base: Base): Float64Array => {
  const [column, T] = [panel.columns[outcome]!, panel.periods.length];
  const deviations = new Float64Array(column.length);
  for (let i = 0; i < panel.units.length; i++) {
    const known = column.slice(i * T, (i + 1) * T).filter((value) => !Number.isNaN(value));
    const mean = known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
    deviations.fill(Math.sqrt(roundingVariance(mean, base)), i * T, (i + 1) * T);
  }
  return deviations;
};

const movedBy = (design: Design, deviations: Float64Array, random: ReturnType<typeof stream>): Design => {
  const { panel, outcome } = design;
  const column = panel.columns[outcome]!.map((value, c) => {
    const z = random.normal();
    const noise = value === 0 ? Math.abs(z) / Math.sqrt(halfNormal) : z;
    return value + step * deviations[c]! * noise;
  });
  return { ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: column } } };
};

const termOf = (study: Study): number | undefined => {
  const { estimates } = study.fit;
  const found = estimates ? answerOf(study, estimates)?.estimate : answerEstimate(study);
  return found == null || !Number.isFinite(found) ? undefined : found;
};

const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1));
};
