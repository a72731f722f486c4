import { normalCdf, normalQuantile } from "../maths/distributions.ts";
import { rademacherSums } from "../maths/rademacher-sums.ts";
import { type Random, stream } from "../maths/random.ts";
import { quantileSorted } from "../maths/summary.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import { finished, type Uncertainty } from "../study/wald.ts";
import { requireClusters } from "./clusters.ts";
import type { Inference } from "./method.ts";

export interface MultiplierBands {
  /** Per column; NaN where the column does not vary. */
  readonly errors: Float64Array;
  /** Uniform critical value: max over columns of |draw|/error stays under it in 1 − α of the draws. */
  readonly critical: number;
  /** That maximum in each draw, sorted. */
  readonly maxima: Float64Array;
  /** The uniform value was below the normal quantile and gave way to it. */
  readonly pointwise: boolean;
}

/**
 * Multiplier bootstrap of influence values with Rademacher weights. Standard error: interquartile range of the draws
 * over that of a standard normal (type-1 quantiles), which extreme draws cannot inflate.
 *
 * Shapes  influence: one array of n values (units, or cluster sums scaled to keep SE = √Σψ²/n) per term.
 * Source  Callaway & Sant'Anna (2021), J. Econometrics 225(2), algorithm 1; conventions of R `did::mboot`, whose
 *         columns with Σb² ≤ 10√ε are dropped and whose uniform value never falls below the pointwise one.
 */
export const multiplierBands = (
  influence: readonly Float64Array[],
  draws: number,
  level: number,
  random: Random,
): MultiplierBands => {
  const n = influence[0]?.length ?? 0;
  // √n times the mean of v·ψ, on the scale where its variance does not depend on n.
  const sums = rademacherSums(influence, draws, random).map((column) => column.map((v) => v / Math.sqrt(n)));
  const widths = normalQuantile(0.75) - normalQuantile(0.25);
  const sigma = Float64Array.from(sums, (column) => {
    if (column.reduce((total, v) => total + v * v, 0) <= 10 * Math.sqrt(Number.EPSILON)) return Number.NaN;
    const sorted = Float64Array.from(column).sort();
    return (quantileSorted(sorted, 0.75, 1) - quantileSorted(sorted, 0.25, 1)) / widths;
  });
  const maxima = new Float64Array(draws);
  for (const [c, column] of sums.entries()) {
    if (!(sigma[c]! > 0)) continue;
    for (let b = 0; b < draws; b++) maxima[b] = Math.max(maxima[b]!, Math.abs(column[b]!) / sigma[c]!);
  }
  maxima.sort();
  const uniform = quantileSorted(maxima, level, 1);
  const normal = normalQuantile((1 + level) / 2);
  return {
    errors: sigma.map((s) => s / Math.sqrt(n)),
    critical: Math.max(uniform, normal),
    maxima,
    pointwise: !(uniform >= normal),
  };
};

/**
 * The multiplier bootstrap as an inference: intervals are uniform bands, covering all terms at once with the stated
 * probability, and p-values are those of the same maximum, so a band excludes 0 exactly when its p ≤ α.
 * `settings.bootstrap` is the number of draws.
 *
 * Throws  DesignError inference/no-influence, inference/one-cluster.
 */
export const multiplier: Inference = {
  name: "multiplier",
  title: "Multiplier bootstrap with uniform bands",
  infer: (study) => {
    const { fit, settings } = study;
    const draws = Number(settings.bootstrap ?? 1000);
    const columns = clusteredInfluence(study);
    const bands = multiplierBands(columns, draws, settings.confLevel, stream(settings.seed, "multiplier"));
    return {
      estimates: fit.terms.map((term, j) => finished(term, uncertainty(bands, term.estimate, j))),
      vcov: `multiplier bootstrap, ${draws} draws, ${bands.pointwise ? "pointwise" : "uniform"} bands`,
      df: null,
      diagnostics: { draws, critical: bands.critical, clusters: columns[0]!.length },
      warnings: wide(bands.critical),
    };
  },
};

/** Cluster sums of the influence values times G/n, so that √Σ/G is still the standard error. */
const clusteredInfluence = ({ fit, design }: Study): readonly Float64Array[] => {
  if (fit.influence.length === 0) {
    throw new DesignError("inference/no-influence", {
      found: "a method without influence values, asked for the multiplier bootstrap",
      expected: "a method that gives each unit's pull on the estimate",
      hint: "leave out --bootstrap",
    });
  }
  const n = design.cohort.length;
  const present = [...new Set(design.cluster)];
  requireClusters(present.length);
  if (present.length === n) return fit.influence;
  const number = new Map(present.map((g, at) => [g, at]));
  return fit.influence.map((psi) => {
    const out = new Float64Array(present.length);
    for (let i = 0; i < n; i++) out[number.get(design.cluster[i]!)!]! += (psi[i]! * present.length) / n;
    return out;
  });
};

const uncertainty = (
  { errors, critical, maxima, pointwise }: MultiplierBands,
  estimate: number,
  j: number,
): Uncertainty => {
  const error = errors[j]!;
  if (!(error > 0)) {
    const none = Number.NaN;
    return { error: none, statistic: none, p: none, lower: none, upper: none };
  }
  const statistic = estimate / error;
  const p = pointwise ? 2 * normalCdf(-Math.abs(statistic)) : shareAtLeast(maxima, Math.abs(statistic));
  return { error, statistic, p, lower: estimate - critical * error, upper: estimate + critical * error };
};

/** How much of a sorted array is at least `value`. */
const shareAtLeast = (sorted: Float64Array, value: number): number => {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return (sorted.length - low) / sorted.length;
};

const wide = (critical: number): Diagnostic[] =>
  critical < 7
    ? []
    : [
        diagnostic(
          "inference/wide-band",
          "warning",
          `The uniform critical value is ${critical.toFixed(1)}, so some term has next to no information behind it.`,
          {
            fix: "leave out cohorts with one or two units, or read the aggregates instead of the single cells",
          },
        ),
      ];
