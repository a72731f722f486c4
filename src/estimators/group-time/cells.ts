import type { Plan } from "./plan.ts";
import type { Group, Range, Sample } from "./sample.ts";

/** One group-time effect to be estimated: cohort g in period t, against base period b and a set of comparison units. */
export interface Cell {
  readonly group: Group;
  /** Positions in `ordinals` of the period and of the period it is compared with. */
  readonly t: number;
  readonly base: number;
  /** Whether the cohort is treated in t. */
  readonly post: boolean;
  /** Zero by construction: the base period of a universal base. */
  readonly reference: boolean;
  readonly comparison: readonly Range[];
}

/**
 * The cells in the order of cohort and period. After the start the base is the last period before anticipation begins;
 * before it, the period just before (varying) or that same base (universal).
 */
export const listCells = (sample: Sample, plan: Plan): Cell[] =>
  sample.groups
    .filter((group) => group.estimated)
    .flatMap((group) => {
      const { ordinals } = sample;
      const clean = lastBefore(ordinals, group.cohort - plan.anticipation);
      const cells: Cell[] = [];
      for (let t = plan.base === "universal" ? 0 : 1; t < ordinals.length; t++) {
        const post = ordinals[t]! >= group.cohort;
        const base = post || plan.base === "universal" ? clean : t - 1;
        const comparison = comparisonUnits(sample, plan, group, Math.max(ordinals[t]!, ordinals[base]!));
        cells.push({ group, t, base, post, reference: base === t, comparison });
      }
      return cells;
    });

const lastBefore = (ordinals: Int32Array, limit: number): number => {
  let at = -1;
  while (at + 1 < ordinals.length && ordinals[at + 1]! < limit) at++;
  return at;
};

/**
 * Not-yet-treated units are clean when they start later than both periods of the cell, anticipation included. Cohorts
 * are sorted, so that is a tail of the sample, without the cohort itself when that lies in it.
 */
const comparisonUnits = (sample: Sample, plan: Plan, group: Group, until: number): readonly Range[] => {
  if (plan.control === "never") return [sample.never];
  const later = sample.groups.find(({ cohort }) => cohort > until + plan.anticipation);
  const from = later?.from ?? sample.never.from;
  const parts =
    group.from < from
      ? [{ from, to: sample.n }]
      : [
          { from, to: group.from },
          { from: group.to, to: sample.n },
        ];
  return parts.filter((part) => part.to > part.from);
};

export const sizeOf = (ranges: readonly Range[]): number => ranges.reduce((sum, r) => sum + r.to - r.from, 0);
