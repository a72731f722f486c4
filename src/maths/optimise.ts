/** Roots and minima of functions of one and several variables. Every search says whether it arrived. */

export interface Minimum {
  readonly x: Float64Array;
  readonly value: number;
  readonly iterations: number;
  readonly converged: boolean;
}

/** A root between lo and hi, where f has opposite signs (or is 0), by halving; undefined when it has not. */
export const bisect = (
  f: (x: number) => number,
  lo: number,
  hi: number,
  tolerance = 1e-12,
): number | undefined => {
  let [a, b, fa] = [lo, hi, f(lo)];
  if (fa === 0) return a;
  const fb = f(hi);
  if (fb === 0) return b;
  if (!(fa * fb < 0)) return undefined;
  while (Math.abs(b - a) > tolerance * Math.max(1, Math.abs(a), Math.abs(b))) {
    const middle = a + (b - a) / 2;
    if (middle === a || middle === b) break;
    const fm = f(middle);
    if (fm === 0) return middle;
    if (fa * fm < 0) b = middle;
    else [a, fa] = [middle, fm];
  }
  return a + (b - a) / 2;
};

/** The minimum of a unimodal f on [lo, hi], by golden section with Brent's parabolic steps. */
export const brentMinimise = (
  f: (x: number) => number,
  lo: number,
  hi: number,
  tolerance = 1e-10,
): { readonly x: number; readonly value: number } => {
  const golden = (3 - Math.sqrt(5)) / 2;
  let [a, b] = [lo, hi];
  let x = a + golden * (b - a);
  let [w, v, fx] = [x, x, f(x)];
  let [fw, fv, step, before] = [fx, fx, 0, 0];
  for (let i = 0; i < 500; i++) {
    const middle = 0.5 * (a + b);
    const reach = 1e-11 * Math.abs(x) + tolerance / 3;
    if (Math.abs(x - middle) <= 2 * reach - 0.5 * (b - a)) break;
    const r = (x - w) * (fx - fv);
    let q = (x - v) * (fx - fw);
    let p = (x - v) * q - (x - w) * r;
    q = 2 * (q - r);
    if (q > 0) p = -p;
    q = Math.abs(q);
    if (
      Math.abs(before) > reach &&
      Math.abs(p) < Math.abs(0.5 * q * before) &&
      p > q * (a - x) &&
      p < q * (b - x)
    ) {
      [before, step] = [step, p / q];
      const u = x + step;
      if (u - a < 2 * reach || b - u < 2 * reach) step = x < middle ? reach : -reach;
    } else {
      before = x < middle ? b - x : a - x;
      step = golden * before;
    }
    const u = x + (Math.abs(step) >= reach ? step : step > 0 ? reach : -reach);
    const fu = f(u);
    if (fu <= fx) {
      if (u < x) b = x;
      else a = x;
      [v, fv, w, fw, x, fx] = [w, fw, x, fx, u, fu];
    } else {
      if (u < x) a = u;
      else b = u;
      if (fu <= fw || w === x) [v, fv, w, fw] = [w, fw, u, fu];
      else if (fu <= fv || v === x || v === w) [v, fv] = [u, fu];
    }
  }
  return { x, value: fx };
};

export interface SimplexSearch {
  /** First step along each axis; default a tenth of the coordinate, or 0.1 at 0. */
  readonly step?: number;
  readonly tolerance?: number;
  readonly mostIterations?: number;
}

