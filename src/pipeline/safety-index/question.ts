import { readFileSync } from "node:fs";
import { UsageError } from "../../model/errors.ts";
import { suggest } from "../../model/nearest.ts";
import type { UnitTable } from "../../model/register.ts";
import type { SourceData } from "../../model/source-data.ts";
import type { IndexConfig } from "../../unit/safety-index/config.ts";
import { askedIndicators } from "../../unit/safety-index/indicators.ts";
import { type IndexQuestion, indexSources } from "../../unit/safety-index/question.ts";
import { parsePrevious } from "../../unit/safety-index/revisions.ts";
import {
  printedInput,
  type ReportRelease,
  refuseLevel,
  releaseShown,
  reportRelease,
} from "../release/levels.ts";
import { type Workspace, workspacePath } from "../workspace.ts";
import { indexConfig, indexHash } from "./section.ts";

/** What is read of a workspace, each file once. */
interface Inputs {
  source(name: string, release: ReportRelease): Promise<SourceData>;
  units(): Promise<UnitTable | undefined>;
  input(name: string, key: string, rows: number): Promise<IndexQuestion["inputs"][number]>;
}

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
      : parsePrevious(
          readFileSync(workspacePath(workspace, config.previous, "index.previous"), "utf8"),
          config.previous,
        );
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
