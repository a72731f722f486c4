import { describe, expect, it } from "vitest";
import { publish } from "../../../src/evidence/disclosure/index.ts";
import { reworded } from "../../../src/evidence/disclosure/texts.ts";
import { usualProtection } from "../../../src/model/disclosure.ts";
import type { Finding, Headline, SecondaryOutcome, Value } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

/** Twelve months, one of them hidden; 79 events before and 77 after in the treated units. */
const small = ownFinding({
  treated: [12, 14, 3, 15, 22, 13, 14, 15, 11, 12, 13, 12],
  comparison: [40, 47, 43, 50, 46, 42, 49, 45, 41, 48, 44, 40],
  start: 6,
});
const headed = (headline: Partial<Headline>): Finding => ({
  ...small,
  headline: { ...small.headline, ...headline },
});
const events = (estimate: number | null, year: number | null = estimate): Headline["events_avoided"] => ({
  ...{ estimate, conf_low: null, conf_high: estimate },
  ...{ per_year: year, per_year_low: null, per_year_high: year },
});

describe("the headline of a finding with a hidden count", () => {
  it("is the printed ratio and the printed total, and no number beside them", () => {
    const out = publish(
      headed({ estimate: 0.8123, conf_low: 0.7234, conf_high: 0.9345, events_avoided: events(17.8) }),
    ).headline;
    expect([out.estimate, out.conf_low, out.conf_high]).toEqual([0.81, 0.72, 0.93]);
    expect(out.percent).toBeCloseTo(-19, 9);
    // 75 printed after, at a ratio of 0.81: 17.6, to the nearest 5.
    expect(out.events_avoided).toMatchObject({ estimate: 20, conf_low: null, conf_high: 30 });
  });
  it("turns the printed ratio the other way up, not the exact one", () => {
    const out = publish(
      headed({
        ...{ estimate: 0.8123, conf_low: 0, conf_high: 0.9345 },
        ...{ reciprocal: 1.2311, reciprocal_low: 1.0701, reciprocal_high: null },
      }),
    ).headline;
    expect(out).toMatchObject({ reciprocal: 1 / 0.81, reciprocal_low: 1 / 0.93, reciprocal_high: null });
  });
  it("gives a year as a multiple of what it prints for the window, so that a short window is not told finer", () => {
    // Six months: a year is twice 17.8. By itself that would be 35, which says 17.5 where the window says 20.
    expect(
      publish(headed({ estimate: 0.8123, events_avoided: events(17.8, 35.6) })).headline.events_avoided,
    ).toMatchObject({ estimate: 20, per_year: 40, per_year_low: null });
    expect(publish(headed({ events_avoided: events(0, 0) })).headline.events_avoided.per_year).toBe(0);
    expect(publish(headed({ events_avoided: events(4, null) })).headline.events_avoided.per_year).toBeNull();
  });
  it("does not call events nought where the total they follow from is not known", () => {
    const { treated } = small.counts;
    const unknown: Finding = {
      ...headed({ events_avoided: events(17.8) }),
      counts: { ...small.counts, treated: { ...treated, after: { ...treated.after, total: null } } },
    };
    expect(publish(unknown).headline.events_avoided.estimate).toBeNull();
  });
  it("keeps a difference to two digits and its events to the nearest five", () => {
    const out = publish(
      headed({ scale: "difference", estimate: -1.2345, percent: -12.345, events_avoided: events(17.8) }),
    ).headline;
    expect(out).toMatchObject({ estimate: -1.23, percent: -12, events_avoided: { estimate: 20 } });
  });
});

