import { describe, expect, it } from "vitest";
import { imputation } from "../../src/estimators/imputation.ts";
import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import type { Estimate } from "../../src/model/estimate.ts";
import { balanced, designOf, mpdta, settings } from "../helpers/did-design.ts";
import { tablePath } from "../helpers/oracle.ts";
import { wavyPanel, wavyRows } from "../helpers/wavy-panel.ts";

const impute = (design: Design, more = {}) => imputation.fit(design, { ...settings, ...more });
const pick = (estimates: readonly Estimate[] | undefined, event?: number, term = "att"): Estimate =>
  estimates!.find((e) => e.term === term && e.event_time === (event ?? null))!;
const poisson = { family: "poisson" };

describe("by hand", () => {
  it("imputes a treated cell from its unit's past and the comparison's change", () => {
    const [att] = impute(balanced([{ y: [10, 12, 6], start: 3 }, { y: [9, 9, 8] }, { y: [7, 9, 6] }])).terms;
    // Unit 1 averages 11 before; the comparison falls from a mean of 8.5 before to 7.
    expect(att!.estimate).toBeCloseTo(6 - (11 - 1.5), 12);
  });
  it("counts events avoided", () => {
    const design = balanced([{ y: [40, 18], start: 2 }, { y: [50, 45] }]);
    const result = impute(design, poisson);
    expect(result.terms[0]!.estimate).toBeCloseTo(Math.log(18 / 36), 10);
    expect(result.terms.at(-1)).toMatchObject({ term: "events_avoided" });
    expect(result.terms.at(-1)!.estimate).toBeCloseTo(18, 8);
    expect(result.scale).toBe("log");
  });
  it("expects no events of a unit that never had any", () => {
    const result = impute(
      balanced([{ y: [0, 0, 3], start: 3 }, { y: [8, 8, 4], start: 3 }, { y: [6, 6, 6] }]),
      poisson,
    );
    expect(result.diagnostics).toMatchObject({ observed: 7 });
    expect(result.diagnostics.expected).toBeCloseTo(8, 8);
  });
});

describe("published numbers", () => {
  // The dense formulas of the paper (equations 6, 8 and 10) in R 4.2.2; the design without covariates is didimputation's.
  it.each([
    [{}, undefined, 0.74473207259484, 0.1167736322003],
    [{}, 0, 1.16015049898121, 0.21833198183112],
    [{}, 3, 1.10726043706914, 0.26813949969939],
    [{ covariates: ["x"] }, undefined, 0.74199766039446, 0.11568575239781],
    [{ covariates: ["x"], weights: "w", cluster: "cl" }, undefined, 0.88090653952768, 0.18727642598827],
  ])("an unbalanced panel with %o, event time %s", (shape, event, estimate, error) => {
    const found = pick(impute(wavyPanel(shape)).estimates, event);
    expect(found.estimate).toBeCloseTo(estimate, 11);
    expect(found.std_error).toBeCloseTo(error, 11);
  });
  it("mpdta", () => {
    const { estimates } = impute(mpdta(tablePath("mpdta")));
    for (const [event, estimate, error] of [
      [undefined, -0.04770991827846, 0.01322248865002],
      [0, -0.03106692719257, 0.01357724974618],
      [1, -0.05223485674852, 0.01881242682276],
      [2, -0.13607811444034, 0.03534197213337],
      [3, -0.10470747157662, 0.03376585335779],
    ] as const) {
      expect(pick(estimates, event).estimate).toBeCloseTo(estimate, 11);
      expect(pick(estimates, event).std_error).toBeCloseTo(error, 11);
    }
  });
  it("counts with exposure and a covariate, as R glm(poisson) on the untreated rows predicts them", () => {
    const result = impute(wavyPanel({ outcome: "n", exposure: "pop", covariates: ["x"] }), poisson);
    expect(pick(result.estimates).estimate).toBeCloseTo(-0.381943450487, 9);
    expect(pick(result.estimates, undefined, "events_avoided").estimate).toBeCloseTo(81.862744558575, 6);
  });
});

describe("properties", () => {
  it("is unmoved by a constant added to a unit or a period", () => {
    const lifted = wavyRows().map((row) => ({
      ...row,
      y: Number(row.y) + (row.u === 4 ? 9 : 0) - (row.t === 5 ? 7 : 0),
    }));
    const [a, b] = [impute(wavyPanel()), impute(wavyPanel({}, lifted))];
    for (const [j, e] of a.estimates!.entries()) {
      expect(b.estimates![j]!.estimate).toBeCloseTo(e.estimate!, 10);
      expect(b.estimates![j]!.std_error).toBeCloseTo(e.std_error!, 10);
    }
  });
  it("has influence values whose root sum of squares is the standard error", () => {
    const { influence, estimates } = impute(wavyPanel());
    for (const [j, psi] of influence.entries()) {
      const error = Math.sqrt(psi.reduce((sum, v) => sum + v * v, 0)) / psi.length;
      expect(error).toBeCloseTo(estimates![j]!.std_error!, 12);
    }
  });
  it("names rows that nothing untreated can predict", () => {
    const design = balanced([
      { y: [1, 2, 3, 5], start: 1, name: "Acton" },
      { y: [1, 2, 3, 5], start: 3 },
      { y: [2, 1, 3, 4], start: 4 },
    ]);
    const result = impute(design);
    const lost = result.warnings.find(({ code }) => code === "design/not-imputable");
    expect(lost?.count).toBe(6); // Acton throughout, and period 4, in which nobody is untreated
    expect(lost?.message).toContain("Acton in 1");
    expect(result.warnings.some(({ code }) => code === "design/lone-cohort")).toBe(true);
  });
  it("covers the truth with overdispersed counts: 0.5 log points, near 95 % of 150 panels", () => {
    let [covered, avoided] = [0, 0];
    for (let draw = 0; draw < 150; draw++) {
      const random = stream("imputation", "coverage", draw);
      const rows = Array.from({ length: 60 }, (_, u) => {
        const start = u % 2 === 0 ? 6 + (u % 3) : 0;
        const level = 2 + 4 * random.uniform();
        return Array.from({ length: 12 }, (_, t) => {
          const mu = level * (1 + 0.05 * t) * (start > 0 && t + 1 >= start ? Math.exp(-0.5) : 1);
          return { u, t: t + 1, start, mu, n: random.negativeBinomial(mu, 3) };
        });
      }).flat();
      const design = designOf(rows, {
        unit: "u",
        period: "t",
        outcome: "n",
        cohort: (row) => Number(row.start),
      });
      const { estimates } = impute(design, poisson);
      const att = pick(estimates);
      if (att.conf_low! <= -0.5 && -0.5 <= att.conf_high!) covered++;
      const treated = rows.filter(({ start, t }) => start > 0 && t >= start);
      const truth = treated.reduce((sum, { mu }) => sum + mu * (Math.exp(0.5) - 1), 0);
      const events = pick(estimates, undefined, "events_avoided");
      if (events.conf_low! <= truth && truth <= events.conf_high!) avoided++;
    }
    expect(covered / 150).toBeGreaterThan(0.89);
    expect(covered / 150).toBeLessThanOrEqual(0.99);
    expect(avoided / 150).toBeGreaterThan(0.89);
  });
});
