import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bacon, type Component } from "../../src/estimators/bacon.ts";
import { did } from "../../src/estimators/did.ts";
import { balanced, designOf, mpdta, readRows, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

const decompose = (design: Parameters<typeof bacon.fit>[0]) => {
  const { diagnostics } = bacon.fit(design, settings);
  return diagnostics as { components: Component[]; types: { type: string; weight: number; att: number }[] };
};

describe("published numbers", () => {
  it("mpdta, as bacondecomp 0.1.1, every comparison", () => {
    const { comparisons } = oracle("mpdta").bacon;
    const { components } = decompose(mpdta(tablePath("mpdta")));
    expect(components.length).toBe(comparisons.length);
    for (const want of comparisons) {
      const other = want.untreated === 99999 ? null : String(want.untreated);
      const found = components.find((c) => c.treated === String(want.treated) && c.comparison === other)!;
      expect(found.type).toBe(want.type);
      expect(found.weight).toBeCloseTo(want.weight, 10);
      expect(found.att).toBeCloseTo(want.estimate, 10);
    }
  });
  it("castle doctrine, weights by type", () => {
    const design = designOf(readRows(tablePath("castle")), {
      unit: "state",
      period: "year",
      outcome: "l_homicide",
      cohort: (row) => Number(row.effyear),
      frequency: "year",
    });
    const weight = new Map(decompose(design).types.map((summary) => [summary.type, summary.weight]));
    expect(weight.get("Treated vs Untreated")).toBeCloseTo(0.90834, 5);
    expect(weight.get("Earlier vs Later Treated")).toBeCloseTo(0.05976, 5);
    expect(weight.get("Later vs Earlier Treated")).toBeCloseTo(0.0319, 5);
  });
});

describe("identity", () => {
  it("weights sum to one and their mean is the two-way estimate, always treated units included", () => {
    const outcomes = fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 7, maxLength: 7 });
    const units = fc.array(fc.record({ y: outcomes, start: fc.integer({ min: 0, max: 8 }) }), {
      minLength: 4,
      maxLength: 9,
    });
    fc.assert(
      fc.property(units, (drawn) => {
        const design = balanced([
          { y: [3, 1, 4, 1, 5, 9, 2] },
          { y: [2, 7, 1, 8, 2, 8, 1], start: 4 },
          ...drawn.map(({ y, start }) => (start === 0 ? { y } : { y, start })),
        ]);
        const { components } = decompose(design);
        const sum = (of: (c: Component) => number) => components.reduce((total, c) => total + of(c), 0);
        expect(sum((c) => c.weight)).toBeCloseTo(1, 10);
        expect(sum((c) => c.weight * c.att)).toBeCloseTo(did.fit(design, settings).terms[0]!.estimate, 8);
        expect(components.every((c) => c.weight > 0)).toBe(true);
      }),
    );
  });
  it("is one comparison when all treated units start at once", () => {
    const { components } = decompose(balanced([{ y: [10, 6], start: 2 }, { y: [9, 8] }, { y: [7, 6] }]));
    expect(components).toEqual([
      { type: "Treated vs Untreated", treated: "2", comparison: null, weight: 1, att: -3 },
    ]);
  });
});

describe("refusals and warnings", () => {
  it("needs a balanced panel, and names the gaps", () => {
    expect(() => bacon.fit(wavyPanel(), settings)).toThrow(/1 in 5/);
  });
  it("takes no covariates and no weights", () => {
    expect(() => bacon.fit(wavyPanel({ covariates: ["x"], weights: "w" }), settings)).toThrow(
      /covariate 'x', weights/,
    );
  });
  it("says how much rests on units already treated", () => {
    const { warnings, terms, estimates } = bacon.fit(mpdta(tablePath("mpdta")), settings);
    expect(warnings[0]?.message).toContain("5.4 %");
    expect(terms.map(({ term, comparison }) => `${term} ${comparison}`)).toContain(
      "weight Treated vs Untreated",
    );
    expect(estimates!.every(({ std_error }) => std_error === null)).toBe(true);
  });
});
