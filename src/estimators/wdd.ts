import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Estimate, Estimator } from "../model/estimate.ts";
import { unitsWith } from "../study/starts.ts";
import { bufferComparisonOption, bufferOption } from "./counts/displacement-options.ts";
import { modelOf, termsOf, waldEstimate } from "./counts/estimate.ts";
import { commonStart, comparisonUnits, treatedUnits } from "./counts/groups.ts";
import { panelDispersion } from "./counts/panel-dispersion.ts";
import { overdispersed } from "./counts/phi.ts";
import { seriesOf, total } from "./counts/totals.ts";
import { areaWeights, type TimeWeights, timeWeights } from "./counts/weights.ts";
import { splitPeriods, type Windows } from "./counts/windows.ts";

/** A contrast of counts and its Poisson variance. */
export interface Contrast {
  readonly estimate: number;
  readonly variance: number;
}

/**
 * Weighted displacement difference: how many events fewer (below zero) or more there were in the treated units than
 * the comparison units' change implies, plus the same contrast for the rings around them.
 *
 * Estimand  events in the after window, treated and buffer units together. Trends are parallel as numbers.
 * Units     events. With time weights, events per unit of time; with area weights, per unit of area.
 * Method    (T₁ − T₀) − (C₁ − C₀) + (D₁ − D₀) − (DC₁ − DC₀), every count divided by its time and area weight w;
 *           variance Σ count/w²; normal. Counts that vary more than Poisson ones raise a warning. Buffers need not exist; a buffer without comparison ring stands alone.
 * Settings  areaWeights "T:1.2,C:0.9" by unit name or role; timeWeights "2,1" or "before:2,after:1".
 * Throws    DesignError: design/no-treated, design/no-comparison, design/staggered-start, design/start-after-end,
 *           design/no-before, counts/negative. UsageError: estimate/area-weights, estimate/time-weights.
 * Source    Wheeler & Ratcliffe (2018), Crime Science 7:11.
 */
export const wdd: Estimator = {
  name: "wdd",
  title: "Weighted displacement difference",
  version: 1,
  estimand: "events displaced or avoided, treated and buffer units",
  scale: "level",
  accepts: ["comparison-group"],
  uses: [],
  options: [
    bufferOption,
    bufferComparisonOption,
    {
      flag: "--area-weights",
      key: "areaWeights",
      takes: "text",
      help: "unit-or-role:weight pairs that counts are divided by, e.g. T:1.2,C:0.9",
    },
    {
      flag: "--time-weights",
      key: "timeWeights",
      takes: "text",
      help: "lengths of the before and after windows, e.g. 2,1 (default: periods, when they differ)",
    },
  ],
  traits: { answer: () => "wdd", worksOn: "counts", totalsOnly: true },
  fit(design, settings) {
    const [treated, comparison] = [treatedUnits(design), comparisonUnits(design)];
    const [buffer, ring] = [unitsWith(design, "buffer"), unitsWith(design, "buffer-comparison")];
    const everyone = [...treated, ...comparison, ...buffer, ...ring];
    const windows = splitPeriods(design, everyone, commonStart(design, treated));
    const time = timeWeights(settings, windows.before.length, windows.after.length);
    const area = areaWeights(settings, design);
    const change = (units: readonly number[]): Change => changeOf(design, units, windows, time, area);
    const changes = {
      treated: change(treated),
      comparison: change(comparison),
      buffer: change(buffer),
      buffer_comparison: change(ring),
    };
    const local = subtract(changes.treated, changes.comparison);
    const displacement = subtract(changes.buffer, changes.buffer_comparison);
    const whole = {
      estimate: local.estimate + displacement.estimate,
      variance: local.variance + displacement.variance,
    };
    const finish = (term: string, c: Contrast): Estimate =>
      waldEstimate(term, c.estimate, Math.sqrt(c.variance), Number.POSITIVE_INFINITY, settings.confLevel);
    // Without rings there is nothing to displace to: no term, rather than a zero that looks measured.
    const estimates = [
      finish("wdd", whole),
      finish("wdd_local", local),
      ...(buffer.length + ring.length > 0 ? [finish("wdd_displacement", displacement)] : []),
    ];
    const measured = panelDispersion(design, treated, comparison, windows);
    return {
      terms: termsOf(estimates),
      influence: [],
      model: modelOf(everyone.length, windows.before.length + windows.after.length, treated.length),
      diagnostics: {
        counts: changes,
        time_weights: time,
        area_weights: Object.fromEntries(everyone.map((i) => [design.panel.units[i]!, area[i]!])),
        volume_ratio: volumeRatio(changes),
        phi_pearson: measured?.phi ?? null,
      },
      warnings: [
        ...windows.warnings,
        ...unequalWindows(time, windows),
        ...unlikeVolume(changes),
        ...overdispersed(
          1,
          measured,
          "multiply the standard error by the root of diagnostics.phi_pearson; or did",
        ),
      ],
      estimates,
      vcov: "model (sum of weighted Poisson counts), normal",
      df: null,
    };
  },
};

interface Change extends Contrast {
  readonly before: number;
  readonly after: number;
  readonly weighted_before: number;
  readonly weighted_after: number;
}

const changeOf = (
  design: Design,
  units: readonly number[],
  windows: Windows,
  time: TimeWeights,
  area: Float64Array,
): Change => {
  const sums = { before: 0, after: 0, weighted_before: 0, weighted_after: 0, variance: 0 };
  for (const i of units) {
    const [before, after] = [windows.before, windows.after].map((at) =>
      total(seriesOf(design, [i], at).y),
    ) as [number, number];
    const [w0, w1] = [time.before * area[i]!, time.after * area[i]!];
    sums.before += before;
    sums.after += after;
    sums.weighted_before += before / w0;
    sums.weighted_after += after / w1;
    sums.variance += before / w0 ** 2 + after / w1 ** 2;
  }
  return { ...sums, estimate: sums.weighted_after - sums.weighted_before };
};

const subtract = (a: Contrast, b: Contrast): Contrast => ({
  estimate: a.estimate - b.estimate,
  variance: a.variance + b.variance,
});

const volumeRatio = ({ treated, comparison }: { treated: Change; comparison: Change }): number | null =>
  treated.weighted_before > 0 ? comparison.weighted_before / treated.weighted_before : null;

const unlikeVolume = (changes: { treated: Change; comparison: Change }): Diagnostic[] => {
  const ratio = volumeRatio(changes);
  if (ratio !== null && ratio >= 0.5 && ratio <= 2) return [];
  const said =
    ratio === null
      ? "the treated units had no events before"
      : `the comparison had ${ratio.toPrecision(3)} times as many events before`;
  return [
    diagnostic(
      "WDD01",
      "warning",
      `${said}; a difference of numbers wants comparison units of like volume (0.5 to 2 times)`,
      {
        fix: "choose comparison units of like volume, give --area-weights, or use rirr, which compares ratios",
      },
    ),
  ];
};

const unequalWindows = (time: TimeWeights, { before, after }: Windows): Diagnostic[] =>
  time.source === "periods"
    ? [
        diagnostic(
          "counts/unequal-windows",
          "warning",
          `${before.length} periods before and ${after.length} after: counts before were put on the length of the after window`,
          { fix: "give windows of equal length, or say what counts are divided by with --time-weights" },
        ),
      ]
    : [];
