import { describe, expect, it } from "vitest";
import {
  type attackFinding,
  editionOf,
  evidenceOf,
  historyOf,
  publish,
} from "../../../src/evidence/disclosure/index.ts";
import { PrivacyError } from "../../../src/model/errors.ts";
import type { Charts, Finding } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

const counts = { treated: [21, 27, 23, 29, 31, 22], comparison: [40, 47, 43, 50, 46, 42], start: 3 };
const large = ownFinding(counts);
const small = ownFinding({ ...counts, treated: [21, 27, 3, 29, 31, 22] });
const none = { earlier: [], leftOut: [] };
const charted = (charts: Charts, finding: Finding = large): Finding => ({ ...finding, charts });
const leftOut = (finding: Finding): readonly string[] => publish(finding).disclosure!.left_out!;

describe("the check that leaves units out in turn", () => {
  const sentence = (name: string): string =>
    `Leaving out each of 4 units in turn, the estimate stays between -9.1% and -3.2% (all: -6.0%); its direction changes in 1 case; ${name} matters most (without it -3.2%); 1 cannot be left out.`;
  it.each([
    "Oak Street",
    "Oak; Elm",
    "Oak (north)",
    "its own",
    "Oak matters most (without it 1) Street",
    "a\nb",
  ])("does not name the unit that matters most, even one called %j", (name) => {
    const check = {
      ...{ id: "leave-one-out", title: "Leave one out", status: "passed" as const },
      ...{ sentence: sentence(name), facts: { most: name } },
    };
    const [said] = publish({ ...large, checks: [check] }).checks;
    expect(said).toEqual({
      ...{ id: "leave-one-out", title: "Leave one out", status: "passed", facts: {} },
      sentence: sentence("x").replace(
        "; x matters most (without it -3.2%)",
        "; which of them matters most is not said",
      ),
    });
  });
});

describe("a chart with a small number behind it", () => {
  const unit = (values: (number | null)[]) => ({
    ...{ unit: "Oak Street", arm: "treated" as const, periods: ["2022-01", "2022-02"] },
    values,
  });
  const row = (before: number | null, after: number | null) => ({
    ...{ unit: "Oak Street", arm: "treated" as const, percent_change: 1 },
    ...{ before, after },
  });
  it.each<[string, Charts, readonly string[]]>([
    ["paths of units, one small", { units: [unit([30, 3])] }, ["counts of single units by period"]],
    ["paths of units, one nought", { units: [unit([30, 0])] }, ["counts of single units by period"]],
    ["paths of units, all large or missing", { units: [unit([30, null])] }, []],
    // Means of three months each: 3.2 a month are 9.6 in all, 3.5 are 10.5.
    ["change by unit, few before", { map: [row(3.2, 50)] }, ["change by unit"]],
    ["change by unit, few after", { map: [row(50, 3.2)] }, ["change by unit"]],
    ["change by unit, enough or unknown", { map: [row(3.5, 3.5), row(null, null)] }, []],
    [
      "a dose in whole numbers, small",
      { dose: [{ period: "p", planned: 4, delivered: 40 }] },
      ["the dose by period"],
    ],
    ["a dose in whole numbers, none", { dose: [{ period: "p", planned: 0, delivered: 40 }] }, []],
    ["a dose that is measured", { dose: [{ period: "p", planned: 4.5, delivered: null }] }, []],
    [
      "a dose next door",
      { dose: [{ period: "p", planned: 40, delivered: null, comparison: 2 }] },
      ["the dose by period"],
    ],
    ["no chart at all", {}, []],
  ])("goes: %s", (_name, charts, wanted) => {
    const out = publish(charted(charts));
    expect(out.disclosure!.left_out).toEqual(wanted);
    expect(Object.keys(out.charts!)).toEqual(wanted.length > 0 ? [] : Object.keys(charts));
  });
  it("takes the rounded total of a dose with it only where there is one", () => {
    const dose = [{ period: "p", planned: 4, delivered: 40 }];
    const { emmie: _none, ...plain } = charted({ dose });
    expect(publish(plain).emmie).toEqual({});
    const told = publish({ ...plain, emmie: { implementation: { planned: 44, delivered: null } } });
    expect(told.emmie!.implementation).toEqual({
      ...{ planned: 45, delivered: null },
      ...{ delivery_percent: null, contamination_percent: null },
    });
  });
  it("stays away once it was left out, though nothing in it is small any more", () => {
    const charts = { units: [unit([30, 31])], map: [row(50, 50)] };
    expect(leftOut(charted(charts))).toEqual([]);
    const before = ["counts of single units by period", "change by unit"];
    const out = publish(charted(charts), { history: { earlier: [], leftOut: before } });
    expect(out.disclosure!.left_out).toEqual(before);
    expect(out.charts).toEqual({});
  });
});

