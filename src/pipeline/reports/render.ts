import { stableJson } from "../../model/json.ts";
import { type Manifest, sealManifest } from "../../provenance/manifest.ts";
import { mergePage } from "../../summaries/parts.ts";
import type { Page, ReportDocument } from "../../unit/report.ts";
import { fromFolder } from "./entry.ts";
import { manifestFile } from "./manifest-file.ts";
import { outputHash } from "./output-hash.ts";

/** Pages of a report as they stand, by their path from the folder of all reports. */
export type OldPages = Readonly<Record<string, string>>;

export interface Rendered {
  /** In the folder of the report, by their path from there. */
  readonly files: readonly Page[];
  /** Beside the contents page; they are moved into place with the folder. */
  readonly beside: readonly Page[];
}

interface Report {
  readonly id: string;
  readonly document: string;
  readonly data: ReportDocument;
  readonly pages: readonly Page[];
  /** What it was made from. */
  readonly made: Pick<Manifest, "inputs" | "protocol" | "data_to" | "key_id">;
}

/** A report → every file of it, with the manifest that says what they were made from. Commentary on old pages is kept. */
export const render = ({ id, document, data, pages, made }: Report, old: OldPages): Rendered => {
  const kept = ({ path, content }: Page): string =>
    path.endsWith(".md") && old[path] !== undefined
      ? mergePage(content, old[path], { overwrite: true }).page
      : content;
  const outputs = [
    ...pages.map((page) => ({ path: page.path, content: kept(page) })),
    { path: document, content: stableJson(data) },
  ];
  const manifest = sealManifest({
    study: id,
    inputs: made.inputs,
    protocol: made.protocol,
    methods: data.provenance.methods,
    ...(made.key_id === undefined ? {} : { key_id: made.key_id }),
    data_to: made.data_to,
    outputs: outputs.map(({ path, content }) => ({
      path: fromFolder(id, path),
      sha256: outputHash(path, content),
    })),
  });
  const isInside = ({ path }: Page): boolean => path.startsWith(`${id}/`);
  return {
    files: [
      ...outputs.filter(isInside).map(({ path, content }) => ({ path: fromFolder(id, path), content })),
      { path: manifestFile, content: stableJson(manifest) },
    ],
    beside: outputs.filter((page) => !isInside(page)),
  };
};
