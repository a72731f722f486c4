import { z } from "zod";
import { monthNames } from "./period.ts";

const list = <T extends z.ZodType>(item: T) =>
  z
    .union([item, z.array(item)])
    .transform((value) => (Array.isArray(value) ? value : [value]) as z.output<T>[]);
const oneOrMore = z.union([z.string(), z.array(z.string()).min(1)]);

const reasoned = z.array(z.strictObject({ unit: z.string(), reason: z.string().min(1) }));

/** Into what finer periods may be added up. */
export const frequencies = [
  "day",
  "week",
  "month",
  "quarter",
  "year",
  "financial-quarter",
  "financial-year",
] as const;

const columns = z
  .strictObject({
    unit: oneOrMore.optional().describe('Several columns are one unit, joined by " / "'),
    period: z
      .union([
        z.string(),
        z.strictObject({
          year: z.string().optional(),
          "financial-year": z.string().optional(),
          quarter: z.string().optional(),
          month: z.string().optional(),
          week: z.string().optional(),
          day: z.string().optional(),
        }),
      ])
      .optional()
      .describe("One column, or the columns of its parts: { year: A, month: B }"),
    outcome: z.string().optional(),
    value: oneOrMore.optional().describe("Each of several columns is an outcome"),
    exposure: z.string().optional(),
  })
  .describe("Names of the columns in the file, where they are not unit, period, outcome, value, exposure");

/** What may be declared of a source, in a workspace and by options of the same names. */
export const declarationKeys = {
  columns: columns.optional(),
  delimiter: z
    .string()
    .min(1)
    .max(9)
    .optional()
    .describe('What separates cells, "," unless told otherwise; or tab'),
  quote: z.string().max(4).optional().describe("What quotes cells, or none"),
  encoding: z.string().optional().describe("utf-8 unless told otherwise"),
  decimal: z.enum([".", ","]).optional().describe("Decimal mark"),
  thousands: z
    .string()
    .max(5)
    .optional()
    .describe("What stands between thousands: a comma, a point, an apostrophe or a space"),
  "date-format": list(z.string())
    .optional()
    .describe("Such as DD/MM/YYYY or MM/DD/YYYY hh:mm:ss A; never guessed"),
  frequency: z.enum(frequencies).optional().describe("Finer periods are added up into these"),
  "financial-year": z.enum(monthNames).optional().describe("First month of financial years"),
  "time-zone": z.string().optional().describe("Calendar for instants with an offset, such as Europe/London"),
  where: z.record(z.string(), list(z.string())).optional().describe("Rows kept: { Measure: Offences }"),
  "sum-over": list(z.string()).optional().describe("Columns whose rows are added up"),
  absent: z
    .enum(["zero", "missing"])
    .optional()
    .describe("What no row, or a blank cell of a wide file, means"),
  markers: z
    .strictObject({
      zero: list(z.string()).optional(),
      missing: list(z.string()).optional(),
      suppressed: list(z.string()).optional(),
    })
    .optional()
    .describe("What cells such as - : .. [x] mean"),
  missing: list(z.string()).optional().describe("Markers in the file that mean missing"),
  suppressed: list(z.string()).optional().describe("Markers that mean hidden by the publisher"),
  skip: z.number().int().min(0).max(1000).optional().describe("Lines above the header"),
  footer: z
    .union([z.number().int().min(0).max(10_000), z.string().min(1)])
    .optional()
    .describe("Lines below the table: how many, or a pattern that the first of them fits"),
  sheet: z.string().optional().describe("Of a workbook: its first unless told otherwise"),
  range: z.string().optional().describe("Of a sheet, such as A5:Z60"),
  "exclude-units": reasoned.optional().describe("Totals and other units that are left out and counted"),
  "keep-units": reasoned.optional().describe("Units that look like totals or like no place, and are units"),
  aliases: z
    .record(z.string(), z.string())
    .optional()
    .describe("One unit, several spellings: { read: meant }"),
  unplaced: z.enum(["exclude", "refuse"]).optional().describe("Rows without a unit or a period"),
  "unnamed-columns": z
    .enum(["refuse", "ignore"])
    .optional()
    .describe("Columns without a name are refused, or left alone where you say so"),
  official: z.string().optional().describe("CSV unit,year,value of published totals to reconcile with"),
  tolerance: z
    .union([z.number().min(0).max(1), z.string().regex(/^\d+(\.\d+)?\s*%$/, "a share such as 2%")])
    .optional()
    .describe("How far from the published totals a source may be; 2% unless told otherwise"),
  drop: list(z.string()).optional().describe("Columns that are known and never read"),
  allow: z
    .array(z.strictObject({ column: z.string(), reason: z.string().min(1) }))
    .optional()
    .describe("Columns that look personal and may stay, each with the reason that the report prints"),
} as const;

const declarations = z.object(declarationKeys);
/** Declarations as they are written: the keys of the workspace. */
export type DeclaredKeys = z.output<typeof declarations>;
