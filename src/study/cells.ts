import type { Design } from "../model/design.ts";

/** Whether a value can be a count of events; a missing one can. */
export const isCountValue = (value: number): boolean =>
  Number.isNaN(value) || (value >= 0 && Number.isInteger(value));

/** Every value of the outcome is a whole number and none is below zero. */
export const isCountOutcome = ({ panel, outcome }: Design): boolean =>
  panel.columns[outcome]!.every(isCountValue);

/** Visits every observed cell of the treated units: its value, its period and the start of its unit, both as ordinals. */
const eachTreated = (
  { panel, outcome, cohort, roles }: Design,
  visit: (value: number, ordinal: number, start: number) => void,
): void => {
  const T = panel.periods.length;
  const column = panel.columns[outcome]!;
  for (let i = 0; i < panel.units.length; i += 1) {
    if (roles[i] !== "treated") continue;
    for (let t = 0; t < T; t += 1) {
      const value = column[i * T + t]!;
      if (!Number.isNaN(value)) visit(value, panel.ordinals[t]!, cohort[i]!);
    }
  }
};

const afterStart = (ordinal: number, start: number): boolean => ordinal >= start;

/** Mean outcome of treated cells from their start on, or of those wanted: what a difference is measured against. */
export const treatedMean = (
  design: Design,
  wanted: (ordinal: number, start: number) => boolean = afterStart,
): number => {
  let [sum, cells] = [0, 0];
  eachTreated(design, (value, ordinal, start) => {
    if (!wanted(ordinal, start)) return;
    sum += value;
    cells += 1;
  });
  return cells === 0 ? Number.NaN : sum / cells;
};

/** Observed cells of treated units from their start on. */
export const treatedCells = (design: Design): number => {
  let cells = 0;
  eachTreated(design, (_, ordinal, start) => {
    if (afterStart(ordinal, start)) cells += 1;
  });
  return cells;
};

/** The same design with its outcome divided by its exposure; a cell that nobody was exposed in has no rate. */
export const asRates = (design: Design): Design => {
  const { panel, outcome, exposure } = design;
  if (exposure === undefined) return design;
  const out = panel.columns[exposure]!;
  const rates = panel.columns[outcome]!.map((value, at) => (out[at]! > 0 ? value / out[at]! : Number.NaN));
  return { ...design, panel: { ...panel, columns: { ...panel.columns, [outcome]: rates } } };
};
