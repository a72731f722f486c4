import { type Absorbed, absorbTwoWay } from "../../maths/fixed-effects.ts";
import { poissonTwoWay } from "../../maths/poisson-fixed-effects.ts";
import { DesignError } from "../../model/errors.ts";
import { type Forest, forestOf } from "./forest.ts";
import { nameSome } from "./names.ts";
import { regressTwoWay } from "./regress.ts";
import { onlyRows, type Rows } from "./rows.ts";

/**
 * A model of the outcome without treatment, fitted on untreated rows: what it predicts for the treated rows, and how
 * a weighted sum of the predictions moves with the errors of the untreated rows.
 */
export interface Counterfactual {
  /** Untreated rows with an error of their own, and that error: y − ŷ (Gaussian) or (y − μ)/μ (Poisson). */
  readonly untreated: Rows;
  readonly errors: Float64Array;
  /** Treated rows that can be predicted, and their predictions. */
  readonly treated: Rows;
  readonly predicted: Float64Array;
  /** Panel positions of treated rows that cannot: no untreated row shares their unit or their period. */
  readonly lost: readonly number[];
  readonly droppedCovariates: readonly string[];
  /** v over untreated rows such that Σ weight · (change of the linear predictor) over treated rows = Σ v · errors. */
  sensitivity(weight: Float64Array): Float64Array;
}

/** y = αᵢ + γₜ + xβ + e, by (weighted) least squares. */
export const gaussianCounterfactual = (rows: Rows, isTreated: Uint8Array): Counterfactual => {
  const { untreated, treated } = split(rows, isTreated);
  const [units, periods] = sizes(rows);
  const fit = regressTwoWay(untreated, untreated.covariates);
  const beta = new Float64Array(rows.covariates.length);
  for (const [c, j] of fit.kept.entries()) beta[j] = fit.coefficients[c]!;
  const absorbed = absorbTwoWay({ ...untreated, units, periods });
  const plain = untreated.y.map((v, r) => v - covariatesAt(untreated, beta, r));
  const effects = absorbed.effects(plain);
  const forest = forestOf(untreated.unit, untreated.period, units, periods);
  const kept = Int32Array.from(
    indices(treated.count).filter((r) => forest.joins(treated.unit[r]!, treated.period[r]!)),
  );
  const usable = onlyRows(treated, kept);
  const predicted = new Float64Array(usable.count);
  for (let r = 0; r < usable.count; r++) {
    predicted[r] =
      effects.unit[usable.unit[r]!]! + effects.period[usable.period[r]!]! + covariatesAt(usable, beta, r);
  }
  const design = {
    x: fit.regression?.x ?? new Float64Array(0),
    bread: fit.regression?.bread ?? new Float64Array(0),
  };
  return {
    untreated,
    errors: absorbed.demean(plain),
    treated: usable,
    predicted,
    lost: without(treated, kept),
    droppedCovariates: fit.dropped,
    sensitivity: sensitivityOf({ untreated, treated: usable, absorbed, forest, kept: fit.kept, ...design }),
  };
};

/**
 * E y = exposure · exp(αᵢ + γₜ + xβ), by Poisson maximum likelihood. A unit or period whose untreated rows are all
 * zero is predicted to stay at zero: leaving it out instead would keep the units that happened to have events and so
 * expect too many.
 */
export const poissonCounterfactual = (rows: Rows, isTreated: Uint8Array): Counterfactual => {
  const { untreated: all, treated } = split(rows, isTreated);
  const [units, periods] = sizes(rows);
  const k = all.covariates.length;
  const x = new Float64Array(all.count * k);
  for (const [j, { values }] of all.covariates.entries()) {
    for (let r = 0; r < all.count; r++) x[r * k + j] = values[r]!;
  }
  const fit = poissonTwoWay({ ...all, x, k, offset: all.exposure?.map(Math.log), units, periods });
  refuseUnfit(all, fit.kept.length, fit.separated, fit.converged);
  const untreated = onlyRows(all, fit.kept);
  const kept = indices(k).filter((j) => Number.isFinite(fit.coefficients[j]!));
  const beta = fit.coefficients.map((b) => (Number.isFinite(b) ? b : 0));
  const forest = forestOf(untreated.unit, untreated.period, units, periods);
  const isZero = (i: number, t: number) =>
    fit.effects.unit[i] === Number.NEGATIVE_INFINITY || fit.effects.period[t] === Number.NEGATIVE_INFINITY;
  const place = Int32Array.from(
    indices(treated.count).filter((r) => {
      const [i, t] = [treated.unit[r]!, treated.period[r]!];
      return isZero(i, t) || forest.joins(i, t);
    }),
  );
  const usable = onlyRows(treated, place);
  const predicted = new Float64Array(usable.count);
  for (let r = 0; r < usable.count; r++) {
    const [i, t] = [usable.unit[r]!, usable.period[r]!];
    const systematic = fit.effects.unit[i]! + fit.effects.period[t]! + covariatesAt(usable, beta, r);
    predicted[r] = isZero(i, t) ? 0 : (usable.exposure?.[r] ?? 1) * Math.exp(systematic);
  }
  const weighted = { ...untreated, weights: fit.weights };
  const absorbed = absorbTwoWay({ ...weighted, units, periods });
  const narrow = onlyColumns(fit.xDemeaned, fit.bread, k, kept);
  return {
    untreated,
    errors: fit.workingResiduals,
    treated: usable,
    predicted,
    lost: without(treated, place),
    droppedCovariates: fit.aliased.map((j) => rows.covariates[j]!.name),
    sensitivity: sensitivityOf({ untreated: weighted, treated: usable, absorbed, forest, kept, ...narrow }),
  };
};

