import { type Cells, cellStatus } from "../model/panel.ts";
import type { Dimension } from "./order.ts";

export const everything = "all";

/**
 * Sums cells over the dimensions that `by` leaves out. A sum with a missing or suppressed part is missing or
 * suppressed itself, because a total of what happens to be there is not the total; an absent part adds nothing.
 * Exposures are not carried along: the same residents would count once for every offence.
 */
export const collapse = (cells: Cells, by: readonly Dimension[]): Cells => {
  const [unit, period, outcome] = [by.includes("unit"), by.includes("period"), by.includes("outcome")];
  // Adapters that honour `by` themselves leave one label in each dimension that is dropped.
  if (period && (unit || cells.units.length === 1) && (outcome || cells.outcomes.length === 1)) return cells;
  const groups = new Map<string, number>();
  const n = cells.value.length;
  const kept = {
    unit: [] as number[],
    period: [] as number[],
    outcome: [] as number[],
    value: [] as number[],
    status: [] as number[],
  };
  for (let j = 0; j < n; j++) {
    if (cells.status[j] === cellStatus.absent) continue;
    const codes = [
      unit ? cells.unit[j]! : 0,
      period ? cells.period[j]! : 0,
      outcome ? cells.outcome[j]! : 0,
    ] as const;
    const key = codes.join(" ");
    const at = groups.get(key) ?? kept.value.length;
    if (!groups.has(key)) {
      groups.set(key, at);
      kept.unit.push(codes[0]);
      kept.period.push(codes[1]);
      kept.outcome.push(codes[2]);
      kept.value.push(0);
      kept.status.push(cellStatus.observed);
    }
    kept.value[at]! += cells.value[j]!;
    kept.status[at] = Math.max(kept.status[at]!, cells.status[j]!);
  }
  return {
    frequency: period ? cells.frequency : "integer",
    units: unit ? cells.units : [everything],
    outcomes: outcome ? cells.outcomes : [everything],
    unit: Int32Array.from(kept.unit),
    period: Int32Array.from(kept.period),
    outcome: Int32Array.from(kept.outcome),
    value: Float64Array.from(kept.value, (v, i) => (kept.status[i] === cellStatus.observed ? v : Number.NaN)),
    status: Uint8Array.from(kept.status),
  };
};
