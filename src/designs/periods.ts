import type { Panel } from "../model/panel.ts";

/** The panel with some of its periods only. */
export const keepPeriods = (panel: Panel, wanted: (ordinal: number) => boolean): Panel => {
  const keep = [...panel.ordinals.keys()].filter((t) => wanted(panel.ordinals[t]!));
  const T = panel.periods.length;
  const cut = <A extends Float64Array | Uint8Array>(column: A): A => {
    const out = column.slice(0, panel.units.length * keep.length) as A;
    panel.units.forEach((_, i) => {
      keep.forEach((t, k) => {
        out[i * keep.length + k] = column[i * T + t]!;
      });
    });
    return out;
  };
  return {
    ...panel,
    ordinals: Int32Array.from(keep, (t) => panel.ordinals[t]!),
    periods: keep.map((t) => panel.periods[t]!),
    columns: Object.fromEntries(Object.entries(panel.columns).map(([name, column]) => [name, cut(column)])),
    status: Object.fromEntries(Object.entries(panel.status).map(([name, column]) => [name, cut(column)])),
  };
};
