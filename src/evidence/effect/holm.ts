/**
 * Holm's step-down adjustment: controls the chance of any false finding in a family of tests.
 * Shapes  as many adjusted p-values as p-values, in the same order; null stays null and is not counted.
 * Source  Holm (1979), Scand. J. Statist. 6, 65–70.
 */
export const holm = (pValues: readonly (number | null)[]): (number | null)[] => {
  const tested = pValues
    .map((p, i) => ({ p, i }))
    .filter((one): one is { p: number; i: number } => one.p !== null);
  tested.sort((a, b) => a.p - b.p);
  const adjusted: (number | null)[] = pValues.map(() => null);
  let least = 0;
  tested.forEach(({ p, i }, rank) => {
    least = Math.max(least, Math.min(1, p * (tested.length - rank)));
    adjusted[i] = least;
  });
  return adjusted;
};
