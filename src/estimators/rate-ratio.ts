import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimate, Estimator, Fit, OptionSpec } from "../model/estimate.ts";
import { measuredPhi, needsCounts } from "./choosing.ts";
import { bareEstimate, termsOf, waldEstimate } from "./counts/estimate.ts";
import { exactConditional, midP, type RateTest, scoreZ, type TwoCounts } from "./counts/exact.ts";
import { treatedUnits } from "./counts/groups.ts";
import { type PhiRule, type PhiUsed, pearsonOfRates, phiRule, usePhi } from "./counts/phi.ts";
import { commonLogRatio, poolCounts, type Stratum, strataOf } from "./counts/strata.ts";
import { fractionalNote, type Series, total } from "./counts/totals.ts";
import { eTest } from "./e-test.ts";
import { serialNoise } from "./its/serial-noise.ts";

/** Below this many events on either side the exact conditional interval replaces the Wald one. */
const smallCount = 20;

export const phiOption: OptionSpec = {
  flag: "--phi",
  key: "phi",
  takes: "text",
  default: 1,
  help: "overdispersion: 1 (Poisson), pearson (estimated from the periods), serial (which may also hang together over time), or a number",
};

/**
 * Rate ratio of the treated units' own before and after totals.
 *
 * Estimand  log of (events per exposure after) / (events per exposure before), all treated units together.
 * Units     log ratio. Without an exposure column the exposure is the number of periods.
 * Method    Poisson GLM with offset, which for two totals is closed: b = log(k₁/e₁) − log(k₀/e₀),
 *           SE = √(φ (1/k₀ + 1/k₁)). Units that start at different times form strata with one ratio in common
 *           (conditional likelihood), each compared with its own before. φ = pearson is Pearson χ²/(n − 2) of the
 *           periods about their before and after rates, with t on n − 2 (2 per stratum). With φ = 1 and fewer than 20 events on a side, p and interval are those of the
 *           exact conditional test; estimate and SE stay the GLM's.
 * Throws    DesignError: design/no-treated, design/start-after-end, design/no-before,
 *           counts/zero-before, counts/negative. UsageError: estimate/phi.
 * Source    Przyborowski & Wilenski (1940); Wilson (2022) for the count model.
 */
export const rateRatio: Estimator = {
  name: "rate-ratio",
  title: "Rate ratio before and after",
  version: 1,
  estimand: "change of the treated units' own rate",
  scale: "log",
  accepts: ["before-after", "comparison-group"],
  uses: ["exposure"],
  options: [phiOption],
  traits: { answer: () => "log_rate_ratio", worksOn: "counts", totalsOnly: true },
  inStudy: {
    primary: {
      order: 9,
      kind: "before-after",
      label: "Before and after",
      refuses: needsCounts,
      preferred: () => true,
      reason: (f) =>
        `${f.periodsBefore} period${f.periodsBefore === 1 ? "" : "s"} before and ${f.periodsAfter} after the start allow no more than a comparison of totals`,
      settings: (f) => (Math.min(f.periodsBefore, f.periodsAfter) >= 3 ? { phi: "serial" } : measuredPhi(f)),
    },
    alternative: {
      order: 9,
      design: "before-after",
      starts: "one",
      settings: { phi: "serial" },
      note: "nothing else changed: what a naive before-and-after says",
      naive: true,
    },
  },
  fit(design, settings) {
    const treated = treatedUnits(design);
    const strata = strataOf(design, treated);
    const counts = poolCounts(strata);
    if (counts.before === 0 && (counts.after === 0 || strata.length > 1 || !Number.isInteger(counts.after)))
      throw nothingBefore(design);
    if (counts.before === 0) return onlyAfter(counts, strata, treated.length, settings.confLevel);
    const measured = pearsonOfRates(
      strata.flatMap(({ sides }) => sides),
      2 * strata.length,
    );
    const used = phiOf(phiRule(settings), measured, strata);
    const small = smallTests(strata.length === 1 ? counts : undefined, settings.confLevel);
    const plain = wald(strata, used, settings.confLevel);
    const { estimate, vcov, warnings } = headline(counts, plain, used, small.exact);
    return {
      terms: termsOf([estimate]),
      influence: [],
      model: {
        observations: strata.reduce(
          (n, { units, sides }) => n + units * (sides[0].y.length + sides[1].y.length),
          0,
        ),
        units: treated.length,
        periods: new Set(strata.flatMap(({ periods }) => periods)).size,
        treated_units: treated.length,
      },
      diagnostics: {
        counts,
        strata: strata.map(({ start, units, counts: c }) => ({ start, units, ...c })),
        rate_ratio: counts.after === 0 ? 0 : Math.exp(plain.estimate!),
        phi: used.phi,
        phi_source: used.source,
        phi_pearson: measured?.phi ?? null,
        phi_df: measured?.df ?? null,
        score_z: strata.length === 1 ? scoreZ(counts) : null,
        wald: plain,
        ...small,
        interval: vcov.includes("exact") ? "exact" : "wald",
      },
      warnings: [
        ...strata.flatMap((s) => s.warnings),
        ...fractionalNote([counts.before, counts.after], design.outcome),
        ...used.warnings,
        ...warnings,
      ],
      estimates: [estimate],
      scale: "log",
      vcov,
      df: Number.isFinite(used.df) ? used.df : null,
    } satisfies Fit;
  },
};

