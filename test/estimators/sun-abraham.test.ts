import { describe, expect, it } from "vitest";
import { sunAbraham } from "../../src/estimators/sun-abraham.ts";
import type { Design } from "../../src/model/design.ts";
import { balanced, mpdta, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { wavyPanel, wavyRows } from "../helpers/wavy-panel.ts";

const estimates = (design: Design) => sunAbraham.fit(design, settings).estimates!;
const pick = (design: Design, event?: number) =>
  estimates(design).find((e) => (event === undefined ? e.term === "att_overall" : e.event_time === event))!;

/** The same design with a weight of one, which takes the road of the regression instead of that of means. */
const byRegression = (design: Design): Design => {
  const one = new Float64Array(design.panel.columns[design.outcome]!.length).fill(1);
  return { ...design, weights: "one", panel: { ...design.panel, columns: { ...design.panel.columns, one } } };
};

it("averages cohorts by their treated rows", () => {
  const design = balanced([
    { y: [0, 0, 2, 2], start: 3 },
    { y: [0, 0, 0, 8], start: 4 },
    { y: [0, 0, 0, 0] },
    { y: [1, 1, 1, 1] },
  ]);
  expect(pick(design, 0).estimate).toBeCloseTo((2 + 8) / 2, 12);
  expect(pick(design, 1).estimate).toBeCloseTo(2, 12);
  expect(pick(design).estimate).toBeCloseTo((2 + 2 + 8) / 3, 12);
});

describe("published numbers", () => {
  it.each([
    ["means", (design: Design) => design],
    ["regression", byRegression],
  ])("mpdta by %s, as fixest 0.14.2", (_, prepare) => {
    const { sunab_dynamic, sunab_att } = oracle("mpdta");
    const design = prepare(mpdta(tablePath("mpdta")));
    for (const found of estimates(design)) {
      const want = found.term === "att_overall" ? sunab_att : sunab_dynamic.coef[`year::${found.event_time}`];
      expect(found.estimate).toBeCloseTo(want.estimate, 11);
      expect(found.std_error).toBeCloseTo(want.se, 11);
      expect(found.p_value).toBeCloseTo(want.p, 9);
    }
  });
  // Dummies in R 4.2.2 lm, sandwich 3.0.2 vcovCL (HC0) times fixest's factor, then the shares of rows.
  it.each([
    [{}, [1.30770707013, 0.268647659749], [1.80723597078, 0.416597410429], [-0.212599104354, 0.24271550799]],
    [
      { covariates: ["x"], weights: "w" },
      [1.418876778075, 0.241954057258],
      [1.748915594334, 0.368913889324],
      [-0.167288808014, 0.228518498473],
    ],
  ])("an unbalanced panel with %o, as R", (shape, overall, atStart, before) => {
    const design = wavyPanel(shape);
    for (const [event, [estimate, error]] of [
      [undefined, overall],
      [0, atStart],
      [-3, before],
    ] as const) {
      expect(pick(design, event).estimate).toBeCloseTo(estimate!, 10);
      expect(pick(design, event).std_error).toBeCloseTo(error!, 10);
    }
  });
});

describe("properties", () => {
  it("takes the same influence by means and by regression", () => {
    const full = wavyRows();
    const design = balanced(
      Array.from({ length: 12 }, (_, i) => ({
        y: full.slice(8 * i, 8 * i + 8).map((row) => Number(row.y)),
        ...(i % 3 === 0 ? {} : { start: 3 + (i % 3) }),
      })),
    );
    const [a, b] = [sunAbraham.fit(design, settings), sunAbraham.fit(byRegression(design), settings)];
    for (const [j, psi] of a.influence.entries()) {
      for (const [i, v] of psi.entries()) expect(b.influence[j]![i]).toBeCloseTo(v, 9);
    }
  });
  it("is unmoved by a constant added to a unit or a period", () => {
    const lifted = wavyRows().map((row) => ({
      ...row,
      y: Number(row.y) + (row.u === 4 ? 9 : 0) - (row.t === 5 ? 7 : 0),
    }));
    const [a, b] = [estimates(wavyPanel()), estimates(wavyPanel({}, lifted))];
    for (const [j, e] of a.entries()) expect(b[j]!.estimate).toBeCloseTo(e.estimate!, 9);
  });
  it("leaves out units treated throughout, and says so", () => {
    const rows = wavyRows();
    const always = rows.filter((row) => row.u === 2).map((row) => ({ ...row, u: 99, start: 1, y: 100 }));
    const [plain, more] = [wavyPanel(), wavyPanel({}, [...rows, ...always])];
    expect(pick(more).estimate).toBeCloseTo(pick(plain).estimate!, 11);
    const { warnings } = sunAbraham.fit(more, settings);
    expect(warnings.find(({ code }) => code === "design/always-treated")?.message).toContain("99");
  });
  it("takes the last cohort as comparison when nobody is never treated, up to its start", () => {
    const rows = wavyRows().filter((row) => row.start !== 0);
    const until = rows
      .map((row) => (row.start === 6 ? { ...row, start: 0 } : row))
      .filter((row) => Number(row.t) < 6);
    const [last, never] = [wavyPanel({}, rows), wavyPanel({}, until)];
    expect(pick(last).estimate).toBeCloseTo(pick(never).estimate!, 11);
    expect(pick(last).std_error).toBeCloseTo(pick(never).std_error!, 11);
    expect(
      sunAbraham.fit(last, settings).warnings.some(({ code }) => code === "design/last-cohort-control"),
    ).toBe(true);
  });
  it("refuses a panel in which everyone starts at once", () => {
    const design = balanced([
      { y: [1, 2, 3], start: 2 },
      { y: [2, 5, 1], start: 2 },
    ]);
    expect(() => sunAbraham.fit(design, settings)).toThrow(/none is left to compare/);
  });
});
