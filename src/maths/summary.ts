/** Summaries of number arrays, with the conventions written down. Empty input gives NaN. */

/** Neumaier's compensated sum: the order of the rows then moves nothing that is printed. */
export const sum = (values: ArrayLike<number>): number => {
  let [total, lost] = [0, 0];
  for (let i = 0; i < values.length; i++) {
    const v = values[i]!;
    const next = total + v;
    lost += Math.abs(total) >= Math.abs(v) ? total - next + v : v - next + total;
    total = next;
  }
  return Number.isFinite(total) ? total + lost : total;
};

export const mean = (values: ArrayLike<number>): number => sum(values) / values.length;

/** With divisor n − 1; two passes, so a large level costs no digits. */
export const variance = (values: ArrayLike<number>): number => {
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i]! - centre) ** 2;
  return total / (values.length - 1);
};

export const standardDeviation = (values: ArrayLike<number>): number => Math.sqrt(variance(values));

export const covariance = (a: ArrayLike<number>, b: ArrayLike<number>): number => {
  const [ma, mb] = [mean(a), mean(b)];
  let total = 0;
  for (let i = 0; i < a.length; i++) total += (a[i]! - ma) * (b[i]! - mb);
  return total / (a.length - 1);
};

export const correlation = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  covariance(a, b) / Math.sqrt(variance(a) * variance(b));

/** Quantile of Hyndman & Fan's type 7 (linear interpolation; the default of R), or type 1 (an observed value). */
export const quantile = (values: ArrayLike<number>, p: number, type: 1 | 7 = 7): number =>
  quantileSorted(Float64Array.from(values).sort(), p, type);

export const quantileSorted = (sorted: ArrayLike<number>, p: number, type: 1 | 7 = 7): number => {
  const n = sorted.length;
  if (n === 0) return Number.NaN;
  if (type === 1) {
    // R's fuzz: n·p a rounding error above a whole number still means that whole number.
    const at = n * p;
    const index = Math.ceil(at - 4 * Number.EPSILON * Math.max(1, at));
    return sorted[Math.min(n, Math.max(1, index)) - 1]!;
  }
  const h = (n - 1) * p;
  const low = Math.floor(h);
  const high = Math.min(n - 1, low + 1);
  return sorted[low]! + (h - low) * (sorted[high]! - sorted[low]!);
};

export const median = (values: ArrayLike<number>): number => quantile(values, 0.5);
