import { arrangements, countArrangements } from "../../maths/permutations.ts";
import { stream } from "../../maths/random.ts";
import { DesignError } from "../../model/errors.ts";
import { type DonorTable, list } from "./donor-table.ts";
import {
  alone,
  average,
  gaps,
  type Match,
  type Matcher,
  type MatcherUpTo,
  rootMeanSquare,
  type Target,
} from "./matcher.ts";

/** One unit (or group of as many units as were treated) put in the place of the treated one. */
export interface Comparison {
  readonly unit: string;
  readonly pre_rmspe: number;
  readonly post_rmspe: number;
  /** Post over pre: how much worse the imitation became when the programme began. */
  readonly ratio: number;
  readonly gap: Float64Array;
}

/** Below this a fit is perfect for all purposes, and dividing by it would rank rounding errors. */
export const perfectFit = (table: DonorTable): number => {
  const mean = average(table.y);
  return 1e-6 * Math.sqrt(average(table.y.map((v) => (v - mean) ** 2)));
};

export const compare = (unit: string, gap: Float64Array, pre: number, floor: number): Comparison => {
  const before = rootMeanSquare(gap.subarray(0, pre));
  const after = rootMeanSquare(gap.subarray(pre));
  return { unit, pre_rmspe: before, post_rmspe: after, ratio: after / Math.max(before, floor), gap };
};

/**
 * In-space placebos: every donor in turn takes the place of the treated unit, with the other donors as its pool
 * (the treated unit never serves). When several units were treated, groups of that many donors take their place, all
 * groups where there are at most `draws`, else that many at random.
 */
export const inSpace = (
  table: DonorTable,
  matcher: Matcher,
  treated: Target,
  pre: number,
  options: { readonly draws: number; readonly seed: string },
): Comparison[] => {
  const floor = perfectFit(table);
  const size = treated.rows.length;
  if (table.donors.length <= size) return [];
  return groupsOf(size, table.donors, options).map((target) => {
    const donors = table.donors.filter((row) => !target.rows.includes(row));
    const { weights } = matcher(target, donors);
    const name = list(
      Array.from(target.rows, (row) => table.units[row]!),
      3,
    );
    return compare(name, gaps(table, target, donors, weights), pre, floor);
  });
};

const groupsOf = (size: number, donors: Int32Array, options: { draws: number; seed: string }): Target[] => {
  if (size === 1) return Array.from(donors, alone);
  const labels = donors.map((_, j) => (j < size ? 1 : 0));
  const groups: Target[] = [];
  const possible = countArrangements({ labels });
  const all = arrangements(
    { labels },
    {
      limit: options.draws,
      draws: options.draws,
      random: stream(options.seed, "synthetic-control placebos"),
    },
  );
  all.each((taken) => {
    const rows = donors.filter((_, j) => taken[j] === 1);
    groups.push({ rows, shares: new Float64Array(size).fill(1 / size) });
  });
  // Among random arrangements the first is the starting order of the donors, which nobody drew.
  return possible > options.draws ? groups.slice(1) : groups;
};

/** The start moved back to where nothing happened: what the method calls an effect there is its error. */
export const inTime = (
  table: DonorTable,
  upTo: MatcherUpTo,
  treated: Target,
  pre: number,
): { start: string; periods: number; mean_gap: number; ratio: number } | undefined => {
  const shift = Math.min(table.columns.length - pre, Math.floor(pre / 3));
  const early = pre - shift;
  if (shift < 1 || early < 2) return undefined;
  const weights = tryMatch(() => upTo(early)(treated, table.donors).weights);
  if (weights === undefined) return undefined;
  const gap = gaps(table, treated, table.donors, weights).subarray(0, pre);
  const { ratio } = compare("", gap, early, perfectFit(table));
  return { start: table.periods[early]!, periods: shift, mean_gap: average(gap.subarray(early)), ratio };
};

/** No predictor may have a value as early as that; then there is no such placebo. */
const tryMatch = (match: () => Float64Array): Float64Array | undefined => {
  try {
    return match();
  } catch (error) {
    if (error instanceof DesignError) return undefined;
    throw error;
  }
};

/** The effect without each of the (twenty heaviest) donors that carry weight: how much it rests on one of them. */
export const leaveOneOut = (
  table: DonorTable,
  matcher: Matcher,
  treated: Target,
  pre: number,
  match: Match,
): { left_out: string; att: number; pre_rmspe: number }[] => {
  if (table.donors.length < 2) return [];
  const carrying = Array.from(table.donors, (row, j) => ({ row, weight: match.weights[j]! }))
    .filter(({ weight }) => weight > 1e-3)
    .sort((a, b) => b.weight - a.weight || a.row - b.row)
    .slice(0, 20);
  return carrying.map(({ row: dropped }) => {
    const donors = table.donors.filter((row) => row !== dropped);
    const gap = gaps(table, treated, donors, matcher(treated, donors).weights);
    const att = average(gap.subarray(pre));
    return { left_out: table.units[dropped]!, att, pre_rmspe: rootMeanSquare(gap.subarray(0, pre)) };
  });
};
