import type { Measured } from "../../evidence/effect/counts.ts";
import { otherRow, primaryRow, refusedRow } from "../../evidence/effect/row.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Answer, Estimator } from "../../model/estimate.ts";
import type { RowFacts } from "../../model/facts/row.ts";
import type { EffectScale } from "../../model/finding.ts";
import type { AsAlternative, MethodSettings } from "../../model/method.ts";
import { startsOf, unitsWith } from "../../study/starts.ts";
import { infer, inferByRule } from "../estimate/infer.ts";
import { answer, type Common } from "./estimating.ts";

type Designs = Readonly<Record<AsAlternative["design"], Design | undefined>> & { readonly same: Design };

/** What stands beside an answer: where, with what, on which scale. */
export interface Beside {
  readonly estimators: readonly Estimator[];
  readonly designs: Designs;
  readonly common: Common;
  readonly wanted: EffectScale;
  readonly measure: Measured;
}

interface Other {
  readonly estimator: Estimator;
  readonly role: AsAlternative;
}

const othersOf = (estimators: readonly Estimator[]): Other[] =>
  estimators
    .flatMap((estimator) => (estimator.inStudy ? [{ estimator, role: estimator.inStudy.alternative }] : []))
    .sort((a, b) => a.role.order - b.role.order);

/** Whether a method has anything to say here at all; one that cannot run on data of the right shape says why instead. */
const applies = ({ estimator, role }: Other, { designs, measure }: Beside): boolean => {
  const { panel, kind } = designs.same;
  const starts = startsOf(designs.same).length > 1 ? "several" : "one";
  const compares = role.design !== "before-after";
  return (
    designs[role.design] !== undefined &&
    !(compares && kind === "before-after") &&
    !(measure === "level" && estimator.traits.worksOn === "counts") &&
    (role.starts === undefined || role.starts === starts) &&
    (role.least === undefined ||
      ((!compares || panel.units.length >= role.least.units) && panel.periods.length >= role.least.periods))
  );
};

const settingsOf = ({ settings, levelSettings }: AsAlternative, measure: Measured): MethodSettings =>
  (measure === "level" ? levelSettings : undefined) ?? settings ?? {};

interface Ran {
  readonly row: RowFacts;
  readonly answer?: Answer;
}

const run = ({ estimator, role }: Other, { designs, common, wanted, measure }: Beside): Ran => {
  const naive = role.naive ? { naive: "no-comparison" as const } : {};
  try {
    const design = designs[role.design]!;
    // An interval that will not be shown need not be permuted for.
    const isShown = unitsWith(design, "treated").length >= (estimator.traits.fewestTreated ?? 0);
    const one = answer(estimator, design, common, settingsOf(role, measure), isShown ? inferByRule : infer);
    return { row: { ...otherRow(one, wanted, role.note), ...naive }, answer: one };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    return { row: { ...refusedRow(estimator, wanted, thrown.fault.found), ...naive } };
  }
};

/**
 * One row a method, same estimand and scale: the primary one first, then every other that fits the design, and for
 * each that cannot run, the reason. Two-way regressions are not run on staggered starts, where they compare with units
 * already treated.
 */
export const besides = (primary: Answer, beside: Beside): { rows: RowFacts[]; ran: Answer[] } => {
  const others = othersOf(beside.estimators)
    .filter(({ estimator }) => estimator.name !== primary.estimator.name)
    .filter((other) => applies(other, beside))
    .map((other) => run(other, beside));
  return {
    rows: [primaryRow(primary, beside.wanted), ...others.map(({ row }) => row)],
    ran: others.flatMap((one) => one.answer ?? []),
  };
};
