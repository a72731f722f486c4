import { describe, expect, it } from "vitest";
import type { Finding } from "../../../src/model/finding.ts";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { summarise } from "../../../src/summaries/summary.ts";
import { draws, questionOf } from "../../helpers/questions.ts";

/** Scores around 80 of twelve areas over ten years; the first five rise by exactly 5 from 2020 on. */
const noise = draws(7);
const rows = Object.fromEntries(
  [..."ABCDEFGHIJKL"].map((unit, i) => [
    unit,
    Array.from({ length: 10 }, (_, t) => 80 + 2 * i + t / 2 + noise() + (i < 5 && t >= 5 ? 5 : 0)),
  ]),
);
const asked = (measure: "level" | "count") => {
  const question = questionOf({
    id: "teams",
    first: "2015",
    rows,
    starts: Object.fromEntries([..."ABCDE"].map((unit) => [unit, "2020"])),
    label: "combined score",
  });
  return { ...question, outcome: { ...question.outcome, measure, better: "higher" as const } };
};
const pageOf = (finding: Finding): string =>
  summarise(finding).files.find(({ path }) => path === "summary.md")!.content;

describe("an outcome that is a level", () => {
  const finding = evaluate(asked("level"));
  const { headline, counts, series, disagreement } = finding;
  const mean = (units: readonly string[], from: number): number =>
    units.reduce((sum, unit) => sum + rows[unit]!.slice(from, from + 5).reduce((a, b) => a + b, 0) / 5, 0) /
    units.length;

  it("is told as a difference of means, by hand", () => {
    const [treated, others] = [[..."ABCDE"], [..."FGHIJKL"]];
    const change = (units: readonly string[]) => mean(units, 5) - mean(units, 0);
    expect(headline.scale).toBe("difference");
    expect(headline.estimate).toBeCloseTo(change(treated) - change(others), 9);
    // Against what was to be expected: the mean after, less the difference.
    const expected = mean(treated, 5) - headline.estimate!;
    expect(headline.percent).toBeCloseTo((100 * headline.estimate!) / expected, 9);
    expect(headline.verdict).toBe("rise");
  });

  it("is never added up over units or years", () => {
    expect(counts.treated.after).toMatchObject({ total: null, per_period: null });
    expect(counts.treated.after.per_unit_period).toBeCloseTo(mean([..."ABCDE"], 5), 9);
    expect(counts.ratio).toBeNull();
    expect(Object.values(headline.events_avoided).every((value) => value === null)).toBe(true);
    for (const { treated, comparison } of series) {
      // Five scores or seven add up to four hundred and more.
      expect(treated).toBeLessThan(120);
      expect(comparison).toBeLessThan(120);
    }
    const page = pageOf(finding);
    expect(page).toContain("| Group | Mean before | Mean after | Change in mean |");
    expect(page).not.toMatch(/avoided|fewer points|points a year/);
    expect(page).toContain("higher (95% interval");
  });

  it("was to be expected lower after the start by the estimate, with its interval turned round", () => {
    const last = series.at(-1)!;
    expect(last.counterfactual).toBeCloseTo(last.treated! - headline.estimate!, 9);
    expect(last.low).toBeCloseTo(last.treated! - headline.conf_high!, 9);
    expect(last.high).toBeCloseTo(last.treated! - headline.conf_low!, 9);
    expect(series[0]!.counterfactual).toBeNull();
  });

  it("has beside it only methods that do not need counts, all as differences", () => {
    expect(disagreement.map(({ scale }) => scale)).toEqual(disagreement.map(() => "difference"));
    const methods = disagreement.map(({ method }) => method);
    expect(methods).toContain("imputation");
    for (const count of ["ppml", "rirr", "rate-ratio"]) expect(methods).not.toContain(count);
    const imputed = disagreement.find(({ method }) => method === "imputation")!;
    expect(imputed.estimate).toBeCloseTo(headline.estimate!, 6);
    for (const row of finding.charts?.leave_one_out ?? []) {
      expect(row.estimate).toBeGreaterThan(3);
      expect(row.estimate).toBeLessThan(7);
    }
  });
});

it("puts every method on one scale where the primary one is a difference of what adds up", () => {
  const { headline, disagreement } = evaluate(asked("count"));
  expect(headline.scale).toBe("difference");
  expect(new Set(disagreement.map(({ scale }) => scale))).toEqual(new Set(["difference"]));
  const poisson = disagreement.find(({ method }) => method === "ppml")!;
  expect(poisson.estimate).toBeGreaterThan(3);
  expect(poisson.estimate).toBeLessThan(7);
  expect(headline.events_avoided.estimate).toBeCloseTo(-25 * headline.estimate!, 9);
});

describe("an outcome that is taken for a count", () => {
  const warned = (measure: "level" | "count") =>
    evaluate(asked(measure)).warnings.filter(({ code }) => code === "design/not-a-count");
  it("is said to hold values that are none, by their places and not by the values", () => {
    expect(warned("count")).toEqual([
      {
        code: "design/not-a-count",
        severity: "warning",
        message:
          "120 of 120 values of combined score are below zero or not whole (A in 2015, A in 2016, A in 2017 and 117 more), so differences are compared and not ratios",
      },
    ]);
    expect(warned("level")).toEqual([]);
  });
});
