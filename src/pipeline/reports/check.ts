import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { exitCodes, WhatworksError } from "../../model/errors.ts";
import type { Release } from "../../model/release.ts";
import { ageInDays, allowedDays } from "../../provenance/freshness.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import { compareCells, type Moved } from "../../provenance/snapshot.ts";
import { type Judged, reason, type StateReason } from "../../provenance/state.ts";
import { loadWorkspace } from "../load-workspace.ts";
import { nameOf } from "../reading/files.ts";
import { Reader } from "../reading/gather.ts";
import { fingerprintOf, type ReportRelease } from "../release/levels.ts";
import type { Workspace } from "../workspace.ts";
import { asBefore } from "./as-before.ts";
import { judgeContents } from "./contents.ts";
import { documentOf } from "./document.ts";
import { chosenEntries } from "./entries.ts";
import type { Entry, Family } from "./entry.ts";
import { isUnfinished, recover } from "./files-on-disk.ts";
import { Inspection } from "./inspection.ts";
import { lockHolder, withLock } from "./lock.ts";
import { manifestFile } from "./manifest-file.ts";
import { releaseFor, sourcesOf } from "./reads.ts";
import { judge } from "./report-state.ts";
import { snapshotOf } from "./snapshots.ts";

export interface CheckOptions {
  readonly folder: string;
  readonly studies: readonly string[];
  /** Stands in for the release of the workspace file. */
  readonly release?: Release | undefined;
  /** Internal reports are no good: they may not be published. */
  readonly publishable?: boolean;
  /** Days since 1970-01-01: what `freshness` is measured against. */
  readonly today: number;
  /** Read changed data of any size, to count what was revised. */
  readonly counts: boolean;
  readonly progress: (done: number, total: number, what: string) => void;
  /** The kinds of report there are; those of the program where none are given. */
  readonly family?: Family;
}

export interface CheckResult {
  readonly workspace: string;
  readonly folder: string;
  readonly reports: string;
  /** Every report, those of studies and others. */
  readonly family: readonly JudgedReport[];
  /** Those of studies, and the Community Safety Index where it is among them. */
  readonly studies: readonly JudgedReport[];
  readonly safetyIndex: JudgedReport | null;
  /** The contents page of the whole folder; absent when only some studies were asked about. */
  readonly index: Judged | null;
  readonly recovered: readonly string[];
  readonly exit: number;
}

/** A judged report, and the key of its kind; null where the workspace has none of its name any more. */
export interface JudgedReport extends Judged {
  readonly kind: string | null;
}

/** Changed data up to this size are read to count what was revised: it takes a second or two. */
const readable = 64 << 20;

/** Is every report current, unedited, young enough and publishable? Hashes only: file times are never looked at. */
export const check = async (options: CheckOptions): Promise<CheckResult> => {
  const workspace = loadWorkspace(options.folder, options);
  const entries = chosenEntries(workspace.entries, options.studies);
  const recovered = await finishKilledRun(workspace);
  const look = new Inspection(workspace, options.progress);
  const all = options.studies.length === 0;
  const judged = await Promise.all(entries.map((entry) => judge(look, entry)));
  const told = await withMoved(look, entries, judged, options.counts);
  const family = [
    ...told.map((one, k) => ({
      kind: entries[k]!.kind.key,
      ...withLevel(look, entries[k]!, withAge(look, entries[k]!, one, options.today), options),
    })),
    ...(all ? leftOver(workspace) : []),
  ];
  const index = all ? judgeContents(workspace, (id) => look.manifest(id)) : null;
  const states = [...family, ...(index ? [index] : [])].map(({ state }) => state);
  return {
    workspace: workspace.config.workspace,
    folder: workspace.folder,
    reports: workspace.reports,
    family,
    ...asBefore(family),
    index,
    recovered,
    exit: states.includes("unpublishable")
      ? exitCodes.privacy
      : states.every((state) => state === "current")
        ? exitCodes.done
        : exitCodes.no,
  };
};

/** A killed run's finished work is put in place before anything is judged; a running one is left alone. */
const finishKilledRun = async ({ reports }: Workspace): Promise<string[]> => {
  if (!isUnfinished(reports) || lockHolder(reports)) return [];
  try {
    return await withLock(reports, 0, async () => recover(reports));
  } catch {
    // A folder that cannot be written to, or a run that has just begun: the report itself is judged as it stands.
    return [];
  }
};

const withAge = (look: Inspection, { id, freshness: own }: Entry, judged: Judged, today: number): Judged => {
  const manifest = look.manifest(id);
  const freshness = own ?? look.workspace.config.freshness;
  if (freshness === undefined || manifest === undefined || manifest === "broken") return judged;
  const age = ageInDays(manifest.data_to, today);
  const allowed = allowedDays(freshness);
  if (age === undefined || allowed === undefined || age <= allowed) return judged;
  const aged = reason(
    "check/old",
    `the data end with ${manifest.data_to}, ${age} days ago; ${freshness} is allowed`,
  );
  return {
    ...judged,
    state: judged.state === "current" ? "old" : judged.state,
    reasons: [...judged.reasons, aged],
  };
};

