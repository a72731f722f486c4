import { type Random, stream } from "../../../maths/random.ts";
import { quantileSorted } from "../../../maths/summary.ts";

export interface SobolIndex {
  readonly factor: string;
  /** Share of the variance that this factor alone explains. */
  readonly first: number;
  /** Share that would be left if every other factor were known: its part in interactions too. */
  readonly total: number;
  readonly firstLow: number;
  readonly firstHigh: number;
  readonly totalLow: number;
  readonly totalHigh: number;
}

export interface SobolOptions<Factor> {
  readonly factors: readonly string[];
  /** One value of factor k. */
  draw(k: number, random: Random): Factor;
  output(point: readonly Factor[]): number;
  readonly samples: number;
  readonly seed: string;
  readonly level?: number;
  readonly resamples?: number;
}

/**
 * First-order and total Sobol indices by two independent samples A and B and, for each factor, A with that factor
 * taken from B.
 *
 *   S_k  = mean f(B) (f(A_B^k) − f(A)) / V          Saltelli et al. (2010), table 2 (b)
 *   ST_k = mean (f(A) − f(A_B^k))² / 2V             Jansen (1999)
 *
 * Intervals are percentiles of a bootstrap over the rows of the samples. A factor may be anything that can be drawn,
 * a whole set of weights too: its index is then that of the group.
 *
 * Source    Saisana, Saltelli & Tarantola (2005), JRSS A 168(2), 307–323, for composite indicators.
 */
export const sobolIndices = <Factor>(options: SobolOptions<Factor>): SobolIndex[] => {
  const { factors, draw, output, samples, seed } = options;
  const [inA, inB] = [stream(seed, "sobol-a"), stream(seed, "sobol-b")];
  const fA = new Float64Array(samples);
  const fB = new Float64Array(samples);
  const mixed = factors.map(() => new Float64Array(samples));
  for (let r = 0; r < samples; r++) {
    const A = factors.map((_, k) => draw(k, inA));
    const B = factors.map((_, k) => draw(k, inB));
    fA[r] = output(A);
    fB[r] = output(B);
    for (let k = 0; k < factors.length; k++)
      mixed[k]![r] = output(A.map((own, j) => (j === k ? B[k]! : own)));
  }
  const every = Int32Array.from({ length: samples }, (_, r) => r);
  const point = indicesOn(every, fA, fB, mixed);
  const random = stream(seed, "sobol-bootstrap");
  const resampled = Array.from({ length: options.resamples ?? 200 }, () =>
    indicesOn(
      every.map(() => random.integer(samples)),
      fA,
      fB,
      mixed,
    ),
  );
  const tail = (1 - (options.level ?? 0.95)) / 2;
  return factors.map((factor, k) => {
    const ends = (of: "first" | "total"): [number, number] => {
      const sorted = Float64Array.from(resampled, (one) => one[k]![of]).sort();
      return [quantileSorted(sorted, tail), quantileSorted(sorted, 1 - tail)];
    };
    const [firstLow, firstHigh] = ends("first");
    const [totalLow, totalHigh] = ends("total");
    return { factor, ...point[k]!, firstLow, firstHigh, totalLow, totalHigh };
  });
};

const indicesOn = (
  rows: Int32Array,
  fA: Float64Array,
  fB: Float64Array,
  mixed: readonly Float64Array[],
): { first: number; total: number }[] => {
  let [sum, squares] = [0, 0];
  for (const r of rows) {
    sum += fA[r]! + fB[r]!;
    squares += fA[r]! ** 2 + fB[r]! ** 2;
  }
  const centre = sum / (2 * rows.length);
  const V = squares / (2 * rows.length) - centre ** 2;
  // Nothing moves the output: no factor can explain any of it.
  if (!(V > 1e-20)) return mixed.map(() => ({ first: 0, total: 0 }));
  return mixed.map((fAB) => {
    let [first, total] = [0, 0];
    for (const r of rows) {
      // Centred, the same estimator has far less noise.
      first += (fB[r]! - centre) * (fAB[r]! - fA[r]!);
      total += (fA[r]! - fAB[r]!) ** 2;
    }
    return { first: first / rows.length / V, total: total / (2 * rows.length) / V };
  });
};
