import { describe, expect, it } from "vitest";
import { publish } from "../../../src/evidence/disclosure/index.ts";
import type { Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

// Treated 54 before and 52 after, comparison 166 and 182, four months each; the third month has to be hidden.
const series = {
  treated: [22, 14, 3, 15, 11, 12, 13, 16],
  comparison: [40, 41, 42, 43, 44, 45, 46, 47],
  start: 4,
};
const finding = ownFinding(series);

describe("a table with a hidden count", () => {
  it("is the rounded totals, and what follows from them", () => {
    const { treated, comparison, ratio, reciprocal } = publish(finding).counts;
    expect(treated.before).toMatchObject({ total: 55, periods: 4, per_period: 55 / 4 });
    expect(treated.before.per_unit_period).toBeCloseTo(55 / 8, 9);
    expect(treated.after).toMatchObject({ total: 50, periods: 4, per_period: 50 / 4 });
    expect(treated.after.per_unit_period).toBeCloseTo(50 / 8, 9);
    expect(comparison!.before.total).toBe(165);
    expect(comparison!.after.total).toBe(180);
    expect(treated.percent_change).toBeCloseTo((50 / 55 - 1) * 100, 9);
    expect(comparison!.percent_change).toBeCloseTo((180 / 165 - 1) * 100, 9);
    expect(ratio).toBeCloseTo(50 / 55 / (180 / 165), 9);
    expect(reciprocal).toBeCloseTo((55 / 50) * (180 / 165), 9);
  });
  it("says no change where there was none to say", () => {
    const { counts } = finding;
    const said = (treated: Partial<typeof counts.treated>) =>
      publish({ ...finding, counts: { ...counts, treated: { ...counts.treated, ...treated } } }).counts
        .treated;
    expect(said({ percent_change: null }).percent_change).toBeNull();
    for (const phase of ["before", "after"] as const)
      expect(
        said({ [phase]: { ...counts.treated[phase], per_unit_period: null } }).percent_change,
      ).toBeNull();
    expect(publish({ ...finding, counts: { ...counts, ratio: null } }).counts).toMatchObject({
      ratio: null,
      reciprocal: null,
    });
  });
  it("has a ratio of its own change where nothing is compared with", () => {
    const alone = publish({ ...finding, counts: { ...finding.counts, comparison: null } }).counts;
    expect(alone.comparison).toBeNull();
    expect(alone.ratio).toBeCloseTo(50 / 55, 9);
  });
  it("does not count the zeros in the data, and says how it is rounded", () => {
    const out = publish({ ...finding, data: { ...finding.data, zero_cells: 3 } });
    expect(out.data).toEqual({ ...finding.data, zero_cells: null });
    expect(out.conventions).toEqual({
      ...finding.conventions,
      rounding: "counts to the nearest 5, effects to 2 digits, before printing",
    });
  });
});

describe("a series with a hidden count", () => {
  it("is rounded in every other period, with what was expected in it", () => {
    const out = publish(finding).series;
    expect(out[2]).toMatchObject({
      treated: null,
      comparison: 40,
      counterfactual: null,
      low: null,
      high: null,
    });
    expect(out[3]).toMatchObject({ treated: 15, comparison: 45, counterfactual: 15, low: null, high: null });
    expect(out[7]).toMatchObject({ treated: 15, comparison: 45, counterfactual: 15, low: 15, high: 20 });
  });
  it("loses what was expected in a period where the other arm is hidden", () => {
    const other = ownFinding({ treated: series.comparison, comparison: series.treated, start: 4 });
    expect(publish(other).series[2]).toMatchObject({ treated: 40, comparison: null, counterfactual: null });
  });
});

describe("where counts are not rounded", () => {
  const exact: Finding = ownFinding(series, { rounding: 1 });
  // A fit is a function of the counts before the start, so at full precision it tells a hidden one.
  it("what was expected is a whole number, and so is every number of events", () => {
    const { headline } = exact;
    const wdd = { ...exact.estimates[0]!, method: "wdd", scale: "level" as const, term: "wdd" };
    const out = publish({
      ...exact,
      headline: {
        ...headline,
        ...{ scale: "difference", estimate: -1.2345 },
        events_avoided: {
          ...{ estimate: 17.83, conf_low: 3.21, conf_high: 31.45 },
          ...{ per_year: 53.49, per_year_low: 9.63, per_year_high: 94.35 },
        },
      },
      estimates: [{ ...wdd, estimate: -33.37, conf_low: -50.12, conf_high: -10.61 }],
      displacement: {
        measures: [
          {
            id: "wdd",
            title: "WDD",
            unit: "offences",
            reading: "",
            estimate: 3.3,
            conf_low: 1.2,
            conf_high: 5.7,
          },
        ],
        ...{ verdict: "uncertain", sentence: "It did not move." },
      },
    });
    for (const { counterfactual, low, high } of out.series)
      for (const value of [counterfactual, low, high])
        expect(value === null || Number.isInteger(value), String(value)).toBe(true);
    expect(out.headline.events_avoided).toMatchObject({ estimate: 18, conf_low: 3, conf_high: 31 });
    for (const value of Object.values(out.headline.events_avoided))
      expect(Number.isInteger(value)).toBe(true);
    expect(out.estimates[0]).toMatchObject({ estimate: -33, conf_low: -50, conf_high: -11 });
    expect(out.displacement!.measures[0]).toMatchObject({ estimate: 3, conf_low: 1, conf_high: 6 });
  });
  it("the counts that are shown are the counts", () => {
    const out = publish(exact);
    expect(out.counts.treated.before.total).toBe(54);
    out.series.forEach((point, t) => {
      expect([null, series.treated[t]]).toContain(point.treated);
      expect(point.comparison).toBe(series.comparison[t]);
    });
  });
});

describe("a term of an estimate", () => {
  const one = finding.estimates[0]!;
  it.each<[string, number]>([
    // Numbers of events, to the nearest five.
    ["events_avoided", -35],
    ["wdd", -35],
    ["wdd_total", -35],
    ["total_effect", -35],
    // Everything else, to two digits.
    ["events_avoided_ratio", -33],
    ["log_wdd", -33],
    ["wddx", -33],
    ["effect", -33],
    ["total_effect_share", -33],
  ])("called %s of -33.3 is printed as %d", (term, wanted) => {
    const out = publish({
      ...finding,
      estimates: [{ ...one, method: "x", scale: "level", term, estimate: -33.3 }],
    });
    expect(out.estimates[0]!.estimate).toBe(wanted);
  });
});
