import type { Panel } from "../../model/panel.ts";
import type { GuessedSource } from "./sources.ts";

/** A row to be replaced, so that the first study runs before anything is filled in. */
export interface Example {
  readonly unit: string;
  readonly start: string;
  readonly csv: string;
}

export const exampleId = "example";

const cell = (text: string): string => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** A unit that every period has, and a start two thirds of the way through. */
export const exampleRow = ({ panel }: GuessedSource): Example | undefined => {
  if (!panel || panel.periods.length < 3 || panel.units.length === 0) return undefined;
  const unit = fullest(panel);
  const start = panel.periods[Math.ceil((panel.periods.length * 2) / 3)] ?? panel.periods.at(-1)!;
  const title = "Example: replace this row with what was done";
  return {
    unit,
    start,
    csv: `id,title,unit,start,role\n${exampleId},${title},${cell(unit)},${cell(start)},treated\n`,
  };
};

/** The unit with the most events in the first outcome: an example that is not all zeros. */
const fullest = ({ units, periods, columns }: Panel): string => {
  const values = Object.values(columns)[0]!;
  const T = periods.length;
  const total = (i: number): number =>
    values.subarray(i * T, (i + 1) * T).reduce((sum, value) => sum + (Number.isNaN(value) ? 0 : value), 0);
  const totals = units.map((_, i) => total(i));
  return units[totals.indexOf(Math.max(...totals))]!;
};
