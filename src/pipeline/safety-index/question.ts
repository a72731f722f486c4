import { UsageError } from "../../model/errors.ts";
import type { IndexConfig } from "../../model/index-config.ts";
import { suggest } from "../../model/nearest.ts";
import type { UnitTable } from "../../model/register.ts";
import type { ReleaseOf } from "../../model/release.ts";
import type { SafetyIndex } from "../../model/safety-index.ts";
import { hashOf } from "../../provenance/hash.ts";
import type { SourceData } from "../evaluate/question.ts";
import type { Inputs } from "../gather.ts";
import {
  printedInput,
  type ReportRelease,
  refuseLevel,
  releaseShown,
  reportRelease,
} from "../release/levels.ts";
import { type Workspace, workspacePath } from "../workspace.ts";
import { type Asked, askedIndicators, sourcesOf } from "./indicators.ts";
import { readPrevious } from "./revisions.ts";

/** Everything the index is made from, read and checked: plain data, so that any thread can compute it. */
export interface IndexQuestion {
  readonly workspace: string;
  readonly config: IndexConfig;
  readonly asked: readonly Asked[];
  readonly sources: ReadonlyMap<string, SourceData>;
  readonly units: UnitTable | undefined;
  /** The last edition, where the workspace names one. */
  readonly previous: SafetyIndex | undefined;
  readonly inputs: SafetyIndex["provenance"]["inputs"];
  readonly configHash: string;
  /** Who may see it. */
  readonly release: ReleaseOf;
  readonly programVersion: string;
}

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

/** Sources that the index reads, each once. */
export const indexSources = (config: IndexConfig): string[] => [
  ...new Set(askedIndicators(config).flatMap((one) => sourcesOf(one, config.denominators))),
];

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

/** Reads what the index of a workspace is made from, each file once. */
export const indexQuestion = async (
  workspace: Workspace,
  inputs: Inputs,
  programVersion: string,
  release = reportRelease(workspace, indexSources(indexConfig(workspace))),
): Promise<IndexQuestion> => {
  const { config: whole } = workspace;
  const config = indexConfig(workspace);
  const asked = askedIndicators(config);
  const sources = await loadSources(workspace, config, inputs, release);
  for (const { config: one } of asked)
    if (one.denominator === undefined) refuseLevel(sources.get(one.source)!, [one.name].flat().join(", "));
  const units = await inputs.units();
  const previous =
    config.previous === undefined
      ? undefined
      : readPrevious(workspacePath(workspace, config.previous, "index.previous"), config.previous);
  return {
    workspace: whole.workspace,
    config,
    asked,
    sources,
    units,
    previous,
    inputs: [
      ...[...sources.values()].flatMap(({ files }) =>
        files.map(({ name, sha256, bytes, rows }) => ({ name, sha256, bytes, rows })),
      ),
      ...(units ? [await inputs.input(whole.units!, "units", units.units.length)] : []),
      ...(previous ? [await inputs.input(config.previous!, "index.previous", previous.areas.length)] : []),
    ].map((input) => printedInput(release, input)),
    configHash: indexHash(workspace, release),
    release: releaseShown(release),
    programVersion,
  };
};

const loadSources = async (
  { config: { sources } }: Workspace,
  config: IndexConfig,
  inputs: Inputs,
  release: ReportRelease,
): Promise<Map<string, SourceData>> => {
  const names = indexSources(config);
  const missing = names.find((name) => !(name in sources));
  if (missing !== undefined)
    throw new UsageError("config/source", {
      file: "whatworks.yaml",
      key: "index",
      found: `the source "${missing}"`,
      expected: "a source of this workspace",
      hint: suggest(missing, Object.keys(sources)),
    });
  const loaded = new Map<string, SourceData>();
  for (const name of names) loaded.set(name, await inputs.source(name, release));
  return loaded;
};
