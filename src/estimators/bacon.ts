import type { Design } from "../model/design.ts";
import { diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Estimator, Fit } from "../model/estimate.ts";
import { formatPeriod } from "../model/period.ts";
import { nameCells, nameSome } from "./two-way/names.ts";
import { regressTwoWay } from "./two-way/regress.ts";
import { type Rows, takeRows } from "./two-way/rows.ts";
import {
  exposureNote,
  modelOf,
  refuseConstant,
  refuseUncompared,
  startsOf,
  statesOf,
  treatmentOf,
} from "./two-way/treatment.ts";

export const comparisonTypes = [
  "Treated vs Untreated",
  "Earlier vs Later Treated",
  "Later vs Earlier Treated",
  "Later vs Always Treated",
] as const;
export type ComparisonType = (typeof comparisonTypes)[number];

export interface Component {
  readonly type: ComparisonType;
  /** First treated period of the cohort that switches on within this comparison. */
  readonly treated: string;
  /** First treated period of the cohort it is compared with; null = never treated. */
  readonly comparison: string | null;
  readonly weight: number;
  readonly att: number;
}

/**
 * Goodman-Bacon decomposition: the two-way fixed-effects estimate as a weighted mean of all two-group, two-period
 * comparisons. "Later vs Earlier Treated" and "Later vs Always Treated" use units already treated as comparison;
 * where effects grow or fade over time those are the ones that mislead.
 *
 * Estimand  that of `did`; nothing new is estimated, so there are no standard errors.
 * Units     weight: share of 1; att: those of the outcome.
 * Shapes    `diagnostics.components`, one per ordered pair of cohorts; terms `weight` and `att`, one pair per type
 *           of comparison, named in `comparison`.
 * Throws    DesignError: design/unbalanced, design/unsupported (covariates, weights), and those of `did`; Error
 *           when Σw ≠ 1 or Σw·att differs from the estimate by more than 1e-10 of its scale.
 * Source    Goodman-Bacon (2021), Journal of Econometrics 225(2), 254–277, equations 7 and 10; `bacondecomp::bacon`.
 */
export const bacon: Estimator = {
  name: "bacon",
  title: "Goodman-Bacon decomposition",
  version: 1,
  estimand: "what two-way fixed effects compares",
  scale: "level",
  accepts: ["comparison-group"],
  uses: [],
  options: [],
  traits: { answer: () => "att", worksOn: "levels" },
  fit: (design): Fit => {
    refuseUnsupported(design);
    const rows = takeRows(design);
    requireBalance(rows);
    const states = statesOf(rows);
    const fit = regressTwoWay(rows, [treatmentOf(rows)]);
    refuseConstant(rows, fit.outcomeShare);
    if (fit.kept.length === 0) refuseUncompared(design, states);
    const twfe = fit.coefficients[0]!;
    const components = decompose(rows);
    assertIdentity(components, twfe);
    const summary = byType(components);
    const terms = summary.flatMap(({ type, weight, att }) => [
      { term: "weight", estimate: weight, comparison: type },
      { term: "att", estimate: att, comparison: type },
    ]);
    return {
      terms,
      influence: [],
      model: modelOf(rows, states),
      diagnostics: { twfe, components, types: summary },
      warnings: [...rows.warnings, ...forbiddenWarning(summary), ...exposureNote(design)],
      estimates: terms.map(({ term, estimate, comparison }) => ({
        term,
        estimate,
        ...unmeasured,
        comparison,
      })),
      vcov: "none: a decomposition of a point estimate",
      df: null,
    };
  },
};

const unmeasured = {
  std_error: null,
  statistic: null,
  p_value: null,
  conf_low: null,
  conf_high: null,
  cohort: null,
  period: null,
  event_time: null,
};

const refuseUnsupported = (design: Design): void => {
  const asked = [...design.covariates.map((c) => `covariate '${c}'`), ...(design.weights ? ["weights"] : [])];
  if (asked.length === 0) return;
  throw new DesignError("design/unsupported", {
    found: `${asked.join(", ")} given to the Goodman-Bacon decomposition`,
    expected: "a plain panel: the decomposition holds without covariates and weights only",
    hint: "leave out --covariates and --weights; `estimate did` takes both",
  });
};

const requireBalance = (rows: Rows): void => {
  const { panel } = rows.design;
  const units = new Set(rows.unit);
  if (rows.count === units.size * panel.periods.length) return;
  const present = new Set(rows.cell);
  const gaps = [...units].flatMap((i) =>
    panel.periods.flatMap((_, t) =>
      present.has(i * panel.periods.length + t) ? [] : [i * panel.periods.length + t],
    ),
  );
  throw new DesignError("design/unbalanced", {
    found: `${gaps.length} of ${units.size * panel.periods.length} cells without a value: ${nameCells(panel, gaps)}`,
    expected: "every unit in every period: the decomposition holds on a balanced panel only",
    hint: "drop the units or periods with gaps, or use `estimate did` with callaway-santanna beside it",
  });
};

