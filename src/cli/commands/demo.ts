import { relative } from "node:path";
import { Command } from "commander";
import { againstTruth, copyDemo, finishDemo, type TruthRow } from "../../pipeline/demo.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { runWorkspace } from "./run.ts";

export const demoCommand = withCommon(new Command("demo"))
  .summary("a report from invented data with a known effect, in seconds")
  .description(
    "Copies a small workspace of invented data into a folder, runs it, and compares every\nheadline with the effect that was planted in the data.",
  )
  .argument("[dir]", "a folder that is empty or not there yet", "whatworks-demo")
  .action(async (folder: string, options: CommonOptions) => {
    const out = terminal(options);
    copyDemo(folder);
    const result = await runWorkspace(folder, [], { jobs: "2", wait: "30" }, out);
    finishDemo(folder);
    const rows = againstTruth(folder);
    process.exitCode = result.exit;
    if (options.json) out.document(demoDocument(folder, result.exit, rows));
    else print(folder, rows, out);
  });

const demoDocument = (folder: string, exit: number, studies: readonly TruthRow[]): unknown => ({
  schema: "whatworks/demo/1",
  ok: exit === 0,
  folder: shownPath(folder),
  index: `${shownPath(folder)}/reports/README.md`,
  studies,
});

const ratio = (value: number | null): string => (value === null ? "–" : value.toFixed(2));

const print = (folder: string, rows: readonly TruthRow[], out: Terminal): void => {
  const width = Math.max(...rows.map(({ study }) => study.length)) + 2;
  const line = (cells: readonly string[]): string =>
    `${cells[0]!.padEnd(width)}${cells[1]!.padEnd(9)}${cells[2]!.padEnd(10)}${cells[3]!.padEnd(18)}${cells[4]!}\n`;
  if (!out.quiet) {
    out.result("Invented data: 32 boroughs, 60 months, three interventions.\n\n");
    out.result(line(["study", "planted", "estimate", "95% interval", "truth inside?"]));
    for (const row of rows) {
      const interval = `${ratio(row.conf_low)} to ${ratio(row.conf_high)}`;
      out.result(
        line([row.study, ratio(row.truth), ratio(row.estimate), interval, row.covered ? "yes" : "no"]),
      );
    }
    out.result("\nEach number is a ratio: below 1 is a fall.\n");
  }
  const at = shownPath(folder);
  // A folder far from here is easier to read, and to paste, as it was typed.
  const shown = relative(process.cwd(), folder).startsWith("..") ? folder : at;
  out.result(`Read:  ${shown}/reports/README.md\n`);
  if (!out.quiet) out.result(`Then:  whatworks check -C ${shown}\n`);
};
