import type { Design } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimate, Estimator, Fit, OptionSpec, Settings, Term } from "../model/estimate.ts";
import { formatPeriod } from "../model/period.ts";
import { waldRow } from "../study/wald.ts";
import { leastPanel, needsComparison, needsPeriods } from "./choosing.ts";
import { adjustedEffect } from "./group-time/adjusted.ts";
import { type Aggregate, aggregator } from "./group-time/aggregate.ts";
import { type Cell, listCells, sizeOf } from "./group-time/cells.ts";
import { type CellEffect, meanDifference } from "./group-time/effect.ts";
import { type Plan, readPlan } from "./group-time/plan.ts";
import { pretest } from "./group-time/pretest.ts";
import { buildSample, type Sample } from "./group-time/sample.ts";
import { spread } from "./group-time/spread.ts";

const options: readonly OptionSpec[] = [
  {
    flag: "--control",
    key: "control",
    takes: "choice",
    choices: ["never", "not-yet"],
    default: "never",
    help: "compare with never-treated units, or with all that are not yet treated",
  },
  {
    flag: "--estimator",
    key: "estimator",
    takes: "choice",
    choices: ["dr", "ipw", "reg"],
    default: "dr",
    help: "covariate adjustment: doubly robust, inverse probability weighting, outcome regression",
  },
  {
    flag: "--anticipation",
    key: "anticipation",
    takes: "number",
    default: 0,
    help: "periods before the start in which an effect may already show",
  },
  {
    flag: "--base",
    key: "base",
    takes: "choice",
    choices: ["varying", "universal"],
    default: "varying",
    help: "before treatment compare with the period before, or always with the last clean one",
  },
  {
    flag: "--bootstrap",
    key: "bootstrap",
    takes: "number",
    default: 0,
    help: "draws of the multiplier bootstrap, for standard errors and uniform bands (0: analytic)",
  },
];

/**
 * Group-time average treatment effects: the effect in period t on the cohort first treated in g, from the change of
 * that cohort since its last clean period less the change of comparison units, with or without covariates.
 *
 * Estimand  ATT(g, t) for every cohort and period; its means over all treated cells (`simple`), by event time
 *           (`dynamic`), by cohort (`group`) and by calendar period (`calendar`), and the overall mean of each.
 * Units     those of the outcome, per unit and period.
 * Shapes    outcome n × T; influence n per term, mean zero, 0 for units that are left out.
 * Throws    DesignError: group-time/no-never-treated, no-comparison, no-treated, periods, no-variation, weights,
 *           no-estimate. UsageError: group-time/option.
 * Source    Callaway & Sant'Anna (2021), J. Econometrics 225(2), 200–230; conventions of R's `did` 2.1 (analytic
 *           standard errors, normal intervals, incomplete units left out, the last cohort as comparison when none is
 *           never treated and the comparison is `not-yet`).
 */
export const callawaySantanna: Estimator = {
  name: "callaway-santanna",
  title: "Group-time effects (Callaway–Sant'Anna)",
  version: 1,
  estimand: "ATT",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "weights", "cluster"],
  options,
  traits: {
    answer: () => "simple",
    worksOn: "levels",
    asymptotic: true,
    fewestTreated: 5,
    eventStudy: { starts: "several", settings: { control: "not-yet" } },
  },
  inStudy: {
    primary: {
      rollOut: {
        label: "Roll-out, group-time effects",
        reason: () => "each start is compared with units not yet treated",
      },
      order: 6,
      kind: "comparison-group",
      label: "Comparison group, group-time effects",
      refuses: (f) => needsComparison(f) ?? needsPeriods(f),
      preferred: () => false,
      reason: () => "",
      settings: (f) => (f.kind === "roll-out" ? { control: "not-yet" } : {}),
    },
    alternative: {
      order: 5,
      design: "whole",
      starts: "several",
      least: leastPanel,
      settings: { control: "not-yet" },
      note: "each start compared with units not yet treated, in numbers, against the last period before it alone",
    },
  },
  fit(design, settings) {
    const plan = readPlan(settings);
    const sample = buildSample(design, plan);
    const cells = listCells(sample, plan);
    const effectOf = sample.covariates === undefined ? meanDifference(sample) : adjustedEffect(sample, plan);
    const fitted = estimateCells(sample, cells, effectOf, plan);
    const estimated = fitted.effects.filter((e) => e.reason === null);
    if (estimated.every((e) => e.cell.reference)) throw nothingEstimated(design, fitted.effects);
    return assemble(design, settings, plan, sample, fitted, effectOf);
  },
};

