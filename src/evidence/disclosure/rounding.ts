import { power } from "../../maths/power.ts";
/*
 * Printed values and what they let be known. A rounded count stands for every whole number that rounds to it; a
 * coarse effect for everything within half of its last digit.
 */

/** A number of events to a multiple of this, and at least to a whole one: what is derived from counts has decimals that tell them. */
export const roundTo = (value: number, base: number): number => {
  const unit = Math.max(1, base);
  return Math.round(value / unit) * unit;
};

/** A count as it is printed, which is as it was recorded where counts are not rounded. */
export const roundCount = (value: number, base: number): number => (base <= 1 ? value : roundTo(value, base));

/** Whole numbers that are printed as `value`: [low, high]. Nothing that is printed lies below the threshold, but zeros. */
export const countsBehind = (value: number, base: number, threshold: number): readonly [number, number] => {
  if (base <= 1) return [value, value];
  const high = Math.ceil(value + base / 2) - 1;
  // Coarse rounding may print 0 for more than nothing; where it cannot, a zero is a zero.
  if (value === 0) return [0, high < threshold ? 0 : high];
  return [Math.min(high, Math.max(threshold, Math.ceil(value - base / 2))), high];
};

/** The place of the last digit left to a value of this size, which is not zero. */
export const step = (value: number, digits: number): number => {
  const size = Math.abs(value);
  // Ratios and logarithms near one keep as many decimals as digits; what is smaller keeps its leading digits.
  const exponent = Math.floor(Math.log10(size));
  return size >= 0.1 && size < 10 ? power(10, -digits) : power(10, exponent - digits + 1);
};

export const coarse = <T extends number | null | undefined>(value: T, digits: number): T => {
  if (typeof value !== "number" || !Number.isFinite(value) || value === 0) return value;
  const unit = step(value, digits);
  // Dividing by a whole power of ten keeps 0.78 from becoming 0.7800000000000001.
  const rounded =
    unit < 1 ? Math.round(value / unit) / Math.round(1 / unit) : Math.round(value / unit) * unit;
  return rounded as T;
};
