import { notFinite } from "./finite.ts";
import { power } from "./power.ts";

/**
 * Named random streams. A stream is fixed by (seed, purpose, replicate) alone, so replicate 17 of the placebo draws
 * is the same whichever worker runs it and whatever else was drawn before. Generator: xoshiro128** of Blackman &
 * Vigna (2021), ACM TOMS 47(4), 36; its 128-bit state is hashed from the name.
 */
export interface Random {
  /** A 32-bit word, for callers that want bits. */
  word(): number;
  /** [0, 1), 53 bits. */
  uniform(): number;
  /** 0 … n − 1, each equally likely. */
  integer(n: number): number;
  normal(): number;
  /** −1 or 1. */
  rademacher(): -1 | 1;
  /** Webb's six points ±√1.5, ±1, ±√0.5: mean 0, variance 1. */
  webb(): number;
  /** Gamma with this shape and rate 1. */
  gamma(shape: number): number;
  poisson(mu: number): number;
  /** Mean mu, variance mu + mu²/size. */
  negativeBinomial(mu: number, size: number): number;
  /** Shuffles in place and returns the same array. */
  shuffle<A extends { readonly length: number; [index: number]: unknown }>(items: A): A;
  /** k of 0 … n − 1 without replacement, in random order. */
  sample(n: number, k: number): Int32Array;
}

export const webbPoints: readonly number[] = [
  -Math.sqrt(1.5),
  -1,
  -Math.sqrt(0.5),
  Math.sqrt(0.5),
  1,
  Math.sqrt(1.5),
];

export const stream = (seed: string, purpose: string, replicate = 0): Random => {
  const word = generator(hash128(JSON.stringify([seed, purpose, replicate])));
  const uniform = (): number => ((word() >>> 5) * 67_108_864 + (word() >>> 6)) / 9_007_199_254_740_992;
  const integer = (n: number): number => {
    if (n > 4_294_967_296) return Math.floor(uniform() * n);
    // Words past the last whole multiple of n would favour the small remainders, so they are drawn again.
    const limit = 4_294_967_296 - (4_294_967_296 % n);
    let draw = word();
    while (draw >= limit) draw = word();
    return draw % n;
  };
  let [bits, left] = [0, 0];
  const rademacher = (): -1 | 1 => {
    if (left === 0) [bits, left] = [word(), 32];
    const bit = bits & 1;
    bits >>>= 1;
    left--;
    return bit === 1 ? 1 : -1;
  };
  const normal = polarNormal(uniform);
  const gamma = (shape: number): number => drawGamma(shape, normal, uniform);
  const poisson = (mu: number): number => (mu < 10 ? smallPoisson(mu, uniform) : largePoisson(mu, uniform));
  return {
    word,
    uniform,
    integer,
    normal,
    rademacher,
    webb: () => webbPoints[integer(6)]!,
    gamma,
    poisson,
    negativeBinomial: (mu, size) => (mu === 0 ? 0 : poisson((gamma(size) * mu) / size)),
    shuffle: (items) => {
      for (let i = items.length - 1; i > 0; i--) {
        const j = integer(i + 1);
        [items[i], items[j]] = [items[j], items[i]];
      }
      return items;
    },
    sample: (n, k) => {
      const all = Int32Array.from({ length: n }, (_, i) => i);
      for (let i = 0; i < k; i++) {
        const j = i + integer(n - i);
        [all[i], all[j]] = [all[j]!, all[i]!];
      }
      return all.slice(0, k);
    },
  };
};

/** Four lanes, each stirring every byte with its own odd multiplier and the lane before it, then an avalanche. */
const hash128 = (text: string): Uint32Array => {
  const lanes = new Uint32Array([0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344]); // digits of π
  const odd = [0x9e3779b1, 0x85ebca77, 0xc2b2ae3d, 0x27d4eb2f] as const;
  for (const byte of new TextEncoder().encode(text)) {
    for (let i = 0; i < 4; i++) {
      lanes[i] = Math.imul(lanes[i]! ^ byte ^ (lanes[(i + 3) & 3]! >>> 15), odd[i]!);
    }
  }
  for (let round = 0; round < 3; round++) {
    for (let i = 0; i < 4; i++) lanes[i] = avalanche((lanes[i]! + lanes[(i + 3) & 3]! + round) >>> 0);
  }
  if (lanes.every((lane) => lane === 0)) lanes[0] = 1; // the one state the generator never leaves
  return lanes;
};

