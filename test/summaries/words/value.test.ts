import { describe, expect, it } from "vitest";
import type { HarmRow, ValueFacts } from "../../../src/model/facts/value.ts";
import { chanceWords, harmWords, moneyWords, valueWords } from "../../../src/summaries/words/value.ts";

const row = (avoided: number, low: number, high: number): HarmRow => ({
  scheme: "Index",
  offence: "Robbery",
  version: "1",
  source: "a table",
  status: "verified",
  unit: "days",
  weight: 2,
  avoided,
  avoided_low: low,
  avoided_high: high,
});
const value = (over: Partial<ValueFacts> = {}): ValueFacts => ({
  currency: "GBP",
  price_year: "2024/25",
  benefit: 900_000,
  benefit_low: 400_000,
  benefit_high: 1_400_000,
  cost: 300_000,
  net: 600_000,
  net_low: 100_000,
  net_high: 1_100_000,
  p_benefit_above_cost: 0.987,
  unit_costs: [],
  by_recipient: [],
  assumptions: [],
  ...over,
});

describe("harm and value in words", () => {
  it("rounds money to what it can bear", () => {
    expect(moneyWords(13_249_000, "£")).toBe("£13 million");
    expect(moneyWords(1_349_000, "£")).toBe("£1.3 million");
    expect(moneyWords(-45_678, "£")).toBe("-£46,000");
    expect(moneyWords(940, "£")).toBe("£900");
    expect(moneyWords(null, "£")).toBe("not available");
  });

  it("is no surer of harm than the interval", () => {
    expect(harmWords([row(10, 2, 20)], 0.95).sentence).toMatch(/^There was less harm than expected/);
    expect(harmWords([row(-10, -20, -2)], 0.95).sentence).toMatch(/^There was more harm/);
    expect(harmWords([row(10, -2, 20)], 0.95).sentence).toMatch(/^Whether harm fell is uncertain/);
  });

  it("calls the value uncertain when the interval holds a loss and a gain", () => {
    const crossing = valueWords(value({ benefit_low: -200_000, net_low: -500_000 }), 0.95).sentence;
    expect(crossing).toContain("uncertain: between a loss of £200,000 and a gain of £1.4 million");
    expect(crossing).toContain("from a loss of £500,000 to a gain of £1.1 million");
  });

  it("says that a cost was not measured rather than that it was nothing", () => {
    const free = valueWords(value({ cost: null, net: null, p_benefit_above_cost: null }), 0.95).sentence;
    expect(free).toContain("What the intervention cost was not measured.");
    expect(free).not.toContain("simulations");
  });

  it("never turns simulations that all agree into certainty", () => {
    expect(chanceWords(1)).toBe("more than 99%");
    expect(chanceWords(0)).toBe("fewer than 1%");
    expect(chanceWords(0.873)).toBe("87%");
  });
});

describe("harm and value where something is missing, negative or next to nothing", () => {
  it("has no minus before nothing, and a million where it rounds to one", () => {
    expect([-40, 40, 0, -60].map((sum) => moneyWords(sum, "£"))).toEqual(["£0", "£0", "£0", "-£100"]);
    expect([999_499, 999_500, -999_900].map((sum) => moneyWords(sum, "£"))).toEqual([
      ...["£999,000", "£1.0 million", "-£1.0 million"],
    ]);
    expect([9_949_000, 9_960_000, 1.2e13].map((sum) => moneyWords(sum, "£"))).toEqual([
      ...["£9.9 million", "£10 million", "£12,000,000 million"],
    ]);
    expect(moneyWords(Number.NaN, "£")).toBe("not available");
  });
  it("says what harm it cannot say", () => {
    const without: HarmRow = {
      ...row(10, 1, 2),
      ...{ avoided: null, avoided_low: null, avoided_high: null, scheme: "Other" },
    };
    expect(harmWords([without], 0.95).sentence).toBe(
      "Harm by the Other has no interval, because the effect has none.",
    );
    expect(harmWords([row(10, 2, 20), without], 0.9).sentence).toBe(
      "Whether harm fell is uncertain: the 90% interval includes no difference by the Index and Other.",
    );
    expect(harmWords([row(10, 2, 20), row(9, 1, 18)], 0.95).sentence).toBe(
      "There was less harm than expected by the Index and Index. Each scheme counts in its own unit, so their numbers cannot be compared.",
    );
  });
  it.each<[string, Partial<ValueFacts>, string]>([
    [
      "nothing",
      { benefit: null },
      "The events could not be put into pounds, because none could be estimated.",
    ],
    [
      "a gain without an interval",
      {
        ...{ benefit_low: null, benefit_high: null, net_low: null, net_high: null },
        p_benefit_above_cost: null,
      },
      "The events fewer than expected would have cost society about £900,000, in 2024/25 prices. The intervention cost £300,000. Benefit less cost is a gain of £600,000.",
    ],
    [
      "a loss with its interval, smaller loss first",
      { ...{ benefit: -900_000, benefit_low: -1_400_000, benefit_high: -400_000 }, cost: null, net: null },
      "The events more than expected cost society about £900,000 (95% interval £400,000 to £1.4 million), in 2024/25 prices. What the intervention cost was not measured.",
    ],
    [
      "a loss without one",
      { ...{ benefit: -900_000, benefit_low: null, benefit_high: null }, cost: null },
      "The events more than expected cost society about £900,000, in 2024/25 prices. What the intervention cost was not measured.",
    ],
    [
      "a net without an upper end",
      { net_high: null },
      "The events fewer than expected would have cost society about £900,000 (95% interval £400,000 to £1.4 million), in 2024/25 prices. The intervention cost £300,000. Benefit less cost is a gain of £600,000, with a 95% interval from a gain of £100,000 to not available. The benefit is above the cost in 99% of simulations.",
    ],
  ])("tells the value of %s", (_name, over, words) => {
    expect(valueWords(value(over), 0.95).sentence).toBe(words);
  });
  it("has no chance where there were no simulations", () => {
    expect(chanceWords(null)).toBe("not available");
  });
});
