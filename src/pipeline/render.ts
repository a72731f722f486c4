import type { PublishableFinding } from "../model/finding.ts";
import { stableJson } from "../model/json.ts";
import { mergePage } from "../summaries/parts.ts";
import { summarise } from "../summaries/summary.ts";

export interface ReportFile {
  readonly path: string;
  readonly content: string;
}

/** A finding that may be published → every file of its report. An analyst's commentary on the old page is kept. */
export const renderReport = (finding: PublishableFinding, oldPage?: string): readonly ReportFile[] => [
  ...summarise(finding).files.map(({ path, content }) => ({
    path,
    content:
      path === "summary.md" && oldPage !== undefined
        ? mergePage(content, oldPage, { overwrite: true }).page
        : content,
  })),
  { path: "finding.json", content: stableJson(finding) },
];