interface CellResult {
  readonly cell: Cell;
  readonly effect: number;
  readonly standardError: number;
  readonly reason: string | null;
}

const estimateCells = (sample: Sample, cells: readonly Cell[], effectOf: CellEffect, plan: Plan) => {
  const psi = new Float64Array(sample.n);
  const errorOf = spread(sample);
  const means = aggregator(sample, cells, plan.anticipation);
  const test = pretest(sample, cells, plan.anticipation);
  const effects = cells.map((cell): CellResult => {
    const found = cell.reference ? 0 : effectOf(cell, psi);
    if (typeof found !== "number") return { cell, effect: Number.NaN, standardError: Number.NaN, ...found };
    means.add(cell, found, psi);
    test.add(cell, found, psi);
    const standardError = cell.reference ? 0 : errorOf(psi, [cell.group, ...cell.comparison]);
    return { cell, effect: found, standardError, reason: null };
  });
  const { aggregates, groupOverallReference } = means.finish();
  return {
    effects,
    aggregates,
    errors: aggregates.map((a) =>
      errorOf((a.term === "group_overall" ? groupOverallReference : a).influence),
    ),
    groupOverallError: errorOf(aggregates.find((a) => a.term === "group_overall")!.influence),
    pretest: test.finish(),
  };
};

type Fitted = ReturnType<typeof estimateCells>;

const assemble = (
  design: Design,
  settings: Settings,
  plan: Plan,
  sample: Sample,
  fitted: Fitted,
  effectOf: CellEffect,
): Fit => {
  const label = (ordinal: number) => formatPeriod(ordinal, design.panel.frequency);
  const { effects, aggregates, errors } = fitted;
  const rows = [
    ...effects.map(({ cell, effect, standardError }) => ({
      term: {
        term: "att_gt",
        estimate: effect,
        cohort: label(cell.group.cohort),
        period: label(sample.ordinals[cell.t]!),
        event_time: sample.ordinals[cell.t]! - cell.group.cohort,
      },
      standardError,
      influence: () => cellInfluence(sample, cell, effectOf),
    })),
    ...aggregates.map((a, i) => ({
      term: { term: a.term, estimate: a.estimate, ...place(a, sample, label) },
      standardError: errors[i]!,
      influence: () => a.influence,
    })),
  ];
  const scale = Math.sqrt(sample.y.reduce((sum, v) => sum + v * v, 0) / sample.y.length);
  const sound = rows.filter(
    ({ term, standardError }) => Number.isFinite(term.estimate) && standardError > 1e-12 * scale,
  );
  let columns: Float64Array[] | undefined;
  return {
    terms: sound.map(({ term }): Term => term),
    // n × cells numbers that only a bootstrap or a covariance needs, so they are made when first asked for.
    get influence() {
      columns ??= sound.map(({ influence }) => toDesign(sample, influence(), design.panel.units.length));
      return columns;
    },
    estimates: rows.map(({ term, standardError }) =>
      finish(term, standardError, 1e-12 * scale, settings.confLevel),
    ),
    vcov: sample.cluster === undefined ? "influence" : "influence, clustered",
    df: null,
    model: {
      observations: sample.n * sample.ordinals.length,
      units: sample.n,
      periods: sample.ordinals.length,
      treated_units: sizeOf(sample.groups.filter((g) => g.estimated)),
    },
    diagnostics: diagnostics(plan, sample, fitted, label),
    warnings: [...sample.warnings, ...cellWarnings(effects, label, sample)],
  };
};

