import type { EffectScale, Verdict } from "./finding-results.ts";

/** What an interval says, never what anyone hoped. A band of equivalence counts only when it was declared beforehand. */
export const verdictOf = (
  low: number | null,
  high: number | null,
  scale: EffectScale,
  band?: { readonly low: number; readonly high: number },
): Verdict => {
  if (low === null || high === null || !Number.isFinite(low) || !Number.isFinite(high))
    return "not-estimated";
  const none = scale === "rate-ratio" ? 1 : 0;
  if (band && low >= band.low && high <= band.high) return "equivalent";
  if (high < none) return "fall";
  return low > none ? "rise" : "uncertain";
};
