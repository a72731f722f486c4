import { UsageError } from "../model/errors.ts";
import { safetyIndexReport } from "../unit/safety-index/index.ts";
import { indexText } from "../unit/safety-index/page/index.ts";
import type { SafetyIndex } from "../unit/safety-index/types.ts";
import { type BuildOptions, type Built, buildReport } from "./reports/build.ts";

export interface BuiltIndex extends Omit<Built<SafetyIndex>, "data"> {
  /** As it now lies among the reports. */
  readonly index: SafetyIndex;
  /** The index as a terminal shows it. */
  readonly text: string;
}

/**
 * Brings the index of a workspace up to date: its pages, its JSON and its scores, and the contents page.
 *
 * Throws UsageError index/missing, and whatever refuses its data.
 */
export const buildIndex = async (options: BuildOptions): Promise<BuiltIndex> => {
  const built = await buildReport(safetyIndexReport, options);
  if (built) {
    const { data: index, page, ran } = built;
    return { index, page, ran, text: indexText(index) };
  }
  throw new UsageError("index/missing", {
    file: "whatworks.yaml",
    key: "index",
    found: "no index section",
    expected: "index: with a base year and themes, each with indicators",
    hint: "see whatworks index --help, or datasets/london-demo/whatworks.yaml",
  });
};
