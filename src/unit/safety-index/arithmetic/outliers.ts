import { power } from "../../../maths/power.ts";
import { mean, variance } from "../../../maths/summary.ts";
import type { Method } from "./table.ts";

/** How a value is treated before it is normalised: limits fixed by the base year, and a logarithm where they were not enough. */
export interface Treatment {
  readonly low: number;
  readonly high: number;
  /** How many base-year values were pulled in. */
  readonly points: number;
  readonly log: boolean;
  apply(value: number): number;
}

const [skewLimit, kurtosisLimit, mostPoints] = [2, 3.5, 5];

/**
 * Winsorises up to five points of the base year until |skewness| ≤ 2 or excess kurtosis ≤ 3.5; where that is not
 * enough and it was asked for, takes logarithms instead. The limits are those of the base year for ever, so that the
 * treatment of a later year cannot move an earlier score.
 *
 * Source    The rule and its limits: OECD/JRC (2008), Handbook on Constructing Composite Indicators, step 4; the
 *           two-stage order is COINr's `Treat` (Becker et al. 2022, JOSS 7(78), 4567).
 */
export const treatment = (base: Float64Array, kind: Method["outliers"]): Treatment => {
  const open = { low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY };
  if (kind === "none" || !isWild(base)) return { ...open, points: 0, log: false, apply: (value) => value };
  const sorted = Float64Array.from(base).sort();
  const work = Float64Array.from(sorted);
  let [bottom, top] = [0, sorted.length - 1];
  let points = 0;
  while (points < mostPoints && isWild(work) && bottom < top - 1) {
    if (skewness(work) > 0) work.fill(sorted[--top]!, top);
    else work.fill(sorted[++bottom]!, 0, bottom + 1);
    points++;
  }
  if (isWild(work) && kind === "winsorise-then-log") return logarithm(sorted);
  const [low, high] = [
    bottom > 0 ? sorted[bottom]! : open.low,
    top < sorted.length - 1 ? sorted[top]! : open.high,
  ];
  return { low, high, points, log: false, apply: (value) => Math.min(high, Math.max(low, value)) };
};

/** log(x − min + 1 % of the range), for a long tail to the right; mirrored for one to the left. */
const logarithm = (sorted: Float64Array): Treatment => {
  const [low, high] = [sorted[0]!, sorted.at(-1)!];
  const step = (high - low) / 100;
  const right = skewness(sorted) > 0;
  // A later value beyond the base year's end has no logarithm; it scores as the end does.
  const apply = (value: number): number =>
    right ? Math.log(Math.max(value - low, 0) + step) : -Math.log(Math.max(high - value, 0) + step);
  return {
    low: right ? low : Number.NEGATIVE_INFINITY,
    high: right ? Number.POSITIVE_INFINITY : high,
    points: 0,
    log: true,
    apply,
  };
};

const isWild = (x: Float64Array): boolean =>
  x.length > 3 && variance(x) > 0 && Math.abs(skewness(x)) > skewLimit && kurtosis(x) > kurtosisLimit;

/** Σ(x − mean)^p / n over sd^p, with the divisor n inside the standard deviation. */
const standardMoment = (x: Float64Array, order: number): number => {
  const [n, centre] = [x.length, mean(x)];
  const spread = Math.sqrt((variance(x) * (n - 1)) / n);
  return x.reduce((total, value) => total + power((value - centre) / spread, order), 0) / n;
};

/** G1, the sample skewness that spreadsheets and SAS print. */
export const skewness = (x: Float64Array): number => {
  const n = x.length;
  return (standardMoment(x, 3) * Math.sqrt(n * (n - 1))) / (n - 2);
};

/** G2, sample excess kurtosis. */
export const kurtosis = (x: Float64Array): number => {
  const n = x.length;
  return ((n - 1) / ((n - 2) * (n - 3))) * ((n + 1) * (standardMoment(x, 4) - 3) + 6);
};
