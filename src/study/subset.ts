import type { Design } from "../model/design.ts";
import type { Panel } from "../model/panel.ts";

/** The design without some units, as if they had never been in the panel. */
export const withoutUnits = (design: Design, isOut: (unit: number) => boolean): Design => {
  const { panel } = design;
  const T = panel.periods.length;
  const kept = panel.units.flatMap((_, i) => (isOut(i) ? [] : [i]));
  const cut = <A extends Float64Array | Uint8Array>(column: A): A => {
    const out = column.slice(0, kept.length * T) as A;
    for (const [at, i] of kept.entries()) out.set(column.subarray(i * T, (i + 1) * T), at * T);
    return out;
  };
  // Clusters are numbered anew: an empty one must not be counted as a cluster.
  const old = [...new Set(kept.map((i) => design.cluster[i]!))];
  const code = new Map(old.map((cluster, at) => [cluster, at]));
  return {
    ...design,
    panel: {
      ...panel,
      units: kept.map((i) => panel.units[i]!),
      columns: mapValues(panel.columns, cut),
      status: mapValues(panel.status, cut),
    },
    cohort: Float64Array.from(kept, (i) => design.cohort[i]!),
    roles: kept.map((i) => design.roles[i]!),
    cluster: Int32Array.from(kept, (i) => code.get(design.cluster[i]!)!),
    clusters: old.map((cluster) => design.clusters[cluster]!),
    ...(design.blocks === undefined ? {} : { blocks: kept.map((i) => design.blocks![i]!) }),
  };
};

/** The panel without some periods, given as ordinals. */
export const withoutPeriods = (panel: Panel, isOut: (ordinal: number) => boolean): Panel => {
  const [n, T] = [panel.units.length, panel.periods.length];
  const kept = [...panel.ordinals.keys()].filter((t) => !isOut(panel.ordinals[t]!));
  const cut = <A extends Float64Array | Uint8Array>(column: A): A => {
    const out = column.slice(0, n * kept.length) as A;
    for (let i = 0; i < n; i++)
      for (const [k, t] of kept.entries()) out[i * kept.length + k] = column[i * T + t]!;
    return out;
  };
  return {
    ...panel,
    ordinals: Int32Array.from(kept, (t) => panel.ordinals[t]!),
    periods: kept.map((t) => panel.periods[t]!),
    columns: mapValues(panel.columns, cut),
    status: mapValues(panel.status, cut),
  };
};

/** The design with its first few periods only. */
export const firstPeriods = (design: Design, count: number): Design => {
  const end = design.panel.ordinals[count] ?? Number.POSITIVE_INFINITY;
  return { ...design, panel: withoutPeriods(design.panel, (ordinal) => ordinal >= end) };
};

const mapValues = <A>(record: Readonly<Record<string, A>>, change: (value: A) => A): Record<string, A> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
