import { z } from "zod";
import { bases, releases } from "../release.ts";

/** Who may see a document, as each of them says. */
export const released = {
  release: z
    .enum(releases)
    .describe("internal: exact, not for publication; protected: counts rounded at random")
    .optional(),
  release_reason: z.string().optional().describe("Why every number of a public one may be printed"),
  protection: z
    .looseObject({
      base: z.literal([...bases]).describe("Counts are multiples of it"),
      key_id: z.string().describe("Tells two keys apart"),
      noise: z
        .looseObject({
          std_error: z.number().describe("Standard error that rounding alone gives the estimate"),
          added: z.number().nullable().describe("Share by which rounding makes the standard error larger"),
        })
        .optional(),
    })
    .optional(),
};
