import { fateOfOwn, inferences, ownInferenceWarnings, route } from "../../inference/index.ts";
import { diagnostic } from "../../model/diagnostic.ts";
import { UsageError } from "../../model/errors.ts";
import type { Inferred, Settings, Study } from "../../model/estimate.ts";
import { uniformBands } from "./bands.ts";

/**
 * Which inference a fit gets: its own when that is part of the method, else the one that was asked for, else
 * cluster-robust by unit.
 */
export const infer = (study: Study): Inferred =>
  uniformBands(study) ?? finished(study) ?? by(inferenceName(study.settings), study);

/** As `infer`, but few clusters or few treated units are sent to the inference that holds its level, and said so. */
export const inferByRule = (study: Study): Inferred => {
  const banded = uniformBands(study);
  if (banded) return banded;
  const own = finished(study);
  // An inference that belongs to the method (a placebo test, a model of a series) stands; sandwich errors do not.
  if (own && study.fit.influence.length === 0) return own;
  const { method, reason, found } = route(study);
  const fate = own && fateOfOwn(study);
  if (own && fate === "stands") return own;
  if (own && fate === "withheld") return withoutIntervals(own, found);
  const inferred = by(method, study);
  return {
    ...inferred,
    warnings: [...inferred.warnings, diagnostic("inference/chosen", "note", `Inference: ${reason}.`)],
  };
};

/** Points alone: what would stand around them is known to be too narrow. */
const withoutIntervals = (own: Inferred, found: string): Inferred => ({
  ...own,
  estimates: own.estimates.map((row) => ({ ...row, conf_low: null, conf_high: null, p_value: null })),
  warnings: [
    diagnostic("inference/few-treated", "warning", `No interval is given: ${found}.`, {
      fix: "use imputation, ppml or did, whose assignment can be permuted, or synthetic-control with placebos",
    }),
  ],
});

const finished = (study: Study): Inferred | undefined => {
  const { fit } = study;
  return fit.estimates
    ? {
        estimates: fit.estimates,
        vcov: fit.vcov ?? "",
        df: fit.df ?? null,
        diagnostics: {},
        warnings: ownInferenceWarnings(study),
      }
    : undefined;
};

/** The inference of a name. */
export const by = (name: string, study: Study): Inferred => {
  const inference = inferences.find((one) => one.name === name);
  if (inference) return inference.infer(study);
  throw new UsageError("usage/vcov", {
    found: `--vcov ${name}`,
    expected: inferences.map((one) => one.name).join(", "),
    hint: "choose one of these",
  });
};

const inferenceName = (settings: Settings): string => {
  if (settings.wild !== undefined) return "wild";
  return String(settings.vcov ?? "cluster");
};
