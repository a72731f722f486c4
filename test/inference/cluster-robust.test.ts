import { describe, expect, it } from "vitest";
import { clusterRobust } from "../../src/inference/cluster-robust.ts";
import { biasReduced, cr2 } from "../../src/inference/cr2.ts";
import { hc1 } from "../../src/inference/hc1.ts";
import { iid } from "../../src/inference/iid.ts";
import type { Inferred } from "../../src/model/estimate.ts";
import { oracle, tableText } from "../helpers/oracle.ts";
import {
  counted,
  type Row,
  ragged,
  regress,
  regressPoisson,
  studyOf,
  wavy,
  weighted,
} from "./small-study.ts";

const errors = ({ estimates }: Inferred) => estimates.map((e) => e.std_error!);
const close = (got: readonly (number | null)[], want: readonly number[], tolerance = 1e-8) => {
  for (const [i, w] of want.entries()) expect(Math.abs(got[i]! / w - 1)).toBeLessThan(tolerance);
};
const pairs = (i: number): number => Math.floor(i / 2);

// R 4.2.2: lm with unit and period dummies; sandwich 3.0.2 vcovCL(type = "HC0", cadjust = FALSE) times fixest's factor,
// vcovHC(type = "HC1"), vcov(); clubSandwich 0.5.8 coef_test(vcov = "CR2", test = "Satterthwaite").
const cases = [
  {
    name: "balanced, clustered by unit",
    rows: wavy,
    cluster: (i: number) => i,
    cr1: [0.312757823324147, 0.1066761368661196],
    hc1: [0.6876900151522318, 0.3143092739981121],
    iid: [0.8673632671393134, 0.3062132462637652],
    cr2: [0.3144551832515515, 0.1061166147919456],
    df: [5.750792266940636, 8.51058732515429],
    p: [0.01813453834106591, 0.03653339062296506],
  },
  {
    name: "balanced, clustered by pairs of units",
    rows: wavy,
    cluster: pairs,
    cr1: [0.1559889821534784, 0.1087276154167759],
    hc1: [0.6876900151522318, 0.3143092739981121],
    iid: [0.8673632671393134, 0.3062132462637652],
    cr2: [0.1747631256541625, 0.1127506871734275],
    df: [3.671304155280234, 3.841938464149212],
    p: [0.005440356038917715, 0.082752365907245495],
  },
  {
    name: "unbalanced, clustered by unit",
    rows: ragged,
    cluster: (i: number) => i,
    cr1: [0.5894489540553892, 0.1873190701231456],
    hc1: [0.7569267796330379, 0.3377217911574774],
    iid: [0.9141722060644326, 0.3212524508486449],
    cr2: [0.5736089320058915, 0.1847060986829518],
    df: [6.101439080368698, 8.145125129480055],
    p: [0.04486415579415921, 0.03846867136003024],
  },
  {
    name: "unbalanced, weighted, clustered by pairs",
    rows: weighted,
    cluster: pairs,
    cr1: [0.6433643782211107, 0.2024090596870681],
    hc1: [0.771857706093915, 0.3427454418468571],
    iid: [0.9372007088764237, 0.3232483012878141],
    cr2: [0.6091712376097377, 0.2118743344347208],
    df: [3.759584928045728, 3.692269447772275],
    p: [0.06040909309091231, 0.07905053895256749],
  },
] as const;

describe("standard errors of a two-way regression against R", () => {
  it.each(cases)("$name", ({ rows, cluster, ...want }) => {
    const study = studyOf(regress(rows as readonly Row[]), 10, { cluster });
    const groups = new Set(Array.from({ length: 10 }, (_, i) => cluster(i))).size;
    close(errors(clusterRobust.infer(study)), want.cr1);
    expect(clusterRobust.infer(study).df).toBe(groups - 1);
    close(errors(hc1.infer(study)), want.hc1);
    close(errors(iid.infer(study)), want.iid);
    const reduced = cr2.infer(study);
    close(errors(reduced), want.cr2, 1e-8);
    close(reduced.diagnostics.df as number[], want.df, 1e-7);
    close(
      reduced.estimates.map((e) => e.p_value),
      want.p,
      1e-6,
    );
  });
  it("a Poisson fit has the same factor and normal statistics", () => {
    const study = studyOf(regressPoisson(counted), 10);
    const robust = clusterRobust.infer(study);
    close(
      robust.estimates.map((e) => e.estimate),
      [-0.53449322713967973, -0.03239086959488893],
      1e-9,
    );
    close(errors(robust), [0.12217225669164546, 0.03325019385379097]);
    expect(robust.df).toBeNull();
    const reduced = cr2.infer(study);
    close(errors(reduced), [0.1265463514342938, 0.0330379178682805], 1e-7);
    close(reduced.diagnostics.df as number[], [5.17443155800605, 8.045605291431016], 1e-6);
  });
  it("the interval is the estimate ± t·error, and the p-value says the same", () => {
    for (const method of [clusterRobust, cr2, hc1, iid]) {
      for (const level of [0.5, 0.9, 0.95, 0.99]) {
        for (const e of method.infer(studyOf(regress(ragged), 10, { level })).estimates) {
          expect(e.conf_high! - e.estimate!).toBeCloseTo(e.estimate! - e.conf_low!, 12);
          expect(e.conf_low! > 0 || e.conf_high! < 0).toBe(e.p_value! < 1 - level);
        }
      }
    }
  });
});

