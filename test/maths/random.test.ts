import { describe, expect, it } from "vitest";
import { chiSquaredCdf, poissonPmf } from "../../src/maths/distributions.ts";
import { type Random, stream, webbPoints } from "../../src/maths/random.ts";

const draws = (n: number, draw: () => number): Float64Array => Float64Array.from({ length: n }, draw);
const moments = (x: Float64Array) => {
  const mean = x.reduce((s, v) => s + v, 0) / x.length;
  return { mean, variance: x.reduce((s, v) => s + (v - mean) ** 2, 0) / x.length };
};
const random = (name: string): Random => stream("seed", name);

describe("named random streams", () => {
  it("are fixed by seed, purpose and replicate, and differ when any of them does", () => {
    const first = (seed: string, purpose: string, replicate?: number) =>
      stream(seed, purpose, replicate).word();
    expect(first("1", "placebo", 3)).toBe(first("1", "placebo", 3));
    const firsts = [
      first("1", "placebo", 3),
      first("2", "placebo", 3),
      first("1", "wild", 3),
      first("1", "placebo", 4),
      first("1p", "lacebo", 3),
    ];
    expect(new Set(firsts).size).toBe(5);
  });
  it("do not change from one version of the program to the next", () => {
    const r = stream("whatworks", "golden");
    expect([r.word(), r.word(), r.word()]).toMatchInlineSnapshot(`
      [
        1602084899,
        1304245509,
        2539132571,
      ]
    `);
  });
  it("give unbiased whole numbers", () => {
    const r = random("integers");
    const counts = new Float64Array(7);
    for (let i = 0; i < 70_000; i++) counts[r.integer(7)]!++;
    const chi = counts.reduce((s, c) => s + (c - 10_000) ** 2 / 10_000, 0);
    expect(chiSquaredCdf(chi, 6, true)).toBeGreaterThan(0.001);
  });
  it("neighbouring replicates are uncorrelated", () => {
    const a = draws(
      20_000,
      (
        (i) => () =>
          stream("s", "p", i++).uniform()
      )(0),
    );
    let product = 0;
    for (let i = 1; i < a.length; i++) product += (a[i]! - 0.5) * (a[i - 1]! - 0.5);
    expect(Math.abs((product / a.length) * 12)).toBeLessThan(4 / Math.sqrt(a.length));
    expect(moments(a).mean).toBeCloseTo(0.5, 2);
  });
  it.each([
    ["uniform", (r: Random) => r.uniform(), 0.5, 1 / 12],
    ["normal", (r: Random) => r.normal(), 0, 1],
    ["rademacher", (r: Random) => r.rademacher(), 0, 1],
    ["webb", (r: Random) => r.webb(), 0, 1],
    ["gamma 0.4", (r: Random) => r.gamma(0.4), 0.4, 0.4],
    ["gamma 7", (r: Random) => r.gamma(7), 7, 7],
    ["Poisson 3", (r: Random) => r.poisson(3), 3, 3],
    ["Poisson 40", (r: Random) => r.poisson(40), 40, 40],
    ["negative binomial", (r: Random) => r.negativeBinomial(5, 2), 5, 5 + 25 / 2],
  ] as const)("%s has its mean and variance", (name, draw, mean, variance) => {
    const r = random(name);
    const got = moments(draws(60_000, () => draw(r)));
    expect(Math.abs(got.mean - mean)).toBeLessThan(4.5 * Math.sqrt(variance / 60_000));
    expect(Math.abs(got.variance / variance - 1)).toBeLessThan(0.06);
  });
  it.each([0.3, 6, 12, 55])("Poisson(%d) has its probabilities", (mu) => {
    const r = random(`pmf ${mu}`);
    const counts = new Map<number, number>();
    for (let i = 0; i < 40_000; i++) {
      const k = r.poisson(mu);
      counts.set(k, (counts.get(k) ?? 0) + 1);
    }
    let [chi, cells] = [0, 0];
    for (let k = 0; k < 200; k++) {
      const expected = 40_000 * poissonPmf(k, mu);
      if (expected < 10) continue;
      chi += ((counts.get(k) ?? 0) - expected) ** 2 / expected;
      cells++;
    }
    expect(chiSquaredCdf(chi, cells - 1, true)).toBeGreaterThan(0.001);
  });
  it("shuffles in place and samples without replacement", () => {
    const items = [1, 2, 3, 4, 5];
    expect(random("shuffle").shuffle(items)).toBe(items);
    expect([...items].sort()).toEqual([1, 2, 3, 4, 5]);
    const picked = random("sample").sample(10, 4);
    expect(new Set(picked).size).toBe(4);
    expect(Math.max(...picked)).toBeLessThan(10);
  });
  it("Webb's six points have mean 0 and variance 1", () => {
    expect(webbPoints.reduce((s, v) => s + v, 0)).toBeCloseTo(0, 14);
    expect(webbPoints.reduce((s, v) => s + v * v, 0) / 6).toBeCloseTo(1, 14);
  });
});
