import { normalCdf, normalQuantile } from "../maths/distributions.ts";
import type { Estimate, Estimator, Fit, Settings } from "../model/estimate.ts";
import { leastPanel, needsComparison } from "./choosing.ts";
import { donorTable } from "./synthetic-control/donor-table.ts";
import { withoutCovariates } from "./synthetic-did/covariates.ts";
import { type Solver, weightSolver } from "./synthetic-did/estimate.ts";
import { diagnosticsOf, type Run, type Start, warningsOf } from "./synthetic-did/report.ts";
import {
  cells,
  pool,
  type StandardErrors,
  standardErrors,
  type Vcov,
} from "./synthetic-did/standard-error.ts";

/**
 * Synthetic difference-in-differences: a weighted double difference, with unit weights that make donors move like the
 * treated before the start (up to a constant) and time weights that make the periods before it predict those after it.
 *
 * Estimand  ATT over treated units and periods from their start onwards; with several starts, one estimate per start,
 *           each against never-treated donors, weighted by treated cells (`att_cohort` gives each).
 * Units     those of the outcome; per unit of exposure when an exposure is named.
 * Solver    `exact` (default): an active-set method with its optimality residual. `compat`: the Frank–Wolfe iterations
 *           of R's synthdid 0.0.9, which stop early; both estimates are in the diagnostics.
 * Inference placebo, jackknife or bootstrap standard error, normal p-value and interval. Unasked: the reference's
 *           bootstrap, or placebo when one unit is treated (there the bootstrap does not exist).
 * Throws    DesignError synthetic/*.
 * Source    Arkhangelsky, Athey, Hirshberg, Imbens & Wager (2021), AER 111(12), 4088–4118.
 */
export const syntheticDid: Estimator = {
  name: "synthetic-did",
  title: "Synthetic difference-in-differences",
  version: 1,
  estimand: "ATT over treated units and all their periods from the start onwards",
  scale: "level",
  accepts: ["comparison-group"],
  uses: ["covariates", "exposure"],
  options: [
    {
      flag: "--vcov",
      key: "vcov",
      takes: "choice",
      choices: ["placebo", "jackknife", "bootstrap"],
      help: "how the standard error is found (default: bootstrap; placebo when one unit is treated)",
    },
    {
      flag: "--solver",
      key: "solver",
      takes: "choice",
      choices: ["exact", "compat"],
      default: "exact",
      help: "exact weights, or those of the reference's unconverged iterations",
    },
    {
      flag: "--replications",
      key: "replications",
      takes: "number",
      default: 200,
      help: "placebo or bootstrap draws",
    },
  ],
  traits: { answer: () => "att", worksOn: "rates", weighsUnits: true },
  inStudy: {
    primary: {
      order: 7,
      kind: "comparison-group",
      label: "Weighted comparison units and periods",
      refuses: (f) =>
        needsComparison(f) ?? (f.periodsBefore < 2 ? "fewer than 2 periods before the start" : undefined),
      preferred: () => false,
      reason: () => "",
      settings: () => ({}),
    },
    alternative: {
      order: 6,
      design: "whole",
      least: leastPanel,
      note: "comparison units and periods are weighted to match the treated path",
    },
  },
  fit: (design, settings) => {
    const table = donorTable(design);
    const adjusted = withoutCovariates(design, table);
    const weigher = weightSolver({ y: adjusted.y, n: table.units.length, T: table.columns.length });
    const solver = (settings.solver as Solver | undefined) ?? "exact";
    const starts = table.groups.map((group): Start => {
      const block = { treated: group.rows, donors: table.donors, pre: group.pre };
      const zeta = weigher.regularisation(block);
      const solved = weigher.solve(block, zeta, solver);
      return { label: group.start, block, zeta, weights: solved, tau: solved.tau, solved };
    });
    const vcov = vcovOf(settings, starts);
    const errors = standardErrors(vcov, {
      weigher,
      cohorts: starts,
      donors: table.donors,
      solver,
      replications: Number(settings.replications ?? 200),
      seed: settings.seed,
    });
    return assemble({ design, settings, table, adjusted, weigher, solver, starts, vcov, errors });
  },
};

const vcovOf = (settings: Settings, starts: readonly Start[]): Vcov => {
  const treated = starts.reduce((sum, { block }) => sum + block.treated.length, 0);
  return (settings.vcov as Vcov | undefined) ?? (treated > 1 ? "bootstrap" : "placebo");
};

const assemble = (run: Run): Fit => {
  const { table, starts, weigher, vcov, errors, settings } = run;
  const sizes = starts.map(({ block }) => cells(block, weigher.paths.T));
  const att = pool(
    starts.map(({ tau }) => tau),
    sizes,
  );
  const line = (term: string, tau: number, error: number | undefined, cohort: string | null): Estimate => ({
    term,
    ...withNormal(tau, error, settings.confLevel),
    cohort,
    period: null,
    event_time: null,
  });
  const estimates = [
    line("att", att, errors.overall, null),
    ...(starts.length > 1
      ? starts.map(({ label, tau }, g) => line("att_cohort", tau, errors.byCohort[g], label))
      : []),
  ];
  return {
    terms: estimates.map(({ term, estimate, cohort }) => ({
      term,
      estimate: estimate!,
      ...(cohort && { cohort }),
    })),
    influence: [],
    model: {
      observations: table.y.length,
      units: table.units.length,
      periods: table.periods.length,
      treated_units: starts.reduce((sum, { block }) => sum + block.treated.length, 0),
    },
    estimates,
    vcov: wording(vcov, errors),
    df: null,
    diagnostics: diagnosticsOf(run, sizes),
    warnings: [...table.warnings, ...warningsOf(run)],
  };
};

const wording = (vcov: Vcov, { replicates, enumerated }: StandardErrors): string => {
  if (vcov === "jackknife") return "jackknife (fixed weights)";
  return `${vcov}, ${enumerated ? `all ${replicates} possible` : replicates} draws, weights solved in each`;
};

const withNormal = (estimate: number, error: number | undefined, level: number) => {
  const blank = {
    estimate,
    std_error: null,
    statistic: null,
    p_value: null,
    conf_low: null,
    conf_high: null,
  };
  if (error === undefined || !Number.isFinite(error)) return blank;
  if (error === 0) return { ...blank, std_error: 0 };
  const z = estimate / error;
  const reach = normalQuantile((1 + level) / 2) * error;
  return {
    estimate,
    std_error: error,
    statistic: z,
    p_value: 2 * normalCdf(Math.abs(z), true),
    conf_low: estimate - reach,
    conf_high: estimate + reach,
  };
};
