import type { Arm, Protect } from "../../model/disclosure.ts";
import type { ArmCount, Charts, Counts, Finding, PhaseCount, SeriesPoint } from "../../model/finding.ts";
import { arms, cellAddress, isPlain } from "./edition.ts";
import { coarseEffects } from "./effects.ts";
import { roundCount, roundTo } from "./rounding.ts";
import { seasonsFrom } from "./seasons.ts";

/**
 * The finding with these cells hidden, every other count rounded, and everything that is computed from counts either
 * computed again from what is printed, or given to a few digits, or left out: a number derived from a hidden cell at
 * full precision is that cell in another dress.
 */
export const coarsened = (
  finding: Finding,
  hidden: ReadonlySet<string>,
  rule: Protect,
  digits: number,
): Finding => {
  const counts = roundedCounts(finding.counts, rule.rounding);
  const series = finding.series.map((point) => maskedPoint(point, hidden, rule.rounding));
  const effects = coarseEffects(finding, rule, digits, counts);
  const { seasonality, units: _units, map: _map, ...charts }: Charts = { ...effects.charts };
  const plain = arms.every((arm) => !finding.counts[arm] || isPlain(finding, finding.counts[arm]!));
  return {
    ...effects,
    counts,
    series,
    event_study: [],
    charts: { ...charts, ...(seasonality && plain ? { seasonality: seasonsFrom(series, seasonality) } : {}) },
    data: { ...effects.data, zero_cells: null },
    conventions: {
      ...finding.conventions,
      rounding: `counts to the nearest ${rule.rounding}, effects to ${digits} digits, before printing`,
    },
  };
};

const roundedPhase = (phase: PhaseCount, base: number): PhaseCount => {
  if (phase.total === null || phase.total === 0) return phase;
  const total = roundCount(phase.total, base);
  // Means and rates are those of the rounded total: else they would give the exact one.
  const times = total / phase.total;
  const scaled = (value: number | null): number | null => (value === null ? null : value * times);
  return {
    ...phase,
    total,
    per_period: phase.periods === 0 ? null : total / phase.periods,
    per_unit_period: scaled(phase.per_unit_period),
    ...(phase.rate === undefined ? {} : { rate: scaled(phase.rate) }),
  };
};

const roundedArm = (arm: ArmCount, base: number): ArmCount => {
  const [before, after] = [roundedPhase(arm.before, base), roundedPhase(arm.after, base)];
  const change =
    arm.percent_change === null || !before.per_unit_period || after.per_unit_period === null
      ? null
      : (after.per_unit_period / before.per_unit_period - 1) * 100;
  return { ...arm, before, after, percent_change: change };
};

const roundedCounts = (counts: Counts, base: number): Counts => {
  const treated = roundedArm(counts.treated, base);
  const comparison = counts.comparison && roundedArm(counts.comparison, base);
  const change = (arm: ArmCount | null): number =>
    arm?.percent_change == null ? 1 : 1 + arm.percent_change / 100;
  const ratio =
    counts.ratio === null || change(comparison) === 0 ? null : change(treated) / change(comparison);
  return { ...counts, treated, comparison, ratio, reciprocal: ratio ? 1 / ratio : null };
};

/** What was expected in a period is a function of what was counted in it, so it goes where the count goes. */
const maskedPoint = (point: SeriesPoint, hidden: ReadonlySet<string>, base: number): SeriesPoint => {
  const isHidden = (arm: Arm): boolean => hidden.has(cellAddress(point.period, arm));
  const gone = arms.some(isHidden);
  const shown = (value: number | null): number | null =>
    gone || value === null ? null : roundTo(value, base);
  const count = (arm: Arm): number | null =>
    isHidden(arm) || point[arm] === null ? null : roundCount(point[arm]!, base);
  return {
    ...point,
    treated: count("treated"),
    comparison: count("comparison"),
    counterfactual: shown(point.counterfactual),
    low: shown(point.low),
    high: shown(point.high),
  };
};
