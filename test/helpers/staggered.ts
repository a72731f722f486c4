import { readFileSync } from "node:fs";
import type { Design } from "../../src/model/design.ts";
import { type Frequency, formatPeriod } from "../../src/model/period.ts";

/** One row per unit and period; `cohort` undefined = never treated. */
export interface StaggeredRow {
  readonly unit: string;
  readonly period: number;
  readonly y: number;
  readonly cohort?: number;
  readonly columns?: Readonly<Record<string, number>>;
  readonly cluster?: string;
}

/** A comparison-group design of the outcome `y` from long rows, in the order in which units first appear. */
export const staggered = (
  rows: readonly StaggeredRow[],
  extra: { covariates?: readonly string[]; weights?: string; frequency?: Frequency } = {},
): Design => {
  const units = [...new Set(rows.map((r) => r.unit))];
  const ordinals = Int32Array.from([...new Set(rows.map((r) => r.period))].sort((a, b) => a - b));
  const width = ordinals.length;
  const at = new Map(units.map((u, i) => [u, i]));
  const position = new Map([...ordinals].map((o, t) => [o, t]));
  const names = ["y", ...Object.keys(rows[0]?.columns ?? {})];
  const columns = Object.fromEntries(
    names.map((name) => [name, new Float64Array(units.length * width).fill(Number.NaN)]),
  );
  const cohort = new Float64Array(units.length).fill(Infinity);
  const labels = [...new Set(rows.map((r) => r.cluster ?? r.unit))];
  const cluster = new Int32Array(units.length);
  for (const row of rows) {
    const i = at.get(row.unit)!;
    const cell = i * width + position.get(row.period)!;
    columns.y![cell] = row.y;
    for (const [name, value] of Object.entries(row.columns ?? {})) columns[name]![cell] = value;
    cohort[i] = row.cohort ?? Infinity;
    cluster[i] = labels.indexOf(row.cluster ?? row.unit);
  }
  const frequency = extra.frequency ?? "integer";
  return {
    kind: "comparison-group",
    panel: {
      units,
      frequency,
      ordinals,
      periods: [...ordinals].map((o) => formatPeriod(o, frequency)),
      columns,
      status: {},
    },
    outcome: "y",
    cohort,
    roles: units.map((_, i) => (cohort[i] === Infinity ? "comparison" : "treated")),
    covariates: extra.covariates ?? [],
    ...(extra.weights === undefined ? {} : { weights: extra.weights }),
    cluster,
    clusters: labels,
  };
};

/** Rows of a plain CSV without quotes. */
export const plainCsv = (path: string): Record<string, string>[] => {
  const [header, ...lines] = readFileSync(path, "utf8").trim().split("\n");
  const names = header!.split(",");
  return lines.map((line) => {
    const cells = line.split(",");
    return Object.fromEntries(names.map((name, i) => [name, cells[i] ?? ""]));
  });
};
