import { type Arrangements, linearTest } from "../maths/permutations.ts";
import { additiveEffects, proportionalEffects } from "../maths/two-way-effects.ts";
import type { Design } from "../model/design.ts";
import type { Study } from "../model/estimate.ts";
import type { Uncertainty } from "../study/wald.ts";

/**
 * Randomisation test of an effect that was imputed from untreated cells, with starts of any number: for each way in
 * which the starts could have fallen on the units, two effects are fitted to the cells untreated under it. Where that
 * agrees with the fit (checked, not believed), a thousand assignments cost less than a second.
 *
 * Undefined where the fit is another one: covariates, weights, another estimator.
 */
export const startsTest = (
  study: Study,
  dealt: Arrangements,
  cohortOf: (labels: Float64Array) => Float64Array,
): Uncertainty | undefined => {
  const { design, settings } = study;
  if (!isImputed(study)) return undefined;
  const isCount = study.fit.scale === "log";
  const table = tableOf(design, isCount);
  const observed = (isCount ? logRatio : meanGap)(table, design.cohort, table.y);
  const cohorts: Float64Array[] = [];
  dealt.each((labels) => cohorts.push(Float64Array.from(cohortOf(labels))));
  return isCount
    ? ratioTest(table, cohorts, observed, settings.confLevel)
    : gapTest(table, cohorts, observed, settings.confLevel);
};

/** Whether the first term of a fit is what two effects fitted to untreated cells leave of the treated ones. */
export const isImputed = ({ design, fit }: Study): boolean => {
  // A regression of treatment has a form of its own, and a fit without influence values is some other method.
  if (fit.regression !== undefined || fit.terms.length === 0 || fit.influence.length === 0) return false;
  if (design.weights !== undefined || design.covariates.length > 0) return false;
  const isCount = fit.scale === "log";
  const table = tableOf(design, isCount);
  const observed = (isCount ? logRatio : meanGap)(table, design.cohort, table.y);
  return Math.abs(observed - fit.terms[0]!.estimate) < 1e-6 * (1 + Math.abs(observed));
};

interface Table {
  readonly design: Design;
  readonly units: number;
  readonly periods: number;
  readonly y: Float64Array;
  readonly exposure?: Float64Array;
  /** Cells of treated and comparison units that have a value. */
  readonly seen: Uint8Array;
  /** Period effects of the last assignment, where the next one begins. */
  readonly start: Float64Array;
}

/** Fine enough for ties to count as ties. */
const tolerance = 1e-12;

const tableOf = (design: Design, isCount: boolean): Table => {
  const { panel, outcome, roles } = design;
  const T = panel.periods.length;
  const y = panel.columns[outcome]!;
  const exposure = isCount && design.exposure !== undefined ? panel.columns[design.exposure]! : undefined;
  const isIn = (i: number): boolean => roles[i] === "treated" || roles[i] === "comparison";
  const seen = Uint8Array.from(y, (v, c) =>
    Number(Number.isFinite(v) && isIn(Math.floor(c / T)) && (exposure === undefined || exposure[c]! > 0)),
  );
  return {
    design,
    units: panel.units.length,
    periods: T,
    y,
    ...(exposure && { exposure }),
    seen,
    start: new Float64Array(T).fill(Number(isCount)),
  };
};

/** Calls back for every seen cell from its unit's start on. */
const eachTreated = (
  { design, units, periods, seen }: Table,
  cohort: Float64Array,
  visit: (c: number, i: number, t: number) => void,
): void => {
  const { ordinals } = design.panel;
  for (let i = 0; i < units; i++) {
    if (!(cohort[i]! <= ordinals[periods - 1]!)) continue;
    for (let t = 0; t < periods; t++)
      if (ordinals[t]! >= cohort[i]! && seen[i * periods + t]) visit(i * periods + t, i, t);
  }
};

const openCells = (table: Table, cohort: Float64Array): Uint8Array => {
  const open = Uint8Array.from(table.seen);
  eachTreated(table, cohort, (c) => {
    open[c] = 0;
  });
  return open;
};

/** log of all events in treated cells over those expected of them. */
const logRatio = (table: Table, cohort: Float64Array, y: Float64Array): number => {
  const { unit, period } = proportionalEffects({ ...table, y, open: openCells(table, cohort) }, tolerance);
  table.start.set(period);
  let [events, expected] = [0, 0];
  eachTreated(table, cohort, (c, i, t) => {
    events += y[c]!;
    expected += (table.exposure?.[c] ?? 1) * unit[i]! * period[t]!;
  });
  return Math.log(events / expected);
};

