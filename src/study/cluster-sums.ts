import type { Design } from "../model/design.ts";

/** Sums of values of units by cluster, in the order of `design.clusters`. */
export const clusterSums = (
  values: Float64Array,
  { cluster, clusters }: Pick<Design, "cluster" | "clusters">,
): Float64Array => {
  const sums = new Float64Array(clusters.length);
  for (let i = 0; i < values.length; i += 1) sums[cluster[i]!]! += values[i]!;
  return sums;
};

/** Σ over clusters of (Σψ)²: what the variance of a clustered estimate is made of. */
export const clusterSquares = (
  values: Float64Array,
  design: Pick<Design, "cluster" | "clusters">,
): number => {
  let total = 0;
  for (const sum of clusterSums(values, design)) total += sum * sum;
  return total;
};
