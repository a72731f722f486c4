import { describe, expect, it } from "vitest";
import { didFamily } from "../../src/estimators/did-family.ts";
import { clusterRobust } from "../../src/inference/cluster-robust.ts";
import type { Estimator } from "../../src/model/estimate.ts";
import { balanced, mpdta, settings } from "../helpers/did-design.ts";
import { oracle, tablePath } from "../helpers/oracle.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyRows } from "../helpers/wavy-panel.ts";

const named = (name: string): Estimator => didFamily.find((member) => member.name === name)!;

/** 12 units in full, a third of them never treated; whole counts above zero, so that every member takes them. */
const panel = (
  change: (y: number, unit: number, period: number) => number = (y) => y,
  names = (i: number) => `u${i}`,
) =>
  balanced(
    Array.from({ length: 12 }, (_, i) => ({
      y: Array.from({ length: 8 }, (_, t) => {
        const y = 40 + Math.round(15 * Math.sin(12.9898 * i + 78.233 * t) + 3 * i);
        return change(y, i, t);
      }),
      ...(i % 3 === 0 ? {} : { start: 4 + (i % 3) }),
      name: names(i),
    })),
  );

describe.each(didFamily.map((member) => [member.name, member] as const))("%s", (name, estimator) => {
  const run = (design = panel()) => estimator.fit(design, settings);
  it("says what it is, and reports finite terms with influence that averages zero", () => {
    expect(estimator.title.length).toBeGreaterThan(5);
    const { terms, influence, model } = run();
    expect(terms.every(({ estimate }) => Number.isFinite(estimate))).toBe(true);
    expect(model).toEqual({ observations: 96, units: 12, periods: 8, treated_units: 8 });
    if (name !== "bacon") expect(influence.length).toBe(terms.length);
    for (const psi of influence) {
      expect(psi.length).toBe(12);
      expect(psi.reduce((a, b) => a + b, 0)).toBeCloseTo(0, 6);
    }
  });
  it("does not care what units are called or in which order they come", () => {
    const renamed = panel(undefined, (i) => `place ${99 - i}`);
    expect(run(renamed).terms.map(({ estimate }) => estimate)).toEqual(
      run().terms.map(({ estimate }) => estimate),
    );
  });
  it("is the same on a panel with a never-treated unit twice when that unit is alone in the comparison", () => {
    const one = wavyRows()
      .slice(0, 8)
      .map((row) => 10 + Number(row.x));
    const treated = [
      { y: one.map((v, t) => v + t), start: 4 },
      { y: one.map((v, t) => v * 1.1 + (t % 3)), start: 4 },
    ];
    const [single, double] = [
      balanced([...treated, { y: one }]),
      balanced([...treated, { y: one }, { y: one }]),
    ];
    for (const [j, { estimate }] of run(single).terms.entries()) {
      expect(run(double).terms[j]!.estimate).toBeCloseTo(estimate, 8);
    }
  });
  it("scales with the outcome, or stays where it is on the log scale", () => {
    const [a, b] = [run(), run(panel((y) => 3 * y))];
    for (const [j, { term, estimate }] of a.terms.entries()) {
      const factor = estimator.scale === "log" || term === "weight" ? 1 : 3;
      expect(b.terms[j]!.estimate).toBeCloseTo(factor * estimate, 7);
    }
  });
});

describe("with the clustered inference of the program", () => {
  it.each(["did", "event-study"])("%s gives fixest's table for mpdta", (name) => {
    const { twfe, event_study_twfe } = oracle("mpdta");
    const study = studyOf(named(name), mpdta(tablePath("mpdta")));
    const inferred = clusterRobust.infer(study);
    expect(inferred.df).toBe(499);
    for (const found of inferred.estimates) {
      const want = name === "did" ? twfe.coef.post : event_study_twfe.coef[`rel::${found.event_time}`];
      expect(found.std_error).toBeCloseTo(want.se, 11);
      expect(found.p_value).toBeCloseTo(want.p, 9);
      expect(found.conf_low).toBeCloseTo(want.ci95[0], 10);
      expect(found.conf_high).toBeCloseTo(want.ci95[1], 10);
    }
  });
  it("ppml has normal statistics, as fepois", () => {
    const inferred = clusterRobust.infer(studyOf(named("ppml"), panel()));
    expect(inferred.df).toBeNull();
    const [att] = inferred.estimates;
    expect((att!.conf_high! - att!.estimate!) / att!.std_error!).toBeCloseTo(1.959963984540054, 10);
  });
});
