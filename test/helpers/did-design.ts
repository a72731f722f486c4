import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";
import type { Design } from "../../src/model/design.ts";
import type { Settings } from "../../src/model/estimate.ts";
import { type Frequency, formatPeriod } from "../../src/model/period.ts";

export const settings: Settings = { confLevel: 0.95, seed: "test" };

export type Row = Readonly<Record<string, string | number>>;

interface Shape {
  readonly unit: string;
  readonly period: string;
  readonly outcome: string;
  /** First treated period of a unit; undefined or 0 = never. */
  cohort(row: Row): number | undefined;
  readonly covariates?: readonly string[];
  readonly weights?: string;
  readonly exposure?: string;
  readonly cluster?: string;
  readonly frequency?: Frequency;
}

/** A design from long rows, as the panel room would make it: absent cells NaN with status 1. */
export const designOf = (rows: readonly Row[], shape: Shape): Design => {
  const units = [...new Set(rows.map((row) => String(row[shape.unit])))];
  const ordinals = [...new Set(rows.map((row) => Number(row[shape.period])))].sort((a, b) => a - b);
  const frequency = shape.frequency ?? "integer";
  const [n, T] = [units.length, ordinals.length];
  const at = new Map(units.map((unit, i) => [unit, i]));
  const when = new Map(ordinals.map((ordinal, t) => [ordinal, t]));
  const names = [shape.outcome, ...(shape.covariates ?? []), shape.weights, shape.exposure];
  const columns: Record<string, Float64Array> = {};
  for (const name of names) if (name !== undefined) columns[name] = new Float64Array(n * T).fill(Number.NaN);
  const status = new Uint8Array(n * T).fill(1);
  const cohort = new Float64Array(n).fill(Number.POSITIVE_INFINITY);
  const clusterOf = new Array<string>(n);
  for (const row of rows) {
    const i = at.get(String(row[shape.unit]))!;
    const c = i * T + when.get(Number(row[shape.period]))!;
    for (const name of Object.keys(columns)) columns[name]![c] = numberOf(row[name]!);
    status[c] = Number.isNaN(columns[shape.outcome]![c]!) ? 2 : 0;
    const start = shape.cohort(row);
    if (start !== undefined && start !== 0 && !Number.isNaN(start)) cohort[i] = start;
    clusterOf[i] = String(row[shape.cluster ?? shape.unit]);
  }
  const clusters = [...new Set(clusterOf)];
  return {
    kind: "comparison-group",
    panel: {
      units,
      frequency,
      ordinals: Int32Array.from(ordinals),
      periods: ordinals.map((ordinal) => formatPeriod(ordinal, frequency)),
      columns,
      status: { [shape.outcome]: status },
    },
    outcome: shape.outcome,
    cohort,
    roles: units.map((_, i) => (Number.isFinite(cohort[i]!) ? "treated" : "comparison")),
    ...(shape.exposure === undefined ? {} : { exposure: shape.exposure }),
    ...(shape.weights === undefined ? {} : { weights: shape.weights }),
    covariates: shape.covariates ?? [],
    cluster: Int32Array.from(clusterOf, (name) => clusters.indexOf(name)),
    clusters,
  };
};

const numberOf = (value: string | number): number =>
  typeof value === "number" ? value : value.trim() === "" || value === "NA" ? Number.NaN : Number(value);

export const readRows = (path: string): Row[] =>
  parse(readFileSync(path), { columns: true, skip_empty_lines: true }) as Row[];

/** A balanced design from one array of outcomes per unit; periods are 1 … T. */
export const balanced = (
  units: readonly { readonly y: readonly number[]; readonly start?: number; readonly name?: string }[],
): Design =>
  designOf(
    units.flatMap(({ y, start, name }, i) =>
      y.map((value, t) => ({ unit: name ?? `u${i + 1}`, period: t + 1, y: value, start: start ?? 0 })),
    ),
    { unit: "unit", period: "period", outcome: "y", cohort: (row) => Number(row.start) },
  );

export const mpdta = (path: string, more: Partial<Shape> = {}): Design =>
  designOf(readRows(path), {
    unit: "countyreal",
    period: "year",
    outcome: "lemp",
    cohort: (row) => Number(row.first_treat),
    frequency: "year",
    ...more,
  });
