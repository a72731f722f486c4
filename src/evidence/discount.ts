import { power } from "../maths/power.ts";

/** Social time preference rates of the Green Book (HM Treasury), by years from the start; as recalled. */
export const firstRate = 0.035;
const steps = [
  { until: 30, rate: firstRate },
  { until: 75, rate: 0.03 },
  { until: 125, rate: 0.025 },
] as const;

/**
 * What a pound `years` after the start is worth at the start. The rate steps down with time, and each year is
 * discounted at the rate of its own band. Year 0 is not discounted; beyond 125 years the last rate goes on.
 */
export const discountFactor = (years: number): number => {
  let factor = 1;
  let from = 0;
  for (const [k, { until, rate }] of steps.entries()) {
    const to = k === steps.length - 1 ? years : Math.min(years, until);
    if (to > from) factor /= power(1 + rate, to - from);
    from = Math.max(from, until);
  }
  return factor;
};
