import { type Command, Option } from "commander";
import type { Terminal } from "../terminal.ts";
import { githubLog, writeJobSummary } from "./github.ts";
import { junit } from "./junit.ts";
import { type CiFormat, type CiReport, ciFormats } from "./report.ts";
import { sarif } from "./sarif.ts";

export * from "./report.ts";

export const withFormat = (command: Command): Command =>
  command.addOption(
    new Option("--format <format>", "how results are printed; github also writes the job summary")
      .choices([...ciFormats])
      .default("text"),
  );

/** Prints for a machine; false when the format is for people (`text`) or the command's own document (`json`). */
export const printForCi = (report: CiReport, format: CiFormat, out: Terminal): boolean => {
  if (format === "github") {
    const quiet = out.quiet && report.cases.every(({ notices }) => notices.length === 0);
    if (!quiet) out.commands(githubLog(report));
    writeJobSummary(report);
  } else if (format === "junit") out.result(junit(report));
  else if (format === "sarif") out.document(sarif(report));
  else return false;
  return true;
};
