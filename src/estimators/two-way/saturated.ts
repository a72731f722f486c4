import { codesOf } from "./absorb.ts";
import { eventTimesOf, noEventTime } from "./event-time.ts";
import { influenceOf, parametersOf, regressTwoWay } from "./regress.ts";
import type { NamedColumn, Rows } from "./rows.ts";

/** One coefficient of the saturated model: the effect on a cohort at an event time. */
export interface Cell {
  /** First treated period. */
  readonly cohort: number;
  readonly event: number;
  readonly estimate: number;
  /** Treated rows behind it (their weight when weighted), its share in any aggregate. */
  readonly mass: number;
}

/** A fitted cohort × event time model, able to give the influence of any linear combination of its cells. */
export interface Saturated {
  readonly cells: readonly Cell[];
  /** Regressors counted by the small-sample factor, covariates included. */
  readonly regressors: number;
  readonly parameters: number;
  readonly dropped: readonly string[];
  /** Per unit of the design, mean zero: each unit's pull on Σ share · cell. */
  influence(share: Float64Array): Float64Array;
}

/**
 * Cohort × event time coefficients with unit and period effects; `control` units have none. On a balanced,
 * unweighted panel without covariates the model fits every cohort's mean path, so each coefficient is a difference
 * of changes and no regression is needed; otherwise the dummies are regressed.
 */
export const saturate = (rows: Rows, isControl: (unit: number) => boolean): Saturated => {
  const plain = rows.isBalanced && rows.weights === undefined && rows.covariates.length === 0;
  return (plain ? fromMeans(rows, isControl) : undefined) ?? fromRegression(rows, isControl);
};

/** Undefined when a cohort has no row one period before its start: the coefficients are then not plain changes. */
const fromMeans = (rows: Rows, isControl: (unit: number) => boolean): Saturated | undefined => {
  const { panel, cohort } = rows.design;
  const codes = codesOf(rows);
  const T = codes.periods;
  const ordinals = Array.from({ length: T }, (_, t) => panel.ordinals[rows.period[t]!]!);
  // Rows are unit by unit, T each; group −∞ holds the comparison units.
  const groupOf = (row: number) => {
    const unit = rows.unit[row]!;
    return isControl(unit) ? Number.NEGATIVE_INFINITY : cohort[unit]!;
  };
  const groups = new Map<number, { size: number; mean: Float64Array; base: number }>();
  for (let r = 0; r < rows.count; r += T) {
    const g = groupOf(r);
    const group = groups.get(g) ?? { size: 0, mean: new Float64Array(T), base: ordinals.indexOf(g - 1) };
    groups.set(g, group);
    group.size++;
    for (let t = 0; t < T; t++) group.mean[t]! += rows.y[r + t]!;
  }
  for (const { mean, size } of groups.values()) for (let t = 0; t < T; t++) mean[t]! /= size;
  const control = groups.get(Number.NEGATIVE_INFINITY)!;
  const cohorts = [...groups.keys()].filter(Number.isFinite).sort((a, b) => a - b);
  if (cohorts.some((g) => groups.get(g)!.base === -1)) return undefined;
  const places: { g: number; t: number }[] = [];
  const cells = cohorts.flatMap((g): Cell[] => {
    const { mean, size, base } = groups.get(g)!;
    return ordinals.flatMap((ordinal, t) => {
      if (t === base) return [];
      places.push({ g, t });
      const estimate = mean[t]! - mean[base]! - (control.mean[t]! - control.mean[base]!);
      return [{ cohort: g, event: ordinal - g, estimate, mass: size }];
    });
  });
  return {
    cells,
    regressors: cells.length,
    parameters: parametersOf(cells.length, codes).parameters,
    dropped: [],
    influence: (share) => {
      const n = cohort.length;
      const psi = new Float64Array(n);
      // What the combination asks of each period, per group: +1 at t and −1 at the base of every cell.
      const asks = new Map([...groups.keys()].map((g) => [g, new Float64Array(T)]));
      for (const [c, { g, t }] of places.entries()) {
        const base = groups.get(g)!.base;
        for (const [group, sign] of [
          [g, 1],
          [Number.NEGATIVE_INFINITY, -1],
        ] as const) {
          const ask = asks.get(group)!;
          ask[t]! += sign * share[c]!;
          ask[base]! -= sign * share[c]!;
        }
      }
      for (let r = 0; r < rows.count; r += T) {
        const g = groupOf(r);
        const [{ mean, size }, ask] = [groups.get(g)!, asks.get(g)!];
        let sum = 0;
        for (let t = 0; t < T; t++) sum += ask[t]! * (rows.y[r + t]! - mean[t]!);
        psi[rows.unit[r]!] = (n * sum) / size;
      }
      return psi;
    },
  };
};

const fromRegression = (rows: Rows, isControl: (unit: number) => boolean): Saturated => {
  const { cohort } = rows.design;
  const dummies = cohortDummies(rows, isControl);
  const regressors: readonly NamedColumn[] = [...dummies.map(({ column }) => column), ...rows.covariates];
  const fit = regressTwoWay(rows, regressors);
  const kept = fit.kept.filter((j) => j < dummies.length);
  const n = cohort.length;
  const influence = fit.regression === undefined ? [] : influenceOf(fit.regression, n, kept.length);
  return {
    cells: kept.map((j, at) => ({ ...dummies[j]!.cell, estimate: fit.coefficients[at]! })),
    regressors: fit.kept.length,
    parameters: fit.regression?.parameters ?? 0,
    dropped: fit.dropped,
    influence: (share) => {
      const psi = new Float64Array(n);
      for (const [c, values] of influence.entries()) {
        if (share[c] !== 0) for (let i = 0; i < n; i++) psi[i]! += share[c]! * values[i]!;
      }
      return psi;
    },
  };
};

/** Columns by event time, then cohort: the order in which the reference drops collinear ones. */
const cohortDummies = (rows: Rows, isControl: (unit: number) => boolean) => {
  const times = eventTimesOf(rows);
  const columns = new Map<string, { cell: Omit<Cell, "estimate">; column: NamedColumn; mass: number }>();
  for (let r = 0; r < rows.count; r++) {
    const [unit, event] = [rows.unit[r]!, times[r]!];
    if (event === noEventTime || event === -1 || isControl(unit)) continue;
    const start = rows.design.cohort[unit]!;
    const key = `${event} of cohort ${start}`;
    const made = columns.get(key) ?? {
      cell: { cohort: start, event, mass: 0 },
      column: { name: `event time ${key}`, values: new Float64Array(rows.count) },
      mass: 0,
    };
    columns.set(key, made);
    made.column.values[r] = 1;
    made.mass += rows.weights === undefined ? 1 : rows.weights[r]!;
  }
  return [...columns.values()]
    .map(({ cell, column, mass }) => ({ cell: { ...cell, mass }, column }))
    .sort((a, b) => a.cell.event - b.cell.event || a.cell.cohort - b.cell.cohort);
};
