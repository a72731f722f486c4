import { existsSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { hashOf } from "../../provenance/hash.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import { type Judged, reason, type StateReason, staleReasons } from "../../provenance/state.ts";
import { nameOf } from "../reading/files.ts";
import { editedPlaces } from "./edited-places.ts";
import type { Inspection } from "./inspection.ts";
import { manifestFile } from "./manifest-file.ts";
import { outputHash } from "./output-hash.ts";
import { readRefusal } from "./refusals.ts";
import type { Report } from "./report.ts";

interface Outputs {
  readonly gone: StateReason[];
  readonly edited: StateReason[];
}

/** Outputs that are gone, and outputs that were changed by hand since they were written. */
const outputReasons = (manifest: Manifest, report: Report, folder: string, shown: string): Outputs => {
  const found: Outputs = { gone: [], edited: [] };
  for (const { path, sha256: wanted } of manifest.outputs) {
    const file = join(folder, path);
    const name = posix.join(shown, path);
    if (!existsSync(file)) {
      found.gone.push(reason("check/output-missing", `${path.replace("../", "")} is gone`, name));
      continue;
    }
    const content = readFileSync(file);
    if (outputHash(path, content) === wanted) continue;
    for (const { line, what } of editedPlaces(report, folder, path, content.toString()))
      found.edited.push({ code: "check/edited", message: what, file: name, line });
  }
  return found;
};

/** What a report is today, by content alone. */
export const judge = async (look: Inspection, report: Report): Promise<Judged> => {
  const { workspace } = look;
  const folder = join(workspace.reports, report.id);
  const shown = nameOf(folder, workspace.folder);
  const manifest = look.manifest(report.id);
  const now = await look.ingredients(report);
  const refusal = readRefusal(workspace, report.id, hashOf(now));
  const refused = refusal
    ? [reason("check/refused", `the last run refused it: ${refusal.code}: ${refusal.found}`, refusal.file)]
    : [];
  const as = (state: Judged["state"], reasons: readonly StateReason[]): Judged => ({
    study: report.name,
    state: refusal?.unpublishable && state !== "edited" ? "unpublishable" : state,
    reasons: [...reasons, ...refused],
  });
  if (manifest === undefined) return as("missing", [reason("check/missing", "no report yet", null)]);
  if (manifest === "broken")
    return as("edited", [
      reason("check/edited", `${manifestFile} was changed by hand`, `${shown}/${manifestFile}`),
    ]);
  const { gone, edited } = outputReasons(manifest, report, folder, shown);
  const stale = staleReasons(manifest, now);
  if (edited.length > 0) return as("edited", [...edited, ...gone, ...stale]);
  if (gone.length > 0) return as("missing", [...gone, ...stale]);
  return as(stale.length > 0 ? "stale" : "current", stale);
};
