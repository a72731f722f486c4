import { PrivacyError } from "../model/errors.ts";
import type { SourceData } from "../model/source-data.ts";

/** A level is made of counts or answers that the source does not give: nothing of it can be protected. */
export const refuseLevel = (
  { name, roundedTo }: Pick<SourceData, "name" | "roundedTo">,
  outcome: string,
): void => {
  if (roundedTo === undefined) return;
  throw new PrivacyError("release/level", {
    found: `${outcome} of ${name}, a level whose counts are not given, in a protected report`,
    expected: "counts, which can be rounded before the level is computed from them",
    hint: "give the counts; or release: public with public: REASON for the source where the level may be printed",
  });
};
