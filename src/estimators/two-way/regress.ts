import { choleskySolve, crossVector } from "../../maths/linear.ts";
import type { Regression } from "../../model/estimate.ts";
import { absorber, type Codes } from "./absorb.ts";
import type { NamedColumn, Rows } from "./rows.ts";

/** Coefficients of a regression with unit and period effects, and what inference needs of it. */
export interface TwoWayFit {
  /** One per kept regressor, in the order given. */
  readonly coefficients: Float64Array;
  /** Index of each kept regressor among those given. */
  readonly kept: readonly number[];
  /** Names of regressors that repeat the effects or the regressors before them. */
  readonly dropped: readonly string[];
  /** Share of each regressor's own variation that the effects leave, in the order given. */
  readonly share: Float64Array;
  /** Absent when no regressor is left. */
  readonly regression?: Regression;
  /** Sum of squares of the outcome after the effects are taken out, over the one before: rounding leaves 1e-30. */
  readonly outcomeShare: number;
}

// Unit effects may hold nearly all of a column (population), so what they must leave of it is only well above rounding:
// 1e-14 of its variation, R's 1e-7 squared. Columns that depend on each other are judged on the Cholesky pivot.
const nothingLeft = 1e-14;
const dependent = 1e-10;

/**
 * Least squares of y on the regressors with unit and period effects, weighted when the rows are. A regressor that
 * repeats the effects or those before it is dropped, as `feols` and `lm` do: always the later of two.
 */
export const regressTwoWay = (rows: Rows, regressors: readonly NamedColumn[]): TwoWayFit => {
  const effects = absorber(rows);
  const y = effects.demean(rows.y);
  const outcomeShare = squares(y, rows.weights) / squares(rows.y, rows.weights);
  const demeaned = regressors.map(({ values }) => effects.demean(values));
  const share = Float64Array.from(demeaned, (column, j) => {
    const before = spread(regressors[j]!.values, rows.weights);
    return before === 0 ? 0 : squares(column, rows.weights) / before;
  });
  const candidates = regressors.map((_, j) => j).filter((j) => share[j]! > nothingLeft);
  const columns = candidates.map((j) => ({ original: regressors[j]!.values, demeaned: demeaned[j]! }));
  const solved = solve(columns, y, rows.weights);
  const kept = solved.kept.map((c) => candidates[c]!);
  const dropped = regressors.filter((_, j) => !kept.includes(j)).map(({ name }) => name);
  const base = { coefficients: solved.coefficients, kept, dropped, share, outcomeShare };
  return kept.length === 0 ? base : { ...base, regression: regressionOf(rows, effects, solved, y) };
};

interface Column {
  readonly original: Float64Array;
  readonly demeaned: Float64Array;
}

interface Solved {
  readonly x: Float64Array;
  readonly k: number;
  readonly kept: readonly number[];
  readonly coefficients: Float64Array;
  readonly bread: Float64Array;
}

/** Normal equations of columns scaled to unit length, with one refinement of the solution from its residuals. */
const solve = (columns: readonly Column[], y: Float64Array, weights: Float64Array | undefined): Solved => {
  const size = columns.map(({ demeaned }) => Math.sqrt(squares(demeaned, weights)));
  const independent = columnsOf(columns, size, weights);
  const { kept, x, l } = independent;
  const k = kept.length;
  const scale = Float64Array.from(kept, (j) => size[j]!);
  const b = choleskySolve(l, k, crossVector(x, y.length, k, y, weights));
  const correction = choleskySolve(l, k, crossVector(x, y.length, k, residualsOf(x, k, y, b), weights));
  const bread = new Float64Array(k * k);
  const unit = new Float64Array(k);
  for (let j = 0; j < k; j++) {
    unit.fill(0);
    unit[j] = 1;
    const column = choleskySolve(l, k, unit);
    for (let i = 0; i < k; i++) bread[i * k + j] = column[i]! / (scale[i]! * scale[j]!);
  }
  const coefficients = b.map((value, j) => (value + correction[j]!) / scale[j]!);
  // Back to the columns' own units, in place: x is a fresh copy.
  for (let r = 0, at = 0; r < y.length; r++) for (let j = 0; j < k; j++, at++) x[at]! *= scale[j]!;
  return { x, k, kept, coefficients, bread };
};

/** Scaled columns side by side, those that depend on earlier ones removed, with the Cholesky factor of the rest. */
const columnsOf = (columns: readonly Column[], size: readonly number[], weights?: Float64Array) => {
  const all = columns.map((_, j) => j);
  const first = sideBySide(columns, size, all);
  const gram = gramOf(columns, first, size, weights);
  const kept = independentOf(gram, all.length);
  if (kept.length === all.length) return { kept, x: first, l: factor(gram, all, all.length) };
  return { kept, x: sideBySide(columns, size, kept), l: factor(gram, kept, all.length) };
};

const sideBySide = (columns: readonly Column[], size: readonly number[], which: readonly number[]) => {
  const k = which.length;
  const N = columns[0]?.demeaned.length ?? 0;
  const x = new Float64Array(N * k);
  // A few hundred rows at a time: written column by column throughout, every value would land on another cache line.
  for (let from = 0; from < N; from += 256) {
    const to = Math.min(from + 256, N);
    for (let at = 0; at < k; at++) {
      const { demeaned } = columns[which[at]!]!;
      const scale = 1 / size[which[at]!]!;
      for (let r = from; r < to; r++) x[r * k + at] = demeaned[r]! * scale;
    }
  }
  return x;
};

