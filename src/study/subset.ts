import type { Design } from "../model/design.ts";

/** The design without some units, as if they had never been in the panel. */
export const withoutUnits = (design: Design, isOut: (unit: number) => boolean): Design => {
  const { panel } = design;
  const T = panel.periods.length;
  const kept = panel.units.flatMap((_, i) => (isOut(i) ? [] : [i]));
  const cells = (column: Float64Array): Float64Array => {
    const out = new Float64Array(kept.length * T);
    for (const [at, i] of kept.entries()) out.set(column.subarray(i * T, (i + 1) * T), at * T);
    return out;
  };
  const flags = (column: Uint8Array): Uint8Array => {
    const out = new Uint8Array(kept.length * T);
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
      columns: mapValues(panel.columns, cells),
      status: mapValues(panel.status, flags),
    },
    cohort: Float64Array.from(kept, (i) => design.cohort[i]!),
    roles: kept.map((i) => design.roles[i]!),
    cluster: Int32Array.from(kept, (i) => code.get(design.cluster[i]!)!),
    clusters: old.map((cluster) => design.clusters[cluster]!),
    ...(design.blocks === undefined ? {} : { blocks: kept.map((i) => design.blocks![i]!) }),
  };
};

/** The design with its first few periods only. */
export const firstPeriods = (design: Design, count: number): Design => {
  const { panel } = design;
  const [n, T] = [panel.units.length, panel.periods.length];
  const cells = (column: Float64Array): Float64Array => {
    const out = new Float64Array(n * count);
    for (let i = 0; i < n; i++) out.set(column.subarray(i * T, i * T + count), i * count);
    return out;
  };
  const flags = (column: Uint8Array): Uint8Array => {
    const out = new Uint8Array(n * count);
    for (let i = 0; i < n; i++) out.set(column.subarray(i * T, i * T + count), i * count);
    return out;
  };
  return {
    ...design,
    panel: {
      ...panel,
      ordinals: panel.ordinals.slice(0, count),
      periods: panel.periods.slice(0, count),
      columns: mapValues(panel.columns, cells),
      status: mapValues(panel.status, flags),
    },
  };
};

const mapValues = <A>(record: Readonly<Record<string, A>>, change: (value: A) => A): Record<string, A> =>
  Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
