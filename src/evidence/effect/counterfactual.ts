import { poissonTwoWay } from "../../maths/poisson-fixed-effects.ts";
import type { Design } from "../../model/design.ts";

export interface ExpectedTotals {
  /** T; NaN where nothing treated is predicted. */
  readonly expected: Float64Array;
}

/**
 * What the treated units would have recorded in each period, by a Poisson model with unit and period effects fitted
 * to untreated cells only. Before the start it is what the model says they should have recorded.
 *
 * Shapes  T totals over treated units.
 */
export const expectedTotals = (design: Design): ExpectedTotals => {
  const { panel, outcome, cohort, roles, exposure } = design;
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  const base = exposure === undefined ? undefined : panel.columns[exposure]!;
  const used: number[] = [];
  for (let i = 0; i < panel.units.length; i += 1) {
    if (roles[i] !== "treated" && roles[i] !== "comparison") continue;
    for (let t = 0; t < T; t += 1) {
      // A row without an exposure has no rate, as the estimators have it.
      const at = i * T + t;
      const whole = !Number.isNaN(column[at]!) && (base === undefined || base[at]! > 0);
      if (whole && panel.ordinals[t]! < cohort[i]!) used.push(at);
    }
  }
  const fit = poissonTwoWay({
    y: Float64Array.from(used, (at) => column[at]!),
    x: new Float64Array(0),
    k: 0,
    offset: base && Float64Array.from(used, (at) => Math.log(base[at]!)),
    unit: Int32Array.from(used, (at) => Math.floor(at / T)),
    period: Int32Array.from(used, (at) => at % T),
    units: panel.units.length,
    periods: T,
  });
  const expected = new Float64Array(T).fill(Number.NaN);
  for (let t = 0; t < T; t += 1) {
    let sum = 0;
    let any = false;
    for (let i = 0; i < panel.units.length; i += 1) {
      if (roles[i] !== "treated" || Number.isNaN(column[i * T + t]!)) continue;
      const linear = fit.effects.unit[i]! + fit.effects.period[t]!;
      if (Number.isNaN(linear)) continue;
      any = true;
      sum += Math.exp(linear) * (base?.[i * T + t] ?? 1);
    }
    if (any) expected[t] = sum;
  }
  return { expected };
};
