import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import { formatPeriod } from "../../model/period.ts";
import type { Plan } from "./plan.ts";

export interface Selection {
  /** Rows of the design that are used, sorted by cohort and, within it, as they came. */
  readonly units: Int32Array;
  /** Positions of the panel's periods that are used. */
  readonly positions: number[];
  /** By row of the design: +Infinity = never treated as far as these periods can tell. */
  readonly cohort: Float64Array;
  readonly warnings: readonly Diagnostic[];
}

/**
 * Which units and periods group-time effects may use. Everything left out is counted in a warning that names
 * some of it; when nothing usable is left, a DesignError says what is missing.
 */
export const selectUnits = (design: Design, plan: Plan): Selection => {
  const incomplete = withoutNever(design, plan);
  if (incomplete.length === 0) return select(design, plan);
  const out = new Set(incomplete);
  const rest = { ...design, roles: design.roles.map((role, i) => (out.has(i) ? "excluded" : role)) };
  const chosen = select(rest, plan);
  const own = chosen.warnings.filter(({ code }) => code !== "group-time/roles");
  const roles = keep(allOf(design.roles.length), (i) => isIn(design, i)).dropped;
  return {
    ...chosen,
    warnings: [
      ...(roles.length > 0 ? [buffersLeft(design, roles)] : []),
      left(design, "group-time/incomplete", incomplete, missing(design)),
      ...own,
    ],
  };
};

/**
 * Units never treated that lack values, where they are all there are of them: later cohorts are then the comparison, as
 * if nobody were never treated.
 */
const withoutNever = (design: Design, plan: Plan): number[] => {
  if (plan.control === "never") return [];
  const last = design.panel.ordinals[design.panel.ordinals.length - 1]! + plan.anticipation;
  const never = allOf(design.roles.length).filter((i) => isIn(design, i) && design.cohort[i]! > last);
  const observed = allOf(design.panel.ordinals.length).filter((t) =>
    allOf(design.roles.length).some((i) => isIn(design, i) && finite(design, design.outcome, i, t)),
  );
  return never.some((i) => isWhole(design, i, observed)) ? [] : never;
};

const isIn = ({ roles }: Design, i: number): boolean => ["treated", "comparison"].includes(roles[i]!);

const neededBy = (design: Design): string[] => [
  design.outcome,
  ...design.covariates,
  ...(design.weights === undefined ? [] : [design.weights]),
];

const isWhole = (design: Design, i: number, positions: readonly number[]): boolean =>
  neededBy(design).every((name) => positions.every((t) => finite(design, name, i, t)));

const missing = (design: Design): string =>
  `a value of ${neededBy(design).join(" or ")} is missing in some period`;

const buffersLeft = (design: Design, units: readonly number[]): Diagnostic =>
  left(design, "group-time/roles", units, "a buffer or excluded unit serves as neither side");

const select = (design: Design, plan: Plan): Selection => {
  const { panel } = design;
  const warnings: Diagnostic[] = [];
  const roles = keep(allOf(panel.units.length), (i) => isIn(design, i));
  if (roles.dropped.length > 0) warnings.push(buffersLeft(design, roles.dropped));

  const observed = allOf(panel.ordinals.length).filter((t) =>
    roles.kept.some((i) => finite(design, design.outcome, i, t)),
  );
  const cohort = Float64Array.from(design.cohort, (start) =>
    // With anticipation a unit that starts just after the panel may already respond inside it.
    start > panel.ordinals[observed[observed.length - 1] ?? 0]! + plan.anticipation ? Infinity : start,
  );
  const positions = beforeLastCohort(design, plan, cohort, roles.kept, observed, warnings);
  if (positions.length < 2) throw tooFewPeriods(positions.length);

  const first = panel.ordinals[positions[0]!]!;
  const early = keep(roles.kept, (i) => cohort[i]! > first);
  if (early.dropped.length > 0)
    warnings.push(
      left(design, "group-time/first-period", early.dropped, "they are already treated in the first period"),
    );
  const based = keep(early.kept, (i) => cohort[i]! > first + plan.anticipation);
  if (based.dropped.length > 0)
    warnings.push(
      left(design, "group-time/no-base", based.dropped, "they have no period before anticipation begins"),
    );

  const whole = keep(based.kept, (i) => isWhole(design, i, positions));
  if (whole.dropped.length > 0)
    warnings.push(left(design, "group-time/incomplete", whole.dropped, missing(design)));
  refuseUnusable(design, plan, whole.kept, positions, cohort, whole.dropped.length);

  const units = Int32Array.from(whole.kept).sort((a, b) => compare(cohort[a]!, cohort[b]!) || a - b);
  warnings.push(...smallGroups(design, units, cohort));
  return { units, positions, cohort, warnings };
};

const compare = (a: number, b: number): number => (a === b ? 0 : a < b ? -1 : 1);
const allOf = (length: number): number[] => Array.from({ length }, (_, i) => i);
const keep = (list: readonly number[], sound: (i: number) => boolean) => ({
  kept: list.filter(sound),
  dropped: list.filter((i) => !sound(i)),
});
const finite = ({ panel }: Design, name: string, i: number, t: number): boolean =>
  Number.isFinite(panel.columns[name]![i * panel.ordinals.length + t]!);

