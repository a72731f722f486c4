import type { Design } from "../../model/design.ts";
import { DesignError, UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import { parsePeriod } from "../../model/period.ts";
import { type DonorTable, list } from "./donor-table.ts";

/** One predictor as asked for: a column, averaged over the whole pre-period or over the periods named. */
export interface Predictor {
  readonly name: string;
  readonly column: string;
  /** Ordinals, inclusive. */
  readonly from: number;
  readonly to: number;
}

/** The column behind `beer@1984..1988`: what must be read from the file. */
export const predictorColumn = (spec: string): string => spec.split("@")[0]!.trim();

/** Reads `column`, `column@1988` and `column@1984..1988`. */
export const readPredictor = (spec: string, design: Design): Predictor => {
  const column = predictorColumn(spec);
  if (!(column in design.panel.columns)) {
    throw new UsageError("synthetic/unknown-predictor", {
      found: `predictor "${column}"`,
      expected: "a column of the panel",
      hint: suggest(column, Object.keys(design.panel.columns)),
    });
  }
  const { from, to } = readWindow(spec.includes("@") ? spec.slice(spec.indexOf("@") + 1) : undefined, design);
  return { name: spec.trim(), column, from, to };
};

/** `1988` or `1984..1988`, inclusive; everything when absent. */
export const readWindow = (text: string | undefined, design: Design): { from: number; to: number } => {
  if (text === undefined) return { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
  const [first, last = first] = text.split("..").map((part) => parsePeriod(part));
  const sound = [first, last].every((period) => period?.frequency === design.panel.frequency);
  if (!sound || first!.ordinal > last!.ordinal) {
    throw new UsageError("synthetic/window", {
      found: `"${text}" as a window of periods`,
      expected: `PERIOD or PERIOD..PERIOD, written like ${design.panel.periods[0]}`,
    });
  }
  return { from: first!.ordinal, to: last!.ordinal };
};

/** k × rows, row-major: each predictor averaged over its window, cut off before period `pre` of the table. */
export interface PredictorMatrix {
  readonly predictors: readonly Predictor[];
  readonly x: Float64Array;
}

/**
 * Means skip empty cells, as the reference does; a unit without any value of a predictor cannot be matched on it. Before
 * an earlier, pretended start a predictor that has no values yet is left out instead.
 * Throws DesignError synthetic/missing-predictor, naming units and predictors.
 */
export const predictorMatrix = (
  design: Design,
  table: DonorTable,
  asked: readonly Predictor[],
  pre: number,
): PredictorMatrix => {
  const lines = asked.map((predictor) => ({ predictor, values: valuesOf(design, table, predictor, pre) }));
  const whole = lines.filter(({ values }) => !values.some(Number.isNaN));
  const pretended = pre < table.groups[0]!.pre;
  if (whole.length === 0 || (whole.length < lines.length && !pretended)) throw missingPredictor(table, lines);
  const rows = table.units.length;
  const x = new Float64Array(whole.length * rows);
  whole.forEach(({ values }, k) => void x.set(values, k * rows));
  return { predictors: whole.map(({ predictor }) => predictor), x };
};

/** One predictor for every row of the table; NaN where it has no value. */
const valuesOf = (design: Design, table: DonorTable, predictor: Predictor, pre: number): Float64Array => {
  const { ordinals } = design.panel;
  const end = ordinals[table.columns[pre]!]!;
  const inside = Array.from(ordinals.keys()).filter(
    (t) => ordinals[t]! < end && ordinals[t]! >= predictor.from && ordinals[t]! <= predictor.to,
  );
  return Float64Array.from(table.source, (unit) => meanOver(design, predictor.column, unit, inside));
};

const meanOver = (design: Design, column: string, unit: number, periods: readonly number[]): number => {
  const values = periods
    .map((t) => design.panel.columns[column]![unit * design.panel.ordinals.length + t]!)
    .filter(Number.isFinite);
  return values.reduce((sum, v) => sum + v, 0) / values.length;
};

const missingPredictor = (
  table: DonorTable,
  lines: readonly { readonly predictor: Predictor; readonly values: Float64Array }[],
): DesignError => {
  const holes = lines.flatMap(({ predictor, values }) =>
    Array.from(values.keys())
      .filter((row) => Number.isNaN(values[row]!))
      .map((row) => `${predictor.name} of ${table.units[row]}`),
  );
  return new DesignError("synthetic/missing-predictor", {
    found: `no value before the start for ${list(holes)}`,
    expected: "at least one value of every predictor, before the start and inside its window, for every unit",
    hint: "widen the window of the predictor, leave it out, or leave out the units without it",
  });
};