describe("another outcome and a neighbour", () => {
  const other = {
    ...{ name: "x", label: "arson", scale: "rate-ratio" as const, estimate: 0.5, conf_low: 0.1 },
    ...{ conf_high: 2, p_value: 0.3, p_adjusted: 0.6, verdict: "uncertain" as const },
  };
  it("is withheld by its events and not by its mean", () => {
    // Two units and three months: 1.5 a unit and month are 9 events, 2 are 12.
    const means = (treated_before: number, treated_after: number): Finding => ({
      ...large,
      secondary: [{ ...other, treated_before, treated_after }],
    });
    expect(leftOut(means(1.5, 2))).toEqual(["results for outcomes with too few events (arson)"]);
    expect(leftOut(means(2, 1.5))).toEqual(["results for outcomes with too few events (arson)"]);
    expect(leftOut(means(2, 2))).toEqual([]);
  });
  it("is taken as it stands where the table does not say how many cells it has", () => {
    const { treated } = large.counts;
    const unknown: Finding = {
      ...large,
      counts: {
        ...large.counts,
        treated: { ...treated, before: { ...treated.before, per_unit_period: null } },
      },
      secondary: [{ ...other, treated_before: 9, treated_after: 30 }],
    };
    expect(leftOut(unknown)).toEqual(["results for outcomes with too few events (arson)"]);
  });
  it.each([
    [{ units: 1, before: null, after: 9 }, true],
    [{ units: 1, before: 0, after: null }, true],
    [{ units: 1, before: 10, after: null }, false],
  ])("next door is withheld where it recorded few: %j", (buffer, gone) => {
    const displacement = { measures: [], buffer, verdict: "fall" as const, sentence: "It moved." };
    const out = publish({ ...large, displacement });
    expect(out.displacement!.verdict).toBe(gone ? "not-estimated" : "fall");
    expect(out.displacement!.buffer).toEqual(gone ? undefined : buffer);
  });
});

describe("what is left out because a cell is hidden", () => {
  const estimate = large.estimates[0]!;
  it.each<[string, Partial<Finding>, readonly string[]]>([
    ["nothing to leave out", { event_study: [] }, []],
    [
      "effects by time from the start",
      { event_study: [{ event_time: 0, estimate: 1, conf_low: null, conf_high: null }] },
      ["estimates for single periods"],
    ],
    [
      "an estimate for one event time",
      { event_study: [], estimates: [{ ...estimate, event_time: 2 }] },
      ["estimates for single periods"],
    ],
    [
      "an estimate for one period",
      { event_study: [], estimates: [{ ...estimate, period: "2022-04" }] },
      ["estimates for single periods"],
    ],
    [
      "large paths of units and a large map",
      {
        event_study: [],
        charts: {
          units: [{ unit: "A", arm: "treated", periods: ["2022-01"], values: [30] }],
          map: [{ unit: "A", arm: "treated", before: 50, after: 50, percent_change: 0 }],
        },
      },
      ["counts of single units by period", "change by unit"],
    ],
  ])("is named: %s", (_name, over, wanted) => {
    expect(leftOut({ ...small, ...over })).toEqual(wanted);
  });
});

describe("a total that gives a cell away", () => {
  it("is refused, and the refusal says whether earlier editions had a part in it", () => {
    // One month after the start: its count is the total of the table.
    const one = ownFinding({ treated: [21, 27, 23, 29], comparison: [40, 47, 43, 50], start: 3 });
    const dominated: Finding = {
      ...one,
      disclosure: { ...one.disclosure!, dominated: ["series.2022-04.treated"] },
    };
    const refusal = (finding: Finding, earlier: Parameters<typeof attackFinding>[1] = []): PrivacyError => {
      try {
        publish(finding, { history: { earlier, leftOut: [] } });
      } catch (thrown) {
        if (thrown instanceof PrivacyError) return thrown;
      }
      throw new Error("nothing was refused");
    };
    const exact: Finding = { ...dominated, disclosure: { ...dominated.disclosure!, rounding: 1 } };
    expect(refusal(exact).code).toBe("disclosure/differencing");
    expect(refusal(exact).fault.found).toMatch(/from its totals$/);
    expect(refusal(exact, [editionOf(exact)]).fault.found).toMatch(/and the editions before this one$/);
  });
});

describe("what readers hold", () => {
  it("is nothing before the first edition, and nothing of an edition that had nothing to hide", () => {
    expect(historyOf(undefined, undefined)).toEqual(none);
    expect(historyOf(large, undefined)).toEqual(none);
    const open = { ...large, disclosure: { ...large.disclosure!, rule: "none", applied: true } };
    expect(historyOf(open, undefined)).toEqual(none);
  });
  it("is the edition before, though its evidence was lost", () => {
    const out = publish(small);
    expect(historyOf(out, undefined)).toEqual({ earlier: [editionOf(out)], leftOut: [] });
  });
  it("is written down with no upper bound where there is none, and without a list where nothing was listed", () => {
    const out = publish(small);
    const { left_out: _gone, ...rest } = out.disclosure!;
    const silent = {
      ...out,
      // An edition that prints no total leaves a hidden count open above.
      counts: {
        ...out.counts,
        treated: { ...out.counts.treated, before: { ...out.counts.treated.before, total: null } },
      },
      disclosure: rest,
    };
    const evidence = evidenceOf(silent, none)!;
    expect(evidence.left_out).toEqual([]);
    expect(evidence.hidden[0]).toEqual({ address: "series.2022-03.treated", low: 0, high: null });
  });
});

describe("an edition", () => {
  it("is read exactly where it says nothing of rounding or of disclosure control", () => {
    const { disclosure: _none, ...silent } = large;
    expect(editionOf(silent)).toMatchObject({ rounding: 1 });
    expect(editionOf(silent).cells.treated).toHaveLength(6);
    expect(
      editionOf({ ...large, disclosure: { rule: "protect", digits: 2, hidden: [], sentence: "" } }).rounding,
    ).toBe(1);
  });
  it("holds no sum of an arm whose own windows differ and of which one total is not printed", () => {
    const { treated } = large.counts;
    const staggered: Finding = {
      ...large,
      counts: {
        ...large.counts,
        treated: {
          ...treated,
          before: { ...treated.before, periods: 2 },
          after: { ...treated.after, total: null },
        },
      },
    };
    expect(editionOf(staggered).sums.map(({ arm }) => arm)).toEqual(["comparison", "comparison"]);
  });
});
