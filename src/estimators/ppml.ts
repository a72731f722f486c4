import { type PoissonTwoWayFit, poissonTwoWay } from "../maths/poisson-fixed-effects.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimator, Fit, Regression } from "../model/estimate.ts";
import { leastPanel, needsComparison, needsCounts, needsOneStart, needsPeriods, units } from "./choosing.ts";
import { codesOf } from "./two-way/absorb.ts";
import { refuseNegative } from "./two-way/counts.ts";
import { displacementOf, hasDisplacement } from "./two-way/displacement.ts";
import { nameCells, nameSome } from "./two-way/names.ts";
import { regressionOptions, singletonOption } from "./two-way/options.ts";
import { influenceOf, parametersOf } from "./two-way/regress.ts";
import { type NamedColumn, onlyRows, type Rows, takeRows } from "./two-way/rows.ts";
import {
  collinearWarning,
  modelOf,
  refuseOneValue,
  refuseUncompared,
  statesOf,
  timingWarnings,
  treatmentOf,
} from "./two-way/treatment.ts";

/**
 * Poisson pseudo-maximum likelihood with two-way fixed effects: E y = exposure · exp(αᵢ + γₜ + δ·dᵢₜ + xᵢₜ'β). Right
 * for counts with zeros and with any dispersion, because only the mean has to be right when errors are clustered.
 *
 * Units and periods without a single event fit themselves at −∞ and are dropped, and said so. Where the zeros push the
 * treatment itself to −∞ (no event in any treated row that could tell) there is no estimate, and the rows are named.
 *
 * Estimand  log of the ratio of the mean count with treatment to the one without; 100(e^δ − 1) is the % change.
 * Units     log; the outcome is a count or another non-negative amount, exposure what it is divided by.
 * Shapes    terms `att` (and `displacement`); influence n each; regression over the rows kept, with working weights.
 * Throws    DesignError: design/negative-outcome, design/separation, design/no-variation, design/not-converged, and
 *           those of `did`.
 * Source    Santos Silva & Tenreyro (2006), REStat 88(4), 641–658; `fixest::fepois(y ~ d | unit + period, offset)`,
 *           whose clustered variance has the factor of `feols` and z statistics.
 */
export const ppml: Estimator = {
  name: "ppml",
  title: "Poisson difference-in-differences (two-way fixed effects)",
  version: 1,
  estimand: "log ratio of means for the treated, if effects are the same for every cohort",
  scale: "log",
  accepts: ["comparison-group"],
  uses: ["covariates", "exposure", "weights", "cluster"],
  options: [...regressionOptions, singletonOption],
  traits: { answer: () => "att", worksOn: "counts", asymptotic: true },
  inStudy: {
    primary: {
      order: 4,
      kind: "comparison-group",
      label: "Comparison group, one start",
      refuses: (f) => needsComparison(f) ?? needsPeriods(f) ?? needsCounts(f) ?? needsOneStart(f),
      preferred: () => true,
      reason: (f) =>
        `${units(f.treated, "treated")} start together and ${units(f.comparison, "comparison")} never do`,
      settings: () => ({}),
    },
    alternative: {
      order: 1,
      design: "same",
      starts: "one",
      least: leastPanel,
      note: "treated and comparison units would have changed in proportion",
    },
  },
  fit: (design, settings): Fit => {
    const dropSingletons = settings.singletons !== "keep";
    const rows = takeRows(design, { exposure: true, dropSingletons, keepBuffer: hasDisplacement(design) });
    refuseNegative(rows);
    refuseOneValue(rows);
    const displacement = displacementOf(rows);
    const regressors = [treatmentOf(rows), ...displacement.columns, ...rows.covariates];
    const fit = fitPoisson(rows, regressors);
    const used = onlyRows(rows, fit.kept);
    const states = statesOf(used);
    refuseUnfit(rows, fit, regressors[0]!.values);
    if (fit.aliased.includes(0)) refuseUncompared(design, states);
    const kept = regressors.map((_, j) => j).filter((j) => Number.isFinite(fit.coefficients[j]!));
    const names = kept.map((j) => regressors[j]!.name);
    const regression = regressionOf(used, fit, kept, regressors.length);
    const terms = kept.filter((j) => j <= displacement.columns.length);
    const dropped = fit.aliased.map((j) => regressors[j]!.name);
    return {
      terms: terms.map((j) => ({ term: regressors[j]!.name, estimate: fit.coefficients[j]! })),
      influence: influenceOf(regression, design.cohort.length, terms.length),
      regression,
      model: modelOf(used, states),
      diagnostics: {
        excluded: {
          ...rows.excluded,
          ...(fit.dropped.rows > 0 ? { "design/all-zero": fit.dropped.rows } : {}),
        },
        covariates: names.slice(terms.length).map((name, c) => ({
          name,
          estimate: fit.coefficients[kept[terms.length + c]!]!,
        })),
        dropped,
        deviance: fit.deviance,
        iterations: fit.iterations,
        converged: fit.converged,
      },
      warnings: [
        ...rows.warnings,
        ...displacement.warnings,
        ...zeroWarnings(rows, fit),
        ...timingWarnings(design, states),
        ...collinearWarning(dropped),
      ],
    };
  },
};

