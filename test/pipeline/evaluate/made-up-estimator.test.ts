import { afterAll, beforeAll, expect, it } from "vitest";
import { estimators } from "../../../src/estimators/index.ts";
import type { Estimator } from "../../../src/model/estimate.ts";
import { findEstimator, studyMethods, typedSchemas } from "../../../src/pipeline/estimate/methods.ts";
import { evaluate } from "../../../src/pipeline/evaluate/evaluate.ts";
import { jsonSchema } from "../../../src/pipeline/schemas.ts";
import { summarise } from "../../../src/summaries/summary.ts";
import { questionOf } from "../../helpers/questions.ts";

/** Counts a fifth fewer, whatever the data: only what it says of itself is of interest here. */
const madeUp: Estimator = {
  name: "fifth-fewer",
  title: "A fifth fewer (made up)",
  version: 7,
  estimand: "nothing at all",
  scale: "log",
  accepts: ["comparison-group"],
  uses: [],
  options: [],
  traits: {
    answer: () => "log_fifth",
    worksOn: "counts",
    totalsOnly: true,
    asymptotic: true,
  },
  inStudy: {
    primary: {
      order: 0,
      kind: "comparison-group",
      label: "Comparison group, made up",
      refuses: ({ comparison }) => (comparison === 0 ? "nobody is left" : undefined),
      preferred: ({ assignment }) => assignment === "cutoff",
      reason: ({ treated }) => `a line divides ${treated} units from the rest`,
      settings: () => ({}),
    },
    alternative: { order: 0, design: "same", note: "a fifth is always lost" },
  },
  fit: ({ panel }) => {
    const at = (share: number): number => Math.log(share);
    const row = { p_value: 0.2, cohort: null, period: null, event_time: null, statistic: null };
    const estimate = {
      term: "log_fifth",
      estimate: at(0.8),
      std_error: 0.05,
      conf_low: at(0.7),
      conf_high: at(0.9),
      ...row,
    };
    return {
      terms: [
        { term: "att", estimate: 99 },
        { term: "log_fifth", estimate: at(0.8) },
      ],
      influence: [],
      model: { observations: 1, units: panel.units.length, periods: panel.periods.length, treated_units: 1 },
      diagnostics: {},
      warnings: [],
      estimates: [{ ...estimate, term: "att", estimate: 99 }, estimate],
      vcov: "made up",
      df: null,
    };
  },
};

// The list itself, as a line in its file would make it.
const list = estimators as Estimator[];
beforeAll(() => {
  list.push(madeUp);
});
afterAll(() => {
  list.splice(list.indexOf(madeUp), 1);
});

const level = (base: number): number[] =>
  Array.from({ length: 48 }, (_, t) => Math.round(base + 8 * Math.sin(t / 2) + ((t * 7) % 5)));

const asked = (study: Readonly<Record<string, unknown>>) =>
  evaluate(
    questionOf({
      id: "lights",
      first: "2021-01",
      rows: { A: level(60), B: level(50), C: level(55), D: level(45), E: level(58), F: level(52) },
      starts: { A: "2023-01", B: "2023-01" },
      study: {
        window: { before: "24 months", after: "24 months" },
        ...study,
      },
    }),
  );

it("is offered where methods are named", () => {
  expect(studyMethods()).toContain("fifth-fewer");
  expect(findEstimator("fifth-fewer")).toBe(madeUp);
  const study = { intervention: "x", outcome: { source: "s", name: "n" } };
  expect(typedSchemas().study.safeParse({ ...study, estimator: "fifth-fewer" }).success).toBe(true);
  expect(typedSchemas().study.safeParse({ ...study, estimator: "sixth-fewer" }).success).toBe(false);
  expect(JSON.stringify(jsonSchema("study"))).toContain("fifth-fewer");
});

it("is chosen by its own rule, under its own label and reason, and answers by its own term", () => {
  const { design, headline, provenance } = asked({ assignment: "cutoff" });
  expect(design.estimator).toMatchObject({ method: "fifth-fewer", title: madeUp.title, version: 7 });
  expect(design).toMatchObject({
    label: "Comparison group, made up",
    chosen_by: "auto",
    reason: "a line divides 2 units from the rest",
  });
  expect(headline.estimate).toBeCloseTo(0.8);
  expect([headline.conf_low, headline.conf_high]).toEqual([Math.exp(Math.log(0.7)), Math.exp(Math.log(0.9))]);
  expect(provenance.methods["fifth-fewer"]).toBe(7);
});

it("runs under its own label where the protocol names it", () => {
  const { design } = asked({ estimator: "fifth-fewer" });
  expect(design).toMatchObject({ label: "Comparison group, made up", chosen_by: "protocol" });
  expect(design.reason).toContain("fifth-fewer");
});

it("is judged by what it says: few clusters are told, and totals take no levels out", () => {
  const chosen = asked({ assignment: "cutoff" });
  expect(chosen.warnings.map(({ code }) => code)).toContain("CLU01");
  const other = asked({ estimator: "ppml", assignment: "cutoff" });
  const words = "levels and common changes are not modelled";
  expect(JSON.stringify(chosen.ratings)).toContain(words);
  expect(JSON.stringify(other.ratings)).not.toContain(words);
});

it("stands beside another method's answer, with its note, and is no naive row", () => {
  const finding = asked({ estimator: "ppml" });
  const row = finding.disagreement.find(({ method }) => method === "fifth-fewer")!;
  expect(finding.disagreement.indexOf(row)).toBe(1);
  expect(row).toMatchObject({ title: madeUp.title, note: "a fifth is always lost", scale: "rate-ratio" });
  expect(row.estimate).toBeCloseTo(0.8);
  expect(row.naive).toBeUndefined();
  expect(finding.design.alternatives[0]!.design).toBe("Comparison group, made up (fifth-fewer)");
  const page = summarise(asked({ assignment: "cutoff" })).files.find(({ path }) => path === "summary.md")!;
  expect(page.content).toContain("A fifth fewer (made up)");
});
