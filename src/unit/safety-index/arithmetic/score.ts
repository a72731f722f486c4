import type { Aggregation, Normalisation } from "../config.ts";
import { type Aggregator, aggregator } from "./aggregate.ts";
import { type Filled, impute } from "./imputation.ts";
import { type Base, baseOf, isDefined, normaliser } from "./normalise.ts";
import { type Treatment, treatment } from "./outliers.ts";
import { baseValues, type IndexTable, type Method } from "./table.ts";
import { weightsOf } from "./weights.ts";

/** Everything that is fixed before a score is computed: filled values, the base, weights. */
export interface Prepared {
  readonly table: IndexTable;
  readonly method: Method;
  readonly filled: Filled;
  readonly treatments: readonly Treatment[];
  readonly bases: readonly Base[];
  /** Weights within each half, over all K indicators; zero for those of the other half. */
  readonly objective: Float64Array;
  readonly subjective: Float64Array;
}

/** How one computation of the index is done; Monte Carlo varies each part. */
export interface Choice {
  readonly normalisers: readonly ((value: number) => number)[];
  readonly objective: Float64Array;
  readonly subjective: Float64Array;
  readonly balance: number;
  readonly aggregate: Aggregator;
}

/** Scores by cell, n × T; NaN where an area is not scored. */
export interface Scores {
  readonly objective: Float64Array;
  readonly subjective: Float64Array;
  readonly combined: Float64Array;
  /** Objective minus subjective: how far what was recorded is ahead of what people say. */
  readonly gap: Float64Array;
}

/** The aggregation decides the normalisation where it is defined for one only. */
export const normalisationOf = (normalisation: Normalisation, aggregation: Aggregation): Normalisation =>
  aggregation === "adjusted-mazziotta-pareto" ? "reference-goalposts" : normalisation;

export const prepare = (table: IndexTable, method: Method): Prepared => {
  const filled = impute(table, method.imputation);
  const observed = table.indicators.map((one) => baseValues(one, table, filled.scored));
  // Goalposts are limits of their own, and nothing is pulled in under them.
  const outliers = method.normalisation === "goalposts" ? "none" : method.outliers;
  const treatments = observed.map((values) => treatment(values, outliers));
  const bases = observed.map((values, k) => baseOf(values, treatments[k]!));
  const bare = { table, method, filled, treatments, bases };
  const normalisers = normalisersOf(bare, normalisationOf(method.normalisation, method.aggregation));
  const rows = baseRows(table, filled);
  const scores = filled.values.map((values, k) => rows.map((c) => normalisers[k]!(values[c]!)));
  return { ...bare, ...halves(table, method, scores) };
};

const baseRows = ({ areas, periods, base, reference }: IndexTable, { scored }: Filled): Float64Array =>
  Float64Array.from(
    areas.map((_, i) => i * periods.length + base).filter((c, i) => reference[i] === 1 && scored[c] === 1),
  );

const halves = (table: IndexTable, method: Method, scores: readonly Float64Array[]) => {
  const { indicators } = table;
  const half = (objective: boolean): Float64Array => {
    const places = indicators.flatMap((one, k) => (one.objective === objective ? [k] : []));
    const own = weightsOf(
      method.weighting,
      places.map((k) => indicators[k]!),
      places.map((k) => scores[k]!),
    );
    const weights = new Float64Array(indicators.length);
    places.forEach((k, at) => {
      weights[k] = own[at]!;
    });
    return weights;
  };
  return { objective: half(true), subjective: half(false) };
};

export const normalisersOf = (
  { table, bases, treatments }: Pick<Prepared, "table" | "bases" | "treatments">,
  kind: Normalisation,
): ((value: number) => number)[] =>
  table.indicators.map((one, k) => normaliser(kind, one, bases[k]!, treatments[k]!));

/** Normalisations that have something to divide by for every indicator. */
export const definedFor = ({ bases }: Pick<Prepared, "bases">, kind: Normalisation): boolean =>
  bases.every((base) => isDefined(kind, base));

