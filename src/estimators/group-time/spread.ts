import type { Range, Sample } from "./sample.ts";

/** Standard error of a mean with these influence values: √Σψ²/n, or of their sums by cluster. */
export type Spread = (psi: Float64Array, ranges?: readonly Range[]) => number;

/** `ranges` name the units whose influence is not zero; without them every unit counts. */
export const spread = (sample: Sample): Spread => {
  const all = [{ from: 0, to: sample.n }];
  const { cluster, n } = sample;
  if (cluster === undefined)
    return (psi, ranges = all) => {
      let sum = 0;
      for (const { from, to } of ranges) for (let i = from; i < to; i++) sum += psi[i]! * psi[i]!;
      return Math.sqrt(sum) / n;
    };
  const sums = new Float64Array(sample.clusters);
  return (psi, ranges = all) => {
    sums.fill(0);
    for (const { from, to } of ranges) for (let i = from; i < to; i++) sums[cluster[i]!]! += psi[i]!;
    let sum = 0;
    for (const s of sums) sum += s * s;
    return Math.sqrt(sum) / n;
  };
};