/** Mean of what treated cells have beyond what is expected of them. */
const meanGap = (table: Table, cohort: Float64Array, y: Float64Array): number => {
  const { unit, period } = additiveEffects({ ...table, y, open: openCells(table, cohort) }, tolerance);
  table.start.set(period);
  let [gap, cells] = [0, 0];
  eachTreated(table, cohort, (c, i, t) => {
    const beyond = y[c]! - unit[i]! - period[t]!;
    if (Number.isNaN(beyond)) return;
    gap += beyond;
    cells += 1;
  });
  return gap / cells;
};

/** The statistic is linear in the outcome, so what one unit of effect adds to it is the statistic of the treatment itself. */
const gapTest = (
  table: Table,
  cohorts: readonly Float64Array[],
  observed: number,
  level: number,
): Uncertainty | undefined => {
  const treatment = new Float64Array(table.y.length);
  eachTreated(table, table.design.cohort, (c) => {
    treatment[c] = 1;
  });
  const statistic = cohorts.map((cohort) => meanGap(table, cohort, table.y));
  const overlap = cohorts.map((cohort) => meanGap(table, cohort, treatment));
  if (![...statistic, ...overlap].every(Number.isFinite)) return undefined;
  const { p, lower, upper } = linearTest(observed, statistic, overlap, level);
  return { error: Number.NaN, statistic: observed, p, lower, upper };
};

/** Effects, in standard deviations of the reference distribution, at which every assignment is worked out. */
const reach = [-8, -5, -2.5, 0, 2.5, 5, 8];
const widest = 8;
const gridSteps = 4000;

/**
 * The test of "the ratio is e^τ" removes that ratio from the treated cells. An assignment's statistic is a smooth curve
 * in τ, so it is worked out at a few τ, zero among them, and interpolated between; limits are where the p-value crosses
 * the level. One test gives p-value and interval, so that they cannot contradict each other.
 */
const ratioTest = (
  table: Table,
  cohorts: readonly Float64Array[],
  observed: number,
  level: number,
): Uncertainty => {
  const at = (tau: number): Float64Array => {
    const y = Float64Array.from(table.y);
    eachTreated(table, table.design.cohort, (c) => {
      y[c]! *= Math.exp(-tau);
    });
    return Float64Array.from(cohorts, (cohort) => logRatio(table, cohort, y));
  };
  const atNone = at(0);
  const spread = spreadOf(atNone);
  const nodes = nodesAround(observed, spread);
  const values = nodes.map((tau) => (tau === 0 ? atNone : at(tau)));
  const extremeShare = (tau: number, statisticOf: (r: number) => number): number => {
    const bar = Math.abs(observed - tau) - 1e-7 * spread;
    // An assignment that leaves no estimate counts as extreme, which is conservative.
    const extreme = cohorts.filter((_, r) => !(Math.abs(statisticOf(r)) < bar)).length;
    return extreme / cohorts.length;
  };
  const share = (tau: number): number => {
    const weights = lagrange(nodes, tau);
    return extremeShare(tau, (r) => weights.reduce((sum, weight, k) => sum + weight * values[k]![r]!, 0));
  };
  const [lower, upper] = [-1, 1].map((side) => limit(share, observed, side * widest * spread, 1 - level));
  return {
    error: Number.NaN,
    statistic: observed,
    p: extremeShare(0, (r) => atNone[r]!),
    lower: lower!,
    upper: upper!,
  };
};

/** Zero takes the place of the node next to it, where it is within reach: curves then pass through what p is read from. */
const nodesAround = (observed: number, spread: number): number[] => {
  const nodes = reach.map((r) => observed + r * spread);
  if (Math.abs(observed) > widest * spread) return nodes;
  const nearest = nodes.reduce((a, b) => (Math.abs(b) < Math.abs(a) ? b : a));
  return nodes.map((node) => (node === nearest ? 0 : node));
};

/** Where the share of as extreme assignments first falls to the level, outwards from the estimate; ±Infinity beyond reach. */
const limit = (share: (tau: number) => number, from: number, way: number, alpha: number): number => {
  if (share(from + way) > alpha) return way * Number.POSITIVE_INFINITY;
  let [inside, outside] = [0, 1];
  while ((outside - inside) * gridSteps > 1) {
    const middle = (inside + outside) / 2;
    if (share(from + middle * way) > alpha) inside = middle;
    else outside = middle;
  }
  return from + inside * way;
};

/** Half of the distance between the 16th and the 84th in a hundred, which a few wild assignments do not move. */
const spreadOf = (values: Float64Array): number => {
  const sorted = values.filter(Number.isFinite).sort();
  const q = (p: number): number => sorted[Math.min(sorted.length - 1, Math.floor(p * sorted.length))] ?? 0;
  return Math.max((q(0.84) - q(0.16)) / 2, 1e-6);
};

const lagrange = (nodes: readonly number[], at: number): number[] =>
  nodes.map((node, k) =>
    nodes.reduce((product, other, m) => (m === k ? product : (product * (at - other)) / (node - other)), 1),
  );
