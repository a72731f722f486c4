import { z } from "zod";

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

/** The files that a document was made from. */
export const inputs = z.array(
  z.looseObject({
    name: z.string(),
    sha256,
    bytes: z.number().int().nullable().describe("null where the counts are protected"),
    rows: z.number().int().nullable(),
  }),
);
