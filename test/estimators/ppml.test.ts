import { describe, expect, it } from "vitest";
import { ppml } from "../../src/estimators/ppml.ts";
import type { Design } from "../../src/model/design.ts";
import { clusteredError } from "../helpers/cr1.ts";
import { balanced, settings } from "../helpers/did-design.ts";
import { wavyPanel, wavyRows } from "../helpers/wavy-panel.ts";

const att = (design: Design): number => ppml.fit(design, settings).terms[0]!.estimate;

it("is the log of the ratio of ratios in a two-by-two table", () => {
  const design = balanced([{ y: [40, 18], start: 2 }, { y: [50, 45] }]);
  expect(att(design)).toBeCloseTo(Math.log(18 / 40 / (45 / 50)), 10);
});
// Dummies in R 4.2.2 glm(poisson), sandwich 3.0.2 vcovCL (HC0) times fixest's factor.
it.each([
  [{ exposure: "pop" }, -0.41304216301186, 0.16936411105141],
  [{ covariates: ["x"] }, -0.40420238713385, 0.11611603454239],
  [{ exposure: "pop", covariates: ["x"], weights: "w", cluster: "cl" }, -0.47347391942091, 0.07109848814075],
])("an unbalanced panel of counts with %o, as R", (shape, estimate, error) => {
  const design = wavyPanel({ outcome: "n", ...shape });
  const fit = ppml.fit(design, settings);
  expect(fit.terms[0]!.estimate).toBeCloseTo(estimate, 9);
  expect(clusteredError(fit, design)).toBeCloseTo(error, 9);
  expect(fit.model.observations).toBe(211);
  expect(fit.warnings.find(({ code }) => code === "design/all-zero")?.message).toContain("fit themselves: 7");
  expect(fit.regression?.family).toBe("poisson");
});

describe("invariance", () => {
  it("does not care in which unit exposure is counted", () => {
    const scaled = wavyRows().map((row) => ({ ...row, pop: 7 * Number(row.pop) }));
    const shape = { outcome: "n", exposure: "pop" };
    expect(att(wavyPanel(shape, scaled))).toBeCloseTo(att(wavyPanel(shape)), 10);
  });
  it("does not care what units are called or how rows are ordered", () => {
    const renamed = wavyRows()
      .map((row) => ({ ...row, u: `unit ${31 - Number(row.u)}` }))
      .reverse();
    expect(att(wavyPanel({ outcome: "n" }, renamed))).toBeCloseTo(att(wavyPanel({ outcome: "n" })), 10);
  });
  it("gives influence values that sum to zero", () => {
    const [psi] = ppml.fit(wavyPanel({ outcome: "n", exposure: "pop" }), settings).influence;
    expect(psi!.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 7);
  });
});

describe("refusals", () => {
  const refusal = (design: Design) => {
    try {
      ppml.fit(design, settings);
    } catch (error) {
      return { code: (error as { code: string }).code, message: (error as Error).message };
    }
    return undefined;
  };
  it("says that it is the zeros which leave no treated unit, or none to compare with", () => {
    const [zeros, some] = [
      [0, 0, 0],
      [5, 4, 6],
    ];
    const noTreated = refusal(
      balanced([{ y: zeros, start: 2, name: "Acton" }, { y: some }, { y: [2, 3, 3] }]),
    );
    expect(noTreated?.code).toBe("design/no-treated");
    expect(noTreated?.message).toContain("without an event or a value in any period: Acton");
    const alone = refusal(
      balanced([
        { y: some, start: 2 },
        { y: zeros, name: "Barnes" },
      ]),
    );
    expect(alone?.code).toBe("design/no-comparison");
    expect(alone?.message).toContain("without an event or a value in any period: Barnes");
  });
  it("refuses separation, naming the treated rows without events", () => {
    const design = balanced([
      { y: [4, 3, 0, 0], start: 3, name: "Acton" },
      { y: [5, 4, 6, 3] },
      { y: [2, 4, 3, 3] },
    ]);
    const found = refusal(design);
    expect(found?.code).toBe("design/separation");
    expect(found?.message).toContain("Acton in 3, Acton in 4");
  });
  it("refuses negative counts", () => {
    const found = refusal(balanced([{ y: [4, -1], start: 2, name: "Acton" }, { y: [5, 4] }]));
    expect(found?.code).toBe("design/negative-outcome");
    expect(found?.message).toContain("Acton in 2");
  });
  it("refuses a panel without a single event", () => {
    expect(refusal(balanced([{ y: [0, 0], start: 2 }, { y: [0, 0] }]))?.code).toBe("design/no-variation");
  });
  it("leaves out rows without an exposure and says so", () => {
    const rows = wavyRows().map((row) => ({ ...row, pop: row.u === 4 && row.t === 2 ? 0 : row.pop! }));
    const fit = ppml.fit(wavyPanel({ outcome: "n", exposure: "pop" }, rows), settings);
    expect(fit.warnings.find(({ code }) => code === "design/no-exposure")?.message).toContain("4 in 2");
  });
});
