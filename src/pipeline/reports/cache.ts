import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";

/** What the program keeps for itself in a workspace: aggregates and hashes, readable by their owner only. */
export const cacheFolder = ".whatworks";

export const cachePath = (workspaceFolder: string, ...parts: string[]): string =>
  join(workspaceFolder, cacheFolder, ...parts);

/** Keeps something for later. A cache that cannot be written is no reason for a run to fail: then there is none. */
export const keep = (workspaceFolder: string, parts: readonly string[], content: string | Buffer): void => {
  const path = cachePath(workspaceFolder, ...parts);
  const draft = `${path}.${process.pid}.part`;
  try {
    mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
    const ignore = cachePath(workspaceFolder, ".gitignore");
    if (!existsSync(ignore)) writeFileSync(ignore, "*\n", { mode: 0o600 });
    writeFileSync(draft, content, { mode: 0o600 });
    chmodSync(draft, 0o600);
    renameSync(draft, path);
  } catch {
    rmSync(draft, { force: true });
  }
};

export const kept = (workspaceFolder: string, parts: readonly string[]): Buffer | undefined => {
  try {
    return readFileSync(cachePath(workspaceFolder, ...parts));
  } catch {
    return undefined;
  }
};

export const forget = (workspaceFolder: string, parts: readonly string[]): void => {
  try {
    rmSync(cachePath(workspaceFolder, ...parts), { force: true });
  } catch {
    // It stays; whoever reads it compares hashes first.
  }
};

/** Names kept in one folder of the cache, the newest last. Age only decides what is thrown away, never what is true. */
export const keptIn = (workspaceFolder: string, folder: string): string[] => {
  const path = cachePath(workspaceFolder, folder);
  if (!existsSync(path)) return [];
  return readdirSync(path)
    .map((name) => ({ name, time: statSync(join(path, name)).mtimeMs }))
    .sort((a, b) => a.time - b.time || (a.name < b.name ? -1 : 1))
    .map(({ name }) => name);
};

export interface Purged {
  readonly files: number;
  readonly bytes: number;
}

/** Empties the cache. Reports, data and the workspace file are not touched. */
export const purge = (workspaceFolder: string): Purged => {
  const root = cachePath(workspaceFolder);
  if (!existsSync(root)) return { files: 0, bytes: 0 };
  const files = readdirSync(root, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
  const bytes = files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0);
  rmSync(root, { recursive: true, force: true });
  return { files: files.length, bytes };
};
