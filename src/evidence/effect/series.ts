import type { Design } from "../../model/design.ts";
import type { SeriesPoint } from "../../model/finding.ts";
import { unitsWith } from "../../study/starts.ts";
import type { Measured } from "./counts.ts";

/**
 * Totals of an arm in every period, means for a level; null where any of its units has no usable value, so that a gap
 * is not a fall.
 */
export const armTotals = (
  design: Design,
  role: "treated" | "comparison",
  measure: Measured = "count",
): (number | null)[] => {
  const { panel, outcome } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  const units = unitsWith(design, role);
  return panel.periods.map((_, t) => {
    if (units.length === 0) return null;
    let sum = 0;
    for (const i of units) sum += column[i * T + t]!;
    if (Number.isNaN(sum)) return null;
    return measure === "level" ? sum / units.length : sum;
  });
};

export interface SeriesInput {
  readonly design: Design;
  readonly measure?: Measured;
  readonly phase: (ordinal: number) => SeriesPoint["phase"];
  /** Expected treated totals per period, with an interval after the start where there is one. */
  readonly expected: (
    t: number,
  ) => { readonly at: number; readonly low: number | null; readonly high: number | null } | undefined;
}

/** What the main figure draws. */
export const seriesOf = ({ design, measure, phase, expected }: SeriesInput): SeriesPoint[] => {
  const treated = armTotals(design, "treated", measure);
  const comparison = armTotals(design, "comparison", measure);
  return design.panel.periods.map((period, t) => {
    const wanted = expected(t);
    return {
      period,
      phase: phase(design.panel.ordinals[t]!),
      treated: treated[t]!,
      comparison: comparison[t]!,
      counterfactual: wanted && Number.isFinite(wanted.at) ? wanted.at : null,
      low: wanted?.low ?? null,
      high: wanted?.high ?? null,
    };
  });
};
