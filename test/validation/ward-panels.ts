import { type Random, stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";

/** How the simulated wards are treated. */
export interface Plan {
  readonly wards: number;
  readonly treated: number;
  /** `ratio`: mean counts multiply; `level`: they add, so that trends are parallel in the same way. */
  readonly scale: "ratio" | "level";
  /** On that scale: log ratio, or events per ward and month. */
  readonly effect: number;
  readonly starts: readonly number[];
  readonly buffers?: number;
}

export const months = 48;
export const start = 24;
const persistence = 0.5;
const spread = 0.3;
const size = 10;

/**
 * Monthly crime as wards record it: negative binomial (size 10) about a mean that has the ward's own level, a season,
 * a shock that all wards share from month to month, and the ward's own log-normal AR(1) wander (ρ = 0.5, sd 0.3),
 * scaled to mean one. Who is treated is drawn anew in every replicate.
 */
export const wardPanel = (purpose: string, replicate: number, plan: Plan): Design => {
  const random = stream("coverage", purpose, replicate);
  const { wards, treated, scale, effect, starts, buffers = 0 } = plan;
  const shock = commonShock(random);
  const y = new Float64Array(wards * months);
  const cohort = new Float64Array(wards).fill(Number.POSITIVE_INFINITY);
  for (let k = 0; k < treated; k++) cohort[k] = starts[k % starts.length]!;
  random.shuffle(cohort);
  for (let i = 0; i < wards; i++) {
    const level = 5 + 3 * random.gamma(2);
    let wander = random.normal();
    for (let t = 0; t < months; t++) {
      if (t > 0) wander = persistence * wander + Math.sqrt(1 - persistence ** 2) * random.normal();
      const noise = Math.exp(spread * wander - spread ** 2 / 2);
      const wave = Math.sin((2 * Math.PI * t) / 12) + shock[t]!;
      const change = t >= cohort[i]! ? effect : 0;
      const mean = scale === "ratio" ? level * Math.exp(0.15 * wave + change) : level + wave + change;
      y[i * months + t] = random.negativeBinomial(Math.max(mean, 0.2) * noise, size);
    }
  }
  return designOf(y, cohort, buffers);
};

const commonShock = (random: Random): Float64Array => {
  const shock = new Float64Array(months);
  for (let t = 0; t < months; t++) shock[t] = 0.4 * (shock[t - 1] ?? 0) + 0.3 * random.normal();
  return shock;
};

/** The last `buffers` wards without treatment are rings around the treated ones. */
const designOf = (y: Float64Array, cohort: Float64Array, buffers: number): Design => {
  const units = Array.from(cohort, (_, i) => `ward ${String(i + 1).padStart(2, "0")}`);
  const never = units.flatMap((_, i) => (cohort[i] === Number.POSITIVE_INFINITY ? [i] : []));
  const rings = new Set(never.slice(never.length - buffers));
  return {
    kind: "comparison-group",
    panel: {
      units,
      frequency: "month",
      ordinals: Int32Array.from({ length: months }, (_, t) => t),
      periods: Array.from({ length: months }, (_, t) => String(t)),
      columns: { crimes: y },
      status: { crimes: new Uint8Array(y.length) },
    },
    outcome: "crimes",
    cohort,
    roles: units.map((_, i) =>
      cohort[i] !== Number.POSITIVE_INFINITY
        ? "treated"
        : buffers > 0 && rings.has(i)
          ? "buffer"
          : "comparison",
    ),
    covariates: [],
    cluster: Int32Array.from(units.keys()),
    clusters: units,
  };
};
