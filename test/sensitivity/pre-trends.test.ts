import { expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { imputation } from "../../src/estimators/imputation.ts";
import { ppml } from "../../src/estimators/ppml.ts";
import { stream } from "../../src/maths/random.ts";
import { unmetNeed } from "../../src/sensitivity/needs.ts";
import { preTrends } from "../../src/sensitivity/pre-trends.ts";
import { checkSentence } from "../../src/summaries/words/checks.ts";
import { factsOf } from "../helpers/checks.ts";
import { balanced } from "../helpers/did-design.ts";
import { counts, plain, simulated } from "../helpers/simulated-panel.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

it("finds a drift and says how large a drift it could have found", () => {
  const result = preTrends.run(studyOf(did, plain(simulated({ drift: 0.4 }))));
  expect(result.status).toBe("failed");
  const { p, slope50, slope80 } = factsOf(result, "leads");
  expect(p).toBeLessThan(0.001);
  expect(slope80).toBeGreaterThan(slope50);
  expect(checkSentence(result)).not.toContain("unseen");
});
it("passes only where an unseen drift could not explain the effect", () => {
  const clear = preTrends.run(studyOf(did, plain(simulated({ effect: -6, seed: 1 }))));
  expect(clear.status).toBe("passed");
  const small = preTrends.run(studyOf(did, plain(simulated({ effect: 0.3, seed: 1 }))));
  expect(small.status).toBe("informational");
  expect(checkSentence(small)).toContain("80% power");
});
it("rejects few true nulls, and about half of the drifts it says it finds half the time", () => {
  const runs = 100;
  const run = (drift: number, seed: number) =>
    factsOf(preTrends.run(studyOf(did, plain(simulated({ drift, seed })))), "leads");
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
  const [lead] = factsOf(preTrends.run(studyOf(did, design)), "leads").leads;
  expect(lead!.event_time).toBe(-2);
  expect(lead!.estimate).toBeCloseTo(-(2.5 - 1 / 3), 10);
});

it("joins leads that few treated units reach, so that one late starter raises no alarm", () => {
  const random = stream("pre-trends", "late");
  const units = Array.from({ length: 30 }, (_, i) => ({
    y: Array.from({ length: 12 }, () => random.normal()),
    ...(i < 12 ? { start: i === 0 ? 12 : 5 } : {}),
  }));
  const { leads } = factsOf(preTrends.run(studyOf(did, balanced(units))), "leads");
  expect(leads.map(({ event_time }) => event_time)).toEqual([-2, -3, -4]);
});

it("reads counts on the log scale", () => {
  const result = preTrends.run(studyOf(ppml, counts(simulated({ drift: 0.15 }))));
  expect(result.status).toBe("failed");
  expect(checkSentence(result)).toContain("%");
});
it("runs on an unbalanced staggered panel with weights and a covariate", () => {
  const result = preTrends.run(studyOf(imputation, wavyPanel({ covariates: ["x"], weights: "w" })));
  expect(factsOf(result, "leads").df1).toBe(3);
});
it("says why it cannot run", () => {
  const few = balanced([{ y: [10, 6, 5], start: 3 }, { y: [9, 8, 7] }, { y: [7, 6, 6] }]);
  expect(unmetNeed(preTrends, studyOf(did, few))?.kind).toBe("few-treated-clusters");
  const short = balanced([1, 2, 3, 0, 0].map((v) => ({ y: [v, 6 - v], ...(v > 0 ? { start: 2 } : {}) })));
  expect(unmetNeed(preTrends, studyOf(did, short))).toEqual({
    kind: "few-periods-before",
    facts: { least: 2 },
  });
});
