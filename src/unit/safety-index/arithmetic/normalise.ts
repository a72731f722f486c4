import { mean, variance } from "../../../maths/summary.ts";
import { InputError } from "../../../model/errors.ts";
import type { Normalisation } from "../config.ts";
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
    least: sorted[0]!,
    most: sorted[n - 1]!,
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
 * Throws    InputError index/no-spread where the base year has no mean above zero, or no spread, to divide by;
 *           index/goalposts where there are none, or they contradict the direction.
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
  const { mean: m, least, most, sorted } = base;
  const divisor = divisorOf(kind, base);
  if (!isDefined(kind, base))
    throw new InputError("index/no-spread", {
      found: `the indicator ${indicator.id} has ${what[kind]} of ${divisor} in the base year`,
      expected: "something above zero to divide by",
      hint: "leave the indicator out, or normalise in another way",
    });
  switch (kind) {
    case "base-100":
      return (x) => 100 * (1 + (d * (apply(x) - m)) / divisor);
    case "z-score":
      return (x) => 100 + (10 * d * (apply(x) - m)) / divisor;
    case "min-max":
      return d === 1
        ? (x) => (100 * (apply(x) - least)) / divisor
        : (x) => (100 * (most - apply(x))) / divisor;
    case "reference-goalposts":
      return (x) => 100 + (60 * d * (apply(x) - m)) / divisor;
    case "goalposts": {
      const range = (goalposts?.best ?? 0) - (goalposts?.worst ?? 0);
      if (!goalposts || !(d * range > 0))
        throw new InputError("index/goalposts", {
          found: goalposts
            ? `goalposts from ${goalposts.worst} to ${goalposts.best} for ${indicator.id}, of which ${d === 1 ? "more" : "less"} is better`
            : `no goalposts for the indicator ${indicator.id}`,
          expected: "goalposts: { worst: …, best: … } in the direction that is better",
        });
      return (x) => Math.min(100, Math.max(0, (100 * (x - goalposts.worst)) / range));
    }
    case "rank":
      return (x) => {
        const [less, upTo] = [below(sorted, apply(x), false), below(sorted, apply(x), true)];
        return (100 * ((d === 1 ? less : divisor - upTo) + (upTo - less) / 2)) / divisor;
      };
  }
};

const what: Readonly<Record<Normalisation, string>> = {
  "base-100": "a mean",
  "z-score": "a standard deviation",
  "min-max": "a range",
  "reference-goalposts": "a range",
  rank: "a number of areas",
  goalposts: "a number of areas",
};

const divisorOf = (kind: Normalisation, { mean: m, deviation, least, most, sorted }: Base): number => {
  switch (kind) {
    case "base-100":
      return m;
    case "z-score":
      return deviation;
    case "min-max":
    case "reference-goalposts":
      return most - least;
    default:
      return sorted.length;
  }
};

/**
 * Does the base year give this normalisation something to divide by? Under a mean below zero more would be less, a
 * spread that is only rounding is none, and no area is none.
 */
export const isDefined = (kind: Normalisation, base: Base): boolean =>
  divisorOf(kind, base) > 1e-12 * Math.max(Math.abs(base.least), Math.abs(base.most));

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
