import { Command } from "commander";
import { UsageError } from "../../model/errors.ts";
import { closeEngine } from "../../pipeline/engine.ts";
import { type RanStudy, type RunResult, run } from "../../pipeline/run.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { type CommonOptions, withCommon, withFolder } from "../options.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly jobs: string;
  readonly wait: string;
  readonly failOn: string;
}

export const runCommand = withFolder(withCommon(new Command("run")))
  .summary("ingest, evaluate and report every study that is not current")
  .description(
    "Ingests, evaluates and reports every study that is not current.\nSame inputs, same protocol and same method versions give the same bytes.",
  )
  .argument("[study...]", "ids of studies; all when none is named")
  .option("-f, --force", "run current studies too, and write over parts that were changed by hand")
  .option("-n, --dry-run", "say what would be done and why, and write nothing")
  .option("-j, --jobs <number>", "studies at a time", "1")
  .option("--wait <seconds>", "how long to wait for another run of the same reports", "30")
  .option("--fail-on <severity>", "error or warning: exit 1 when a report carries a warning", "error")
  .action(async (studies: string[], options: Options) => {
    const out = terminal(options);
    const result = await run({
      folder: options.project,
      studies,
      force: options.force ?? false,
      dryRun: options.dryRun ?? false,
      jobs: wholeNumber("--jobs", options.jobs, 1),
      patience: wholeNumber("--wait", options.wait, 0) * 1000,
      programVersion: version(),
      progress: out.progress,
    });
    await closeEngine();
    print(result, out);
    const warned = options.failOn === "warning" && result.studies.some(({ warnings }) => warnings > 0);
    process.exitCode = result.exit || (warned ? 1 : 0);
  });

const wholeNumber = (flag: string, text: string, least: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError("usage/number", {
    found: `${flag} ${text}`,
    expected: `a whole number of at least ${least}`,
    hint: `type, for example, ${flag} ${Math.max(least, 2)}`,
  });
};

const words: Readonly<Record<RanStudy["done"], string>> = {
  written: "WRITTEN",
  kept: "KEPT",
  refused: "REFUSED",
  "would-run": "WOULD RUN",
};

const line = (study: RanStudy): string => {
  const status =
    study.done === "kept" ? (study.before === "edited" ? "EDITED" : "CURRENT") : words[study.done];
  const said = study.error
    ? `${study.error.code}  ${study.error.found}; expected ${study.error.expected}${study.error.hint ? `\n             try: ${study.error.hint}` : ""}`
    : (study.headline ?? study.reasons.join("; "));
  return `${status.padEnd(10)} ${study.study}${said ? `\n           ${said}` : ""}`;
};

const print = (result: RunResult, out: Terminal): void => {
  if (out.json) {
    out.document({
      schema: "whatworks/run/1",
      workspace: result.workspace,
      reports: shownPath(result.reports),
      ok: result.exit === 0,
      studies: result.studies.map((study) => ({
        ...study,
        page: study.page === null ? null : shownPath(study.page),
      })),
    });
    return;
  }
  for (const study of result.studies) if (!out.quiet || study.error) out.result(`${line(study)}\n`);
  const written = result.studies.filter(({ done }) => done === "written").length;
  if (!out.quiet && result.studies.some(({ done }) => done !== "would-run")) {
    out.result(
      `\n${written} written, ${result.studies.length - written} not. Read: ${shownPath(result.reports)}/README.md\n`,
    );
  }
};
