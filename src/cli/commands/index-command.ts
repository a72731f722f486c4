import { Command } from "commander";
import { closeEngine } from "../../pipeline/engine.ts";
import { buildIndex } from "../../pipeline/safety-index.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends CommonOptions {
  readonly project: string;
}

export const indexCommand = withFolder(withCommon(new Command("index")))
  .summary("the Community Safety Index per area, with its uncertainty")
  .description(
    "Scores every area on what was recorded (objective), on what people say (subjective), on both together, and the " +
      "gap between them, from the index section of whatworks.yaml.\n\nWritten to safety-index/ among the reports: " +
      "index.md, a page for each area, figures, index.json, and scores.csv (unit,period,outcome,value), which a study " +
      "takes as a source of the format long when a score or an indicator is its outcome.",
  )
  .action(async (options: Options) => {
    const out = terminal(options);
    const { index, text, folder, files } = await buildIndex({
      folder: options.project,
      patience: 30_000,
      programVersion: version(),
      progress: out.progress,
    });
    await closeEngine();
    if (out.json) {
      out.document(index);
      return;
    }
    for (const { code, message } of index.warnings) out.warn(`${code}  ${message}`);
    out.result(text);
    if (!out.quiet) out.result(`\n${files.length} files written. Read: ${shownPath(folder)}/index.md\n`);
  });
