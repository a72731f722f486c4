/** J points in k dimensions, J × k row-major: every donor as its difference from the treated unit. */
export interface Points {
  readonly d: Float64Array;
  readonly k: number;
  readonly J: number;
}

/** v weighs the dimensions; ρ keeps the weights unique. */
export interface Metric {
  readonly v: Float64Array;
  readonly ridge: number;
}

/** Solves one problem after another over the same points, each from the weights of the one before. */
export interface NearestPoint {
  /** J; overwritten by the next call. */
  solve(metric: Metric): Float64Array;
  /** The donors that carry weight, after a call. */
  support(): Int32Array;
  /** Σ_j w_j d_j of these or other points of the same donors, after a call. */
  combine(points: Points, out: Float64Array): void;
  /** M⁻¹b on the support, M = D_S V D_S' + ρI as it was in the last call. */
  onSupport(b: Float64Array): Float64Array;
}

/**
 * The point of least weighted length in the convex hull of J points: what a synthetic control is when donors are
 * written as differences from the treated unit.
 *
 *   min over w ≥ 0, Σw = 1 of  Σ_k v_k (Σ_j w_j d_jk)² + ρ Σ w²
 *
 * Exact, by Wolfe (1976), Mathematical Programming 11, 128–149, and never forms a J × J matrix. When only v moves the old
 * weights stay feasible and the old support is mostly right, so that a call costs one small Cholesky factor. The search
 * for V calls this thousands of times, hence the buffers.
 */
export const nearestPoint = ({ d, k, J }: Points): NearestPoint => {
  const w = new Float64Array(J);
  const slope = new Float64Array(J);
  const members = new Int32Array(J);
  const at = new Float64Array(k);
  let factor = new Float64Array(64);
  let goal = new Float64Array(8);
  let size = 0;

  /** Lower Cholesky factor of M on the members; false when it has none. */
  const factorise = ({ v, ridge }: Metric): boolean => {
    if (factor.length < size * size) factor = new Float64Array(4 * size * size);
    if (goal.length < size) goal = new Float64Array(2 * size);
    for (let a = 0; a < size; a++) {
      const own = members[a]! * k;
      for (let b = 0; b <= a; b++) {
        const other = members[b]! * k;
        let sum = a === b ? ridge : 0;
        for (let i = 0; i < k; i++) sum += v[i]! * d[own + i]! * d[other + i]!;
        const whole = sum;
        for (let m = 0; m < b; m++) sum -= factor[a * size + m]! * factor[b * size + m]!;
        if (a > b) factor[a * size + b] = sum / factor[b * size + b]!;
        else if (sum > 1e-14 * whole) factor[a * size + a] = Math.sqrt(sum);
        else return false;
      }
    }
    return true;
  };

  /** M⁻¹x in place. */
  const solveInPlace = (x: Float64Array): void => {
    for (let a = 0; a < size; a++) {
      let sum = x[a]!;
      for (let m = 0; m < a; m++) sum -= factor[a * size + m]! * x[m]!;
      x[a] = sum / factor[a * size + a]!;
    }
    for (let a = size - 1; a >= 0; a--) {
      x[a] = x[a]! / factor[a * size + a]!;
      for (let m = 0; m < a; m++) x[m]! -= factor[a * size + m]! * x[a]!;
    }
  };

  const leave = (place: number): void => {
    w[members[place]!] = 0;
    members.copyWithin(place, place + 1, size);
    size -= 1;
  };

  /** Moves w to the minimiser on its support (w ∝ M⁻¹1), giving up one donor at a time where that is negative. */
  const settle = (metric: Metric): void => {
    for (;;) {
      if (!factorise(metric)) {
        for (let a = size - 1; a >= 0; a--) if (!(w[members[a]!]! > 0)) leave(a);
        factorise(metric);
        return;
      }
      goal.fill(1, 0, size);
      solveInPlace(goal);
      let total = 0;
      for (let a = 0; a < size; a++) total += goal[a]!;
      let reach = 1;
      let blocking = -1;
      for (let a = 0; a < size; a++) {
        goal[a] = goal[a]! / total;
        if (goal[a]! > 0) continue;
        const held = w[members[a]!]!;
        const stop = held > 0 ? held / (held - goal[a]!) : 0;
        if (stop <= reach) [blocking, reach] = [a, stop];
      }
      for (let a = 0; a < size; a++) {
        const j = members[a]!;
        w[j] = Math.max(0, w[j]! + reach * (goal[a]! - w[j]!));
      }
      if (blocking < 0) return;
      leave(blocking);
    }
  };

  const solve = (metric: Metric): Float64Array => {
    if (size === 0) {
      members[size++] = nearestVertex({ d, k, J }, metric);
      w[members[0]!] = 1;
    }
    let lowest = Number.POSITIVE_INFINITY;
    for (;;) {
      settle(metric);
      slopes({ d, k, J }, metric, w, members, size, at, slope);
      let level = 0;
      for (let a = 0; a < size; a++) level += w[members[a]!]! * slope[members[a]!]!;
      let best = -1;
      let least = level - 1e-11 * Math.abs(level);
      for (let j = 0; j < J; j++) if (w[j] === 0 && slope[j]! < least) [best, least] = [j, slope[j]!];
      // A step that gains nothing is rounding going round in circles.
      if (best < 0 || !(level < lowest)) return w;
      lowest = level;
      members[size++] = best;
    }
  };

  return {
    solve,
    support: () => members.subarray(0, size),
    combine: (points, out) => mix(points, w, members, size, out),
    onSupport: (b) => {
      const x = Float64Array.from(b);
      solveInPlace(x);
      return x;
    },
  };
};

