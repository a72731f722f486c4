import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { estimators } from "../estimators/index.ts";
import type { Protocol } from "../model/protocol.ts";
import { hashOf, sha256 } from "../provenance/hash.ts";
import type { Manifest } from "../provenance/manifest.ts";
import { type Ingredients, type Judged, type StateReason, staleReasons } from "../provenance/state.ts";
import { partHash, splitPage } from "../summaries/parts.ts";
import { pageVersion } from "./evaluate/version.ts";
import { expandFiles } from "./files.ts";
import { protocolHash } from "./protocol-hash.ts";
import { digest } from "./read-source.ts";
import type { Workspace } from "./workspace.ts";

export const manifestFile = "manifest.json";

/** Versions of every method there is, and of the page. */
export const methodVersions = (): Record<string, number> => ({
  ...Object.fromEntries(estimators.map(({ name, version }) => [name, version])),
  page: pageVersion,
});

/** Hashes of files, each computed once however many reports rest on it. */
export class Digests {
  readonly #known = new Map<string, Promise<{ sha256: string; bytes: number }>>();

  of(path: string): Promise<{ sha256: string; bytes: number }> {
    const found = this.#known.get(path) ?? digest(path);
    this.#known.set(path, found);
    return found;
  }
}

/** Every file that a study's answer rests on, by the name that its report prints. */
export const studyFiles = (workspace: Workspace, protocol: Protocol): { path: string; name: string }[] => {
  const { config, folder } = workspace;
  const sources = [
    protocol.outcome.source,
    ...(protocol.secondary ?? []).flatMap((one) => (typeof one === "string" ? [] : [one.source])),
  ];
  const data = [...new Set(sources)].flatMap((name) =>
    expandFiles(config.sources[name]!.files, folder, config.sources[name]!.format),
  );
  const small = [
    config.interventions,
    config.units,
    config.breaks,
    protocol.implementation?.dose,
    protocol.economics?.costs,
  ]
    .filter((name) => name !== undefined)
    .map((name) => ({ path: join(folder, name), name }));
  return [...data, ...small];
};

export const ingredientsOf = async (
  workspace: Workspace,
  protocol: Protocol,
  digests: Digests,
): Promise<Ingredients> => ({
  inputs: await Promise.all(
    studyFiles(workspace, protocol).map(async ({ path, name }) => ({ name, ...(await digests.of(path)) })),
  ),
  protocol: protocolHash(protocol, workspace),
  methods: methodVersions(),
});

/** What a file counts as: a page by its generated parts, so that commentary between them is free; else its bytes. */
export const outputHash = (path: string, content: string): string => {
  if (!path.endsWith(".md")) return sha256(content);
  const parts = splitPage(content).flatMap((segment) =>
    segment.kind === "part" ? [[segment.id, partHash(segment.body)]] : [],
  );
  return hashOf(parts);
};

export const readManifest = (folder: string): Manifest | undefined => {
  const path = join(folder, manifestFile);
  if (!existsSync(path)) return undefined;
  try {
    const manifest = JSON.parse(readFileSync(path, "utf8")) as Manifest;
    return manifest.schema === "whatworks/manifest/1" ? manifest : undefined;
  } catch {
    return undefined;
  }
};

/** Outputs that are gone or were changed by hand since they were written. */
const editedReasons = (manifest: Manifest, folder: string): StateReason[] =>
  manifest.outputs.flatMap(({ path, sha256: wanted }): StateReason[] => {
    const file = join(folder, path);
    if (!existsSync(file))
      return [{ code: "check/output-missing", message: `${path} is gone`, file: path, line: null }];
    const content = readFileSync(file, "utf8");
    if (outputHash(path, content) === wanted) return [];
    const hand = path.endsWith(".md")
      ? splitPage(content).filter((segment) => segment.kind === "part" && segment.edited)
      : [];
    const named = hand.map((segment) => (segment.kind === "part" ? segment.id : "")).join(", ");
    return [
      {
        code: "check/edited",
        message: named
          ? `${path} was changed by hand in the generated part ${named}`
          : `${path} was changed by hand`,
        file: path,
        line: null,
      },
    ];
  });

/** What the report of a study is today, by content alone. */
export const judge = async (workspace: Workspace, protocol: Protocol, digests: Digests): Promise<Judged> => {
  const folder = join(workspace.reports, protocol.id);
  const manifest = readManifest(folder);
  if (!manifest) {
    return {
      study: protocol.id,
      state: "missing",
      reasons: [{ code: "check/missing", message: "no report yet", file: null, line: null }],
    };
  }
  const edited = editedReasons(manifest, folder);
  if (edited.length > 0) return { study: protocol.id, state: "edited", reasons: edited };
  const stale = staleReasons(manifest, await ingredientsOf(workspace, protocol, digests));
  if (stale.length > 0) return { study: protocol.id, state: "stale", reasons: stale };
  return { study: protocol.id, state: "current", reasons: [] };
};
