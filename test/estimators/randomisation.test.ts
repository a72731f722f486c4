import { describe, expect, it } from "vitest";
import { randomisation } from "../../src/estimators/randomisation.ts";
import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import type { DesignError } from "../../src/model/errors.ts";
import type { Fit } from "../../src/model/estimate.ts";
import { balanced, designOf, type Row, readRows, settings } from "../helpers/did-design.ts";
import { tablePath } from "../helpers/oracle.ts";

const run = (design: Design, more: Record<string, string | number> = {}): Fit =>
  randomisation.fit(design, { ...settings, ...more });
const att = (fit: Fit) => fit.estimates![0]!;
const trial = (
  treated: readonly number[],
  control: readonly number[],
  blocks?: readonly string[],
): Design => {
  const design = balanced([
    ...treated.map((y) => ({ y: [y], start: 1 })),
    ...control.map((y) => ({ y: [y] })),
  ]);
  return blocks ? { ...design, blocks } : design;
};
const refusal = (design: Design): DesignError => {
  try {
    run(design);
  } catch (error) {
    return error as DesignError;
  }
  throw new Error("not refused");
};

describe("randomisation", () => {
  it("gives .057143 from all 70 assignments of four and four", () => {
    const fit = run(trial([6, 4, 9, 5], [10, 8, 12, 11]));
    expect(att(fit).estimate).toBe(-4.25);
    expect(att(fit).p_value).toBeCloseTo(4 / 70, 12);
    expect(fit.diagnostics.assignments).toBe(70);
    expect(fit.model).toEqual({ observations: 8, units: 8, periods: 1, treated_units: 4 });
  });

  it("gives .09375 from the 64 allocations of six pairs", () => {
    const differences = [-12, -3, -8, 4, -6, -9];
    const pairs = ["a", "b", "c", "d", "e", "f"];
    const fit = run(
      trial(
        differences.map((d) => 30 + d),
        differences.map(() => 30),
        [...pairs, ...pairs],
      ),
    );
    expect(att(fit).estimate).toBeCloseTo(-34 / 6, 12);
    expect(att(fit).p_value).toBe(0.09375);
    expect(fit.diagnostics.assignments).toBe(64);
    expect(att(fit).conf_low! < 0 && att(fit).conf_high! > 0).toBe(true);
  });

  it("weights blocks by their size, so that unequal chances of treatment do not bias it", () => {
    // Block a (2 of 3 treated): 10 − 4 = 6; block b (1 of 3 treated): 20 − 16 = 4; (3·6 + 3·4) / 6 = 5.
    const fit = run(trial([10, 10, 20], [4, 16, 16], ["a", "a", "b", "a", "b", "b"]));
    expect(att(fit).estimate).toBeCloseTo(5, 12);
    expect(fit.diagnostics.assignments).toBe(9);
  });

  it("compares changes when there are periods before the start", () => {
    const fit = run(balanced([{ y: [5, 7, 3, 3], start: 3 }, { y: [8, 8, 9, 7] }, { y: [2, 2, 3, 3] }]));
    expect(att(fit).estimate).toBeCloseTo(-3 - 0.5, 12);
    expect(fit.diagnostics.compared).toBe("changes");
    expect(fit.diagnostics.start).toBe("3");
  });

  it("re-assigns whole clusters", () => {
    const design = trial([6, 4, 9, 5], [10, 8, 12, 11]);
    const fit = run({
      ...design,
      cluster: Int32Array.of(0, 0, 1, 1, 2, 2, 3, 3),
      clusters: ["p", "q", "r", "s"],
    });
    expect(fit.diagnostics.assignments).toBe(6);
    expect(att(fit).estimate).toBe(-4.25);
    expect(att(fit).p_value).toBeCloseTo(2 / 6, 12);
  });

  it("weighs units by the weights column", () => {
    const rows: Row[] = [
      [1, 10, 1, 3],
      [2, 2, 1, 1],
      [3, 5, 0, 1],
      [4, 5, 0, 1],
    ].map(([unit, y, start, w]) => ({ unit: unit!, t: 1, y: y!, start: start!, w: w! }));
    const design = designOf(rows, {
      unit: "unit",
      period: "t",
      outcome: "y",
      weights: "w",
      cohort: (row) => Number(row.start),
    });
    expect(att(run(design)).estimate).toBeCloseTo(8 - 5, 12);
  });

  it("draws assignments when there are too many, and a p-value is never zero", () => {
    const y = Array.from({ length: 40 }, (_, i) => (i < 20 ? 100 : 0) + Math.sin(i));
    const fit = run(trial(y.slice(0, 20), y.slice(20)), { permutations: 199 });
    expect(att(fit).p_value).toBe(1 / 200);
    expect(fit.diagnostics.exact).toBe(false);
    expect(att(run(trial(y.slice(0, 20), y.slice(20)), { permutations: 199 }))).toEqual(att(fit));
  });

  it.each([
    ["added constant", (y: number) => y + 1000, 1],
    ["scale", (y: number) => 1000 * y, 1000],
  ])("follows an %s", (_, change, scale) => {
    const [t, c] = [
      [6, 4, 9, 5],
      [10, 8, 12, 11],
    ];
    const [plain, other] = [att(run(trial(t, c))), att(run(trial(t.map(change), c.map(change))))];
    expect(other.p_value).toBe(plain.p_value);
    expect(other.estimate! / scale).toBeCloseTo(plain.estimate!, 9);
    expect(other.conf_high! / scale).toBeCloseTo(plain.conf_high!, 9);
  });

  it("keeps its level: half of the units treated by lot, no effect", () => {
    let refused = 0;
    for (let draw = 0; draw < 200; draw++) {
      const random = stream("randomisation", "level", draw);
      const y = Array.from({ length: 10 }, () => random.poisson(20));
      if (att(run(trial(y.slice(0, 5), y.slice(5)))).p_value! <= 0.05) refused += 1;
    }
    expect(refused).toBeLessThanOrEqual(19); // binomial(200, 0.05): 99.7 % within 19
  });

  it("refuses one arm, several starts, a constant outcome and a split cluster, naming units", () => {
    expect(refusal(trial([], [1, 2])).code).toBe("randomisation/one-arm");
    expect(
      refusal(balanced([{ y: [1, 2, 3], start: 2 }, { y: [1, 2, 4], start: 3 }, { y: [1, 1, 1] }])).code,
    ).toBe("randomisation/several-starts");
    expect(refusal(trial([3, 3], [3])).fault.found).toContain("u1");
    const split = { ...trial([1, 2], [3, 4]), cluster: Int32Array.of(0, 0, 0, 1), clusters: ["p", "q"] };
    expect(refusal(split).fault.found).toContain("u3");
  });

  it("finds the difference of the crack-house raids, 0.267", () => {
    // Sherman & Rogan (1995), Justice Quarterly 12(4): 104 raided blocks against 103.
    const rows = readRows(tablePath("sherman_raids")).map((row) => ({
      ...row,
      period: 1,
    }));
    const design = designOf(rows, {
      unit: "unit",
      period: "period",
      outcome: "cfs_after_5weeks",
      cohort: ({ treatment }) => Number(treatment),
    });
    const fit = run(design, { permutations: 1999 });
    expect(att(fit).estimate).toBeCloseTo(0.267, 3);
    expect(att(fit).p_value).toBeGreaterThan(0.5);
  });
});
