import { indexSource } from "../model/index-names.ts";
import type { WorkspaceConfig } from "../model/protocol.ts";
import { indexSources } from "./safety-index/question.ts";

/** The sources behind those that are named: one that is the index stands for the sources of the index. */
export const readBy = ({ sources, index }: WorkspaceConfig, names: readonly string[]): string[] => [
  ...new Set(
    names.flatMap((name) =>
      name === indexSource && index && !(name in sources) ? indexSources(index) : [name],
    ),
  ),
];
