import { normalCdf, normalQuantile, tCdf, tQuantile } from "../../maths/distributions.ts";
import type { Pooled } from "./pool.ts";

export interface Prediction {
  readonly low: number;
  readonly high: number;
  /** Higgins, Thompson & Spiegelhalter (2009): t with k − 2 degrees of freedom, null below three studies. */
  readonly rileyLow: number | null;
  readonly rileyHigh: number | null;
  /** Probability that the effect in a new setting like these is on the harmful side. */
  readonly harmful: number;
}

/**
 * Where the effect of a new study like these would lie: normal, or t with the degrees of freedom of the test, around
 * the pooled effect with variance SE² + τ². The same distribution gives the chance of harm.
 */
export const predict = (
  { coefficients, tau2, df, problem }: Pooled,
  level: number,
  harmfulSide: "increase" | "decrease",
): Prediction => {
  const { estimate, standardError } = coefficients[0]!;
  const predictionError = Math.sqrt(standardError ** 2 + tau2);
  const tail = (1 - level) / 2;
  const reach = predictionError * (df === null ? normalQuantile(tail, true) : tQuantile(tail, df, true));
  const riley = problem.k > 2 ? predictionError * tQuantile(tail, problem.k - 2, true) : null;
  const z = (harmfulSide === "increase" ? estimate : -estimate) / predictionError;
  return {
    low: estimate - reach,
    high: estimate + reach,
    rileyLow: riley === null ? null : estimate - riley,
    rileyHigh: riley === null ? null : estimate + riley,
    harmful: Number.isNaN(z) ? z : df === null ? normalCdf(z) : tCdf(z, df),
  };
};
