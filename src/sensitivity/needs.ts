import type { Check, Need } from "../model/check.ts";
import { compares } from "../model/design.ts";
import type { Study } from "../model/estimate.ts";
import type { CheckRefusal } from "../model/facts/check.ts";
import { nothing } from "../model/facts/fact.ts";
import { firstTreated, treatedUnits } from "../study/starts.ts";
import { placeboNames } from "./placebo-names.ts";

/** Why a need is not met by a study, or undefined where it is. */
const missing = (need: Need, study: Study): CheckRefusal | undefined => {
  const { design } = study;
  switch (need.kind) {
    case "comparison":
      return compares(design.kind) ? undefined : { kind: "no-comparison-group", facts: nothing };
    case "treated":
      return treatedUnits(design).length > 0 ? undefined : { kind: "no-treated-unit", facts: nothing };
    case "periods-before":
      return firstTreated(design) >= need.least
        ? undefined
        : { kind: "few-periods-before", facts: { least: need.least } };
    case "clusters":
      return new Set(design.cluster).size >= need.least
        ? undefined
        : { kind: "few-clusters", facts: { least: need.least } };
    case "treated-clusters":
      return new Set(treatedUnits(design).map((i) => design.cluster[i])).size >= need.least
        ? undefined
        : { kind: "few-treated-clusters", facts: { least: need.least } };
    case "placebo-outcomes":
      return missingOutcomes(study);
  }
};

const missingOutcomes = (study: Study): CheckRefusal | undefined => {
  const names = placeboNames(study);
  if (names.length === 0) return { kind: "no-placebo-outcome", facts: nothing };
  const unknown = names.filter((name) => study.design.panel.columns[name] === undefined);
  return unknown.length === 0 ? undefined : { kind: "unknown-outcomes", facts: { outcomes: unknown } };
};

/** The first need of a check that a study does not meet. */
export const unmetNeed = ({ needs }: Pick<Check, "needs">, study: Study): CheckRefusal | undefined => {
  for (const need of needs) {
    const why = missing(need, study);
    if (why !== undefined) return why;
  }
  return undefined;
};
