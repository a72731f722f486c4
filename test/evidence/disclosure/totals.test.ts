import { describe, expect, it } from "vitest";
import { attackFinding, publish } from "../../../src/evidence/disclosure/index.ts";
import { coarse, countsBehind } from "../../../src/evidence/disclosure/rounding.ts";
import { totalsBehind } from "../../../src/evidence/disclosure/totals.ts";
import { normalQuantile } from "../../../src/maths/distributions.ts";
import type { Disagreement, Finding, FindingEstimate } from "../../../src/model/finding.ts";
import { ownFinding } from "./helper.ts";

const z = normalQuantile(0.975);
/** Counts that no table of random numbers made: a small congruential stream. */
const stream = (seed: number) => {
  let state = seed;
  return (from: number, to: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return from + Math.floor((state / 2 ** 32) * (to - from));
  };
};
const random = (seed: number): Finding => {
  const draw = stream(seed);
  const treated = Array.from({ length: 12 }, (_, t) => (t === 2 ? 3 : draw(10, 30)));
  return ownFinding({ treated, comparison: Array.from({ length: 12 }, () => draw(10, 70)), start: 6 });
};

/** Every whole table that rounds to the printed totals and whose ratio and interval round to the printed ones. */
const tables = (out: Finding): number[][] => {
  const digits = out.disclosure!.digits!;
  const phases = [out.counts.treated, out.counts.comparison!].flatMap((arm) => [arm.before, arm.after]);
  const [a, b, c, d] = phases.map(({ total }) => {
    const [low, high] = countsBehind(total!, 5, 10);
    return Array.from({ length: high - low + 1 }, (_, k) => low + k);
  }) as [number[], number[], number[], number[]];
  const cells = phases.map(({ total, per_unit_period: each }) => total! / each!);
  const printed = out.estimates[0]!;
  const fits = (x: readonly number[]): boolean => {
    const [tb, ta, cb, ca] = x.map((total, i) => total / cells[i]!) as [number, number, number, number];
    const se = Math.sqrt(x.reduce((sum, total) => sum + 1 / total, 0));
    const log = Math.log(ta / tb / (ca / cb));
    return [
      [log, printed.estimate!],
      [log - z * se, printed.conf_low!],
      [log + z * se, printed.conf_high!],
    ].every(([value, shown]) => Math.abs(coarse(Math.exp(value!), digits) - Math.exp(shown!)) < 0.002);
  };
  return a.flatMap((w) => b.flatMap((x) => c.flatMap((y) => d.map((v) => [w, x, y, v])))).filter(fits);
};

describe("an attacker who tries every table", () => {
  it.each(Array.from({ length: 12 }, (_, k) => k + 1))(
    "knows no total better than the program: %i",
    (seed) => {
      const finding = random(seed);
      const out = publish(finding);
      const found = tables(out);
      const { treated, comparison } = totalsBehind(out, 5);
      const ranges = [treated!.before, treated!.after, comparison!.before, comparison!.after];
      const truth = [finding.counts.treated, finding.counts.comparison!].flatMap((arm) => [
        arm.before.total!,
        arm.after.total!,
      ]);
      expect(found).toContainEqual(truth);
      expect(ranges).toEqual(
        truth.map((_, i) => [
          Math.min(...found.map((table) => table[i]!)),
          Math.max(...found.map((table) => table[i]!)),
        ]),
      );
    },
  );
  it("is given one rounding of each number, not several that meet in one point", () => {
    // With a statistic and a standard error beside the interval, some of these tables would stand alone.
    const alone = Array.from({ length: 12 }, (_, k) => tables(publish(random(k + 1)))).filter(
      (found) => found.length === 1,
    );
    expect(alone).toHaveLength(0);
    for (const { std_error, statistic } of publish(random(1)).estimates)
      expect([std_error, statistic]).toEqual([null, null]);
  });
});

