import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  attackFinding,
  editionOf,
  evidenceOf,
  historyOf,
  leastWidth,
  publish,
  published,
  ruleFor,
  settled,
  stillTrue,
} from "../../../src/evidence/disclosure/index.ts";
import { asDisclosure } from "../../../src/evidence/disclosure/rule.ts";
import { usualProtection } from "../../../src/model/disclosure.ts";
import { PrivacyError } from "../../../src/model/errors.ts";
import type { Finding, PublishableFinding } from "../../../src/model/finding.ts";
import { comparisonFall } from "../../helpers/findings.ts";
import { ownFinding } from "./helper.ts";

const big = (n: number, from = 20): number[] => Array.from({ length: n }, (_, t) => from + ((t * 7) % 11));
const comparison = big(12, 40);
const withSmall = ownFinding({
  treated: [12, 14, 3, 15, 22, 13, 14, 15, 11, 7, 13, 12],
  comparison,
  start: 6,
});
const none = { earlier: [], leftOut: [] };

/** Every number of a value, at any depth. */
const numbersOf = (value: unknown): number[] =>
  typeof value === "number"
    ? [value]
    : value !== null && typeof value === "object"
      ? Object.values(value).flatMap(numbersOf)
      : [];

describe("the rule", () => {
  it("leaves invented data and open tables alone, protects all else, and takes a reason", () => {
    expect(ruleFor({ format: "long", invented: true }).kind).toBe("none");
    expect(ruleFor({ format: "police-uk-street", invented: false }).kind).toBe("none");
    expect(ruleFor({ format: "london-borough", invented: false }).kind).toBe("none");
    for (const format of ["long", "wide", "incidents"])
      expect(ruleFor({ format, invented: false })).toMatchObject({ kind: "protect", threshold: 10 });
    expect(
      ruleFor({ format: "long", invented: false, declared: { rule: "none", reason: "in the press" } }),
    ).toEqual({ kind: "none", reason: "in the press" });
    expect(ruleFor({ format: "london-borough", invented: false, declared: { threshold: 5 } })).toMatchObject({
      kind: "protect",
      threshold: 5,
    });
  });
  it("prints the reason why nothing was hidden", () => {
    const finding = {
      ...withSmall,
      disclosure: asDisclosure({ kind: "none", reason: "the counts were in the press" }),
    };
    const out = publish(finding);
    expect(out.disclosure?.sentence).toContain("the counts were in the press");
    expect({ ...out, disclosure: undefined }).toEqual({ ...finding, disclosure: undefined });
    expect(evidenceOf(out, none)).toBeUndefined();
  });
  it("holds a finding that says nothing about its source to the usual protection", () => {
    const { disclosure: _gone, ...silent } = withSmall;
    expect(publish(silent as Finding).disclosure?.hidden.length).toBeGreaterThan(0);
  });
});

