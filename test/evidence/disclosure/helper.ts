import { normalQuantile } from "../../../src/maths/distributions.ts";
import type { Protect } from "../../../src/model/disclosure.ts";
import { usualProtection } from "../../../src/model/disclosure.ts";
import type { ArmCount, Finding, SeriesPoint } from "../../../src/model/finding.ts";
import { formatPeriod, parsePeriod } from "../../../src/model/period.ts";
import { comparisonFall } from "../../helpers/findings.ts";

const z = normalQuantile(0.975);
const sum = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0);

const arm = (before: readonly number[], after: readonly number[], units: number): ArmCount => {
  const phase = (values: readonly number[]) => ({
    total: sum(values),
    periods: values.length,
    per_period: sum(values) / values.length,
    per_unit_period: sum(values) / values.length / units,
  });
  const [b, a] = [phase(before), phase(after)];
  return { units, before: b, after: a, percent_change: (a.per_period / b.per_period - 1) * 100 };
};

/** A whole finding of a force's own counts: the series given, everything else made to fit it. */
export const ownFinding = (
  series: {
    readonly treated: readonly number[];
    readonly comparison: readonly number[];
    readonly start: number;
  },
  rule: Partial<Protect> = {},
): Finding => {
  const { treated, comparison, start } = series;
  const { disclosure: _none, ...base } = comparisonFall() as Finding;
  const first = parsePeriod("2022-01")!.ordinal;
  const period = (t: number): string => formatPeriod(first + t, "month");
  const counts = {
    treated: arm(treated.slice(0, start), treated.slice(start), 2),
    comparison: arm(comparison.slice(0, start), comparison.slice(start), 3),
  };
  const change = (one: ArmCount): number => 1 + (one.percent_change ?? 0) / 100;
  const ratio = change(counts.treated) / change(counts.comparison);
  const cells = [counts.treated, counts.comparison].flatMap((one) => [one.before.total!, one.after.total!]);
  const se = Math.sqrt(sum(cells.map((n) => 1 / n)));
  const { kind: _kind, ...numbers } = { ...usualProtection, ...rule };
  return {
    ...base,
    invented: false,
    counts: { ...counts, ratio, reciprocal: 1 / ratio },
    series: treated.map(
      (value, t): SeriesPoint => ({
        period: period(t),
        phase: t < start ? "before" : "after",
        treated: value,
        comparison: comparison[t]!,
        counterfactual: value + 0.123456,
        low: t < start ? null : value - 3.3,
        high: t < start ? null : value + 4.4,
      }),
    ),
    // A row of another table would rule out this one.
    disagreement: base.disagreement.filter(({ method }) => method !== "did"),
    headline: {
      ...base.headline,
      estimate: ratio,
      conf_low: ratio * Math.exp(-z * se),
      conf_high: ratio * Math.exp(z * se),
    },
    estimates: [
      {
        method: "rirr",
        scale: "log",
        term: "log_rirr",
        estimate: Math.log(ratio),
        std_error: se,
        statistic: Math.log(ratio) / se,
        p_value: 0.0123456,
        conf_low: Math.log(ratio) - z * se,
        conf_high: Math.log(ratio) + z * se,
        cohort: null,
        period: null,
        event_time: null,
      },
    ],
    data: {
      ...base.data,
      periods: treated.length,
      window: {
        ...base.data.window,
        before: { from: period(0), to: period(start - 1), periods: start },
        after: { from: period(start), to: period(treated.length - 1), periods: treated.length - start },
      },
    },
    charts: { seasonality: base.charts?.seasonality ?? [] },
    disclosure: { rule: "protect", ...numbers, hidden: [], sentence: "not yet" },
  };
};
