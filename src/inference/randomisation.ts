import { type Arrangements, arrangements, linearTest } from "../maths/permutations.ts";
import { stream } from "../maths/random.ts";
import type { Design, Role } from "../model/design.ts";
import { type Diagnostic, diagnostic } from "../model/diagnostic.ts";
import { DesignError } from "../model/errors.ts";
import type { Study } from "../model/estimate.ts";
import { finished, type Uncertainty } from "../study/wald.ts";
import { assignmentTotals, changeTest, logRatio, meanChange, ratioTest } from "./assignment-totals.ts";
import { matched } from "./jackknife.ts";
import type { Inference } from "./method.ts";
import { startsTest } from "./start-assignment.ts";

const defaultDraws = 999;

/** Rows refitted in all, beyond which every assignment gives way to random ones; sums in closed form have no such bound. */
const mostRefittedRows = 5_000_000;

/** Terms of a fit in a fixed order; NaN for a term that an arrangement cannot give. */
export type Statistic = (design: Design) => ArrayLike<number>;

/**
 * Randomisation inference for any estimator: start dates are dealt anew among the units (whole clusters where a cluster
 * has one start; within blocks where there are blocks), and the estimate is compared with all the estimates so
 * obtained. Every assignment when there are at most 100,000; else B random ones and the observed one,
 * p = (k + 1)/(B + 1). Nothing is assumed about errors; what is assumed is that any unit might have been chosen.
 *
 * The interval inverts the same test for a constant effect, when the estimate is linear in the outcome and measures
 * that effect one for one (checked, not believed); it then contains 0 exactly when p > α. Otherwise it is null.
 * `settings.permutations` is B. Buffer and excluded units keep their place.
 *
 * Throws  DesignError inference/no-lottery.
 * Source  Fisher (1935), The Design of Experiments, §21; MacKinnon & Webb (2020), J. Econometrics 218(2), 435–450.
 */
export const randomisation: Inference = {
  name: "randomisation",
  title: "Randomisation inference",
  infer: (study) =>
    randomise(study, (design) => matched(study.fit.terms, study.refit(design)), { isOwn: true }),
};

/** The same with a statistic of the caller's own, e.g. a studentised one, aligned with the terms of the fit. */
export const randomise = (study: Study, statistic: Statistic, { isOwn = false } = {}) => {
  const { fit, design, settings } = study;
  const assignment = assignmentOf(study);
  const deal = (limit?: number): Arrangements =>
    arrangements(
      { labels: assignment.labels, ...(assignment.blocks && { blocks: assignment.blocks }) },
      {
        draws: Number(settings.permutations ?? defaultDraws),
        random: stream(settings.seed, "randomisation"),
        ...(limit === undefined ? {} : { limit }),
      },
    );
  let dealt = deal();
  if (dealt.possible < 2) throw oneAssignment();
  const isMany = dealt.exact && dealt.possible * fit.model.observations > mostRefittedRows;
  let closed = closedForm(study, dealt, assignment);
  if (!closed && isMany) dealt = deal(1);
  // What is quickly imputed is the method's own estimate, not a statistic that somebody else brings.
  if (isOwn) closed ??= startsTest(study, dealt, (labels) => assignment.deal(labels).cohort);
  if (closed)
    return {
      ...described(dealt, assignment, 0, settings.confLevel),
      estimates: fit.terms.map((term, j) => finished(term, j === 0 ? closed : unknown)),
    };
  const { values, failed } = collect(dealt, fit.terms.length, (labels) => statistic(assignment.deal(labels)));
  const observed = statistic(design);
  const overlap = overlaps(study, dealt, assignment, statistic, observed);
  const tests = fit.terms.map((_, j) => testOf(observed[j]!, values[j]!, overlap?.[j], settings.confLevel));
  return {
    ...described(dealt, assignment, failed, settings.confLevel),
    estimates: fit.terms.map((term, j) => finished(term, tests[j]!)),
  };
};

/** Terms beside the first, of which the closed forms say nothing. */
const unknown: Uncertainty = {
  error: Number.NaN,
  statistic: Number.NaN,
  p: Number.NaN,
  lower: Number.NaN,
  upper: Number.NaN,
};

