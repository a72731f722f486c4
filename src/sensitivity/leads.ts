import { absorbTwoWay } from "../maths/fixed-effects.ts";
import { leastSquares } from "../maths/least-squares.ts";
import { poissonTwoWay } from "../maths/poisson-fixed-effects.ts";
import type { Design } from "../model/design.ts";

/** Differences before the start, by event time, relative to the period before it (−1). */
export interface Leads {
  /** −2, −3, …; the earliest stands for itself and everything before. */
  readonly events: readonly number[];
  readonly coefficients: Float64Array;
  /** J × J, clustered with fixest's small-sample factor. */
  readonly covariance: Float64Array;
  readonly clusters: number;
  readonly rows: number;
}

/**
 * Regresses untreated rows on event-time dummies with unit and period effects. Rows under treatment are left out,
 * so effects that differ between cohorts cannot leak into the leads as they do in a two-way event study
 * (Borusyak, Jaravel & Spiess 2024, section 4.4). Undefined where no lead can be estimated.
 */
export const estimateLeads = (design: Design, isCount: boolean, most: number): Leads | undefined => {
  const rows = untreatedRows(design, isCount);
  const events = eventsOf(design, rows, most);
  if (events.length === 0) return undefined;
  const first = events.at(-1)!;
  const { fit, k } = fitUntreated(design, isCount, rows, events.length, (event, write) => {
    const at = events.indexOf(Math.max(event, first));
    if (at !== -1) write(at, 1);
  });
  return summarise(design, fit, events, k);
};

/** A steady drift of treated units against the others before their start, per period. */
export interface Drift {
  readonly slope: number;
  readonly standardError: number;
  readonly df: number;
  /** Treated units with rows before their start, and the longest stretch of such rows. */
  readonly treated: number;
  readonly periods: number;
}

/**
 * One slope in event time, for treated units alone, beside unit and period effects: the contrast that a steady drift
 * shows up in most. The error is clustered, each cluster's score divided by √(1 − leverage) as in CR2, and its degrees
 * of freedom are the effective number of clusters that carry the slope, less one: with five treated of thirty-two that
 * is four and a bit, and thirty-one would call every second parallel panel a drift.
 *
 * Source    Bell & McCaffrey (2002), Survey Methodology 28(2), 169–181; Carter, Schnepel & Steigerwald (2017), Rev.
 *           Econ. Stat. 99(4), 698–709, on the effective number of clusters.
 */
export const estimateDrift = (design: Design, isCount: boolean): Drift | undefined => {
  const rows = untreatedRows(design, isCount);
  const events = rows.map((c) => eventAt(design, c)).filter(Number.isFinite);
  if (events.length === 0) return undefined;
  const { fit, k } = fitUntreated(design, isCount, rows, 1, (event, write) => write(0, event + 1));
  const slope = fit.coefficients[0]!;
  const own = fit.bread[0]!;
  if (!Number.isFinite(slope) || !(own > 0)) return undefined;
  const parts = new Map<number, { pull: number; leverage: number }>();
  for (let r = 0; r < fit.unit.length; r++) {
    const g = design.cluster[fit.unit[r]!]!;
    const part = parts.get(g) ?? { pull: 0, leverage: 0 };
    parts.set(g, part);
    for (let m = 0; m < k; m++) part.pull += fit.bread[m]! * fit.scores[r * k + m]!;
    part.leverage += own * fit.masses[r]!;
  }
  const all = [...parts.values()];
  const held = (leverage: number): number => Math.max(1 - leverage, 1e-6);
  const variance = all.reduce((sum, { pull, leverage }) => sum + pull ** 2 / held(leverage), 0);
  const effective = 1 / all.reduce((sum, { leverage }) => sum + leverage ** 2, 0);
  const treated = new Set(
    rows.filter((c) => Number.isFinite(eventAt(design, c))).map((c) => unitOf(design, c)),
  );
  return {
    slope,
    standardError: Math.sqrt(variance),
    df: Math.max(effective - 1, 1),
    treated: treated.size,
    periods: -Math.min(...events),
  };
};