const split = (rows: Rows, isTreated: Uint8Array) => {
  const where = (flag: number) => Int32Array.from(indices(rows.count).filter((r) => isTreated[r] === flag));
  return { untreated: onlyRows(rows, where(0)), treated: onlyRows(rows, where(1)) };
};

const indices = (count: number): number[] => Array.from({ length: count }, (_, r) => r);

const sizes = ({ design }: Rows): [number, number] => [
  design.panel.units.length,
  design.panel.periods.length,
];

const covariatesAt = ({ covariates }: Rows, beta: Float64Array, r: number): number => {
  let sum = 0;
  for (let j = 0; j < beta.length; j++) if (beta[j] !== 0) sum += beta[j]! * covariates[j]!.values[r]!;
  return sum;
};

const without = (rows: Rows, kept: Int32Array): number[] => {
  const has = new Set(kept);
  return indices(rows.count).flatMap((r) => (has.has(r) ? [] : [rows.cell[r]!]));
};

interface Projection {
  readonly untreated: Rows;
  readonly treated: Rows;
  readonly absorbed: Absorbed;
  readonly forest: Forest;
  /** Covariates with a coefficient, by their place in `rows.covariates`; x̃ and bread have one column for each. */
  readonly kept: readonly number[];
  readonly x: Float64Array;
  readonly bread: Float64Array;
}

/**
 * Borusyak, Jaravel & Spiess, equation 6 (there −Z(Z₀'Z₀)⁻¹Z₁'w): the weight each untreated row has in Σ w·ŷ₀. The sum
 * is first written on a few fitted values (the forest), L'ŷ; projecting q = L/W on the effects spreads it over all
 * rows, v = W·Pq, and each covariate adds its part. Nothing larger than a column is ever stored.
 */
const sensitivityOf = ({ untreated, treated, absorbed, forest, kept, x, bread }: Projection) => {
  const k = kept.length;
  const [units, periods] = sizes(untreated);
  const { weights } = untreated;
  const weightAt = (r: number) => (weights === undefined ? 1 : weights[r]!);
  return (weight: Float64Array): Float64Array => {
    const [unit, period, need] = [new Float64Array(units), new Float64Array(periods), new Float64Array(k)];
    for (let r = 0; r < treated.count; r++) {
      unit[treated.unit[r]!]! += weight[r]!;
      period[treated.period[r]!]! += weight[r]!;
      for (let c = 0; c < k; c++) need[c]! += weight[r]! * treated.covariates[kept[c]!]!.values[r]!;
    }
    const q = forest.pullBack(unit, period);
    for (let r = 0; r < q.length; r++) if (q[r] !== 0) q[r]! /= weightAt(r);
    const v = absorbed.demean(q);
    for (let r = 0; r < q.length; r++) v[r] = weightAt(r) * (q[r]! - v[r]!);
    for (let c = 0; c < k; c++) {
      const { values } = untreated.covariates[kept[c]!]!;
      for (let r = 0; r < v.length; r++) need[c]! -= values[r]! * v[r]!;
    }
    for (let c = 0; c < k; c++) {
      let pull = 0;
      for (let d = 0; d < k; d++) pull += bread[c * k + d]! * need[d]!;
      for (let r = 0; r < v.length; r++) v[r]! += weightAt(r) * x[r * k + c]! * pull;
    }
    return v;
  };
};

const onlyColumns = (x: Float64Array, bread: Float64Array, k: number, kept: readonly number[]) => {
  const m = kept.length;
  if (m === k) return { x, bread };
  const narrow = new Float64Array((x.length / Math.max(k, 1)) * m);
  for (let r = 0; r * k < x.length; r++) for (let c = 0; c < m; c++) narrow[r * m + c] = x[r * k + kept[c]!]!;
  const small = new Float64Array(m * m);
  for (let a = 0; a < m; a++) for (let b = 0; b < m; b++) small[a * m + b] = bread[kept[a]! * k + kept[b]!]!;
  return { x: narrow, bread: small };
};

const refuseUnfit = (rows: Rows, kept: number, separated: readonly number[], converged: boolean): void => {
  const { design } = rows;
  if (kept === 0) {
    throw new DesignError("design/no-variation", {
      found: `not one event in the ${rows.count} untreated rows of '${design.outcome}'`,
      expected: "events before the start or in comparison units",
      hint: "check the outcome column, or use longer periods",
    });
  }
  if (separated.length > 0) {
    throw new DesignError("design/separation", {
      found: `the zeros leave no finite coefficient for ${nameSome(separated.map((j) => design.covariates[j]!))}`,
      expected: "covariates that do not single out rows without events",
      hint: "leave these columns out of --covariates",
    });
  }
  if (!converged) {
    throw new DesignError("design/not-converged", {
      found: `the Poisson fit of the ${rows.count} untreated rows did not settle`,
      expected: "a fit that settles",
      hint: "look for covariates on very different scales, or rows with a huge exposure",
    });
  }
};