/**
 * φ of one series whose periods may hang together over time: by how much the variance of its log ratio exceeds that of
 * Poisson counts, with noise and autoregression as an interrupted series has them.
 */
const phiOf = (
  rule: PhiRule,
  measured: ReturnType<typeof pearsonOfRates>,
  strata: readonly Stratum[],
): PhiUsed => {
  const [one] = strata;
  const [before, after] = one?.sides ?? [];
  const counts = one?.counts;
  if (rule !== "serial" || strata.length !== 1 || !before || !after || !counts || counts.after === 0)
    return usePhi(rule, measured);
  if (before.y.length < 3 || after.y.length < 3 || !measured || measured.phi === 0)
    return usePhi(rule, measured);
  const noise = noiseOfStep(before, after);
  const poisson = 1 / counts.before + 1 / counts.after;
  return { phi: noise.variance / poisson, source: "serial", df: noise.df, warnings: [] };
};

/** Variance and degrees of freedom of the log ratio of two means of one series. */
const noiseOfStep = (before: Series, after: Series): { variance: number; df: number } => {
  const split = before.y.length;
  const n = split + after.y.length;
  const mean = (side: Series): number => total(side.y) / total(side.exposure);
  const mu = Float64Array.from({ length: n }, (_, t) =>
    t < split ? mean(before) * before.exposure[t]! : mean(after) * after.exposure[t - split]!,
  );
  const y = (t: number): number => (t < split ? before.y[t]! : after.y[t - split]!);
  const [b, a] = [total(mu.subarray(0, split)), total(mu.subarray(split))];
  const noise = serialNoise({
    x: Float64Array.from({ length: 2 * n }, (_, c) => (c % 2 === 0 ? 1 : Number((c - 1) / 2 >= split))),
    n,
    k: 2,
    z: mu.map((m, t) => (y(t) - m) / m),
    weights: mu,
    bread: Float64Array.of(1 / b, -1 / b, -1 / b, 1 / a + 1 / b),
    at: Array.from(mu.keys()),
  });
  return { variance: noise.covariance[3]!, df: noise.df(1) };
};

