import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import type { Estimate, Estimator } from "../model/estimate.ts";
import {
  hasFewPeriods,
  measuredPhi,
  needsComparison,
  needsCounts,
  needsOneStart,
  units,
} from "./choosing.ts";
import { modelOf, termsOf, waldEstimate } from "./counts/estimate.ts";
import { commonStart, comparisonUnits, treatedUnits } from "./counts/groups.ts";
import { panelDispersion } from "./counts/panel-dispersion.ts";
import { phiRule, usePhi } from "./counts/phi.ts";
import { fractionalNote, type Totals, totalsOf } from "./counts/totals.ts";
import { splitPeriods } from "./counts/windows.ts";
import { nothingBefore, phiOption, waldText } from "./rate-ratio.ts";

/**
 * Relative incident rate ratio: the treated units' rate ratio over the comparison units' rate ratio.
 *
 * Estimand  log of (T₁/T₀) / (C₁/C₀); below zero the treated units did better. Trends are parallel as ratios.
 * Units     log ratio. With an exposure column the four totals are rates.
 * Method    The treated × after interaction of a Poisson GLM on the four totals, which is closed:
 *           SE = √(φ (1/T₀ + 1/T₁ + 1/C₀ + 1/C₁)). φ = pearson is Pearson χ²/(n − p) of the unit × period Poisson
 *           model with unit and period effects, so that what moves all units together is not counted as noise.
 * Zero      With an empty cell ½ is added to all four (Haldane) and a warning says so.
 * Throws    DesignError: design/no-treated, design/no-comparison, design/staggered-start, design/start-after-end,
 *           design/no-before, counts/zero-before, counts/negative. UsageError: estimate/phi.
 * Source    Wilson (2022), Campbell Systematic Reviews; Farrington, Gill, Waples & Argomaniz (2007) for its
 *           reciprocal, the "relative effect size".
 */
export const rirr: Estimator = {
  name: "rirr",
  title: "Relative incident rate ratio",
  version: 1,
  estimand: "ATT as a ratio, from totals",
  scale: "log",
  accepts: ["comparison-group"],
  uses: ["exposure"],
  options: [phiOption],
  traits: { answer: () => "log_rirr", worksOn: "counts", totalsOnly: true },
  inStudy: {
    primary: {
      order: 1,
      kind: "comparison-group",
      label: "Comparison group, totals before and after",
      refuses: (f) => needsComparison(f) ?? needsCounts(f) ?? needsOneStart(f),
      preferred: (f) => hasFewPeriods(f) || f.treated + f.comparison < 4,
      reason: (f) =>
        hasFewPeriods(f)
          ? "only totals before and after are at hand"
          : `there are only ${units(f.treated, "treated")} and ${units(f.comparison, "comparison")}`,
      settings: measuredPhi,
    },
    alternative: {
      order: 2,
      design: "same",
      starts: "one",
      settings: { phi: "pearson" },
      note: "the same, from totals, with chance spread by the panel's own variation",
    },
  },
  fit(design, settings) {
    const [treated, comparison] = [treatedUnits(design), comparisonUnits(design)];
    const everyone = [...treated, ...comparison];
    const windows = splitPeriods(design, everyone, commonStart(design, treated));
    const [T, C] = [totalsOf(design, treated, windows), totalsOf(design, comparison, windows)];
    checkBefore(design, T, C);
    const measured = panelDispersion(design, treated, comparison, windows);
    const used = usePhi(phiRule(settings), measured);
    const corrected = [T.before, T.after, C.before, C.after].includes(0);
    const ratio = logRirr(T, C, corrected ? 0.5 : 0);
    const estimate = waldEstimate(
      "log_rirr",
      ratio.log,
      Math.sqrt(used.phi * ratio.variance),
      used.df,
      settings.confLevel,
    );
    return {
      terms: termsOf([estimate]),
      influence: [],
      model: modelOf(everyone.length, windows.before.length + windows.after.length, treated.length),
      diagnostics: {
        counts: { t0: T.before, t1: T.after, c0: C.before, c1: C.after },
        totals: { treated: T, comparison: C },
        ...bothDirections(estimate),
        expected_treated_after: expectedAfter(T, C),
        events_avoided: expectedAfter(T, C) - T.after,
        phi: used.phi,
        phi_source: used.source,
        phi_pearson: measured?.phi ?? null,
        phi_df: measured?.df ?? null,
        phi_by_volume: volumeRule(T, C),
        haldane: corrected,
        haldane_half: haldane(T, C, used.phi),
      },
      warnings: [
        ...windows.warnings,
        ...fractionalNote([T.before, T.after, C.before, C.after], design.outcome),
        ...used.warnings,
        ...lowCounts(T, C, corrected),
      ],
      estimates: [estimate],
      vcov: waldText(used),
      df: Number.isFinite(used.df) ? used.df : null,
    };
  },
};

