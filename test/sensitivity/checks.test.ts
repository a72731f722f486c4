import { describe, expect, it } from "vitest";
import { did } from "../../src/estimators/did.ts";
import { imputation } from "../../src/estimators/imputation.ts";
import { ppml } from "../../src/estimators/ppml.ts";
import { sunAbraham } from "../../src/estimators/sun-abraham.ts";
import { stream } from "../../src/maths/random.ts";
import type { Design } from "../../src/model/design.ts";
import { checks } from "../../src/sensitivity/index.ts";
import { leaveOneOut } from "../../src/sensitivity/leave-one-out.ts";
import { placeboDates } from "../../src/sensitivity/placebo-dates.ts";
import { placeboOutcomes } from "../../src/sensitivity/placebo-outcomes.ts";
import { preTrends } from "../../src/sensitivity/pre-trends.ts";
import { balanced, designOf } from "../helpers/did-design.ts";
import { studyOf } from "../helpers/study.ts";
import { wavyPanel } from "../helpers/wavy-panel.ts";

/** 40 units, 12 periods, half treated from period 9: level + drift for the treated + effect + noise. */
const simulated = (options: { drift?: number; effect?: number; seed?: number; other?: number }): Design => {
  const dice = stream("checks", "panel", options.seed ?? 0);
  const rows = Array.from({ length: 40 }, (_, u) => {
    const start = u % 2 === 0 ? 9 : 0;
    const level = 10 + 3 * dice.normal();
    return Array.from({ length: 12 }, (_, at) => {
      const t = at + 1;
      const isTreated = start > 0 && t >= start;
      const y = level + 0.2 * t + (start > 0 ? (options.drift ?? 0) * t : 0) + dice.normal();
      return {
        u,
        t,
        start,
        y: y + (isTreated ? (options.effect ?? 0) : 0),
        other: level + dice.normal() + (isTreated ? (options.other ?? 0) : 0),
        events: dice.poisson(
          3 * Math.exp((start > 0 ? (options.drift ?? 0) * t : 0) + (isTreated ? (options.effect ?? 0) : 0)),
        ),
      };
    });
  }).flat();
  return designOf(rows, {
    unit: "u",
    period: "t",
    outcome: "y",
    cohort: (row) => Number(row.start),
    covariates: ["other", "events"],
  });
};
const plain = (design: Design): Design => ({ ...design, covariates: [] });
const counts = (design: Design): Design => ({
  ...plain(design),
  outcome: "events",
  panel: { ...design.panel, status: { events: design.panel.status.y! } },
});

describe("pre-trends", () => {
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
});

describe("placebo dates", () => {
  it("passes where nothing happened before the start, and fails on a drift", () => {
    expect(placeboDates.run(studyOf(did, plain(simulated({ effect: -3, seed: 3 })))).status).toBe("passed");
    const drifting = placeboDates.run(studyOf(did, plain(simulated({ drift: 0.6 }))));
    expect(drifting.status).toBe("failed");
    expect(drifting.sentence).toContain("placebo start in 5");
  });
  it("is unmoved by the effect itself, which lies after the periods it uses", () => {
    const at = (effect: number) => placeboDates.run(studyOf(did, plain(simulated({ effect })))).facts.placebo;
    expect(at(-50)).toBeCloseTo(at(0) as number, 10);
  });
  it("works for estimators with their own inference", () => {
    const result = placeboDates.run(studyOf(sunAbraham, plain(simulated({ effect: -3, seed: 3 }))));
    expect(result.status).toBe("passed");
    expect(result.facts.p).toBeGreaterThan(0.05);
  });
});

describe("placebo outcomes", () => {
  const ask = (design: Design) => studyOf(did, plain(design), { placeboOutcomes: ["other"] });
  it("fails when an outcome that should not move does", () => {
    expect(placeboOutcomes.run(ask(simulated({ effect: -3, other: 2 }))).status).toBe("failed");
    const calm = placeboOutcomes.run(ask(simulated({ effect: -3, seed: 5 })));
    expect(calm.status).toBe("passed");
    expect(calm.sentence).toMatch(/^0 of 1 outcome/);
  });
  it("says that none was named, or that one is unknown", () => {
    expect(placeboOutcomes.refuses(studyOf(did, plain(simulated({}))))).toContain("named");
    const unknown = studyOf(did, plain(simulated({})), { placeboOutcomes: ["rain"] });
    expect(placeboOutcomes.refuses(unknown)).toContain("no column rain");
  });
});

describe("leave one out", () => {
  it("names the unit on which the answer hangs", () => {
    const design = balanced([
      { y: [10, 2], start: 2, name: "Acton" },
      { y: [9, 10], start: 2, name: "Barnes" },
      { y: [8, 9], start: 2, name: "Camden" },
      { y: [9, 9], name: "Dulwich" },
      { y: [7, 7], name: "Ealing" },
    ]);
    const { status, facts, sentence } = leaveOneOut.run(studyOf(did, design));
    expect(facts.most_influential).toBe("Acton");
    expect(facts.estimate).toBeCloseTo(-2, 10);
    expect(facts.high).toBeCloseTo(1, 10); // without Acton the treated rise by one
    expect(status).toBe("failed");
    expect(sentence).toContain("sign changes in 1 case");
  });
  it("leaves out whole clusters, and passes where no one of them matters", () => {
    const result = leaveOneOut.run(studyOf(did, wavyPanel({ cluster: "cl" })));
    expect(result.sentence).toContain("each of 10 clusters");
    expect(result.status).toBe("passed");
  });
  it("says when a unit cannot be left out", () => {
    const design = balanced([{ y: [10, 6], start: 2, name: "Acton" }, { y: [9, 8] }, { y: [7, 7] }]);
    expect(leaveOneOut.run(studyOf(did, design)).sentence).toContain("1 cannot be left out");
  });
  it("refits the most influential units only in a large panel", () => {
    const units = Array.from({ length: 90 }, (_, i) => ({
      y: [Math.sin(i) * 3, Math.cos(i) * 3 + (i === 40 ? 400 : 0), Math.sin(3 * i)],
      ...(i % 2 === 0 ? { start: 2 } : {}),
      name: `unit ${i}`,
    }));
    const { facts, sentence } = leaveOneOut.run(studyOf(did, balanced(units)));
    expect(facts.most_influential).toBe("unit 40");
    expect(sentence).toContain("the 60 most influential of 90 units");
  });
});

it("every check has its own id, and refuses or runs on any panel with a sentence that holds numbers", () => {
  expect(new Set(checks.map(({ id }) => id)).size).toBe(checks.length);
  const study = studyOf(did, plain(simulated({ effect: -3 })), { placeboOutcomes: ["other"] });
  for (const check of checks) {
    expect(check.refuses(study)).toBeUndefined();
    const result = check.run(study);
    expect(result.id).toBe(check.id);
    expect(result.sentence).toMatch(/\d.*\.$/);
  }
});
