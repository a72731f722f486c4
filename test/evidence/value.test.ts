import { describe, expect, it } from "vitest";
import { discountFactor } from "../../src/evidence/discount.ts";
import { avoidedAt, triangular } from "../../src/evidence/draws.ts";
import { homeOfficeCosts, rowOf } from "../../src/evidence/tables/index.ts";
import { priceEvents, type ValueInput } from "../../src/evidence/value.ts";
import { stream } from "../../src/maths/random.ts";

const robbery = rowOf(homeOfficeCosts, "robbery")!;
const cost = (central: number, price_year = "2015/16", year = "2015/16") => ({
  partner: "police",
  item: "patrols",
  year,
  low: null,
  central,
  high: null,
  price_year,
});

/** A ratio of 0.8 (0.7 to 0.9143: symmetric in logs) on 400 observed events: 100 avoided. */
const input = (changes: Partial<ValueInput> = {}): ValueInput => ({
  effect: {
    scale: "rate-ratio",
    estimate: 0.8,
    low: 0.7,
    high: 0.64 / 0.7,
    level: 0.95,
    observed: 400,
    avoided: { estimate: 100, low: 400 * (0.7 / 0.64 - 1), high: 400 * (1 / 0.7 - 1) },
    ownInterval: false,
  },
  unitCost: robbery,
  multiplier: { low: null, central: 1, high: null },
  costs: [],
  deflator: undefined,
  shares: [],
  yearShares: [1],
  deflatorFile: undefined,
  start: { calendar: 2015, financial: 2015 },
  currency: "GBP",
  draws: 10_000,
  random: stream("test", "value"),
  ...changes,
});
const valued = (changes: Partial<ValueInput> = {}) => priceEvents(input(changes)).value!;

describe("priceEvents", () => {
  it("multiplies events by the unit cost and the multiplier", () => {
    expect(valued().benefit).toBeCloseTo(100 * 11_320, 6);
    expect(valued({ multiplier: { low: null, central: 2.5, high: null } }).benefit).toBeCloseTo(2_830_000, 6);
  });

  it("gives the effect's own interval back when nothing else is uncertain", () => {
    const { benefit_low: low, benefit_high: high } = valued();
    expect(low! / 11_320).toBeCloseTo(37.5, 1);
    expect(high! / 11_320).toBeCloseTo(171.43, 0);
  });

  it("spreads the interval further when costs have a range, and not when they have none", () => {
    const plain = valued();
    const wide = valued({ unitCost: { ...robbery, low: 4_000, high: 25_000 } });
    expect(wide.benefit_high! - wide.benefit_low!).toBeGreaterThan(
      1.2 * (plain.benefit_high! - plain.benefit_low!),
    );
    expect(wide.benefit).toBe(plain.benefit);
  });

  it("finds the chance that benefit is above cost by hand: half at the median", () => {
    const even = valued({ costs: [cost(100 * 11_320)] });
    expect(even.net).toBeCloseTo(0, 6);
    expect(even.ratio).toBeCloseTo(1, 9);
    expect(even.p_benefit_above_cost).toBeGreaterThan(0.48);
    expect(even.p_benefit_above_cost).toBeLessThan(0.52);
    expect(valued({ costs: [cost(50_000_000)] }).p_benefit_above_cost).toBe(0);
  });

  it("uprates by the index and discounts each later year", () => {
    const deflator = new Map([
      ["2015/16", 100],
      ["2024/25", 130],
    ]);
    const value = valued({
      deflator,
      costs: [cost(1000, "2024/25", "2024/25"), cost(1000, "2024/25", "2025/26")],
      yearShares: [0.5, 0.5],
      start: { calendar: 2024, financial: 2024 },
    });
    expect(value.price_year).toBe("2024/25");
    expect(value.benefit).toBeCloseTo(100 * 11_320 * 1.3 * (0.5 + 0.5 / 1.035), 6);
    expect(value.cost).toBeCloseTo(1000 + 1000 * discountFactor(1), 9);
  });

  it("compares nothing when prices are of different years and no index joins them (CUR01)", () => {
    const apart = priceEvents(input({ costs: [cost(1000, "2024/25")] }));
    expect(apart.value).toBeUndefined();
    expect(apart.warnings.map(({ code }) => code)).toEqual(["CUR01"]);
    const hole = priceEvents(
      input({ costs: [cost(1000, "2024/25")], deflator: new Map([["2024/25", 130]]) }),
    );
    expect(hole.value).toBeUndefined();
    expect(priceEvents(input({ costs: [cost(1000)] })).warnings).toEqual([]);
  });

  it("shares the benefit out without losing any of it", () => {
    const { benefit, by_recipient } = valued({
      shares: [
        { who: "victims", share: 0.7 },
        { who: "courts", share: 0.3 },
      ],
    });
    expect(by_recipient.reduce((sum, row) => sum + row.benefit!, 0)).toBeCloseTo(benefit!, 6);
  });

  it("is the same for the same seed, and has no interval where the effect has none", () => {
    expect(valued({ random: stream("a", "value") })).toEqual(valued({ random: stream("a", "value") }));
    const { effect } = input();
    const none = valued({ effect: { ...effect, low: null, high: null } });
    expect([none.benefit_low, none.p_benefit_above_cost]).toEqual([null, null]);
    expect(none.benefit).toBeCloseTo(1_132_000, 6);
  });
});

describe("draws", () => {
  it("keeps a triangular draw inside its range, with its mean", () => {
    const random = stream("t", "triangular");
    const draws = Array.from({ length: 20_000 }, () => triangular({ low: 1, central: 2, high: 6 }, random));
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...draws)).toBeLessThanOrEqual(6);
    expect(draws.reduce((a, b) => a + b, 0) / draws.length).toBeCloseTo(3, 1); // (1 + 2 + 6) / 3
  });

  it("draws differences as normal and refuses an effect without an interval", () => {
    const { effect } = input();
    const difference = avoidedAt({
      ...effect,
      scale: "difference",
      avoided: { estimate: 50, low: 50 - 1.959964, high: 50 + 1.959964 },
    })!;
    const random = stream("d", "difference");
    const draws = Array.from({ length: 20_000 }, () => difference(random.normal()));
    const mean = draws.reduce((a, b) => a + b, 0) / draws.length;
    expect(mean).toBeCloseTo(50, 1);
    expect(Math.sqrt(draws.reduce((a, b) => a + (b - mean) ** 2, 0) / draws.length)).toBeCloseTo(1, 1);
    expect(avoidedAt({ ...effect, high: null })).toBeUndefined();
  });
});
