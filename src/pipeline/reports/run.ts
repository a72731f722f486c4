import { join } from "node:path";
import { exitCodes, type Fault, InputError, WhatworksError } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { Judged, StateReason } from "../../provenance/state.ts";
import type { Answered, Task } from "../answer.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { refuseLinks } from "../paths.ts";
import { Reader } from "../reading/gather.ts";
import type { Workspace } from "../workspace.ts";
import { asBefore } from "./as-before.ts";
import { carriedWarnings } from "./carried-warnings.ts";
import { judgeContents, writeContents } from "./contents.ts";
import { chosenEntries, withReads } from "./entries.ts";
import type { Entry, Family } from "./entry.ts";
import { dropStaging, recover, replaceFolder } from "./files-on-disk.ts";
import { Inspection } from "./inspection.ts";
import { withInterrupt } from "./interrupt.ts";
import { withLock } from "./lock.ts";
import { manifestFile, writtenBefore } from "./manifest-file.ts";
import { oldPages } from "./old-pages.ts";
import { openPool, type Pool } from "./pool.ts";
import { releaseFor, seedOf, sourcesOf } from "./reads.ts";
import { forgetRefusal, keepRefusal } from "./refusals.ts";
import { isSound, judge } from "./report-state.ts";
import { keepSnapshot } from "./snapshots.ts";

export interface RunOptions {
  readonly folder: string;
  /** Names of reports, and keys of sections for all that they ask for; every report where none is named. */
  readonly studies: readonly string[];
  /** A fault of a report is thrown, not told among results: for commands that make one. */
  readonly thrown?: true;
  /** Stands in for the release of the workspace file. */
  readonly release?: Release | undefined;
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly jobs: number;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
  /** The kinds of report there are; those of the program where none are given. */
  readonly family?: Family;
}

/** What a run did with one report. */
export interface Ran {
  /** The key of its kind. */
  readonly kind: string;
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
  /** Every report that was looked at, in the order in which they were made. */
  readonly family: readonly Ran[];
  /** Those of studies, and the Community Safety Index where it is among them. */
  readonly studies: readonly Ran[];
  readonly safetyIndex: Ran | null;
  /** What the contents page was before, and whether it was left so because someone changed it by hand. */
  readonly index: Judged;
  /** Reports that an earlier, killed run had left in the middle. */
  readonly recovered: readonly string[];
  readonly exit: number;
}

interface Work extends RunOptions {
  readonly workspace: Workspace;
  readonly look: Inspection;
  readonly reader: Reader;
  readonly pool: Pool;
}

