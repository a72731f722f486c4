import { z } from "zod";
import type { WorkspaceConfig } from "../model/protocol.ts";
import { estimateSchema } from "../model/schemas/estimate.ts";
import { typedSchemas } from "./estimate/methods.ts";
import type { Family } from "./reports/entry.ts";
import { family as everyKind } from "./reports/family.ts";

/** The schema of whatworks.yaml with the section of every kind of report, each checked by its own schema. */
export const workspaceSchemaOf = (family: Family) => {
  const { workspace } = typedSchemas();
  const own = family.filter(({ key }) => !(key in workspace.shape));
  // What a section holds is known to its own kind of report, and to nobody who reads the whole file.
  const sections: Record<never, z.ZodType> = Object.fromEntries(
    own.map(({ key, schema }) => [key, schema.optional()]),
  );
  return workspace.extend(sections);
};

/** What a workspace file says under each of its keys. */
export const sectionsOf = (config: WorkspaceConfig): ReadonlyMap<string, unknown> =>
  new Map(Object.entries(config));

interface Named {
  readonly name: string;
  readonly title: string;
  readonly schema: z.ZodType;
}

/** What each schema is called on the command line: what a person writes, and what the program writes. */
const schemasOf = (family: Family): Named[] => [
  { name: "workspace", title: "whatworks.yaml", schema: workspaceSchemaOf(family) },
  ...family.flatMap(({ schemas }) => schemas),
  { name: "estimate", title: "whatworks/estimate/1", schema: estimateSchema },
];

export const schemaNames = (family: Family = everyKind): string[] =>
  schemasOf(family).map(({ name }) => name);

/** JSON Schema (draft 2020-12) of what a person may write, or of what the program writes. */
export const jsonSchema = (wanted: string, family: Family = everyKind): Record<string, unknown> => {
  const { name, title, schema } = schemasOf(family).find((one) => one.name === wanted)!;
  // `input`: a list may be typed as one word, which the program then makes a list of one.
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input" });
  return { $schema, $id: `https://whatworks.invalid/schema/${name}/1`, title, ...rest };
};