describe("publishing", () => {
  it("changes no number where every count is large", () => {
    const finding = ownFinding({ treated: big(12), comparison, start: 6 });
    const out = publish(finding);
    expect(out.series).toEqual(finding.series);
    expect(out.estimates).toEqual(finding.estimates);
    expect(out.disclosure).toMatchObject({ applied: true, hidden: [] });
    expect(attackFinding(out)).toEqual([]);
  });
  it("refuses an answer that rests on too few events", () => {
    const few = ownFinding({ treated: [1, 2, 0, 1, 1, 1], comparison: big(6), start: 3 });
    expect(() => publish(few)).toThrow(PrivacyError);
    expect(() => publish(few)).toThrow(/below the disclosure threshold/);
    try {
      publish(few);
    } catch (error) {
      expect(error).toMatchObject({ code: "disclosure/headline", exit: 4 });
      // The refusal itself must not say the count.
      expect(JSON.stringify((error as PrivacyError).faults)).not.toMatch(/\b3\b/);
    }
  });
  it("hides small counts, and says so", () => {
    const out = publish(withSmall);
    expect(out.disclosure?.hidden).toContain("series.2022-03.treated");
    expect(out.series[2]).toMatchObject({ treated: null, counterfactual: null, low: null, high: null });
    expect(out.disclosure?.sentence).toMatch(/rounded to the nearest 5/);
    expect(attackFinding(out)).toEqual([]);
  });
  it("prints no exact count, nor anything at full precision, once something is hidden", () => {
    const out = publish(withSmall);
    const { provenance: _p, conventions: _c, ...rest } = out;
    const exact = withSmall.counts.treated.before.total!;
    expect(exact % 5).not.toBe(0);
    expect(numbersOf(rest)).not.toContain(exact);
    for (const number of numbersOf(out.estimates)) expect(Number(number.toPrecision(3))).toBe(number);
    expect(out.event_study).toEqual([]);
    expect(out.charts?.leave_one_out).toBeUndefined();
    expect(out.checks.every(({ facts }) => Object.keys(facts).length === 0)).toBe(true);
    for (const arm of ["treated", "comparison"] as const)
      for (const phase of ["before", "after"] as const) expect(out.counts[arm]![phase].total! % 5).toBe(0);
  });
  it("hides a second cell where exact totals would give the first away", () => {
    const exact = publish(
      ownFinding(
        { treated: [12, 14, 3, 15, 22, 13, 14, 15, 11, 17, 13, 12], comparison, start: 6 },
        { rounding: 1 },
      ),
    );
    expect(exact.counts.treated.before.total).toBe(79);
    expect(exact.disclosure?.hidden).toEqual(["series.2022-01.treated", "series.2022-03.treated"]);
    expect(attackFinding(exact)).toEqual([]);
  });
  it("takes a cell that holds all of its total as telling, and dominated totals too", () => {
    const full = ownFinding({ treated: [0, 30, 0, 12, 13, 14], comparison: big(6), start: 3 });
    expect(publish(full).disclosure?.hidden).toContain("series.2022-02.treated");
    const shown = ownFinding(
      { treated: [0, 30, 0, 12, 13, 14], comparison: big(6), start: 3 },
      { zeros: "show" },
    );
    expect(publish(shown).series[0]!.treated).toBe(0);
    const alone = ownFinding({ treated: [90, 30, 31, 32], comparison: big(4), start: 2 });
    const dominated = {
      ...alone,
      disclosure: { ...alone.disclosure!, dominated: ["series.2022-01.treated"] },
    };
    const out = publish(dominated);
    expect(out.disclosure?.hidden).toContain("series.2022-01.treated");
    // Which totals a few units make up is not for readers.
    expect(out.disclosure).not.toHaveProperty("dominated");
  });
  it("leaves single units out: names, extremes, and charts with small cells", () => {
    const finding: Finding = {
      ...ownFinding({ treated: big(12), comparison, start: 6 }),
      charts: {
        leave_one_out: [{ unit: "Oak Street", estimate: 0.9, conf_low: 0.8, conf_high: 1 }],
        units: [{ unit: "Oak Street", arm: "treated", periods: ["2022-01"], values: [3] }],
        map: [{ unit: "Oak Street", arm: "treated", before: 0.5, after: 9, percent_change: 1 }],
        dose: [{ period: "2022-01", planned: 12, delivered: 3 }],
      },
      checks: [
        {
          id: "leave-one-out",
          title: "Leave one out",
          status: "passed",
          sentence:
            "Leaving out each of 4 units in turn, the estimate stays between 1 and 2 (all: 1.5); its direction changes in 0 cases; Oak Street matters most (without it 2).",
          facts: { most_influential: "Oak Street" },
        },
      ],
      emmie: { implementation: { planned: 112, delivered: 103, delivery_percent: 91.96 } },
      intervention: { ...withSmall.intervention, units: { ...withSmall.intervention.units, treated: ["A"] } },
    };
    const out = publish(finding);
    expect(JSON.stringify(out)).not.toContain("Oak Street");
    expect(out.charts?.dose).toBeUndefined();
    expect(out.emmie?.implementation).toMatchObject({ planned: 110, delivered: 105, delivery_percent: 90 });
    expect(out.disclosure?.left_out).toEqual([
      "results without single units",
      "counts of single units by period",
      "change by unit",
      "the dose by period",
    ]);
    // Left out once, left out always: otherwise the month in which it comes back tells.
    const later = publish(
      { ...finding, charts: { units: [{ ...finding.charts!.units![0]!, values: [30] }] } },
      { history: { earlier: [], leftOut: ["counts of single units by period"] } },
    );
    expect(later.charts?.units).toBeUndefined();
  });
  it("withholds other outcomes, buffers and rows of events that are too few or exact", () => {
    const finding: Finding = {
      ...ownFinding({ treated: big(12), comparison, start: 6 }, { records: true }),
      secondary: [
        {
          ...{
            name: "rare",
            label: "arson",
            scale: "rate-ratio",
            estimate: 0.5,
            conf_low: 0.1,
            conf_high: 2,
          },
          ...{ p_value: 0.3, p_adjusted: 0.6, verdict: "uncertain", treated_before: 0.25, treated_after: 2 },
        },
      ],
      displacement: {
        measures: [
          {
            ...{ id: "wdd", title: "WDD", unit: "offences", reading: "?" },
            ...{ estimate: 3, conf_low: 1, conf_high: 5 },
          },
        ],
        buffer: { units: 1, before: 8, after: 40 },
        verdict: "fall",
        sentence: "It moved 3.",
      },
      data: {
        ...withSmall.data,
        rows: { read: 1234, used: 1231, excluded: [{ code: "a", reason: "b", rows: 3 }] },
      },
    };
    const out = publish(finding);
    expect(out.secondary![0]).toMatchObject({
      estimate: null,
      treated_before: null,
      verdict: "not-estimated",
    });
    expect(out.displacement).toMatchObject({ measures: [], verdict: "not-estimated" });
    expect(out.displacement?.buffer).toBeUndefined();
    const { read, used, excluded } = out.data.rows;
    expect([read, used, excluded[0]!.rows]).toEqual([1235, 1230, 5]);
  });
  it("rounds what is derived from counts where something is hidden", () => {
    const finding: Finding = {
      ...withSmall,
      secondary: [
        {
          ...{
            name: "x",
            label: "theft",
            scale: "rate-ratio",
            estimate: 0.51234,
            conf_low: 0.1,
            conf_high: 2,
          },
          ...{
            p_value: 0.3123,
            p_adjusted: null,
            verdict: "uncertain",
            treated_before: 10.25,
            treated_after: 9.1,
          },
        },
      ],
      displacement: {
        measures: [
          {
            ...{ id: "wdd", title: "WDD", unit: "offences", reading: "?" },
            ...{ estimate: 33, conf_low: 1, conf_high: 58 },
          },
          {
            ...{ id: "wdq", title: "WDQ", unit: "quotient", reading: "?" },
            ...{ estimate: 0.3333, conf_low: null, conf_high: null },
          },
        ],
        buffer: { units: 1, before: 81, after: 42 },
        verdict: "fall",
        sentence: "It moved.",
      },
      harm: {
        weights: [
          {
            ...{ name: "CCHI", version: "2020", source: "s", status: "verified", unit: "days", weight: 10 },
            ...{ avoided: 123, avoided_low: 12, avoided_high: 240 },
          },
          {
            ...{ name: "other", version: "1", source: "s", status: "verified", unit: "days", weight: null },
            ...{ avoided: 123, avoided_low: null, avoided_high: 240 },
          },
        ],
        sentence: "Harm fell by 123.456 days.",
      },
      value: {
        ...{ currency: "GBP", price_year: "2024", benefit: 12345, benefit_low: 1, benefit_high: 99999 },
        ...{
          cost: 100,
          net: 12245,
          net_low: null,
          net_high: null,
          ratio: 123.45,
          p_benefit_above_cost: 0.98765,
        },
        ...{
          unit_costs: [],
          by_recipient: [{ who: "NHS", benefit: 777, low: null, high: 1 }],
          sentence: "ok",
        },
      },
      charts: { ...withSmall.charts, weights: [{ unit: "A", weight: 0.123456 }] },
      warnings: [
        {
          code: "X",
          severity: "note",
          message: `It was ${withSmall.counts.treated.before.total}, or 12.3%.`,
        },
      ],
    };
    const out = publish(finding);
    expect(out.secondary![0]!.estimate).toBe(0.51);
    expect(out.secondary![0]!.treated_before! * 12).toBeCloseTo(125, 9);
    expect(out.displacement!.measures.map(({ estimate }) => estimate)).toEqual([35, 0.3]);
    expect(out.displacement!.buffer).toEqual({ units: 1, before: 80, after: 40 });
    expect(out.harm!.weights.map(({ avoided }) => avoided)).toEqual([100, 100]);
    expect(out.value).toMatchObject({ benefit: 12000, p_benefit_above_cost: 0.99, ratio: 120 });
    expect(out.charts!.weights![0]!.weight).toBe(0.12);
    expect(out.warnings[0]!.message).toBe("It was 80, or 12%.");
    expect(out.harm!.sentence).toBe("Harm fell by 120 days.");
  });
  it("says the headline again about what is printed", () => {
    const out = publish(withSmall, { words: ({ headline }) => ({ sentence: `ratio ${headline.estimate}` }) });
    expect(out.headline.sentence).toBe(`ratio ${out.headline.estimate}`);
    expect(String(out.headline.estimate).length).toBeLessThanOrEqual(4);
  });
  it("is the only cast there is: what comes from disk must have passed", () => {
    expect(published(withSmall)).toBeUndefined();
    expect(published(publish(withSmall) as Finding)).toBeDefined();
    expect(publish(publish(withSmall))).toEqual(publish(withSmall));
    expect(publish(comparisonFall()).disclosure?.applied).toBe(true);
  });
});

