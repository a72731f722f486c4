import { ridgeSimplex } from "../../maths/ridge-simplex.ts";
import { simplexWeights } from "../synthetic-control/simplex-weights.ts";
import { compatWeights } from "./frank-wolfe.ts";
import {
  type Block,
  centredRows,
  changeOf,
  doubleDifference,
  noiseLevel,
  type Paths,
  rowProducts,
  timeProblem,
  unitPoints,
  unitProblem,
  type WeightProblem,
} from "./problem.ts";

export type Solver = "exact" | "compat";

export interface Regularisation {
  readonly noise: number;
  /** ζω = (N₁ T₁)^¼ σ */
  readonly omega: number;
  /** ζλ = 1e-6 σ */
  readonly lambda: number;
}

export interface Weights {
  readonly omega: Float64Array;
  readonly lambda: Float64Array;
}

export interface Solved extends Weights {
  readonly tau: number;
  readonly kkt: { readonly omega: number; readonly lambda: number };
  readonly converged: boolean;
}

/** Solves blocks of one table; products of rows are kept per start. */
export interface WeightSolver {
  readonly paths: Paths;
  regularisation(block: Block): Regularisation;
  /** Standard deviation of the donors' first differences before the start. */
  noise(block: Block): number;
  /** `from` is where the compat solver starts, as the reference restarts from the weights of the estimate. */
  solve(block: Block, zeta: Regularisation, solver: Solver, from?: Weights): Solved;
  /** One row's mean from the start onwards less its λ-weighted mean before. */
  change(row: number, pre: number, lambda: Float64Array): number;
  /** With ω and λ as they are: plain double differences, say. */
  tau(block: Block, weights: Weights): number;
  /** No time weights, no intercept, next to no ridge: the synthetic control the reference package prints beside. */
  syntheticControl(block: Block, zeta: Regularisation, solver: Solver): number;
}

export const weightSolver = (paths: Paths): WeightSolver => {
  const centred = remember((pre) => centredRows(paths, pre));
  const products = remember((pre) => rowProducts(centred(pre), paths.n, pre));
  const unitWeights = (block: Block, zeta: Regularisation, solver: Solver, from?: Float64Array): Minimum => {
    // Many donors, few periods: the dual has one unknown a period, and needs no matrix of donors by donors.
    if (solver === "exact" && block.donors.length > block.pre && zeta.omega > 0) {
      const ridge = block.pre * zeta.omega ** 2;
      const points = unitPoints(centred(block.pre), block);
      const { weights, kktResidual: kkt } = ridgeSimplex({
        points,
        J: block.donors.length,
        p: block.pre,
        ridge,
      });
      const converged = kkt < 1e-10;
      if (converged || block.donors.length > 1000) return { weights, kkt, converged };
    }
    return minimise(unitProblem(products(block.pre), paths.n, block, zeta.omega), zeta.noise, solver, from);
  };
  const tau = (block: Block, { omega, lambda }: Weights): number =>
    doubleDifference(paths, block, omega, lambda);
  return {
    paths,
    tau,
    change: (row, pre, lambda) => changeOf(paths, row, pre, lambda),
    noise: (block) => noiseLevel(paths, block),
    regularisation: (block) => {
      const noise = noiseLevel(paths, block);
      const cells = block.treated.length * (paths.T - block.pre);
      return { noise, omega: Math.sqrt(Math.sqrt(cells)) * noise, lambda: 1e-6 * noise };
    },
    solve: (block, zeta, solver, from) => {
      const unit = unitWeights(block, zeta, solver, from?.omega);
      const time = minimise(timeProblem(paths, block, zeta.lambda), zeta.noise, solver, from?.lambda);
      const weights = { omega: unit.weights, lambda: time.weights };
      return {
        ...weights,
        tau: tau(block, weights),
        kkt: { omega: unit.kkt, lambda: time.kkt },
        converged: unit.converged && time.converged,
      };
    },
    syntheticControl: (block, zeta, solver) => {
      const uncentred = levelProblem(paths, block, 1e-6 * zeta.noise);
      const omega = minimise(uncentred, zeta.noise, solver).weights;
      return tau(block, { omega, lambda: new Float64Array(block.pre) });
    },
  };
};

const remember = (make: (pre: number) => Float64Array): ((pre: number) => Float64Array) => {
  const known = new Map<number, Float64Array>();
  return (pre) => {
    const found = known.get(pre) ?? make(pre);
    known.set(pre, found);
    return found;
  };
};

interface Minimum {
  readonly weights: Float64Array;
  readonly kkt: number;
  readonly converged: boolean;
}

/** Exact by active set; its optimality residual is the certificate. The compat solver has none to show. */
const minimise = (problem: WeightProblem, noise: number, solver: Solver, from?: Float64Array): Minimum => {
  const n = problem.linear.length;
  if (solver === "compat") {
    const { weights, converged } = compatWeights(problem, noise, from);
    return { weights, converged, kkt: kktResidual(problem, weights) };
  }
  const gram = Float64Array.from(problem.gram);
  for (let j = 0; j < n; j++) gram[j * n + j]! += problem.ridge;
  const { weights, kktResidual: kkt } = simplexWeights(gram, problem.linear);
  return { weights, kkt, converged: kkt < 1e-8 };
};

/** Levels, not deviations: a common level taken off every row would hide what a synthetic control must match. */
const levelProblem = ({ y, T }: Paths, { donors, treated, pre }: Block, zeta: number): WeightProblem => {
  const J = donors.length;
  const gram = new Float64Array(J * J);
  const linear = new Float64Array(J);
  const goal = new Float64Array(pre);
  for (const row of treated) for (let t = 0; t < pre; t++) goal[t]! += y[row * T + t]! / treated.length;
  for (let a = 0; a < J; a++) {
    for (let t = 0; t < pre; t++) {
      const own = y[donors[a]! * T + t]! - goal[t]!;
      for (let b = 0; b <= a; b++) gram[a * J + b]! += own * (y[donors[b]! * T + t]! - goal[t]!);
    }
    for (let b = 0; b < a; b++) gram[b * J + a] = gram[a * J + b]!;
  }
  return { gram, linear, ridge: pre * zeta * zeta, rows: pre };
};

/** Largest open slope of (G + ridge)w − l over the simplex, relative to the largest slope. */
const kktResidual = ({ gram, linear, ridge }: WeightProblem, w: Float64Array): number => {
  const n = linear.length;
  const slope = w.map((x, j) => ridge * x - linear[j]!);
  for (let i = 0; i < n; i++)
    if (w[i] !== 0) for (let j = 0; j < n; j++) slope[j]! += w[i]! * gram[i * n + j]!;
  const level = slope.reduce((sum, s, j) => sum + s * w[j]!, 0);
  const size = slope.reduce((most, s) => Math.max(most, Math.abs(s)), Number.MIN_VALUE);
  const open = slope.reduce(
    (most, s, j) => Math.max(most, level - s, w[j]! > 0 ? Math.abs(s - level) : 0),
    0,
  );
  return open / size;
};