const named = (design: Design, units: readonly number[]): string =>
  units
    .slice(0, 5)
    .map((i) => design.panel.units[i])
    .join(", ") + (units.length > 5 ? ", …" : "");

const unitCount = (count: number): string => `${count} ${count === 1 ? "unit" : "units"}`;

const left = (design: Design, code: string, dropped: readonly number[], why: string): Diagnostic =>
  diagnostic(
    code,
    "warning",
    `${unitCount(dropped.length)} left out because ${why}: ${named(design, dropped)}`,
    {
      count: dropped.length,
      fix: `whatworks explain ${code}`,
    },
  );

/** Without never-treated units the last cohort is the only clean comparison, and only before it is treated. */
const beforeLastCohort = (
  design: Design,
  plan: Plan,
  cohort: Float64Array,
  units: readonly number[],
  observed: number[],
  warnings: Diagnostic[],
): number[] => {
  if (units.some((i) => cohort[i] === Infinity)) return observed;
  const latest = units.reduce((max, i) => Math.max(max, cohort[i]!), -Infinity);
  if (plan.control === "never")
    throw new DesignError("group-time/no-never-treated", {
      found: `every one of the ${units.length} units is treated by the last period`,
      expected: "at least one unit that is never treated, as --control never asks for",
      hint: "--control not-yet compares with units that are treated later",
    });
  const kept = observed.filter((t) => design.panel.ordinals[t]! < latest - plan.anticipation);
  warnings.push(
    diagnostic(
      "group-time/last-cohort",
      "warning",
      `no unit is never treated: the last cohort (${formatPeriod(latest, design.panel.frequency)}) serves as ` +
        `comparison only, and the last ${observed.length - kept.length} of ${observed.length} periods were left out`,
      { count: observed.length - kept.length, fix: "whatworks explain group-time/last-cohort" },
    ),
  );
  return kept;
};

const tooFewPeriods = (count: number): DesignError =>
  new DesignError("group-time/periods", {
    found: `${count} usable ${count === 1 ? "period" : "periods"}`,
    expected: "at least one period before and one after a start, with comparison units still untreated",
    hint: "widen the panel, or check that the cohort column holds the first treated period",
  });

const refuseUnusable = (
  design: Design,
  plan: Plan,
  units: readonly number[],
  positions: readonly number[],
  cohort: Float64Array,
  incomplete: number,
): void => {
  const last = design.panel.ordinals[positions[positions.length - 1]!]!;
  const afterwards =
    incomplete > 0
      ? ` once ${unitCount(incomplete)} with missing values ${incomplete === 1 ? "is" : "are"} left out`
      : "";
  if (!units.some((i) => cohort[i]! <= last))
    throw new DesignError("group-time/no-treated", {
      found: `no unit whose treatment starts after the first and by the last usable period${afterwards}`,
      expected: "at least one cohort with a period before and a period after its start",
      hint: "the cohort column holds the first treated period of a unit, and is empty for never",
    });
  const clean = (i: number) => (plan.control === "never" ? cohort[i] === Infinity : cohort[i]! > last);
  if (!units.some(clean))
    throw new DesignError("group-time/no-comparison", {
      found: `no unit that is still untreated in the last usable period${afterwards}`,
      expected: plan.control === "never" ? "never-treated units" : "never-treated or later-treated units",
      hint: "add comparison units, or complete their missing values",
    });
  const y = design.panel.columns[design.outcome]!;
  const width = design.panel.ordinals.length;
  const value = y[units[0]! * width + positions[0]!];
  if (units.every((i) => positions.every((t) => y[i * width + t] === value)))
    throw new DesignError("group-time/no-variation", {
      found: `${design.outcome} is ${value} in every unit and period`,
      expected: "an outcome that varies",
      hint: "check the outcome column",
    });
  const weights = design.weights;
  const negative =
    weights === undefined
      ? []
      : units.filter((i) => positions.some((t) => design.panel.columns[weights]![i * width + t]! < 0));
  if (negative.length > 0)
    throw new DesignError("group-time/weights", {
      found: `negative weights in ${unitCount(negative.length)}: ${named(design, negative)}`,
      expected: "weights of at least 0",
      hint: `check the column ${weights}`,
    });
};

/** Five plus the number of covariates, the size below which `did` calls a group small. */
const smallGroups = (design: Design, units: Int32Array, cohort: Float64Array): Diagnostic[] => {
  const sizes = new Map<number, number>();
  for (const i of units) sizes.set(cohort[i]!, (sizes.get(cohort[i]!) ?? 0) + 1);
  const required = design.covariates.length + 5;
  const small = [...sizes].filter(([, size]) => size < required);
  if (small.length === 0) return [];
  const label = (start: number) =>
    start === Infinity ? "never treated" : formatPeriod(start, design.panel.frequency);
  return [
    diagnostic(
      "group-time/small-group",
      "warning",
      `fewer than ${required} units in ${small.map(([start, size]) => `${label(start)} (${size})`).join(", ")}: ` +
        "standard errors of effects that rest on so few units are too small",
      { count: small.length, fix: "whatworks explain group-time/small-group" },
    ),
  ];
};