describe("a difference in differences beside the ratio", () => {
  /** The finding with the row that the page prints for the method, exact. */
  const withDifference = (finding: Finding): Finding => {
    const [tb, ta, cb, ca] = [finding.counts.treated, finding.counts.comparison!].flatMap((arm) => [
      arm.before.per_unit_period!,
      arm.after.per_unit_period!,
    ]) as [number, number, number, number];
    const row: Disagreement = {
      ...{ method: "did", title: "Difference-in-differences", note: "", scale: "rate-ratio" },
      ...{ estimate: ta / (tb + ca - cb), conf_low: null, conf_high: null },
    };
    return { ...finding, disagreement: [...finding.disagreement, row] };
  };
  const widths = (finding: Finding): number[] => {
    const { treated, comparison } = totalsBehind(publish(finding), 5);
    return [treated!.before, treated!.after, comparison!.before, comparison!.after].map(
      ([low, high]) => high - low,
    );
  };
  it("is a second equation of the four totals, and the attacker uses it", () => {
    let narrower = 0;
    for (let seed = 1; seed <= 12; seed++) {
      const plain = random(seed);
      const finding = withDifference(plain);
      const [without, beside] = [widths(plain), widths(finding)];
      beside.forEach((width, i) => {
        expect(width).toBeLessThanOrEqual(without[i]!);
        if (width < without[i]!) narrower += 1;
      });
      // What was really counted is never ruled out.
      const out = publish(finding);
      const { treated } = totalsBehind(out, 5);
      expect(treated!.before[0]).toBeLessThanOrEqual(finding.counts.treated.before.total!);
      expect(treated!.before[1]).toBeGreaterThanOrEqual(finding.counts.treated.before.total!);
      expect(attackFinding(out)).toEqual([]);
    }
    expect(narrower).toBeGreaterThan(4);
  });
  it("says nothing of totals where cells are missing or rates are compared", () => {
    const finding = withDifference(random(3));
    const gap = { ...finding, data: { ...finding.data, missing_cells: 1 } };
    const rated = { ...finding, outcome: { ...finding.outcome, exposure: "residents" } };
    for (const one of [gap, rated]) expect(widths(one)).toEqual(widths(random(3)));
  });
});

describe("an estimate on the log scale", () => {
  const base = random(1);
  const one: FindingEstimate = {
    ...base.estimates[0]!,
    ...{ estimate: Math.log(0.8123), conf_low: Math.log(0.7234), conf_high: Math.log(0.9345) },
  };
  const published = (over: Partial<FindingEstimate>): FindingEstimate =>
    publish({ ...base, event_study: [], estimates: [{ ...one, ...over }] }).estimates[0]!;
  it("is the logarithm of the ratio that the page prints", () => {
    expect(published({})).toMatchObject({ estimate: -0.211, conf_low: -0.329, conf_high: -0.073 });
    expect(published({ estimate: 0 })).toMatchObject({ estimate: 0 });
    expect(published({ estimate: null, conf_low: null })).toMatchObject({ estimate: null, conf_low: null });
  });
  it("has the p-value of the interval that is printed", () => {
    // −0.2079 in an interval 0.2561 wide is z = 3.18; as printed, −0.211 in 0.256 is z = 3.23.
    expect(published({ p_value: 0.00147 }).p_value).toBe(0.0012);
    // Nothing on one side of the interval, or a p-value at an end: one digit is left.
    expect(published({ p_value: 0.00147, conf_high: null }).p_value).toBe(0.001);
    expect(published({ p_value: 0.00147, estimate: 0 }).p_value).toBe(0.001);
    expect(published({ p_value: 0.00147, conf_low: one.conf_high }).p_value).toBe(0.001);
    expect(published({ p_value: 0.0147, conf_low: -0.211, conf_high: -0.2109 }).p_value).toBe(0.01);
    expect([published({ p_value: 0 }), published({ p_value: 1 })].map(({ p_value: p }) => p)).toEqual([0, 1]);
    expect(published({ p_value: null }).p_value).toBeNull();
  });
  it("stays an effect of two digits where it is a difference", () => {
    const out = published({
      scale: "level",
      term: "att",
      estimate: -1.2345,
      std_error: 0.45678,
      statistic: -2.7025,
    });
    expect(out).toMatchObject({ estimate: -1.23, std_error: 0.46, statistic: -2.7 });
  });
});

