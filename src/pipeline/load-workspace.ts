import { existsSync, readFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { readYaml } from "../ingest/yaml/yaml.ts";
import { InputError, UsageError } from "../model/errors.ts";
import type { Protocol, WorkspaceConfig } from "../model/protocol.ts";
import type { Release } from "../model/release.ts";
import { typedSchemas } from "./estimate/methods.ts";
import { refuseDeviceNames, reportsFolder } from "./paths.ts";
import { expandFiles } from "./reading/files.ts";
import { entriesOf } from "./reports/entries.ts";
import type { Family } from "./reports/entry.ts";
import { family as everyKind } from "./reports/family.ts";
import { sectionsOf, workspaceSchemaOf } from "./schemas.ts";
import { shownPath, type Workspace, workspaceFile } from "./workspace.ts";

interface LoadOptions {
  /** As asked on the command line: stands in for the `release` of the file. */
  readonly release?: Release | undefined;
  /** The kinds of report there are; those of the program where none are given. */
  readonly family?: Family | undefined;
}

/**
 * Reads `whatworks.yaml` in a folder, and the study files that it points at.
 *
 * Throws InputError config/no-workspace; UsageError with every fault of the files.
 */
export const loadWorkspace = (
  folder: string,
  { release, family = everyKind }: LoadOptions = {},
): Workspace => {
  const root = resolve(folder);
  const file = join(root, workspaceFile);
  if (!existsSync(file)) {
    throw new InputError("config/no-workspace", {
      found: `no ${workspaceFile} in ${folder}`,
      expected: "a workspace: a folder with that file",
      hint: "name the folder with -C FOLDER, or make one with: whatworks init data/*.csv",
    });
  }
  const written = readYaml(readFileSync(file, "utf8"), shownPath(file), workspaceSchemaOf(family));
  const config = release === undefined ? written : { ...written, release };
  const protocols = studiesOf(config, root);
  const entries = entriesOf(family, {
    sections: sectionsOf(config),
    protocols,
    sources: Object.keys(config.sources),
    file: shownPath(file),
  });
  for (const { id, kind } of entries) refuseDeviceNames([id], kind.key);
  const reports = reportsFolder(root, config.reports ?? "reports", "reports");
  return { folder: root, config, protocols, reports, entries, family };
};

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
