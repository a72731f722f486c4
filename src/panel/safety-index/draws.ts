import type { Random } from "../../maths/random.ts";
import type { Choice, Prepared } from "./score.ts";

/**
 * One draw of what the values might have been. A count is drawn from a gamma around it (variance = overdispersion ×
 * count, Jeffreys' half added so that a zero has an error too); anything else from a normal with its standard error,
 * kept inside its range where it is a share.
 */
export const drawValues = (
  { table, filled }: Pick<Prepared, "table" | "filled">,
  random: Random,
  cells: Int32Array,
): Float64Array[] =>
  table.indicators.map(({ perEvent, overdispersion, most }, k) => {
    const [value, error, imputed] = [filled.values[k]!, filled.errors[k]!, filled.imputed[k]!];
    const drawn = Float64Array.from(value);
    for (const c of cells) {
      if (perEvent && imputed[c] === 0) {
        const shape = (value[c]! / perEvent[c]! + 0.5) / overdispersion;
        drawn[c] = Math.max(0, perEvent[c]! * (random.gamma(shape) * overdispersion - 0.5));
      } else if (error[c]! > 0) {
        const x = value[c]! + error[c]! * random.normal();
        drawn[c] = most === undefined ? x : Math.min(most, Math.max(0, x));
      }
    }
    return drawn;
  });

/** Every weight times 1 ± range, uniformly, and the two halves scaled back to 1; the balance between halves too. */
export const drawWeights = (
  { objective, subjective, balance }: Choice,
  random: Random,
  range: number,
): Pick<Choice, "objective" | "subjective" | "balance"> => {
  const wobble = (w: number): number => w * (1 + range * (2 * random.uniform() - 1));
  const rescaled = (weights: Float64Array): Float64Array => {
    const moved = weights.map(wobble);
    const sum = moved.reduce((a, b) => a + b, 0);
    return sum > 0 ? moved.map((w) => w / sum) : moved;
  };
  const [one, other] = [wobble(balance), wobble(1 - balance)];
  return { objective: rescaled(objective), subjective: rescaled(subjective), balance: one / (one + other) };
};
