import { arrangements } from "../../maths/permutations.ts";
import { stream } from "../../maths/random.ts";
import type { Regularisation, Solver, WeightSolver, Weights } from "./estimate.ts";
import type { Block } from "./problem.ts";

export type Vcov = "placebo" | "jackknife" | "bootstrap";

/** One start with its estimate: several of them are a staggered design. */
export interface Cohort {
  readonly block: Block;
  readonly zeta: Regularisation;
  readonly weights: Weights;
  readonly tau: number;
}

export interface StandardErrors {
  /** undefined where the method does not apply. */
  readonly overall?: number;
  readonly byCohort: readonly (number | undefined)[];
  /** Estimates that the standard error was computed from. */
  readonly replicates: number;
  /** Every possible placebo was taken once. */
  readonly enumerated?: boolean;
  /** Why there is no standard error. */
  readonly refused?: string;
}

export interface Replication {
  readonly weigher: WeightSolver;
  readonly cohorts: readonly Cohort[];
  readonly donors: Int32Array;
  readonly solver: Solver;
  readonly replications: number;
  readonly seed: string;
}

/** Treated cells: units times periods from the start onwards. */
export const cells = ({ treated, pre }: Block, periods: number): number => treated.length * (periods - pre);

/** Cohorts weighted by their treated cells. */
export const pool = (taus: readonly number[], sizes: readonly number[]): number => {
  const total = sizes.reduce((sum, size) => sum + size, 0);
  return taus.reduce((sum, tau, g) => sum + (tau * sizes[g]!) / total, 0);
};

export const standardErrors = (vcov: Vcov, study: Replication): StandardErrors =>
  ({ placebo, jackknife, bootstrap })[vcov](study);

/**
 * Donors stand in for the treated: as many of them, with the same starts, the rest being their pool, and weights solved
 * afresh under the regularisation of the estimate (Arkhangelsky et al. 2021, algorithm 4). Where there are no more ways
 * to choose them than draws asked for, each is taken once: the number the random draws of the reference only approach.
 */
const placebo = (study: Replication): StandardErrors => {
  const { weigher, cohorts, donors } = study;
  const needed = cohorts.reduce((sum, { block }) => sum + block.treated.length, 0);
  if (donors.length <= needed) {
    return refuse(
      study,
      `placebos need more donors than treated units (${donors.length} donors, ${needed} treated)`,
    );
  }
  const draws: number[][] = [];
  const enumerated = eachStandIn(study, needed, (labels) => {
    const rest = donors.filter((_, j) => labels[j] === 0);
    const taus = cohorts.map((cohort, g) => {
      const treated = donors.filter((_, j) => labels[j] === g + 1);
      const block = { ...cohort.block, treated, donors: rest };
      return weigher.solve(block, cohort.zeta, study.solver, restart(study, cohort, rest)).tau;
    });
    draws.push(taus);
  });
  return { ...spread(study, draws, deviation), enumerated };
};

/** Labels on the donors: 0 stays a donor, g + 1 stands in for cohort g. True when every labelling was visited. */
const eachStandIn = (
  { cohorts, donors, replications, seed }: Replication,
  needed: number,
  visit: (labels: ArrayLike<number>) => void,
): boolean => {
  const labels = new Float64Array(donors.length);
  cohorts
    .flatMap(({ block }, g) => Array.from(block.treated, () => g + 1))
    .forEach((label, j) => {
      labels[j] = label;
    });
  const random = stream(seed, "synthetic-did placebo");
  const all = arrangements({ labels }, { draws: replications, random, limit: replications });
  if (all.exact) {
    all.each(visit);
    return true;
  }
  for (let replicate = 0; replicate < replications; replicate++) {
    const chosen = stream(seed, "synthetic-did placebo", replicate).sample(donors.length, needed);
    const drawn = new Float64Array(donors.length);
    chosen.forEach((j, place) => {
      drawn[j] = labels[place]!;
    });
    visit(drawn);
  }
  return false;
};

