import type { Random } from "../../../maths/random.ts";
import type { Choice, Prepared } from "./score.ts";

/**
 * One draw of what the values might have been. A count is drawn from a gamma around it (variance = overdispersion ×
 * count, Jeffreys' half added so that a zero has an error too); anything else from a normal with its standard error,
 * kept inside its range where it is a share. The people of one survey answer all its questions, so that their errors
 * share a part: correlation ρ between any two, in the direction of good.
 *
 * @param rho Correlation of the sampling errors of two questions of one survey.
 */
export const drawValues = (
  { table, filled }: Pick<Prepared, "table" | "filled">,
  random: Random,
  cells: Int32Array,
  rho: number,
): Float64Array[] => {
  const surveys = [
    ...new Set(table.indicators.flatMap(({ survey }) => (survey === undefined ? [] : [survey]))),
  ];
  const size = table.areas.length * table.periods.length;
  const shared = new Map(
    surveys.map((survey) => {
      const own = new Float64Array(size);
      for (const c of cells) own[c] = random.normal();
      return [survey, own];
    }),
  );
  return table.indicators.map(({ perEvent, overdispersion, most, survey, direction }, k) => {
    const [value, error, imputed] = [filled.values[k]!, filled.errors[k]!, filled.imputed[k]!];
    const drawn = Float64Array.from(value);
    for (const c of cells) {
      if (perEvent && imputed[c] === 0) {
        const count = value[c]! / perEvent[c]!;
        const shape = (count + 0.5) / overdispersion;
        drawn[c] = Math.max(0, perEvent[c]! * (random.gamma(shape) * overdispersion - 0.5));
      } else if (error[c]! > 0) {
        const common = survey === undefined ? undefined : shared.get(survey)![c]!;
        const own = random.normal();
        const noise =
          common === undefined ? own : direction * Math.sqrt(rho) * common + Math.sqrt(1 - rho) * own;
        const x = value[c]! + error[c]! * noise;
        drawn[c] = most === undefined ? x : Math.min(most, Math.max(0, x));
      }
    }
    return drawn;
  });
};

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
