import { z } from "zod";

const number = z.number().nullable();

/** One row of `whatworks estimate --json`, and of a finding's `estimates`. */
export const estimateRow = z.looseObject({
  term: z.string(),
  estimate: number,
  std_error: number,
  statistic: number,
  p_value: number.describe("Between 0 and 1"),
  conf_low: number,
  conf_high: number,
  cohort: z.string().nullable().describe("First treated period of the units it is about"),
  period: z.string().nullable(),
  event_time: number.describe("Periods since the start"),
});

/** `whatworks/estimate/1`: what `whatworks estimate METHOD PANEL.csv --json` prints. */
export const estimateSchema = z
  .looseObject({
    schema: z.literal("whatworks/estimate/1"),
    method: z.string(),
    settings: z.record(z.string(), z.unknown()),
    model: z.looseObject({
      observations: z.number().int().describe("Rows that entered the fit"),
      units: z.number().int(),
      periods: z.number().int(),
      treated_units: z.number().int(),
      vcov: z.string().describe("How standard errors were made"),
      df: number,
    }),
    estimates: z.array(estimateRow),
    diagnostics: z.record(z.string(), z.unknown()),
    warnings: z.array(z.looseObject({ code: z.string(), message: z.string() })),
  })
  .describe("One estimator on one tidy panel");