/** Units drawn with replacement, weights solved afresh (algorithm 2). Draws without treated or without donors are drawn again. */
const bootstrap = (study: Replication): StandardErrors => {
  const { weigher, cohorts, donors, replications } = study;
  const treated = cohorts.flatMap(({ block }) => Array.from(block.treated));
  if (treated.length < 2) return refuse(study, "a bootstrap needs more than one treated unit; use placebo");
  const rows = Int32Array.from([...treated, ...donors]);
  const cohortOf = new Map(
    cohorts.flatMap(({ block }, g) => Array.from(block.treated, (row) => [row, g] as const)),
  );
  const random = stream(study.seed, "synthetic-did bootstrap");
  const draws: (number | undefined)[][] = [];
  const overall: number[] = [];
  for (let tries = 0; overall.length < replications && tries < 50 * replications; tries++) {
    const drawn = Array.from(rows, () => rows[random.integer(rows.length)]!).sort((a, b) => a - b);
    const rest = Int32Array.from(drawn.filter((row) => !cohortOf.has(row)));
    const groups = cohorts.map((_, g) => Int32Array.from(drawn.filter((row) => cohortOf.get(row) === g)));
    if (rest.length === 0 || groups.every((group) => group.length === 0)) continue;
    const taus = cohorts.map((cohort, g) => {
      if (groups[g]!.length === 0) return undefined;
      const block = { ...cohort.block, treated: groups[g]!, donors: rest };
      return weigher.solve(block, cohort.zeta, study.solver, restart(study, cohort, rest)).tau;
    });
    draws.push(taus);
    const present = taus.flatMap((tau, g) => (tau === undefined ? [] : [g]));
    const sizes = present.map((g) => groups[g]!.length * (weigher.paths.T - cohorts[g]!.block.pre));
    overall.push(
      pool(
        present.map((g) => taus[g]!),
        sizes,
      ),
    );
  }
  const byCohort = cohorts.map((_, g) => deviation(draws.flatMap((taus) => taus[g] ?? [])));
  return { overall: deviation(overall), byCohort, replicates: overall.length };
};
/** Each unit left out in turn, ω and λ as they are (ω made to sum to 1 again): algorithm 3. */
const jackknife = (study: Replication): StandardErrors => {
  const { weigher, cohorts, donors } = study;
  const single = cohorts.filter(({ block }) => block.treated.length === 1).length;
  if (single > 0)
    return refuse(study, "a jackknife needs more than one treated unit at every start; use placebo");
  if (cohorts.some(({ weights }) => weights.omega.filter((w) => w > 0).length === 1)) {
    return refuse(
      study,
      "a jackknife cannot leave out the one donor that carries all the weight; use placebo",
    );
  }
  const leaveOneOut = cohorts.map(({ block, weights }) => withoutEach(weigher, block, weights));
  const everyone = [...cohorts.flatMap(({ block }) => Array.from(block.treated)), ...donors];
  const draws = everyone.map((out) => leaveOneOut.map((without) => without(out)));
  return spread(study, draws, (values) => Math.sqrt(values.length - 1) * deviation(values));
};

/** The estimate without one row, from the two sums that it enters; a row of another cohort changes nothing here. */
const withoutEach = (
  weigher: WeightSolver,
  block: Block,
  { omega, lambda }: Weights,
): ((out: number) => number) => {
  const change = (row: number): number => weigher.change(row, block.pre, lambda);
  const own = new Map(Array.from(block.treated, (row) => [row, change(row)]));
  const other = new Map(
    Array.from(block.donors, (row, j) => [row, { weight: omega[j]!, change: change(row) }]),
  );
  const sumOwn = [...own.values()].reduce((sum, v) => sum + v, 0);
  const sumOther = [...other.values()].reduce((sum, { weight, change: v }) => sum + weight * v, 0);
  const mean = sumOwn / own.size;
  return (out) => {
    const treated = own.get(out);
    if (treated !== undefined) return (sumOwn - treated) / (own.size - 1) - sumOther;
    const donor = other.get(out);
    return mean - (donor ? (sumOther - donor.weight * donor.change) / (1 - donor.weight) : sumOther);
  };
};

const spread = (
  { cohorts, weigher }: Replication,
  draws: readonly (readonly number[])[],
  measure: (values: readonly number[]) => number,
): StandardErrors => {
  const sizes = cohorts.map(({ block }) => cells(block, weigher.paths.T));
  return {
    overall: measure(draws.map((taus) => pool(taus, sizes))),
    byCohort: cohorts.map((_, g) => measure(draws.map((taus) => taus[g]!))),
    replicates: draws.length,
  };
};

/** Where the compat solver starts again: the estimate's weights on the donors that are left. The exact one needs no start. */
const restart = (
  { solver }: Replication,
  { block, weights }: Cohort,
  pool: Int32Array,
): Weights | undefined => {
  if (solver === "exact") return undefined;
  const place = new Map(Array.from(block.donors, (row, j) => [row, j]));
  return {
    omega: normalise(Float64Array.from(pool, (row) => weights.omega[place.get(row)!]!)),
    lambda: weights.lambda,
  };
};

const normalise = (weights: Float64Array): Float64Array => {
  const total = weights.reduce((sum, w) => sum + w, 0);
  return weights.map((w) => (total > 0 ? w / total : 1 / weights.length));
};

const refuse = ({ cohorts }: Replication, refused: string): StandardErrors => ({
  byCohort: cohorts.map(() => undefined),
  replicates: 0,
  refused,
});

/** √(Σ(v − v̄)²/n), the reference's √((n − 1)/n) times the sample standard deviation. */
const deviation = (values: readonly number[]): number => {
  const mean = values.reduce((sum, v) => sum + v, 0) / values.length;
  return Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
};