/** The choice that the workspace made. */
export const nominal = (prepared: Prepared): Choice => ({
  normalisers: normalisersOf(
    prepared,
    normalisationOf(prepared.method.normalisation, prepared.method.aggregation),
  ),
  objective: prepared.objective,
  subjective: prepared.subjective,
  balance: prepared.method.balance,
  aggregate: aggregator(prepared.method.aggregation),
});

/** Cells of a table that are scored; those of one year where a year is named. */
export const scoredCells = (
  { table, filled }: Pick<Prepared, "table" | "filled">,
  period?: number,
): Int32Array => {
  const T = table.periods.length;
  return Int32Array.from(filled.scored.keys()).filter(
    (c) => filled.scored[c] === 1 && (period === undefined || c % T === period),
  );
};

/**
 * Values → scores of each half, aggregated over its indicators; the combined score aggregates the two halves in the
 * same way. Where an index has one half only, the combined score is that half and there is no gap.
 *
 * @param values K columns of n × T. @param cells Which cells to compute; the others are NaN.
 */
export const scoreCells = (values: readonly Float64Array[], choice: Choice, cells: Int32Array): Scores => {
  const size = values[0]!.length;
  const blank = (): Float64Array => new Float64Array(size).fill(Number.NaN);
  const scores = { objective: blank(), subjective: blank(), combined: blank(), gap: blank() };
  const { normalisers, aggregate, balance } = choice;
  const [hasObjective, hasSubjective] = [some(choice.objective), some(choice.subjective)];
  const row = new Float64Array(values.length);
  const [both, split] = [new Float64Array(2), [balance, 1 - balance]];
  for (const c of cells) {
    for (let k = 0; k < row.length; k++) row[k] = normalisers[k]!(values[k]![c]!);
    if (hasObjective) scores.objective[c] = both[0] = aggregate(row, choice.objective);
    if (hasSubjective) scores.subjective[c] = both[1] = aggregate(row, choice.subjective);
    if (hasObjective && hasSubjective) {
      scores.combined[c] = aggregate(both, split);
      scores.gap[c] = both[0]! - both[1]!;
    } else scores.combined[c] = hasObjective ? both[0]! : both[1]!;
  }
  return scores;
};

const some = (weights: Float64Array): boolean => weights.some((w) => w > 0);

/** Scores of single indicators, K columns of n × T. */
export const indicatorScores = (
  values: readonly Float64Array[],
  { normalisers }: Choice,
  cells: Int32Array,
): Float64Array[] =>
  values.map((column, k) => {
    const out = new Float64Array(column.length).fill(Number.NaN);
    for (const c of cells) out[c] = normalisers[k]!(column[c]!);
    return out;
  });

/** Weight of each indicator in an arithmetic combined score. */
export const combinedWeights = ({ objective, subjective, balance }: Choice): Float64Array => {
  const [one, other] = [some(objective), some(subjective)];
  const share = one && other ? balance : one ? 1 : 0;
  return objective.map((w, k) => share * w + (1 - share) * subjective[k]!);
};

/** Rank 1 for the highest score; equal scores share a rank. NaN scores have rank 0. */
export const ranks = (scores: ArrayLike<number>): Int32Array => {
  const order = Array.from({ length: scores.length }, (_, i) => i)
    .filter((i) => !Number.isNaN(scores[i]!))
    .sort((a, b) => scores[b]! - scores[a]!);
  const out = new Int32Array(scores.length);
  order.forEach((i, at) => {
    const before = order[at - 1];
    out[i] = before !== undefined && scores[before] === scores[i] ? out[before]! : at + 1;
  });
  return out;
};

/** One year of an n × T column. */
export const yearOf = (column: Float64Array, periods: number, t: number): Float64Array => {
  const year = new Float64Array(column.length / periods);
  for (let i = 0; i < year.length; i++) year[i] = column[i * periods + t]!;
  return year;
};
