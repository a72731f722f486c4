import { join } from "node:path";
import { exitCodes, type Fault, WhatworksError } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { Judged, StateReason } from "../../provenance/state.ts";
import type { Answered } from "../answer.ts";
import { refuseLinks } from "../paths.ts";
import { Inputs } from "../reading/gather.ts";
import { indexConfig } from "../safety-index/section.ts";
import { chosenReports, loadWorkspace, type Workspace } from "../workspace.ts";
import { carriedWarnings } from "./carried-warnings.ts";
import { judgeContents, writeContents } from "./contents.ts";
import { dropStaging, recover, replaceFolder } from "./files-on-disk.ts";
import { Inspection } from "./inspection.ts";
import { withInterrupt } from "./interrupt.ts";
import { indexJob, type Job, studyJob } from "./jobs.ts";
import { withLock } from "./lock.ts";
import { manifestFile, writtenBefore } from "./manifest-file.ts";
import { openPool, type Pool } from "./pool.ts";
import { forgetRefusal, keepRefusal } from "./refusals.ts";
import { judge } from "./report-state.ts";
import { keepSnapshot } from "./snapshots.ts";

export { reportFiles } from "./render.ts";

export interface RunOptions {
  readonly folder: string;
  /** Ids of studies, and index.md for the safety index; all of them where none is named. */
  readonly studies: readonly string[];
  /** The safety index alone: a fault of it is thrown, not told among results. */
  readonly only?: "safety-index";
  /** Stands in for the release of the workspace file. */
  readonly release?: Release | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly jobs: number;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
}

/** What a run did with one report. */
export interface RanStudy {
  readonly study: string;
  readonly before: Judged["state"];
  readonly reasons: readonly StateReason[];
  readonly done: "written" | "kept" | "refused" | "would-run";
  readonly headline: string | null;
  readonly page: string | null;
  readonly warnings: Answered["warnings"];
  readonly error: (Fault & { code: string; exit: number; count: number }) | null;
}

export interface RunResult {
  readonly workspace: string;
  /** Folder of the workspace and of its reports. */
  readonly folder: string;
  readonly reports: string;
  readonly studies: readonly RanStudy[];
  /** The Community Safety Index; absent where there is none, or only studies were asked for. */
  readonly safetyIndex: RanStudy | null;
  /** What the contents page was before, and whether it was left so because someone changed it by hand. */
  readonly index: Judged;
  /** Reports that an earlier, killed run had left in the middle. */
  readonly recovered: readonly string[];
  readonly exit: number;
}

interface Work extends RunOptions {
  readonly workspace: Workspace;
  readonly look: Inspection;
  readonly inputs: Inputs;
  readonly pool: Pool;
}

/** Every report that is not current (or every one, with force): ingest → evaluate → report. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const workspace = loadWorkspace(options.folder, options.release);
  const jobs = jobsOf(workspace, options);
  if (options.dryRun) return dryRun(workspace, jobs, options);
  refuseLinks(
    workspace.reports,
    workspace.protocols.map(({ id }) => id),
  );
  const pool = openPool();
  const work = async (): Promise<RunResult> => {
    const recovered = recover(workspace.reports);
    const look = new Inspection(workspace, options.progress);
    const inputs = new Inputs(workspace, options.progress);
    const done = await inTurn({ ...options, workspace, look, inputs, pool }, jobs);
    const contents = writeContents(workspace, options.force);
    dropStaging(workspace.reports);
    return resultOf(workspace, jobs, done, contents, recovered);
  };
  return withInterrupt((asked) =>
    withLock(
      workspace.reports,
      options.patience,
      () => Promise.race([work(), asked]).finally(() => pool.close()),
      asked,
    ),
  );
};

const jobsOf = (workspace: Workspace, { studies, only }: RunOptions): Job[] => {
  if (only) indexConfig(workspace);
  const { protocols, index } = only ? { protocols: [], index: true } : chosenReports(workspace, studies);
  return [
    ...protocols.map((protocol) => studyJob(workspace, protocol)),
    ...(index ? indexJob(workspace) : []),
  ];
};

/** The reports in order, `jobs` of them at a time; the answers come back in the order of the reports. */
const inTurn = async (work: Work, jobs: readonly Job[]): Promise<RanStudy[]> => {
  const judged = await Promise.all(jobs.map(({ report }) => judge(work.look, report)));
  const done: RanStudy[] = [];
  const total = jobs.length;
  let next = 0;
  let ended = 0;
  const lane = async (): Promise<void> => {
    while (next < total) {
      const k = next;
      next += 1;
      work.progress(ended, total, jobs[k]!.report.name);
      done[k] = await runJob(work, jobs[k]!, judged[k]!);
      ended += 1;
      work.progress(ended, total, jobs[k]!.report.name);
    }
  };
  await Promise.all(Array.from({ length: Math.min(work.jobs, total) }, lane));
  return done;
};

