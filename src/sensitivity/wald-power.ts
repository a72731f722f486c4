import { betaCdf, fCdf, fQuantile, poissonPmf } from "../maths/distributions.ts";
import { solveLinear } from "../maths/linear.ts";

/** b'V⁻¹b, or undefined when V is singular. */
export const waldStatistic = (b: Float64Array, covariance: Float64Array): number | undefined => {
  const solved = solveLinear(covariance, b.length, b);
  if (solved === undefined) return undefined;
  const value = b.reduce((sum, v, j) => sum + v * solved[j]!, 0);
  return value >= 0 ? value : undefined;
};

/**
 * A Wald statistic from G clusters as Hotelling's T²: (G − J)/(J(G − 1))·W against F(J, G − J). With few clusters the
 * χ² reference rejects far too often.
 */
export const hotelling = (W: number, J: number, G: number) => {
  const f = (W * (G - J)) / (J * (G - 1));
  return { f, df1: J, df2: G - J, p: fCdf(f, J, G - J, true) };
};

/** Chance that the test rejects at `alpha` when b'V⁻¹b of the truth is `lambda`: a Poisson mixture of betas. */
export const powerAt = (lambda: number, J: number, df2: number, alpha = 0.05): number => {
  const critical = fQuantile(alpha, J, df2, true);
  const x = (J * critical) / (J * critical + df2);
  let below = 0;
  const centre = lambda / 2;
  const reach = Math.ceil(12 * Math.sqrt(centre + 1)) + 20;
  for (let j = Math.max(0, Math.floor(centre) - reach); j <= centre + reach; j++) {
    below += poissonPmf(j, centre) * betaCdf(x, J / 2 + j, df2 / 2);
  }
  return 1 - below;
};

/** The b'V⁻¹b that is found with this power. */
export const detectable = (power: number, J: number, df2: number): number => {
  let [low, high] = [0, 1];
  while (powerAt(high, J, df2) < power && high < 1e6) high *= 2;
  for (let step = 0; step < 45; step++) {
    const middle = (low + high) / 2;
    if (powerAt(middle, J, df2) < power) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
};
