import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import type { Design } from "../../src/model/design.ts";
import type { Fit } from "../../src/model/estimate.ts";
import { clusteredError } from "../helpers/cr1.ts";
import { balanced, designOf, mpdta, readRows, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { wavyPanel, wavyRows } from "../helpers/wavy-panel.ts";

const att = (design: Design): number => did.fit(design, settings).terms[0]!.estimate;
const codes = (fit: Fit) => fit.warnings.map(({ code }) => code);

const castle = (outcome: string, more = {}): Design =>
  designOf(readRows(tablePath("castle")), {
    unit: "state",
    period: "year",
    outcome,
    cohort: (row) => Number(row.effyear),
    frequency: "year",
    ...more,
  });

describe("by hand", () => {
  it("subtracts the comparison change from the treated change", () => {
    expect(att(balanced([{ y: [10, 6], start: 2 }, { y: [9, 8] }, { y: [7, 6] }]))).toBeCloseTo(-3, 12);
  });
  it("gives buffer units a term of their own and keeps them out of the comparison", () => {
    const design = balanced([{ y: [10, 6], start: 2 }, { y: [9, 8] }, { y: [7, 6] }, { y: [5, 9] }]);
    const roles = ["treated", "comparison", "comparison", "buffer"] as const;
    const fit = did.fit({ ...design, roles }, settings);
    expect(fit.terms.map(({ term }) => term)).toEqual(["att", "displacement"]);
    expect(fit.terms[0]!.estimate).toBeCloseTo(-3, 12);
    expect(fit.terms[1]!.estimate).toBeCloseTo(5, 12);
    expect(fit.model.treated_units).toBe(1);
  });
  it("leaves out rows that are alone in their unit, and says so", () => {
    const design = balanced([{ y: [10, 6], start: 2 }, { y: [9, 8] }, { y: [7, 6] }, { y: [5, Number.NaN] }]);
    const fit = did.fit(design, settings);
    expect(fit.model.observations).toBe(6);
    expect(fit.diagnostics.excluded).toEqual({ "design/missing-outcome": 1, "design/singleton": 1 });
    expect(codes(fit)).toEqual(["design/missing-outcome", "design/singleton"]);
    expect(did.fit(design, { ...settings, singletons: "keep" }).model.observations).toBe(7);
  });
});

describe("published numbers", () => {
  it("mpdta, as fixest 0.14.2", () => {
    const design = mpdta(tablePath("mpdta"));
    const fit = did.fit(design, settings);
    const want = oracle("mpdta").twfe.coef.post;
    expect(fit.terms[0]!.estimate).toBeCloseTo(want.estimate, 11);
    expect(clusteredError(fit, design)).toBeCloseTo(want.se, 11);
    expect(fit.model).toEqual({ observations: 2500, units: 500, periods: 5, treated_units: 191 });
    expect(codes(fit)).toEqual(["design/staggered-twfe"]);
  });
  it("castle doctrine: homicide, burglary, robbery", () => {
    for (const [outcome, estimate, error] of [
      ["l_homicide", 0.08181162, 0.05887422],
      ["l_burglary", 0.05176897, 0.02365913],
      ["l_robbery", 0.03647191, 0.02967687],
    ] as const) {
      const fit = did.fit(castle(outcome), settings);
      expect(fit.terms[0]!.estimate).toBeCloseTo(estimate, 8);
      expect(clusteredError(fit, castle(outcome))).toBeCloseTo(error, 8);
    }
  });
  it("castle doctrine with population weights, as R lm with vcovCL", () => {
    const weighted = castle("l_homicide", { weights: "popwt" });
    const plain = did.fit(weighted, settings);
    expect(plain.terms[0]!.estimate).toBeCloseTo(0.05944414964328, 11);
    expect(clusteredError(plain, weighted)).toBeCloseTo(0.02756955744847, 11);
  });
  it("police guards in Buenos Aires: −0.07753", () => {
    // Di Tella & Schargrodsky (2004), AER 94(1), table 3: car thefts, April to December 1994, on the 37 blocks with a
    // guarded institution from August and on the 839 others. All blocks have all months, so that means are enough.
    const guarded = [4.5, 3.25, 4.75, 0.75, 1.75, 0.5, 2.25, 1, 1].map((thefts) => thefts / 37);
    const others = [92.25, 83.5, 63.75, 34.25, 93, 82.75, 90.5, 84.25, 88.75].map((thefts) => thefts / 839);
    expect(att(balanced([{ y: guarded, start: 5 }, { y: others }]))).toBeCloseTo(-0.07753, 4);
  });
  it("fast-food employment, 2.75 on the balanced stores", () => {
    const design = designOf(readRows(tablePath("card_krueger")), {
      unit: "id",
      period: "d",
      outcome: "fte",
      cohort: (row) => (Number(row.nj) === 1 ? 1 : Number.NaN),
    });
    const fit = did.fit(design, settings);
    expect(fit.terms[0]!.estimate).toBeCloseTo(2.75, 10);
    expect(fit.model.units).toBe(384);
  });
  // Dummies in R 4.2.2 lm, sandwich 3.0.2 vcovCL (HC0) times fixest's factor; plm 2.6 gives the second coefficient too.
  it.each([
    [{}, 0.81281003181582, 0.12447170413788],
    [{ covariates: ["x"] }, 0.81576204246429, 0.12609394875726],
    [{ covariates: ["x"], weights: "w" }, 0.91802594275746, 0.14069225255353],
    [{ covariates: ["x"], weights: "w", cluster: "cl" }, 0.91802594275746, 0.15585069685736],
  ])("an unbalanced panel with %o, as R", (shape, estimate, error) => {
    const design = wavyPanel(shape);
    const fit = did.fit(design, settings);
    expect(fit.terms[0]!.estimate).toBeCloseTo(estimate, 11);
    expect(clusteredError(fit, design)).toBeCloseTo(error, 11);
  });
});

describe("invariance", () => {
  const outcomes = fc.array(fc.integer({ min: -500, max: 500 }), { minLength: 6, maxLength: 6 });
  const panel = fc.array(outcomes, { minLength: 5, maxLength: 8 });
  const design = (ys: readonly (readonly number[])[], names?: readonly string[]) =>
    balanced(
      ys.map((y, i) => {
        const start = [3, 0, 5, 0][i % 4]!;
        return { y, ...(start ? { start } : {}), ...(names ? { name: names[i]! } : {}) };
      }),
    );
  const varied = (ys: readonly (readonly number[])[]) => ys.some((y) => new Set(y).size > 2);
  it("is unmoved by a constant added to a unit or a period", () => {
    fc.assert(
      fc.property(panel.filter(varied), fc.integer({ min: -900, max: 900 }), (ys, lift) => {
        const lifted = ys.map((y, i) => y.map((v, t) => v + (i === 1 ? lift : 0) + (t === 2 ? lift / 2 : 0)));
        expect(att(design(lifted))).toBeCloseTo(att(design(ys)), 7);
      }),
    );
  });
  it("scales with the outcome, standard error and all", () => {
    fc.assert(
      fc.property(panel.filter(varied), fc.integer({ min: 2, max: 50 }), (ys, by) => {
        const [one, many] = [design(ys), design(ys.map((y) => y.map((v) => v * by)))];
        const [a, b] = [did.fit(one, settings), did.fit(many, settings)];
        expect(b.terms[0]!.estimate).toBeCloseTo(by * a.terms[0]!.estimate, 7);
        expect(clusteredError(b, many)).toBeCloseTo(by * clusteredError(a, one), 7);
      }),
    );
  });
  it("does not care what units are called or how rows are ordered", () => {
    const rows = wavyRows();
    const renamed = rows.map((row) => ({ ...row, u: `unit ${31 - Number(row.u)}` })).reverse();
    const [a, b] = [wavyPanel(), wavyPanel({}, renamed)];
    expect(att(b)).toBeCloseTo(att(a), 12);
    expect(clusteredError(did.fit(b, settings), b)).toBeCloseTo(clusteredError(did.fit(a, settings), a), 12);
  });
  it("doubles a never-treated unit as a weight of two would", () => {
    const rows = wavyRows();
    const twin = rows.filter((row) => row.u === 3).map((row) => ({ ...row, u: 99 }));
    const heavy = rows.map((row) => ({ ...row, two: row.u === 3 ? 2 : 1 }));
    expect(att(wavyPanel({}, [...rows, ...twin]))).toBeCloseTo(att(wavyPanel({ weights: "two" }, heavy)), 11);
  });
  it("has influence values that sum to zero", () => {
    const [psi] = did.fit(wavyPanel({ weights: "w", covariates: ["x"] }), settings).influence;
    expect(psi!.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 9);
  });
});

describe("refusals and warnings", () => {
  const refusal = (design: Design) => {
    try {
      did.fit(design, settings);
    } catch (error) {
      return { code: (error as { code: string }).code, message: (error as Error).message };
    }
    return undefined;
  };
  it("refuses one period", () => {
    expect(refusal(balanced([{ y: [1] }, { y: [2], start: 1 }]))?.code).toBe("design/one-period");
  });
  it("refuses a panel in which everyone starts at once, naming them", () => {
    const found = refusal(
      balanced([
        { y: [1, 2], start: 2, name: "Acton" },
        { y: [2, 5], start: 2, name: "Barnes" },
      ]),
    );
    expect(found?.code).toBe("design/no-comparison");
    expect(found?.message).toContain("Acton, Barnes");
  });
  it("refuses treated units without a period before", () => {
    const found = refusal(balanced([{ y: [1, 2], start: 1, name: "Acton" }, { y: [2, 5] }]));
    expect(found?.code).toBe("design/no-before");
    expect(found?.message).toContain("Acton");
  });
  it("refuses a panel without treatment", () => {
    expect(refusal(balanced([{ y: [1, 2] }, { y: [2, 5] }]))?.code).toBe("design/no-treated");
  });
  it("refuses an outcome that never moves", () => {
    expect(refusal(balanced([{ y: [3, 3], start: 2 }, { y: [4, 4] }]))?.code).toBe("design/no-variation");
  });
  it("takes an outcome whose movement is tiny beside its level", () => {
    const design = balanced([{ y: [2e7, 2e7 + 0.5], start: 2 }, { y: [4e7, 4e7 + 0.25] }]);
    expect(att(design)).toBeCloseTo(0.25, 6);
  });
  it("refuses an infinite outcome, naming unit and period", () => {
    const found = refusal(
      balanced([{ y: [3, Number.POSITIVE_INFINITY], start: 2, name: "Acton" }, { y: [4, 1] }]),
    );
    expect(found?.code).toBe("design/infinite");
    expect(found?.message).toContain("Acton in 2");
  });
  it("refuses a negative weight", () => {
    const rows = wavyRows().map((row) => ({ ...row, w: row.u === 4 ? -1 : 1 }));
    expect(refusal(wavyPanel({ weights: "w" }, rows))?.code).toBe("design/negative-weight");
  });
  it("drops collinear columns with a warning that names them", () => {
    const rows = wavyRows().map((row) => ({ ...row, fixed: Number(row.u) ** 2, again: 2 * Number(row.x) }));
    const fit = did.fit(wavyPanel({ covariates: ["fixed", "x", "again"] }, rows), settings);
    expect(fit.diagnostics.dropped).toEqual(["fixed", "again"]);
    expect(fit.warnings.find(({ code }) => code === "design/collinear")?.message).toContain("fixed, again");
    expect(fit.terms[0]!.estimate).toBeCloseTo(0.81576204246429, 11);
  });
  it("warns of staggered starts, of units treated throughout and of an unused exposure", () => {
    const rows = wavyRows().map((row) => ({ ...row, start: row.u === 2 ? 1 : row.start! }));
    const fit = did.fit(wavyPanel({ exposure: "pop" }, rows), settings);
    const seen = codes(fit);
    expect(seen).toContain("design/staggered-twfe");
    expect(seen).toContain("design/always-treated");
    expect(seen).toContain("design/exposure-unused");
    expect(fit.warnings.find(({ code }) => code === "design/staggered-twfe")?.fix).toContain(
      "callaway-santanna",
    );
  });
});