/** Every report that is not current (or every one, with force), and first what it reads: ingest → compute → report. */
export const run = async (options: RunOptions): Promise<RunResult> => {
  const workspace = loadWorkspace(options.folder, options);
  const chosen = chosenEntries(workspace.entries, options.studies);
  const entries = withReads(workspace.entries, new Set(chosen.map(({ id }) => id)));
  if (options.dryRun) return dryRun(workspace, entries, options);
  refuseLinks(workspace.reports, workspace.entries);
  const pool = openPool(workspace.family);
  const work = async (): Promise<RunResult> => {
    const recovered = recover(workspace.reports);
    const look = new Inspection(workspace, options.progress);
    const reader = new Reader(workspace, options.progress);
    const family = await inTurn({ ...options, workspace, look, reader, pool }, entries);
    const contents = writeContents(workspace, options.force);
    dropStaging(workspace.reports);
    return resultOf(workspace, family, contents, recovered);
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

/**
 * The reports in order, `jobs` of them at a time, none before those that it reads. What is judged is judged when they
 * are done, and the answers come back in the order of the reports.
 */
const inTurn = async (work: Work, entries: readonly Entry[]): Promise<Ran[]> => {
  const done = new Map<string, Ran>();
  const started = new Map<string, Promise<void>>();
  const turn = inLanes(work.jobs);
  const total = entries.length;
  for (const entry of entries)
    started.set(
      entry.id,
      Promise.all(entry.reads.map((id) => started.get(id))).then(() =>
        turn(async () => {
          work.progress(done.size, total, entry.name);
          done.set(entry.id, await runEntry(work, entry, done));
          work.progress(done.size, total, entry.name);
        }),
      ),
    );
  await Promise.all(started.values());
  return entries.map(({ id }) => done.get(id)!);
};

/** Lets at most so many pieces of work go on at once, the others waiting in line; a fault lets no other begin. */
const inLanes = (lanes: number): ((work: () => Promise<void>) => Promise<void>) => {
  const waiting: (() => void)[] = [];
  let free = lanes;
  let broken = false;
  return async (work) => {
    if (free === 0) await new Promise<void>((go) => waiting.push(go));
    else free -= 1;
    if (broken) return;
    try {
      await work();
    } catch (thrown) {
      broken = true;
      throw thrown;
    } finally {
      const next = waiting.shift();
      if (next) next();
      else free += 1;
    }
  };
};

const resultOf = (
  workspace: Workspace,
  family: readonly Ran[],
  contents: Judged,
  recovered: readonly string[],
): RunResult => ({
  workspace: workspace.config.workspace,
  folder: workspace.folder,
  reports: workspace.reports,
  family,
  ...asBefore(family),
  index: contents,
  recovered,
  exit: Math.max(
    contents.state === "edited" ? exitCodes.no : exitCodes.done,
    ...family.map(
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
  entries: readonly Entry[],
  { force, progress }: RunOptions,
): Promise<RunResult> => {
  const look = new Inspection(workspace, progress);
  const family = await Promise.all(
    entries.map(async (entry): Promise<Ran> => {
      const judged = await judge(look, entry);
      return { ...untouched(entry, judged), done: isDue(judged, force) ? "would-run" : "kept" };
    }),
  );
  return resultOf(workspace, family, judgeContents(workspace), []);
};

type Untouched = Omit<Ran, "done">;

const untouched = ({ kind }: Entry, { study, state, reasons }: Judged): Untouched => ({
  kind: kind.key,
  study,
  before: state,
  reasons,
  headline: null,
  page: null,
  warnings: [],
  error: null,
});

const runEntry = async (work: Work, entry: Entry, done: ReadonlyMap<string, Ran>): Promise<Ran> => {
  const { workspace, look, reader, pool } = work;
  const { reports } = workspace;
  const judged = await judge(look, entry);
  const base = { ...untouched(entry, judged), page: join(reports, entry.page) };
  if (!isDue(judged, work.force)) return { ...base, done: "kept", warnings: carriedWarnings(reports, entry) };
  try {
    refuseWithout(entry, done);
    const answered = await pool.answer(await taskOf(work, entry));
    const before = new Set(writtenBefore(join(reports, entry.id)));
    const ours = (path: string): boolean => before.has(path) || path === manifestFile;
    replaceFolder(reports, entry.id, answered.files, ours, answered.beside);
    look.forget(entry);
    forgetRefusal(workspace, entry.id);
    const release = releaseFor(workspace, entry);
    for (const name of sourcesOf(workspace, entry))
      keepSnapshot(workspace, await reader.source(name, release), release);
    return { ...base, done: "written", headline: answered.headline, warnings: answered.warnings };
  } catch (thrown) {
    return refused(work, entry, base, thrown);
  }
};

/** Reads what a report is made from, and what stands there now. */
const taskOf = async ({ workspace, reader, programVersion }: Work, entry: Entry): Promise<Task> => ({
  kind: entry.kind.key,
  id: entry.id,
  document: entry.document,
  config: entry.config,
  inputs: await reader.gather(entry, programVersion),
  seed: seedOf(workspace, entry),
  old: oldPages(workspace.reports, entry),
});

/** What an old document says is not what it would say now: nothing is made of one that could not be made again. */
const refuseWithout = ({ reads }: Entry, done: ReadonlyMap<string, Ran>): void => {
  const missing = reads
    .flatMap((id) => done.get(id) ?? [])
    .filter(({ error, done: how, reasons }) => (error === null ? how === "kept" && !isSound(reasons) : true));
  if (missing.length === 0) return;
  throw new InputError("report/not-made", {
    found: `${missing.map(({ study }) => study).join(", ")}, which it reads, could not be made, or was changed by hand and left`,
    expected: "every report that it reads, as a run makes it",
    hint: `whatworks run ${missing[0]!.study}`,
  });
};

const refused = async (
  { workspace, look, thrown: isThrown }: Work,
  entry: Entry,
  base: Untouched,
  thrown: unknown,
): Promise<Ran> => {
  if (!(thrown instanceof WhatworksError)) throw thrown;
  const { exit, code, fault, faults } = thrown;
  // Without a disk or a keyboard's consent there is nothing left to do for the others either.
  if (exit === exitCodes.environment || exit === exitCodes.interrupted) throw thrown;
  keepRefusal(workspace, entry.id, hashOf(await look.ingredients(entry)), thrown);
  if (isThrown) throw thrown;
  return { ...base, done: "refused", page: null, error: { ...fault, code, exit, count: faults.length } };
};
