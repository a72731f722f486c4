import { UsageError } from "../../model/errors.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { IndexConfig } from "../../unit/safety-index/config.ts";
import { indexSources } from "../../unit/safety-index/question.ts";
import { type ReportRelease, releaseShown } from "../release/levels.ts";
import type { Workspace } from "../workspace.ts";

/**
 * The index section of a workspace.
 *
 * Throws UsageError index/missing.
 */
export const indexConfig = ({ config }: Pick<Workspace, "config">): IndexConfig => {
  if (config.index) return config.index;
  throw new UsageError("index/missing", {
    file: "whatworks.yaml",
    key: "index",
    found: "no index section",
    expected: "index: with a base year and themes, each with indicators",
    hint: "see whatworks index --help, or datasets/london-demo/whatworks.yaml",
  });
};

/** The index section, and what it uses of the workspace: nothing else of the file makes its pages stale. */
export const indexHash = ({ config }: Pick<Workspace, "config">, release: ReportRelease): string => {
  const index = indexConfig({ config });
  return hashOf({
    // Printed, and the seed of its draws where no other is given.
    workspace: config.workspace,
    index,
    sources: Object.fromEntries(indexSources(index).map((name) => [name, config.sources[name]])),
    units: config.units,
    invented: config.invented ?? false,
    release: releaseShown(release),
  });
};
