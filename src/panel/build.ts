import { InputError } from "../model/errors.ts";
import { type Cells, cellStatus, type Panel } from "../model/panel.ts";
import { formatPeriod } from "../model/period.ts";
import { byName } from "./order.ts";

/** Name of the column that holds what a rate divides by. */
export const exposureColumn = "exposure";

/**
 * Cells → a balanced table, one column an outcome, units by name and periods by time.
 *
 * Shapes    every column n × T, row-major by unit; a cell without an observation is NaN and `status` says why:
 *           absent where the source has no such cell, missing or suppressed where the source says so.
 * Throws    InputError panel/duplicate-cell, panel/empty.
 */
export const buildPanel = (cells: Cells): Panel => {
  if (cells.value.length === 0)
    throw new InputError("panel/empty", {
      found: "no cell at all",
      expected: "at least one unit, period and value",
    });
  const order = cells.units.map((_, u) => u).sort((a, b) => byName(cells.units[a]!, cells.units[b]!));
  const row = new Int32Array(order.length);
  order.forEach((u, i) => {
    row[u] = i;
  });
  const ordinals = Int32Array.from(new Set(cells.period)).sort();
  const index = new Map(Array.from(ordinals, (ordinal, t) => [ordinal, t]));
  const size = order.length * ordinals.length;
  const values = cells.outcomes.map(() => new Float64Array(size).fill(Number.NaN));
  const status = cells.outcomes.map(() => new Uint8Array(size).fill(cellStatus.absent));
  const exposure = cells.exposure && new Float64Array(size).fill(Number.NaN);
  for (let j = 0; j < cells.value.length; j++) {
    const at = row[cells.unit[j]!]! * ordinals.length + index.get(cells.period[j]!)!;
    const o = cells.outcome[j]!;
    if (status[o]![at] !== cellStatus.absent) throw duplicate(cells, j);
    status[o]![at] = cells.status[j]!;
    if (cells.status[j] === cellStatus.observed) values[o]![at] = cells.value[j]!;
    if (exposure && cells.exposure) exposure[at] = cells.exposure[j]!;
  }
  const columns = Object.fromEntries(cells.outcomes.map((name, o) => [name, values[o]!]));
  return {
    units: order.map((u) => cells.units[u]!),
    frequency: cells.frequency,
    ordinals,
    periods: Array.from(ordinals, (ordinal) => formatPeriod(ordinal, cells.frequency)),
    columns: exposure ? { ...columns, [exposureColumn]: exposure } : columns,
    status: Object.fromEntries(cells.outcomes.map((name, o) => [name, status[o]!])),
  };
};

const duplicate = (cells: Cells, j: number): InputError => {
  const where = `${cells.units[cells.unit[j]!]}, ${formatPeriod(cells.period[j]!, cells.frequency)}, ${cells.outcomes[cells.outcome[j]!]}`;
  return new InputError("panel/duplicate-cell", {
    found: `two values for ${where}`,
    expected: "one value for each unit, period and outcome",
    hint: "whatworks validate names the rows",
  });
};