describe("sentences of a finding with a hidden count", () => {
  const said = (message: string, finding: Finding = small): string =>
    publish({ ...finding, warnings: [{ code: "X", severity: "note", message }] }).warnings[0]!.message;
  it.each([
    ["It was 79 before and 77 after.", "It was 80 before and 75 after."],
    ["The drift is -12.34567 a month.", "The drift is -12 a month."],
    ["The drift is -0.04567, or +0.98765.", "The drift is -0.046, or +0.99."],
    ["The estimate is -12.3% (all: +4.6%).", "The estimate is -12% (all: +5%)."],
    ["A 95% interval from 2022-03 to 2022-79.", "A 95% interval from 2022-03 to 2022-79."],
    ["Version 1.23456 of A-79 in E01000079.", "Version 1.23 of A-79 in E01000079."],
    ["1,234.5678 events", "1200 events"],
  ])("%s", (given, wanted) => {
    expect(said(given)).toBe(wanted);
  });
  it("are rounded in thousands as well", () => {
    const finding = ownFinding({
      treated: [1003, 4, 1003, 1001, 1002, 1003],
      comparison: [40, 41, 42, 43, 44, 45],
      start: 3,
    });
    expect(said("All 2,010 of them.", finding)).toBe("All 2010 of them.");
    expect(said("All 3,006 of them.", finding)).toBe("All 3005 of them.");
  });
  it("keep tens of per cents where effects keep one digit, and the level of an interval", () => {
    const say = reworded(new Set([79]), usualProtection, 1);
    expect(say("It fell by 12.3% (80% power; all: -37.9%; ratio 0.87), 79 in all.")).toBe(
      "It fell by 10% (80% power; all: -40%; ratio 0.9), 80 in all.",
    );
  });
});

describe("money of a finding with a hidden count", () => {
  const value: Value = {
    ...{ currency: "GBP", price_year: "2024", benefit: 178_000, benefit_low: 21_000, benefit_high: 333_000 },
    ...{ cost: 175_000, net: 3_000, net_low: -154_000, net_high: 158_000, ratio: 1.01714 },
    ...{ p_benefit_above_cost: 0.51234, draws: 10_000 },
    unit_costs: [
      { crime: "burglary", value: 10_000, price_year: "2024", source: "a table", status: "verified" },
    ],
    by_recipient: [
      { who: "health service", benefit: 17_800, low: 2_100, high: 33_300 },
      { who: "nobody", benefit: null, low: null, high: null },
    ],
    sentence:
      "The events fewer than expected would have cost society about £178,000 (95% interval £21,000 to £333,000).",
  };
  const worth = (over: Partial<Value>, avoided: number | null = 17.8): Value =>
    publish({ ...headed({ events_avoided: events(avoided) }), value: { ...value, ...over } }).value!;

  it("is a whole number of rounded events' worth, so that dividing by the unit cost undoes no rounding", () => {
    const out = worth({});
    // £10,000 an event and events to the nearest 5: sums to the nearest £50,000, and no more than two digits of them.
    expect([out.benefit, out.benefit_low, out.benefit_high]).toEqual([200_000, 0, 350_000]);
    expect([out.net_low, out.net_high]).toEqual([-150_000, 150_000]);
  });
  it("takes a small net from the printed benefit: benefit is net and cost, and the cost is printed", () => {
    expect(worth({}).net).toBe(25_000);
    expect(worth({ cost: null, net: null }).net).toBeNull();
    expect(worth({ benefit: null, net: null }).net).toBeNull();
  });
  it("gives shares and the ratio of what is printed", () => {
    const out = worth({});
    expect(out.ratio).toBe(1.14);
    expect(out.by_recipient).toEqual([
      { who: "health service", benefit: 20_000, low: 0, high: 35_000 },
      { who: "nobody", benefit: null, low: null, high: null },
    ]);
    const { ratio: _none, ...without } = value;
    expect(publish({ ...small, value: without }).value).not.toHaveProperty("ratio");
    expect(worth({ benefit_low: null, benefit_high: 0 }).by_recipient[0]).toMatchObject({
      low: null,
      high: null,
    });
  });
  it("keeps one digit where nobody can say what an event is worth", () => {
    expect(worth({}, null)).toMatchObject({ benefit: 200_000, benefit_low: 20_000, benefit_high: 300_000 });
    expect(worth({ benefit: 0 })).toMatchObject({ benefit: 0, benefit_low: 20_000 });
  });
  it.each<[string, Partial<Value>, string]>([
    ["a gain", {}, "The value of the change is uncertain"],
    ["a gain with its interval", { benefit_low: 120_000 }, "would have cost society the sum below"],
    ["a gain without an interval", { benefit_low: null, benefit_high: null }, "would have cost society"],
    ["a loss", { benefit: -178_000, benefit_low: -333_000, benefit_high: -120_000 }, "more than expected"],
    ["half an interval", { benefit_high: null }, "would have cost society"],
  ])("says %s without a sum", (_name, over, words) => {
    const { sentence } = worth(over);
    expect(sentence).toContain(words);
    expect(sentence).not.toMatch(/\d/);
  });
  it("keeps the sentence that says that there is no sum", () => {
    const sentence = "The events could not be put into pounds, because none could be estimated.";
    expect(worth({ benefit: null, sentence }).sentence).toBe(sentence);
  });
});

