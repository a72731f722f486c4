import { Command } from "commander";
import type { Release } from "../../model/release.ts";
import { closeEngine } from "../../pipeline/reading/engine.ts";
import { buildIndex } from "../../pipeline/safety-index.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CommonOptions, withCommon, withFolder, withRelease } from "../options.ts";
import { reasonWords } from "../states.ts";
import { terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly release?: Release;
  readonly force?: boolean;
}

export const indexCommand = withRelease(withFolder(withCommon(new Command("index"))))
  .summary("the Community Safety Index per area, with its uncertainty")
  .description(
    "Scores every area on what was recorded (objective), on what people say (subjective), on both together, and the\n" +
      "gap between them, from the index section of whatworks.yaml.\n\n" +
      "Written among the reports: index.md, index.json, and safety-index/ with a page for each area, figures, and\n" +
      "scores.csv. whatworks run makes it too, and whatworks check says whether it is current. A study takes a score\n" +
      "or an indicator as its outcome with  outcome: { source: index, name: combined score, better: higher }.",
  )
  .option(
    "-f, --force",
    "make it again although it is current, and write over parts that were changed by hand",
  )
  .action(async (options: Options) => {
    const out = terminal(options);
    const { index, text, page, ran } = await buildIndex({
      folder: options.project,
      release: options.release,
      force: options.force ?? false,
      patience: 30_000,
      programVersion: version(),
      progress: out.progress,
    });
    await closeEngine();
    const edited = ran.done === "kept" && ran.before === "edited";
    if (edited) {
      process.exitCode = 1;
      for (const one of ran.reasons) out.warn(`${one.code}  ${reasonWords(one)}; it was left as it is`);
    }
    if (out.json) {
      out.document(index);
      return;
    }
    for (const { code, message } of index.warnings) out.warn(`${code}  ${message}`);
    out.result(text);
    const done = edited ? "Left as it is" : ran.done === "kept" ? "Current" : "Written";
    if (!out.quiet) out.result(`\n${done}. Read: ${shownPath(page)}\n`);
  });