interface Cohort {
  /** Index of the first treated period, 0 = always treated, T = never. */
  readonly start: number;
  readonly units: number;
  /** T + 1 running sums over time of the cohort's mean outcome. */
  readonly running: Float64Array;
}

const decompose = (rows: Rows): Component[] => {
  const cohorts = cohortMeans(rows);
  const T = rows.design.panel.periods.length;
  const raw = cohorts.flatMap((treated) =>
    treated.start === 0 || treated.start === T
      ? []
      : cohorts.filter((other) => other !== treated).map((other) => compare(rows, treated, other, T)),
  );
  const total = raw.reduce((sum, { weight }) => sum + weight, 0);
  return raw.map((component) => ({ ...component, weight: component.weight / total }));
};

/** Units by start, each with its mean outcome by period; starts are moved to the next period of the panel. */
const cohortMeans = (rows: Rows): Cohort[] => {
  const { panel } = rows.design;
  const T = panel.periods.length;
  const starts = startsOf(rows.design);
  const sums = new Map<number, { units: number; sum: Float64Array }>();
  for (let r = 0; r < rows.count; r += T) {
    const first = panel.ordinals.findIndex((ordinal) => ordinal >= starts[rows.unit[r]!]!);
    const start = first === -1 ? T : first;
    const cohort = sums.get(start) ?? { units: 0, sum: new Float64Array(T) };
    sums.set(start, cohort);
    cohort.units++;
    for (let t = 0; t < T; t++) cohort.sum[t]! += rows.y[r + t]!;
  }
  return [...sums]
    .sort(([a], [b]) => a - b)
    .map(([start, { units, sum }]) => {
      const running = new Float64Array(T + 1);
      for (let t = 0; t < T; t++) running[t + 1] = running[t]! + sum[t]! / units;
      return { start, units, running };
    });
};

/**
 * One 2 × 2 comparison within the window in which the other cohort's status does not change. Its weight is the
 * squared size of the sample times the variance of treatment in it (before scaling to sum 1):
 * (n_k + n_l)² · s(1 − s) · window² · q(1 − q), s = share of the treated cohort, q = share of the window treated.
 */
const compare = (rows: Rows, treated: Cohort, other: Cohort, T: number): Component => {
  const { panel } = rows.design;
  const [from, to] = treated.start < other.start ? [0, other.start] : [other.start, T];
  const window = to - from;
  const q = (to - treated.start) / window;
  const weight = treated.units * other.units * window * window * q * (1 - q);
  const change = ({ running }: Cohort) =>
    (running[to]! - running[treated.start]!) / (to - treated.start) -
    (running[treated.start]! - running[from]!) / (treated.start - from);
  const label = (start: number) => formatPeriod(panel.ordinals[start]!, panel.frequency);
  return {
    type: typeOf(treated.start, other.start, T),
    treated: label(treated.start),
    comparison: other.start === T ? null : label(other.start),
    weight,
    att: change(treated) - change(other),
  };
};

const typeOf = (treated: number, other: number, T: number): ComparisonType => {
  if (other === T) return "Treated vs Untreated";
  if (other === 0) return "Later vs Always Treated";
  return treated < other ? "Earlier vs Later Treated" : "Later vs Earlier Treated";
};

const byType = (components: readonly Component[]) =>
  comparisonTypes.flatMap((type) => {
    const of = components.filter((component) => component.type === type);
    if (of.length === 0) return [];
    const weight = of.reduce((sum, c) => sum + c.weight, 0);
    return [{ type, weight, att: of.reduce((sum, c) => sum + c.weight * c.att, 0) / weight }];
  });

/** The decomposition is an identity; a miss would be a fault of the program, not of the data. */
const assertIdentity = (components: readonly Component[], twfe: number): void => {
  const weight = components.reduce((sum, c) => sum + c.weight, 0);
  const total = components.reduce((sum, c) => sum + c.weight * c.att, 0);
  const scale = components.reduce((sum, c) => sum + c.weight * Math.abs(c.att), Math.abs(twfe));
  if (Math.abs(weight - 1) <= 1e-10 && Math.abs(total - twfe) <= 1e-10 * Math.max(scale, 1e-8)) return;
  throw new Error(`Goodman-Bacon identity broken: Σw = ${weight}, Σw·att = ${total}, estimate ${twfe}`);
};

const forbiddenWarning = (summary: readonly { type: ComparisonType; weight: number }[]) => {
  const forbidden = summary.filter(({ type }) => type.startsWith("Later"));
  const share = forbidden.reduce((sum, { weight }) => sum + weight, 0);
  if (share < 1e-12) return [];
  const message =
    `${(100 * share).toFixed(1)} % of the two-way fixed-effects estimate compares with units already treated ` +
    `(${nameSome(forbidden.map(({ type }) => type))})`;
  return [
    diagnostic("design/forbidden-comparisons", "warning", message, {
      fix: "use callaway-santanna, sun-abraham or imputation for the headline",
    }),
  ];
};
