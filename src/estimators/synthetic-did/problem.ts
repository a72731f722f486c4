/**
 * One synthetic difference-in-differences: a group of treated rows, a pool of donor rows (with repeats in a bootstrap),
 * and the number of periods before the start. Rows are those of a table of complete paths.
 */
export interface Block {
  readonly treated: Int32Array;
  readonly donors: Int32Array;
  readonly pre: number;
}

/** Both weight problems of a block as quadratic programmes over the simplex: w'Gw − 2l'w, ridge on the diagonal. */
export interface WeightProblem {
  readonly gram: Float64Array;
  readonly linear: Float64Array;
  /** ζ² times the number of rows that the loss averages over. */
  readonly ridge: number;
  readonly rows: number;
}

/** Complete paths, n × T row-major, with the products that every block needs formed once for one `pre`. */
export interface Paths {
  readonly y: Float64Array;
  readonly n: number;
  readonly T: number;
}

/** n × pre: each path before the start with its own mean taken off, which is what the intercept ω₀ does. */
export const centredRows = ({ y, n, T }: Paths, pre: number): Float64Array => {
  const centred = new Float64Array(n * pre);
  for (let i = 0; i < n; i++) {
    let mean = 0;
    for (let t = 0; t < pre; t++) mean += y[i * T + t]! / pre;
    for (let t = 0; t < pre; t++) centred[i * pre + t] = y[i * T + t]! - mean;
  }
  return centred;
};

/** n × n: the products do not depend on which rows take part, so that every placebo, bootstrap and cohort of a start picks from them. */
export const rowProducts = (centred: Float64Array, n: number, pre: number): Float64Array => {
  const products = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let t = 0; t < pre; t++) sum += centred[i * pre + t]! * centred[j * pre + t]!;
      products[i * n + j] = sum;
      products[j * n + i] = sum;
    }
  }
  return products;
};

/** The same problem as points: donors less the treated mean, J × pre. */
export const unitPoints = (centred: Float64Array, { treated, donors, pre }: Block): Float64Array => {
  const goal = new Float64Array(pre);
  for (const row of treated)
    for (let t = 0; t < pre; t++) goal[t]! += centred[row * pre + t]! / treated.length;
  const points = new Float64Array(donors.length * pre);
  for (let j = 0; j < donors.length; j++) {
    for (let t = 0; t < pre; t++) points[j * pre + t] = centred[donors[j]! * pre + t]! - goal[t]!;
  }
  return points;
};

/** ‖Σ_j ω_j ỹ_j − ỹ_tr‖² / T₀ + ζ²‖ω‖², times T₀. */
export const unitProblem = (products: Float64Array, n: number, block: Block, zeta: number): WeightProblem => {
  const { donors, treated, pre } = block;
  const J = donors.length;
  const gram = new Float64Array(J * J);
  const linear = new Float64Array(J);
  for (let a = 0; a < J; a++) {
    const row = donors[a]! * n;
    for (let b = 0; b < J; b++) gram[a * J + b] = products[row + donors[b]!]!;
    for (const i of treated) linear[a]! += products[row + i]! / treated.length;
  }
  return { gram, linear, ridge: pre * zeta * zeta, rows: pre };
};

/** ‖Σ_t λ_t ẏ_jt − ẏ_j,post‖² / N₀ + ζ²‖λ‖² over donors j, times N₀; dots are deviations from the donors' mean. */
export const timeProblem = ({ y, T }: Paths, block: Block, zeta: number): WeightProblem => {
  const { donors, pre } = block;
  const J = donors.length;
  const width = pre + 1;
  const rows = new Float64Array(J * width);
  const mean = new Float64Array(width);
  for (let j = 0; j < J; j++) {
    const from = donors[j]! * T;
    for (let t = 0; t < pre; t++) rows[j * width + t] = y[from + t]!;
    for (let t = pre; t < T; t++) rows[j * width + pre]! += y[from + t]! / (T - pre);
    for (let t = 0; t < width; t++) mean[t]! += rows[j * width + t]! / J;
  }
  const gram = new Float64Array(pre * pre);
  const linear = new Float64Array(pre);
  const row = new Float64Array(width);
  for (let j = 0; j < J; j++) {
    for (let t = 0; t < width; t++) row[t] = rows[j * width + t]! - mean[t]!;
    for (let s = 0; s < pre; s++) {
      for (let t = 0; t <= s; t++) gram[s * pre + t]! += row[s]! * row[t]!;
      linear[s]! += row[s]! * row[pre]!;
    }
  }
  for (let s = 0; s < pre; s++) for (let t = 0; t < s; t++) gram[t * pre + s] = gram[s * pre + t]!;
  return { gram, linear, ridge: J * zeta * zeta, rows: J };
};

/** One row's mean from the start onwards less its λ-weighted mean before. */
export const changeOf = ({ y, T }: Paths, row: number, pre: number, lambda: Float64Array): number => {
  let [before, after] = [0, 0];
  for (let t = 0; t < pre; t++) before += lambda[t]! * y[row * T + t]!;
  for (let t = pre; t < T; t++) after += y[row * T + t]!;
  return after / (T - pre) - before;
};

/** (1/N₁, −ω)' Y (1/T₁, −λ): the weighted double difference. */
export const doubleDifference = (
  paths: Paths,
  { treated, donors, pre }: Block,
  omega: Float64Array,
  lambda: Float64Array,
): number => {
  let tau = 0;
  for (const row of treated) tau += changeOf(paths, row, pre, lambda) / treated.length;
  for (let j = 0; j < donors.length; j++) {
    if (omega[j] !== 0) tau -= omega[j]! * changeOf(paths, donors[j]!, pre, lambda);
  }
  return tau;
};

/** Standard deviation of the donors' first differences before the start: the scale of the noise. */
export const noiseLevel = ({ y, T }: Paths, { donors, pre }: Block): number => {
  const steps: number[] = [];
  for (const row of donors) for (let t = 1; t < pre; t++) steps.push(y[row * T + t]! - y[row * T + t - 1]!);
  if (steps.length < 2) return 0;
  const mean = steps.reduce((sum, s) => sum + s, 0) / steps.length;
  return Math.sqrt(steps.reduce((sum, s) => sum + (s - mean) ** 2, 0) / (steps.length - 1));
};
