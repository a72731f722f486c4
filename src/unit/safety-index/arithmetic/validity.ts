import { correlation, covariance, variance } from "../../../maths/summary.ts";
import { firstLoadings } from "./weights.ts";

export interface IndicatorCheck {
  /** Correlation with the mean of the others of its half. */
  readonly rest: number;
  /** Loading on the first principal component of its half. */
  readonly loading: number;
  /** Share of the variance of the combined score, which may be negative. */
  readonly influence: number;
}

export interface Pair {
  readonly one: number;
  readonly other: number;
  readonly r: number;
}

/** Correlation beyond which two indicators measure the same thing twice. */
export const collinearAt = 0.95;

/** Pairs with |r| above the limit. */
export const collinearPairs = (columns: readonly Float64Array[], limit = collinearAt): Pair[] =>
  columns.flatMap((a, one) =>
    columns.slice(one + 1).flatMap((b, offset) => {
      const r = correlation(a, b);
      return Math.abs(r) > limit ? [{ one, other: one + 1 + offset, r }] : [];
    }),
  );

/**
 * How each indicator behaves in the last year.
 *
 * An indicator that falls where the rest of its half rises is perverse: it takes back what the others give. Its
 * influence is its share of the variance of the combined score, w cov(s, y) / var(y), which adds up to 1 over
 * indicators under an arithmetic mean and seldom equals its weight.
 */
export const indicatorChecks = (
  scores: readonly Float64Array[],
  objective: readonly boolean[],
  weights: Float64Array,
): IndicatorCheck[] => {
  const composite = Float64Array.from(scores[0]!, (_, i) =>
    scores.reduce((sum, column, k) => sum + weights[k]! * column[i]!, 0),
  );
  const spread = variance(composite);
  return scores.map((own, k) => {
    const others = scores.flatMap((column, j) => (j !== k && objective[j] === objective[k] ? [column] : []));
    const rest = Float64Array.from(own, (_, i) => others.reduce((sum, column) => sum + column[i]!, 0));
    const half = scores.flatMap((column, j) => (objective[j] === objective[k] ? [{ j, column }] : []));
    const loadings = half.length > 1 ? firstLoadings(half.map(({ column }) => column)) : Float64Array.of(1);
    return {
      rest: others.length === 0 ? Number.NaN : correlation(own, rest),
      loading: loadings[half.findIndex(({ j }) => j === k)]!,
      influence: spread > 0 ? (weights[k]! * covariance(own, composite)) / spread : Number.NaN,
    };
  });
};

/** Cronbach's alpha of standardised columns: (K / (K − 1)) (1 − K / variance of their sum). */
export const cronbachAlpha = (columns: readonly Float64Array[]): number => {
  const K = columns.length;
  // A column that is the same everywhere cannot be standardised.
  if (K < 2 || columns.some((column) => column.every((x) => x === column[0]))) return Number.NaN;
  const standard = columns.map((column) => {
    const deviation = Math.sqrt(variance(column));
    return column.map((x) => x / deviation);
  });
  const sums = Float64Array.from(columns[0]!, (_, i) =>
    standard.reduce((sum, column) => sum + column[i]!, 0),
  );
  return (K / (K - 1)) * (1 - K / variance(sums));
};
