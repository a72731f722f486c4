import { z } from "zod";

/**
 * The `index` section of `whatworks.yaml`: themes → indicators, and how they become one measure. Every choice has a
 * default and every default is printed in the report.
 */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, "lower-case letters, digits and hyphens, at most 80");

export const normalisations = [
  "base-100",
  "z-score",
  "min-max",
  "goalposts",
  "reference-goalposts",
  "rank",
] as const;
export const aggregations = [
  "arithmetic",
  "geometric",
  "harmonic",
  "mazziotta-pareto-minus",
  "mazziotta-pareto-plus",
  "adjusted-mazziotta-pareto",
] as const;
export const weightings = ["equal", "given", "pca", "optimised"] as const;
export const denominators = ["resident", "workday", "households", "none"] as const;

const series = z
  .strictObject({
    source: z.string().describe("A source of this workspace"),
    name: z.string().describe("The outcome as it is called there"),
  })
  .describe("A value by area and period: a source and an outcome");

const number = z.union([z.number().positive(), z.literal("exposure"), series]);

const indicatorSchema = z.strictObject({
  title: z.string().optional().describe("How a resident calls it"),
  source: z.string().describe("Which source it comes from"),
  name: z
    .union([z.string(), z.array(z.string()).min(1)])
    .describe("The outcome in that source; several are added together"),
  better: z.enum(["lower", "higher"]).describe("Which direction is good: there is no default"),
  kind: z.enum(["objective", "subjective"]).describe("What was recorded, or what people said"),
  denominator: z
    .enum(denominators)
    .optional()
    .describe("Says that the value is a count, and what it is divided by; absent for a level or a share"),
  per: z.number().positive().optional().describe("Counts per this many; 1000 unless told otherwise"),
  combine: z
    .enum(["sum", "mean", "last"])
    .optional()
    .describe(
      "How the periods of a year become one value: counts are added; a window of a year takes the last",
    ),
  unit: z.string().optional().describe('The unit of the value in words, e.g. "share of residents"'),
  weight: z.number().positive().optional().describe("Used when weights are given"),
  window: z
    .string()
    .regex(/^[1-9]\d{0,2} months?$/, 'a length like "12 months"')
    .optional()
    .describe("A rolling value covers this long up to its date: overlapping values are not independent"),
  survey: z
    .strictObject({
      "standard-error": number
        .optional()
        .describe("A number, the exposure column, or another outcome, in the unit of the value"),
      sample: number.optional().describe("People asked in an area and period"),
      "design-effect": z
        .number()
        .min(1)
        .optional()
        .describe("Variance against that of a simple random sample; 1 unless told"),
      percent: z.boolean().optional().describe("The value is a percentage, not a share of 1"),
    })
    .optional()
    .describe("How far the value may be from the truth because only some people were asked"),
  overdispersion: z
    .number()
    .min(1)
    .optional()
    .describe("Variance of a count against that of a Poisson one; 1 unless told otherwise"),
  goalposts: z
    .strictObject({ worst: z.number(), best: z.number() })
    .optional()
    .describe("Values that score 0 and 100 when normalisation is goalposts"),
});

const themeSchema = z.strictObject({
  title: z.string().optional(),
  weight: z.number().positive().optional(),
  indicators: z.record(id, indicatorSchema),
});

const denominatorSchema = z
  .union([
    series,
    z.strictObject({ column: z.string().describe("A column of units.csv, the same in every year") }),
  ])
  .describe("People, jobs or households by area: from a source by year, or a column of units.csv");

export const indexSchema = z
  .strictObject({
    title: z.string().optional(),
    base: z
      .union([
        z.number().int(),
        z.strictObject({
          year: z.number().int(),
          areas: z.array(z.string()).min(2).describe("Only these areas set the base"),
        }),
      ])
      .describe("The year whose mean over areas is 100, for ever"),
    years: z
      .strictObject({ from: z.number().int(), to: z.number().int() })
      .optional()
      .describe(
        "First and last year published, beside the base year; unless told otherwise from it to the end of the data",
      ),
    areas: z
      .strictObject({ only: z.array(z.string()).optional(), exclude: z.array(z.string()).optional() })
      .optional(),
    denominators: z
      .strictObject({
        resident: denominatorSchema.optional(),
        workday: denominatorSchema.optional(),
        households: denominatorSchema.optional(),
      })
      .optional(),
    themes: z.record(id, themeSchema).describe("Themes by id, each with its indicators"),
    normalisation: z.enum(normalisations).optional().describe("base-100 unless told otherwise"),
    outliers: z
      .enum(["none", "winsorise", "winsorise-then-log"])
      .optional()
      .describe("Treatment by the spread of the base year; none unless told otherwise"),
    imputation: z
      .strictObject({
        method: z.enum(["none", "median", "last"]).optional(),
        limit: z.number().gt(0).lte(0.5).optional(),
      })
      .optional()
      .describe("How a missing indicator is filled, and how many may be: by the median, at most a third"),
    weights: z.enum(weightings).optional().describe("equal unless told otherwise"),
    balance: z
      .number()
      .gt(0)
      .lt(1)
      .optional()
      .describe("Weight of the objective half in the combined score; 0.5 unless told otherwise"),
    aggregation: z.enum(aggregations).optional().describe("arithmetic unless told otherwise"),
    bands: z
      .array(z.strictObject({ from: z.number(), name: z.string() }))
      .min(2)
      .optional()
      .describe("Bands of the combined score, the lowest first; its `from` is not used"),
    uncertainty: z
      .strictObject({
        draws: z.number().int().min(100).max(20000).optional(),
        seed: z.string().optional(),
        confidence: z.number().gt(0.5).lt(1).optional(),
        "weight-range": z.number().gt(0).lt(1).optional(),
        "survey-correlation": z
          .number()
          .min(0)
          .max(1)
          .optional()
          .describe("Between the sampling errors of two questions that the same people answered; 0.5"),
        normalisations: z.array(z.enum(normalisations)).min(1).optional(),
        aggregations: z.array(z.enum(aggregations)).min(1).optional(),
      })
      .optional()
      .describe("Monte Carlo: 1000 draws, weights ±25 %, and which methods are tried"),
    previous: z
      .string()
      .optional()
      .describe("index.json of the last edition, kept by you: what was revised is then shown"),
    notes: z.array(z.string()).optional(),
  })
  .describe("A Community Safety Index per area");

export type IndexConfig = z.output<typeof indexSchema>;
export type IndicatorConfig = z.output<typeof indicatorSchema>;
export type SeriesRef = z.output<typeof series>;
export type Normalisation = (typeof normalisations)[number];
export type Aggregation = (typeof aggregations)[number];
export type Weighting = (typeof weightings)[number];
