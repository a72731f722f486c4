import type { Answer } from "../../model/estimate.ts";
import type { Finding, Noise } from "../../model/finding.ts";
import { releaseFields } from "../../model/release.ts";
import type { Designed } from "./design.ts";
import { noiseOfRounding } from "./noise.ts";
import type { Question } from "./question.ts";

/** Who may see the finding; of a protected one, what rounding does to its answer. */
export const releaseOf = (
  { release }: Question,
  noise: Noise | undefined,
): Pick<Finding, "release" | "release_reason" | "protection"> => {
  const { protection, ...rest } = releaseFields(release);
  return {
    ...rest,
    ...(protection ? { protection: { ...protection, ...(noise ? { noise } : {}) } } : {}),
  };
};

/** Nothing where the primary outcome was not rounded, or has no one answer. */
export const noiseOf = (
  { data, outcome, protocol }: Question,
  { built, chosen }: Designed,
  primary: Answer,
): Noise | undefined =>
  data.roundedTo === undefined || outcome.measure === "level"
    ? undefined
    : noiseOfRounding(built.design, primary, {
        base: data.roundedTo,
        settings: chosen.settings,
        seed: protocol.id,
      });
