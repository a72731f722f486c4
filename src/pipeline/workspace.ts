import { existsSync, statSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { InputError } from "../model/errors.ts";
import type { Protocol, WorkspaceConfig } from "../model/protocol.ts";
import type { Entry, Family } from "./reports/entry.ts";

/** A workspace as it stands on disk: its file read and checked, its studies and its reports listed. */
export interface Workspace {
  readonly folder: string;
  readonly config: WorkspaceConfig;
  readonly protocols: readonly Protocol[];
  /** Absolute folder of the reports. */
  readonly reports: string;
  /** Every report that it asks for, those that others read first. */
  readonly entries: readonly Entry[];
  /** The kinds of report that it may ask for. */
  readonly family: Family;
}

export const workspaceFile = "whatworks.yaml";

/** How messages name a path: relative to where the command was typed, with `/`. */
export const shownPath = (path: string): string =>
  (relative(process.cwd(), path) || ".").split(sep).join("/");

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
