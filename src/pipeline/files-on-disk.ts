import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";
import writeFileAtomic from "write-file-atomic";

const fsyncPath = (path: string): void => {
  const handle = openSync(path, "r");
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const writeWhole = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, "wx", 0o644);
  try {
    const bytes = Buffer.from(content, "utf8");
    for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
};

const staging = (reports: string): string => join(reports, ".staging");

/**
 * Replaces a report folder as a whole. The new set is written and synced beside the old one, files of the
 * analyst's own are carried over, and two renames put it in place. A process killed in between leaves the old
 * folder, the new one, or neither in place and both in staging; `recover` then finishes the move.
 */
export const replaceFolder = (
  reports: string,
  name: string,
  files: readonly { readonly path: string; readonly content: string }[],
  ours: (path: string) => boolean,
): void => {
  const target = join(reports, name);
  const next = join(staging(reports), `${name}.new`);
  const old = join(staging(reports), `${name}.old`);
  rmSync(next, { recursive: true, force: true });
  rmSync(old, { recursive: true, force: true });
  mkdirSync(next, { recursive: true });
  for (const { path, content } of files) writeWhole(join(next, path), content);
  if (existsSync(target)) carryOver(target, next, ours);
  fsyncPath(next);
  // The mark says that the new set is whole: only a marked one is ever moved into place.
  writeWhole(`${next}.whole`, "");
  finish(reports, name);
};

const carryOver = (from: string, to: string, ours: (path: string) => boolean): void => {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(from.length + 1);
    const target = join(to, relative);
    if (ours(relative.replaceAll("\\", "/")) || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    try {
      linkSync(path, target);
    } catch {
      copyFileSync(path, target);
    }
  }
};

const finish = (reports: string, name: string): void => {
  const target = join(reports, name);
  const next = join(staging(reports), `${name}.new`);
  const old = join(staging(reports), `${name}.old`);
  if (existsSync(target) && existsSync(next)) renameSync(target, old);
  if (existsSync(next)) renameSync(next, target);
  fsyncPath(reports);
  rmSync(old, { recursive: true, force: true });
  rmSync(`${next}.whole`, { force: true });
};

/** Finishes what a killed run had made whole, and throws away what it had not. Returns the names it touched. */
export const recover = (reports: string): string[] => {
  const folder = staging(reports);
  if (!existsSync(folder)) return [];
  const touched: string[] = [];
  for (const entry of readdirSync(folder)) {
    const marked = /^(.+)\.new\.whole$/.exec(entry);
    if (marked) {
      finish(reports, marked[1]!);
      touched.push(marked[1]!);
    }
  }
  for (const entry of existsSync(folder) ? readdirSync(folder) : []) {
    const old = /^(.+)\.old$/.exec(entry);
    // An old folder whose successor is not in place goes back to where it was.
    if (old && !existsSync(join(reports, old[1]!))) {
      renameSync(join(folder, entry), join(reports, old[1]!));
      touched.push(old[1]!);
    }
  }
  rmSync(folder, { recursive: true, force: true });
  return touched;
};

export const clearStaging = (reports: string): void =>
  rmSync(staging(reports), { recursive: true, force: true });

/** Replaces one file by writing it whole beside its place and renaming it there. */
export const replaceFile = (path: string, content: string): void =>
  writeFileAtomic.sync(path, content, { mode: 0o644 });