const described = (dealt: Arrangements, assignment: Assigned, failed: number, level: number) => ({
  vcov: dealt.exact
    ? `randomisation, all ${dealt.count} assignments`
    : `randomisation, ${dealt.count - 1} random assignments and the observed one`,
  df: null,
  diagnostics: {
    assignments: dealt.count,
    possible: Number.isFinite(dealt.possible) ? dealt.possible : null,
    exact: dealt.exact,
    smallest_p: 1 / dealt.count,
    assigned: assignment.what,
    failed,
  },
  warnings: warningsOf(dealt, failed, level),
});

/**
 * On a complete panel with one start the Poisson model estimates the log ratio of four totals, and least squares the
 * difference of mean changes. Where the fit agrees with that (checked, not believed), thousands of assignments cost
 * as many sums instead of as many fits, and the test can be inverted.
 */
const closedForm = (
  { fit, design, settings }: Study,
  dealt: Arrangements,
  assignment: Assigned,
): Uncertainty | undefined => {
  if (fit.terms.length !== 1 || fit.regression === undefined) return undefined;
  const totals = assignmentTotals(design, assignment.assignedOf, assignment.labels.length);
  if (!totals) return undefined;
  const [form, test] = fit.regression.family === "poisson" ? [logRatio, ratioTest] : [meanChange, changeTest];
  const observed = form(totals, (assigned) => Number.isFinite(assignment.labels[assigned]!));
  if (!(Math.abs(observed - fit.terms[0]!.estimate) < 1e-7 * (1 + Math.abs(observed)))) return undefined;
  const { p, lower, upper } = test(totals, dealt, assignment.labels, observed, settings.confLevel);
  return { error: Number.NaN, statistic: observed, p, lower, upper };
};

interface Assigned {
  readonly labels: Float64Array;
  readonly blocks?: Int32Array;
  readonly what: "units" | "clusters";
  deal(labels: ArrayLike<number>): Design;
  /** The unit of assignment that a unit belongs to. */
  assignedOf(unit: number): number;
}

/**
 * Who the model can be run on: a unit without a single event is dropped by a model of counts whoever is treated, so it
 * is not assigned anything.
 */
const enteredUnits = ({ design, fit }: Study): ((unit: number) => boolean) => {
  if (fit.regression) {
    const used = new Set(fit.regression.unit);
    return (i) => used.has(i);
  }
  if (fit.scale !== "log") return () => true;
  const { panel, outcome } = design;
  const T = panel.periods.length;
  return (i) => panel.columns[outcome]!.subarray(i * T, (i + 1) * T).some((y) => y > 0);
};

const assignmentOf = (study: Study): Assigned => {
  const { design } = study;
  const { cohort, roles, cluster, blocks } = design;
  const entered = enteredUnits(study);
  const eligible = Array.from(cohort.keys()).filter(
    (i) => (roles[i] === "treated" || roles[i] === "comparison") && entered(i),
  );
  const startOf = new Map<number, number>();
  const whole = eligible.every((i) => {
    const seen = startOf.get(cluster[i]!);
    if (seen === undefined) startOf.set(cluster[i]!, cohort[i]!);
    return seen === undefined || seen === cohort[i]!;
  });
  // The unit of assignment is a cluster, or a unit where some cluster has several starts.
  const assigned = whole ? [...new Set(eligible.map((i) => cluster[i]!))] : eligible;
  const assignedOf = (i: number): number => (whole ? cluster[i]! : i);
  const first = new Map<number, number>();
  for (const i of eligible) if (!first.has(assignedOf(i))) first.set(assignedOf(i), i);
  const place = new Map(assigned.map((t, at) => [t, at]));
  const names = blocks && [...new Set(blocks)];
  return {
    what: whole ? "clusters" : "units",
    labels: Float64Array.from(assigned, (t) => cohort[first.get(t)!]!),
    assignedOf: (i) => place.get(assignedOf(i))!,
    ...(blocks &&
      names && { blocks: Int32Array.from(assigned, (t) => names.indexOf(blocks[first.get(t)!]!)) }),
    deal: (labels) => {
      const next = Float64Array.from(cohort);
      const parts: Role[] = [...roles];
      for (const i of eligible) {
        next[i] = labels[place.get(assignedOf(i))!]!;
        parts[i] = Number.isFinite(next[i]!) ? "treated" : "comparison";
      }
      return { ...design, cohort: next, roles: parts };
    },
  };
};

