import { Argument, Command } from "commander";
import { jsonSchema, schemaNames } from "../../pipeline/schemas.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { terminal } from "../terminal.ts";

export const schemaCommand = withCommon(new Command("schema"))
  .summary("JSON Schemas, from the same source as the program's own checks")
  .description(
    "Prints a JSON Schema: of what you write (workspace, study) or of what whatworks writes\n" +
      "(finding, index, estimate). For completion in editors:\n\n" +
      "  whatworks schema workspace > .whatworks.schema.json\n" +
      "  # yaml-language-server: $schema=.whatworks.schema.json     first line of whatworks.yaml",
  )
  .addArgument(new Argument("<name>", "which schema").choices(schemaNames()))
  .action((name: string, options: CommonOptions) => terminal(options).document(jsonSchema(name)));
