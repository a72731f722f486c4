import { join } from "node:path";
import { exitCodes, type Fault, WhatworksError } from "../../model/errors.ts";
import type { Protocol } from "../../model/protocol.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { Judged, StateReason } from "../../provenance/state.ts";
import type { Answered } from "../answer.ts";
import { Inputs } from "../gather.ts";
import { refuseLinks } from "../paths.ts";
import { chosenStudies, loadWorkspace, type Workspace } from "../workspace.ts";
import { dropStaging, recover, replaceFolder } from "./files-on-disk.ts";
import { judgeIndex, writeIndex } from "./index-state.ts";
import { Inspection, sourcesOf } from "./inspection.ts";
import { withInterrupt } from "./interrupt.ts";
import { withLock } from "./lock.ts";
import { manifestFile, writtenBefore } from "./manifest-file.ts";
import { openPool, type Pool } from "./pool.ts";
import { historyAt } from "./publishing.ts";
import { forgetRefusal, keepRefusal } from "./refusals.ts";
import { oldPageOf } from "./render.ts";
import { judge } from "./report-state.ts";
import { keepSnapshot } from "./snapshots.ts";

export { reportFiles } from "./render.ts";

export interface RunOptions {
  readonly folder: string;
  readonly studies: readonly string[];
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly jobs: number;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
}

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
  /** What the index was before, and whether it was left so because someone changed it by hand. */
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

/** Every study that is not current (or every one, with force): ingest → evaluate → report. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const workspace = loadWorkspace(options.folder);
  const protocols = chosenStudies(workspace, options.studies);
  if (options.dryRun) return dryRun(workspace, protocols, options);
  refuseLinks(
    workspace.reports,
    workspace.protocols.map(({ id }) => id),
  );
  const pool = openPool();
  const work = async (): Promise<RunResult> => {
    const recovered = recover(workspace.reports);
    const look = new Inspection(workspace, options.progress);
    const inputs = new Inputs(workspace, options.progress);
    const done = await inTurn({ ...options, workspace, look, inputs, pool }, protocols);
    const index = writeIndex(workspace, options.force);
    dropStaging(workspace.reports);
    return resultOf(workspace, done, index, recovered);
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

/** The studies in order, `jobs` of them at a time; the answers come back in the order of the studies. */
const inTurn = async (work: Work, protocols: readonly Protocol[]): Promise<RanStudy[]> => {
  const judged = await Promise.all(protocols.map((protocol) => judge(work.look, protocol)));
  const done: RanStudy[] = [];
  const total = protocols.length;
  let next = 0;
  let ended = 0;
  const lane = async (): Promise<void> => {
    while (next < total) {
      const k = next;
      next += 1;
      work.progress(ended, total, protocols[k]!.id);
      done[k] = await runStudy(work, protocols[k]!, judged[k]!);
      ended += 1;
      work.progress(ended, total, protocols[k]!.id);
    }
  };
  await Promise.all(Array.from({ length: Math.min(work.jobs, total) }, lane));
  return done;
};

const resultOf = (
  workspace: Workspace,
  studies: readonly RanStudy[],
  index: Judged,
  recovered: readonly string[],
): RunResult => ({
  workspace: workspace.config.workspace,
  folder: workspace.folder,
  reports: workspace.reports,
  studies,
  index,
  recovered,
  exit: Math.max(
    index.state === "edited" ? exitCodes.no : exitCodes.done,
    ...studies.map(
      ({ error, done, before }) => error?.exit ?? (done === "kept" && before === "edited" ? exitCodes.no : 0),
    ),
  ),
});

// A page that someone changed inside a generated part is never written over unasked.
const isDue = ({ state }: Judged, force: boolean): boolean =>
  force || (state !== "current" && state !== "edited");

const dryRun = async (
  workspace: Workspace,
  protocols: readonly Protocol[],
  { force, progress }: RunOptions,
): Promise<RunResult> => {
  const look = new Inspection(workspace, progress);
  const studies = await Promise.all(
    protocols.map(async (protocol): Promise<RanStudy> => {
      const judged = await judge(look, protocol);
      return { ...untouched(judged), done: isDue(judged, force) ? "would-run" : "kept" };
    }),
  );
  return resultOf(workspace, studies, judgeIndex(workspace), []);
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

const runStudy = async (work: Work, protocol: Protocol, judged: Judged): Promise<RanStudy> => {
  const { workspace, inputs, pool } = work;
  const base = { ...untouched(judged), page: join(workspace.reports, protocol.id, "summary.md") };
  if (!isDue(judged, work.force)) return { ...base, done: "kept" };
  try {
    const question = await inputs.question(protocol, work.programVersion);
    const folder = join(workspace.reports, protocol.id);
    const answered = await pool.answer({
      question,
      oldPage: oldPageOf(folder),
      history: historyAt(folder),
    });
    const before = new Set(writtenBefore(folder));
    const ours = (path: string): boolean => before.has(path) || path === manifestFile;
    replaceFolder(workspace.reports, protocol.id, answered.files, ours);
    forgetRefusal(workspace, protocol.id);
    for (const name of sourcesOf(protocol)) keepSnapshot(workspace, await inputs.source(name));
    return { ...base, done: "written", headline: answered.headline, warnings: answered.warnings };
  } catch (thrown) {
    return refused(work, protocol, base, thrown);
  }
};

const refused = async (
  { workspace, look }: Work,
  protocol: Protocol,
  base: Omit<RanStudy, "done">,
  thrown: unknown,
): Promise<RanStudy> => {
  if (!(thrown instanceof WhatworksError)) throw thrown;
  const { exit, code, fault, faults } = thrown;
  // Without a disk or a keyboard's consent there is nothing left to do for the others either.
  if (exit === exitCodes.environment || exit === exitCodes.interrupted) throw thrown;
  keepRefusal(workspace, protocol.id, hashOf(await look.ingredients(protocol)), thrown);
  return { ...base, done: "refused", page: null, error: { ...fault, code, exit, count: faults.length } };
};
