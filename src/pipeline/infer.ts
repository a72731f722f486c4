import { inferences } from "../inference/index.ts";
import { UsageError } from "../model/errors.ts";
import type { Inferred, Settings, Study } from "../model/estimate.ts";

/**
 * Which inference a fit gets: its own when that is part of the method, else the one that was asked for, else
 * cluster-robust by unit.
 */
export const infer = (study: Study): Inferred => {
  const { fit, settings } = study;
  if (fit.estimates) {
    return {
      estimates: fit.estimates,
      vcov: fit.vcov ?? "",
      df: fit.df ?? null,
      diagnostics: {},
      warnings: [],
    };
  }
  const name = inferenceName(settings);
  const inference = inferences.find((one) => one.name === name);
  if (!inference) {
    throw new UsageError("usage/vcov", {
      found: `--vcov ${name}`,
      expected: inferences.map((one) => one.name).join(", "),
      hint: "choose one of these",
    });
  }
  return inference.infer(study);
};

const inferenceName = (settings: Settings): string => {
  if (settings.wild !== undefined) return "wild";
  if (settings.bootstrap !== undefined && settings.bootstrap !== 0) return "multiplier";
  return String(settings.vcov ?? "cluster");
};
