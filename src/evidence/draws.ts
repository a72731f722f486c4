import { normalQuantile } from "../maths/distributions.ts";
import type { Random } from "../maths/random.ts";
import { quantileSorted } from "../maths/summary.ts";

/** The headline as an uncertain number of events avoided. */
export interface AvoidedEffect {
  readonly scale: "rate-ratio" | "difference";
  /** Ratio and its interval; only read on the ratio scale. */
  readonly estimate: number | null;
  readonly low: number | null;
  readonly high: number | null;
  readonly level: number;
  /** Events observed in treated units after the start. */
  readonly observed: number;
  /** Events avoided over the after-period, with their interval. */
  readonly avoided: {
    readonly estimate: number | null;
    readonly low: number | null;
    readonly high: number | null;
  };
  /** The method estimates events avoided itself, so the ratio's interval is not theirs. */
  readonly ownInterval: boolean;
}

/**
 * `n` standard normals, one from each of n equally likely strips, in random order (McKay, Beckman & Conover 1979).
 * Their quantiles are those of the normal itself, so that an interval which only passes through the simulation comes
 * out as it went in, and does not change sides by chance.
 */
export const stratifiedNormals = (n: number, random: Random): Float64Array =>
  random.shuffle(Float64Array.from({ length: n }, (_, k) => normalQuantile((k + 0.5) / n)));

/**
 * Events avoided at a standard normal draw. On the ratio scale the log of the ratio is normal, with the standardError that its interval
 * implies, and y(1/r − 1) events are avoided, which keeps the interval's ends and its skew; otherwise events avoided
 * are normal themselves. Undefined where there is no interval to draw from.
 */
export const avoidedAt = (effect: AvoidedEffect): ((normal: number) => number) | undefined => {
  const z = normalQuantile(0.5 + effect.level / 2);
  const { estimate, low, high, avoided } = effect;
  if (effect.scale === "rate-ratio" && !effect.ownInterval) {
    // Of nothing observed a ratio says nothing about how much was avoided.
    if (!estimate || !low || !high || effect.observed === 0) return undefined;
    const standardError = (Math.log(high) - Math.log(low)) / (2 * z);
    return (normal) => effect.observed * (1 / (estimate * Math.exp(standardError * normal)) - 1);
  }
  if (avoided.estimate === null || avoided.low === null || avoided.high === null) return undefined;
  const [centre, standardError] = [avoided.estimate, (avoided.high - avoided.low) / (2 * z)];
  return (normal) => centre + standardError * normal;
};

/** Low, most likely and high of a figure; low and high null where no range was given. */
export interface Range {
  readonly low: number | null;
  readonly central: number;
  readonly high: number | null;
}

/** A triangular draw by inversion; a figure without a range is taken as known. */
export const triangular = ({ low, central, high }: Range, random: Random): number => {
  const [a, b] = [low ?? central, high ?? central];
  if (!(b > a)) return central;
  const u = random.uniform();
  const split = (central - a) / (b - a);
  return u < split
    ? a + Math.sqrt(u * (b - a) * (central - a))
    : b - Math.sqrt((1 - u) * (b - a) * (b - central));
};

/** Ends of the central interval of draws at a level. */
export const drawnInterval = (draws: Float64Array, level: number): { low: number; high: number } => {
  const sorted = Float64Array.from(draws).sort();
  return {
    low: quantileSorted(sorted, (1 - level) / 2),
    high: quantileSorted(sorted, (1 + level) / 2),
  };
};
