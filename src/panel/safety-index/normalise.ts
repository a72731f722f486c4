import { mean, variance } from "../../maths/summary.ts";
import { InputError } from "../../model/errors.ts";
import type { Normalisation } from "../../model/index-config.ts";
import type { Treatment } from "./outliers.ts";
import type { IndicatorColumn } from "./table.ts";

/** What the base year fixes for ever, after outliers were treated. */
export interface Base {
  readonly mean: number;
  /** With divisor n: the base year is the whole population, not a sample of years. */
  readonly deviation: number;
  readonly least: number;
  readonly most: number;
  readonly sorted: Float64Array;
}

export const baseOf = (values: Float64Array, { apply }: Treatment): Base => {
  const sorted = values.map(apply).sort();
  const n = sorted.length;
  return {
    mean: mean(sorted),
    deviation: n > 1 ? Math.sqrt((variance(sorted) * (n - 1)) / n) : 0,
    least: sorted[0] ?? Number.NaN,
    most: sorted[n - 1] ?? Number.NaN,
    sorted,
  };
};

type Normaliser = (value: number) => number;

/**
 * A value in its own unit → points in which more is better. Every constant comes from the base year, so a score
 * moves only when its own value does, and a later area moves nobody.
 *
 *   base-100             100 (1 + d (x − m) / m)          the mean area of the base year has 100
 *   z-score              100 + 10 d (x − m) / s           the same, and every indicator spreads alike
 *   min-max              0 for the worst area of the base year, 100 for the best; later values may pass either end
 *   goalposts            0 and 100 at posts set by people; nothing passes them
 *   reference-goalposts  100 + 60 d (x − m) / (max − min): 70 to 130 around the base mean, as in the adjusted index
 *   rank                 per cent of base-year areas that did worse, ties half
 *
 * Letters   x a value, d = ±1 its direction, m and s the base mean and standard deviation.
 * Throws    InputError index/no-spread where the base year has no mean or no spread to divide by; index/goalposts.
 * Source    base mean 100: Rotterdam's Wijkprofiel (2014); 100 ± 10 z: De Muro, Mazziotta & Pareto (2011), Social
 *           Indicators Research 104; reference goalposts: Mazziotta & Pareto (2016), Social Indicators Research 127.
 */
export const normaliser = (
  kind: Normalisation,
  indicator: Pick<IndicatorColumn, "id" | "direction" | "goalposts">,
  base: Base,
  { apply }: Treatment,
): Normaliser => {
  const { direction: d, goalposts } = indicator;
  const { mean: m, deviation: s, least, most, sorted } = base;
  const per = (divisor: number, what: string): number => {
    if (Number.isFinite(divisor) && Math.abs(divisor) > 1e-12) return divisor;
    throw new InputError("index/no-spread", {
      found: `the indicator ${indicator.id} has ${what} of ${divisor} in the base year`,
      expected: "something to divide by",
      hint: "leave the indicator out, or normalise in another way",
    });
  };
  switch (kind) {
    case "base-100": {
      const divisor = per(m, "a mean");
      return (x) => 100 * (1 + (d * (apply(x) - m)) / divisor);
    }
    case "z-score": {
      const divisor = per(s, "a standard deviation");
      return (x) => 100 + (10 * d * (apply(x) - m)) / divisor;
    }
    case "min-max": {
      const range = per(most - least, "a range");
      return d === 1 ? (x) => (100 * (apply(x) - least)) / range : (x) => (100 * (most - apply(x))) / range;
    }
    case "reference-goalposts": {
      const range = per(most - least, "a range");
      return (x) => 100 + (60 * d * (apply(x) - m)) / range;
    }
    case "goalposts": {
      if (!goalposts || goalposts.worst === goalposts.best)
        throw new InputError("index/goalposts", {
          found: `no goalposts for the indicator ${indicator.id}`,
          expected: "goalposts: { worst: …, best: … } that differ",
        });
      const range = goalposts.best - goalposts.worst;
      return (x) => Math.min(100, Math.max(0, (100 * (x - goalposts.worst)) / range));
    }
    case "rank": {
      const areas = per(sorted.length, "a number of areas");
      return (x) => {
        const [less, upTo] = [below(sorted, apply(x), false), below(sorted, apply(x), true)];
        return (100 * ((d === 1 ? less : areas - upTo) + (upTo - less) / 2)) / areas;
      };
    }
  }
};

/** How many of the sorted values lie below x, those equal to it with them or not: by halving, for it is asked often. */
const below = (sorted: Float64Array, x: number, equal: boolean): number => {
  let [from, to] = [0, sorted.length];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (sorted[middle]! < x || (equal && sorted[middle] === x)) from = middle + 1;
    else to = middle;
  }
  return from;
};
