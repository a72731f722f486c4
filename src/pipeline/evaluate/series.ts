import { expectedTotals } from "../../evidence/effect/counterfactual.ts";
import { armTotals, seriesOf } from "../../evidence/effect/series.ts";
import type { Design } from "../../model/design.ts";
import type { HeadlineFacts, SeriesPoint } from "../../model/finding.ts";
import type { Evaluation } from "./evaluation.ts";
import type { PhasesOf } from "./phases.ts";
import type { Question } from "./question.ts";

/**
 * Periods between the ends of the window that are not used (part-treated, washout, the bad spell) belong in the figure
 * as a gap: their totals are shown, shaded, and nothing is expected of them.
 */
export const withExcluded = (
  points: readonly SeriesPoint[],
  { data, outcome }: Question,
  design: Design,
): SeriesPoint[] => {
  const known = new Set(points.map(({ period }) => period));
  const { panel } = data;
  const [first, last] = [design.panel.ordinals[0]!, design.panel.ordinals.at(-1)!];
  const T = panel.periods.length;
  const column = panel.columns[outcome.name]!;
  const total = (role: "treated" | "comparison", t: number): number | null => {
    const units = design.panel.units.filter((_, i) => design.roles[i] === role);
    if (units.length === 0) return null;
    const sum = units.reduce((held, unit) => held + column[panel.units.indexOf(unit) * T + t]!, 0);
    if (Number.isNaN(sum)) return null;
    return outcome.measure === "level" ? sum / units.length : sum;
  };
  const missing = [...panel.ordinals.keys()]
    .filter((t) => panel.ordinals[t]! >= first && panel.ordinals[t]! <= last && !known.has(panel.periods[t]!))
    .map(
      (t): SeriesPoint => ({
        period: panel.periods[t]!,
        phase: "excluded",
        treated: total("treated", t),
        comparison: total("comparison", t),
        counterfactual: null,
        low: null,
        high: null,
      }),
    );
  const order = new Map(panel.periods.map((period, t) => [period, t]));
  return [...points, ...missing].sort((a, b) => order.get(a.period)! - order.get(b.period)!);
};

/** A level after the start was to be expected lower, or higher, by the estimated difference. */
const levelSeries = (
  design: Design,
  { estimate, conf_low: low, conf_high: high }: HeadlineFacts,
  phase: PhasesOf["of"],
): SeriesPoint[] => {
  const observed = armTotals(design, "treated", "level");
  const without = (t: number, difference: number | null): number | null =>
    observed[t] == null || difference === null ? null : observed[t]! - difference;
  return seriesOf({
    design,
    measure: "level",
    phase,
    expected: (t) => {
      const at = phase(design.panel.ordinals[t]!) === "after" ? without(t, estimate) : null;
      return at === null ? undefined : { at, low: without(t, high), high: without(t, low) };
    },
  });
};

/** Expected totals with an interval: the ITS model's own, else the untreated cells' model scaled by the headline's ratio. */
export const seriesFor = ({ question, design, primary, headline, phases }: Evaluation): SeriesPoint[] => {
  const { measure } = question.outcome;
  const { of: phase } = phases;
  const own = primary.study.fit.expected;
  if (own) {
    const byPeriod = new Map(own.map((point) => [point.period, point]));
    return seriesOf({
      design,
      measure,
      phase,
      expected: (t) => {
        const point = byPeriod.get(design.panel.periods[t]!);
        return point && { at: point.counterfactual, low: point.low ?? null, high: point.high ?? null };
      },
    });
  }
  if (measure === "level") return levelSeries(design, headline, phase);
  if (design.kind === "before-after" || headline.scale === "difference" || headline.estimate === null)
    return seriesOf({ design, phase, expected: () => undefined });
  const { expected } = expectedTotals(design);
  const [low, high] = [headline.conf_low, headline.conf_high];
  return seriesOf({
    design,
    phase,
    expected: (t) => ({
      at: expected[t]!,
      // The interval of the ratio, carried to the expectation: a ratio at its upper end means that less was expected.
      low:
        phase(design.panel.ordinals[t]!) === "after" && high !== null
          ? expected[t]! * (headline.estimate! / high)
          : null,
      high:
        phase(design.panel.ordinals[t]!) === "after" && low !== null
          ? expected[t]! * (headline.estimate! / low)
          : null,
    }),
  });
};
