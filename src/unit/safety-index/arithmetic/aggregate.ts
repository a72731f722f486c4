import type { Aggregation } from "../config.ts";

/** Scores and weights that sum to 1 → one score. `at` reads score k, so that no array is made in a hot loop. */
export type Aggregator = (scores: ArrayLike<number>, weights: ArrayLike<number>) => number;

/** Products and reciprocals need positive scores: below this one a score counts as this one. */
export const floor = 1;

/**
 * Letters   s scores, w weights (Σw = 1), M = Σ w s, S² = Σ w (s − M)² (divisor n where weights are equal), cv = S/M.
 *
 *   arithmetic               M: a good score makes up for a bad one, point for point
 *   geometric                exp Σ w log s
 *   harmonic                 1 / Σ w / s
 *   mazziotta-pareto-minus   M − S·cv: unbalanced areas lose, for measures where more is better
 *   mazziotta-pareto-plus    M + S·cv
 *   adjusted-mazziotta-pareto   M − S·cv of scores normalised by reference goalposts, comparable over years
 *
 * Source    De Muro, Mazziotta & Pareto (2011); Mazziotta & Pareto (2016), Social Indicators Research 104 and 127.
 */
export const aggregator = (kind: Aggregation): Aggregator => {
  switch (kind) {
    case "arithmetic":
      return weightedMean;
    case "geometric":
      return (s, w) => Math.exp(total(s, w, (x) => Math.log(Math.max(floor, x))));
    case "harmonic":
      return (s, w) => 1 / total(s, w, (x) => 1 / Math.max(floor, x));
    case "mazziotta-pareto-plus":
      return (s, w) => penalised(s, w, 1);
    case "mazziotta-pareto-minus":
    case "adjusted-mazziotta-pareto":
      return (s, w) => penalised(s, w, -1);
  }
};

const total = (s: ArrayLike<number>, w: ArrayLike<number>, f: (x: number) => number): number => {
  let sum = 0;
  for (let k = 0; k < s.length; k++) if (w[k]! > 0) sum += w[k]! * f(s[k]!);
  return sum;
};

const weightedMean: Aggregator = (s, w) => total(s, w, (x) => x);

const penalised = (s: ArrayLike<number>, w: ArrayLike<number>, sign: 1 | -1): number => {
  const M = weightedMean(s, w);
  const S2 = total(s, w, (x) => (x - M) ** 2);
  return M + (sign * S2) / Math.max(floor, M);
};
