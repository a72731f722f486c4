import { z } from "zod";
import { declarationKeys } from "./declarations.ts";
import { releases } from "./release.ts";
import { formats } from "./source.ts";

/** Designs that a protocol may ask for. */
export const designs = ["auto", "before-after", "comparison-group", "roll-out"] as const;

/**
 * The workspace file and its studies: the question, written before looking. This one schema checks
 * `whatworks.yaml`, gives the program its types, and is printed as JSON Schema for editors.
 */
const id = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,79}$/, "lower-case letters, digits and hyphens, at most 80")
  .describe("An identifier: lower-case letters, digits and hyphens");

const span = z
  .string()
  .regex(/^\d{1,4} (day|week|month|quarter|year|period)s?$/, 'a length like "24 months"')
  .describe('A length of time, such as "24 months", "8 quarters" or "12 periods"');

const list = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);

const release = z
  .enum(releases)
  .optional()
  .describe(
    "Who may see reports: public (exact), protected (counts rounded at random before anything is computed) or internal (exact, not for publication). The strictest of workspace, source and study holds; public for published formats and invented data, else internal, where none is given",
  );
const publicReason = z
  .string()
  .min(1)
  .optional()
  .describe("Why every number may be printed: release is public then, and reports give the reason");

export const sourceSchema = z.strictObject({
  format: z.enum(formats).describe("How the files are laid out"),
  files: list(z.string()).describe("Paths and patterns, relative to whatworks.yaml, read again at every run"),
  ...declarationKeys,
  level: z.enum(["major", "minor"]).optional().describe("Offence level of London borough tables"),
  place: z.enum(["lsoa", "authority", "force"]).optional().describe("Unit of police.uk street files"),
  invented: z.boolean().optional().describe("The data are made up: said on every page"),
  release,
  public: publicReason,
});

const outcome = z.strictObject({
  source: z.string().describe("Which source it comes from"),
  name: z.string().describe("The outcome as it is called in the source; case is ignored"),
  label: z.string().optional().describe('How a reader calls it, e.g. "recorded criminal damage"'),
  unit: z.string().optional().describe('What is counted, plural: "recorded offences"'),
  measure: z
    .enum(["count", "level"])
    .optional()
    .describe(
      "count: events, which add up over units and periods; level: a score, share or rate, which is averaged and never added up. count, and level for the index, unless told otherwise",
    ),
  better: z
    .enum(["lower", "higher"])
    .optional()
    .describe("Which direction is good; lower unless told otherwise"),
});

const window = z.strictObject({
  before: span.optional(),
  after: span.optional(),
  washout: span.optional().describe("Periods left out right after the start"),
  anticipation: span
    .optional()
    .describe("Periods left out right before the start, in which an effect may already show"),
  "same-months": z
    .boolean()
    .optional()
    .describe("Compare only calendar months present both before and after"),
});

const statement = z.strictObject({
  statement: z.string(),
  prediction: z.string().optional().describe("What should be seen if the statement is right"),
  status: z.enum(["untested", "supported", "refuted"]).optional(),
  source: z.string().optional(),
});

const primaryEstimator = <T extends z.ZodType<string>>(name: T) =>
  name
    .optional()
    .describe("The primary estimator, fixed before any estimate is seen; chosen by rule when absent");

