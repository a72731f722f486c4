import type { WorkspaceConfig } from "../../model/protocol.ts";
import { indexSource } from "../../unit/safety-index/names.ts";
import { indexSources } from "../../unit/safety-index/question.ts";

/** The sources behind those that are named: one that is the index stands for the sources of the index. */
export const readBy = ({ sources, index }: WorkspaceConfig, names: readonly string[]): string[] => [
  ...new Set(
    names.flatMap((name) =>
      name === indexSource && index && !(name in sources) ? indexSources(index) : [name],
    ),
  ),
];
