import { type Random, stream } from "../../../maths/random.ts";
import { quantileSorted } from "../../../maths/summary.ts";
import type { Aggregation, Normalisation } from "../config.ts";
import { aggregator, floor } from "./aggregate.ts";
import { drawValues, drawWeights } from "./draws.ts";
import {
  type Choice,
  nominal,
  normalisationOf,
  normalisersOf,
  type Prepared,
  ranks,
  type Scores,
  scoreCells,
  scoredCells,
  yearOf,
} from "./score.ts";

export interface UncertaintyOptions {
  readonly draws: number;
  readonly seed: string;
  /** Each weight is multiplied by up to 1 ± this. */
  readonly weightRange: number;
  readonly level: number;
  /** Correlation of the sampling errors of two questions that the same people answered. */
  readonly surveyCorrelation: number;
  readonly normalisations: readonly Normalisation[];
  readonly aggregations: readonly Aggregation[];
}

export interface Interval {
  readonly low: Float64Array;
  readonly high: Float64Array;
}

export interface Uncertainty {
  /** Chance error of the data alone, by cell, with the method as chosen. */
  readonly scores: Readonly<Record<keyof Scores, Interval>>;
  /** The same for the mean over the areas scored in a year, T. */
  readonly overall: Readonly<Record<keyof Scores, Interval>>;
  /** Combined score of every draw, draws × cells: for bands and for changes. */
  readonly combined: readonly Float64Array[];
  /** Ranks of each year under chance error and every choice of method. */
  readonly rank: Interval & { readonly median: Float64Array };
  /** n × n: probability that area i stands above area j in the last year, under everything. */
  readonly above: Float64Array;
}

const halves = ["objective", "subjective", "combined", "gap"] as const;
const eachHalf = <T>(make: (half: keyof Scores) => T): Record<keyof Scores, T> => ({
  objective: make("objective"),
  subjective: make("subjective"),
  combined: make("combined"),
  gap: make("gap"),
});

/** Normalisations whose scores lie around 100, on which the Mazziotta–Pareto penalty is defined. */
export const aroundHundred: readonly Normalisation[] = ["base-100", "z-score", "reference-goalposts"];

/**
 * The methods that are tried: one normaliser set and aggregator for each pair. Where a mean has no meaning the
 * arithmetic one is taken: geometric and harmonic where some score is below 1 (values that leave the range of the
 * base year are, under min–max and ranks), Mazziotta–Pareto on a scale that does not lie around 100.
 */
export const alternatives = (
  prepared: Prepared,
  { normalisations, aggregations }: Pick<UncertaintyOptions, "normalisations" | "aggregations">,
) => {
  const sets = new Map<Normalisation, Choice["normalisers"]>();
  const setOf = (kind: Normalisation): Choice["normalisers"] => {
    const found = sets.get(kind) ?? normalisersOf(prepared, kind);
    sets.set(kind, found);
    return found;
  };
  const cells = scoredCells(prepared);
  const positive = new Map<Choice["normalisers"], boolean>();
  const isPositive = (set: Choice["normalisers"]): boolean => {
    const found =
      positive.get(set) ??
      prepared.filled.values.every((column, k) => cells.every((c) => set[k]!(column[c]!) >= floor));
    positive.set(set, found);
    return found;
  };
  return (normalisation: number, aggregation: number): Pick<Choice, "normalisers" | "aggregate"> => {
    const kind = aggregations[aggregation]!;
    const scale = normalisationOf(normalisations[normalisation]!, kind);
    const normalisers = setOf(scale);
    const sound =
      kind === "geometric" || kind === "harmonic"
        ? isPositive(normalisers)
        : kind === "arithmetic" || aroundHundred.includes(scale);
    return { normalisers, aggregate: aggregator(sound ? kind : "arithmetic") };
  };
};

/**
 * Monte Carlo in two runs. The first redraws the data only and keeps the method: intervals of scores, which stay on
 * one scale. The second redraws data, normalisation, weights and aggregation together: intervals of ranks, which
 * every method gives. Draw r is fixed by (seed, run, r), whatever was drawn before.
 */
export const monteCarlo = (prepared: Prepared, options: UncertaintyOptions): Uncertainty => {
  const { table } = prepared;
  const [n, T, R] = [table.areas.length, table.periods.length, options.draws];
  const cells = scoredCells(prepared);
  const chosen = nominal(prepared);
  const room = (size: number) => Array.from({ length: size }, () => new Float64Array(R));
  const [kept, means] = [eachHalf(() => room(n * T)), eachHalf(() => room(T))];
  const combined: Float64Array[] = [];
  for (let r = 0; r < R; r++) {
    const random = stream(options.seed, "index-sampling", r);
    const scores = scoreCells(drawValues(prepared, random, cells, options.surveyCorrelation), chosen, cells);
    for (const half of halves) for (const c of cells) kept[half][c]![r] = scores[half][c]!;
    for (const half of halves)
      meanByYear(scores[half], T).forEach((value, t) => {
        means[half][t]![r] = value;
      });
    combined.push(scores.combined);
  }
  const intervals = (held: Record<keyof Scores, Float64Array[]>): Uncertainty["scores"] =>
    eachHalf((half) => intervalOf(held[half], options.level, 7));
  return {
    scores: intervals(kept),
    overall: intervals(means),
    combined,
    ...rankRun(prepared, options, cells),
  };
};

