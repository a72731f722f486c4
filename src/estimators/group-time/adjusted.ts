import type { Cell } from "./cells.ts";
import { type CellEffect, earlier, type Unestimable } from "./effect.ts";
import { type Factored, factor, gram, moment, rowTimes, total } from "./normal-equations.ts";
import type { Plan } from "./plan.ts";
import { fitPropensity, type Propensity } from "./propensity.ts";
import type { Range, Sample } from "./sample.ts";

/** Comparison units at least this likely to be treated are trimmed; a cell with any unit beyond `overlap` is refused. */
const trim = 0.995;
const overlap = 0.999;

/**
 * The covariate-adjusted effect of a cell: outcome regression, inverse probability weighting, or both (doubly robust).
 *
 *   r = ΔY − m, m = x'β from comparison units (0 under ipw);  a = w p/(1 − p) on comparison units (none under reg)
 *   θ = Σ_g w r / Σ_g w − Σ_c a r / Σ_c a
 *   ψ/n = 1_g w (r − η₁)/W_g − 1_c a (r − η₀)/A − w (D − p) x'h − 1_c w r x'd,
 *   h = H⁻¹ Σ_c a (r − η₀) x / A,  d = (Σ_c w x x')⁻¹ (x̄_g − x̄_a),
 *
 * the last two being the cost of estimating the logit and the regression. Covariates and weights are those of the
 * earlier period of the cell.
 *
 * Source    Sant'Anna & Zhao (2020), J. Econometrics 219(1), 101–122, equations 3.1 and 4.2, panel case; for
 *           regression and normalised weighting see their section 2.
 */
export const adjustedEffect = (sample: Sample, plan: Plan): CellEffect => {
  const shared = nuisances(sample, plan);
  const residual = new Float64Array(sample.n);
  const odds = new Float64Array(sample.n);
  return (cell, psi) => {
    const nuisance = shared(cell);
    if ("reason" in nuisance) return nuisance;
    return estimate(sample, cell, nuisance, { residual, odds, psi });
  };
};

interface Nuisance {
  readonly x: Float64Array;
  readonly k: number;
  readonly w: Float64Array;
  readonly propensity?: Propensity;
  readonly outcome?: Factored;
}

interface Buffers {
  readonly residual: Float64Array;
  readonly odds: Float64Array;
  readonly psi: Float64Array;
}

const estimate = (sample: Sample, cell: Cell, nuisance: Nuisance, buffers: Buffers): number | Unestimable => {
  const { n } = sample;
  const { x, k, w, propensity, outcome } = nuisance;
  const { residual, odds, psi } = buffers;
  const [treated, comparison] = [[cell.group], cell.comparison];
  changes(sample, cell, residual);
  if (outcome !== undefined) subtractFit(nuisance, cell, residual, odds);
  const weightTreated = total(treated, w);
  if (!(weightTreated > 0)) return { reason: "no weight on the cohort" };
  const effectTreated = weightedSum(treated, w, residual) / weightTreated;
  const gap = moment(x, k, treated, w).map((v) => v / weightTreated);

  let effectComparison = 0;
  let weightComparison = 1;
  let h: Float64Array | undefined;
  if (propensity !== undefined) {
    fillOdds(propensity, comparison, w, odds);
    weightComparison = total(comparison, odds);
    if (!(weightComparison > 0)) return { reason: "no comparison unit has any weight after trimming" };
    effectComparison = weightedSum(comparison, odds, residual) / weightComparison;
    const mean = moment(x, k, comparison, odds);
    for (let j = 0; j < k; j++) gap[j]! -= mean[j]! / weightComparison;
    h = propensity.information.solve(
      tilt(nuisance, cell, residual, odds, effectComparison, weightComparison),
    );
  }
  const d = outcome?.solve(gap);

  for (let i = cell.group.from; i < cell.group.to; i++) {
    const own = (w[i]! * (residual[i]! - effectTreated)) / weightTreated;
    const logit = h === undefined ? 0 : w[i]! * (1 - propensity!.p[i]!) * rowTimes(x, k, i, h);
    psi[i] = n * (own - logit);
  }
  for (const { from, to } of comparison) {
    for (let i = from; i < to; i++) {
      const own = h === undefined ? 0 : (odds[i]! * (residual[i]! - effectComparison)) / weightComparison;
      const logit = h === undefined ? 0 : w[i]! * propensity!.p[i]! * rowTimes(x, k, i, h);
      const regression = d === undefined ? 0 : w[i]! * residual[i]! * rowTimes(x, k, i, d);
      psi[i] = n * (logit - own - regression);
    }
  }
  return effectTreated - effectComparison;
};