describe("what is computed again from printed cells", () => {
  const months =
    "January February March April May June July August September October November December".split(" ");
  const seasons = months.map((season) => ({
    ...{ season, treated_before: 1.234567, treated_after: 1.234567 },
    ...{ comparison_before: 1.234567, comparison_after: 1.234567 },
  }));
  const two = (treated: readonly number[]) =>
    ownFinding({ treated: [...treated, ...big(12)], comparison: big(24, 40), start: 12 });
  it("are seasonal means, without those that a hidden cell belongs to", () => {
    const finding = { ...two([3, ...big(11)]), charts: { seasonality: seasons } };
    const rows = publish(finding).charts!.seasonality!;
    expect(rows[0]).toMatchObject({ treated_before: null, comparison_before: 40 });
    expect(rows[3]!.treated_before! % 5).toBe(0);
    const alone = months.map((season) => ({ season, treated_before: 1.5, treated_after: 2.5 }));
    const bare = publish({ ...finding, charts: { seasonality: alone } }).charts!.seasonality!;
    expect(Object.keys(bare[0]!)).toEqual(["season", "treated_before", "treated_after"]);
  });
  it("are not seasonal means where units start at different times", () => {
    const finding = two([3, ...big(11)]);
    const before = { ...finding.counts.treated.before, periods: 9 };
    const staggered: Finding = {
      ...finding,
      counts: { ...finding.counts, treated: { ...finding.counts.treated, before } },
      charts: { seasonality: seasons },
    };
    expect(publish(staggered).charts!.seasonality).toBeUndefined();
  });
  it("keep nulls where there was no number, and rates with their totals", () => {
    const finding = two([3, ...big(11)]);
    const { treated } = finding.counts;
    const empty: Finding = {
      ...finding,
      counts: {
        treated: { ...treated, before: { ...treated.before, rate: 2 }, percent_change: null },
        comparison: null,
        ratio: null,
        reciprocal: null,
      },
      series: finding.series.map((point) => ({ ...point, comparison: null, counterfactual: null })),
      headline: {
        ...finding.headline,
        ...{ estimate: null, conf_low: null, conf_high: null, p_value: null },
        ...{ percent: null, percent_low: null, percent_high: null },
        events_avoided: {
          ...{ estimate: null, conf_low: null, conf_high: null },
          ...{ per_year: null, per_year_low: null, per_year_high: null },
        },
        ...{ reciprocal: null, reciprocal_low: null, reciprocal_high: null },
      },
      estimates: [],
      disagreement: [],
    };
    const out = publish(empty);
    expect(out.headline).toMatchObject({ estimate: null, percent: null, reciprocal: null });
    expect(out.headline.events_avoided.estimate).toBeNull();
    expect(out.counts.treated).toMatchObject({ percent_change: null });
    expect(out.counts.treated.before.rate).toBeCloseTo(
      (2 * out.counts.treated.before.total!) / treated.before.total!,
      9,
    );
    const differences: Finding = {
      ...finding,
      headline: {
        ...finding.headline,
        ...{
          scale: "difference",
          estimate: -1.2345,
          conf_low: -2.3456,
          conf_high: -0.1234,
          percent: -12.3456,
        },
      },
    };
    expect(publish(differences).headline).toMatchObject({ estimate: -1.23, percent: -12 });
  });
  it("are numbers of events where a term counts them", () => {
    const finding = two([3, ...big(11)]);
    const one = finding.estimates[0]!;
    const out = publish({
      ...finding,
      estimates: [
        { ...one, method: "wdd", term: "wdd", estimate: -33.3, conf_low: null, conf_high: -1 },
        { ...one, term: "att", period: "2023-01" },
        { ...one, term: "att", event_time: 3 },
      ],
    });
    expect(out.estimates).toHaveLength(1);
    expect(out.estimates[0]).toMatchObject({ estimate: -35, conf_low: null, std_error: null });
    expect(out.disclosure!.left_out).toContain("estimates for single periods");
  });
  it("need coarser effects where two digits would narrow a hidden cell, or are refused", () => {
    // Thirteen months, then a fourteenth: with exact totals the difference of the two editions is the new month.
    const thirteen = publish(
      ownFinding({ treated: [...big(13)], comparison: big(13, 40), start: 6 }, { rounding: 1 }),
    );
    const history = historyOf(thirteen, evidenceOf(thirteen, none));
    const fourteen = ownFinding(
      { treated: [...big(13), 3], comparison: big(14, 40), start: 6 },
      { rounding: 1 },
    );
    expect(() => publish(fourteen, { history })).toThrow(
      /worked out from its totals and the editions before/,
    );
    const rounded = publish(
      { ...fourteen, disclosure: { ...fourteen.disclosure!, rounding: 10 } },
      { history },
    );
    expect(attackFinding(rounded, history.earlier)).toEqual([]);
  });
});