/** One array of values per term. An arrangement that cannot be estimated counts as extreme, which is conservative. */
const collect = (dealt: Arrangements, terms: number, run: (labels: Float64Array) => ArrayLike<number>) => {
  const values = Array.from({ length: terms }, () => new Float64Array(dealt.count));
  let [at, failed] = [0, 0];
  dealt.each((labels) => {
    let result: ArrayLike<number> | undefined;
    try {
      result = run(labels);
    } catch (cause) {
      if (!(cause instanceof DesignError)) throw cause;
      failed++;
    }
    for (let j = 0; j < terms; j++) {
      const v = result?.[j] ?? Number.NaN;
      values[j]![at] = Number.isFinite(v) ? v : Number.POSITIVE_INFINITY;
    }
    at++;
  });
  return { values, failed };
};

/**
 * What one unit of constant effect in the treated cells adds to each statistic: the estimator run on the treatment
 * indicator itself. Undefined for a term unless the statistic is linear and the observed one picks the effect up whole.
 */
const overlaps = (
  study: Study,
  dealt: Arrangements,
  assignment: Assigned,
  statistic: Statistic,
  observed: ArrayLike<number>,
): (Float64Array | undefined)[] | undefined => {
  const { design, fit } = study;
  const indicator = treatedCells(design);
  const outcome = design.panel.columns[design.outcome]!;
  const own = (labels: ArrayLike<number>, column: Float64Array) =>
    statistic(withOutcome(assignment.deal(labels), column));
  let alone: ArrayLike<number>;
  let shifted: ArrayLike<number>;
  try {
    alone = own(assignment.labels, indicator);
    shifted = own(
      assignment.labels,
      outcome.map((v, at) => v + indicator[at]!),
    );
  } catch (cause) {
    if (cause instanceof DesignError) return undefined;
    throw cause;
  }
  const linear = fit.terms.map(
    (_, j) =>
      Math.abs(alone[j]! - 1) < 1e-8 &&
      Math.abs(shifted[j]! - observed[j]! - 1) < 1e-6 * (1 + Math.abs(observed[j]!)),
  );
  if (!linear.some(Boolean)) return undefined;
  const { values } = collect(dealt, fit.terms.length, (labels) => own(labels, indicator));
  return values.map((v, j) => (linear[j] === true ? v : undefined));
};

const treatedCells = ({ panel, cohort, outcome }: Design): Float64Array => {
  const T = panel.ordinals.length;
  return panel.columns[outcome]!.map((v, at) =>
    Number.isNaN(v) ? v : Number(panel.ordinals[at % T]! >= cohort[Math.floor(at / T)]!),
  );
};

const withOutcome = (design: Design, column: Float64Array): Design => ({
  ...design,
  panel: { ...design.panel, columns: { ...design.panel.columns, [design.outcome]: column } },
});

const testOf = (
  observed: number,
  values: Float64Array,
  overlap: Float64Array | undefined,
  level: number,
): Uncertainty => {
  const none = Number.NaN;
  if (!Number.isFinite(observed)) return { error: none, statistic: none, p: none, lower: none, upper: none };
  if (overlap?.every(Number.isFinite) === true && values.every(Number.isFinite)) {
    const { p, lower, upper } = linearTest(observed, values, overlap, level);
    return { error: none, statistic: observed, p, lower, upper };
  }
  // Sums of the same numbers in another order differ in the last digits: a tie must still count as a tie.
  const bar = Math.abs(observed) * (1 - 1e-9);
  const asExtreme = values.reduce((count, v) => count + Number(Math.abs(v) >= bar), 0);
  return { error: none, statistic: observed, p: asExtreme / values.length, lower: none, upper: none };
};

const warningsOf = (dealt: Arrangements, failed: number, level: number): Diagnostic[] => {
  const out: Diagnostic[] = [];
  if (1 / dealt.count > 1 - level) {
    out.push(
      diagnostic(
        "inference/few-assignments",
        "warning",
        `Only ${dealt.count} assignments are possible, so no p-value can be below ${(1 / dealt.count).toPrecision(2)}.`,
        { fix: "add comparison units; with this few, no result can be significant" },
      ),
    );
  }
  if (failed > 0) {
    out.push(
      diagnostic(
        "inference/assignment-failed",
        "warning",
        `${failed} of ${dealt.count} assignments could not be estimated and were counted as extreme.`,
        { fix: "look for units with few usable periods, and leave them out of the comparison" },
      ),
    );
  }
  return out;
};

const oneAssignment = (): DesignError =>
  new DesignError("inference/no-lottery", {
    found: "a single way to assign the treatment within these blocks or clusters",
    expected: "at least one unit that might have been treated instead",
    hint: "leave out --blocks or --cluster, or add comparison units",
  });
