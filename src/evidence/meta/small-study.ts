import { type Pooled, type Pooling, poolStudies } from "./pool.ts";
import type { Moderator, Study } from "./study.ts";

/** Egger's regression of effects on their standard errors, beside any moderators, under the model's own weights. */
export interface Egger {
  readonly statistic: number;
  readonly p: number;
  /** The effect that the regression expects of a study without sampling error. */
  readonly limit: number;
}

/**
 * Do small studies find other effects than large ones?
 *
 * Source    Sterne & Egger (2005), mixed-effects version: Viechtbauer (2010), `regtest(model = "rma")`.
 */
export const egger = (
  studies: readonly Study[],
  moderators: readonly Moderator[],
  pooling: Pooling,
): Egger | undefined => {
  if (studies.length < moderators.length + 3) return undefined;
  const errors = { name: "standard error", values: Float64Array.from(studies, (s) => Math.sqrt(s.variance)) };
  const fit = poolStudies(studies, [...moderators, errors], pooling);
  if (fit === undefined) return undefined;
  const slope = fit.coefficients[fit.coefficients.length - 1]!;
  return { statistic: slope.statistic, p: slope.p, limit: fit.coefficients[0]!.estimate };
};

export interface TrimFill {
  /** Studies that symmetry would add. */
  readonly missing: number;
  readonly side: "left" | "right";
  readonly missingStandardError: number;
  readonly filled: Pooled;
}

/**
 * Trim-and-fill with the L0 estimator: trims the k₀ most extreme effects on the full side until the funnel is
 * symmetric, then mirrors them. The thin side is told by the slope of effects on standard errors.
 *
 * Source    Duval & Tweedie (2000), JASA 95(449), 89–98. Sensitivity analysis only: it presumes the cause of asymmetry.
 */
export const trimFill = (studies: readonly Study[], pooling: Pooling): TrimFill | undefined => {
  const slope = slopeOnError(studies, pooling);
  if (slope === undefined) return undefined;
  const side = slope < 0 ? "right" : "left";
  const sign = side === "right" ? -1 : 1;
  const sorted = studies.map((s) => ({ ...s, effect: sign * s.effect })).sort((a, b) => a.effect - b.effect);
  const k = sorted.length;
  const tried = new Set<number>();
  let missing = 0;
  for (;;) {
    const centre = poolStudies(sorted.slice(0, k - missing), [], pooling)!.coefficients[0]!.estimate;
    const raw = asymmetry(sorted, centre);
    const next = Math.min(k - 1, Math.max(0, Math.round(raw)));
    if (next === missing) {
      const mirrored = sorted
        .slice(k - missing)
        .map((s) => ({ ...s, name: `filled: ${s.name}`, effect: sign * (2 * centre - s.effect) }));
      const filled = poolStudies([...studies, ...mirrored], [], pooling)!;
      return { missing, side, missingStandardError: missingError(k, raw), filled };
    }
    // The search visits whole numbers; one that returns is a cycle without an answer.
    if (tried.has(next)) return undefined;
    tried.add(next);
    missing = next;
  }
};

const slopeOnError = (studies: readonly Study[], pooling: Pooling): number | undefined => {
  if (studies.length < 3) return undefined;
  const errors = { name: "standard error", values: Float64Array.from(studies, (s) => Math.sqrt(s.variance)) };
  return poolStudies(studies, [errors], { ...pooling, test: "z" })?.coefficients[1]?.estimate;
};

/** L0 = (4S − k(k + 1))/(2k − 1), S the rank sum of deviations above the centre. */
const asymmetry = (sorted: readonly Study[], centre: number): number => {
  const k = sorted.length;
  const deviations = sorted.map((s) => s.effect - centre);
  const order = deviations
    .map((_, i) => i)
    .sort((a, b) => Math.abs(deviations[a]!) - Math.abs(deviations[b]!));
  const above = order.reduce((sum, i, rank) => (deviations[i]! > 0 ? sum + rank + 1 : sum), 0);
  return (4 * above - k * (k + 1)) / (2 * k - 1);
};

const missingError = (k: number, raw: number): number => {
  const variance =
    (k * (k + 1) * (2 * k + 1) +
      10 * raw * raw * raw +
      27 * raw ** 2 +
      17 * raw -
      18 * k * raw ** 2 -
      18 * k * raw +
      6 * k ** 2 * raw) /
    24;
  return (4 * Math.sqrt(Math.max(0, variance))) / (2 * k - 1);
};