describe("a finding that holds little more than its counts", () => {
  const {
    secondary: _s,
    displacement: _d,
    harm: _h,
    value: _v,
    charts: _c,
    emmie: _e,
    ...bare
  } = small as Finding;
  it("is published with nothing added", () => {
    const out = publish({ ...bare, event_study: [] });
    for (const part of ["secondary", "displacement", "harm", "value", "emmie"])
      expect(out).not.toHaveProperty(part);
    expect(out.charts).toEqual({});
    expect(out.disclosure?.left_out).toEqual([]);
    expect(out.disclosure?.hidden).toContain("series.2022-03.treated");
  });
  it("keeps measures of displacement to the nearest five where no neighbour was counted", () => {
    const measure = { id: "wdd", title: "WDD", unit: "offences", reading: "fewer" };
    const out = publish({
      ...bare,
      displacement: {
        measures: [{ ...measure, estimate: -13, conf_low: null, conf_high: 2 }],
        ...{ verdict: "uncertain", sentence: "It did not move." },
      },
    });
    expect(out.displacement).toEqual({
      measures: [{ ...measure, estimate: -15, conf_low: null, conf_high: 0 }],
      ...{ verdict: "uncertain", sentence: "It did not move." },
    });
  });
  it("keeps what a neighbour's count and another outcome's mean are not known to be", () => {
    const { treated } = small.counts;
    const other: SecondaryOutcome = {
      ...{ name: "x", label: "theft", scale: "rate-ratio", estimate: 0.51234, conf_low: 0.1 },
      ...{ conf_high: 2, p_value: null, p_adjusted: null, verdict: "uncertain" },
    };
    const out = publish({
      ...bare,
      counts: {
        ...small.counts,
        treated: { ...treated, after: { ...treated.after, per_unit_period: null, rate: null } },
      },
      secondary: [other, { ...other, treated_before: null, treated_after: 30 }],
      displacement: {
        measures: [],
        buffer: { units: 2, before: null, after: null },
        verdict: "uncertain",
        sentence: "It did not move.",
      },
    });
    expect(out.secondary![0]).not.toHaveProperty("treated_before");
    expect(out.secondary![1]).toMatchObject({ estimate: 0.51, treated_before: null, treated_after: null });
    expect(out.displacement).toEqual({
      measures: [],
      buffer: { units: 2, before: null, after: null },
      verdict: "uncertain",
      sentence: "It did not move.",
    });
    expect(out.counts.treated.after).toMatchObject({ total: 75, per_unit_period: null, rate: null });
  });
});

it("rounds what was to be expected where nothing at all was observed", () => {
  const none = ownFinding(
    { treated: [40, 3, 45, 0, 0, 0], comparison: [50, 52, 51, 53, 50, 52], start: 3 },
    { zeros: "show" },
  );
  const avoided = { ...none.headline.events_avoided, estimate: 88.9, conf_low: null, conf_high: null };
  const headline = {
    ...none.headline,
    scale: "rate-ratio" as const,
    estimate: 0.001,
    events_avoided: avoided,
  };
  const out = publish({ ...none, headline });
  expect(out.disclosure?.hidden).toContain("series.2022-02.treated");
  expect(out.headline.events_avoided).toMatchObject({ estimate: 90, conf_low: null, conf_high: null });
});
