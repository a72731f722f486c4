import { describe, expect, it } from "vitest";
import { stream } from "../../../../src/maths/random.ts";
import { mean, variance } from "../../../../src/maths/summary.ts";
import { drawValues, drawWeights } from "../../../../src/unit/safety-index/arithmetic/draws.ts";
import { rankDrivers } from "../../../../src/unit/safety-index/arithmetic/rank-drivers.ts";
import { nominal, prepare, scoredCells } from "../../../../src/unit/safety-index/arithmetic/score.ts";
import { plainMethod } from "../../../../src/unit/safety-index/arithmetic/table.ts";
import {
  bandFlips,
  bandOf,
  bandProbabilities,
  monteCarlo,
  type UncertaintyOptions,
} from "../../../../src/unit/safety-index/arithmetic/uncertainty.ts";
import { indexTable, indicator } from "../../../helpers/index-table.ts";

const options: UncertaintyOptions = {
  draws: 400,
  seed: "test",
  weightRange: 0.25,
  level: 0.95,
  surveyCorrelation: 0.5,
  normalisations: ["base-100"],
  aggregations: ["arithmetic"],
};
const rows = [
  [90, 90],
  [100, 101],
  [110, 140],
];
const oneIndicator = (error: number) =>
  indexTable([indicator("a", rows, { error: new Float64Array(6).fill(error) })], ["2016", "2017"]);

describe("uncertainty", () => {
  it("is none where nothing is uncertain", () => {
    const prepared = prepare(oneIndicator(0), plainMethod);
    const found = monteCarlo(prepared, options);
    expect([...found.scores.combined.low]).toEqual([...found.scores.combined.high]);
    expect([...found.rank.low]).toEqual([...found.rank.high]);
    expect([...found.above]).toEqual([0, 0, 0, 1, 0, 0, 1, 1, 0].map((x) => expect.closeTo(x, 9)));
  });

  it("carries a standard error into the score: ±1.96 se · 100 / m", () => {
    const found = monteCarlo(prepare(oneIndicator(5), plainMethod), { ...options, draws: 4000 });
    const width = found.scores.combined.high[0]! - found.scores.combined.low[0]!;
    expect(width / (2 * 1.96 * 5)).toBeCloseTo(1, 1);
  });

  it("draws counts with the variance of their number, and survey answers together", () => {
    const table = indexTable(
      [
        indicator("count", [[40]], { perEvent: Float64Array.of(0.5), overdispersion: 2 }),
        indicator("one", [[0.5]], { error: Float64Array.of(0.02), survey: "s", most: 1 }),
        indicator("other", [[0.5]], { error: Float64Array.of(0.02), survey: "s", most: 1, direction: -1 }),
      ],
      ["2016"],
    );
    const prepared = prepareUnchecked(table);
    const draws = Array.from({ length: 4000 }, (_, r) =>
      drawValues(prepared, stream("draws", "test", r), Int32Array.of(0), 0.5).map((column) => column[0]!),
    );
    const column = (k: number): number[] => draws.map((draw) => draw[k]!);
    // 80 events at 0.5 each: mean 40, variance 0.25 · 2 · 80.5.
    expect(mean(column(0))).toBeCloseTo(40, 0);
    expect(Math.abs(variance(column(0)) / (0.25 * 2 * 80.5) - 1)).toBeLessThan(0.08);
    // Good answers go together, so that a question in which less is better goes the other way.
    const [a, b] = [column(1), column(2)];
    const products = a.map((x, r) => (x - mean(a)) * (b[r]! - mean(b)));
    expect(mean(products) / Math.sqrt(variance(a) * variance(b))).toBeCloseTo(-0.5, 1);
  });

  it("keeps weights at 1 in sum and within their range", () => {
    const table = indexTable(
      [
        indicator("a", [[1], [2], [4]]),
        indicator("b", [[2], [3], [1]]),
        indicator("c", [[5], [4], [4]], { objective: false }),
      ],
      ["2016"],
    );
    const choice = nominal(prepare(table, plainMethod));
    for (let r = 0; r < 200; r++) {
      const drawn = drawWeights(choice, stream("weights", "test", r), 0.25);
      expect(drawn.objective.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 12);
      expect(drawn.objective[0]! / drawn.objective[1]!).toBeLessThanOrEqual(1.25 / 0.75 + 1e-12);
      expect(drawn.subjective[2]).toBeCloseTo(1, 12);
      expect(drawn.balance).toBeGreaterThan(0.37);
      expect(drawn.balance).toBeLessThan(0.63);
    }
  });

  it("covers the truth about as often as it says", () => {
    let covered = 0;
    const [truth, error, trials] = [100, 8, 200];
    for (let k = 0; k < trials; k++) {
      const seen = truth + error * stream("coverage", "truth", k).normal();
      const own = indexTable(
        [
          indicator(
            "a",
            [
              [90, seen],
              [110, 100],
            ],
            { error: Float64Array.of(0, error, 0, 0) },
          ),
        ],
        ["1", "2"],
      );
      const { low, high } = monteCarlo(prepare(own, plainMethod), { ...options, seed: `c${k}`, draws: 120 })
        .scores.combined;
      if (low[1]! <= truth && truth <= high[1]!) covered++;
    }
    expect(covered / trials).toBeGreaterThan(0.9);
    expect(covered / trials).toBeLessThan(0.985);
  });

  it("gives band probabilities that add up to 1, and flips that follow the weights", () => {
    const bands = [{ from: 0 }, { from: 95 }, { from: 105 }];
    expect([80, 95, 104, 200].map((score) => bandOf(score, bands))).toEqual([0, 1, 1, 2]);
    const found = monteCarlo(prepare(oneIndicator(5), plainMethod), options);
    const probabilities = bandProbabilities(found.combined, 3, bands);
    expect(probabilities.reduce((a, b) => a + b, 0)).toBeCloseTo(1, 9);
    expect(probabilities[1]).toBeGreaterThan(0.4);
    // One indicator has one weight: nothing flips.
    expect([...bandFlips(prepare(oneIndicator(5), plainMethod), options, bands)]).toEqual([0, 0, 0]);
  });

  it("is the same for the same seed, and differs for another", () => {
    const run = (seed: string) =>
      monteCarlo(prepare(oneIndicator(5), plainMethod), { ...options, seed }).scores.combined.low;
    expect([...run("one")]).toEqual([...run("one")]);
    expect([...run("one")]).not.toEqual([...run("two")]);
  });

  it("finds the one factor that moves ranks where only one can", () => {
    const prepared = prepare(oneIndicator(20), plainMethod);
    const { indices, meanShift } = rankDrivers(prepared, { ...options, samples: 256 });
    expect(meanShift).toBeGreaterThan(0);
    expect(indices[0]!.total).toBeCloseTo(1, 0);
    for (const { first, total } of indices.slice(1)) expect([Math.abs(first), total]).toEqual([0, 0]);
  });
});

/** A single area has no spread, which draws do not need. */
const prepareUnchecked = (table: ReturnType<typeof indexTable>) => ({
  table,
  filled: {
    values: table.indicators.map(({ value }) => value),
    errors: table.indicators.map(({ error }) => error),
    imputed: table.indicators.map(() => new Uint8Array(1)),
    scored: Uint8Array.of(1),
    missing: new Float64Array(1),
  },
});

it("has a cell for every area and year that is scored", () => {
  expect([...scoredCells(prepare(oneIndicator(1), plainMethod), 1)]).toEqual([1, 3, 5]);
});
