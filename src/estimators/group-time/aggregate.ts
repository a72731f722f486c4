import type { Cell } from "./cells.ts";
import type { Group, Sample } from "./sample.ts";

/** A reported mean of group-time effects: its value and the influence of every unit of the sample on it. */
export interface Aggregate {
  readonly term: string;
  readonly cohort?: number;
  /** Position of the period. */
  readonly t?: number;
  readonly event?: number;
  /** NaN when none of its cells could be estimated. */
  readonly estimate: number;
  readonly influence: Float64Array;
  readonly cells: number;
}

/**
 * Collects cells one by one, so that no n × cells matrix is ever held: each cell's influence is added to the few
 * aggregates that it belongs to. Shares of cohorts are estimated too, which `finish` accounts for.
 */
interface Collector {
  readonly key: Pick<Aggregate, "term" | "cohort" | "t" | "event">;
  readonly sum: Float64Array;
  effect: number;
  weight: number;
  cells: number;
  /** Per cohort: number of its cells, and the sum of their effects. */
  readonly byGroup: Map<Group, { count: number; effects: number }>;
}

const collector = (key: Collector["key"], n: number): Collector => ({
  key,
  sum: new Float64Array(n),
  effect: 0,
  weight: 0,
  cells: 0,
  byGroup: new Map(),
});

export interface Aggregator {
  add(cell: Cell, effect: number, psi: Float64Array): void;
  finish(): {
    readonly aggregates: Aggregate[];
    /** `group_overall` with the influence that the reference's standard error is made of. */
    readonly groupOverallReference: Aggregate;
  };
}

/**
 * The four aggregations of Callaway & Sant'Anna (2021), J. Econometrics 225(2), section 3: simple, by event time,
 * by cohort and by calendar period, each weighted by cohort size, and the overall mean of each. The mean of a cohort
 * begins where anticipation does, as in `did` 2.5; the others begin at the start.
 */
export const aggregator = (sample: Sample, cells: readonly Cell[], anticipation = 0): Aggregator => {
  const { n, ordinals } = sample;
  const share = cohortShares(sample);
  const simple = collector({ term: "simple" }, n);
  const events = keyed(cells.map((c) => ordinals[c.t]! - c.group.cohort).sort((a, b) => a - b));
  const dynamic = new Map(events.map((event) => [event, collector({ term: "dynamic", event }, n)]));
  const treated = cells.filter((c) => c.post);
  const inCohort = (c: Cell): boolean => c.post || ordinals[c.t]! >= c.group.cohort - anticipation;
  const groups = keyed(treated.map((c) => c.group));
  const byGroup = new Map(groups.map((g) => [g, collector({ term: "group", cohort: g.cohort }, n)]));
  const periods = keyed(treated.map((c) => c.t).sort((a, b) => a - b));
  const byPeriod = new Map(periods.map((t) => [t, collector({ term: "calendar", t }, n)]));
  // `did` (2.1 to 2.5) credits the estimation of the k-th cohort's share to the cohort of the k-th cell, which is nearly
  // always the first cohort; its influence then has a mean other than zero. Printed standard errors follow it, to agree;
  // the influence that a bootstrap draws from is the exact one.
  const credited: Group[] = [];
  return {
    add(cell, effect, psi) {
      credited.push(cell.group);
      const p = share.get(cell.group)!;
      put(dynamic.get(ordinals[cell.t]! - cell.group.cohort)!, cell, p, effect, psi);
      const cohort = byGroup.get(cell.group);
      if (cohort && inCohort(cell)) put(cohort, cell, 1, effect, psi);
      if (!cell.post) return;
      put(simple, cell, p, effect, psi);
      put(byPeriod.get(cell.t)!, cell, p, effect, psi);
    },
    finish() {
      const dynamics = [...dynamic.values()].map((c) => close(c, sample));
      const cohorts = [...byGroup.values()].map((c) => close(c));
      const calendars = [...byPeriod.values()].map((c) => close(c, sample));
      const sound = groups.filter((_, k) => cohorts[k]!.cells > 0);
      const overall = (to: readonly Group[]) => sizeWeighted(cohorts, groups, to, share, sample);
      const aggregates = [
        close(simple, sample),
        ...dynamics,
        plainMean(
          "dynamic_overall",
          dynamics.filter((a) => a.event! >= 0),
          n,
        ),
        ...cohorts,
        overall(sound),
        ...calendars,
        plainMean("calendar_overall", calendars, n),
      ];
      return { aggregates, groupOverallReference: overall(credited) };
    },
  };
};