export const studySchema = z.strictObject({
  title: z.string().optional(),
  question: z.string().optional().describe("The question that the report answers; its title"),
  intervention: z.string().describe("An id in the interventions register"),
  outcome: outcome.describe("The primary outcome"),
  secondary: z
    .array(z.union([z.string(), outcome]))
    .optional()
    .describe("Secondary outcomes, adjusted for being several"),
  "placebo-outcomes": z
    .array(z.string())
    .optional()
    .describe("Outcomes of the same source that the intervention should not move"),
  design: z.enum(designs).optional(),
  estimator: primaryEstimator(z.string()),
  window: window.optional(),
  comparison: z
    .strictObject({
      units: z.array(z.string()).optional().describe("Only these are compared with"),
      exclude: z.array(z.string()).optional(),
      reason: z.string().optional().describe("Why these are comparable: a design level of 3 needs one"),
    })
    .optional(),
  assignment: z
    .enum(["random", "cutoff", "chosen"])
    .optional()
    .describe("How the treated units came to be treated; chosen unless told otherwise"),
  "selected-on": z
    .strictObject({ from: z.string(), to: z.string() })
    .optional()
    .describe("The periods whose high counts led to these units being picked"),
  equivalence: z
    .strictObject({ low: z.number().positive(), high: z.number().positive() })
    .optional()
    .describe("Ratios inside this band count as no practical difference"),
  confidence: z.number().gt(0.5).lt(1).optional().describe("Confidence level, 0.95 unless told otherwise"),
  freshness: span.optional().describe("The report is old when its data end longer ago than this"),
  mechanism: z.array(statement).optional(),
  moderators: z.array(statement).optional(),
  implementation: z
    .strictObject({
      dose: z.string().optional().describe("CSV: unit,period,planned,delivered"),
      notes: z.array(z.string()).optional(),
    })
    .optional(),
  economics: z
    .strictObject({
      costs: z.string().optional().describe("CSV: partner,item,year,low,central,high,price_year"),
      offence: z
        .string()
        .optional()
        .describe("The offence whose weights and unit cost value one event, e.g. robbery"),
      "unit-costs": z
        .string()
        .optional()
        .describe(
          "CSV of own unit costs, before the shipped ones: offence,low,central,high,price_year,source,status",
        ),
      weights: z
        .string()
        .optional()
        .describe(
          "CSV of own harm weights, beside the shipped ones: scheme,version,offence,weight,unit,source,status,valid_from,valid_to",
        ),
      deflator: z.string().optional().describe("CSV of a price index: year,index"),
      shares: z.string().optional().describe("CSV of who gains: who,share; the shares add up to 1"),
      multiplier: z
        .union([
          z.number().positive(),
          z.strictObject({
            low: z.number().positive(),
            central: z.number().positive(),
            high: z.number().positive(),
          }),
        ])
        .optional()
        .describe("Actual offences for each one recorded; 1 unless told otherwise"),
      draws: z
        .number()
        .int()
        .min(100)
        .max(1_000_000)
        .optional()
        .describe("Simulations of harm and value; 10,000 unless told otherwise"),
      notes: z.array(z.string()).optional(),
    })
    .optional(),
  notes: z.array(z.string()).optional().describe("Anything else a reader must know"),
  release,
  public: publicReason,
});

const asStudies = <T extends z.ZodType>(studies: T) =>
  studies.optional().describe("Studies by id, or files with one study each");

export const workspaceSchema = z.strictObject({
  workspace: id.describe("Identifier of the workspace"),
  title: z.string().optional(),
  invented: z.boolean().optional().describe("All data here are made up: said on every page"),
  sources: z.record(id, sourceSchema).describe("Outcome data"),
  interventions: z.string().optional().describe("CSV: one row per intervention × unit"),
  units: z.string().optional().describe("CSV: unit, population, covariates, neighbours"),
  breaks: z
    .string()
    .optional()
    .describe("CSV of further recording breaks: from,to,outcome,units,title,source"),
  studies: asStudies(z.union([z.record(id, studySchema), list(z.string())])),
  reports: z.string().optional().describe("Where reports are written, relative to whatworks.yaml"),
  freshness: span.optional(),
  release,
  public: publicReason,
  protect: z
    .strictObject({ base: z.union([z.literal(5), z.literal(3)]).describe("5 unless told otherwise") })
    .optional()
    .describe(
      "How counts of protected reports are rounded: to multiples of base, at random and without bias",
    ),
  key: z
    .string()
    .min(1)
    .optional()
    .describe("File with the key of protected reports, outside the repository; WHATWORKS_KEY goes before it"),
});

/** The schemas where these estimators may be primary: who holds the list passes their names in. */
export const protocolSchemas = (methods: readonly string[]) => {
  const study = studySchema.extend({ estimator: primaryEstimator(z.enum(methods)) });
  const studies = z.union([z.record(id, study), list(z.string())]);
  return { study, workspace: workspaceSchema.extend({ studies: asStudies(studies) }) };
};

export type SourceConfig = z.output<typeof sourceSchema>;
export type StudyConfig = z.output<typeof studySchema>;
export type WorkspaceConfig = z.output<typeof workspaceSchema>;

/** A study with its id, as the pipeline uses it. */
export interface Protocol extends StudyConfig {
  readonly id: string;
}
