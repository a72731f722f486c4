import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type AreaCount,
  attackIndex,
  codedAs,
  extentOf,
  hiddenCounts,
} from "../../../src/evidence/disclosure/index-counts.ts";
import { leastWidth } from "../../../src/evidence/disclosure/rule.ts";
import { type Protect, usualProtection } from "../../../src/model/disclosure.ts";
import type { SafetyIndex } from "../../../src/model/safety-index.ts";

const rule: Protect = { ...usualProtection, rounding: 1 };
const count = (id: string, parts: readonly string[], printed: number) => ({ id, parts, printed });
const hide = (counts: Parameters<typeof hiddenCounts>[0], truth: Readonly<Record<string, number>>) => {
  const { small, beside } = hiddenCounts(counts, new Map(Object.entries(truth)), rule);
  return { small: [...small].sort(), beside: [...beside].sort() };
};

describe("counts of one area and year", () => {
  it("count as the middle of what a small one may be", () => {
    expect(codedAs({ threshold: 10, zeros: "protect" })).toEqual({ low: 0, high: 9, middle: 4.5 });
    expect(codedAs({ threshold: 6, zeros: "show" })).toEqual({ low: 1, high: 5, middle: 3 });
  });

  it("bound a sum by what is printed, and by nothing where no count shares its events", () => {
    const printed = [count("all", ["a", "b", "c"], 50), count("some", ["a", "b"], 42)];
    expect(extentOf(printed, ["c"])).toEqual([8, 8]);
    expect(extentOf(printed, ["a"])).toEqual([0, 42]);
    expect(extentOf([], ["a"])).toEqual([0, Number.POSITIVE_INFINITY]);
    // A part cannot be more than its whole: numbers that contradict each other are the attacker's, not a count's.
    expect(extentOf([count("all", ["a", "b"], 5), count("some", ["a"], 9)], ["b"])).toEqual([0, 0]);
  });

  it("hide the smaller of two that would tell their difference, and of two alike the first by name", () => {
    const truth = { a: 60, b: 4 };
    expect(hide([count("all", ["a", "b"], 64), count("most", ["a"], 60)], truth)).toEqual({
      small: [],
      beside: ["most"],
    });
    // Either whole with either copy tells b, so that no single one is enough: what holds b goes first.
    const copies = ["v", "w"].map((id) => count(id, ["a", "b"], 64));
    const most = ["x", "y"].map((id) => count(id, ["a"], 60));
    expect(hide([...most, ...copies], truth)).toEqual({ small: [], beside: ["v", "w"] });
    expect(hide([...most, copies[0]!], truth)).toEqual({ small: [], beside: ["v"] });
    const equal = { a: 40, b: 40, c: 3 };
    const told = [count("both", ["a", "b", "c"], 83), count("p", ["a"], 40), count("o", ["b"], 40)];
    expect(hide(told, equal)).toEqual({ small: [], beside: ["o"] });
    expect(hide([told[0]!, told[2]!, told[1]!], equal)).toEqual({ small: [], beside: ["o"] });
  });

  it("hide nothing where small ones are hidden already and share no events with the others", () => {
    expect(hide([count("a", ["a"], 3), count("b", ["b"], 300)], { a: 3, b: 300 })).toEqual({
      small: ["a"],
      beside: [],
    });
  });

  it("leave every small outcome as wide as the rule asks, by trying every number that it may be", () => {
    const outcome = fc.oneof(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 10, max: 22 }));
    const parts = fc.uniqueArray(fc.constantFrom("a", "b", "c"), { minLength: 1 });
    fc.assert(
      fc.property(
        fc.tuple(outcome, outcome, outcome),
        fc.array(parts, { minLength: 1, maxLength: 4 }),
        ([a, b, c], sets) => {
          const truth: Readonly<Record<string, number>> = { a, b, c };
          const counts = sets.map((own, k) =>
            count(
              `i${k}`,
              own,
              own.reduce((sum, name) => sum + truth[name]!, 0),
            ),
          );
          const { small, beside } = hide(counts, truth);
          const shown = counts.filter(({ id }) => !small.includes(id) && !beside.includes(id));
          for (const one of shown) expect(one.printed).toBeGreaterThanOrEqual(rule.threshold);
          const secrets = [
            ...Object.entries(truth).flatMap(([name, value]) => (value < rule.threshold ? [[name]] : [])),
            ...counts.flatMap(({ id, parts: own }) => (small.includes(id) ? [own] : [])),
          ];
          const possible = secrets.map(() => ({
            low: Number.POSITIVE_INFINITY,
            high: Number.NEGATIVE_INFINITY,
          }));
          const most = 50;
          for (let x = 0; x <= most; x++)
            for (let y = 0; y <= most; y++)
              for (let z = 0; z <= most; z++) {
                const held: Readonly<Record<string, number>> = { a: x, b: y, c: z };
                const of = (own: readonly string[]): number =>
                  own.reduce((sum, name) => sum + held[name]!, 0);
                if (!shown.every((one) => of(one.parts) === one.printed)) continue;
                secrets.forEach((secret, k) => {
                  possible[k]!.low = Math.min(possible[k]!.low, of(secret));
                  possible[k]!.high = Math.max(possible[k]!.high, of(secret));
                });
              }
          for (const { low, high } of possible) expect(high - low).toBeGreaterThanOrEqual(leastWidth(rule));
        },
      ),
      { numRuns: 10, seed: 5 },
    );
  });
});