const changes = ({ n, y }: Sample, cell: Cell, out: Float64Array): void => {
  for (const { from, to } of [cell.group, ...cell.comparison])
    for (let i = from; i < to; i++) out[i] = y[cell.t * n + i]! - y[cell.base * n + i]!;
};

/** ΔY − x'β, with β fitted to the comparison units; `scratch` is overwritten. */
const subtractFit = (
  { x, k, w, outcome }: Nuisance,
  cell: Cell,
  residual: Float64Array,
  scratch: Float64Array,
) => {
  for (const { from, to } of cell.comparison)
    for (let i = from; i < to; i++) scratch[i] = w[i]! * residual[i]!;
  const beta = outcome!.solve(moment(x, k, cell.comparison, scratch));
  for (const { from, to } of [cell.group, ...cell.comparison])
    for (let i = from; i < to; i++) residual[i]! -= rowTimes(x, k, i, beta);
};

const weightedSum = (ranges: readonly Range[], w: Float64Array, v: Float64Array): number => {
  let sum = 0;
  for (const { from, to } of ranges) for (let i = from; i < to; i++) sum += w[i]! * v[i]!;
  return sum;
};

const fillOdds = (
  { p }: Propensity,
  comparison: readonly Range[],
  w: Float64Array,
  odds: Float64Array,
): void => {
  for (const { from, to } of comparison)
    for (let i = from; i < to; i++) odds[i] = p[i]! < trim ? (w[i]! * p[i]!) / (1 - p[i]!) : 0;
};

/** Σ_c a (r − η₀) x / A: how the weighted comparison mean moves with the logit's coefficients. */
const tilt = (
  { x, k }: Nuisance,
  cell: Cell,
  residual: Float64Array,
  odds: Float64Array,
  mean: number,
  weight: number,
): Float64Array => {
  const out = new Float64Array(k);
  for (const { from, to } of cell.comparison) {
    for (let i = from; i < to; i++) {
      const v = (odds[i]! * (residual[i]! - mean)) / weight;
      if (v !== 0) for (let j = 0; j < k; j++) out[j]! += v * x[i * k + j]!;
    }
  }
  return out;
};

/**
 * Logit and X'X of a cell, computed once for neighbouring cells that share them: a cohort's comparison set changes
 * seldom, and covariates that do not vary in time serve every period.
 */
const nuisances = (sample: Sample, plan: Plan): ((cell: Cell) => Nuisance | Unestimable) => {
  const { covariates, n, weights } = sample;
  const k = covariates!.k;
  const ones = new Float64Array(n).fill(1);
  const unweighted = weights === undefined;
  const timed = covariates!.varying || !unweighted;
  let [logitKey, outcomeKey] = ["", ""];
  let logit: Propensity | Unestimable | undefined;
  let outcome: Factored | undefined;
  return (cell) => {
    const s = timed ? earlier(cell) : 0;
    const x = covariates!.at(s);
    const w = unweighted ? ones : weights.subarray(s * n, (s + 1) * n);
    if (cell.comparison.length === 0) return { reason: "no comparison units" };
    const set = `${cell.comparison.map(({ from, to }) => `${from}-${to}`).join()}@${s}`;
    if (plan.estimator !== "ipw" && set !== outcomeKey) {
      outcome = factor(gram(x, k, cell.comparison, w), k);
      outcomeKey = set;
    }
    if (plan.estimator !== "reg" && `${cell.group.from}:${set}` !== logitKey) {
      logit = guarded(x, k, cell, w, unweighted ? undefined : ones);
      logitKey = `${cell.group.from}:${set}`;
    }
    if (plan.estimator !== "reg" && "reason" in logit!) return logit;
    if (plan.estimator !== "ipw" && outcome === undefined)
      return { reason: "covariates are collinear among the comparison units, or these are too few" };
    return {
      x,
      k,
      w,
      ...(plan.estimator === "reg" ? {} : { propensity: logit as Propensity }),
      ...(plan.estimator === "ipw" ? {} : { outcome: outcome! }),
    };
  };
};

/** The logit, unless a unit is all but certain to be treated: then nothing comparable exists for it. */
const guarded = (
  x: Float64Array,
  k: number,
  cell: Cell,
  w: Float64Array,
  ones?: Float64Array,
): Propensity | Unestimable => {
  const fit = fitPropensity(x, k, cell.group, cell.comparison, w);
  // Overlap is a matter of units, not of their weights: it is judged on the unweighted logit.
  const plain = ones === undefined ? fit : fitPropensity(x, k, cell.group, cell.comparison, ones);
  if (fit === "collinear" || plain === "collinear") return { reason: "covariates are collinear" };
  if (plain.largest >= overlap || fit.largest >= 1 - 1e-6)
    return {
      reason: `no overlap: a unit is ${(100 * plain.largest).toFixed(2)} % likely to be in the cohort`,
    };
  return fit;
};