/**
 * X̃'WX̃ of the scaled columns, lower triangle. X̃ = MX with M a projection, so X'WX̃ is the same matrix: for a dummy,
 * which is 0 in most rows, that is a sum over the few others, and an event study costs N·k instead of N·k².
 */
const gramOf = (
  columns: readonly Column[],
  x: Float64Array,
  size: readonly number[],
  weights?: Float64Array,
) => {
  const k = columns.length;
  const gram = new Float64Array(k * k);
  for (const [j, { original, demeaned }] of columns.entries()) {
    let filled = 0;
    for (let r = 0; r < original.length; r++) if (original[r] !== 0) filled++;
    const left = filled < original.length / 4 ? original : demeaned;
    for (let r = 0; r < left.length; r++) {
      if (left[r] === 0) continue;
      const v = (left[r]! * (weights === undefined ? 1 : weights[r]!)) / size[j]!;
      for (let l = 0, at = r * k; l <= j; l++, at++) gram[j * k + l]! += v * x[at]!;
    }
  }
  return gram;
};

/** Columns whose pivot survives the columns before them, in a Cholesky factorisation that skips those that do not. */
const independentOf = (gram: Float64Array, k: number): number[] => {
  const kept: number[] = [];
  const l: Float64Array[] = [];
  for (let j = 0; j < k; j++) {
    const row = new Float64Array(kept.length + 1);
    let pivot = gram[j * k + j]!;
    for (let p = 0; p < kept.length; p++) {
      let sum = gram[j * k + kept[p]!]!;
      for (let q = 0; q < p; q++) sum -= row[q]! * l[p]![q]!;
      row[p] = sum / l[p]![p]!;
      pivot -= row[p]! * row[p]!;
    }
    if (!(pivot > dependent)) continue;
    row[kept.length] = Math.sqrt(pivot);
    kept.push(j);
    l.push(row);
  }
  return kept;
};

const factor = (gram: Float64Array, kept: readonly number[], k: number): Float64Array => {
  const size = kept.length;
  const l = new Float64Array(size * size);
  for (let i = 0; i < size; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = gram[kept[i]! * k + kept[j]!]!;
      for (let m = 0; m < j; m++) sum -= l[i * size + m]! * l[j * size + m]!;
      l[i * size + j] = i === j ? Math.sqrt(sum) : sum / l[j * size + j]!;
    }
  }
  return l;
};

const residualsOf = (x: Float64Array, k: number, y: Float64Array, b: Float64Array): Float64Array => {
  const out = Float64Array.from(y);
  for (let r = 0, at = 0; r < y.length; r++) for (let j = 0; j < k; j++, at++) out[r]! -= x[at]! * b[j]!;
  return out;
};

const regressionOf = (rows: Rows, codes: Codes, solved: Solved, y: Float64Array): Regression => ({
  x: solved.x,
  k: solved.k,
  residuals: residualsOf(solved.x, solved.k, y, solved.coefficients),
  ...(rows.weights === undefined ? {} : { weights: rows.weights }),
  unit: rows.unit,
  period: rows.period,
  y,
  bread: solved.bread,
  ...parametersOf(solved.k, codes),
  absorbed: rows.isBalanced && rows.weights === undefined ? ["unit", "period"] : [],
});

/**
 * The two counts of parameters of fixest's small-sample factor: regressors plus levels of both effects less one,
 * and the same with the unit effects counted as one, because units never cross clusters.
 */
export const parametersOf = (k: number, { units, periods }: Codes) => ({
  parameters: k + 1 + periods - 1,
  parametersAll: k + units + periods - 1,
});

/**
 * Per coefficient, each unit's influence: n · (X'WX)⁻¹ Σ_t x w e, with mean zero over the n units of the design, so
 * that √Σψ² / n is the cluster-robust standard error before its small-sample factor.
 */
export const influenceOf = (regression: Regression, units: number, terms: number): Float64Array[] => {
  const { x, k, residuals, weights, unit, bread } = regression;
  const score = new Float64Array(units * k);
  for (let r = 0; r < residuals.length; r++) {
    const e = weights === undefined ? residuals[r]! : residuals[r]! * weights[r]!;
    const [from, to] = [r * k, unit[r]! * k];
    for (let j = 0; j < k; j++) score[to + j]! += x[from + j]! * e;
  }
  return Array.from({ length: terms }, (_, term) => {
    const psi = new Float64Array(units);
    for (let i = 0; i < units; i++) {
      let sum = 0;
      for (let j = 0; j < k; j++) sum += bread[term * k + j]! * score[i * k + j]!;
      psi[i] = units * sum;
    }
    return psi;
  });
};

const squares = (column: Float64Array, weights?: Float64Array): number => {
  let sum = 0;
  for (let r = 0; r < column.length; r++) sum += (weights === undefined ? 1 : weights[r]!) * column[r]! ** 2;
  return sum;
};

/** Sum of squares about the mean. */
const spread = (column: Float64Array, weights?: Float64Array): number => {
  let [total, mass] = [0, 0];
  for (let r = 0; r < column.length; r++) {
    const w = weights === undefined ? 1 : weights[r]!;
    total += w * column[r]!;
    mass += w;
  }
  const mean = total / mass;
  let sum = 0;
  for (let r = 0; r < column.length; r++) {
    sum += (weights === undefined ? 1 : weights[r]!) * (column[r]! - mean) ** 2;
  }
  return sum;
};
