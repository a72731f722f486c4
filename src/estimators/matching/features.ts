import type { Design } from "../../model/design.ts";

/** What units are compared on: n × k, row-major; NaN where a unit has no value. */
export interface Features {
  readonly names: readonly string[];
  readonly values: Float64Array;
  readonly logs: boolean;
}

export interface FeatureOptions {
  /** Ordinals of the periods looked at, inclusive: before the start, and without the spell for which units were picked. */
  readonly from: number;
  readonly to: number;
  /** Pieces into which the path is cut to describe its shape. */
  readonly pieces: number;
}

/**
 * Level and shape of the path before the start, and covariates. Level: log of the mean rate, with half an event added so
 * that a quiet unit has a logarithm. Shape: what each of a few consecutive pieces lies above or below that level. An
 * outcome that can be negative is taken as it is, without logarithms.
 */
export const featuresOf = (design: Design, { from, to, pieces }: FeatureOptions): Features => {
  const { ordinals, units, columns } = design.panel;
  const inside = Array.from(ordinals.keys()).filter((t) => ordinals[t]! >= from && ordinals[t]! <= to);
  const parts = Math.max(1, Math.min(pieces, inside.length));
  const cutAt = Array.from({ length: parts + 1 }, (_, p) => Math.round((p * inside.length) / parts));
  const logs = columns[design.outcome]!.every((v) => !(v < 0));
  const names = [
    "level",
    ...(parts > 1 ? cutAt.slice(1).map((_, p) => `shape ${p + 1} of ${parts}`) : []),
    ...design.covariates,
  ];
  const values = new Float64Array(units.length * names.length);
  for (let i = 0; i < units.length; i++) {
    const level = rateOver(design, i, inside, logs);
    const shape = cutAt
      .slice(1)
      .map((end, p) => rateOver(design, i, inside.slice(cutAt[p], end), logs) - level);
    const own = [
      level,
      ...(parts > 1 ? shape : []),
      ...design.covariates.map((name) => meanOver(design, name, i, inside)),
    ];
    values.set(own, i * names.length);
  }
  return { names, values, logs };
};

/** Log of events per exposure (or the plain mean); NaN when no cell has a value. */
const rateOver = (design: Design, unit: number, periods: readonly number[], logs: boolean): number => {
  const T = design.panel.ordinals.length;
  const exposure = design.exposure === undefined ? undefined : design.panel.columns[design.exposure]!;
  let [events, base] = [0, 0];
  for (const t of periods) {
    const y = design.panel.columns[design.outcome]![unit * T + t]!;
    const e = exposure?.[unit * T + t] ?? 1;
    if (!Number.isFinite(y) || !(e > 0)) continue;
    events += y;
    base += e;
  }
  if (base === 0) return Number.NaN;
  return logs ? Math.log((events + 0.5) / base) : events / base;
};

const meanOver = (design: Design, name: string, unit: number, periods: readonly number[]): number => {
  const T = design.panel.ordinals.length;
  const own = periods.map((t) => design.panel.columns[name]![unit * T + t]!).filter(Number.isFinite);
  return own.reduce((sum, v) => sum + v, 0) / own.length;
};