describe("every finding that is published", () => {
  const small = fc.array(fc.nat(30), { minLength: 12, maxLength: 12 });
  const rules = fc.record({
    threshold: fc.constantFrom(3, 5, 10),
    rounding: fc.constantFrom(1, 3, 5, 10),
    zeros: fc.constantFrom("protect" as const, "show" as const),
  });
  it("prints no small count, keeps every hidden one wide open, and tells no lie", () => {
    fc.assert(
      fc.property(small, small, rules, (treated, other, rule) => {
        const finding = ownFinding({ treated, comparison: other, start: 6 }, rule);
        let out: PublishableFinding;
        try {
          out = publish(finding);
        } catch (error) {
          expect((error as PrivacyError).exit).toBe(4);
          return;
        }
        expect(attackFinding(out)).toEqual([]);
        const hidden = new Set(out.disclosure!.hidden);
        out.series.forEach((point, t) => {
          for (const arm of ["treated", "comparison"] as const) {
            const [shown, true_] = [point[arm], finding.series[t]![arm]!];
            expect(hidden.has(`series.${point.period}.${arm}`)).toBe(shown === null);
            if (shown === null) continue;
            expect(true_ >= rule.threshold || (true_ === 0 && rule.zeros === "show")).toBe(true);
            expect(Math.abs(shown - true_)).toBeLessThanOrEqual(rule.rounding / 2);
          }
        });
        const evidence = evidenceOf(out, none)!;
        const least = leastWidth({ ...usualProtection, ...rule });
        for (const { address, low, high } of evidence.hidden) {
          const [, period, arm] = address.split(".") as [string, string, "treated" | "comparison"];
          const true_ = finding.series.find((point) => point.period === period)![arm]!;
          // The attacker's interval always holds the truth, and is never narrower than promised.
          expect(low <= true_ && (high === null || true_ <= high)).toBe(true);
          expect((high ?? Number.POSITIVE_INFINITY) - low).toBeGreaterThanOrEqual(least);
        }
      }),
      { numRuns: 60 },
    );
  });
  it("keeps the pattern of one month in the next, and gives nothing away by the difference", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 4, max: 25 }), { minLength: 20, maxLength: 20 }), (counts) => {
        let history = none as ReturnType<typeof historyOf>;
        let before: readonly string[] = [];
        for (const months of [16, 17, 18, 19, 20]) {
          const finding = ownFinding({
            treated: counts.slice(0, months),
            comparison: big(months, 40),
            start: 8,
          });
          history = { ...history, earlier: stillTrue(history.earlier, finding) };
          let out: PublishableFinding;
          try {
            out = publish(finding, { history });
          } catch (error) {
            expect((error as PrivacyError).code).toMatch(/^disclosure\//);
            continue;
          }
          expect(attackFinding(out, history.earlier)).toEqual([]);
          for (const address of before) expect(out.disclosure!.hidden).toContain(address);
          before = out.disclosure!.hidden;
          const evidence = evidenceOf(out, settled(history, out))!;
          history = historyOf(out, evidence);
          // The same month made again says the same, and adds no edition.
          const again = publish(finding, { history });
          expect(again).toEqual(out);
          expect(evidenceOf(again, settled(history, again))).toEqual(evidence);
        }
      }),
      { numRuns: 15 },
    );
  });
  it("gives one bytes for one history", () => {
    expect(JSON.stringify(publish(withSmall))).toBe(JSON.stringify(publish(withSmall)));
    expect(editionOf(publish(withSmall)).sums).toHaveLength(4);
  });
});
