import { z } from "zod";
import { inputs, sha256 } from "../../model/schemas/inputs.ts";
import { released } from "../../model/schemas/release.ts";

/*
 * `whatworks/index/1` for readers of index.json. Objects are open: a new optional field is free, and a script that
 * reads only what is described here keeps working.
 */
const number = z.number().nullable();

const band = z.looseObject({ score: number, low: number, high: number });
const halves = {
  period: z.string(),
  objective: band.describe("What was recorded"),
  subjective: band.describe("What people say"),
  combined: band,
  gap: band.describe("Objective minus subjective"),
};

const change = z.looseObject({
  from: z.string(),
  change: number,
  low: number,
  high: number,
  remainder: number.describe("Change minus the sum of its parts: zero under an arithmetic mean"),
});

const areaIndicator = z.looseObject({
  id: z.string(),
  value: number.describe("In the last year, in the indicator's unit; null where missing"),
  score: number,
  imputed: z.boolean(),
  values: z.array(number).describe("By year, in the order of periods"),
  counts: z.array(number).nullable().describe("The counts that were divided; null for what is not counted"),
  since_base: number.describe("Points of the combined score since the base year"),
  since_last: number.describe("Points since the year before"),
});

const area = z.looseObject({
  area: z.string(),
  slug: z.string().describe("Name of its page: safety-index/areas/SLUG.md"),
  points: z.array(
    z
      .looseObject({
        ...halves,
        rank: z.looseObject({
          rank: z.number().int(),
          low: z.number().int(),
          high: z.number().int(),
          median: z.number().int(),
        }),
        band: z.string(),
      })
      .nullable()
      .describe("null in a year in which the area is not scored"),
  ),
  bands: z.array(z.looseObject({ name: z.string(), probability: z.number().min(0).max(1) })),
  indicators: z.array(areaIndicator),
  themes: z.array(z.looseObject({ id: z.string(), score: number })),
  since_base: change,
  since_last: change.nullable(),
  alike: z.array(z.string()).describe("Areas that it cannot be told apart from in the last year"),
  band_flip_share: z.number().min(0).max(1),
});

const indicator = z.looseObject({
  id: z.string(),
  title: z.string(),
  theme: z.string(),
  kind: z.enum(["objective", "subjective"]),
  better: z.enum(["lower", "higher"]),
  unit: z.string(),
  source: z.string(),
  outcomes: z.array(z.string()),
  denominator: z.enum(["resident", "workday", "households", "none"]),
  combined_weight: z.number(),
  base: z.looseObject({ mean: z.number(), deviation: z.number(), least: z.number(), most: z.number() }),
  influence: number,
});

export const safetyIndexSchema = z
  .looseObject({
    schema: z.literal("whatworks/index/1"),
    id: z.string(),
    title: z.string(),
    invented: z.boolean(),
    periods: z.array(z.string()).describe("Years published, the first to the last"),
    latest: z.string(),
    base: z.looseObject({ year: z.string(), areas: z.number().int() }),
    method: z.looseObject({
      normalisation: z.string(),
      aggregation: z.string(),
      weighting: z.string(),
      balance: number.describe("Weight of the objective half; null where there is one half only"),
      draws: z.number().int(),
      level: z.number(),
    }),
    indicators: z.array(indicator),
    overall: z.array(z.looseObject(halves)).describe("Means over the areas that are scored, by year"),
    areas: z.array(area),
    not_scored: z.array(z.looseObject({ area: z.string(), reason: z.string() })),
    pairs: z.looseObject({ compared: z.number().int(), alike: z.number().int(), share_alike: number }),
    drivers: z.looseObject({
      factors: z.array(z.looseObject({ factor: z.string(), first: z.number(), total: z.number() })),
    }),
    checks: z.array(
      z.looseObject({
        id: z.string(),
        status: z.enum(["passed", "failed", "informational", "not-run"]),
        sentence: z.string(),
      }),
    ),
    ...released,
    warnings: z.array(z.looseObject({ code: z.string(), message: z.string() })),
    provenance: z.looseObject({
      inputs,
      config_sha256: sha256,
      seed: z.string(),
      program_version: z.string(),
    }),
  })
  .describe("The Community Safety Index: every number of its pages");
