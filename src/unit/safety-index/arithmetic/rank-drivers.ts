import { stream } from "../../../maths/random.ts";
import { drawValues, drawWeights } from "./draws.ts";
import { nominal, type Prepared, ranks, scoreCells, scoredCells, yearOf } from "./score.ts";
import { type SobolIndex, sobolIndices } from "./sobol.ts";
import { alternatives, type UncertaintyOptions } from "./uncertainty.ts";

/** What is uncertain about a rank: chance in the data, and three choices that could have been made otherwise. */
export const rankFactors = ["sampling error", "normalisation", "weights", "aggregation"] as const;

/**
 * Sobol indices of the mean shift of ranks in the last year against the published ones, over the four factors.
 * A factor is a number in [0, 1) that fixes which data, method or weights are taken.
 */
export const rankDrivers = (
  prepared: Prepared,
  options: UncertaintyOptions & { readonly samples: number },
): { readonly indices: readonly SobolIndex[]; readonly meanShift: number } => {
  const { table, filled } = prepared;
  const T = table.periods.length;
  const cells = scoredCells(prepared, T - 1);
  const chosen = nominal(prepared);
  const method = alternatives(prepared, options);
  const published = ranks(yearOf(scoreCells(filled.values, chosen, cells).combined, T, T - 1));
  let [sum, points] = [0, 0];
  const output = (u: readonly number[]): number => {
    const values = drawValues(
      prepared,
      stream(options.seed, "sobol-data", place(u[0]!)),
      cells,
      options.surveyCorrelation,
    );
    const weights = drawWeights(
      chosen,
      stream(options.seed, "sobol-weights", place(u[2]!)),
      options.weightRange,
    );
    const pick = (k: number, among: number): number => Math.floor(u[k]! * among);
    const choice = {
      ...weights,
      ...method(pick(1, options.normalisations.length), pick(3, options.aggregations.length)),
    };
    const own = ranks(yearOf(scoreCells(values, choice, cells).combined, T, T - 1));
    let shift = 0;
    for (let i = 0; i < own.length; i++) shift += Math.abs(own[i]! - published[i]!);
    sum += shift / Math.max(1, cells.length);
    points++;
    return shift / Math.max(1, cells.length);
  };
  const indices = sobolIndices<number>({
    factors: rankFactors,
    draw: (_, random) => random.uniform(),
    output,
    samples: options.samples,
    seed: options.seed,
    level: options.level,
  });
  return { indices, meanShift: sum / points };
};

/** A number in [0, 1) as the number of a random stream. */
const place = (u: number): number => Math.floor(u * 2 ** 31);
