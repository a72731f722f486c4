import { average } from "./matcher.ts";
import type { Comparison } from "./placebos.ts";

export interface PlaceboTest {
  /** Place of the treated unit by ratio, 1 = largest. */
  readonly rank: number;
  /** Units ranked, the treated one included. */
  readonly units: number;
  readonly p: number;
  /** 1 / units: nothing can come out below it. */
  readonly smallestP: number;
  /** undefined where the level cannot be reached, or where every constant effect is refused. */
  readonly interval?: { readonly lower: number; readonly upper: number };
  /** Placebos that the others reproduce exactly before the start: their ratios are of rounding and say nothing. */
  readonly perfect: number;
  /** No constant effect agrees with the path after the start. */
  readonly noConstantEffect: boolean;
}

/** Ratios of units that differ only in rounding are a tie, and a tie counts against the treated unit. */
const atLeast = (ratio: number, treated: number): boolean => ratio >= treated * (1 - 1e-9);

/**
 * Rank of the treated unit's post/pre RMSPE ratio among all units, itself included (Abadie, Diamond & Hainmueller
 * 2010, JASA 105(490), 493–505), and the interval that inverts the same test for a constant effect (Firpo & Possebom
 * 2018, Journal of Causal Inference 6(2)).
 *
 * Taking τ off the treated gaps g leaves a ratio √(mean (g − τ)²) / pre; as mean (g − τ)² = var g + (ḡ − τ)², τ is kept
 * while (ḡ − τ)² ≤ c²·pre² − var g, c being the placebo ratio that must still be reached. So the interval is in closed
 * form, holds zero exactly when p is above the level, and needs no grid.
 */
export const placeboTest = (
  treated: Comparison,
  placebos: readonly Comparison[],
  pre: number,
  options: { readonly level: number; readonly floor: number },
): PlaceboTest => {
  const units = placebos.length + 1;
  const rank = 1 + placebos.filter(({ ratio }) => atLeast(ratio, treated.ratio)).length;
  const needed = Math.floor((1 - options.level) * units + 1e-9);
  const perfect = placebos.filter(({ pre_rmspe }) => pre_rmspe <= options.floor).length;
  const test = { rank, units, p: rank / units, smallestP: 1 / units, perfect, noConstantEffect: false };
  // With as many of them as the level lets pass, the critical ratio is one of theirs, and there is no test.
  if (needed < 1 || perfect >= needed) return test;
  const critical = placebos.map(({ ratio }) => ratio).sort((a, b) => b - a)[needed - 1]!;
  const after = treated.gap.subarray(pre);
  const mean = average(after);
  const spread = average(after.map((g) => (g - mean) ** 2));
  const room = (critical * Math.max(treated.pre_rmspe, options.floor)) ** 2 - spread;
  if (room < 0) return { ...test, noConstantEffect: true };
  const half = Math.sqrt(room);
  return { ...test, interval: { lower: mean - half, upper: mean + half } };
};

/** The p-value without placebos that could not be fitted: a sensitivity table, not the headline. */
export const withoutPoorFits = (
  treated: Comparison,
  placebos: readonly Comparison[],
): { pre_rmspe_at_most: number; units: number; p_value: number }[] =>
  [2, 5, 20].map((times) => {
    const kept = placebos.filter(({ pre_rmspe }) => pre_rmspe <= times * treated.pre_rmspe);
    const above = kept.filter(({ ratio }) => atLeast(ratio, treated.ratio)).length;
    return { pre_rmspe_at_most: times, units: kept.length + 1, p_value: (1 + above) / (kept.length + 1) };
  });
