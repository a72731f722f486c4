import { answerOf, onPageScale, scaleOf } from "../../evidence/effect/from-estimate.ts";
import { headlineOf } from "../../evidence/effect/headline.ts";
import type { Design } from "../../model/design.ts";
import { WhatworksError } from "../../model/errors.ts";
import type { Counts, Finding, Headline } from "../../model/finding.ts";
import { formatPeriod, periodsPerYear } from "../../model/period.ts";
import type { Designed } from "./design.ts";
import { type Answer, answer, comparedMean } from "./estimating.ts";
import type { Question } from "./question.ts";

export const headlineFor = (
  question: Question,
  { built, chosen }: Designed,
  primary: Answer,
  counts: Counts,
): Omit<Headline, "sentence"> => {
  const { design } = built;
  const found = answerOf(primary.estimator.name, primary.inferred.estimates);
  const { measure } = question.outcome;
  const wanted =
    measure === "level" || (chosen.method === "did" && !isCount(design)) ? "difference" : "rate-ratio";
  const on = found
    ? onPageScale(
        found,
        scaleOf(primary.study.fit, primary.estimator.scale),
        comparedMean(primary.estimator.name, design),
        wanted,
      )
    : { scale: "rate-ratio" as const, estimate: null, low: null, high: null, pValue: null };
  const perYear = periodsPerYear(design.panel.frequency);
  const avoided = primary.study.fit.diagnostics.events_avoided as
    | { estimate?: number; conf_low?: number; conf_high?: number }
    | undefined;
  const cells = treatedCells(design);
  const base = headlineOf({
    ...on,
    level: question.protocol.confidence ?? 0.95,
    observed: counts.treated.after.total ?? (counts.treated.after.per_unit_period ?? 0) * cells,
    cells,
    measure,
    ...expectedOf(counts, cells),
    // Staggered units have after-periods of different lengths; a year is a year of all of them.
    years: perYear === undefined ? undefined : cells / counts.treated.units / perYear,
    ...(question.protocol.equivalence ? { equivalence: question.protocol.equivalence } : {}),
    ...(primary.estimator.name === "its" &&
    avoided?.estimate !== undefined &&
    avoided.conf_low !== undefined &&
    avoided.conf_high !== undefined
      ? { avoided: { estimate: avoided.estimate, low: avoided.conf_low, high: avoided.conf_high } }
      : {}),
  });
  const flip = (value: number | null): number | null => (value === null || value === 0 ? null : 1 / value);
  return base.scale === "rate-ratio"
    ? {
        ...base,
        reciprocal: flip(base.estimate),
        reciprocal_low: flip(base.conf_high),
        reciprocal_high: flip(base.conf_low),
      }
    : base;
};

/** Events to be expected where none came: those before, moved as the comparison units moved. */
const expectedOf = ({ treated, comparison }: Counts, cells: number): { expected?: number } => {
  const [before, others] = [treated.before.per_unit_period, comparison?.percent_change ?? 0];
  return before === null ? {} : { expected: before * (1 + others / 100) * cells };
};

const isCount = ({ panel, outcome }: Design): boolean =>
  panel.columns[outcome]!.every((v) => Number.isNaN(v) || (v >= 0 && Number.isInteger(v)));

const treatedCells = ({ panel, outcome, cohort, roles }: Design): number => {
  const T = panel.periods.length;
  return panel.columns[outcome]!.reduce((n, value, at) => {
    const i = Math.floor(at / T);
    return (
      n + (roles[i] === "treated" && panel.ordinals[at % T]! >= cohort[i]! && !Number.isNaN(value) ? 1 : 0)
    );
  }, 0);
};

/** An illustration that the data cannot bear is left out; it is no reason to refuse the question. */
const answered = (run: () => Answer): Answer | undefined => {
  try {
    return run();
  } catch (thrown) {
    if (thrown instanceof WhatworksError) return undefined;
    throw thrown;
  }
};

/** What the same method says when the bad spell is the baseline. */
export const naiveRow = (
  question: Question,
  designed: Designed,
  common: { confLevel: number; seed: string },
  wanted: Headline["scale"],
): Finding["disagreement"] => {
  const { selection, naive, chosen } = designed;
  const found = answered(() => answer(chosen.method, naive!.design, common, chosen.settings));
  const estimate = found && answerOf(chosen.method, found.inferred.estimates);
  if (!found || !estimate) return [];
  const on = onPageScale(
    estimate,
    scaleOf(found.study.fit, found.estimator.scale),
    comparedMean(chosen.method, naive!.design),
    wanted,
  );
  const { frequency } = question.data.panel;
  return [
    {
      method: `${chosen.method}-naive`,
      title: `${found.estimator.title}, bad spell as the baseline`,
      estimate: on.estimate,
      conf_low: on.low,
      conf_high: on.high,
      scale: on.scale,
      note: `compares with ${formatPeriod(selection!.from, frequency)} to ${formatPeriod(selection!.to, frequency)}, for which the units were picked: what regression to the mean looks like`,
    },
  ];
};
