import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stableJson } from "../../model/json.ts";
import { sealManifest } from "../../provenance/manifest.ts";
import { mergePage } from "../../summaries/parts.ts";
import { indexFolder, indexJson, indexPage } from "../../unit/safety-index/names.ts";
import { indexFiles } from "../../unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../../unit/safety-index/types.ts";
import type { NewFile } from "./files-on-disk.ts";
import { manifestFile } from "./manifest-file.ts";
import { outputHash } from "./output-hash.ts";

/** Pages of the index as they stand, by the path that they have among its files. */
export type OldPages = Readonly<Record<string, string>>;

export interface IndexSet {
  /** In the folder of the index. */
  readonly files: readonly NewFile[];
  /** Beside the contents page. */
  readonly beside: readonly NewFile[];
}

/** Where a file of the index lies, seen from the folder of the index: its front page and its numbers lie above. */
export const placeOf = (path: string): string =>
  path === indexPage || path === indexJson ? `../${path}` : path;

/** An index → every file of it, with the manifest that says what they were made from. Commentary on pages is kept. */
export const indexSet = (index: SafetyIndex, old: OldPages): IndexSet => {
  const made = [
    ...indexFiles(index).map(({ path, content }) => ({
      path,
      content: old[path] === undefined ? content : mergePage(content, old[path], { overwrite: true }).page,
    })),
    { path: indexJson, content: stableJson(index) },
  ];
  const manifest = sealManifest({
    study: indexFolder,
    inputs: index.provenance.inputs,
    protocol: index.provenance.config_sha256,
    methods: index.provenance.methods,
    ...(index.protection ? { key_id: index.protection.key_id } : {}),
    data_to: index.latest,
    outputs: made.map(({ path, content }) => ({ path: placeOf(path), sha256: outputHash(path, content) })),
  });
  const above = (path: string): boolean => placeOf(path) !== path;
  return {
    files: [
      ...made.filter(({ path }) => !above(path)),
      { path: manifestFile, content: stableJson(manifest) },
    ],
    beside: made.filter(({ path }) => above(path)),
  };
};

/** What analysts may have written into: the front page and every page of an area that the last run made. */
export const oldPagesOf = (reports: string, written: readonly string[]): OldPages =>
  Object.fromEntries(
    written
      .filter((path) => path.endsWith(".md"))
      .map((path) => [path.replace(/^\.\.\//, ""), join(reports, indexFolder, path)] as const)
      .filter(([, place]) => existsSync(place))
      .map(([path, place]) => [path, readFileSync(place, "utf8")]),
  );
