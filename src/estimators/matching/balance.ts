import type { Design } from "../../model/design.ts";
import type { Features } from "./features.ts";

export interface BalanceLine {
  readonly feature: string;
  readonly treated: number;
  /** All candidates, and those matched with their weights. */
  readonly candidates: number;
  readonly matched: number;
  /** Standardised mean difference, by the spread before matching; under 0.1 is usually called balanced. */
  readonly smd_before: number | null;
  readonly smd_after: number | null;
  /** Variance among treated over variance among matched; null with fewer than two on a side. */
  readonly variance_ratio: number | null;
}

export const balanceOf = (
  { names, values }: Features,
  treated: readonly number[],
  candidates: readonly number[],
  weights: Float64Array,
): BalanceLine[] =>
  names.map((feature, f) => {
    const at = (i: number): number => values[i * names.length + f]!;
    const own = moments(
      treated.map(at),
      treated.map(() => 1),
    );
    const all = moments(
      candidates.map(at),
      candidates.map(() => 1),
    );
    const carried = candidates.filter((i) => weights[i]! > 0);
    const matched = moments(
      carried.map(at),
      carried.map((i) => weights[i]!),
    );
    const spread = Math.sqrt(
      own.variance === null ? (all.variance ?? 0) : (own.variance + (all.variance ?? own.variance)) / 2,
    );
    const smd = (mean: number): number | null => (spread > 0 ? (own.mean - mean) / spread : null);
    return {
      feature,
      treated: own.mean,
      candidates: all.mean,
      matched: matched.mean,
      smd_before: smd(all.mean),
      smd_after: smd(matched.mean),
      variance_ratio: own.variance !== null && matched.variance ? own.variance / matched.variance : null,
    };
  });

const moments = (
  values: readonly number[],
  weights: readonly number[],
): { mean: number; variance: number | null } => {
  const total = weights.reduce((sum, w) => sum + w, 0);
  const mean = values.reduce((sum, v, i) => sum + (v * weights[i]!) / total, 0);
  if (values.length < 2) return { mean, variance: null };
  const squares = weights.reduce((sum, w) => sum + (w / total) ** 2, 0);
  const scatter = values.reduce((sum, v, i) => sum + (weights[i]! / total) * (v - mean) ** 2, 0);
  return { mean, variance: scatter / (1 - squares) };
};

/** Slope per period of the treated mean minus the matched mean before the start, on the scale of matching. */
export const slopeGap = (
  design: Design,
  treated: readonly number[],
  weights: Float64Array,
  periods: readonly number[],
  logs: boolean,
): number | null => {
  const matched = Array.from(weights.keys()).filter((i) => weights[i]! > 0 && !treated.includes(i));
  const gap = periods.map((t) => {
    const own = meanAt(design, t, treated, () => 1);
    const other = meanAt(design, t, matched, (i) => weights[i]!);
    return logs ? Math.log(own / other) : own - other;
  });
  const usable = periods.flatMap((t, p) =>
    Number.isFinite(gap[p]!) ? [{ x: design.panel.ordinals[t]!, y: gap[p]! }] : [],
  );
  if (usable.length < 3) return null;
  const centre = usable.reduce((sum, { x }) => sum + x, 0) / usable.length;
  const above = usable.reduce((sum, { x, y }) => sum + (x - centre) * y, 0);
  return above / usable.reduce((sum, { x }) => sum + (x - centre) ** 2, 0);
};

const meanAt = (
  design: Design,
  t: number,
  units: readonly number[],
  weight: (i: number) => number,
): number => {
  const T = design.panel.ordinals.length;
  const exposure = design.exposure === undefined ? undefined : design.panel.columns[design.exposure]!;
  let [sum, total] = [0, 0];
  for (const i of units) {
    const y = design.panel.columns[design.outcome]![i * T + t]! / (exposure?.[i * T + t] ?? 1);
    if (!Number.isFinite(y)) continue;
    sum += weight(i) * y;
    total += weight(i);
  }
  return sum / total;
};
