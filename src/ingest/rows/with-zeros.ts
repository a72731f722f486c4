import { type Cells, cellStatus } from "../../model/panel.ts";

/** Every unit × outcome in every covered period: what no row mentions is an observed zero. */
export const withZeros = (cells: Cells): Cells => {
  const periods = Int32Array.from(new Set(cells.period)).sort();
  const slot = new Map(Array.from(periods, (period, t) => [period, t]));
  const [n, m, T] = [cells.units.length, cells.outcomes.length, periods.length];
  const size = n * m * T;
  const value = new Float64Array(size);
  const status = new Uint8Array(size).fill(cellStatus.observed);
  const exposure = cells.exposure && new Float64Array(size).fill(Number.NaN);
  cells.value.forEach((count, j) => {
    const at = (cells.unit[j]! * m + cells.outcome[j]!) * T + slot.get(cells.period[j]!)!;
    value[at] = count;
    status[at] = cells.status[j]!;
    if (exposure) exposure[at] = cells.exposure![j]!;
  });
  return {
    frequency: cells.frequency,
    units: cells.units,
    outcomes: cells.outcomes,
    unit: Int32Array.from({ length: size }, (_, j) => Math.floor(j / (m * T))),
    outcome: Int32Array.from({ length: size }, (_, j) => Math.floor(j / T) % m),
    period: Int32Array.from({ length: size }, (_, j) => periods[j % T]!),
    value,
    status,
    ...(exposure ? { exposure } : {}),
  };
};

/** As declared, or as the format has it. */
export const filled = (
  cells: Cells,
  absent: "zero" | "missing" | undefined,
  usual: "zero" | "missing",
): Cells => ((absent ?? usual) === "zero" && cells.value.length > 0 ? withZeros(cells) : cells);
