import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decompose } from "../../../../src/unit/safety-index/arithmetic/change.ts";
import {
  combinedWeights,
  indicatorScores,
  nominal,
  prepare,
  ranks,
  type Scores,
  scoreCells,
  scoredCells,
} from "../../../../src/unit/safety-index/arithmetic/score.ts";
import {
  type IndexTable,
  type Method,
  plainMethod,
} from "../../../../src/unit/safety-index/arithmetic/table.ts";
import { indexTable, indicator } from "../../../helpers/index-table.ts";

const scoresOf = (table: IndexTable, method: Method = plainMethod): Scores => {
  const prepared = prepare(table, method);
  return scoreCells(prepared.filled.values, nominal(prepared), scoredCells(prepared));
};

/** Two areas, two years: crime (less is better) and confidence (more is better). */
const small = (): IndexTable =>
  indexTable(
    [
      indicator(
        "crime",
        [
          [10, 5],
          [30, 30],
        ],
        { direction: -1 },
      ),
      indicator(
        "confidence",
        [
          [0.6, 0.45],
          [0.4, 0.4],
        ],
        { objective: false },
      ),
    ],
    ["2016", "2017"],
  );

describe("the score", () => {
  it("is worked by hand: 100 is the base mean, and the gap is objective minus subjective", () => {
    const scores = scoresOf(small());
    // Crime m = 20: 10 → 150, 5 → 175, 30 → 50. Confidence m = 0.5: 120, 90, 80.
    expect([...scores.objective]).toEqual([150, 175, 50, 50].map((x) => expect.closeTo(x, 10)));
    expect([...scores.subjective]).toEqual([120, 90, 80, 80].map((x) => expect.closeTo(x, 10)));
    expect([...scores.combined]).toEqual([135, 132.5, 65, 65].map((x) => expect.closeTo(x, 10)));
    expect([...scores.gap]).toEqual([30, 85, -30, -30].map((x) => expect.closeTo(x, 10)));
  });

  it("shows what a blend hides: crime fell and confidence fell, and the combined score hardly moved", () => {
    const { objective, subjective, combined, gap } = scoresOf(small());
    expect(objective[1]! - objective[0]!).toBeGreaterThan(20);
    expect(subjective[1]! - subjective[0]!).toBeLessThan(-20);
    expect(Math.abs(combined[1]! - combined[0]!)).toBeLessThan(5);
    expect(gap[1]! - gap[0]!).toBeCloseTo(55, 10);
  });

  const methods: Method[] = (
    ["base-100", "z-score", "reference-goalposts", "min-max", "rank"] as const
  ).flatMap((normalisation) =>
    (["arithmetic", "geometric", "mazziotta-pareto-minus"] as const).flatMap((aggregation) =>
      (["equal", "pca", "optimised"] as const).map((weighting) => ({
        ...plainMethod,
        normalisation,
        aggregation,
        weighting,
        outliers: "winsorise" as const,
      })),
    ),
  );
  const scored = methods.filter(
    ({ normalisation, aggregation }) =>
      aggregation !== "mazziotta-pareto-minus" || !["min-max", "rank"].includes(normalisation),
  );
  const value = fc.double({ min: 1, max: 100, noNaN: true });
  const three = fc.array(fc.array(value, { minLength: 6, maxLength: 6 }), { minLength: 4, maxLength: 7 });
  const tableOf = (rows: readonly (readonly number[])[]): IndexTable =>
    indexTable(
      [
        indicator(
          "a",
          rows.map((r) => [r[0]!, r[1]!]),
          { direction: -1 },
        ),
        indicator(
          "b",
          rows.map((r) => [r[2]!, r[3]!]),
        ),
        indicator(
          "c",
          rows.map((r) => [r[4]!, r[5]!]),
          { objective: false },
        ),
      ],
      ["2016", "2017"],
    );
  const isSpread = (rows: readonly (readonly number[])[]): boolean =>
    [0, 2, 4].every((k) => new Set(rows.map((r) => Math.round(r[k]!))).size === rows.length);

  it.each(scored)(
    "does not care in which order areas stand: $normalisation, $aggregation, $weighting",
    (method) => {
      fc.assert(
        fc.property(three.filter(isSpread), (rows) => {
          const plain = scoresOf(tableOf(rows), method);
          const turned = scoresOf(tableOf([...rows].reverse()), method);
          const last = rows.length - 1;
          for (let i = 0; i <= last; i++)
            for (const t of [0, 1]) {
              const own = plain.combined[i * 2 + t]!;
              const apart = Math.abs(turned.combined[(last - i) * 2 + t]! - own);
              expect(apart).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(own)));
            }
        }),
        { numRuns: 4 },
      );
    },
  );

  it.each(scored)(
    "moves nobody when an area joins later: $normalisation, $aggregation, $weighting",
    (method) => {
      fc.assert(
        fc.property(three.filter(isSpread), value, (rows, own) => {
          const plain = scoresOf(tableOf(rows), method);
          // The new area has values in the second year only: it is in no base.
          const joined = scoresOf(
            tableOf([...rows, [Number.NaN, own, Number.NaN, own, Number.NaN, own]]),
            method,
          );
          expect([...joined.combined].slice(0, plain.combined.length)).toEqual([...plain.combined]);
          expect(joined.combined.at(-1)).not.toBeNaN();
        }),
        { numRuns: 4 },
      );
    },
  );

  it("keeps to the areas that set the base, so that a back-dated area moves nobody either", () => {
    const rows = [
      [10, 9, 5, 6, 3, 3],
      [20, 18, 8, 8, 5, 4],
      [40, 30, 9, 7, 6, 9],
      [35, 36, 3, 2, 8, 8],
    ];
    const plain = scoresOf(tableOf(rows));
    const more = tableOf([...rows, [90, 95, 1, 1, 1, 1]]);
    const fixed = scoresOf({ ...more, reference: Uint8Array.of(1, 1, 1, 1, 0) });
    expect([...fixed.combined].slice(0, 8)).toEqual([...plain.combined]);
    expect([...scoresOf(more).combined].slice(0, 8)).not.toEqual([...plain.combined]);
  });

  it("splits a change by indicator: the parts add up under the arithmetic mean, and leave a remainder under others", () => {
    fc.assert(
      fc.property(three.filter(isSpread), (rows) => {
        for (const aggregation of ["arithmetic", "geometric"] as const) {
          const prepared = prepare(tableOf(rows), { ...plainMethod, aggregation });
          const choice = nominal(prepared);
          const cells = scoredCells(prepared);
          const { combined } = scoreCells(prepared.filled.values, choice, cells);
          const own = indicatorScores(prepared.filled.values, choice, cells);
          const split = decompose(combined, own, combinedWeights(choice), 0, 1);
          const together = split.parts.reduce((a, b) => a + b, 0) + split.remainder;
          expect(together).toBeCloseTo(combined[1]! - combined[0]!, 9);
          if (aggregation === "arithmetic") expect(Math.abs(split.remainder)).toBeLessThan(1e-9);
        }
      }),
      { numRuns: 40 },
    );
  });

  it("is the one half where there is only one, and has no gap", () => {
    const table = indexTable([indicator("a", [[1], [3]])], ["2016"]);
    const scores = scoresOf(table);
    expect([...scores.combined]).toEqual([...scores.objective]);
    expect([...scores.gap]).toEqual([Number.NaN, Number.NaN]);
  });

  it("is what people say where nothing was recorded, with all of the weight", () => {
    const table = indexTable([indicator("s", [[1], [3]], { objective: false })], ["2016"]);
    const prepared = prepare(table, plainMethod);
    const scores = scoreCells(prepared.filled.values, nominal(prepared), scoredCells(prepared));
    expect([...scores.combined]).toEqual([50, 150]);
    expect([...scores.objective, ...scores.gap].every(Number.isNaN)).toBe(true);
    expect([...combinedWeights(nominal(prepared))]).toEqual([1]);
    const objective = prepare(indexTable([indicator("o", [[1], [3]])], ["2016"]), plainMethod);
    expect([...combinedWeights(nominal(objective))]).toEqual([1]);
  });

  it("makes its base of the areas that are scored: what is known of another one counts for nothing", () => {
    const gap = Number.NaN;
    const table = indexTable(
      [
        indicator("crime", [[10], [30], [gap]], { direction: -1 }),
        indicator("confidence", [[0.6], [0.4], [0.1]], { objective: false }),
      ],
      ["2016"],
    );
    const scores = scoresOf(table);
    expect([...scores.subjective.subarray(0, 2)]).toEqual([120, 80].map((x) => expect.closeTo(x, 10)));
    expect(scores.subjective[2]).toBeNaN();
  });

  it("pulls nothing in under goalposts, which are limits of their own", () => {
    const rows = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 100].map((x) => [x]);
    const table = indexTable([indicator("a", rows, { goalposts: { worst: 0, best: 200 } })], ["2016"]);
    const method = { ...plainMethod, outliers: "winsorise", normalisation: "goalposts" } as const;
    expect(prepare(table, method).treatments[0]).toMatchObject({
      points: 0,
      high: Number.POSITIVE_INFINITY,
    });
    expect(scoresOf(table, method).combined[11]).toBe(50);
    expect(prepare(table, { ...method, normalisation: "z-score" }).treatments[0]).toMatchObject({
      points: 1,
      high: 11,
    });
  });

  it("ranks from the top, ties alike, and leaves out what is not scored", () => {
    expect([...ranks([3, 9, 9, Number.NaN, 1])]).toEqual([3, 1, 1, 0, 4]);
  });
});
