import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import * as distributions from "../../src/maths/distributions.ts";
import * as special from "../../src/maths/special.ts";

const { betaQuantile, betaCdf, chiSquaredCdf, chiSquaredQuantile, fCdf, fQuantile, normalCdf } =
  distributions;
const { normalQuantile, poissonCdf, poissonPmf, poissonQuantile, tCdf, tQuantile, binomialCdf } =
  distributions;

type Reference = { name: string; args: number[]; want: number };
const references: Reference[] = readFileSync(new URL("distributions.txt", import.meta.url), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => {
    const [name, ...numbers] = line.split(" ");
    const values = numbers.map(Number);
    return { name: name!, args: values.slice(0, -1), want: values.at(-1)! };
  });

// The last argument of a distribution function is the tail; densities, discrete quantiles and Γ take numbers only.
const plain = /Pmf|poissonQuantile|gamma$/;
const call = ({ name, args }: Reference): number => {
  const all = { ...distributions, ...special } as unknown as Record<string, (...given: unknown[]) => number>;
  return plain.test(name) ? all[name]!(...args) : all[name]!(...args.slice(0, -1), args.at(-1) === 1);
};

const relative = (got: number, want: number): number => (got === want ? 0 : Math.abs(got / want - 1));

describe("distributions against R and mpmath", () => {
  for (const name of new Set(references.map((r) => r.name))) {
    it(`${name} within 1e-11 in every tail`, () => {
      const mine = references.filter((r) => r.name === name);
      expect(mine.length).toBeGreaterThan(5);
      for (const r of mine) expect(relative(call(r), r.want), `${name}(${r.args})`).toBeLessThan(1e-11);
    });
  }
});

const smallP = fc.double({ min: -290, max: -0.31, noNaN: true }).map((e) => 10 ** e);
const df = fc.double({ min: -0.5, max: 6, noNaN: true }).map((e) => 10 ** e);

describe("quantiles undo distribution functions", () => {
  it("normal", () => {
    fc.assert(
      fc.property(smallP, (p) => {
        expect(relative(normalCdf(normalQuantile(p)), p)).toBeLessThan(2e-12);
        expect(normalQuantile(p, true)).toBe(-normalQuantile(p));
      }),
    );
  });
  it("t, with fractional and very large degrees of freedom", () => {
    fc.assert(
      fc.property(smallP, df, (p, v) => {
        const t = tQuantile(p, v, true);
        fc.pre(t < 1e300);
        expect(relative(tCdf(t, v, true), p)).toBeLessThan(1e-10);
        expect(tCdf(-t, v)).toBe(tCdf(t, v, true));
      }),
    );
  });
  it("χ² and F, from both tails", () => {
    fc.assert(
      fc.property(smallP, df, df, fc.boolean(), (p, a, b, upper) => {
        const x = chiSquaredQuantile(p, a, upper);
        if (x > 1e-280) expect(relative(chiSquaredCdf(x, a, upper), p)).toBeLessThan(1e-10);
        const f = fQuantile(p, a, b, upper);
        if (f > 1e-280 && f < 1e280) expect(relative(fCdf(f, a, b, upper), p)).toBeLessThan(1e-10);
      }),
    );
  });
  it("beta, mirrored", () => {
    fc.assert(
      fc.property(smallP, df, df, (p, a, b) => {
        const x = betaQuantile(p, a, b);
        fc.pre(x > 1e-280 && x < 0.5);
        expect(relative(betaCdf(x, a, b), p)).toBeLessThan(1e-10);
      }),
    );
  });
  it("Poisson: the smallest count that reaches p", () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 0.999, noNaN: true }),
        fc.double({ min: 0.01, max: 1e4, noNaN: true }),
        (p, mu) => {
          const k = poissonQuantile(p, mu);
          expect(poissonCdf(k, mu)).toBeGreaterThanOrEqual(p * (1 - 1e-12));
          expect(poissonCdf(k - 1, mu)).toBeLessThan(p);
        },
      ),
    );
  });
});

describe("edges", () => {
  it("two tails add to one, and the ends are exact", () => {
    expect(tCdf(1.3, 4.2) + tCdf(1.3, 4.2, true)).toBeCloseTo(1, 15);
    expect([normalCdf(Number.NEGATIVE_INFINITY), normalCdf(Number.POSITIVE_INFINITY)]).toEqual([0, 1]);
    expect([tQuantile(0.5, 3), tQuantile(0, 3), tQuantile(1, 3)]).toEqual([0, -Infinity, Infinity]);
    expect([chiSquaredCdf(0, 3), chiSquaredCdf(0, 3, true), fCdf(-1, 2, 2)]).toEqual([0, 1, 0]);
    expect([poissonCdf(-1, 3), poissonCdf(0, 0), poissonPmf(0, 0), binomialCdf(5, 5, 0.2)]).toEqual([
      0, 1, 1, 1,
    ]);
  });
  it("infinite degrees of freedom are the limit", () => {
    expect(tCdf(1.96, Number.POSITIVE_INFINITY)).toBe(normalCdf(1.96));
    expect(tQuantile(0.975, 1e12)).toBeCloseTo(normalQuantile(0.975), 10);
    expect(fCdf(1.7, 3, Number.POSITIVE_INFINITY)).toBe(chiSquaredCdf(5.1, 3));
    expect(fQuantile(0.95, 3, Number.POSITIVE_INFINITY) * 3).toBeCloseTo(chiSquaredQuantile(0.95, 3), 12);
  });
  it("nonsense is NaN, not a number", () => {
    for (const v of [
      normalQuantile(1.1),
      tCdf(Number.NaN, 3),
      tQuantile(-0.1, 3),
      chiSquaredCdf(Number.NaN, 2),
    ]) {
      expect(v).toBeNaN();
    }
  });
});