const unitOf = ({ panel }: Design, c: number): number => Math.floor(c / panel.periods.length);

/** Periods since the start of a cell's unit; infinite where it never starts. */
const eventAt = (design: Design, c: number): number =>
  design.panel.ordinals[c % design.panel.periods.length]! - design.cohort[unitOf(design, c)]!;

/** Regression of untreated rows on columns made from event time, then the covariates, beside unit and period effects. */
const fitUntreated = (
  design: Design,
  isCount: boolean,
  rows: readonly number[],
  columns: number,
  fill: (event: number, write: (column: number, value: number) => void) => void,
): { fit: Fitted; k: number } => {
  const k = columns + design.covariates.length;
  const x = new Float64Array(rows.length * k);
  const T = design.panel.periods.length;
  for (const [r, c] of rows.entries()) {
    const event = eventAt(design, c);
    if (Number.isFinite(event))
      fill(event, (column, value) => {
        x[r * k + column] = value;
      });
    for (const [j, name] of design.covariates.entries())
      x[r * k + columns + j] = design.panel.columns[name]![c]!;
  }
  const problem: Problem = {
    x,
    k,
    y: Float64Array.from(rows, (c) => design.panel.columns[design.outcome]![c]!),
    unit: Int32Array.from(rows, (c) => Math.floor(c / T)),
    period: Int32Array.from(rows, (c) => c % T),
    units: design.panel.units.length,
    periods: T,
    ...(design.weights === undefined
      ? {}
      : { weights: Float64Array.from(rows, (c) => design.panel.columns[design.weights!]![c]!) }),
  };
  return { fit: isCount ? countFit(problem, design, rows) : meanFit(problem), k };
};

interface Problem {
  readonly x: Float64Array;
  readonly k: number;
  readonly y: Float64Array;
  readonly unit: Int32Array;
  readonly period: Int32Array;
  readonly units: number;
  readonly periods: number;
  readonly weights?: Float64Array;
}

interface Fitted {
  readonly coefficients: Float64Array;
  /** Rows × k of x̃ · weight · residual, with the unit and period of each. */
  readonly scores: Float64Array;
  readonly bread: Float64Array;
  /** Rows: weight · x̃² of the first column. */
  readonly masses: Float64Array;
  readonly unit: Int32Array;
  readonly period: Int32Array;
}

const untreatedRows = (design: Design, isCount: boolean): number[] => {
  const { panel, cohort, roles } = design;
  const T = panel.periods.length;
  const column = (name: string | undefined) => (name === undefined ? undefined : panel.columns[name]!);
  const [y, weights] = [column(design.outcome)!, column(design.weights)];
  const exposure = isCount ? column(design.exposure) : undefined;
  const covariates = design.covariates.map((name) => panel.columns[name]!);
  const usable = (c: number) =>
    Number.isFinite(y[c]!) &&
    (weights === undefined || weights[c]! > 0) &&
    (exposure === undefined || (exposure[c]! > 0 && Number.isFinite(exposure[c]!))) &&
    covariates.every((values) => Number.isFinite(values[c]!));
  return Array.from(y.keys()).filter((c) => {
    const [i, t] = [Math.floor(c / T), c % T];
    const isIn = roles[i] === "treated" || roles[i] === "comparison";
    return isIn && panel.ordinals[t]! < cohort[i]! && usable(c);
  });
};

/**
 * Leads seen for at least half of the treated clusters, nearest first; the last of at most `most` stands for all
 * before it. A lead that one or two clusters carry would be fitted almost exactly, and its tiny clustered variance
 * would turn the joint test into a false alarm.
 */
const eventsOf = (design: Design, rows: readonly number[], most: number): number[] => {
  const T = design.panel.periods.length;
  const seen = new Map<number, Set<number>>();
  for (const c of rows) {
    const i = Math.floor(c / T);
    const event = design.panel.ordinals[c % T]! - design.cohort[i]!;
    if (Number.isFinite(event)) seen.set(event, (seen.get(event) ?? new Set()).add(design.cluster[i]!));
  }
  const all = seen.get(-1)?.size ?? 0;
  const leads = [...seen.keys()].filter((event) => event < -1 && seen.get(event)!.size * 2 >= all);
  return all === 0 ? [] : leads.sort((a, b) => b - a).slice(0, most);
};

