import type { UnitTable } from "../../model/register.ts";
import type { ReleaseOf } from "../../model/release.ts";
import type { SourceData } from "../../model/source-data.ts";
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
  /** Who may see it. */
  readonly release: ReleaseOf;
  readonly programVersion: string;
}

/** Sources that the index reads, each once. */
export const indexSources = (config: IndexConfig): string[] => [
  ...new Set(askedIndicators(config).flatMap((one) => sourcesOf(one, config.denominators))),
];
