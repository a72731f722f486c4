import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { published } from "../../evidence/disclosure/index.ts";
import type { Finding } from "../../model/finding.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import { type Judged, reason } from "../../provenance/state.ts";
import { type IndexEntry, indexPage } from "../../summaries/index-page.ts";
import { markPart, mergePage, type Part, splitPage } from "../../summaries/parts.ts";
import { pageVersion } from "../evaluate/version.ts";
import { nameOf } from "../files.ts";
import type { Workspace } from "../workspace.ts";
import { replaceFile } from "./files-on-disk.ts";
import { readManifest } from "./manifest-file.ts";

/** How results call the index among studies; no study can be called so, because a dot is not allowed in an id. */
export const indexName = "README.md";

type Indexed = Pick<Workspace, "folder" | "reports" | "config" | "protocols">;

type ManifestOf = (study: string) => Manifest | "broken" | undefined;

const titleOf = ({ config }: Indexed): string => config.title ?? config.workspace;

/** The findings that the index lists, by the hash that each report's manifest gives: no finding is opened for this. */
const indexed = (
  { reports, protocols }: Indexed,
  manifestOf: ManifestOf = (id) => readManifest(join(reports, id)),
): [string, string][] =>
  protocols.flatMap(({ id }): [string, string][] => {
    const manifest = manifestOf(id);
    if (manifest === undefined || manifest === "broken") return [];
    const finding = manifest.outputs.find(({ path }) => path === "finding.json");
    return finding ? [[id, finding.sha256]] : [];
  });

const keyOf = (workspace: Indexed, findings: readonly [string, string][]): string =>
  hashOf({ title: titleOf(workspace), page: pageVersion, findings: [...findings].sort() });

const made = /\n*<!-- made from sha256:([0-9a-f]{64}) -->$/;

const partOf = (page: string): Part | undefined =>
  splitPage(page).find((segment): segment is Part => segment.kind === "part" && segment.id === "index");

/** The index says inside its hashed part what it was made from, so that one file holds both and is never torn. */
const sealed = (page: string, key: string): string => {
  const part = partOf(page)!;
  return `${markPart("index", `${part.body}\n\n<!-- made from sha256:${key} -->`)}\n`;
};

const pageOf = ({ reports }: Indexed): string | undefined => {
  const path = join(reports, indexName);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

/** Is the index of a reports folder there, as written, and of the reports as they are? */
export const judgeIndex = (workspace: Indexed, manifestOf?: ManifestOf): Judged => {
  const page = pageOf(workspace);
  const shown = nameOf(join(workspace.reports, indexName), workspace.folder);
  const as = (state: Judged["state"], code?: string, message = "", line: number | null = null): Judged => ({
    study: indexName,
    state,
    reasons: code === undefined ? [] : [{ ...reason(code, message, shown), line }],
  });
  if (page === undefined) return as("missing", "check/missing", "no index yet");
  const part = partOf(page);
  if (!part) return as("edited", "check/edited", "the generated part of the index is gone");
  if (part.edited) {
    const line =
      page.split(/\r\n?|\n/).findIndex((text) => text.startsWith("<!-- whatworks:part index ")) + 1;
    return as(
      "edited",
      "check/edited",
      `the index was changed by hand in the part that starts at line ${line}`,
      line,
    );
  }
  return made.exec(part.body)?.[1] === keyOf(workspace, indexed(workspace, manifestOf))
    ? as("current")
    : as("stale", "check/index-stale", "the index is not of the reports that are there now");
};

/**
 * The index of a reports folder, from every finding of the workspace that is there: nulls and harms included. One that
 * was changed by hand is left as it is, unless `force`. Returns what it was before.
 */
export const writeIndex = (workspace: Indexed, force = false): Judged => {
  const judged = judgeIndex(workspace);
  if (judged.state === "current" || (judged.state === "edited" && !force)) return judged;
  const findings = indexed(workspace);
  const entries = findings.flatMap(([id]): IndexEntry[] => {
    const text = readFileSync(join(workspace.reports, id, "finding.json"), "utf8");
    // A finding from before disclosure control waits for its next run.
    const finding = published(JSON.parse(text) as Finding);
    return finding ? [{ finding, path: `${id}/summary.md` }] : [];
  });
  const fresh = sealed(indexPage(entries, titleOf(workspace)), keyOf(workspace, findings));
  const old = pageOf(workspace);
  const next = old === undefined ? fresh : mergePage(fresh, old, { overwrite: true }).page;
  if (next !== old) replaceFile(join(workspace.reports, indexName), next);
  return judged;
};
