import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../../provenance/hash.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import { type Judged, reason, type StateReason, staleReasons } from "../../provenance/state.ts";
import { nameOf } from "../reading/files.ts";
import { editedPlaces } from "./edited-places.ts";
import type { Entry } from "./entry.ts";
import type { Inspection } from "./inspection.ts";
import { manifestFile } from "./manifest-file.ts";
import { outputHash } from "./output-hash.ts";
import { readRefusal } from "./refusals.ts";

interface Outputs {
  readonly gone: StateReason[];
  readonly edited: StateReason[];
}

/** Outputs that are gone, and outputs that were changed by hand since they were written. */
const outputReasons = (look: Inspection, entry: Entry, manifest: Manifest): Outputs => {
  const { reports, folder } = look.workspace;
  const found: Outputs = { gone: [], edited: [] };
  for (const { path, sha256: wanted } of manifest.outputs) {
    const file = join(reports, entry.id, path);
    const name = nameOf(file, folder);
    if (!existsSync(file)) {
      found.gone.push(reason("check/output-missing", `${path.replace("../", "")} is gone`, name));
      continue;
    }
    const content = readFileSync(file);
    if (outputHash(path, content) === wanted) continue;
    for (const { line, what } of editedPlaces(entry, reports, path, content.toString()))
      found.edited.push({ code: "check/edited", message: what, file: name, line });
  }
  return found;
};

/** Reasons that leave a document as good as it was: words of a page, and the calendar. */
const harmless: readonly string[] = ["check/edited", "check/old"];

/** Is the document of a report what a run would make it, whatever was done to its pages? */
export const isSound = (reasons: readonly StateReason[]): boolean =>
  reasons.every(({ code }) => harmless.includes(code));

/** Reports that it reads and that a run would make again: then this one would be made again as well. */
const readReasons = async (look: Inspection, entry: Entry): Promise<StateReason[]> => {
  const read = look.workspace.entries.filter(({ id }) => entry.reads.includes(id));
  const judged = await Promise.all(read.map((one) => judge(look, one)));
  return judged
    .filter(({ reasons }) => !isSound(reasons))
    .map(({ study, state }) => reason("check/report-stale", `it reads ${study}, which is ${state}`));
};

/** What a report is today, by content alone. */
export const judge = (look: Inspection, entry: Entry): Promise<Judged> =>
  look.judged(entry.id, () => judgeNow(look, entry));

const judgeNow = async (look: Inspection, entry: Entry): Promise<Judged> => {
  const { workspace } = look;
  const manifest = look.manifest(entry.id);
  const now = await look.ingredients(entry);
  const waits = await readReasons(look, entry);
  const refusal = readRefusal(workspace, entry.id, hashOf(now));
  const refused = refusal
    ? [reason("check/refused", `the last run refused it: ${refusal.code}: ${refusal.found}`, refusal.file)]
    : [];
  const as = (state: Judged["state"], reasons: readonly StateReason[]): Judged => ({
    study: entry.name,
    state: refusal?.unpublishable && state !== "edited" ? "unpublishable" : state,
    reasons: [...reasons, ...refused],
  });
  if (manifest === undefined) return as("missing", [reason("check/missing", "no report yet", null)]);
  if (manifest === "broken") {
    const shown = nameOf(join(workspace.reports, entry.id), workspace.folder);
    return as("edited", [
      reason("check/edited", `${manifestFile} was changed by hand`, `${shown}/${manifestFile}`),
    ]);
  }
  const { gone, edited } = outputReasons(look, entry, manifest);
  const stale = [...staleReasons(manifest, now), ...waits];
  if (edited.length > 0) return as("edited", [...edited, ...gone, ...stale]);
  if (gone.length > 0) return as("missing", [...gone, ...stale]);
  return as(stale.length > 0 ? "stale" : "current", stale);
};
