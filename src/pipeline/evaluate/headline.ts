import { headlineOf } from "../../evidence/effect/headline.ts";
import { effectOf } from "../../evidence/effect/of-answer.ts";
import type { RowFacts } from "../../model/facts/row.ts";
import type { Counts } from "../../model/finding.ts";
import { formatPeriod, periodsPerYear } from "../../model/period.ts";
import { isCountOutcome, treatedCells } from "../../study/cells.ts";
import { answer, attempt } from "./estimating.ts";
import type { Evaluation } from "./evaluation.ts";

const notEstimated = {
  scale: "rate-ratio",
  estimate: null,
  low: null,
  high: null,
  pValue: null,
} as const;

export const headlineFor = (answered: Omit<Evaluation, "headline" | "economics">): Evaluation["headline"] => {
  const { question, design, primary, counts } = answered;
  const { measure } = question.outcome;
  // A method for counts alone gives a ratio whatever it was given; of other numbers differences are compared.
  const asRatio =
    measure === "count" && (isCountOutcome(design) || primary.estimator.traits.worksOn === "counts");
  const on = effectOf(primary, asRatio ? "rate-ratio" : "difference") ?? notEstimated;
  const perYear = periodsPerYear(design.panel.frequency);
  const { avoided } = primary.study.fit;
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
    ...(avoided ? { avoided } : {}),
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

/** What the same method says when the bad spell is the baseline. */
export const naiveRow = ({ question, designed, common, headline }: Evaluation): RowFacts[] => {
  const { selection, naive, chosen } = designed;
  if (!naive || !selection) return [];
  const found = attempt(() => answer(chosen.estimator, naive.design, common, chosen.settings));
  const on = found && effectOf(found, headline.scale);
  if (!found || !on) return [];
  const { frequency } = question.data.panel;
  return [
    {
      method: `${chosen.estimator.name}-naive`,
      title: found.estimator.title,
      estimate: on.estimate,
      conf_low: on.low,
      conf_high: on.high,
      scale: on.scale,
      naive: "bad-spell",
      kind: "bad-spell",
      facts: {
        from: formatPeriod(selection.from, frequency),
        to: formatPeriod(selection.to, frequency),
      },
    },
  ];
};
