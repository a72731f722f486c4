import { poissonQuantile } from "../maths/distributions.ts";
import { lgamma } from "../maths/special.ts";

/**
 * E-test of two Poisson counts: is k₁/n₁ different from k₂/n₂? Two-sided p-value.
 *
 * The p-value sums, over all pairs of counts that the pooled rate could give, those at least as far apart in
 * T = |x₁/n₁ − x₂/n₂| / √((x₁ + x₂)/(n₁ + n₂)) as the pair observed: the variance under equal rates, as the `ptools`
 * package takes it. (The paper adds the two variances, which orders pairs alike when exposures are equal.)
 * Rows are summed one at a time in log space, so memory does not grow with the square of the counts. Undefined (NaN)
 * when both counts are zero.
 *
 * Units     k counts; n exposures (time, area, people), in one unit.
 * Source    Krishnamoorthy & Thomson (2004), J. Stat. Plan. Inference 119, 23–35.
 */
export const eTest = (k1: number, k2: number, n1 = 1, n2 = 1): number => {
  if (k1 + k2 === 0) return Number.NaN;
  const observed = distance(k1, k2, n1, n2);
  const rate = (k1 + k2) / (n1 + n2);
  const [mu1, mu2] = [n1 * rate, n2 * rate];
  const [range1, range2] = [support(mu1), support(mu2)];
  const pmf2 = Float64Array.from({ length: range2.to - range2.from + 1 }, (_, j) =>
    pmf(range2.from + j, mu2),
  );
  let p = 0;
  for (let x1 = range1.from; x1 <= range1.to; x1++) {
    let row = 0;
    for (let j = 0; j < pmf2.length; j++) {
      // A hair of slack, so that the observed pair and its mirror image are counted among themselves.
      if (distance(x1, range2.from + j, n1, n2) >= observed * (1 - 1e-12)) row += pmf2[j]!;
    }
    p += row * pmf(x1, mu1);
  }
  return Math.min(1, p);
};

const distance = (x1: number, x2: number, n1: number, n2: number): number => {
  const difference = Math.abs(x1 / n1 - x2 / n2);
  // 0/0 when nothing happened on either side: no distance at all.
  return difference === 0 ? 0 : difference / Math.sqrt((x1 + x2) / (n1 + n2));
};

const pmf = (x: number, mu: number): number => Math.exp(x * Math.log(mu) - mu - lgamma(x + 1));

/** All counts but those of probability below 1e-14 in either tail. */
const support = (mu: number): { from: number; to: number } => ({
  from: poissonQuantile(1e-14, mu),
  to: poissonQuantile(1 - 1e-14, mu) + 1,
});