const resultOf = (
  workspace: Workspace,
  jobs: readonly Job[],
  done: readonly RanStudy[],
  contents: Judged,
  recovered: readonly string[],
): RunResult => ({
  workspace: workspace.config.workspace,
  folder: workspace.folder,
  reports: workspace.reports,
  studies: done.filter((_, k) => jobs[k]!.kind === "study"),
  safetyIndex: done.find((_, k) => jobs[k]!.kind === "index") ?? null,
  index: contents,
  recovered,
  exit: Math.max(
    contents.state === "edited" ? exitCodes.no : exitCodes.done,
    ...done.map(
      ({ error, done: how, before }) =>
        error?.exit ?? (how === "kept" && before === "edited" ? exitCodes.no : 0),
    ),
  ),
});

// A page that someone changed inside a generated part is never written over unasked.
const isDue = ({ state }: Judged, force: boolean): boolean =>
  force || (state !== "current" && state !== "edited");

const dryRun = async (
  workspace: Workspace,
  jobs: readonly Job[],
  { force, progress }: RunOptions,
): Promise<RunResult> => {
  const look = new Inspection(workspace, progress);
  const done = await Promise.all(
    jobs.map(async ({ report }): Promise<RanStudy> => {
      const judged = await judge(look, report);
      return { ...untouched(judged), done: isDue(judged, force) ? "would-run" : "kept" };
    }),
  );
  return resultOf(workspace, jobs, done, judgeContents(workspace), []);
};

const untouched = ({ study, state, reasons }: Judged): Omit<RanStudy, "done"> => ({
  study,
  before: state,
  reasons,
  headline: null,
  page: null,
  warnings: [],
  error: null,
});

const runJob = async (work: Work, job: Job, judged: Judged): Promise<RanStudy> => {
  const { workspace, inputs, pool } = work;
  const { report } = job;
  const base = { ...untouched(judged), page: join(workspace.reports, report.id, job.page) };
  if (!isDue(judged, work.force)) {
    const warnings = carriedWarnings(join(workspace.reports, report.id), report.document);
    return { ...base, done: "kept", warnings };
  }
  try {
    const answered = await pool.answer(await job.task(inputs, work.programVersion));
    const before = new Set(writtenBefore(join(workspace.reports, report.id)));
    const ours = (path: string): boolean => before.has(path) || path === manifestFile;
    replaceFolder(workspace.reports, report.id, answered.files, ours, answered.beside);
    forgetRefusal(workspace, report.id);
    for (const name of report.sources)
      keepSnapshot(workspace, await inputs.source(name, report.release), report.release);
    return { ...base, done: "written", headline: answered.headline, warnings: answered.warnings };
  } catch (thrown) {
    return refused(work, job, base, thrown);
  }
};

const refused = async (
  { workspace, look, only }: Work,
  { report }: Job,
  base: Omit<RanStudy, "done">,
  thrown: unknown,
): Promise<RanStudy> => {
  if (!(thrown instanceof WhatworksError)) throw thrown;
  const { exit, code, fault, faults } = thrown;
  // Without a disk or a keyboard's consent there is nothing left to do for the others either.
  if (exit === exitCodes.environment || exit === exitCodes.interrupted) throw thrown;
  keepRefusal(workspace, report.id, hashOf(await look.ingredients(report)), thrown);
  if (only) throw thrown;
  return { ...base, done: "refused", page: null, error: { ...fault, code, exit, count: faults.length } };
};
