import type { Study } from "../model/estimate.ts";

/** Names of panel columns that the intervention should not move, beside the outcome itself. */
export const placeboNames = ({ settings, design }: Study): readonly string[] => {
  const given = settings.placeboOutcomes;
  const names = Array.isArray(given)
    ? (given as readonly string[])
    : typeof given === "string"
      ? given.split(",")
      : [];
  return names.map((name) => name.trim()).filter((name) => name !== "" && name !== design.outcome);
};
