import type { Design } from "../../model/design.ts";
import { type Diagnostic, diagnostic } from "../../model/diagnostic.ts";
import { DesignError } from "../../model/errors.ts";
import type { FitModel } from "../../model/estimate.ts";
import { formatPeriod } from "../../model/period.ts";
import { nameSome } from "./names.ts";
import type { NamedColumn, Rows } from "./rows.ts";

/** First treated periods, with buffer units never treated: what they may feel is displacement, not treatment. */
export const startsOf = (design: Design): Float64Array =>
  design.roles.includes("buffer")
    ? design.cohort.map((c, i) => (design.roles[i] === "buffer" ? Number.POSITIVE_INFINITY : c))
    : design.cohort;

/** 1 where a row is treated: its period is the first treated one of its unit, or later. */
export const treatmentOf = (rows: Rows): NamedColumn => {
  const { panel } = rows.design;
  const cohort = startsOf(rows.design);
  const values = new Float64Array(rows.count);
  for (let r = 0; r < rows.count; r++) {
    if (panel.ordinals[rows.period[r]!]! >= cohort[rows.unit[r]!]!) values[r] = 1;
  }
  return { name: "att", values };
};

/** Per unit of the design: is it in the rows, and has it untreated or treated rows? */
export interface UnitStates {
  readonly used: Uint8Array;
  readonly before: Uint8Array;
  readonly after: Uint8Array;
}

export const statesOf = (rows: Rows): UnitStates => {
  const { panel } = rows.design;
  const cohort = startsOf(rows.design);
  const n = panel.units.length;
  const states = { used: new Uint8Array(n), before: new Uint8Array(n), after: new Uint8Array(n) };
  for (let r = 0; r < rows.count; r++) {
    const i = rows.unit[r]!;
    states.used[i] = 1;
    states[panel.ordinals[rows.period[r]!]! >= cohort[i]! ? "after" : "before"][i] = 1;
  }
  return states;
};

export const modelOf = (rows: Rows, states: UnitStates = statesOf(rows)): FitModel => ({
  observations: rows.count,
  units: sum(states.used),
  periods: countPeriods(rows),
  treated_units: sum(states.after),
});

const countPeriods = ({ period, design }: Rows): number => {
  const seen = new Uint8Array(design.panel.periods.length);
  for (let r = 0; r < period.length; r++) seen[period[r]!] = 1;
  return sum(seen);
};

const sum = (flags: Uint8Array): number => flags.reduce((a, b) => a + b, 0);

/** First treated periods of units that have treated rows, in order; units treated throughout are left to the caller. */
export const cohortsOf = (design: Design, states: UnitStates): number[] => {
  const cohorts = new Set<number>();
  for (let i = 0; i < design.cohort.length; i++) {
    if (states.after[i] === 1 && states.before[i] === 1) cohorts.add(design.cohort[i]!);
  }
  return [...cohorts].sort((a, b) => a - b);
};

export const unitsWhere = (design: Design, isOne: (unit: number) => boolean): string[] =>
  design.panel.units.filter((_, i) => isOne(i));

/** Such a unit says nothing about a ratio, so a Poisson model drops it. */
const withoutAll = "without an event or a value in any period";

/**
 * Why no comparison can be made, when the treatment is fixed by unit and period effects (or would be).
 *
 * Throws    DesignError: design/no-treated, design/no-before, design/no-comparison.
 */
