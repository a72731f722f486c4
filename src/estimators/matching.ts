import { cheapestAssignment } from "../maths/assignment.ts";
import type { Design, Role } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import { type BalanceLine, balanceOf, slopeGap } from "./matching/balance.ts";
import { mahalanobis } from "./matching/distance.ts";
import { type Features, featuresOf } from "./matching/features.ts";

export interface MatchingOptions {
  /** Comparison units per treated unit. */
  readonly perTreated?: number;
  /** May one comparison unit serve several treated units? Without (default) the total distance is the least possible. */
  readonly replacement?: boolean;
  /** Names of units that may not serve: neighbours, areas with a programme of their own. */
  readonly exclude?: readonly string[];
  /** First and last ordinal to look at. Leave out the spell for which the treated were picked: matching on it invites regression to the mean. */
  readonly window?: { readonly from: number; readonly to: number };
  /** Largest Mahalanobis distance that still counts as alike. */
  readonly caliper?: number;
  readonly pieces?: number;
}

export interface Pair {
  readonly treated: string;
  readonly comparison: string;
  readonly distance: number;
  readonly weight: number;
}

export interface Matching {
  readonly pairs: readonly Pair[];
  /** Per unit of the panel: 1 for a matched treated unit, shares of it for its comparison units, 0 for the rest. */
  readonly weights: Float64Array;
  readonly balance: readonly BalanceLine[];
  /** Per period, on the log scale unless the outcome can be negative; null with fewer than three periods. */
  readonly slopeGap: number | null;
  readonly unmatched: readonly string[];
  readonly warnings: readonly Diagnostic[];
}

/**
 * Chooses comparison units that were like the treated before the start: Mahalanobis distance on level and shape of the
 * log rate and on covariates, 1:k, optimal in total distance when a unit serves once. Weights that balance many small
 * areas on totals (calibration) would be a second member beside this one, with the same result.
 *
 * Units     features on the log scale; slope gap per period.
 * Shapes    weights n.
 * Throws    DesignError matching/no-treated, matching/no-candidates.
 * Source    Rosenbaum & Rubin (1985), The American Statistician 39(1), 33–38; Stuart (2010), Statistical Science 25(1), 1–21.
 */
export const matchComparisons = (design: Design, options: MatchingOptions = {}): Matching => {
  const { treated, candidates } = pools(design, options);
  const window = windowOf(design, treated, options);
  const features = featuresOf(design, { ...window, pieces: options.pieces ?? 4 });
  const whole = (i: number): boolean =>
    features.names.every((_, f) => Number.isFinite(features.values[i * features.names.length + f]!));
  const pool = candidates.filter(whole);
  if (pool.length === 0) throw noCandidates(design, candidates);
  const chosen = choose(design, features, treated.filter(whole), pool, options);
  const weights = weightsOf(design, chosen);
  const matched = treated.filter((i) => weights[i]! > 0);
  const periods = Array.from(design.panel.ordinals.keys()).filter(
    (t) => design.panel.ordinals[t]! >= window.from && design.panel.ordinals[t]! <= window.to,
  );
  const balance = matched.length > 0 ? balanceOf(features, matched, pool, weights) : [];
  const unmatched = treated.filter((i) => weights[i] === 0).map((i) => design.panel.units[i]!);
  return {
    pairs: chosen,
    weights,
    balance,
    slopeGap: matched.length > 0 ? slopeGap(design, matched, weights, periods, features.logs) : null,
    unmatched,
    warnings: warningsOf(unmatched, balance),
  };
};

/** The same design with unmatched units excluded and the matching weights as its weights. */
export const matchedDesign = (design: Design, { weights }: Matching): Design => {
  const T = design.panel.ordinals.length;
  const column = Float64Array.from({ length: weights.length * T }, (_, c) => weights[Math.floor(c / T)]!);
  const roles = design.roles.map(
    (role, i): Role =>
      weights[i] === 0 && (role === "comparison" || role === "treated") ? "excluded" : role,
  );
  const panel = { ...design.panel, columns: { ...design.panel.columns, "matching weight": column } };
  return { ...design, panel, roles, weights: "matching weight" };
};

const pools = (
  design: Design,
  { exclude = [] }: MatchingOptions,
): { treated: number[]; candidates: number[] } => {
  const last = design.panel.ordinals.at(-1)!;
  const barred = new Set(exclude);
  const treated: number[] = [];
  const candidates: number[] = [];
  design.cohort.forEach((cohort, i) => {
    const role = design.roles[i] ?? "comparison";
    if (role !== "treated" && role !== "comparison") return;
    if (cohort <= last) treated.push(i);
    else if (!barred.has(design.panel.units[i]!)) candidates.push(i);
  });
  if (treated.length === 0) {
    throw new DesignError("matching/no-treated", {
      found: `none of the ${design.cohort.length} units is treated by ${design.panel.periods.at(-1)}`,
      expected: "at least one treated unit to find matches for",
      hint: "name it in the register of interventions",
    });
  }
  if (candidates.length === 0) throw noCandidates(design, []);
  return { treated, candidates };
};

