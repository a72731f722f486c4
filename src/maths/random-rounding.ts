/**
 * Variance of unbiased random rounding to a multiple of `base`, by the mean of a Poisson count that is rounded:
 * E[r (base − r)] over the remainder r. A large count leaves every remainder alike, (base² − 1) / 6.
 *
 * @param mean Expected count of a cell; its rounded value estimates it without bias.
 */
export const roundingVariance = (mean: number, base: number): number => {
  if (!(mean > 0)) return 0;
  if (mean > 30 * base) return (base * base - 1) / 6;
  let variance = 0;
  let probability = Math.exp(-mean);
  for (let x = 0; x < mean + 12 * Math.sqrt(mean) + 12; x++) {
    const rest = x % base;
    variance += probability * rest * (base - rest);
    probability *= mean / (x + 1);
  }
  return variance;
};