describe("CR2", () => {
  it.each([
    ["balanced", regress(wavy).regression],
    ["unbalanced", regress(ragged).regression],
  ] as const)("is unbiased under its working model: %s", (_, regression) => {
    for (const cluster of [(i: number) => i, pairs]) {
      const { expected } = biasReduced(
        regression,
        Int32Array.from({ length: 10 }, (_v, i) => cluster(i)),
        2,
      );
      close([...expected], [regression.bread[0]!, regression.bread[3]!], 1e-10);
    }
  });
});

describe("invariance", () => {
  const plain = studyOf(regress(wavy), 10);
  it("to the order of rows", () => {
    const shuffled = studyOf(
      regress(
        [...wavy].sort((a, b) => ((a.unit * 7 + a.period * 5) % 11) - ((b.unit * 7 + b.period * 5) % 11)),
      ),
      10,
    );
    for (const method of [clusterRobust, cr2, hc1, iid]) {
      close(errors(method.infer(shuffled)), errors(method.infer(plain)), 1e-10);
    }
  });
  it("errors scale with the outcome; degrees of freedom do not move", () => {
    const scaled = studyOf(regress(wavy.map((r) => ({ ...r, y: 1000 * r.y + 5 * r.unit }))), 10);
    for (const method of [clusterRobust, cr2, hc1, iid]) {
      close(
        errors(method.infer(scaled)),
        errors(method.infer(plain)).map((e) => 1000 * e),
        1e-9,
      );
    }
    close(cr2.infer(scaled).diagnostics.df as number[], cr2.infer(plain).diagnostics.df as number[], 1e-9);
  });
  it("to equal weights on every row", () => {
    const heavy = studyOf(regress(wavy.map((r) => ({ ...r, w: 3 }))), 10);
    for (const method of [clusterRobust, cr2, hc1, iid]) {
      close(errors(method.infer(heavy)), errors(method.infer(plain)), 1e-9);
    }
  });
});

describe("influence values", () => {
  it("give √Σψ²/n by unit, sums by cluster, and normal statistics", () => {
    const psi = Float64Array.of(3, -1, -4, 2);
    const byUnit = clusterRobust.infer(studyOf({ beta: Float64Array.of(1) }, 4, { influence: [psi] }));
    expect(byUnit.estimates[0]!.std_error).toBeCloseTo(Math.sqrt(30) / 4, 14);
    const study = studyOf({ beta: Float64Array.of(1) }, 4, { influence: [psi], cluster: pairs });
    expect(clusterRobust.infer(study).estimates[0]!.std_error).toBeCloseTo(Math.sqrt(8) / 4, 14);
    expect(byUnit.df).toBeNull();
    expect(() => hc1.infer(study)).toThrow(expect.objectContaining({ code: "inference/no-regression" }));
  });
});

describe("refusals", () => {
  it("one cluster carries no error", () => {
    const study = studyOf(regress(wavy), 10, { cluster: () => 0 });
    for (const method of [clusterRobust, cr2]) {
      expect(() => method.infer(study)).toThrow(expect.objectContaining({ code: "inference/one-cluster" }));
    }
  });
  it("a perfect fit has no test: null, not NaN", () => {
    const exact = wavy.map((r) => ({ ...r, x: [r.x[0]!], y: r.unit + 2 * r.period }));
    const { estimates } = clusterRobust.infer(studyOf(regress(exact), 10));
    expect(estimates[0]!.std_error).toBeLessThan(1e-12);
    expect(Object.values(estimates[0]!).some((v) => Number.isNaN(v))).toBe(false);
  });
});

describe("mpdta", () => {
  it("has fixest's clustered error, p-value and interval", () => {
    const { estimate, se, p, ci95 } = oracle("mpdta").twfe.coef.post;
    const [header, ...lines] = tableText("mpdta").trim().split("\n");
    const names = header!.replaceAll('"', "").trim().split(",");
    const at = (line: string[], name: string): number => Number(line[names.indexOf(name)]);
    const cells = lines.map((line) => line.trim().split(","));
    const counties = [...new Set(cells.map((c) => at(c, "countyreal")))];
    const start = names.includes("first_treat") ? "first_treat" : "first.treat";
    const rows = cells.map((c) => ({
      unit: counties.indexOf(at(c, "countyreal")),
      period: at(c, "year") - 2003,
      x: [Number(at(c, start) > 0 && at(c, "year") >= at(c, start))],
      y: at(c, "lemp"),
    }));
    const found = clusterRobust.infer(studyOf(regress(rows), counties.length)).estimates[0]!;
    close(
      [found.estimate, found.std_error, found.p_value, found.conf_low, found.conf_high],
      [estimate, se, p, ...ci95],
      1e-8,
    );
  });
});
