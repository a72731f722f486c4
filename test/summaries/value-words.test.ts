import { describe, expect, it } from "vitest";
import type { Harm, Value } from "../../src/model/finding.ts";
import { chanceWords, harmSentence, moneyWords, valueSentence } from "../../src/summaries/value-words.ts";

const row = (avoided: number, low: number, high: number): Harm["weights"][number] => ({
  name: "Index: robbery",
  version: "1",
  source: "a table",
  status: "verified",
  unit: "days",
  weight: 2,
  avoided,
  avoided_low: low,
  avoided_high: high,
});
const value = (over: Partial<Value> = {}): Omit<Value, "sentence"> => ({
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
    expect(harmSentence([row(10, 2, 20)], "95%")).toMatch(/^There was less harm than expected/);
    expect(harmSentence([row(-10, -20, -2)], "95%")).toMatch(/^There was more harm/);
    expect(harmSentence([row(10, -2, 20)], "95%")).toMatch(/^Whether harm fell is uncertain/);
  });

  it("calls the value uncertain when the interval holds a loss and a gain", () => {
    const crossing = valueSentence(value({ benefit_low: -200_000, net_low: -500_000 }), "£", "95%");
    expect(crossing).toContain("uncertain: between a loss of £200,000 and a gain of £1.4 million");
    expect(crossing).toContain("from a loss of £500,000 to a gain of £1.1 million");
  });

  it("says that a cost was not measured rather than that it was nothing", () => {
    const free = valueSentence(value({ cost: null, net: null, p_benefit_above_cost: null }), "£", "95%");
    expect(free).toContain("What the intervention cost was not measured.");
    expect(free).not.toContain("simulations");
  });

  it("never turns simulations that all agree into certainty", () => {
    expect(chanceWords(1)).toBe("more than 99%");
    expect(chanceWords(0)).toBe("fewer than 1%");
    expect(chanceWords(0.873)).toBe("87%");
  });
});
