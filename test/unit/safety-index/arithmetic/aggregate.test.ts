import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { aggregator } from "../../../../src/unit/safety-index/arithmetic/aggregate.ts";
import { aggregations } from "../../../../src/unit/safety-index/config.ts";

const rows = [
  [110, 95, 100],
  [80, 120, 100],
  [90, 105, 125],
];
const thirds = [1 / 3, 1 / 3, 1 / 3];
const each = (kind: (typeof aggregations)[number]): number[] =>
  rows.map((row) => aggregator(kind)(row, thirds));
const expectAll = (found: readonly number[], wanted: readonly number[]): void => {
  for (const [k, value] of found.entries()) expect(Math.abs(value - wanted[k]!)).toBeLessThan(1e-4);
};

describe("aggregation", () => {
  it("gives the Mazziotta–Pareto numbers of the reference, M ± S·cv with S of divisor n", () => {
    expectAll(each("arithmetic"), [101.6667, 100, 106.6667]);
    expectAll(each("mazziotta-pareto-minus"), [101.2841, 97.3333, 104.7396]);
    expectAll(each("geometric"), [101.4781, 98.6485, 105.7095]);
    // By hand: S² = 38.8889, 266.6667, 205.5556; plus adds what minus takes.
    expectAll(each("mazziotta-pareto-plus"), [
      101.6667 + 38.8889 / 101.6667,
      100 + 266.6667 / 100,
      106.6667 + 205.5556 / 106.6667,
    ]);
  });

  it("gives the harmonic mean by hand", () => {
    // 3 / (1/80 + 1/120 + 1/100) = 3 / 0.0308333…
    expect(aggregator("harmonic")(rows[1]!, thirds)).toBeCloseTo(97.2973, 4);
  });

  it("leaves an even row where it is, whatever the mean", () => {
    for (const kind of aggregations) expect(aggregator(kind)([90, 90, 90], thirds)).toBeCloseTo(90, 10);
  });

  it("orders the means: harmonic ≤ geometric ≤ arithmetic, and the penalty never lifts", () => {
    const score = fc.double({ min: 2, max: 200, noNaN: true });
    fc.assert(
      fc.property(fc.array(score, { minLength: 2, maxLength: 6 }), (s) => {
        const w = s.map(() => 1 / s.length);
        const [h, g, a, m] = (["harmonic", "geometric", "arithmetic", "mazziotta-pareto-minus"] as const).map(
          (kind) => aggregator(kind)(s, w),
        );
        expect(h!).toBeLessThanOrEqual(g! + 1e-9);
        expect(g!).toBeLessThanOrEqual(a! + 1e-9);
        expect(m!).toBeLessThanOrEqual(a! + 1e-9);
      }),
    );
  });

  it("counts a score below 1 as 1 where a mean needs positive ones", () => {
    expect(aggregator("geometric")([-50, 100], [0.5, 0.5])).toBeCloseTo(10, 10);
    expect(aggregator("arithmetic")([-50, 100], [0.5, 0.5])).toBe(25);
  });

  it("ignores what has no weight", () => {
    for (const kind of aggregations)
      expect(aggregator(kind)([80, 120, Number.NaN], [0.5, 0.5, 0])).toBeCloseTo(
        aggregator(kind)([80, 120], [0.5, 0.5]),
        10,
      );
  });
});
