import { quantile } from "../../maths/summary.ts";
import {
  aggregator,
  bandFlips,
  bandOf,
  bandProbabilities,
  type Choice,
  combinedWeights,
  type Decomposition,
  decompose,
  indicatorScores,
  meanByYear,
  monteCarlo,
  nominal,
  type Prepared,
  rankDrivers,
  ranks,
  type Scores,
  scoreCells,
  scoredCells,
  type Uncertainty,
  type UncertaintyOptions,
  yearOf,
} from "./arithmetic/index.ts";
import type { AreaPoint, Band95, IndexArea, IndexChange, IndexPoint, SafetyIndex } from "./types.ts";

export interface Band {
  readonly from: number;
  readonly name: string;
}

/** Everything computed, before it is written down. */
export interface Computed {
  readonly prepared: Prepared;
  readonly choice: Choice;
  readonly options: UncertaintyOptions;
  readonly bands: readonly Band[];
  readonly scores: Scores;
  /** K columns of n × T. */
  readonly indicatorScores: readonly Float64Array[];
  readonly weights: Float64Array;
  readonly uncertainty: Uncertainty;
  readonly flips: Float64Array;
  readonly drivers: ReturnType<typeof rankDrivers>;
}

/** Rows of the two samples behind the Sobol indices; six times as many indices are computed. */
const sobolSamples = ({ draws }: UncertaintyOptions): number => Math.min(512, draws);

export const compute = (
  prepared: Prepared,
  options: UncertaintyOptions,
  bands: readonly Band[],
): Computed => {
  const choice = nominal(prepared);
  const cells = scoredCells(prepared);
  return {
    prepared,
    choice,
    options,
    bands,
    scores: scoreCells(prepared.filled.values, choice, cells),
    indicatorScores: indicatorScores(prepared.filled.values, choice, cells),
    weights: combinedWeights(choice),
    uncertainty: monteCarlo(prepared, options),
    flips: bandFlips(prepared, options, bands),
    drivers: rankDrivers(prepared, { ...options, samples: sobolSamples(options) }),
  };
};

const exact = (value: number | undefined): number | null =>
  value === undefined || !Number.isFinite(value) ? null : value;
/** A draw has six digits at most that mean anything, and a page that prints fewer. */
const shortened = (value: number): number => Number(value.toFixed(6));

const pointAt = (
  scores: Scores,
  intervals: Uncertainty["scores"],
  at: number,
  period: string,
): IndexPoint => {
  const one = (half: keyof Scores): Band95 => {
    const score = exact(scores[half][at]);
    if (score === null) return { score, low: null, high: null };
    return { score, low: shortened(intervals[half].low[at]!), high: shortened(intervals[half].high[at]!) };
  };
  return {
    period,
    objective: one("objective"),
    subjective: one("subjective"),
    combined: one("combined"),
    gap: one("gap"),
  };
};

/** Means over the areas scored, by year. */
export const overallOf = ({ prepared, scores, uncertainty }: Computed): IndexPoint[] => {
  const { periods } = prepared.table;
  const T = periods.length;
  const means: Scores = {
    objective: meanByYear(scores.objective, T),
    subjective: meanByYear(scores.subjective, T),
    combined: meanByYear(scores.combined, T),
    gap: meanByYear(scores.gap, T),
  };
  return periods.map((period, t) => pointAt(means, uncertainty.overall, t, period));
};

export const areasOfIndex = (
  computed: Computed,
  slugs: readonly string[],
  tiles: readonly IndexArea["tile"][],
  themes: readonly { readonly id: string }[],
): IndexArea[] => {
  const { prepared, scores } = computed;
  const { areas, periods } = prepared.table;
  const T = periods.length;
  const ranked = periods.map((_, t) => ranks(yearOf(scores.combined, T, t)));
  return areas.map((area, i): IndexArea => {
    const last = i * T + T - 1;
    const here = prepared.filled.scored[last] === 1;
    const base = i * T + prepared.table.base;
    return {
      area,
      slug: slugs[i]!,
      tile: tiles[i]!,
      points: periods.map((period, t) => areaPoint(computed, i * T + t, period, ranked[t]![i]!)),
      bands: here ? bandRow(computed, last) : [],
      indicators: areaIndicators(computed, i, base, last),
      themes: themes.map(({ id }) => ({ id, score: here ? exact(themeScore(computed, id, last)) : null })),
      since_base: changeOf(computed, base, last, periods[prepared.table.base]!),
      since_last: T > 1 ? changeOf(computed, last - 1, last, periods[T - 2]!) : null,
      alike: here ? alikeOf(computed, i) : [],
      band_flip_share: shortened(computed.flips[i]!),
      missing: prepared.filled.missing[last]!,
    };
  });
};