/** log of (T₁/T₀)/(C₁/C₀), exposures divided out, and its Poisson variance; `add` goes to every count. */
export const logRirr = (T: Totals, C: Totals, add = 0): { log: number; variance: number } => {
  const side = (g: Totals): number =>
    Math.log((g.after + add) / g.exposureAfter) - Math.log((g.before + add) / g.exposureBefore);
  const variance = [T.before, T.after, C.before, C.after].reduce((sum, n) => sum + 1 / (n + add), 0);
  return { log: side(T) - side(C), variance };
};

const checkBefore = (design: Design, T: Totals, C: Totals): void => {
  if (T.before === 0) throw nothingBefore(design);
  if (C.before === 0) throw nothingBefore(design, "the comparison units");
};

/** Two literatures, two directions: each is named with what a value above 1 means. */
const bothDirections = ({ estimate, conf_low, conf_high }: Estimate): Record<string, unknown> => {
  const exp = (x: number | null, sign: number): number | null => (x === null ? null : Math.exp(sign * x));
  return {
    rirr: {
      estimate: exp(estimate, 1),
      conf_low: exp(conf_low, 1),
      conf_high: exp(conf_high, 1),
      direction: "below 1: the treated units did better than the comparison",
    },
    relative_effect_size: {
      estimate: exp(estimate, -1),
      conf_low: exp(conf_high, -1),
      conf_high: exp(conf_low, -1),
      direction: "above 1: the treated units did better than the comparison (1 / RIRR)",
    },
  };
};

/** Treated events after, had their rate changed as the comparison's did. */
const expectedAfter = (T: Totals, C: Totals): number =>
  (T.before / T.exposureBefore) *
  T.exposureAfter *
  (C.after / C.exposureAfter / (C.before / C.exposureBefore));

const haldane = (T: Totals, C: Totals, phi: number): Record<string, number> => {
  const { log, variance } = logRirr(T, C, 0.5);
  return { log_rirr: log, std_error: Math.sqrt(phi * variance) };
};

/** Farrington et al.'s empirical φ for police-area counts: recalled from secondary accounts, never used. */
const volumeRule = (T: Totals, C: Totals): Record<string, unknown> => ({
  value: 0.0008 * ((T.before + T.after + C.before + C.after) / 4) + 1.2,
  formula: "0.0008 N + 1.2, N = mean of the four counts",
  status: "recalled from the literature, not confirmed; for information only",
});

const lowCounts = (T: Totals, C: Totals, corrected: boolean): Diagnostic[] => {
  if (corrected) {
    return [
      diagnostic("ZER01", "warning", "one of the four totals is zero; ½ was added to all four (Haldane)", {
        fix: "read the counts, not the ratio; lengthen the windows or widen the outcome",
      }),
    ];
  }
  const least = Math.min(T.before, C.before);
  return least < 20
    ? [
        diagnostic("ZER01", "warning", `only ${least} events in a before total; a ratio needs about 20`, {
          fix: "lengthen the window before the start, or read the result as a description",
        }),
      ]
    : [];
};
