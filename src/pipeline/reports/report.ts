import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Finding } from "../../model/finding.ts";
import type { Protocol } from "../../model/protocol.ts";
import { summarise } from "../../summaries/summary.ts";
import { indexFolder, indexJson, indexPage } from "../../unit/safety-index/names.ts";
import { indexFiles } from "../../unit/safety-index/page/index.ts";
import { indexSources } from "../../unit/safety-index/question.ts";
import type { SafetyIndex } from "../../unit/safety-index/types.ts";
import type { NamedFile } from "../reading/files.ts";
import { outcomeSources } from "../reading/outcome-sources.ts";
import { economicsFiles } from "../reading/prices.ts";
import { readBy } from "../reading/read-by.ts";
import { type ReportRelease, reportRelease } from "../release/levels.ts";
import { indexHash } from "../safety-index/section.ts";
import type { Workspace } from "../workspace.ts";
import { placeOf } from "./index-files.ts";
import { protocolHash } from "./protocol-hash.ts";

/** What is written, judged and kept current: the report of a study, or the index of the workspace. */
export interface Report {
  /** Its folder among the reports. */
  readonly id: string;
  /** How results and messages call it. */
  readonly name: string;
  readonly sources: readonly string[];
  /** Who may see it, and how its sources are read for that. */
  readonly release: ReportRelease;
  /** The tables beside the outcome data: register, units, breaks, dose, costs, the last edition. */
  readonly tables: readonly NamedFile[];
  /** Hash of what the workspace file says about it. */
  readonly protocol: string;
  /** How old its data may be. */
  readonly freshness: string | undefined;
  /** The document that holds every number of it, from its folder. */
  readonly document: string;
  /** Every other file as that document gives it; a document that was changed by hand may give none. */
  fresh(folder: string): readonly { readonly path: string; readonly content: string }[];
}

const tablesAt = ({ folder }: Workspace, names: readonly (string | undefined)[]): NamedFile[] =>
  names.flatMap((name) => (name === undefined ? [] : [{ path: resolve(folder, join(name)), name }]));

export const studyReport = (workspace: Workspace, protocol: Protocol): Report => {
  const { config } = workspace;
  const sources = readBy(config, outcomeSources(protocol));
  const release = reportRelease(workspace, sources, protocol);
  return {
    id: protocol.id,
    name: protocol.id,
    sources,
    release,
    tables: tablesAt(workspace, [
      config.interventions,
      config.units,
      config.breaks,
      protocol.implementation?.dose,
      ...economicsFiles(protocol),
    ]),
    protocol: protocolHash(protocol, workspace, release),
    freshness: protocol.freshness ?? config.freshness,
    document: "finding.json",
    fresh: (folder) => {
      const finding = JSON.parse(readFileSync(join(folder, "finding.json"), "utf8")) as Finding;
      return summarise(finding).files;
    },
  };
};

/** The index of a workspace that has one. */
export const indexReport = (workspace: Workspace): Report | undefined => {
  const { config } = workspace;
  if (!config.index) return undefined;
  const document = placeOf(indexJson);
  const release = reportRelease(workspace, indexSources(config.index));
  const parsed = (folder: string): SafetyIndex =>
    JSON.parse(readFileSync(join(folder, document), "utf8")) as SafetyIndex;
  return {
    id: indexFolder,
    name: indexPage,
    sources: indexSources(config.index),
    release,
    tables: tablesAt(workspace, [config.units, config.index.previous]),
    protocol: indexHash(workspace, release),
    freshness: config.freshness,
    document,
    fresh: (folder) =>
      indexFiles(parsed(folder)).map(({ path, content }) => ({ path: placeOf(path), content })),
  };
};
