import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { imputation } from "../../src/estimators/imputation.ts";
import { ppml } from "../../src/estimators/ppml.ts";
import { preTrends } from "../../src/sensitivity/pre-trends.ts";
import { balanced } from "../helpers/did-design.ts";
import { counts, plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

it("finds a drift and says how large a drift it could have found", () => {
  const result = preTrends.run(studyOf(did, plain(simulated({ drift: 0.4 }))));
  expect(result.status).toBe("failed");
  expect(result.facts.p).toBeLessThan(0.001);
  expect(result.facts.slope80).toBeGreaterThan(result.facts.slope50 as number);
  expect(result.sentence).toContain("80 % power");
});
it("passes only where an unseen drift could not explain the effect", () => {
  const clear = preTrends.run(studyOf(did, plain(simulated({ effect: -6, seed: 1 }))));
  expect(clear.status).toBe("passed");
  const small = preTrends.run(studyOf(did, plain(simulated({ effect: -0.05, seed: 1 }))));
  expect(small.status).toBe("informational");
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
it("reads counts on the log scale", () => {
  const result = preTrends.run(studyOf(ppml, counts(simulated({ drift: 0.15 }))));
  expect(result.status).toBe("failed");
  expect(result.sentence).toContain("log points");
});
it("runs on an unbalanced staggered panel with weights and a covariate", () => {
  const result = preTrends.run(studyOf(imputation, wavyPanel({ covariates: ["x"], weights: "w" })));
  expect(result.facts.df1).toBe(4);
});
it("says why it cannot run", () => {
  expect(
    preTrends.refuses(studyOf(did, balanced([{ y: [10, 6], start: 2 }, { y: [9, 8] }, { y: [7, 6] }]))),
  ).toContain("fewer than two periods");
});