/** Mean over the areas that are scored in a year; NaN where none is. */
export const meanByYear = (column: Float64Array, T: number): Float64Array =>
  Float64Array.from({ length: T }, (_, t) => {
    const held = yearOf(column, T, t).filter((x) => !Number.isNaN(x));
    return held.reduce((a, b) => a + b, 0) / held.length;
  });

const rankRun = (prepared: Prepared, options: UncertaintyOptions, cells: Int32Array) => {
  const { table } = prepared;
  const [n, T, R] = [table.areas.length, table.periods.length, options.draws];
  const chosen = nominal(prepared);
  const method = alternatives(prepared, options);
  const held = Array.from({ length: n * T }, () => new Float64Array(R));
  const above = new Float64Array(n * n);
  for (let r = 0; r < R; r++) {
    const random = stream(options.seed, "index-everything", r);
    const scores = scoreCells(
      drawValues(prepared, random, cells, options.surveyCorrelation),
      { ...drawWeights(chosen, random, options.weightRange), ...drawMethod(random, method, options) },
      cells,
    ).combined;
    for (let t = 0; t < T; t++) {
      const year = yearOf(scores, T, t);
      const own = ranks(year);
      for (let i = 0; i < n; i++) held[i * T + t]![r] = own[i] === 0 ? Number.NaN : own[i]!;
      if (t === T - 1)
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) if (year[i]! > year[j]!) above[i * n + j]! += 1 / R;
    }
  }
  // A rank is one that was drawn: quantiles of type 1 are never between two of them.
  return { rank: intervalOf(held, options.level, 1), above };
};

const drawMethod = (
  random: Random,
  method: ReturnType<typeof alternatives>,
  { normalisations, aggregations }: UncertaintyOptions,
) => method(random.integer(normalisations.length), random.integer(aggregations.length));

/** Ends of the interval and the median of every cell. Its draws are put in order where they lie: nobody else has them. */
const intervalOf = (
  draws: readonly Float64Array[],
  level: number,
  type: 1 | 7,
): Interval & { readonly median: Float64Array } => {
  const tail = (1 - level) / 2;
  // Blanks come last: a gap that does not exist, or an area that is not scored.
  for (const own of draws) own.sort();
  const at = (p: number): Float64Array =>
    Float64Array.from(draws, (own) =>
      Number.isNaN(own.at(-1)!) ? Number.NaN : quantileSorted(own, p, type),
    );
  return { low: at(tail), high: at(1 - tail), median: at(0.5) };
};

/** Probability of each band, by the draws of one cell. `from` of the first band is not used. */
export const bandProbabilities = (
  draws: readonly Float64Array[],
  cell: number,
  bands: readonly { readonly from: number }[],
): Float64Array => {
  const out = new Float64Array(bands.length);
  for (const draw of draws) out[bandOf(draw[cell]!, bands)]! += 1 / draws.length;
  return out;
};

export const bandOf = (score: number, bands: readonly { readonly from: number }[]): number => {
  let band = 0;
  for (let b = 1; b < bands.length; b++) if (score >= bands[b]!.from) band = b;
  return band;
};

/** Share of weightings within ± range under which an area of the last year lies in another band. Data as observed. */
export const bandFlips = (
  prepared: Prepared,
  options: Pick<UncertaintyOptions, "draws" | "seed" | "weightRange">,
  bands: readonly { readonly from: number }[],
): Float64Array => {
  const { table, filled } = prepared;
  const T = table.periods.length;
  const cells = scoredCells(prepared, T - 1);
  const chosen = nominal(prepared);
  const plain = scoreCells(filled.values, chosen, cells).combined;
  const flips = new Float64Array(table.areas.length);
  for (let r = 0; r < options.draws; r++) {
    const weights = drawWeights(chosen, stream(options.seed, "index-weights", r), options.weightRange);
    const moved = scoreCells(filled.values, { ...chosen, ...weights }, cells).combined;
    for (const c of cells)
      if (bandOf(moved[c]!, bands) !== bandOf(plain[c]!, bands))
        flips[Math.floor(c / T)]! += 1 / options.draws;
  }
  return flips;
};