/** Nelder & Mead (1965), The Computer Journal 7, 308–313, with the standard coefficients 1, 2, ½, ½. */
export const nelderMead = (
  f: (x: Float64Array) => number,
  x0: ArrayLike<number>,
  { step, tolerance = 1e-10, mostIterations = 200 * x0.length + 1000 }: SimplexSearch = {},
): Minimum => {
  const n = x0.length;
  const first = Float64Array.from(x0);
  const points = [{ x: first, value: f(first) }];
  for (let i = 0; i < n; i++) {
    const x = Float64Array.from(first);
    x[i]! += step ?? (x[i] === 0 ? 0.1 : 0.1 * Math.abs(x[i]!));
    points.push({ x, value: f(x) });
  }
  let [iterations, converged] = [0, false];
  for (; iterations < mostIterations; iterations++) {
    points.sort((p, q) => p.value - q.value);
    const [best, worst] = [points[0]!, points[n]!];
    const size = points.reduce(
      (most, p) => Math.max(most, ...p.x.map((v, i) => Math.abs(v - best.x[i]!))),
      0,
    );
    converged =
      worst.value - best.value <= tolerance * (Math.abs(best.value) + tolerance) &&
      size <= Math.sqrt(tolerance);
    if (converged) break;
    const centre = new Float64Array(n);
    for (const p of points.slice(0, n)) for (let i = 0; i < n; i++) centre[i]! += p.x[i]! / n;
    const along = (t: number) => {
      const x = centre.map((c, i) => c + t * (worst.x[i]! - c));
      return { x, value: f(x) };
    };
    const reflected = along(-1);
    if (reflected.value < best.value) {
      const expanded = along(-2);
      points[n] = expanded.value < reflected.value ? expanded : reflected;
    } else if (reflected.value < points[n - 1]!.value) {
      points[n] = reflected;
    } else {
      const contracted = along(reflected.value < worst.value ? -0.5 : 0.5);
      if (contracted.value < Math.min(reflected.value, worst.value)) {
        points[n] = contracted;
      } else {
        for (let j = 1; j <= n; j++) {
          const x = points[j]!.x.map((v, i) => best.x[i]! + 0.5 * (v - best.x[i]!));
          points[j] = { x, value: f(x) };
        }
      }
    }
  }
  points.sort((p, q) => p.value - q.value);
  return { ...points[0]!, iterations, converged };
};

export interface GradientSearch {
  /** Stop when every component of the gradient is below this. */
  readonly tolerance?: number;
  readonly mostIterations?: number;
}

/** Quasi-Newton with the BFGS update and a backtracking (Armijo) line search; Nocedal & Wright (2006), §6.1. */
export const bfgs = (
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => Float64Array,
  x0: ArrayLike<number>,
  { tolerance = 1e-8, mostIterations = 500 }: GradientSearch = {},
): Minimum => {
  const n = x0.length;
  let x: Float64Array = Float64Array.from(x0);
  let [value, g] = [f(x), gradient(x)];
  let inverse = scaledIdentity(n, 1);
  let [iterations, fresh] = [0, true];
  const flat = (): boolean => g.every((v) => Math.abs(v) <= tolerance * (1 + Math.abs(value)));
  for (; iterations < mostIterations && !flat(); iterations++) {
    const direction = new Float64Array(n);
    let slope = 0;
    for (let i = 0; i < n; i++) {
      for (let j = 0; j < n; j++) direction[i]! -= inverse[i * n + j]! * g[j]!;
      slope += direction[i]! * g[i]!;
    }
    let [share, next, nextValue] = [1, x, Number.POSITIVE_INFINITY];
    for (let tries = 0; tries < 60; tries++, share /= 2) {
      next = x.map((v, i) => v + share * direction[i]!);
      nextValue = f(next);
      if (nextValue <= value + 1e-4 * share * slope) break;
    }
    if (!(nextValue <= value + 1e-4 * share * slope)) {
      if (fresh) break;
      // The curvature has gone stale: start again from steepest descent before giving up.
      [inverse, fresh] = [scaledIdentity(n, 1), true];
      continue;
    }
    const nextGradient = gradient(next);
    const s = next.map((v, i) => v - x[i]!);
    const y = nextGradient.map((v, i) => v - g[i]!);
    const sy = s.reduce((sum, v, i) => sum + v * y[i]!, 0);
    if (sy > 1e-300) {
      if (fresh) inverse = scaledIdentity(n, sy / y.reduce((sum, v) => sum + v * v, 0));
      inverse = updated(inverse, s, y, sy, n);
      fresh = false;
    }
    [x, value, g] = [next, nextValue, nextGradient];
  }
  return { x, value, iterations, converged: flat() };
};

const scaledIdentity = (n: number, scale: number): Float64Array => {
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) out[i * n + i] = scale;
  return out;
};

/** (I − sy'/s'y) H (I − ys'/s'y) + ss'/s'y. */
const updated = (h: Float64Array, s: Float64Array, y: Float64Array, sy: number, n: number): Float64Array => {
  const hy = new Float64Array(n);
  for (let i = 0; i < n; i++) for (let j = 0; j < n; j++) hy[i]! += h[i * n + j]! * y[j]!;
  const yhy = y.reduce((sum, v, i) => sum + v * hy[i]!, 0);
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const cross = hy[i]! * s[j]! + s[i]! * hy[j]!;
      out[i * n + j] = h[i * n + j]! - cross / sy + ((1 + yhy / sy) * s[i]! * s[j]!) / sy;
    }
  }
  return out;
};