/** As much of an index as an attacker needs: one area, one year, and how its counts are made. */
const indexOf = (
  counts: readonly (AreaCount & { readonly value?: number })[],
  disclosure: Partial<SafetyIndex["disclosure"]> = {},
): SafetyIndex =>
  ({
    periods: ["2023"],
    indicators: counts.map(({ id, parts }) => ({ id, source: "crime", outcomes: parts })),
    areas: [
      {
        area: "Brent",
        indicators: [
          ...counts.map(({ id, printed, value }) => ({ id, counts: [printed], values: [value ?? printed] })),
          // What is no count is nobody's secret.
          { id: counts[0]!.id, counts: null, values: [0.5] },
        ],
      },
    ],
    disclosure: {
      ...{ rule: "protect", threshold: 10, zeros: "protect", open: [], sentence: "" },
      hidden: counts.flatMap(({ id, printed }) =>
        printed === null ? [`areas[Brent].indicators[${id}].counts[2023]`] : [],
      ),
      ...disclosure,
    },
  }) as unknown as SafetyIndex;

describe("an attack on index.json", () => {
  const told = [
    { id: "all", parts: ["burglary", "arson"], printed: 64 },
    { id: "burglary", parts: ["burglary"], printed: 60 },
    { id: "arson", parts: ["arson"], printed: null },
  ];

  it("works out a hidden count from the two beside it", () => {
    expect(attackIndex(indexOf(told))).toEqual([
      {
        address: "areas[Brent].indicators[arson].counts[2023]",
        message: "a hidden count can be worked out: arson, Brent, 2023",
      },
    ]);
    const safe = told.map((one) => (one.id === "burglary" ? { ...one, printed: null } : one));
    expect(attackIndex(indexOf(safe))).toEqual([]);
  });

  it("finds nothing to attack where nothing is protected, or what it would need is open", () => {
    expect(attackIndex(indexOf(told, { rule: "none" }))).toEqual([]);
    expect(attackIndex(indexOf(told, { open: ["all", "burglary", "arson"] }))).toEqual([]);
  });

  it("looks at counts that were never printed for no more than they are: missing, not hidden", () => {
    expect(attackIndex(indexOf(told, { hidden: [] }))).toEqual([]);
  });

  it("takes a zero that may be shown for no secret, and one that may not for one", () => {
    const zero = [{ id: "burglary", parts: ["burglary"], printed: 0 }];
    expect(attackIndex(indexOf(zero, { zeros: "show" }))).toEqual([]);
    expect(attackIndex(indexOf(zero))[0]!.message).toBe("a count below 10 is printed: burglary, Brent, 2023");
  });
});
