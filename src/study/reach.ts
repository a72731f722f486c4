import type { Design } from "../model/design.ts";
import { asRates } from "./cells.ts";
import { firstStart, unitsWith } from "./starts.ts";

/** Periods before the start in which the one treated unit lies above or below every donor, as rates where there are any. */
export const beyondDonors = (given: Design): number => {
  const design = asRates(given);
  const [treated] = unitsWith(design, "treated");
  const donors = unitsWith(design, "comparison");
  if (treated === undefined || donors.length === 0) return 0;
  const { panel, outcome } = design;
  const T = panel.periods.length;
  const start = firstStart(design);
  const at = (unit: number, t: number): number => panel.columns[outcome]![unit * T + t]!;
  return [...panel.ordinals.keys()].filter((t) => {
    const values = donors.map((unit) => at(unit, t)).filter(Number.isFinite);
    const own = at(treated, t);
    return panel.ordinals[t]! < start && (own > Math.max(...values) || own < Math.min(...values));
  }).length;
};