export const refuseUncompared = (design: Design, states: UnitStates): never => {
  const used = unitsWhere(design, (i) => states.used[i] === 1);
  const treated = unitsWhere(design, (i) => states.after[i] === 1);
  const cohort = startsOf(design);
  const lost = (isTreated: boolean): string[] =>
    unitsWhere(design, (i) => states.used[i] === 0 && Number.isFinite(cohort[i]!) === isTreated);
  if (treated.length === 0 && lost(true).length > 0) {
    throw new DesignError("design/no-treated", {
      found: `no treated unit can be used: ${withoutAll}: ${nameSome(lost(true))}`,
      expected: "treated units in which something was recorded",
      hint: "check how those units are spelt in the data; else take a wider outcome or longer periods",
    });
  }
  if (treated.length === 0) {
    throw new DesignError("design/no-treated", {
      found: `none of the ${used.length} units has a treated row`,
      expected: "at least one unit whose first treated period lies within the panel",
      hint: "check --cohort, --treated or --start against the periods of the panel",
    });
  }
  if (!states.before.some((before, i) => before === 1 && states.after[i] === 1)) {
    throw new DesignError("design/no-before", {
      found: `every treated unit is treated in all of its rows: ${nameSome(treated)}`,
      expected: "treated units with periods before their start",
      hint: "add earlier periods to the panel",
    });
  }
  throw new DesignError("design/no-comparison", {
    found: `${treated.length} of ${used.length} units are treated and none is left to compare them with: ${nameSome(treated)}${lost(false).length > 0 ? `; ${withoutAll}: ${nameSome(lost(false))}` : ""}`,
    expected: "units that are never treated, or treated later",
    hint: "widen the units of the study, or choose the before-after design",
  });
};

/** Refuses an outcome in which nothing moves: it has no effect to find and every standard error would be zero. */
export const refuseConstant = (rows: Rows, share: number): void => {
  if (share > 1e-26) return;
  throw new DesignError("design/no-variation", {
    found: `'${rows.design.outcome}' is fixed by unit and period in all ${rows.count} rows (the first is ${rows.y[0]})`,
    expected: "an outcome that varies within units over time",
    hint: "check that the outcome column is the right one",
  });
};

/** One value in every row: the same refusal without a regression. */
export const refuseOneValue = (rows: Rows): void => {
  if (rows.y.every((value) => value === rows.y[0])) refuseConstant(rows, 0);
};

/** What two-way fixed effects should say about the timing of treatment. */
export const timingWarnings = (design: Design, states: UnitStates): Diagnostic[] => {
  const warnings: Diagnostic[] = [];
  const cohorts = cohortsOf(design, states);
  if (cohorts.length > 1) {
    const starts = nameSome(cohorts.map((c) => formatPeriod(c, design.panel.frequency)));
    const message =
      `treatment starts at ${cohorts.length} different times (${starts}): two-way fixed effects then also compares ` +
      "units with others already treated, and can be far from every unit's effect";
    const fix = "use callaway-santanna, sun-abraham or imputation; `estimate bacon` shows what is compared";
    warnings.push(diagnostic("design/staggered-twfe", "warning", message, { fix, count: cohorts.length }));
  }
  const always = unitsWhere(design, (i) => states.after[i] === 1 && states.before[i] === 0);
  if (always.length > 0) {
    const message = `${always.length} unit(s) treated in every row serve only as comparison: ${nameSome(always)}`;
    warnings.push(diagnostic("design/always-treated", "warning", message, { count: always.length }));
  }
  return warnings;
};

/** One warning that names the regressors dropped as collinear. */
export const collinearWarning = (dropped: readonly string[]): Diagnostic[] =>
  dropped.length === 0
    ? []
    : [
        diagnostic(
          "design/collinear",
          "warning",
          `dropped because unit effects, period effects or earlier columns already say the same: ${nameSome(dropped, 10)}`,
          { count: dropped.length },
        ),
      ];

/** Says that an exposure was given to a method in levels, which has no place for it. */
export const exposureNote = (design: Design): Diagnostic[] =>
  design.exposure === undefined
    ? []
    : [
        diagnostic(
          "design/exposure-unused",
          "note",
          `'${design.exposure}' is not used: this method compares the outcome in its own units`,
          {
            fix: "use ppml, where exposure is an offset, or give a rate as the outcome",
            column: design.exposure,
          },
        ),
      ];