const keyed = <T>(values: readonly T[]): T[] => [...new Set(values)];

/** P(G = g), by first-period sampling weights. */
const cohortShares = ({ groups, weights, n }: Sample): Map<Group, number> =>
  new Map(
    groups.map((g) => {
      let sum = weights === undefined ? g.to - g.from : 0;
      if (weights !== undefined) for (let i = g.from; i < g.to; i++) sum += weights[i]!;
      return [g, sum / n];
    }),
  );

/** Influence is zero outside the cell's cohort and comparison units, so only these are touched. */
const put = (into: Collector, cell: Cell, weight: number, effect: number, psi: Float64Array): void => {
  into.effect += weight * effect;
  into.weight += weight;
  into.cells++;
  const own = into.byGroup.get(cell.group) ?? { count: 0, effects: 0 };
  into.byGroup.set(cell.group, { count: own.count + 1, effects: own.effects + effect });
  if (cell.reference) return;
  for (const { from, to } of [cell.group, ...cell.comparison])
    for (let i = from; i < to; i++) into.sum[i]! += weight * psi[i]!;
};

/**
 * Divides by the weights. With a `sample` the weights are cohort shares, themselves estimated: a unit of cohort h adds
 * w (S_h − θ c_h)/P to its influence, S_h and c_h being the sum and number of h's cells, P the sum of their shares.
 */
const close = ({ key, sum, effect, weight, cells, byGroup }: Collector, sample?: Sample): Aggregate => {
  const estimate = effect / weight;
  const influence = sum.map((v) => v / weight);
  if (sample !== undefined)
    for (const [group, { count, effects }] of byGroup)
      addShare(influence, group, (effects - estimate * count) / weight, sample);
  return { ...key, estimate, influence, cells };
};

const addShare = (influence: Float64Array, group: Group, pull: number, { weights }: Sample): void => {
  for (let i = group.from; i < group.to; i++)
    influence[i]! += weights === undefined ? pull : pull * weights[i]!;
};

const plainMean = (term: string, parts: readonly Aggregate[], n: number): Aggregate => {
  const sound = parts.filter((a) => a.cells > 0);
  const influence = new Float64Array(n);
  for (const a of sound) for (let i = 0; i < n; i++) influence[i]! += a.influence[i]! / sound.length;
  return {
    term,
    estimate: sound.reduce((sum, a) => sum + a.estimate, 0) / sound.length,
    influence,
    cells: sound.length,
  };
};

/**
 * Σ p_g θ_g / Σ p_g. `credited[k]` is the cohort to whose units the estimation of the k-th share is credited; exact is
 * cohort k itself.
 */
const sizeWeighted = (
  cohorts: readonly Aggregate[],
  groups: readonly Group[],
  credited: readonly Group[],
  share: Map<Group, number>,
  sample: Sample,
): Aggregate => {
  const sound = groups
    .map((group, k) => ({ part: cohorts[k]!, p: share.get(group)! }))
    .filter(({ part }) => part.cells > 0);
  const weight = sound.reduce((sum, { p }) => sum + p, 0);
  const estimate = sound.reduce((sum, { part, p }) => sum + p * part.estimate, 0) / weight;
  const influence = new Float64Array(sample.n);
  sound.forEach(({ part, p }, k) => {
    for (let i = 0; i < sample.n; i++) influence[i]! += (p * part.influence[i]!) / weight;
    addShare(influence, credited[k]!, (part.estimate - estimate) / weight, sample);
  });
  return { term: "group_overall", estimate, influence, cells: sound.length };
};
