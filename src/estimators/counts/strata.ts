import type { Design } from "../../model/design.ts";
import type { Diagnostic } from "../../model/diagnostic.ts";
import { formatPeriod } from "../../model/period.ts";
import type { TwoCounts } from "./exact.ts";
import { type Series, seriesOf, totalsOf } from "./totals.ts";
import { splitPeriods } from "./windows.ts";

/** Treated units that start together: their totals, and the periods behind them. */
export interface Stratum {
  readonly start: string;
  readonly units: number;
  readonly counts: TwoCounts;
  readonly sides: readonly [Series, Series];
  /** Indices of the periods used. */
  readonly periods: readonly number[];
  readonly warnings: readonly Diagnostic[];
}

export const strataOf = (design: Design, treated: readonly number[]): readonly Stratum[] => {
  const starts = [...new Set(treated.map((i) => design.cohort[i]!))].sort((a, b) => a - b);
  return starts.map((start) => {
    const units = treated.filter((i) => design.cohort[i] === start);
    const windows = splitPeriods(design, units, start);
    return {
      start: formatPeriod(start, design.panel.frequency),
      units: units.length,
      counts: totalsOf(design, units, windows),
      sides: [seriesOf(design, units, windows.before), seriesOf(design, units, windows.after)],
      periods: [...windows.before, ...windows.after],
      warnings: windows.warnings,
    };
  });
};

export const poolCounts = (strata: readonly { counts: TwoCounts }[]): TwoCounts =>
  strata.reduce(
    (sum, { counts: c }) => ({
      before: sum.before + c.before,
      after: sum.after + c.after,
      exposureBefore: sum.exposureBefore + c.exposureBefore,
      exposureAfter: sum.exposureAfter + c.exposureAfter,
    }),
    { before: 0, after: 0, exposureBefore: 0, exposureAfter: 0 },
  );

/**
 * The log rate ratio β that strata have in common, by conditional likelihood: given its total nₛ a stratum's after
 * count is binomial with pₛ = e₁ₛe^β / (e₁ₛe^β + e₀ₛ). Solves Σ(aₛ − nₛpₛ) = 0; the information is Σ nₛpₛ(1 − pₛ).
 * With one stratum this is log(a/e₁) − log(b/e₀) and 1/(1/a + 1/b). −∞ when nothing happened after.
 */
export const commonLogRatio = (strata: readonly TwoCounts[]): { logRatio: number; information: number } => {
  const after = strata.reduce((s, c) => s + c.after, 0);
  if (after === 0) return { logRatio: Number.NEGATIVE_INFINITY, information: 0 };
  // The pooled ratio is a good start, and the answer itself when there is one stratum.
  let beta = Math.log(
    after / strata.reduce((s, c) => s + (c.before * c.exposureAfter) / c.exposureBefore, 0),
  );
  let information = 0;
  for (let step = 0; step < 50; step++) {
    const shares = strata.map((c) => 1 / (1 + (c.exposureBefore / c.exposureAfter) * Math.exp(-beta)));
    const total = (s: number): number => strata[s]!.before + strata[s]!.after;
    const score = after - shares.reduce((sum, p, s) => sum + total(s) * p, 0);
    information = shares.reduce((sum, p, s) => sum + total(s) * p * (1 - p), 0);
    const move = score / information;
    beta += move;
    if (Math.abs(move) < 1e-14 * (1 + Math.abs(beta))) break;
  }
  return { logRatio: beta, information };
};
