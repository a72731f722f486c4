/** Clusters of the design that hold at least one of the units. */
export const countClusters = (cluster: Int32Array, units: Iterable<number>): number => {
  const seen = new Set<number>();
  for (const unit of units) seen.add(cluster[unit]!);
  return seen.size;
};
