import { suggest } from "../../model/nearest.ts";
import type { FaultLog } from "../gate/faults.ts";
import { type ColumnKind, type ColumnSpec, foldName } from "./columns-spec.ts";

/** What a column is for in a table of units and periods. */
export type Role = "unit" | "period" | "arm" | "outcome" | "value" | "other";

export interface ColumnPlan {
  readonly index: number;
  readonly name: string;
  readonly kind: ColumnKind;
  readonly role: Role;
  readonly declared: boolean;
  readonly words?: readonly string[];
}

const unitNames = new Set([
  ...[
    "unit",
    "ward",
    "wardcode",
    "wardname",
    "area",
    "areacode",
    "areaname",
    "borough",
    "boroughname",
    "lsoa",
    "lsoacode",
  ],
  ...[
    "lsoaname",
    "msoa",
    "force",
    "beat",
    "hotspot",
    "neighbourhood",
    "district",
    "division",
    "bcu",
    "street",
    "segment",
  ],
]);
const armNames = new Set(["arm", "role", "treatmentarm", "studyarm", "trialarm"]);
const armWords = new Set(["treated", "treatment", "comparison", "control", "buffer", "excluded"]);
const outcomeNames = new Set([
  "outcome",
  "offence",
  "offencetype",
  "crimetype",
  "measure",
  "indicator",
  "category",
]);
const countNames = new Set([
  ...[
    "count",
    "counts",
    "burglary",
    "burglaries",
    "robbery",
    "robberies",
    "theft",
    "thefts",
    "shoplifting",
    "arson",
  ],
  ...[
    "crime",
    "crimes",
    "offences",
    "incidents",
    "calls",
    "callsforservice",
    "arrests",
    "searches",
    "assaults",
    "asb",
  ],
  ...["violence", "vehiclecrime", "criminaldamage", "collisions", "casualties"],
]);
const periodKinds: Readonly<Record<string, ColumnKind>> = {
  // A column that is only named "month" may hold 2024-03 or 3; a declared one holds what was declared.
  month: "period",
  date: "date",
  period: "period",
  week: "period",
  quarter: "period",
  year: "period",
  time: "time",
  datetime: "time",
  timestamp: "time",
};

/** Plans every column: as declared where it is, by its name where the name is plain, and as plain text otherwise. */
export const planColumns = (header: readonly string[], specs: readonly ColumnSpec[]): ColumnPlan[] => {
  const declared = new Map(specs.map((spec) => [foldName(spec.name), spec]));
  const plans = header.map((name, index): ColumnPlan => {
    const spec = declared.get(foldName(name));
    if (!spec) return { ...byName(name, index, specs.length > 0), declared: false };
    const { kind, words } = spec;
    return { index, name, kind, role: roleOf(spec), declared: true, ...(words ? { words } : {}) };
  });
  return oneOfEach(plans);
};

const roleOf = ({ kind, name, words }: ColumnSpec): Role => {
  if (kind === "count" || kind === "number") return "value";
  if (kind === "category")
    return words!.every((word) => armWords.has(word.toLowerCase())) ? "arm" : "outcome";
  if (kind === "text") return outcomeNames.has(foldName(name)) ? "outcome" : "unit";
  return "period";
};

/** Beside declared columns, an undeclared one is whatever it is: nothing is asked of it. */
const byName = (name: string, index: number, othersDeclared: boolean): Omit<ColumnPlan, "declared"> => {
  const folded = foldName(name);
  const text = { index, name, kind: "text" as const };
  if (othersDeclared) return { ...text, role: "other" };
  if (unitNames.has(folded)) return { ...text, role: "unit" };
  if (armNames.has(folded)) return { ...text, role: "arm" };
  if (outcomeNames.has(folded)) return { ...text, role: "outcome" };
  if (countNames.has(folded)) return { ...text, kind: "count", role: "value" };
  const period = Object.hasOwn(periodKinds, folded) ? periodKinds[folded] : undefined;
  return period ? { ...text, kind: period, role: "period" } : { ...text, role: "other" };
};

/**
 * A guess from names holds only in a table that is plainly one of units and periods. Elsewhere "burglary" may be a
 * word and "time" a clock, and such columns stay text; a lone date column is still read as dates.
 */
const oneOfEach = (plans: readonly ColumnPlan[]): ColumnPlan[] => {
  const isPanel = ["unit", "period", "value"].every((role) => plans.some((plan) => plan.role === role));
  const firstPeriod = plans.find((plan) => plan.role === "period")?.index;
  return plans.map((plan) => {
    if (plan.declared || plan.role === "other") return plan;
    if (plan.role === "period" && plan.index !== firstPeriod) return { ...plan, kind: "text", role: "other" };
    if (isPanel || plan.kind === "date") return plan;
    return { ...plan, kind: "text", role: "other" };
  });
};

/** Every declared column must be there; the nearest name is offered. */
export const checkDeclared = (
  header: readonly string[],
  specs: readonly ColumnSpec[],
  line: number,
  log: FaultLog,
): void => {
  const names = new Set(header.map(foldName));
  for (const { name } of specs) {
    if (names.has(foldName(name))) {
      if (!header.includes(name))
        log.tally(
          "warning",
          "csv/header-spelling",
          "the column name differs from the declared one in case or spacing",
          {
            line,
            column: name,
            fix: "none needed: only one column matches",
          },
        );
    } else
      log.error("csv/column-missing", "a declared column is not in the header", {
        line,
        column: name,
        fix: `name it in the header, or change --columns; ${suggest(name, header.slice(0, 200))}`,
      });
  }
};
