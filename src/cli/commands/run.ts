import { join } from "node:path";
import { Command, Option } from "commander";
import { UsageError } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { closeEngine } from "../../pipeline/reading/engine.ts";
import { type Ran, type RunResult, run } from "../../pipeline/reports/run.ts";
import { shownPath } from "../../pipeline/workspace.ts";
import { place } from "../failure.ts";
import {
  type Case,
  type CiFormat,
  type CiReport,
  type Notice,
  printForCi,
  withFormat,
} from "../formats/index.ts";
import { type CommonOptions, withCommon, withFolder, withRelease } from "../options.ts";
import { judgedCase, reasonWords, wrapped } from "../states.ts";
import { type Terminal, terminal } from "../terminal.ts";
import { version } from "../version.ts";

interface Options extends CommonOptions {
  readonly project: string;
  readonly format: CiFormat;
  readonly release?: Release;
  readonly force?: boolean;
  readonly dryRun?: boolean;
  readonly jobs: string;
  readonly wait: string;
  readonly failOn: "error" | "warning";
}

export const runCommand = withRelease(withFormat(withFolder(withCommon(new Command("run")))))
  .summary("make every report that is not current: of studies, the index and others")
  .description(
    "Ingests, evaluates and reports whatever is not current: every study, and what other sections of\nwhatworks.yaml ask for. A report that reads others comes after them. Same inputs, same protocol and same\nmethod versions give the same bytes.",
  )
  .argument(
    "[study...]",
    "names of reports (patrols-2024, index.md) or sections (index); all of them when none is named",
  )
  .option("-f, --force", "run current reports too, and write over parts that were changed by hand")
  .option("-n, --dry-run", "say what would be done and why, and write nothing")
  .option("-j, --jobs <number>", "studies at a time", "1")
  .option("--wait <seconds>", "how long to wait for another run of the same reports", "30")
  .addOption(
    new Option("--fail-on <severity>", "exit 1 when a report carries a warning, or only on errors")
      .choices(["error", "warning"])
      .default("error"),
  )
  .action(async (studies: string[], options: Options) => {
    const json = options.json || options.format === "json";
    const out = terminal({ ...options, json });
    const result = await runWorkspace(options.project, studies, options, out);
    const warned = options.failOn === "warning" && result.family.some(({ warnings }) => warnings.length > 0);
    process.exitCode = result.exit || (warned ? 1 : 0);
    print(result, options, out);
  });

/** `run` as other commands call it (the demonstration does). */
export const runWorkspace = async (
  folder: string,
  studies: readonly string[],
  options: Pick<Options, "release" | "force" | "dryRun" | "jobs" | "wait">,
  out: Terminal,
): Promise<RunResult> => {
  try {
    return await run({
      folder,
      studies,
      release: options.release,
      force: options.force ?? false,
      dryRun: options.dryRun ?? false,
      jobs: wholeNumber("--jobs", options.jobs, 1),
      patience: wholeNumber("--wait", options.wait, 0) * 1000,
      programVersion: version(),
      progress: out.progress,
    });
  } finally {
    await closeEngine();
  }
};

const wholeNumber = (flag: string, text: string, least: number): number => {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new UsageError("usage/number", {
    found: `${flag} ${text}`,
    expected: `a whole number of at least ${least}`,
    hint: `type, for example, ${flag} ${Math.max(least, 2)}`,
  });
};

const stateOf = ({ done, before }: Ran): string =>
  ({
    written: "WRITTEN",
    kept: before === "edited" ? "EDITED" : "CURRENT",
    refused: "REFUSED",
    "would-run": "WOULD RUN",
  })[done];

/** The place is said where nothing else says it: on a build page it is the annotation's own. */
const errorWords = (error: NonNullable<Ran["error"]>, where: string): string[] => [
  [error.code, where, `${error.found}; expected ${error.expected}`].filter((part) => part !== "").join(": "),
  ...(error.hint ? [`try: ${error.hint}`] : []),
  ...(error.count > 1
    ? [`and ${error.count - 1} more faults: whatworks validate lists those of a file`]
    : []),
];

/** What is said about a study under its name. */
const said = (study: Ran): string[] => {
  if (study.error) return errorWords(study.error, place(study.error));
  if (study.headline !== null) return [study.headline];
  return study.reasons.map(reasonWords);
};

const indent = 11;

const textOf = (study: Ran): string =>
  [
    `${stateOf(study).padEnd(indent - 1)} ${study.study}`,
    ...said(study).map((words) => `${" ".repeat(indent)}${wrapped(words, indent)}`),
  ].join("\n");

const caseOf = (study: Ran, folder: string): Case => {
  const { error, warnings, page } = study;
  const notices: Notice[] = warnings.map(({ code, message }) => ({
    level: "warning",
    code,
    message: `${study.study}: ${message}`,
    path: page,
    line: null,
  }));
  if (error)
    notices.push({
      level: "error",
      code: error.code,
      message: `${study.study} was refused: ${errorWords(error, "").join("; ")}`,
      path: error.file === undefined ? join(folder, "whatworks.yaml") : join(folder, error.file),
      line: error.line ?? null,
    });
  const edited =
    study.done === "kept" && study.before === "edited"
      ? judgedCase({ study: study.study, state: "edited", reasons: study.reasons }, folder).notices
      : [];
  return { name: study.study, state: stateOf(study), notices: [...notices, ...edited] };
};

const ciReport = (result: RunResult): CiReport => ({
  command: "run",
  title: result.workspace,
  cases: result.family.map((study) => caseOf(study, result.folder)),
});

const shownPage = (ran: Ran): Ran => ({
  ...ran,
  page: ran.page === null ? null : shownPath(ran.page),
});

const runDocument = (result: RunResult): unknown => ({
  schema: "whatworks/run/1",
  workspace: result.workspace,
  reports: shownPath(result.reports),
  ok: result.exit === 0,
  studies: result.studies.map(shownPage),
  safety_index: result.safetyIndex && shownPage(result.safetyIndex),
  family: result.family.map(shownPage),
  index: result.index,
  recovered: result.recovered,
});

const print = (result: RunResult, options: Options, out: Terminal): void => {
  for (const name of result.recovered)
    out.note(`a run was killed while it wrote ${name}; its report is whole again`);
  if (out.json) {
    out.document(runDocument(result));
    return;
  }
  if (printForCi(ciReport(result), options.format, out)) return;
  const { index } = result;
  const ran = result.family;
  for (const study of ran)
    if (!out.quiet || study.error || stateOf(study) === "EDITED") out.result(`${textOf(study)}\n`);
  if (index.state === "edited" && !options.force)
    out.result(`EDITED     ${index.study}\n           ${index.reasons[0]!.message}; it was left as it is\n`);
  if (out.quiet || options.dryRun) return;
  const written = ran.filter(({ done }) => done === "written").length;
  out.result(
    `\n${written} written, ${ran.length - written} not. Read: ${shownPath(result.reports)}/README.md\n`,
  );
};
