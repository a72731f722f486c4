import { multiply } from "../../maths/linear.ts";
import { power } from "../../maths/power.ts";

/**
 * Newey–West covariance B(Γ₀ + Σⱼ wⱼ(Γⱼ + Γⱼ'))B of M-estimates, with Bartlett weights wⱼ = 1 − j/(L + 1), scores in
 * order of time, no prewhitening and no small-sample factor.
 *
 * Shapes    scores n × k, bread k × k = (X'WX)⁻¹; returns k × k.
 * Source    Newey & West (1987), Econometrica 55, 703–708; for GLM scores Zeileis (2006), J. Stat. Softw. 16(9).
 */
export const neweyWest = (
  scores: Float64Array,
  n: number,
  k: number,
  bread: Float64Array,
  lag: number,
): Float64Array => {
  const meat = new Float64Array(k * k);
  for (let j = 0; j <= Math.min(lag, n - 1); j++) {
    const weight = j === 0 ? 0.5 : 1 - j / (lag + 1);
    for (let t = j; t < n; t++) {
      for (let a = 0; a < k; a++) {
        for (let b = 0; b < k; b++) {
          // Γⱼ and its transpose together; at j = 0 they are the same, hence the half above.
          const [now, then] = [
            scores[t * k + a]! * scores[(t - j) * k + b]!,
            scores[(t - j) * k + a]! * scores[t * k + b]!,
          ];
          meat[a * k + b]! += weight * (now + then);
        }
      }
    }
  }
  return multiply(multiply(bread, k, k, meat, k), k, k, bread, k);
};

/**
 * The lag when none is given: the rate of Newey & West (1994), 4(n/100)^(2/9), but a whole year of months, because
 * last year's month resembles this year's; never more than a third of the series.
 */
export const defaultLag = (n: number, cycle: number): number => {
  const rate = Math.floor(4 * power(n / 100, 2 / 9));
  return Math.min(cycle === 12 ? Math.max(12, rate) : rate, Math.floor(n / 3));
};