const meanFit = (problem: Problem): Fitted => {
  const { x, k, y, weights } = problem;
  const n = y.length;
  const absorbed = absorbTwoWay(problem);
  const demeaned = new Float64Array(n * k);
  for (let j = 0; j < k; j++) {
    const original = Float64Array.from({ length: n }, (_, r) => x[r * k + j]!);
    const column = absorbed.demean(original);
    // What the effects explain leaves rounding behind, which must not pass for a regressor.
    const [left, whole] = [column, original].map((values) => values.reduce((sum, v) => sum + v * v, 0));
    if (left! <= 1e-16 * whole!) continue;
    for (let r = 0; r < n; r++) demeaned[r * k + j] = column[r]!;
  }
  const fit = leastSquares({ x: demeaned, n, k, y: absorbed.demean(y), weights });
  const scores = demeaned.map((v, at) => {
    const r = Math.floor(at / k);
    return v * fit.residuals[r]! * (weights?.[r] ?? 1);
  });
  return {
    coefficients: fit.coefficients,
    scores,
    bread: fit.bread,
    masses: Float64Array.from({ length: n }, (_, r) => demeaned[r * k]! ** 2 * (weights?.[r] ?? 1)),
    unit: problem.unit,
    period: problem.period,
  };
};

const countFit = (problem: Problem, design: Design, rows: readonly number[]): Fitted => {
  const { exposure } = design;
  const offset =
    exposure === undefined
      ? undefined
      : Float64Array.from(rows, (c) => Math.log(design.panel.columns[exposure]![c]!));
  const fit = poissonTwoWay({ ...problem, offset });
  const { k } = problem;
  const scores = fit.xDemeaned.map((v, at) => {
    const r = Math.floor(at / k);
    return v * fit.workingResiduals[r]! * fit.weights[r]!;
  });
  return {
    coefficients: fit.coefficients,
    scores,
    bread: fit.bread,
    masses: Float64Array.from(fit.weights, (w, r) => fit.xDemeaned[r * k]! ** 2 * w),
    unit: fit.kept.map((r) => problem.unit[r]!),
    period: fit.kept.map((r) => problem.period[r]!),
  };
};

const summarise = (design: Design, fit: Fitted, events: readonly number[], k: number): Leads | undefined => {
  const kept = events
    .map((_, j) => j)
    .filter((j) => Number.isFinite(fit.coefficients[j]!) && fit.bread[j * k + j]! > 0);
  const J = kept.length;
  if (J === 0) return undefined;
  const sums = new Map<number, Float64Array>();
  for (let r = 0; r < fit.unit.length; r++) {
    const cluster = design.cluster[fit.unit[r]!]!;
    const sum = sums.get(cluster) ?? new Float64Array(k);
    sums.set(cluster, sum);
    for (let j = 0; j < k; j++) sum[j]! += fit.scores[r * k + j]!;
  }
  const [G, N] = [sums.size, fit.unit.length];
  const regressors = Array.from({ length: k }, (_, j) => j).filter((j) => fit.bread[j * k + j]! > 0).length;
  const factor = (G / (G - 1)) * ((N - 1) / (N - regressors - new Set(fit.period).size));
  const covariance = new Float64Array(J * J);
  for (const sum of sums.values()) {
    const pull = kept.map((j) => {
      let total = 0;
      for (let m = 0; m < k; m++) total += fit.bread[j * k + m]! * sum[m]!;
      return total;
    });
    for (let a = 0; a < J; a++)
      for (let b = 0; b < J; b++) covariance[a * J + b]! += factor * pull[a]! * pull[b]!;
  }
  const coefficients = Float64Array.from(kept, (j) => fit.coefficients[j]!);
  return { events: kept.map((j) => events[j]!), coefficients, covariance, clusters: G, rows: N };
};
