import type { Panel } from "../../model/panel.ts";

/** "a, b, c and 4 more": a list that names its first few and counts the rest. */
export const nameSome = (names: readonly string[], limit = 5): string =>
  names.length <= limit
    ? names.join(", ")
    : `${names.slice(0, limit).join(", ")} and ${names.length - limit} more`;

/** Cells of a panel as a reader would look them up: "Camden in 2021-03". */
export const nameCells = (panel: Panel, cells: readonly number[]): string => {
  const T = panel.periods.length;
  return nameSome(cells.map((c) => `${panel.units[Math.floor(c / T)]} in ${panel.periods[c % T]}`));
};
