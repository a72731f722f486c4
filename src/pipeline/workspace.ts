import { existsSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { readYaml } from "../ingest/yaml/yaml.ts";
import { InputError, UsageError } from "../model/errors.ts";
import { suggest } from "../model/nearest.ts";
import type { Protocol, WorkspaceConfig } from "../model/protocol.ts";
import type { Release } from "../model/release.ts";
import { indexFolder, indexPage, indexSource } from "../unit/safety-index/names.ts";
import { typedSchemas } from "./estimate/methods.ts";
import { refuseDeviceNames, reportsFolder } from "./paths.ts";
import { expandFiles } from "./reading/files.ts";

/** A workspace as it stands on disk: its file read and checked, its studies listed by id. */
export interface Workspace {
  readonly folder: string;
  readonly config: WorkspaceConfig;
  readonly protocols: readonly Protocol[];
  /** Absolute folder of the reports. */
  readonly reports: string;
}

export const workspaceFile = "whatworks.yaml";

/**
 * Reads `whatworks.yaml` in a folder, and the study files that it points at.
 *
 * @param release As asked on the command line: stands in for the `release` of the file.
 *
 * Throws InputError config/no-workspace; UsageError with every fault of the files.
 */
export const loadWorkspace = (folder: string, release?: Release): Workspace => {
  const root = resolve(folder);
  const file = join(root, workspaceFile);
  if (!existsSync(file)) {
    throw new InputError("config/no-workspace", {
      found: `no ${workspaceFile} in ${folder}`,
      expected: "a workspace: a folder with that file",
      hint: "name the folder with -C FOLDER, or make one with: whatworks init data/*.csv",
    });
  }
  const written = readYaml(readFileSync(file, "utf8"), shownPath(file), typedSchemas().workspace);
  const config = release === undefined ? written : { ...written, release };
  const protocols = studiesOf(config, root);
  requireSources(config, protocols, file);
  refuseIndexNames(config, protocols, file);
  refuseDeviceNames(
    protocols.map(({ id }) => id),
    "studies",
  );
  const reports = reportsFolder(root, config.reports ?? "reports", "reports");
  return { folder: root, config, protocols, reports };
};

/** How messages name a path: relative to where the command was typed, with `/`. */
export const shownPath = (path: string): string =>
  (relative(process.cwd(), path) || ".").split(sep).join("/");

const studiesOf = (config: WorkspaceConfig, root: string): Protocol[] => {
  const { studies } = config;
  if (studies === undefined) return [];
  if (!Array.isArray(studies)) return Object.entries(studies).map(([id, study]) => ({ id, ...study }));
  return expandFiles(studies, root).map(({ path, name }) => ({
    id: studyId(path, name),
    ...readYaml(readFileSync(path, "utf8"), name, typedSchemas().study),
  }));
};

const studyId = (path: string, name: string): string => {
  const id = basename(path).replace(/\.ya?ml$/i, "");
  if (/^[a-z0-9][a-z0-9-]{0,79}$/.test(id)) return id;
  throw new UsageError("config/value", {
    file: name,
    found: `a study file called "${basename(path)}"`,
    expected: "a name of lower-case letters, digits and hyphens: it is the id of the study",
    hint: "rename the file",
  });
};

const requireSources = (config: WorkspaceConfig, protocols: readonly Protocol[], file: string): void => {
  const known = [...Object.keys(config.sources), ...(config.index ? [indexSource] : [])];
  const faults = protocols.flatMap((protocol) =>
    [protocol.outcome, ...(protocol.secondary ?? []).filter((one) => typeof one !== "string")]
      .filter(({ source }) => !known.includes(source))
      .map(({ source }) => ({
        code: "config/source",
        file: shownPath(file),
        key: `studies.${protocol.id}.outcome.source`,
        found: `the source "${source}"`,
        expected: "a source of this workspace",
        hint: suggest(source, known),
      })),
  );
  if (faults.length > 0) throw new UsageError("config/source", faults[0]!, { faults });
};

/** Names that the index takes for itself, where there is one. */
const refuseIndexNames = (config: WorkspaceConfig, protocols: readonly Protocol[], file: string): void => {
  if (!config.index) return;
  const taken = protocols.some(({ id }) => id === indexFolder)
    ? {
        key: `studies.${indexFolder}`,
        found: `a study called ${indexFolder}`,
        use: "its pages are written to that folder",
      }
    : indexSource in config.sources
      ? {
          key: `sources.${indexSource}`,
          found: `a source called ${indexSource}`,
          use: "studies take its scores by that name",
        }
      : undefined;
  if (!taken) return;
  throw new UsageError("index/name", {
    file: shownPath(file),
    key: taken.key,
    found: taken.found,
    expected: `another name: the workspace has an index, and ${taken.use}`,
  });
};

/** The studies asked for by id, or all of them. */
export const chosenStudies = (workspace: Workspace, ids: readonly string[]): readonly Protocol[] => {
  if (ids.length === 0) return workspace.protocols;
  const known = workspace.protocols.map(({ id }) => id);
  const faults = ids
    .filter((id) => !known.includes(id))
    .map((id) => ({
      code: "usage/study",
      found: `no study called "${id}"`,
      expected: "a study of this workspace",
      hint: suggest(id, known),
    }));
  if (faults.length > 0) throw new UsageError("usage/study", faults[0]!, { faults });
  return workspace.protocols.filter(({ id }) => ids.includes(id));
};

/** The studies and the index asked for: all of them where nothing is named, the index by the name of its page. */
export const chosenReports = (
  workspace: Workspace,
  names: readonly string[],
): { readonly protocols: readonly Protocol[]; readonly index: boolean } => {
  const index = workspace.config.index !== undefined && names.includes(indexPage);
  const ids = index ? names.filter((name) => name !== indexPage) : names;
  return {
    protocols: index && ids.length === 0 ? [] : chosenStudies(workspace, ids),
    index: index || names.length === 0,
  };
};

/** A file that the workspace names, which must exist. */
export const workspacePath = (workspace: Workspace, name: string, key: string): string => {
  const path = resolve(workspace.folder, name);
  if (existsSync(path) && statSync(path).isFile()) return path;
  throw new InputError("config/file", {
    file: shownPath(join(workspace.folder, workspaceFile)),
    key,
    found: `no file called ${name}`,
    expected: "a file, relative to whatworks.yaml",
    hint: `look in ${shownPath(dirname(path))}`,
  });
};