const place = (a: Aggregate, sample: Sample, label: (ordinal: number) => string): Partial<Term> => ({
  ...(a.cohort === undefined ? {} : { cohort: label(a.cohort) }),
  ...(a.t === undefined ? {} : { period: label(sample.ordinals[a.t]!) }),
  ...(a.event === undefined ? {} : { event_time: a.event }),
});

/** An effect that is zero by construction, or constant in every unit, has an estimate but no standard error. */
const finish = (term: Term, standardError: number, floor: number, level: number): Estimate =>
  waldRow(term, standardError > floor ? standardError : Number.NaN, Number.POSITIVE_INFINITY, level);

const cellInfluence = (sample: Sample, cell: Cell, effectOf: CellEffect): Float64Array => {
  const psi = new Float64Array(sample.n);
  if (!cell.reference) effectOf(cell, psi);
  return psi;
};

/** From sample order to rows of the design. N/n keeps √Σψ²/N the standard error although left-out rows are 0. */
const toDesign = (sample: Sample, psi: Float64Array, rows: number): Float64Array => {
  const out = new Float64Array(rows);
  for (let i = 0; i < sample.n; i++) out[sample.original[i]!] = (psi[i]! * rows) / sample.n;
  return out;
};

const diagnostics = (plan: Plan, sample: Sample, fitted: Fitted, label: (ordinal: number) => string) => ({
  control: plan.control,
  estimator: sample.covariates === undefined ? "mean-difference" : plan.estimator,
  base: plan.base,
  anticipation: plan.anticipation,
  cohorts: sample.groups.map((g) => ({
    cohort: label(g.cohort),
    units: g.to - g.from,
    estimated: g.estimated,
  })),
  never_treated_units: sizeOf([sample.never]),
  first_period: label(sample.ordinals[0]!),
  last_period: label(sample.ordinals[sample.ordinals.length - 1]!),
  cells: fitted.effects.length,
  cells_without_estimate: fitted.effects
    .filter((e) => e.reason !== null)
    .map(({ cell, reason }) => ({
      cohort: label(cell.group.cohort),
      period: label(sample.ordinals[cell.t]!),
      reason,
    })),
  pretest: fitted.pretest,
  // The reference's own standard error of group_overall leaves out part of the estimation of cohort shares.
  group_overall_std_error_exact: fitted.groupOverallError,
});

const cellWarnings = (
  effects: readonly CellResult[],
  label: (ordinal: number) => string,
  sample: Sample,
): Diagnostic[] => {
  const missing = effects.filter((e) => e.reason !== null);
  if (missing.length === 0) return [];
  const { cell, reason } = missing[0]!;
  const first = `cohort ${label(cell.group.cohort)} in ${label(sample.ordinals[cell.t]!)}: ${reason}`;
  return [
    diagnostic(
      "group-time/cell",
      "warning",
      `${missing.length} of ${effects.length} group-time effects have no estimate and are not in any mean (${first})`,
      { count: missing.length, fix: "diagnostics.cells_without_estimate names each; try fewer covariates" },
    ),
  ];
};

const nothingEstimated = (design: Design, effects: readonly CellResult[]): DesignError => {
  const { reason } = effects.find((e) => e.reason !== null)!;
  return new DesignError("group-time/no-estimate", {
    found: `none of ${effects.length} group-time effects can be estimated: ${reason}`,
    expected: "covariates that differ among comparison units and overlap with those of treated units",
    hint:
      design.covariates.length > 0
        ? `leave out some of --covariates ${design.covariates.join(",")}`
        : "add comparison units",
  });
};
