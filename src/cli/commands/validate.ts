import { Command, Option } from "commander";
import { type Format, formats } from "../../model/source.ts";
import { type Validated, validateFiles } from "../../pipeline/validate/validate-files.ts";
import { validateSource } from "../../pipeline/validate/validate-source.ts";
import { validateWorkspace } from "../../pipeline/validate/validate-workspace.ts";
import { type CiFormat, printForCi, withFormat } from "../formats/index.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import {
  declaredKeys,
  type SourceOptions,
  sourceSpec,
  withColumns,
  withDeclared,
} from "../source-options.ts";
import { wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { validationCases } from "../validation-cases.ts";
import { validationReport } from "../validation-report.ts";
import { version } from "../version.ts";

/** The document of `whatworks validate … --json`; its keys are a promise of the contract. */
export const validationDocument = ({ ok, files, diagnostics }: Validated): unknown => ({
  schema: "whatworks/validate/1",
  ok,
  files,
  diagnostics: diagnostics.map(({ code, severity, file, line, column, message, fix, count }) => ({
    code,
    severity,
    file,
    line,
    column,
    message,
    fix,
    count,
  })),
});

interface Options extends Omit<SourceOptions, "format">, CommonOptions {
  readonly as?: Format;
  readonly columns?: string;
  readonly project: string;
  readonly format: CiFormat;
  readonly failOn: "error" | "warning";
}

export const validateCommand = withColumns(
  withDeclared(withFormat(withFolder(withCommon(new Command("validate"))))),
)
  .summary("are the data fit to be used?")
  .description(
    "Reads each delimited file as it stands, and lists every fault with its line and column; without files, checks\n" +
      "a workspace: its configuration, its sources, its register and the design of every study, estimating nothing.\n" +
      "The dialect is declared, never guessed: a comma, double quotes and UTF-8 unless told otherwise.",
  )
  .argument("[files...]", "delimited files, plain or .gz; with none, the whole workspace")
  .addOption(new Option("--as <format>", "read the files as a source of this format").choices(formats))
  .option(
    "--columns <list>",
    "names and types: ward:text,month:month,arm:category(treated|comparison),burglary:count",
  )
  .addOption(
    new Option("--fail-on <severity>", "exit 1 on warnings too, or only on errors")
      .choices(["error", "warning"])
      .default("error"),
  )
  .action(async (paths: string[], options: Options) => {
    const json = options.json || options.format === "json";
    const out = terminal({ ...options, json });
    if (paths.length === 0) return validateFolder(options, out);
    const found = isSource(options)
      ? await validateSource(sourceSpec(paths, asSource(options)))
      : await validateFiles(paths, {
          keys: declaredKeys(options),
          ...(options.columns === undefined ? {} : { columns: options.columns }),
          progress: out.progress,
        });
    const exit = exitOf(found, options);
    if (json) out.document(validationDocument(found));
    else if (!printForCi(validationCases(found, "."), options.format, out) && !isSilent(exit, out))
      out.result(validationReport(found, out));
    process.exitCode = exit;
  });

/** Declarations that say what rows and columns mean, and not only how they are written: the files are a source. */
const sourceOptions = [
  ...([
    "as",
    "unit",
    "period",
    "outcomeColumn",
    "value",
    "exposure",
    "official",
    "tolerance",
    "level",
    "place",
  ] as const),
  ...([
    "frequency",
    "where",
    "sumOver",
    "absent",
    "excludeUnit",
    "keepUnit",
    "alias",
    "unplaced",
    "drop",
    "allow",
  ] as const),
];

const isSource = (options: Options): boolean => sourceOptions.some((name) => options[name] !== undefined);

const asSource = ({ as, format: _ofOutput, ...options }: Options): SourceOptions => ({
  ...options,
  ...(as === undefined ? {} : { format: as }),
});

const warned = ({ diagnostics }: Validated): boolean =>
  diagnostics.some(({ severity }) => severity === "warning");

const exitOf = (found: Validated, { failOn }: Options): number =>
  found.exit || (failOn === "warning" && warned(found) ? 1 : 0);

const isSilent = (exit: number, out: Terminal): boolean => out.quiet && exit === 0;

const validateFolder = async (options: Options, out: Terminal): Promise<void> => {
  const found = await validateWorkspace(options.project, [], version(), out.progress);
  const exit = exitOf(found, options);
  process.exitCode = exit;
  if (out.json)
    out.document({ ...(validationDocument(found) as object), studies: found.studies, family: found.family });
  else if (printForCi(validationCases(found, options.project), options.format, out) || isSilent(exit, out))
    return;
  else {
    out.result(validationReport(found, out));
    for (const { report, lines } of found.family)
      out.result(
        `PLANNED    ${report}\n${lines.map((line) => `           ${wrapped(line, 11)}\n`).join("")}`,
      );
  }
};
