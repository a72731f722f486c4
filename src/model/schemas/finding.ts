import { z } from "zod";
import { estimateRow } from "./estimate.ts";
import { inputs, sha256 } from "./inputs.ts";
import { released } from "./release.ts";

/*
 * `whatworks/finding/1` for readers of finding.json. Objects are open: a new optional field is free, and a script that
 * reads only what is described here keeps working.
 */
const number = z.number().nullable();
const scale = z.enum(["rate-ratio", "difference"]);
const verdict = z.enum(["fall", "rise", "uncertain", "equivalent", "not-estimated"]);
const window = z.looseObject({ from: z.string(), to: z.string(), periods: z.number().int() });

const eventsAvoided = z
  .looseObject({
    estimate: number,
    conf_low: number,
    conf_high: number,
    per_year: number,
    per_year_low: number,
    per_year_high: number,
  })
  .describe("Expected minus observed: negative means more events than expected");

const headline = z.looseObject({
  estimate: number.describe("Ratio (treated change ÷ comparison change), or difference"),
  conf_low: number,
  conf_high: number,
  conf_level: z.number(),
  scale,
  percent: number,
  percent_low: number,
  percent_high: number,
  p_value: number,
  events_avoided: eventsAvoided,
  direction: z.enum(["lower", "higher", "none"]),
  verdict,
  sentence: z.string(),
});

const arm = z.looseObject({
  units: z.number().int(),
  before: z.looseObject({ total: number, periods: z.number().int(), per_period: number }),
  after: z.looseObject({ total: number, periods: z.number().int(), per_period: number }),
  percent_change: number,
});

const rating = z.looseObject({
  value: z.union([z.number(), z.string(), z.null()]),
  label: z.string(),
  rule: z.string().describe("The rule that fired"),
  facts: z.array(z.string()),
  caveat: z.string(),
});

const data = z.looseObject({
  rows: z
    .looseObject({
      read: z.number().int(),
      used: z.number().int(),
      excluded: z.array(z.looseObject({ code: z.string(), reason: z.string(), rows: z.number().int() })),
    })
    .describe("read = used + excluded, always"),
  units: z.number().int(),
  periods: z.number().int(),
  window: z.looseObject({ before: window, after: window }),
});

const provenance = z.looseObject({
  inputs,
  protocol_sha256: sha256,
  seed: z.string(),
  methods: z.record(z.string(), z.number()).describe("Version of the numbers of each method that was run"),
  program_version: z.string(),
});

export const findingSchema = z
  .looseObject({
    schema: z.literal("whatworks/finding/1"),
    invented: z.boolean().describe("The data are made up"),
    study: z.looseObject({ id: z.string(), title: z.string(), question: z.string() }),
    intervention: z.looseObject({
      id: z.string(),
      title: z.string(),
      start: z.string(),
      units: z.looseObject({ treated: z.array(z.string()), comparison: z.array(z.string()) }),
    }),
    outcome: z.looseObject({
      name: z.string(),
      label: z.string(),
      unit: z.string(),
      frequency: z.string(),
      role: z.enum(["primary", "secondary"]),
      better: z.enum(["lower", "higher"]),
    }),
    design: z.looseObject({
      kind: z.string(),
      chosen_by: z.enum(["protocol", "auto"]),
      reason: z.string(),
      estimator: z.looseObject({ method: z.string(), version: z.number().int(), estimand: z.string() }),
      level: z.number().int().min(1).max(5),
    }),
    data,
    counts: z.looseObject({ treated: arm, comparison: arm.nullable(), ratio: number }),
    series: z.array(
      z.looseObject({
        period: z.string(),
        phase: z.enum(["before", "after", "excluded"]),
        treated: number,
        comparison: number,
        counterfactual: number,
      }),
    ),
    headline,
    estimates: z.array(estimateRow.extend({ method: z.string(), scale: z.string() })),
    disagreement: z.array(z.looseObject({ method: z.string(), estimate: number, scale })),
    checks: z.array(
      z.looseObject({
        id: z.string(),
        status: z.enum(["passed", "failed", "informational", "not-run"]),
        sentence: z.string(),
      }),
    ),
    ratings: z.record(z.string(), rating).and(z.looseObject({ maryland_sms: rating })),
    ...released,
    warnings: z.array(
      z.looseObject({
        code: z.string(),
        severity: z.enum(["error", "warning", "note"]),
        message: z.string(),
      }),
    ),
    provenance,
  })
  .describe("Everything one evaluation of one outcome found: the one source of every number in a report");
