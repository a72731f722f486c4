/** A change of score, split over indicators; the parts and the remainder add up to the change. */
export interface Decomposition {
  readonly change: number;
  /** Weight × change of score, by indicator. */
  readonly parts: Float64Array;
  /** What a mean that is not arithmetic adds: zero up to rounding for the arithmetic one. */
  readonly remainder: number;
}

/**
 * Splits the change of a combined score between two cells.
 *
 * @param weights Each indicator's weight in the combined score. @param scores K columns of indicator scores.
 */
export const decompose = (
  combined: Float64Array,
  scores: readonly Float64Array[],
  weights: Float64Array,
  from: number,
  to: number,
): Decomposition => {
  const change = combined[to]! - combined[from]!;
  const parts = weights.map((w, k) => w * (scores[k]![to]! - scores[k]![from]!));
  return { change, parts, remainder: change - parts.reduce((a, b) => a + b, 0) };
};
