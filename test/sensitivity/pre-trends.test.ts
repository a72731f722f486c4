import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { imputation } from "../../src/estimators/imputation.ts";
import { ppml } from "../../src/estimators/ppml.ts";
import { stream } from "../../src/maths/random.ts";
import type { Check } from "../../src/model/check.ts";
import type { Study } from "../../src/model/estimate.ts";
import { unmetNeed, unmetWords } from "../../src/sensitivity/needs.ts";
import { preTrends } from "../../src/sensitivity/pre-trends.ts";
import { balanced } from "../helpers/did-design.ts";
import { counts, plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

const whyNot = (check: Check, study: Study): string | undefined => {
  const unmet = unmetNeed(check, study);
  return unmet && unmetWords(unmet);
};
it("finds a drift and says how large a drift it could have found", () => {
  const result = preTrends.run(studyOf(did, plain(simulated({ drift: 0.4 }))));
  expect(result.status).toBe("failed");
  expect(result.facts.p).toBeLessThan(0.001);
  expect(result.facts.slope80).toBeGreaterThan(result.facts.slope50 as number);
  expect(result.sentence).not.toContain("unseen");
});
it("passes only where an unseen drift could not explain the effect", () => {
  const clear = preTrends.run(studyOf(did, plain(simulated({ effect: -6, seed: 1 }))));
  expect(clear.status).toBe("passed");
  const small = preTrends.run(studyOf(did, plain(simulated({ effect: -0.05, seed: 1 }))));
  expect(small.status).toBe("informational");
  expect(small.sentence).toContain("80% power");
});
it("rejects few true nulls, and about half of the drifts it says it finds half the time", () => {
  const runs = 100;
  const run = (drift: number, seed: number) =>
    preTrends.run(studyOf(did, plain(simulated({ drift, seed })))).facts as { p: number; slope50: number };
  const nulls = Array.from({ length: runs }, (_, seed) => run(0, seed));
  const slope = nulls.reduce((sum, { slope50 }) => sum + slope50, 0) / runs;
  const found = Array.from({ length: runs }, (_, seed) => run(slope, runs + seed)).filter(
    ({ p }) => p < 0.05,
  );
  expect(nulls.filter(({ p }) => p < 0.05).length).toBeLessThanOrEqual(11);
  expect(found.length / runs).toBeGreaterThan(0.35);
  expect(found.length / runs).toBeLessThan(0.65);
});
it("equals the mean differences by hand with one lead", () => {
  const design = balanced([
    { y: [3, 5, 9], start: 3 },
    { y: [1, 4, 6], start: 3 },
    { y: [2, 3, 2] },
    { y: [4, 4, 5] },
    { y: [1, 1, 3] },
  ]);
  const { facts } = preTrends.run(studyOf(did, design));
  const [lead] = facts.leads as { event_time: number; estimate: number }[];
  expect(lead!.event_time).toBe(-2);
  expect(lead!.estimate).toBeCloseTo(-(2.5 - 1 / 3), 10);
});

it("joins leads that few treated units reach, so that one late starter raises no alarm", () => {
  const dice = stream("pre-trends", "late");
  const units = Array.from({ length: 30 }, (_, i) => ({
    y: Array.from({ length: 12 }, () => dice.normal()),
    ...(i < 12 ? { start: i === 0 ? 12 : 5 } : {}),
  }));
  const { facts } = preTrends.run(studyOf(did, balanced(units)));
  expect((facts.leads as { event_time: number }[]).map(({ event_time }) => event_time)).toEqual([-2, -3, -4]);
});

it("reads counts on the log scale", () => {
  const result = preTrends.run(studyOf(ppml, counts(simulated({ drift: 0.15 }))));
  expect(result.status).toBe("failed");
  expect(result.sentence).toContain("%");
});
it("runs on an unbalanced staggered panel with weights and a covariate", () => {
  const result = preTrends.run(studyOf(imputation, wavyPanel({ covariates: ["x"], weights: "w" })));
  expect(result.facts.df1).toBe(3);
});
it("says why it cannot run", () => {
  const few = balanced([{ y: [10, 6, 5], start: 3 }, { y: [9, 8, 7] }, { y: [7, 6, 6] }]);
  expect(whyNot(preTrends, studyOf(did, few))).toContain("fewer than three treated");
  const short = balanced([1, 2, 3, 0, 0].map((v) => ({ y: [v, 6 - v], ...(v > 0 ? { start: 2 } : {}) })));
  expect(whyNot(preTrends, studyOf(did, short))).toContain("fewer than two periods");
});
