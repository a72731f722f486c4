import { deserialize, serialize } from "node:v8";
import type { SourceData } from "../../model/source-data.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { ManifestInput } from "../../provenance/manifest.ts";
import type { CellSnapshot } from "../../provenance/snapshot.ts";
import { fingerprintOf, type ReportRelease } from "../release/levels.ts";
import type { Workspace } from "../workspace.ts";
import { forget, keep, kept, keptIn } from "./cache.ts";

interface Kept extends CellSnapshot {
  readonly schema: "whatworks/cells/1";
  readonly source: string;
  readonly files: readonly Pick<ManifestInput, "name" | "sha256">[];
}

const folder = "cells";
/** Editions kept of each source; older ones are thrown away. */
const editions = 4;

/** Keeps the counted cells of a source as a run read them, so that a later check can say what was revised. */
export const keepSnapshot = (
  workspace: Workspace,
  { name, files, panel }: SourceData,
  release: ReportRelease,
): void => {
  const named = files.map(({ name: file, sha256 }) => ({
    name: file,
    sha256: fingerprintOf(release, sha256),
  }));
  const { units, frequency, ordinals, columns, status } = panel;
  const snapshot: Kept = {
    schema: "whatworks/cells/1",
    source: name,
    files: named,
    units,
    frequency,
    ordinals,
    columns,
    status,
  };
  const mine = keptIn(workspace.folder, folder).filter((one) => one.startsWith(`${name}.`));
  for (const old of mine.slice(0, Math.max(0, mine.length - editions + 1)))
    forget(workspace.folder, [folder, old]);
  keep(workspace.folder, [folder, `${name}.${hashOf(named).slice(0, 16)}.bin`], serialize(snapshot));
};

/** The cells of a source as they were when a report with these inputs was made, where they were kept. */
export const snapshotOf = (
  workspace: Workspace,
  source: string,
  inputs: readonly Pick<ManifestInput, "name" | "sha256">[],
): Kept | undefined => {
  const then = new Map(inputs.map(({ name, sha256 }) => [name, sha256]));
  for (const name of keptIn(workspace.folder, folder).reverse()) {
    if (!name.startsWith(`${source}.`)) continue;
    const snapshot = read(kept(workspace.folder, [folder, name]));
    if (snapshot?.files.every((file) => then.get(file.name) === file.sha256)) return snapshot;
  }
  return undefined;
};

const read = (content: Buffer | undefined): Kept | undefined => {
  try {
    const held = content && (deserialize(content) as Kept);
    return held?.schema === "whatworks/cells/1" ? held : undefined;
  } catch {
    // Written by another version of Node, or cut off: as good as none.
    return undefined;
  }
};
