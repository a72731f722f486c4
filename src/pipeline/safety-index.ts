import { readFileSync } from "node:fs";
import { join } from "node:path";
import { indexJson, indexPage } from "../unit/safety-index/names.ts";
import { indexText } from "../unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../unit/safety-index/types.ts";
import { type RanStudy, type RunOptions, run } from "./reports/run.ts";

export interface BuiltIndex {
  /** As it now lies among the reports. */
  readonly index: SafetyIndex;
  /** The index as a terminal shows it. */
  readonly text: string;
  /** Absolute path of the front page. */
  readonly page: string;
  /** What was done, and what it was before. */
  readonly ran: RanStudy;
}

/**
 * Brings the index of a workspace up to date: its pages, its JSON and its scores, and the contents page.
 *
 * Throws UsageError index/missing, and whatever refuses its data.
 */
export const buildIndex = async (
  options: Pick<RunOptions, "folder" | "release" | "force" | "patience" | "programVersion" | "progress">,
): Promise<BuiltIndex> => {
  const result = await run({ ...options, studies: [], only: "safety-index", dryRun: false, jobs: 1 });
  const index = JSON.parse(readFileSync(join(result.reports, indexJson), "utf8")) as SafetyIndex;
  return {
    index,
    text: indexText(index),
    page: join(result.reports, indexPage),
    ran: result.safetyIndex!,
  };
};
