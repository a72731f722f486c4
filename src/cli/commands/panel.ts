import { Command, Option } from "commander";
import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import { type Format, formats } from "../../model/source.ts";
import {
  dimensions,
  type PanelResult,
  readPanel,
  writePanelFile,
  writePanelStream,
} from "../../pipeline/panel.ts";
import { type CommonOptions, withCommon } from "../options.ts";
import { type Terminal, terminal } from "../terminal.ts";

interface PanelOptions extends CommonOptions {
  readonly format?: Format;
  readonly by?: string;
  readonly level?: "major" | "minor";
  readonly place?: "lsoa" | "authority" | "force";
  readonly unit?: string;
  readonly period?: string;
  readonly outcomeColumn?: string;
  readonly value?: string;
  readonly exposure?: string;
  readonly delimiter?: string;
  readonly encoding?: string;
  readonly dateFormat?: string;
  readonly out?: string;
}

/** Options that say how files are to be read; the same on every command that reads outcome data. */
export const withSource = (command: Command): Command =>
  command
    .addOption(
      new Option("--format <format>", "what kind of files these are").choices(
        formats.filter((f) => f !== "query"),
      ),
    )
    .option(
      "--by <dimensions>",
      "columns to keep, in this order; the rest is summed over (default: unit,period,outcome)",
    )
    .addOption(
      new Option("--level <level>", "offence categories of borough tables").choices(["major", "minor"]),
    )
    .addOption(new Option("--place <place>", "units of street files").choices(["lsoa", "authority", "force"]))
    .option("--unit <column>", "column of the unit")
    .option("--period <column>", "column of the period")
    .option("--outcome-column <column>", "column of the outcome")
    .option("--value <column>", "column of the count")
    .option("--exposure <column>", "column of what a rate divides by")
    .option("--delimiter <character>", "what separates cells: a comma unless told otherwise")
    .option("--encoding <name>", "how characters are stored: utf-8 unless told otherwise")
    .option("--date-format <format>", "how dates are written, e.g. DD/MM/YYYY");

export const panelCommand = withCommon(
  withSource(new Command("panel").summary("native files → a tidy panel as CSV"))
    .description("Counts files into unit × period × outcome and prints the table as CSV.")
    .argument("<files...>", "files, folders (read at any depth) or patterns")
    .option("-o, --out <file>", "write the CSV here instead of stdout"),
).action(async (files: string[], options: PanelOptions) => {
  const out = terminal(options);
  if (options.json && options.out === undefined)
    throw new UsageError("usage/json-and-csv", {
      found: "--json without --out",
      expected: "one document on stdout: the CSV or the JSON",
      hint: "add --out panel.csv, and the JSON about it goes to stdout",
    });
  const spec = sourceSpec(files, options);
  const panel = await readPanel(spec, { hash: options.json === true, progress: out.progress });
  if (options.out === undefined) await writePanelStream(panel, process.stdout);
  else await writePanelFile(panel, options.out);
  report(panel, out);
  if (options.json) out.document(document(panel, options.out!));
});

const sourceSpec = (files: readonly string[], options: PanelOptions) => {
  const { format, level, place, unit, period, outcomeColumn: outcome, value, exposure } = options;
  const { delimiter, encoding, dateFormat } = options;
  return {
    files,
    root: process.cwd(),
    by: parseBy(options.by),
    columns: defined({ unit, period, outcome, value, exposure }),
    dialect: defined({ delimiter: delimiter === "\\t" ? "\t" : delimiter, encoding, dateFormat }),
    ...defined({ format, level, place }),
  };
};

type Defined<T> = { [K in keyof T]?: Exclude<T[K], undefined> };
const defined = <T extends object>(options: T): Defined<T> =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as Defined<T>;

const parseBy = (text: string | undefined): ("unit" | "period" | "outcome")[] => {
  if (text === undefined) return [...dimensions];
  const names = text.split(",").map((name) => name.trim());
  const wrong = names.find((name, i) => !dimensions.includes(name as "unit") || names.indexOf(name) !== i);
  if (wrong === undefined) return names as ("unit" | "period" | "outcome")[];
  throw new UsageError("usage/by", {
    found: `"${wrong}" in --by ${text}`,
    expected: "unit, period and outcome, each at most once, with commas between",
    hint: suggest(wrong, dimensions) ?? "--by unit,period,outcome",
  });
};

/** What was read, left out and found wanting: never on stdout, which is the table. */
const report = ({ ledger, diagnostics, files }: PanelResult, out: Terminal): void => {
  for (const { severity, message } of diagnostics) {
    if (severity === "note") out.note(`note  ${message}`);
    else out.warn(message);
  }
  const left = ledger.excluded.map(({ rows, reason }) => `${rows} left out (${reason})`);
  out.note(
    `${files.length} files: ${ledger.read} rows read = ${[`${ledger.used} used`, ...left].join(" + ")}`,
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
