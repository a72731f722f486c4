import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import { designOf, type Row, readRows } from "./did-design.ts";
import { tablePath } from "./oracle.ts";

/** Prop 99: 39 states, 1970–2000, California treated from 1989. */
export const california = (): Design =>
  designOf(readRows(tablePath("prop99")), {
    unit: "state",
    period: "year",
    outcome: "cigsale",
    cohort: (row) => (row.state === "California" ? 1989 : 0),
    covariates: ["lnincome", "beer", "age15to24", "retprice"],
    frequency: "year",
  });

/** Without covariates, which other methods take to be asked for. */
export const plain = (design: Design): Design => ({ ...design, covariates: [] });

/** Factor model: two common paths, own loadings, noise. Units u0 … are treated from `start` with `effect`. */
export const factorRows = (options: {
  readonly donors: number;
  readonly periods: number;
  readonly start: number;
  readonly treated?: number;
  readonly effect?: number;
  readonly noise?: number;
  readonly seed?: number;
}): Row[] => {
  const { donors, periods, start, treated = 1, effect = 0, noise = 0.5 } = options;
  const random = stream("synthetic", "factors", options.seed ?? 0);
  const walk = (): number[] => {
    let level = 0;
    return Array.from({ length: periods }, () => (level += random.normal()));
  };
  const [first, second] = [walk(), walk()];
  return Array.from({ length: donors + treated }, (_, u) => {
    const [a, b, level] = [random.uniform(), random.uniform(), 20 + 5 * random.uniform()];
    return Array.from({ length: periods }, (_, t) => ({
      unit: `u${u}`,
      period: t + 1,
      start: u < treated ? start : 0,
      y:
        level +
        a * first[t]! +
        b * second[t]! +
        noise * random.normal() +
        (u < treated && t + 1 >= start ? effect : 0),
    }));
  }).flat();
};

export const designFrom = (rows: readonly Row[]): Design =>
  designOf(rows, { unit: "unit", period: "period", outcome: "y", cohort: (row) => Number(row.start) });

/** Applies a change to every outcome. */
export const changed = (rows: readonly Row[], change: (y: number, row: Row) => number): Row[] =>
  rows.map((row) => ({ ...row, y: change(Number(row.y), row) }));

export const shuffled = (rows: readonly Row[]): Row[] => {
  const random = stream("synthetic", "shuffle");
  return random.shuffle([...rows]);
};

/**
 * min ‖Aw − b‖² + ρ‖w‖² over the simplex by accelerated projected gradient: slow, short and nothing like the solvers it
 * checks. Projection onto the simplex by sorting.
 */
export const slowSimplex = (
  a: readonly (readonly number[])[],
  b: readonly number[],
  ridge: number,
): number[] => {
  const J = a.length;
  const trace = a.reduce((sum, row) => sum + row.reduce((s, v) => s + v * v, 0), ridge * J);
  let w = new Array<number>(J).fill(1 / J);
  let z = w;
  let momentum = 1;
  for (let step = 0; step < 60_000; step++) {
    const miss = b.map((target, t) => a.reduce((sum, row, j) => sum + z[j]! * row[t]!, -target));
    const next = project(
      z.map((v, j) => v - (a[j]!.reduce((sum, v2, t) => sum + v2 * miss[t]!, 0) + ridge * v) / trace),
    );
    const after = (1 + Math.sqrt(1 + 4 * momentum * momentum)) / 2;
    z = next.map((v, j) => v + ((momentum - 1) / after) * (v - w[j]!));
    [w, momentum] = [next, step % 500 === 499 ? 1 : after];
  }
  return w;
};

const project = (v: readonly number[]): number[] => {
  const sorted = [...v].sort((x, y) => y - x);
  let [sum, level] = [0, 0];
  sorted.forEach((value, i) => {
    sum += value;
    if (value - (sum - 1) / (i + 1) > 0) level = (sum - 1) / (i + 1);
  });
  return v.map((value) => Math.max(0, value - level));
};