describe("what the totals are known to be", () => {
  const plain = random(2);
  const row = (over: Partial<Disagreement>): Disagreement => ({
    ...{ method: "rirr", title: "Ratio", estimate: null, conf_low: null, conf_high: null },
    ...{ scale: "rate-ratio", note: "" },
    ...over,
  });
  const printed = (over: Partial<Finding>): Finding => ({
    ...publish(plain),
    estimates: [],
    disagreement: [],
    ...over,
  });
  const wide = totalsBehind(printed({}), 5);
  it("is what rounds to them, where no effect says more", () => {
    for (const { before, after } of [wide.treated!, wide.comparison!])
      expect([before[1] - before[0], after[1] - after[0]]).toEqual([4, 4]);
    const null_ = plain.estimates.map((one) => ({ ...one, estimate: null, std_error: null, conf_low: null }));
    expect(
      totalsBehind(printed({ estimates: null_, disagreement: [row({}), row({ estimate: 0 })] }), 5),
    ).toEqual(wide);
  });
  it("is no more where what is printed agrees with no table", () => {
    expect(totalsBehind(printed({ disagreement: [row({ estimate: 9 })] }), 5)).toEqual(wide);
  });
  it("does without an error that was widened for dispersion, and keeps the ratio", () => {
    const { estimate } = publish(plain).disagreement[0]!;
    const exact = printed({ disagreement: [row({ estimate: plain.headline.estimate })] });
    const told = { ...exact, disclosure: { ...exact.disclosure!, digits: 4 } };
    const { treated } = totalsBehind(told, 5);
    expect(treated).not.toEqual(wide.treated);
    const widened = {
      ...told,
      disagreement: [
        row({
          estimate: plain.headline.estimate,
          conf_low: 0.1,
          conf_high: plain.headline.estimate! ** 2 / 0.1,
        }),
      ],
    };
    expect(totalsBehind(widened, 5).treated).toEqual(treated);
    expect(estimate).not.toBeNull();
  });
  it("is narrowed by a plain before and after of the treated units beside a comparison", () => {
    const { before, after } = plain.counts.treated;
    const ratio = after.per_unit_period! / before.per_unit_period!;
    const out = printed({ disagreement: [row({ method: "rate-ratio", estimate: ratio })] });
    const found = totalsBehind({ ...out, disclosure: { ...out.disclosure!, digits: 5 } }, 5);
    expect(found.treated).toEqual({
      before: [before.total, before.total],
      after: [after.total, after.total],
    });
    expect(found.comparison).toEqual(wide.comparison);
  });
  it("takes effects as exact where nothing says how they were rounded", () => {
    const { digits: _none, ...rest } = publish(plain).disclosure!;
    const ratio = plain.headline.estimate!;
    const { treated } = totalsBehind(
      printed({ disclosure: rest, disagreement: [row({ estimate: ratio })] }),
      5,
    );
    expect(treated!.before).toEqual([plain.counts.treated.before.total, plain.counts.treated.before.total]);
  });
  it("is not asked of effects where one of the totals is not printed", () => {
    const { treated } = publish(plain).counts;
    const printedCounts = publish(plain).counts;
    const counts = { ...printedCounts, treated: { ...treated, before: { ...treated.before, total: null } } };
    const { comparison } = wide;
    const here = totalsBehind(printed({ counts, disagreement: [row({ estimate: 1 })] }), 5);
    expect(here).toEqual({ comparison });
  });
});

describe("a table as it is printed", () => {
  const base = random(3);
  const { treated } = base.counts;
  const counted = (before: object, after: object = {}): Finding => ({
    ...base,
    event_study: [],
    counts: {
      ...base.counts,
      treated: {
        ...treated,
        before: { ...treated.before, ...before },
        after: { ...treated.after, ...after },
      },
    },
  });
  it("has means and rates of the rounded total, and none where there was none", () => {
    const total = publish(counted({ rate: 3 })).counts.treated.before;
    expect(total.total! % 5).toBe(0);
    expect(total.per_period).toBe(total.total! / 6);
    expect(total.rate).toBeCloseTo((3 * total.total!) / treated.before.total!, 9);
    expect(publish(counted({ rate: null, per_unit_period: null })).counts.treated.before).toMatchObject({
      rate: null,
      per_unit_period: null,
    });
    expect(publish(counted({ periods: 0 })).counts.treated.before.per_period).toBeNull();
  });
  it("prints no total where there is none", () => {
    expect(publish(counted({ total: null })).counts.treated.before.total).toBeNull();
  });
  it("prints a zero as a zero where zeros are shown, and the change as all of it", () => {
    const none = ownFinding(
      { treated: [12, 14, 3, 15, 0, 0, 0, 0], comparison: [41, 42, 43, 44, 45, 46, 47, 48], start: 4 },
      { zeros: "show" },
    );
    const out = publish({
      ...none,
      estimates: [],
      headline: { ...none.headline, conf_low: 0, conf_high: 0.2 },
    });
    expect(out.counts.treated.after).toMatchObject({ total: 0, per_period: 0 });
    expect(out.counts.treated.percent_change).toBe(-100);
    expect(out.disclosure!.hidden).toContain("series.2022-03.treated");
    expect(out.series[5]!.treated).toBe(0);
  });
  it("has no ratio against a comparison that came to nothing", () => {
    const { comparison } = base.counts;
    const after = { ...comparison!.after, total: 0, per_period: 0, per_unit_period: 0 };
    const out = publish({
      ...base,
      counts: { ...base.counts, comparison: { ...comparison!, after } },
      disclosure: { ...base.disclosure!, zeros: "show" },
    });
    expect(out.counts).toMatchObject({ ratio: null, reciprocal: null });
    expect(attackFinding(out)).toEqual([]);
  });
});
