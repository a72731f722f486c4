import { join, resolve } from "node:path";
import { strictest } from "../../model/release.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { InputRef } from "../../unit/report.ts";
import { type NamedFile, nameOf } from "../reading/files.ts";
import { type ReportRelease, releaseShown, reportRelease } from "../release/levels.ts";
import type { Workspace } from "../workspace.ts";
import type { Entry } from "./entry.ts";

/** The report that stands for a source of this name, where no source of the workspace has it. */
export const standIn = ({ config, entries }: Workspace, name: string): Entry | undefined =>
  name in config.sources ? undefined : entries.find(({ kind }) => kind.asSource?.name === name);

const namesOf = ({ inputs }: Entry): string[] =>
  inputs.flatMap((ref) => (ref.kind === "source" ? [ref.name] : []));

/** The sources behind a report; one that another report stands for is made of that report's sources. */
export const sourcesOf = (workspace: Workspace, entry: Entry): string[] => [
  ...new Set(
    namesOf(entry).flatMap((name) => {
      const other = standIn(workspace, name);
      return other ? sourcesOf(workspace, other) : [name];
    }),
  ),
];

/**
 * Who may see a report, and how its sources are read for that: the strictest of what is said of it, of its sources, and
 * of the reports that it reads.
 */
export const releaseFor = (workspace: Workspace, entry: Entry): ReportRelease => {
  const read = workspace.entries
    .filter(({ id }) => entry.reads.includes(id))
    .map((one) => releaseFor(workspace, one));
  const own = reportRelease(workspace, sourcesOf(workspace, entry), entry.declared);
  if (read.length === 0) return own;
  const saysNothing = sourcesOf(workspace, entry).length === 0 && entry.declared === undefined;
  const all = [...(saysNothing ? [] : [own]), ...read];
  const level = strictest(all.map((one) => one.level));
  const first = all.find((one) => one.level === level)!;
  return { ...first, rounded: level === "protected" ? own.rounded : new Set() };
};

/** What a report uses of the workspace file, as one hash: nothing else of the file makes it stale. */
export const settingsOf = (
  workspace: Workspace,
  entry: Entry,
  release = releaseFor(workspace, entry),
): string => {
  const { config } = workspace;
  const { kind, inputs } = entry;
  const spec = (name: string): unknown => {
    const other = standIn(workspace, name);
    return other ? settingsOf(workspace, other, release) : config.sources[name];
  };
  const shared = { register: "interventions", units: "units", breaks: "breaks" } as const;
  const tables = inputs.flatMap((ref) =>
    ref.kind === "register" || ref.kind === "units" || ref.kind === "breaks" ? [shared[ref.kind]] : [],
  );
  return hashOf({
    ...(kind.settings?.(entry.config) ?? { workspace: config.workspace, [kind.key]: entry.config }),
    sources: Object.fromEntries(namesOf(entry).map((name) => [name, spec(name)])),
    ...Object.fromEntries(tables.map((key) => [key, config[key]])),
    invented: config.invented ?? false,
    release: releaseShown(release),
  });
};

/** Seed of whatever a report draws, where its section gives none. */
export const seedOf = ({ config }: Workspace, { kind }: Entry): string => `${config.workspace}/${kind.key}`;

/** The reports whose documents a reference leads to. */
export const reportsAt = ({ entries }: Workspace, ref: InputRef): readonly Entry[] =>
  ref.kind === "report"
    ? entries.filter(({ id }) => id === ref.id)
    : ref.kind === "reports"
      ? entries.filter(({ kind }) => kind.key === ref.of)
      : [];

/** A document of a report as an input of another one. */
export const documentFile = ({ folder, reports }: Workspace, { document }: Entry): NamedFile => {
  const path = join(reports, document);
  return { path, name: nameOf(path, folder) };
};

/** The files that a report reads beside its sources: tables of the workspace, small files, documents of others. */
export const tablesOf = (workspace: Workspace, { inputs }: Entry): NamedFile[] => {
  const { config, folder } = workspace;
  const at = (name: string | undefined): NamedFile[] =>
    name === undefined ? [] : [{ path: resolve(folder, join(name)), name }];
  return inputs.flatMap((ref): NamedFile[] => {
    if (ref.kind === "file") return at(ref.file);
    if (ref.kind === "register") return at(config.interventions);
    if (ref.kind === "units" || ref.kind === "breaks") return at(config[ref.kind]);
    return reportsAt(workspace, ref).map((other) => documentFile(workspace, other));
  });
};
