import { Command } from "commander";
import { UsageError } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import {
  type PanelResult,
  readPanel,
  refusePanelOver,
  writePanelFile,
  writePanelStream,
} from "../../pipeline/panel.ts";
import { rounderOf } from "../../pipeline/release/levels.ts";
import { type CommonOptions, withCommon, withRelease } from "../options.ts";
import { type SourceOptions, sourceSpec, withSource } from "../source-options.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface PanelOptions extends CommonOptions, SourceOptions {
  readonly out?: string;
  readonly release?: Release;
}

export const panelCommand = withCommon(
  withRelease(withSource(new Command("panel").summary("native files → a tidy panel as CSV")))
    .description("Counts files into unit × period × outcome and prints the table as CSV.")
    .argument("<files...>", "files, folders (read at any depth) or patterns")
    .option(
      "-o, --out <file>",
      "write the table here instead of to stdout: CSV, or Parquet where the name ends in .parquet",
    ),
).action(async (files: string[], options: PanelOptions) => {
  const out = terminal(options);
  if (options.json && options.out === undefined)
    throw new UsageError("usage/json-and-csv", {
      found: "--json without --out",
      expected: "one document on stdout: the CSV or the JSON",
      hint: "add --out panel.csv, and the JSON about it goes to stdout",
    });
  const spec = sourceSpec(files, options);
  if (options.out !== undefined) refusePanelOver(options.out, spec);
  const panel = await readPanel(spec, {
    hash: options.json === true,
    progress: out.progress,
    ...(options.release === "protected" ? { rounder: rounderOf({}, process.cwd(), []) } : {}),
  });
  if (options.out === undefined) await writePanelStream(panel, process.stdout);
  else await writePanelFile(panel, options.out);
  report(panel, out);
  if (options.json) out.document(document(panel, options.out!));
});

const shown = 20;

/** What was read, left out and found wanting: never on stdout, which is the table. */
const report = ({ ledger, diagnostics, files }: PanelResult, out: Terminal): void => {
  for (const { severity, message } of diagnostics.slice(0, shown)) {
    if (severity === "note") out.note(`note  ${message}`);
    else out.warn(message);
  }
  if (diagnostics.length > shown)
    out.note(
      `… and ${diagnostics.length - shown} more: ${diagnostics.length} in all. --out FILE --json lists every one.`,
    );
  const left = ledger.excluded.map(({ rows, reason }) => `${rows} left out (${reason})`);
  out.note(
    `${files.length} ${files.length === 1 ? "file" : "files"}: ${ledger.read} rows read = ${[`${ledger.used} used`, ...left].join(" + ")}`,
  );
};

const document = ({ ledger, diagnostics, files, format, by, cells }: PanelResult, out: string) => ({
  schema: "whatworks/panel/1",
  out: out.replaceAll("\\", "/"),
  format,
  by,
  units: by.includes("unit") ? cells.units.length : null,
  cells: cells.value.length,
  ledger,
  files,
  diagnostics,
});
