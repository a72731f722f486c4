import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hashOf } from "../../provenance/hash.ts";
import type { Manifest } from "../../provenance/manifest.ts";
import { type Judged, reason } from "../../provenance/state.ts";
import { contentsPage as contents } from "../../summaries/index-page.ts";
import { markPart, mergePage, type Part, splitPage } from "../../summaries/parts.ts";
import { nameOf } from "../reading/files.ts";
import type { Workspace } from "../workspace.ts";
import { documentOf } from "./document.ts";
import { type Entry, fromFolder } from "./entry.ts";
import { replaceFile } from "./files-on-disk.ts";
import { readManifest } from "./manifest-file.ts";

/** How results call the contents page; no study can be called so, because a dot is not allowed in an id. */
export const contentsPage = "README.md";

/** Version of how the page is laid out and worded; raised when the same reports would give another. */
const version = 3;

type Listed = Pick<Workspace, "folder" | "reports" | "config" | "entries" | "family">;

type ManifestOf = (study: string) => Manifest | "broken" | undefined;

const titleOf = ({ config }: Listed): string => config.title ?? config.workspace;

interface Held {
  readonly entry: Entry;
  readonly sha256: string;
}

/** The documents that the page lists, by the hash that each report's manifest gives: none is opened for this. */
const listed = (
  { reports, entries }: Listed,
  manifestOf: ManifestOf = (id) => readManifest(join(reports, id)),
): Held[] =>
  entries.flatMap((entry): Held[] => {
    const manifest = manifestOf(entry.id);
    if (manifest === undefined || manifest === "broken") return [];
    const held = manifest.outputs.find(({ path }) => path === fromFolder(entry.id, entry.document));
    return held ? [{ entry, sha256: held.sha256 }] : [];
  });

const keyOf = (workspace: Listed, documents: readonly Held[]): string =>
  hashOf({
    title: titleOf(workspace),
    page: version,
    findings: documents.map(({ entry, sha256 }) => [entry.id, sha256]).sort(),
  });

const made = /\n*<!-- made from sha256:([0-9a-f]{64}) -->$/;

const partOf = (page: string): Part | undefined =>
  splitPage(page).find((segment): segment is Part => segment.kind === "part" && segment.id === "index");

/** The page says inside its hashed part what it was made from, so that one file holds both and is never torn. */
const sealed = (page: string, key: string): string => {
  const part = partOf(page)!;
  return `${markPart("index", `${part.body}\n\n<!-- made from sha256:${key} -->`)}\n`;
};

const pageOf = ({ reports }: Listed): string | undefined => {
  const path = join(reports, contentsPage);
  return existsSync(path) ? readFileSync(path, "utf8") : undefined;
};

/** Is the contents page of a reports folder there, as written, and of the reports as they are? */
export const judgeContents = (workspace: Listed, manifestOf?: ManifestOf): Judged => {
  const page = pageOf(workspace);
  const shown = nameOf(join(workspace.reports, contentsPage), workspace.folder);
  const as = (state: Judged["state"], code?: string, message = "", line: number | null = null): Judged => ({
    study: contentsPage,
    state,
    reasons: code === undefined ? [] : [{ ...reason(code, message, shown), line }],
  });
  if (page === undefined) return as("missing", "check/missing", "no contents page yet");
  const part = partOf(page);
  if (!part) return as("edited", "check/edited", "the generated part of the contents page is gone");
  if (part.edited) {
    const line =
      page.split(/\r\n?|\n/).findIndex((text) => text.startsWith("<!-- whatworks:part index ")) + 1;
    return as(
      "edited",
      "check/edited",
      `the contents page was changed by hand in the part that starts at line ${line}`,
      line,
    );
  }
  return made.exec(part.body)?.[1] === keyOf(workspace, listed(workspace, manifestOf))
    ? as("current")
    : as("stale", "check/index-stale", "the contents page is not of the reports that are there now");
};

/**
 * The contents page of a reports folder, from every report of the workspace that is there, nulls and harms included.
 * One that was changed by hand is left as it is, unless `force`. Returns what it was before.
 */
export const writeContents = (workspace: Listed, force = false): Judged => {
  const judged = judgeContents(workspace);
  if (judged.state === "current" || (judged.state === "edited" && !force)) return judged;
  const documents = listed(workspace);
  const parts = workspace.family.map((kind) =>
    kind.contents(
      documents.flatMap(({ entry }) => {
        const data = entry.kind === kind && documentOf(join(workspace.reports, entry.document), entry);
        return data ? [{ data, page: entry.page }] : [];
      }),
    ),
  );
  const fresh = sealed(contents(parts, titleOf(workspace)), keyOf(workspace, documents));
  const old = pageOf(workspace);
  const next = old === undefined ? fresh : mergePage(fresh, old, { overwrite: true }).page;
  if (next !== old) replaceFile(join(workspace.reports, contentsPage), next);
  return judged;
};