const mix = (
  { d, k }: Points,
  w: Float64Array,
  members: Int32Array,
  size: number,
  out: Float64Array,
): void => {
  out.fill(0);
  for (let a = 0; a < size; a++) {
    const j = members[a]!;
    for (let i = 0; i < k; i++) out[i]! += w[j]! * d[j * k + i]!;
  }
};

/** Half the gradient: D V D'w + ρw, over every donor. */
const slopes = (
  { d, k, J }: Points,
  { v, ridge }: Metric,
  w: Float64Array,
  members: Int32Array,
  size: number,
  at: Float64Array,
  out: Float64Array,
): void => {
  mix({ d, k, J }, w, members, size, at);
  for (let i = 0; i < k; i++) at[i]! *= v[i]!;
  for (let j = 0; j < J; j++) {
    let sum = ridge * w[j]!;
    for (let i = 0; i < k; i++) sum += at[i]! * d[j * k + i]!;
    out[j] = sum;
  }
};

const nearestVertex = ({ d, k, J }: Points, { v }: Metric): number => {
  let best = 0;
  let least = Number.POSITIVE_INFINITY;
  for (let j = 0; j < J; j++) {
    let length = 0;
    for (let i = 0; i < k; i++) length += v[i]! * d[j * k + i]! ** 2;
    if (length < least) [best, least] = [j, length];
  }
  return best;
};

/** How far weights are from optimal: the steepest way down still open, relative to the largest slope (0 at the solution). */
export const kktResidual = (points: Points, metric: Metric, w: Float64Array): number => {
  const slope = new Float64Array(points.J);
  const members = Int32Array.from(w.keys()).filter((j) => w[j]! > 0);
  slopes(points, metric, w, members, members.length, new Float64Array(points.k), slope);
  const level = slope.reduce((sum, s, j) => sum + s * w[j]!, 0);
  const size = slope.reduce((most, s) => Math.max(most, Math.abs(s)), Number.MIN_VALUE);
  return (
    slope.reduce((worst, s, j) => Math.max(worst, level - s, w[j]! > 0 ? Math.abs(s - level) : 0), 0) / size
  );
};
