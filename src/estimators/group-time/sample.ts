import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import type { Plan } from "./plan.ts";
import { selectUnits } from "./selection.ts";

/** Units `from … to − 1` of the sample. Units are sorted by cohort, so that a cohort is one range. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** A cohort. `estimated` is false for a last cohort that only ever serves as comparison. */
export interface Group extends Range {
  readonly cohort: number;
  readonly estimated: boolean;
}

/**
 * The balanced panel that group-time effects are computed from, re-shaped once: n units sorted by cohort, T periods,
 * columns period-major (`y[t * n + i]`), so that every cell reads contiguous memory.
 */
export interface Sample {
  readonly n: number;
  /** T period ordinals. */
  readonly ordinals: Int32Array;
  readonly y: Float64Array;
  /** T × n sampling weights, or absent for 1. */
  readonly weights?: Float64Array;
  /** n × k with the intercept first, of period s; one matrix for all periods when nothing varies in time. */
  readonly covariates?: { readonly k: number; readonly varying: boolean; at(s: number): Float64Array };
  readonly groups: readonly Group[];
  readonly never: Range;
  /** n: the unit's row in the design. */
  readonly original: Int32Array;
  /** n cluster indices, or absent when every unit is its own cluster. */
  readonly cluster?: Int32Array;
  readonly clusters: number;
  readonly warnings: readonly Diagnostic[];
}

export const buildSample = (design: Design, plan: Plan): Sample => {
  const { panel } = design;
  const width = panel.ordinals.length;
  const { units: original, positions, cohort, warnings } = selectUnits(design, plan);
  const n = original.length;
  const ordinals = Int32Array.from(positions, (t) => panel.ordinals[t]!);
  const periodMajor = (name: string): Float64Array => {
    const column = panel.columns[name]!;
    const out = new Float64Array(positions.length * n);
    positions.forEach((t, row) => {
      for (let i = 0; i < n; i++) out[row * n + i] = column[original[i]! * width + t]!;
    });
    return out;
  };
  const last = ordinals[ordinals.length - 1]!;
  const groups: Group[] = [];
  let from = 0;
  while (from < n && Number.isFinite(cohort[original[from]!]!)) {
    const start = cohort[original[from]!]!;
    let to = from;
    while (to < n && cohort[original[to]!] === start) to++;
    groups.push({ cohort: start, from, to, estimated: start <= last });
    from = to;
  }
  const regressors = independent(design.covariates, periodMajor, n);
  const clustered = new Set(Array.from(original, (i) => design.cluster[i])).size < n;
  return {
    n,
    ordinals,
    y: periodMajor(design.outcome),
    ...(design.weights === undefined ? {} : { weights: meanOne(periodMajor(design.weights), n) }),
    ...(regressors.columns.length === 0 ? {} : { covariates: covariates(regressors.columns, n) }),
    groups,
    never: { from, to: n },
    original,
    ...(clustered ? { cluster: Int32Array.from(original, (i) => design.cluster[i]!) } : {}),
    clusters: clustered ? design.clusters.length : n,
    warnings: [...warnings, ...collinear(regressors.dropped)],
  };
};

/** Columns that say something beside the intercept and those before them, and the names of those that do not. */
const independent = (
  names: readonly string[],
  columnOf: (name: string) => Float64Array,
  n: number,
): { columns: Float64Array[]; dropped: string[] } => {
  const [columns, dropped]: [Float64Array[], string[]] = [[], []];
  const basis: Float64Array[] = [];
  for (const name of names) {
    const column = columnOf(name);
    const centre = column.reduce((sum, v) => sum + v, 0) / column.length;
    const own = column.map((v) => v - centre);
    const size = norm(own);
    for (const other of basis) {
      const along = own.reduce((sum, v, at) => sum + v * other[at]!, 0);
      for (let at = 0; at < own.length; at++) own[at]! -= along * other[at]!;
    }
    const left = norm(own);
    if (n > 0 && left > 1e-9 * Math.max(size, Math.abs(centre))) {
      basis.push(own.map((v) => v / left));
      columns.push(column);
    } else dropped.push(name);
  }
  // Where nothing is left the cells say why they cannot be estimated.
  return columns.length === 0 ? { columns: names.map(columnOf), dropped: [] } : { columns, dropped };
};

const norm = (values: Float64Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0));

const collinear = (dropped: readonly string[]): Diagnostic[] =>
  dropped.length === 0
    ? []
    : [
        diagnostic(
          "design/collinear",
          "warning",
          `dropped because the intercept or earlier covariates already say the same: ${dropped.join(", ")}`,
          { count: dropped.length },
        ),
      ];

/**
 * Weights with mean 1 in every period. Effects do not depend on their scale, but the logit does: it starts from
 * (w·y + ½)/(w + 1), and with populations for weights that start is so near 0 and 1 that it never comes back.
 */
const meanOne = (weights: Float64Array, n: number): Float64Array => {
  for (let from = 0; from < weights.length; from += n) {
    const row = weights.subarray(from, from + n);
    const mean = row.reduce((sum, w) => sum + w, 0) / n;
    if (mean > 0) for (let i = 0; i < n; i++) row[i]! /= mean;
  }
  return weights;
};

/**
 * Covariates are standardised: effects do not depend on their origin or unit, and a population in the millions
 * next to an intercept would otherwise cost half of the digits of X'X.
 */
const covariates = (columns: readonly Float64Array[], n: number): NonNullable<Sample["covariates"]> => {
  const k = columns.length + 1;
  const periods = columns[0]!.length / n;
  const varying = columns.some((x) => x.some((value, at) => value !== x[at % n]));
  const scaled = columns.map((x) => standardise(varying ? x : x.subarray(0, n)));
  const matrices = Array.from({ length: varying ? periods : 1 }, (_, s) => {
    const x = new Float64Array(n * k);
    for (let i = 0; i < n; i++) {
      x[i * k] = 1;
      for (let j = 1; j < k; j++) x[i * k + j] = scaled[j - 1]![s * n + i]!;
    }
    return x;
  });
  return { k, varying, at: (s) => matrices[varying ? s : 0]! };
};

const standardise = (x: Float64Array): Float64Array => {
  const centre = x.reduce((sum, v) => sum + v, 0) / x.length;
  const spread = Math.sqrt(x.reduce((sum, v) => sum + (v - centre) ** 2, 0) / x.length);
  // A constant column stays as it is: it is collinear with the intercept, and its cells say so.
  return spread > 1e-14 * Math.abs(centre) ? x.map((v) => (v - centre) / spread) : x.slice();
};
