import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "../model/errors.ts";
import type { IndexConfig } from "../model/index-config.ts";
import { stableJson } from "../model/json.ts";
import { suggest } from "../model/nearest.ts";
import type { SafetyIndex } from "../model/safety-index.ts";
import { prepare } from "../panel/index.ts";
import { mergePage } from "../summaries/parts.ts";
import { indexFiles, indexText } from "../summaries/safety-index/index.ts";
import type { SourceData } from "./evaluate/question.ts";
import { Inputs } from "./gather.ts";
import { recover, replaceFolder } from "./reports/files-on-disk.ts";
import { withLock } from "./reports/lock.ts";
import { ranksByDay } from "./safety-index/by-day.ts";
import { compute } from "./safety-index/document.ts";
import { documentOf } from "./safety-index/edition.ts";
import { type Asked, askedIndicators, sourcesOf, type Warning } from "./safety-index/indicators.ts";
import { bandsOf, uncertaintyOf } from "./safety-index/settings.ts";
import { tableOf } from "./safety-index/table.ts";
import { breakWarnings, surveyWarnings } from "./safety-index/warnings.ts";
import { loadWorkspace, type Workspace } from "./workspace.ts";

/** Folder of the index among the reports; no study may have this id where there is an index. */
export const indexFolder = "safety-index";

export interface IndexOptions {
  readonly folder: string;
  /** Milliseconds to wait for another run to end. */
  readonly patience: number;
  readonly programVersion: string;
  readonly progress: (done: number, total: number, what: string) => void;
}

export interface BuiltIndex {
  readonly index: SafetyIndex;
  /** The index as a terminal shows it. */
  readonly text: string;
  /** Absolute folder that was written. */
  readonly folder: string;
  readonly files: readonly string[];
}

/** Builds the index of a workspace and writes its pages, its JSON and its scores. */
export const buildIndex = async (options: IndexOptions): Promise<BuiltIndex> => {
  const workspace = loadWorkspace(options.folder);
  const index = await safetyIndexOf(workspace, options);
  const files = [...indexFiles(index), { path: "index.json", content: stableJson(index) }];
  const target = join(workspace.reports, indexFolder);
  const ours = (path: string): boolean => /\.(md|svg|csv|json)$/.test(path);
  await withLock(workspace.reports, options.patience, async () => {
    recover(workspace.reports);
    const merged = files.map((file) => withCommentary(file, target));
    replaceFolder(workspace.reports, indexFolder, merged, ours);
  });
  return {
    index,
    text: indexText(index),
    folder: target,
    files: files.map(({ path }) => path),
  };
};

/** What people wrote between the generated parts of a page stays where it stood. */
const withCommentary = (file: { path: string; content: string }, folder: string): typeof file => {
  const old = join(folder, file.path);
  if (!file.path.endsWith(".md") || !existsSync(old)) return file;
  return { ...file, content: mergePage(file.content, readFileSync(old, "utf8"), { overwrite: true }).page };
};

/** The index as data, nothing written. */
export const safetyIndexOf = async (
  workspace: Workspace,
  { programVersion, progress }: Pick<IndexOptions, "programVersion" | "progress">,
): Promise<SafetyIndex> => {
  const config = configOf(workspace);
  const asked = askedIndicators(config);
  const inputs = new Inputs(workspace, progress);
  const sources = await loadSources(workspace, config, asked, inputs);
  const units = await inputs.units();
  const warnings: Warning[] = [];
  const { table, method } = tableOf(config, asked, sources, units, (one) => warnings.push(one));
  const prepared = prepare(table, method);
  const byDay = ranksByDay(asked, config.denominators, (moved) =>
    tableOf(config, moved, sources, units, () => undefined),
  );
  const options = uncertaintyOf(config, method, workspace.config.workspace);
  progress(0, 1, "drawing");
  const computed = compute(prepared, options, bandsOf(config, method));
  warnings.push(...surveyWarnings(asked, sources), ...breakWarnings(table, asked, sources));
  return documentOf({ workspace, config, asked, sources, units, computed, warnings, byDay, programVersion });
};

const configOf = ({ config, protocols }: Workspace): IndexConfig => {
  if (!config.index)
    throw new UsageError("index/missing", {
      file: "whatworks.yaml",
      key: "index",
      found: "no index section",
      expected: "index: with a base year and themes, each with indicators",
      hint: "see whatworks index --help, or datasets/london-demo/whatworks.yaml",
    });
  if (protocols.some(({ id }) => id === indexFolder))
    throw new UsageError("index/study-name", {
      file: "whatworks.yaml",
      key: `studies.${indexFolder}`,
      found: `a study called ${indexFolder}`,
      expected: "another name: the pages of the index are written to that folder",
    });
  return config.index;
};

const loadSources = async (
  { config: { sources } }: Workspace,
  config: IndexConfig,
  asked: readonly Asked[],
  inputs: Inputs,
): Promise<Map<string, SourceData>> => {
  const names = [...new Set(asked.flatMap((one) => sourcesOf(one, config.denominators)))];
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
  for (const name of names) loaded.set(name, await inputs.source(name));
  return loaded;
};