/** A report that is internal, as it lies there or as a run would make it, may not be published. */
const withLevel = (
  { workspace }: Inspection,
  entry: Entry,
  judged: Judged,
  { publishable }: CheckOptions,
): Judged => {
  if (!publishable) return judged;
  const path = join(workspace.reports, entry.document);
  const levels = [releaseFor(workspace, entry).level, documentOf(path, entry)?.release];
  if (!levels.includes("internal")) return judged;
  const shown = nameOf(path, workspace.folder);
  const refused = reason("check/internal", "it is internal, not for publication", shown);
  return { ...judged, state: "unpublishable", reasons: [...judged.reasons, refused] };
};

/** Reports that the workspace no longer asks for: nothing keeps them true. */
const leftOver = ({ reports, entries, folder }: Workspace): JudgedReport[] => {
  if (!existsSync(reports)) return [];
  const known = new Set(entries.map(({ id }) => id));
  return readdirSync(reports, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith(".") && !known.has(entry.name))
    .filter(({ name }) => existsSync(join(reports, name, manifestFile)))
    .map(({ name }) => ({
      kind: null,
      study: name,
      state: "stale" as const,
      reasons: [
        reason(
          "check/no-study",
          "the workspace has no study of this name any more: remove the folder, or bring the study back",
          nameOf(join(reports, name), folder),
        ),
      ],
    }));
};

/** Says of each changed input how many rows and old values moved, where both editions can be looked at. */
const withMoved = async (
  look: Inspection,
  entries: readonly Entry[],
  judged: readonly Judged[],
  counts: boolean,
): Promise<Judged[]> => {
  const inputs = new Reader(look.workspace);
  const known = new Map<string, Promise<Told>>();
  const told = (source: string, manifest: Manifest, release: ReportRelease): Promise<Told> => {
    const then = manifest.inputs.map(({ name, sha256 }) => `${name} ${sha256}`).join("\n");
    const key = `${source}\n${release.level}\n${then}`;
    const found = known.get(key) ?? tellSource(look, inputs, source, { manifest, counts, release });
    known.set(key, found);
    return found;
  };
  return Promise.all(
    judged.map(async (one, k): Promise<Judged> => {
      const entry = entries[k]!;
      const manifest = look.manifest(entry.id);
      if (!one.reasons.some(({ code }) => code.startsWith("check/input-"))) return one;
      if (manifest === undefined || manifest === "broken") return one;
      const release = releaseFor(look.workspace, entry);
      const all = await Promise.all(
        sourcesOf(look.workspace, entry).map((source) => told(source, manifest, release)),
      );
      const reasons = all.reduce((said, { say }) => say(said), one.reasons);
      return { ...one, state: all.some((found) => found.personal) ? "unpublishable" : one.state, reasons };
    }),
  );
};

/** Adds what is known of a source to the reasons that name its files. */
interface Told {
  readonly say: (reasons: readonly StateReason[]) => readonly StateReason[];
  /** The new data may not be read at all: a privacy gate stopped them. */
  readonly personal: boolean;
}

const silent: Told = { say: (reasons) => reasons, personal: false };

const tellSource = async (
  look: Inspection,
  inputs: Reader,
  source: string,
  {
    manifest,
    counts,
    release,
  }: { readonly manifest: Manifest; readonly counts: boolean; readonly release: ReportRelease },
): Promise<Told> => {
  const listed = look.source(source);
  if (!("files" in listed)) return silent;
  const now = await Promise.all(
    listed.files.map(async ({ path, name }) => ({ name, ...(await look.digest(path)) })),
  );
  const then = new Map(manifest.inputs.map((input) => [input.name, input]));
  const changed = now.filter(({ name, sha256 }) => then.get(name)?.sha256 !== fingerprintOf(release, sha256));
  const size = now.reduce((sum, { bytes }) => sum + bytes, 0);
  if (changed.length === 0 || (!counts && size > readable)) return silent;
  try {
    const data = await inputs.source(source, release);
    const before = snapshotOf(look.workspace, source, manifest.inputs);
    const cells = before ? compareCells(before, data.panel) : undefined;
    const rows = new Map(data.files.map(({ name, rows: count }) => [name, count]));
    const say: Told["say"] = (reasons) =>
      reasons.map((one) => {
        if (one.file === null || !rows.has(one.file)) return one;
        // Cells are those of the whole source: they are told once, at the first file that changed.
        const first = one.file === changed[0]!.name;
        const moved: Moved = {
          rows_before: then.get(one.file)?.rows ?? null,
          rows_after: rows.get(one.file) ?? null,
          revised: (first ? cells?.revised : undefined) ?? null,
          added: (first ? cells?.added : undefined) ?? null,
          removed: (first ? cells?.removed : undefined) ?? null,
        };
        return { ...one, moved };
      });
    return { say, personal: false };
  } catch (thrown) {
    if (!(thrown instanceof WhatworksError)) throw thrown;
    const { code, fault } = thrown;
    const line = fault.line === undefined ? "" : `:${fault.line}`;
    const say: Told["say"] = (reasons) =>
      reasons.map((one) =>
        changed.some(({ name }) => name === one.file)
          ? {
              ...one,
              line: fault.file === one.file ? (fault.line ?? null) : one.line,
              message: `${one.message}, and would be refused: ${code}${line}: ${fault.found}`,
            }
          : one,
      );
    return { say, personal: thrown.exit === exitCodes.privacy };
  }
};

export type { Judged, ReportState, StateReason } from "../../provenance/state.ts";
