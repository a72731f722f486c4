import type { Random } from "../maths/random.ts";
import { nothing } from "../model/facts/fact.ts";
import type { GuardHit } from "../model/facts/guard.ts";
import type { AssumptionFacts, ValueFacts } from "../model/facts/value.ts";
import type { Economics } from "../model/finding.ts";
import { discountFactor, firstRate } from "./discount.ts";
import {
  type AvoidedEffect,
  avoidedAt,
  drawnInterval,
  type Range,
  stratifiedNormals,
  triangular,
} from "./draws.ts";
import { type Deflator, firstYear, priceGuard, uprating } from "./prices.ts";
import type { UnitCost } from "./tables/index.ts";

export interface ValueInput {
  readonly effect: AvoidedEffect;
  readonly unitCost: UnitCost;
  /** Actual offences for each one recorded. */
  readonly multiplier: Range;
  readonly costs: Economics["costs"];
  readonly deflator: Deflator | undefined;
  readonly shares: readonly { readonly who: string; readonly share: number }[];
  /** Name of the file that the deflator came from. */
  readonly deflatorFile: string | undefined;
  /** Share of the after-period's unit-periods that lie 0, 1, 2 … years after the start; sums to 1. */
  readonly yearShares: readonly number[];
  /** Year in which the intervention starts, calendar and financial (April to March). */
  readonly start: { readonly calendar: number; readonly financial: number } | undefined;
  readonly currency: string;
  readonly draws: number;
  readonly random: Random;
}

/** The prices that everything is turned into: those of the costs, or of the unit cost where nothing was spent. */
const baseYear = ({ costs, unitCost }: ValueInput): string =>
  [...costs].sort((a, b) => firstYear(a.price_year) - firstYear(b.price_year)).at(-1)?.price_year ??
  unitCost.priceYear;

/** Years between the start and the year of a cost; costs before the start are not discounted. */
const yearsOn = (year: string, start: ValueInput["start"]): number => {
  if (start === undefined || !Number.isFinite(firstYear(year))) return 0;
  return Math.max(0, firstYear(year) - (year.includes("/") ? start.financial : start.calendar));
};

const scaled = ({ low, central, high }: Range, by: number): Range => ({
  low: low === null ? null : low * by,
  central: central * by,
  high: high === null ? null : high * by,
});

/**
 * Events avoided in pounds, against what was spent, both as present values at the start and in the prices of one year.
 *
 * Estimand  Σ over years (events avoided × multiplier × unit cost), less Σ costs, each × uprating × discount factor.
 *           Events avoided are spread over the years as the after-period is.
 * Interval  from draws: events avoided from the effect's interval, stratified, unit cost, multiplier and each cost triangular over
 *           its range. One draw of the unit cost and the multiplier holds for all events, as the doubt is about the
 *           figure and not about single offences. The estimate itself is taken at the central figures.
 * Guard     CUR01, and nothing in pounds is compared, where price years differ and no index joins them.
 * Source    HM Treasury, The Green Book (discounting); Heeks et al. (2018) for why recorded offences need a multiplier.
 */
export const priceEvents = (
  input: ValueInput,
): { readonly value: ValueFacts | undefined; readonly warnings: readonly GuardHit[] } => {
  const base = baseYear(input);
  const { unitCost, costs, deflator } = input;
  const warnings = priceGuard([unitCost.priceYear, ...costs.map((row) => row.price_year)], base, deflator);
  if (warnings.length > 0) return { value: undefined, warnings };
  const discount = input.yearShares.reduce((sum, share, year) => sum + share * discountFactor(year), 0);
  const each = scaled(unitCost, uprating(unitCost.priceYear, base, deflator)! * discount);
  const spent = costs.map((row) =>
    scaled(row, uprating(row.price_year, base, deflator)! * discountFactor(yearsOn(row.year, input.start))),
  );
  const sum = (of: readonly Range[]): number | null =>
    of.length === 0 ? null : of.reduce((total, { central }) => total + central, 0);
  const avoided = input.effect.avoided.estimate;
  const benefit = avoided === null ? null : avoided * input.multiplier.central * each.central;
  const cost = sum(spent);
  const drawn = simulate(input, each, spent);
  return {
    warnings,
    value: {
      currency: input.currency,
      price_year: base,
      benefit,
      benefit_low: drawn?.benefit.low ?? null,
      benefit_high: drawn?.benefit.high ?? null,
      cost,
      cost_low: drawn?.cost?.low ?? null,
      cost_high: drawn?.cost?.high ?? null,
      net: benefit === null || cost === null ? null : benefit - cost,
      net_low: drawn?.net?.low ?? null,
      net_high: drawn?.net?.high ?? null,
      ratio: benefit === null || !cost ? null : benefit / cost,
      p_benefit_above_cost: drawn?.above ?? null,
      ...(drawn ? { draws: input.draws } : {}),
      unit_costs: [
        {
          crime: unitCost.offence,
          value: unitCost.central,
          low: unitCost.low,
          high: unitCost.high,
          price_year: unitCost.priceYear,
          source: unitCost.source,
          status: unitCost.status,
        },
      ],
      by_recipient: input.shares.map(({ who, share }) => ({
        who,
        benefit: benefit === null ? null : benefit * share,
        low: drawn ? drawn.benefit.low * share : null,
        high: drawn ? drawn.benefit.high * share : null,
      })),
      assumptions: assumptionsOf(input, base, drawn !== undefined),
    },
  };
};

const assumptionsOf = (
  { multiplier, unitCost, deflatorFile, draws }: ValueInput,
  base: string,
  drawn: boolean,
): AssumptionFacts[] => [
  multiplier.central === 1 && multiplier.low === null
    ? { kind: "recorded-only", facts: nothing }
    : {
        kind: "multiplied",
        facts: { by: multiplier.central, low: multiplier.low, high: multiplier.high },
      },
  { kind: "average-cost", facts: nothing },
  { kind: "no-neighbours", facts: nothing },
  { kind: "discounted", facts: { rate: firstRate } },
  ...(base === unitCost.priceYear || deflatorFile === undefined
    ? []
    : [
        {
          kind: "uprated",
          facts: { from: unitCost.priceYear, to: base, deflator: deflatorFile },
        } as const,
      ]),
  ...(drawn ? [{ kind: "simulated", facts: { draws } } as const] : []),
];

interface Drawn {
  readonly benefit: { readonly low: number; readonly high: number };
  readonly cost?: { readonly low: number; readonly high: number };
  readonly net?: { readonly low: number; readonly high: number };
  /** Share of draws with benefit above cost. */
  readonly above: number | null;
}

const simulate = (input: ValueInput, each: Range, spent: readonly Range[]): Drawn | undefined => {
  const { effect, multiplier, random, draws } = input;
  const events = avoidedAt(effect);
  if (!events) return undefined;
  const [benefits, costs, nets] = [0, 0, 0].map(() => new Float64Array(draws)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  const normals = stratifiedNormals(draws, random);
  let above = 0;
  for (let k = 0; k < draws; k += 1) {
    benefits[k] = events(normals[k]!) * triangular(multiplier, random) * triangular(each, random);
    for (const range of spent) costs[k]! += triangular(range, random);
    nets[k] = benefits[k]! - costs[k]!;
    if (nets[k]! > 0) above += 1;
  }
  const benefit = drawnInterval(benefits, effect.level);
  if (spent.length === 0) return { benefit, above: null };
  return {
    benefit,
    cost: drawnInterval(costs, effect.level),
    net: drawnInterval(nets, effect.level),
    above: above / draws,
  };
};
