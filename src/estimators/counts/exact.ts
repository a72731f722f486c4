import { betaQuantile, binomialCdf, binomialPmf } from "../../maths/distributions.ts";
import { bisect } from "../../maths/optimise.ts";

/** A test of equal rates with its interval for the rate ratio; `null` where a bound does not exist. */
export interface RateTest {
  readonly p_value: number;
  readonly conf_low: number | null;
  readonly conf_high: number | null;
}

/** After and before counts with their exposures. */
export interface TwoCounts {
  readonly before: number;
  readonly after: number;
  readonly exposureBefore: number;
  readonly exposureAfter: number;
}

const unbounded = (x: number): number | null => (Number.isFinite(x) ? x : null);

/**
 * Exact conditional test of two Poisson counts: given their total n, the after count is binomial with
 * π = e₁ρ / (e₁ρ + e₀), where ρ is the rate ratio. Clopper–Pearson on π mapped to ρ; the p-value doubles the smaller
 * tail, so that p < α exactly when the interval leaves out 1. Holds with zero counts, where one bound does not exist.
 *
 * Source    Przyborowski & Wilenski (1940); Clopper & Pearson (1934).
 */
export const exactConditional = (counts: TwoCounts, level: number): RateTest => {
  const { after, before } = counts;
  const n = after + before;
  const alpha = 1 - level;
  const null0 = share(counts, 1);
  // Both tails include the observed count.
  const lower = binomialCdf(after, n, null0);
  const upper = after === 0 ? 1 : binomialCdf(after - 1, n, null0, true);
  const low = after === 0 ? 0 : betaQuantile(alpha / 2, after, before + 1);
  const high = before === 0 ? 1 : betaQuantile(alpha / 2, after + 1, before, true);
  return {
    p_value: Math.min(1, 2 * Math.min(lower, upper)),
    conf_low: unbounded(ratioAt(counts, low)),
    conf_high: unbounded(ratioAt(counts, high)),
  };
};

/**
 * The same test counting half of the observed point: closer to its nominal level, at the price of the guarantee.
 *
 * Source    Lancaster (1961); the interval inverts the doubled mid-p.
 */
export const midP = (counts: TwoCounts, level: number): RateTest => {
  const { after, before } = counts;
  const n = after + before;
  const tail = (p: number): number =>
    (after === 0 ? 0 : binomialCdf(after - 1, n, p)) + binomialPmf(after, n, p) / 2;
  const alpha = 1 - level;
  const at = (target: number): number => bisect((p) => tail(p) - target, 0, 1, 1e-15) ?? Number.NaN;
  const lower = tail(share(counts, 1));
  return {
    p_value: Math.min(1, 2 * Math.min(lower, 1 - lower)),
    conf_low: unbounded(ratioAt(counts, after === 0 ? 0 : at(1 - alpha / 2))),
    conf_high: unbounded(ratioAt(counts, before === 0 ? 1 : at(alpha / 2))),
  };
};

/** Probability that an event falls after, when the rate ratio is ρ. */
const share = ({ exposureBefore, exposureAfter }: TwoCounts, ratio: number): number =>
  (exposureAfter * ratio) / (exposureAfter * ratio + exposureBefore);

const ratioAt = ({ exposureBefore, exposureAfter }: TwoCounts, p: number): number =>
  p >= 1 ? Number.POSITIVE_INFINITY : (p / (1 - p)) * (exposureBefore / exposureAfter);

/** Score test of equal rates, z; more accurate than Wald at small counts. */
export const scoreZ = (counts: TwoCounts): number => {
  const n = counts.after + counts.before;
  const p = share(counts, 1);
  return (counts.after - n * p) / Math.sqrt(n * p * (1 - p));
};