/** The reference's codes: units and periods as the panel numbers them, levels without rows left empty. */
const fitPoisson = (rows: Rows, regressors: readonly NamedColumn[]): PoissonTwoWayFit => {
  const k = regressors.length;
  const x = new Float64Array(rows.count * k);
  for (const [j, { values }] of regressors.entries()) {
    for (let r = 0; r < rows.count; r++) x[r * k + j] = values[r]!;
  }
  const { units, periods } = rows.design.panel;
  return poissonTwoWay({
    y: rows.y,
    x,
    k,
    offset: rows.exposure?.map(Math.log),
    weights: rows.weights,
    unit: rows.unit,
    period: rows.period,
    units: units.length,
    periods: periods.length,
  });
};

const refuseUnfit = (rows: Rows, fit: PoissonTwoWayFit, treated: Float64Array): void => {
  const { panel, outcome } = rows.design;
  if (fit.kept.length === 0) {
    throw new DesignError("design/no-variation", {
      found: `not one event in the ${rows.count} rows of '${outcome}'`,
      expected: "at least some events",
      hint: "check that the outcome column is the right one",
    });
  }
  if (fit.separated.includes(0)) {
    const rowsAtFault = fit.kept.filter((r) => treated[r] === 1 && rows.y[r] === 0);
    throw new DesignError("design/separation", {
      found:
        `the zeros leave no finite estimate: treated rows without an event are ` +
        nameCells(
          panel,
          [...rowsAtFault].map((r) => rows.cell[r]!),
        ),
      expected: "events both in treated rows and in the rows they are compared with",
      hint: "use rate-ratio or rirr, which give an exact bound, or a wider outcome or longer periods",
    });
  }
  if (fit.separated.length > 0) {
    const names = fit.separated.map((j) => rows.design.covariates[j - 1] ?? "displacement");
    throw new DesignError("design/separation", {
      found: `the zeros leave no finite coefficient for ${nameSome(names)}`,
      expected: "covariates that do not single out rows without events",
      hint: "leave these columns out of --covariates",
    });
  }
  if (!fit.converged) {
    throw new DesignError("design/not-converged", {
      found: `the Poisson fit still moved after ${fit.iterations} iterations`,
      expected: "a fit that settles",
      hint: "look for covariates on very different scales, or rows with a huge exposure",
    });
  }
};

const regressionOf = (
  rows: Rows,
  fit: PoissonTwoWayFit,
  kept: readonly number[],
  given: number,
): Regression => {
  const k = kept.length;
  const N = rows.count;
  const x = k === given ? fit.xDemeaned : new Float64Array(N * k);
  if (k !== given) {
    for (let r = 0; r < N; r++)
      for (let j = 0; j < k; j++) x[r * k + j] = fit.xDemeaned[r * given + kept[j]!]!;
  }
  const y = Float64Array.from(fit.workingResiduals);
  for (let r = 0; r < N; r++)
    for (let j = 0; j < k; j++) y[r]! += x[r * k + j]! * fit.coefficients[kept[j]!]!;
  const bread = new Float64Array(k * k);
  for (let a = 0; a < k; a++)
    for (let b = 0; b < k; b++) bread[a * k + b] = fit.bread[kept[a]! * given + kept[b]!]!;
  return {
    x,
    k,
    residuals: fit.workingResiduals,
    weights: fit.weights,
    unit: rows.unit,
    period: rows.period,
    y,
    bread,
    ...parametersOf(k, codesOf(rows)),
    absorbed: [],
    family: "poisson",
  };
};

const zeroWarnings = (rows: Rows, fit: PoissonTwoWayFit): Diagnostic[] => {
  const { panel } = rows.design;
  const warn = (levels: Int32Array, names: readonly string[], what: string): Diagnostic[] => {
    if (levels.length === 0) return [];
    const list = nameSome([...levels].map((i) => names[i]!));
    const message = `${levels.length} ${what}(s) without a single event are left out, as they fit themselves: ${list}`;
    return [diagnostic("design/all-zero", "warning", message, { count: levels.length })];
  };
  return [
    ...warn(fit.dropped.units, panel.units, "unit"),
    ...warn(fit.dropped.periods, panel.periods, "period"),
  ];
};
