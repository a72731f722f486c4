import { type Arrangements, linearTest } from "../maths/permutations.ts";
import type { Design } from "../model/design.ts";

/** Events before and after the common start, per unit of assignment. */
export interface AssignmentTotals {
  readonly before: Float64Array;
  readonly after: Float64Array;
  /** Units per unit of assignment, and how many periods lie on either side. */
  readonly units: Float64Array;
  readonly periods: { readonly before: number; readonly after: number };
}

export interface RatioTest {
  readonly p: number;
  /** ±Infinity where no effect that way can be refused at this level. */
  readonly lower: number;
  readonly upper: number;
}

/**
 * Totals per unit of assignment when the log ratio of four totals is what the model estimates: one start, every treated and
 * comparison cell observed, no exposure, weights or covariates. Undefined otherwise.
 */
export const assignmentTotals = (
  design: Design,
  assignedOf: (unit: number) => number,
  count: number,
): AssignmentTotals | undefined => {
  const { panel, outcome, cohort, roles, exposure, weights, covariates } = design;
  const starts = new Set(cohort.filter((start, i) => roles[i] === "treated" && Number.isFinite(start)));
  if (starts.size !== 1 || exposure !== undefined || weights !== undefined || covariates.length > 0)
    return undefined;
  const [start] = starts;
  const T = panel.periods.length;
  const early = panel.ordinals.filter((ordinal) => ordinal < start!).length;
  const totals = {
    before: new Float64Array(count),
    after: new Float64Array(count),
    units: new Float64Array(count),
    periods: { before: early, after: T - early },
  };
  for (let i = 0; i < roles.length; i++) {
    if (roles[i] !== "treated" && roles[i] !== "comparison") continue;
    totals.units[assignedOf(i)]! += 1;
    for (let t = 0; t < T; t++) {
      const value = panel.columns[outcome]![i * T + t]!;
      if (Number.isNaN(value)) return undefined;
      (panel.ordinals[t]! < start! ? totals.before : totals.after)[assignedOf(i)]! += value;
    }
  }
  return totals;
};

/** log of (after ÷ before) in the marked units of assignment over the same in the others. */
export const logRatio = (
  { before, after }: AssignmentTotals,
  isMarked: (assigned: number) => boolean,
): number => {
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    const at = isMarked(i) ? 0 : 2;
    sums[at]! += before[i]!;
    sums[at + 1]! += after[i]!;
  }
  return Math.log(sums[1]! / sums[0]!) - Math.log(sums[3]! / sums[2]!);
};

/** Mean change of the units of the marked units of assignment less that of the others: what least squares gives on such a panel. */
export const meanChange = (totals: AssignmentTotals, isMarked: (assigned: number) => boolean): number => {
  const { before, after, units, periods } = totals;
  const sums = [0, 0, 0, 0];
  for (let i = 0; i < before.length; i++) {
    const at = isMarked(i) ? 0 : 2;
    sums[at]! += after[i]! / periods.after - before[i]! / periods.before;
    sums[at + 1]! += units[i]!;
  }
  return sums[0]! / sums[1]! - sums[2]! / sums[3]!;
};

/** Per arrangement the difference of mean changes, and what one unit of effect on the really treated adds to it. */
export const changeTest = (
  totals: AssignmentTotals,
  dealt: Arrangements,
  drawn: ArrayLike<number>,
  observed: number,
  level: number,
): RatioTest => {
  const statistic = new Float64Array(dealt.count);
  const overlap = new Float64Array(dealt.count);
  const { units } = totals;
  let r = 0;
  dealt.each((labels) => {
    statistic[r] = meanChange(totals, (i) => Number.isFinite(labels[i]!));
    let [both, marked, own, all] = [0, 0, 0, 0];
    for (let i = 0; i < labels.length; i++) {
      const n = units[i]!;
      const isMarked = Number.isFinite(labels[i]!);
      const isOwn = Number.isFinite(drawn[i]!);
      all += n;
      if (isMarked) marked += n;
      if (isOwn) own += n;
      if (isMarked && isOwn) both += n;
    }
    overlap[r] = both / marked - (own - both) / (all - marked);
    r++;
  });
  return linearTest(observed, statistic, overlap, level);
};

/**
 * Permutation test of a constant ratio, and its interval from the same arrangements: under an effect δ the events of
 * the treated after the start would have been e^−δ times as many, whoever had been drawn. p and interval are one test
 * inverted, so the interval holds 0 exactly when p is above α.
 *
 * Shapes  labels finite = treated. `observed` is the log ratio as it was dealt.
 */
export const ratioTest = (
  totals: AssignmentTotals,
  dealt: Arrangements,
  drawn: ArrayLike<number>,
  observed: number,
  level: number,
): RatioTest => {
  const R = dealt.count;
  // Per arrangement: before of the marked, after of the marked that were really treated, and of the others.
  const before = new Float64Array(R);
  const own = new Float64Array(R);
  const other = new Float64Array(R);
  let r = 0;
  dealt.each((labels) => {
    for (let i = 0; i < labels.length; i++) {
      if (!Number.isFinite(labels[i]!)) continue;
      before[r]! += totals.before[i]!;
      if (Number.isFinite(drawn[i]!)) own[r]! += totals.after[i]!;
      else other[r]! += totals.after[i]!;
    }
    r++;
  });
  let [allBefore, allOwn, allOther] = [0, 0, 0];
  for (let i = 0; i < totals.before.length; i++) {
    allBefore += totals.before[i]!;
    if (Number.isFinite(drawn[i]!)) allOwn += totals.after[i]!;
    else allOther += totals.after[i]!;
  }
  const pAt = (effect: number): number => {
    const shrink = Math.exp(-effect);
    const bar = Math.abs(observed - effect) * (1 - 1e-9) - 1e-12;
    let extreme = 0;
    for (let k = 0; k < R; k++) {
      const marked = (own[k]! * shrink + other[k]!) / before[k]!;
      const rest = ((allOwn - own[k]!) * shrink + allOther - other[k]!) / (allBefore - before[k]!);
      const statistic = Math.log(marked / rest);
      // What cannot be formed counts as extreme: conservative.
      if (!(Math.abs(statistic) < bar)) extreme++;
    }
    return extreme / R;
  };
  const alpha = 1 - level;
  const p = pAt(0);
  return { p, lower: bound(pAt, observed, alpha, p, -1), upper: bound(pAt, observed, alpha, p, 1) };
};

/** The last effect on one side that is not refused. Starts beyond 0 when 0 is not refused, so that both agree. */
const bound = (
  pAt: (effect: number) => number,
  observed: number,
  alpha: number,
  pZero: number,
  side: 1 | -1,
): number => {
  const farthest = 8;
  let inside = pZero > alpha && -observed * side > 0 ? 0 : observed;
  let step = 0.02;
  let outside = inside + side * step;
  while (pAt(outside) > alpha) {
    inside = outside;
    step *= 1.6;
    outside = inside + side * step;
    if (Math.abs(outside - observed) > farthest) return side * Number.POSITIVE_INFINITY;
  }
  for (let k = 0; k < 30; k++) {
    const middle = (inside + outside) / 2;
    if (pAt(middle) > alpha) inside = middle;
    else outside = middle;
  }
  return inside;
};
