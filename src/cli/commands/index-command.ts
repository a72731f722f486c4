import { Command } from "commander";
import type { SafetyIndex } from "../../model/safety-index.ts";
import { closeEngine } from "../../pipeline/engine.ts";
import { buildIndex } from "../../pipeline/safety-index.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { scoredAreas, withInterval, withRange } from "../../summaries/safety-index/words.ts";
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
    const { index, folder, files } = await buildIndex({
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
    out.result(report(index));
    if (!out.quiet) out.result(`\n${files.length} files written. Read: ${shownPath(folder)}/index.md\n`);
  });

/** One line an area; the rank never without its interval. */
const report = (index: SafetyIndex): string => {
  const rows = scoredAreas(index);
  const wide = Math.max(4, ...rows.map(({ area }) => area.length));
  const cells = rows.map(({ area, last }) =>
    [
      area.padEnd(wide),
      (last.objective.score?.toFixed(1) ?? "").padStart(9),
      (last.subjective.score?.toFixed(1) ?? "").padStart(10),
      (last.gap.score?.toFixed(1) ?? "").padStart(7),
      withInterval(last.combined).padStart(24),
      withRange(last).padStart(15),
    ].join("  "),
  );
  const head = [
    "area".padEnd(wide),
    "objective".padStart(9),
    "subjective".padStart(10),
    "gap".padStart(7),
    "combined (interval)".padStart(24),
    "rank (interval)".padStart(15),
  ].join("  ");
  const left = index.not_scored.map(({ area, reason }) => `${area.padEnd(wide)}  not scored: ${reason}`);
  return `${[`${index.title}, ${index.latest}`, "", head, ...cells, ...left].join("\n")}\n`;
};
