import type { DesignKind } from "../model/design.ts";
import type { Estimator } from "../model/estimate.ts";
import type { DesignChoice } from "../model/finding.ts";
import type { AsPrimary, ChoiceFacts, MethodSettings } from "../model/method.ts";

/** What the protocol fixes of it: `auto` leaves the design to the rules, and so does no estimator. */
export interface Asked {
  readonly design: "auto" | DesignKind;
  readonly estimator?: Estimator;
}

export interface ChosenDesign {
  readonly kind: DesignKind;
  readonly estimator: Estimator;
  readonly settings: MethodSettings;
  readonly label: string;
  readonly chosenBy: DesignChoice["chosen_by"];
  readonly reason: string;
  readonly alternatives: DesignChoice["alternatives"];
}

interface Option extends AsPrimary {
  readonly estimator: Estimator;
}

const optionsOf = (estimators: readonly Estimator[]): Option[] =>
  estimators
    .flatMap((estimator) => (estimator.inStudy ? [{ estimator, ...estimator.inStudy.primary }] : []))
    .sort((a, b) => a.order - b.order);

/**
 * Which design answers the question, and by which estimator: fixed by the protocol, or by what each estimator says of
 * when it serves. It reads how many units and periods there are and never an outcome's change, so it cannot pick the
 * pleasing answer. Returns undefined when nothing is possible.
 */
export const chooseDesign = (
  estimators: readonly Estimator[],
  asked: Asked,
  facts: ChoiceFacts,
): ChosenDesign | undefined => {
  const options = optionsOf(estimators);
  const named = asked.estimator && options.find(({ estimator }) => estimator.name === asked.estimator?.name);
  const chosen = named ?? byRule(options, asked.design, facts);
  if (!chosen) return undefined;
  const rollOut = facts.kind === "roll-out" && chosen.kind !== "before-after" ? chosen.rollOut : undefined;
  return {
    kind: rollOut ? "roll-out" : chosen.kind,
    estimator: chosen.estimator,
    settings: chosen.settings(facts),
    label: rollOut?.label ?? chosen.label,
    chosenBy: named || asked.design !== "auto" ? "protocol" : "auto",
    reason: named
      ? `the protocol names ${named.estimator.name} before any estimate was seen`
      : (rollOut ?? chosen).reason(facts),
    alternatives: options
      .filter((option) => option !== chosen)
      .map((option) => alternativeOf(option, chosen, facts)),
  };
};

/** The first that is possible and preferred; under `auto` a comparison comes before any series on its own. */
const byRule = (
  options: readonly Option[],
  design: Asked["design"],
  facts: ChoiceFacts,
): Option | undefined => {
  const wanted = design === "roll-out" ? "comparison-group" : design;
  const allowed = options.filter(({ kind }) => wanted === "auto" || wanted === kind);
  const possible = allowed.filter((option) => refusalOf(option, facts) === undefined);
  const compared = possible.filter(({ kind }) => kind === "comparison-group");
  const pool = design === "auto" && compared.length > 0 ? compared : possible;
  return pool.find((option) => option.preferred(facts)) ?? pool[0];
};

const refusalOf = (option: Option, facts: ChoiceFacts): string | undefined =>
  facts.kind === "roll-out" && option.kind === "comparison-group" && !option.rollOut
    ? "every unit starts in the end, and it needs some that never do"
    : option.refuses(facts);

const alternativeOf = (
  option: Option,
  chosen: Option,
  facts: ChoiceFacts,
): DesignChoice["alternatives"][number] => {
  const refusal = refusalOf(option, facts);
  return {
    design: `${option.label} (${option.estimator.name})`,
    possible: refusal === undefined,
    reason:
      refusal ??
      (option.kind !== chosen.kind && chosen.kind === "comparison-group"
        ? "possible, but it cannot rule out what would have happened anyway"
        : "possible; shown beside the primary estimate where it runs"),
  };
};
