import type { UnitTable } from "../../model/register.ts";
import type { ReleaseOf } from "../../model/release.ts";
import type { SourceData } from "../../model/source-data.ts";
import { refuseLevel } from "../../panel/index.ts";
import { type FileRef, heldIn, type Inputs } from "../report.ts";
import type { IndexConfig } from "./config.ts";
import { type Asked, askedIndicators, sourcesOf } from "./indicators.ts";
import type { SafetyIndex } from "./types.ts";

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
  /** Of the draws, where the section gives none. */
  readonly seed: string;
  /** Who may see it. */
  readonly release: ReleaseOf;
  readonly programVersion: string;
}

/** Sources that the index reads, each once. */
export const indexSources = (config: IndexConfig): string[] => [
  ...new Set(askedIndicators(config).flatMap((one) => sourcesOf(one, config.denominators))),
];

/** What was read, as the question that the index answers. */
export const questionOf = (
  config: IndexConfig,
  inputs: Inputs,
  previous: FileRef<SafetyIndex> | undefined,
  seed: string,
): IndexQuestion => {
  const asked = askedIndicators(config);
  for (const { config: one } of asked)
    if (one.denominator === undefined)
      refuseLevel(inputs.sources.get(one.source)!, [one.name].flat().join(", "));
  return {
    workspace: inputs.workspace,
    config,
    asked,
    sources: inputs.sources,
    units: inputs.units,
    previous: previous && heldIn(inputs, previous),
    inputs: inputs.read,
    configHash: inputs.settings,
    seed,
    release: inputs.release,
    programVersion: inputs.programVersion,
  };
};