/** Nothing before and something after: no ratio is finite, and the exact conditional test still bounds it from below. */
const onlyAfter = (counts: TwoCounts, strata: readonly Stratum[], units: number, level: number): Fit => {
  const exact = exactConditional(counts, level);
  const bound: Estimate = {
    ...bareEstimate("log_rate_ratio", Number.POSITIVE_INFINITY),
    p_value: exact.p_value,
    conf_low: logOf(exact.conf_low),
  };
  const periods = new Set(strata.flatMap((one) => one.periods)).size;
  return {
    terms: termsOf([bound]),
    influence: [],
    model: { observations: units * periods, units, periods, treated_units: units },
    diagnostics: { counts, exact, interval: "exact" },
    warnings: [...strata.flatMap((s) => s.warnings), fewEvents(counts)],
    estimates: [bound],
    scale: "log",
    vcov: "exact conditional bound (no event before the start)",
    df: null,
  };
};

/** The exact tests want whole numbers; with split events they do not exist. */
const smallTests = (
  counts: TwoCounts | undefined,
  level: number,
): { exact: RateTest | null; midp: RateTest | null; e_test: number | null } => {
  if (!counts || ![counts.before, counts.after].every(Number.isInteger)) {
    return { exact: null, midp: null, e_test: null };
  }
  return {
    exact: exactConditional(counts, level),
    midp: midP(counts, level),
    // Beyond this the test is the normal one, and its grid of pairs is not worth summing.
    e_test:
      counts.before + counts.after > 5000
        ? null
        : eTest(counts.after, counts.before, counts.exposureAfter, counts.exposureBefore),
  };
};

const wald = (strata: readonly { counts: TwoCounts }[], { phi, df }: PhiUsed, level: number): Estimate => {
  const { logRatio, information } = commonLogRatio(strata.map(({ counts }) => counts));
  if (!Number.isFinite(logRatio)) return bareEstimate("log_rate_ratio", logRatio);
  return waldEstimate("log_rate_ratio", logRatio, Math.sqrt(phi / information), df, level);
};

const headline = (
  counts: TwoCounts,
  plain: Estimate,
  used: PhiUsed,
  exact: RateTest | null,
): { estimate: Estimate; vcov: string; warnings: Diagnostic[] } => {
  const isSmall = Math.min(counts.before, counts.after) < smallCount;
  const warnings = isSmall ? [fewEvents(counts)] : [];
  if (exact === null || !isSmall || (used.phi !== 1 && counts.after > 0)) {
    return { estimate: plain, vcov: waldText(used), warnings };
  }
  const [conf_low, conf_high] = [logOf(exact.conf_low), logOf(exact.conf_high)];
  return {
    estimate: { ...plain, statistic: null, p_value: exact.p_value, conf_low, conf_high },
    vcov: `model (Poisson); p and interval exact conditional (a total is below ${smallCount})`,
    warnings,
  };
};

const logOf = (ratio: number | null): number | null =>
  ratio === null || ratio <= 0 ? null : Math.log(ratio);

export const waldText = ({ phi, source, df }: PhiUsed): string =>
  source === "pearson"
    ? `model × Pearson φ, t(${df})`
    : source === "serial"
      ? `serial noise, t(${df.toFixed(1)})`
      : phi === 1
        ? "model (Poisson), normal"
        : `model × φ = ${phi}, normal`;

const fewEvents = ({ before, after }: TwoCounts): Diagnostic =>
  diagnostic(
    "ZER01",
    "warning",
    `only ${before} events before and ${after} after: a ratio of so few says little` +
      (before === 0 ? "; the log ratio is not finite and only the lower bound means anything" : "") +
      (after === 0 ? "; the log ratio is not finite and only the upper bound means anything" : ""),
    { fix: "read the counts and the exact interval, lengthen the window, or widen the outcome" },
  );

export const nothingBefore = (design: Design, who = "the treated units"): DesignError =>
  new DesignError("counts/zero-before", {
    found: `no ${design.outcome} at all in ${who} before the start`,
    expected: "at least one event before the start",
    hint: "lengthen the window before the start, or widen the outcome",
  });