const areaPoint = (computed: Computed, c: number, period: string, rank: number): AreaPoint | null => {
  const { prepared, scores, uncertainty, bands } = computed;
  if (prepared.filled.scored[c] !== 1) return null;
  return {
    ...pointAt(scores, uncertainty.scores, c, period),
    rank: {
      rank,
      // The published rank is one of the possible ones, even where the other methods seldom give it.
      low: Math.min(rank, uncertainty.rank.low[c]!),
      high: Math.max(rank, uncertainty.rank.high[c]!),
      median: uncertainty.rank.median[c]!,
    },
    band: bands[bandOf(scores.combined[c]!, bands)]!.name,
  };
};

const bandRow = ({ uncertainty, bands }: Computed, c: number): IndexArea["bands"] => {
  const probabilities = bandProbabilities(uncertainty.combined, c, bands);
  return bands.map(({ name }, b) => ({ name, probability: shortened(probabilities[b]!) }));
};

const partsBetween = (
  { scores, indicatorScores: own, weights }: Computed,
  from: number,
  to: number,
): Decomposition => decompose(scores.combined, own, weights, from, to);

const areaIndicators = (
  computed: Computed,
  i: number,
  base: number,
  last: number,
): IndexArea["indicators"] => {
  const { prepared, indicatorScores: own } = computed;
  const sinceBase = partsBetween(computed, base, last);
  const sinceLast =
    last > i * prepared.table.periods.length ? partsBetween(computed, last - 1, last) : undefined;
  const here = prepared.filled.scored[last] === 1;
  const T = prepared.table.periods.length;
  return prepared.table.indicators.map(({ id, value, count }, k) => ({
    id,
    value: exact(value[last]),
    score: here ? exact(own[k]![last]) : null,
    imputed: prepared.filled.imputed[k]![last] === 1,
    values: prepared.table.periods.map((_, t) => exact(value[i * T + t])),
    counts: count ? prepared.table.periods.map((_, t) => exact(count[i * T + t])) : null,
    limited: value[last]! < prepared.treatments[k]!.low || value[last]! > prepared.treatments[k]!.high,
    base_value: exact(value[base]),
    since_base: exact(sinceBase.parts[k]),
    since_last: exact(sinceLast?.parts[k]),
  }));
};

const changeOf = (computed: Computed, from: number, to: number, period: string): IndexChange => {
  const { change, remainder } = partsBetween(computed, from, to);
  const known = Number.isFinite(change);
  const draws = known
    ? Float64Array.from(computed.uncertainty.combined, (draw) => draw[to]! - draw[from]!)
    : new Float64Array(0);
  const tail = (1 - computed.options.level) / 2;
  return {
    from: period,
    change: exact(change),
    low: known ? shortened(quantile(draws, tail)) : null,
    high: known ? shortened(quantile(draws, 1 - tail)) : null,
    remainder: exact(remainder),
  };
};

/** A theme's indicators, of both halves, aggregated with their weights. */
const themeScore = (
  { prepared, indicatorScores: own, weights }: Computed,
  theme: string,
  c: number,
): number => {
  const places = prepared.table.indicators.flatMap((one, k) => (one.theme === theme ? [k] : []));
  const total = places.reduce((sum, k) => sum + weights[k]!, 0);
  return aggregator(prepared.method.aggregation)(
    places.map((k) => own[k]![c]!),
    places.map((k) => weights[k]! / total),
  );
};

/** Areas that stand neither above nor below in enough draws to say so. */
const alikeOf = ({ prepared, uncertainty, options }: Computed, i: number): string[] => {
  const { areas, periods } = prepared.table;
  const tail = (1 - options.level) / 2;
  return areas.filter((_, j) => {
    if (j === i || prepared.filled.scored[j * periods.length + periods.length - 1] !== 1) return false;
    const [over, under] = [
      uncertainty.above[i * areas.length + j]!,
      uncertainty.above[j * areas.length + i]!,
    ];
    return over > tail && under > tail;
  });
};

export const pairsOf = (areas: readonly IndexArea[]): SafetyIndex["pairs"] => {
  const scored = areas.filter(({ points }) => points.at(-1) != null).length;
  const compared = (scored * (scored - 1)) / 2;
  const alike = areas.reduce((sum, one) => sum + one.alike.length, 0) / 2;
  return { compared, alike, share_alike: compared > 0 ? alike / compared : null };
};

export const driversOf = ({ drivers, options }: Computed): SafetyIndex["drivers"] => ({
  mean_shift: shortened(drivers.meanShift),
  samples: sobolSamples(options),
  factors: drivers.indices.map((one) => ({
    factor: one.factor,
    first: shortened(one.first),
    first_low: shortened(one.firstLow),
    first_high: shortened(one.firstHigh),
    total: shortened(one.total),
    total_low: shortened(one.totalLow),
    total_high: shortened(one.totalHigh),
  })),
});
