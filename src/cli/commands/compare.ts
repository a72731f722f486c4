import { Command, Option } from "commander";
import { compare } from "../../pipeline/reports/compare.ts";
import { comparedMarkdown, comparedText } from "../compared.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { terminal } from "../terminal.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly format: "text" | "json" | "markdown";
}

export const compareCommand = withFolder(withCommon(new Command("compare")))
  .summary("two editions: which numbers moved, by how much, because of which input")
  .description(
    "Compares two editions of reports. An edition is a finding.json, a report folder, a folder\n" +
      "of reports, git:REVISION (the reports of the workspace as that commit has them) or now.\n\n" +
      "  whatworks compare git:HEAD now --format markdown     the body of a pull request",
  )
  .argument("<old>", "the earlier edition")
  .argument("[new]", "the later edition", "now")
  .addOption(
    new Option("--format <format>", "how the comparison is printed")
      .choices(["text", "json", "markdown"])
      .default("text"),
  )
  .action((old: string, now: string, options: Options) => {
    const json = options.json || options.format === "json";
    const out = terminal({ ...options, json });
    const compared = compare(old, now, options.project);
    if (json) out.document({ schema: "whatworks/compare/1", ...compared });
    else out.result(options.format === "markdown" ? comparedMarkdown(compared) : comparedText(compared));
  });
