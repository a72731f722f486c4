import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { wdd } from "../../src/estimators/wdd.ts";
import type { Estimate, Fit } from "../../src/model/estimate.ts";
import { expectClose } from "../helpers/close.ts";
import { oracle, tableText } from "../helpers/oracle.ts";
import { handMade, settings } from "../helpers/panels.ts";

const term = (fit: Fit, name: string): Estimate => fit.estimates!.find((e) => e.term === name)!;
type Pair = readonly [number, number];
const areas = (T: Pair, C: Pair, D?: Pair, DC?: Pair, options = {}): Fit =>
  wdd.fit(
    handMade({
      rows: { T, C, ...(D && { D }), ...(DC && { DC }) },
      starts: { T: 2 },
      roles: { D: "buffer", DC: "buffer-comparison" },
    }),
    { ...settings, ...options },
  );

interface Wanted {
  local: { est: number; se: number };
  displacement: { est: number; se: number };
  total: { est: number; se: number; z: number; p_two: number; ci95: Pair; ci90: Pair };
}
const expectAll = (fit: Fit, narrower: Fit, { local, displacement, total }: Wanted): void => {
  const found = term(fit, "wdd");
  expectClose(found.estimate, total.est);
  expectClose(found.std_error, total.se);
  expectClose(found.statistic, total.z);
  expectClose(found.p_value, total.p_two);
  expectClose(found.conf_low, total.ci95[0]);
  expectClose(found.conf_high, total.ci95[1]);
  expectClose(term(narrower, "wdd").conf_low, total.ci90[0]);
  expectClose(term(narrower, "wdd").conf_high, total.ci90[1]);
  expectClose(term(fit, "wdd_local").estimate, local.est);
  expectClose(term(fit, "wdd_local").std_error, local.se);
  if (displacement.se > 0) {
    expect(term(fit, "wdd_displacement").estimate).toBeCloseTo(displacement.est, 10);
    expectClose(term(fit, "wdd_displacement").std_error, displacement.se);
  }
};

describe("wdd against R", () => {
  const results = oracle("counts_wdd_rirr");
  const examples = tableText("wdd_examples").trim().split("\n").slice(1);

  it.each(examples.map((line) => line.split(",")))("gives every number of %s", (name, ...cells) => {
    const [t0, t1, c0, c1, d0, d1, dc0, dc1, before, after, areaC, areaT, areaDC, areaD] = cells.map(
      Number,
    ) as number[];
    const options = {
      timeWeights: `${before},${after}`,
      areaWeights: `T:${areaT},C:${areaC},D:${areaD},DC:${areaDC}`,
    };
    const at = (confLevel: number): Fit =>
      areas([t0!, t1!], [c0!, c1!], [d0!, d1!], [dc0!, dc1!], { ...options, confLevel });
    expectAll(at(0.95), at(0.9), results.wdd[name!]);
  });

  it.each(Object.keys(results.seattle_dmi))("gives Seattle's %s, as it stands and by block", (outcome) => {
    const { counts, wdd: raw, wdd_area_weighted_per_block: byBlock } = results.seattle_dmi[outcome];
    const at = (options: object): Fit =>
      areas([counts.t0, counts.t1], [counts.c0, counts.c1], undefined, undefined, options);
    expectAll(at({}), at({ confLevel: 0.9 }), raw);
    const areaWeights = "treated:39,comparison:9603";
    expectAll(at({ areaWeights }), at({ areaWeights, confLevel: 0.9 }), byBlock);
    expect(at({}).warnings.map((w) => w.code)).toContain("WDD01");
  });
});

describe("wdd by the literature", () => {
  it("gives Wheeler & Ratcliffe's example", () => {
    const fit = areas([207, 110], [308, 318], [178, 157], [150, 140]);
    expect(term(fit, "wdd")).toMatchObject({ estimate: -118 });
    expect(term(fit, "wdd").std_error).toBeCloseTo(Math.sqrt(1568), 12);
    expect(term(fit, "wdd_local").estimate).toBe(-107);
    expect(fit.warnings).toEqual([]);
  });

  it("gives the blog's example of two years against one", () => {
    const fit = areas([80, 20], [100, 50], undefined, undefined, { timeWeights: "before:2,after:1" });
    expect(term(fit, "wdd").estimate).toBe(-20);
    expect(term(fit, "wdd").std_error).toBeCloseTo(Math.sqrt(115), 12);
  });

  it("gives crimepy's example and its 90 % interval", () => {
    const fit = areas([120, 100], [130, 150], [40, 25], [30, 25], { confLevel: 0.9 });
    expect(term(fit, "wdd_local").estimate).toBe(-40);
    expect(term(fit, "wdd_local").conf_low).toBeCloseTo(-76.8, 1);
    expect(term(fit, "wdd").estimate).toBe(-50);
    expect(term(fit, "wdd").conf_high).toBeCloseTo(-9.0, 1);
  });
});

describe("wdd by hand and by invariance", () => {
  it("has no displacement term without rings", () => {
    const fit = areas([20, 10], [20, 20]);
    expect(fit.estimates!.map((e) => e.term)).toEqual(["wdd", "wdd_local"]);
    expect(term(fit, "wdd").estimate).toBe(-10);
  });

  it("is unmoved by a number of events added to both groups in a period, but for its error", () => {
    const count = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(count, count, count, count, count, (a, b, c, d, lift) => {
        const [plain, lifted] = [areas([a, b], [c, d]), areas([a, b + lift], [c, d + lift])];
        expect(term(lifted, "wdd").estimate).toBeCloseTo(term(plain, "wdd").estimate!, 9);
      }),
    );
  });

  it("puts windows of unequal length on the after window, and says so", () => {
    const rows = { T: [10, 10, 10, 10, 6, 6], C: [10, 10, 10, 10, 10, 10] };
    const fit = wdd.fit(handMade({ rows, starts: { T: 5 } }), settings);
    expect(term(fit, "wdd").estimate).toBeCloseTo(-8, 12);
    // 12 + 20 after; 40 + 40 before over 2².
    expect(term(fit, "wdd").std_error).toBeCloseTo(Math.sqrt(32 + 20), 12);
    expect(fit.warnings.map((w) => w.code)).toContain("counts/unequal-windows");
  });

  it.each([
    ["area weights without a unit", { areaWeights: "Nowhere:2" }, "estimate/area-weights"],
    ["an area weight of zero", { areaWeights: "T:0" }, "estimate/area-weights"],
    ["one time weight", { timeWeights: "2" }, "estimate/time-weights"],
  ])("refuses %s", (_, options, code) => {
    expect(() => areas([1, 2], [3, 4], undefined, undefined, options)).toThrowError(
      expect.objectContaining({ code }),
    );
  });
});

it("warns where counts vary more than the Poisson variance says", () => {
  const wild = [10, 90, 15, 80, 12, 95, 20, 70];
  const design = handMade({
    rows: { T: wild, C: [...wild].reverse(), D: [40, 44, 41, 39, 42, 40, 43, 41] },
    starts: { T: 5 },
  });
  const fit = wdd.fit(design, settings);
  expect(fit.warnings.map((w) => w.code)).toContain("counts/overdispersed");
  expect(fit.diagnostics.phi_pearson).toBeGreaterThan(10);
});