const avalanche = (h: number): number => {
  let v = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  v = Math.imul(v ^ (v >>> 15), 0x846ca68b);
  return (v ^ (v >>> 16)) >>> 0;
};

const rotate = (x: number, by: number): number => (x << by) | (x >>> (32 - by));

const generator = (seed: Uint32Array): (() => number) => {
  let [a, b, c, d] = [seed[0]! | 0, seed[1]! | 0, seed[2]! | 0, seed[3]! | 0];
  return () => {
    const out = Math.imul(rotate(Math.imul(b, 5), 7), 9) >>> 0;
    const t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotate(d, 11);
    return out;
  };
};

/** Marsaglia's polar method: two normals from a point in the unit disc; the second is kept for the next call. */
const polarNormal = (uniform: () => number): (() => number) => {
  let spare: number | undefined;
  return () => {
    if (spare !== undefined) {
      const kept = spare;
      spare = undefined;
      return kept;
    }
    let [u, v, s] = [0, 0, 0];
    do {
      u = 2 * uniform() - 1;
      v = 2 * uniform() - 1;
      s = u * u + v * v;
    } while (s >= 1 || s === 0);
    const factor = Math.sqrt((-2 * Math.log(s)) / s);
    spare = v * factor;
    return u * factor;
  };
};

/** Marsaglia & Tsang (2000), ACM TOMS 26(3), 363–372; shapes under 1 by a power of a uniform. */
const drawGamma = (shape: number, normal: () => number, uniform: () => number): number => {
  if (shape < 1) return drawGamma(shape + 1, normal, uniform) * power(1 - uniform(), 1 / shape);
  if (!Number.isFinite(shape)) throw notFinite("a draw of rates");
  const d = shape - 1 / 3;
  const c = 1 / Math.sqrt(9 * d);
  for (;;) {
    const x = normal();
    const v = power(1 + c * x, 3);
    if (v > 0 && Math.log(1 - uniform()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v;
  }
};

/** By adding up probabilities until they pass a uniform. */
const smallPoisson = (mu: number, uniform: () => number): number => {
  let [k, p, left] = [0, Math.exp(-mu), uniform()];
  while (left >= p && k < 1000) {
    left -= p;
    k++;
    p *= mu / k;
  }
  return k;
};

/** Transformed rejection with squeeze, PTRS of Hörmann (1993), Insurance: Mathematics and Economics 12, 39–45. */
const largePoisson = (mu: number, uniform: () => number): number => {
  if (!Number.isFinite(mu)) throw notFinite("a draw of counts");
  const b = 0.931 + 2.53 * Math.sqrt(mu);
  const a = -0.059 + 0.02483 * b;
  const inverseAlpha = 1.1239 + 1.1328 / (b - 3.4);
  const squeeze = 0.9277 - 3.6224 / (b - 2);
  for (;;) {
    const u = uniform() - 0.5;
    const v = 1 - uniform();
    const us = 0.5 - Math.abs(u);
    const k = Math.floor(((2 * a) / us + b) * u + mu + 0.43);
    if (us >= 0.07 && v <= squeeze) return k;
    if (k < 0 || (us < 0.013 && v > us)) continue;
    const bound = k * Math.log(mu) - mu - logFactorial(k);
    if (Math.log(v * (inverseAlpha / (a / (us * us) + b))) <= bound) return k;
  }
};

/** Stirling's series; accurate enough for an acceptance test from 10 upwards, exact sums below. */
const logFactorial = (k: number): number => {
  if (k < 10) {
    let sum = 0;
    for (let i = 2; i <= k; i++) sum += Math.log(i);
    return sum;
  }
  const n = k + 1;
  return (n - 0.5) * Math.log(n) - n + 0.5 * Math.log(2 * Math.PI) + 1 / (12 * n) - 1 / (360 * n * n * n);
};
