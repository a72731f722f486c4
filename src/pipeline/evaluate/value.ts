import type { AvoidedEffect } from "../../evidence/draws.ts";
import { harmGuard, harmRows } from "../../evidence/harm.ts";
import {
  homeOfficeCosts,
  rowOf,
  type UnitCost,
  type WeightTable,
  weightTables,
} from "../../evidence/tables/index.ts";
import { priceEvents } from "../../evidence/value.ts";
import { stream } from "../../maths/random.ts";
import type { Design } from "../../model/design.ts";
import { UsageError } from "../../model/errors.ts";
import type { GuardHit } from "../../model/facts/guard.ts";
import type { HarmRow, ValueFacts } from "../../model/facts/value.ts";
import { suggest } from "../../model/nearest.ts";
import { formatPeriod, lastDay, periodOfDay, periodsPerYear } from "../../model/period.ts";
import { firstStart } from "../../study/starts.ts";
import type { Evaluation } from "./evaluation.ts";
import type { Question } from "./question.ts";

export interface Valued {
  readonly harm?: readonly HarmRow[];
  readonly value?: ValueFacts | undefined;
  readonly warnings: readonly GuardHit[];
}

const usualDraws = 10_000;

/** The headline's events as harm and as pounds, where the study names the offence that they are. */
export const valuedOf = (evaluation: Evaluation): Valued => {
  const { question, design, primary, counts, headline } = evaluation;
  const { offence } = question.protocol.economics ?? {};
  if (offence === undefined) return { warnings: [] };
  const tables = tablesOf(question);
  const unitCost = unitCostOf(question, offence);
  const { events_avoided: events, conf_level: level } = headline;
  const rows = harmRows(offence, tables, {
    estimate: events.estimate,
    low: events.conf_low,
    high: events.conf_high,
  });
  if (rows.length === 0 && !unitCost) throw unknownOffence(question, offence, tables);
  const effect: AvoidedEffect = {
    scale: headline.scale,
    estimate: headline.estimate,
    low: headline.conf_low,
    high: headline.conf_high,
    level,
    observed: counts.treated.after.total ?? 0,
    avoided: { estimate: events.estimate, low: events.conf_low, high: events.conf_high },
    // The series model sums its own counterfactual, whose interval is not that of the ratio.
    ownInterval: primary.study.fit.avoided !== undefined,
  };
  const { value, warnings = [] } = unitCost ? pricedOf(evaluation, effect, unitCost) : {};
  return {
    ...(rows.length > 0 ? { harm: rows } : {}),
    ...(value ? { value } : {}),
    warnings: [...harmGuard(offence, tables, lastMonth(design)), ...warnings],
  };
};

const pricedOf = (
  { question: { prices, protocol }, design, economics }: Evaluation,
  effect: AvoidedEffect,
  unitCost: UnitCost,
): Pick<Valued, "value" | "warnings"> => {
  const { multiplier = 1, draws = usualDraws } = protocol.economics ?? {};
  return priceEvents({
    effect,
    unitCost,
    multiplier: typeof multiplier === "number" ? { low: null, central: multiplier, high: null } : multiplier,
    costs: economics?.costs ?? [],
    deflator: prices?.deflator,
    deflatorFile: protocol.economics?.deflator,
    shares: prices?.shares ?? [],
    yearShares: yearsAfter(design),
    start: startYears(design),
    currency: "GBP",
    draws,
    random: stream(protocol.id, "value"),
  });
};

/** The shipped schemes, then the study's own, one table for each scheme and version of its file. */
const tablesOf = ({ prices }: Question): WeightTable[] => {
  const own = new Map<string, WeightTable>();
  for (const { scheme, version, unit, source, validFrom, validTo, ...row } of prices?.weights ?? []) {
    const key = `${scheme}\u0000${version}`;
    const table = own.get(key) ?? {
      scheme,
      version,
      unit,
      source,
      ...(validFrom ? { validFrom } : {}),
      ...(validTo ? { validTo } : {}),
      weights: [],
    };
    own.set(key, { ...table, weights: [...table.weights, row] });
  }
  return [...weightTables, ...own.values()];
};

const unitCostOf = ({ prices }: Question, offence: string): UnitCost | undefined =>
  rowOf(prices?.unitCosts ?? [], offence) ?? rowOf(homeOfficeCosts, offence);

const unknownOffence = (
  { protocol }: Question,
  offence: string,
  tables: readonly WeightTable[],
): UsageError => {
  const known = [
    ...new Set([...homeOfficeCosts, ...tables.flatMap(({ weights }) => weights)].map((row) => row.offence)),
  ];
  return new UsageError("usage/offence", {
    key: `studies.${protocol.id}.economics.offence`,
    found: `the offence "${offence}", which no table of weights or unit costs holds`,
    expected: "an offence of the shipped tables or of the study's own files",
    hint: suggest(offence, known),
  });
};

/** Share of treated unit-periods after the start that lie 0, 1, 2 … years after the first start. */
const yearsAfter = ({ panel, cohort, roles, outcome }: Design): number[] => {
  const perYear = periodsPerYear(panel.frequency);
  const T = panel.periods.length;
  const first = firstStart({ cohort });
  const tally: number[] = [];
  let cells = 0;
  for (const [at, value] of panel.columns[outcome]!.entries()) {
    const i = Math.floor(at / T);
    const ordinal = panel.ordinals[at % T]!;
    if (roles[i] !== "treated" || ordinal < cohort[i]! || Number.isNaN(value)) continue;
    const year = perYear === undefined ? 0 : Math.floor((ordinal - first) / perYear);
    tally[year] = (tally[year] ?? 0) + 1;
    cells += 1;
  }
  return Array.from(tally, (n) => (n ?? 0) / cells);
};

const startYears = ({ panel, cohort }: Design): { calendar: number; financial: number } | undefined => {
  const day = lastDay(firstStart({ cohort }), panel.frequency);
  if (day === undefined) return undefined;
  const month = periodOfDay(day, "month");
  // The financial year runs from April, so January to March belong to the year before.
  return { calendar: Math.floor(month / 12), financial: Math.floor((month - 3) / 12) };
};

const lastMonth = ({ panel }: Design): string | undefined => {
  const day = lastDay(panel.ordinals.at(-1)!, panel.frequency);
  return day === undefined ? undefined : formatPeriod(periodOfDay(day, "month"), "month");
};
