import { z } from "zod";
import { safetyIndexSchema } from "../../unit/safety-index/schema.ts";
import { protocolSchemas, studySchema, workspaceSchema } from "../protocol.ts";
import { estimateSchema } from "./estimate.ts";
import { findingSchema } from "./finding.ts";

/** What each schema is called on the command line. The first two are the ones that check whatworks.yaml itself. */
const schemas = {
  workspace: { title: "whatworks.yaml", schema: workspaceSchema },
  study: { title: "One study of a whatworks workspace", schema: studySchema },
  finding: { title: "whatworks/finding/1", schema: findingSchema },
  index: { title: "whatworks/index/1", schema: safetyIndexSchema },
  estimate: { title: "whatworks/estimate/1", schema: estimateSchema },
} as const;

export type SchemaName = keyof typeof schemas;
export const schemaNames = Object.keys(schemas) as readonly SchemaName[];

/**
 * JSON Schema (draft 2020-12) of what a person may write, or of what the program writes. Who knows the estimators
 * that a study may name passes their names in.
 */
export const jsonSchema = (name: SchemaName, methods?: readonly string[]): Record<string, unknown> => {
  const { title } = schemas[name];
  const isTyped = name === "workspace" || name === "study";
  const schema = isTyped && methods ? protocolSchemas(methods)[name] : schemas[name].schema;
  // `input`: a list may be typed as one word, which the program then makes a list of one.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { $schema, $id: `https://whatworks.invalid/schema/${name}/1`, title, ...rest };
};
