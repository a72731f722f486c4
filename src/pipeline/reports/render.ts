import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Finding } from "../../model/finding.ts";
import { stableJson } from "../../model/json.ts";
import type { Protocol } from "../../model/protocol.ts";
import { sealManifest } from "../../provenance/manifest.ts";
import { mergePage } from "../../summaries/parts.ts";
import { summarise } from "../../summaries/summary.ts";
import { manifestFile } from "./manifest-file.ts";
import { outputHash } from "./output-hash.ts";

export interface ReportFile {
  readonly path: string;
  readonly content: string;
}

/** A finding → every file of its report. An analyst's commentary on the old page is kept. */
export const renderReport = (finding: Finding, oldPage?: string): readonly ReportFile[] => [
  ...summarise(finding).files.map(({ path, content }) => ({
    path,
    content:
      path === "summary.md" && oldPage !== undefined
        ? mergePage(content, oldPage, { overwrite: true }).page
        : content,
  })),
  { path: "finding.json", content: stableJson(finding) },
];

/** The files of a report and the manifest that says what they were made from. */
export const reportFiles = (
  finding: Finding,
  { id }: Pick<Protocol, "id">,
  dataTo: string | undefined,
  oldPage: string | undefined,
): ReportFile[] => {
  const files = renderReport(finding, oldPage);
  const manifest = sealManifest({
    study: id,
    inputs: finding.provenance.inputs,
    protocol: finding.provenance.protocol_sha256,
    methods: finding.provenance.methods,
    ...(finding.protection ? { key_id: finding.protection.key_id } : {}),
    data_to: dataTo ?? finding.data.window.after.to,
    outputs: files.map(({ path, content }) => ({ path, sha256: outputHash(path, content) })),
  });
  return [...files, { path: manifestFile, content: stableJson(manifest) }];
};

/** The page of a report as it stands, where there is one. */
export const oldPageOf = (folder: string): string | undefined => {
  const page = join(folder, "summary.md");
  return existsSync(page) ? readFileSync(page, "utf8") : undefined;
};