const noCandidates = (design: Design, incomplete: readonly number[]): DesignError =>
  new DesignError("matching/no-candidates", {
    found:
      incomplete.length > 0
        ? `none of the ${incomplete.length} comparison units has values to match on (${incomplete
            .slice(0, 8)
            .map((i) => design.panel.units[i])
            .join(", ")})`
        : "no comparison unit that may serve",
    expected: "comparison units with values before the start",
    hint: "shorten the list of excluded units, or widen the data",
  });

/** Before the earliest start, so that nobody's path is matched on what the programme did to it. */
const windowOf = (design: Design, treated: readonly number[], { window }: MatchingOptions) => {
  const earliest = Math.min(...treated.map((i) => design.cohort[i]!));
  return {
    from: window?.from ?? Number.NEGATIVE_INFINITY,
    to: Math.min(window?.to ?? Number.POSITIVE_INFINITY, earliest - 1),
  };
};

const choose = (
  design: Design,
  features: Features,
  treated: readonly number[],
  pool: readonly number[],
  { perTreated = 1, replacement = false, caliper = Number.POSITIVE_INFINITY }: MatchingOptions,
): Pair[] => {
  const distance = mahalanobis(features, pool);
  const apart = treated.map((i) => Float64Array.from(pool, (j) => distance(i, j)));
  const k = Math.min(perTreated, pool.length);
  const allowed = (d: number): number => (d <= caliper ? d : Number.POSITIVE_INFINITY);
  const chosen = replacement
    ? apart.map((own) => nearestOf(own, k))
    : optimal(
        apart.map((own) => own.map(allowed)),
        k,
      );
  return treated.flatMap((i, row) => {
    const matches = chosen[row]!.filter((j) => apart[row]![j]! <= caliper);
    return matches.map((j) => ({
      treated: design.panel.units[i]!,
      comparison: design.panel.units[pool[j]!]!,
      distance: apart[row]![j]!,
      weight: 1 / matches.length,
    }));
  });
};

const nearestOf = (distances: Float64Array, k: number): number[] =>
  Array.from(distances.keys())
    .sort((a, b) => distances[a]! - distances[b]! || a - b)
    .slice(0, k);

/** k rounds of optimal one-to-one matching, each from the units that the rounds before left over. */
const optimal = (apart: readonly Float64Array[], k: number): number[][] => {
  const taken = new Set<number>();
  const chosen: number[][] = apart.map(() => []);
  const J = apart[0]?.length ?? 0;
  for (let round = 0; round < k && taken.size < J; round++) {
    const cost = new Float64Array(apart.length * J);
    apart.forEach((own, row) => {
      own.forEach((d, j) => {
        cost[row * J + j] = taken.has(j) ? Number.POSITIVE_INFINITY : d;
      });
    });
    cheapestAssignment(cost, apart.length, J).forEach((j, row) => {
      if (j < 0) return;
      chosen[row]!.push(j);
      taken.add(j);
    });
  }
  return chosen;
};

const weightsOf = (design: Design, pairs: readonly Pair[]): Float64Array => {
  const place = new Map(design.panel.units.map((name, i) => [name, i]));
  const weights = new Float64Array(design.panel.units.length);
  for (const { treated, comparison, weight } of pairs) {
    weights[place.get(treated)!] = 1;
    weights[place.get(comparison)!]! += weight;
  }
  return weights;
};

const warningsOf = (unmatched: readonly string[], balance: readonly BalanceLine[]): Diagnostic[] => {
  const off = balance.filter(({ smd_after }) => smd_after !== null && Math.abs(smd_after) > 0.25);
  const found: (Diagnostic | false)[] = [
    unmatched.length > 0 &&
      diagnostic(
        "matching/unmatched",
        "warning",
        `${unmatched.length} treated units have no match: ${unmatched.slice(0, 8).join(", ")}`,
        {
          fix: "widen the caliper, allow a unit to serve twice, or add comparison units",
          count: unmatched.length,
        },
      ),
    off.length > 0 &&
      diagnostic(
        "matching/imbalance",
        "warning",
        `matched units still differ by more than a quarter of a standard deviation in ${off.map(({ feature, smd_after }) => `${feature} (${smd_after!.toFixed(2)})`).join(", ")}`,
        { fix: "add comparison units, or use synthetic-did, which allows a constant difference" },
      ),
  ];
  return found.filter((warning): warning is Diagnostic => warning !== false);
};
