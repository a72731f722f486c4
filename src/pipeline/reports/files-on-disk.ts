import {
  closeSync,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readlinkSync,
  renameSync,
  rmdirSync,
  rmSync,
  symlinkSync,
  writeSync,
} from "node:fs";
import { dirname, join } from "node:path";

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

const places = (
  reports: string,
  name: string,
): { target: string; next: string; old: string; mark: string } => ({
  target: join(reports, name),
  next: join(staging(reports), `${name}.new`),
  old: join(staging(reports), `${name}.old`),
  // The mark says that the new set is whole: only a marked one is ever moved into place.
  mark: join(staging(reports), `${name}.new.whole`),
});

/**
 * Replaces a report folder as a whole. The new set is written and synced beside the old one, files of the
 * analyst's own are carried over, and two renames put it in place. A process killed in between leaves the old
 * folder, the new one, or neither in place and both in staging; `recover` then finishes the move. A fault of the
 * disk leaves the old folder in place.
 */
export const replaceFolder = (
  reports: string,
  name: string,
  files: readonly { readonly path: string; readonly content: string }[],
  ours: (path: string) => boolean,
): void => {
  const { target, next, old, mark } = places(reports, name);
  try {
    rmSync(next, { recursive: true, force: true });
    rmSync(old, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    for (const { path, content } of files) writeWhole(join(next, path), content);
    if (existsSync(target)) carryOver(target, next, ours);
    fsyncPath(next);
    writeWhole(mark, "");
    fsyncPath(staging(reports));
  } catch (error) {
    quietly(() => rmSync(mark, { force: true }));
    quietly(() => rmSync(next, { recursive: true, force: true }));
    dropStaging(reports);
    throw error;
  }
  finish(reports, name);
};

/** Cleaning up after a fault must not hide the fault. */
const quietly = (work: () => void): void => {
  try {
    work();
  } catch {
    // The next run finds it in staging and throws it away.
  }
};

const carryOver = (from: string, to: string, ours: (path: string) => boolean): void => {
  for (const entry of readdirSync(from, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    const relative = path.slice(from.length + 1);
    const target = join(to, relative);
    if (entry.isDirectory() || ours(relative.replaceAll("\\", "/")) || existsSync(target)) continue;
    mkdirSync(dirname(target), { recursive: true });
    if (entry.isSymbolicLink()) symlinkSync(readlinkSync(path), target);
    else linkOrCopy(path, target);
  }
};

const linkOrCopy = (path: string, target: string): void => {
  try {
    linkSync(path, target);
  } catch {
    copyFileSync(path, target);
  }
};

const finish = (reports: string, name: string): void => {
  const { target, next, old, mark } = places(reports, name);
  if (existsSync(next)) {
    if (existsSync(target)) renameSync(target, old);
    try {
      renameSync(next, target);
    } catch (error) {
      quietly(() => existsSync(old) && renameSync(old, target));
      quietly(() => rmSync(mark, { force: true }));
      throw error;
    }
  }
  if (!existsSync(target) && existsSync(old)) renameSync(old, target);
  fsyncPath(reports);
  // The mark goes first: without it an old folder whose successor is in place is only rubbish.
  rmSync(mark, { force: true });
  rmSync(old, { recursive: true, force: true });
};

/** Finishes what a killed run had made whole, and throws away what it had not. Returns the names it touched. */
export const recover = (reports: string): string[] => {
  const folder = staging(reports);
  if (!existsSync(folder)) return [];
  const touched = new Set<string>();
  for (const entry of readdirSync(folder)) {
    const marked = /^(.+)\.new\.whole$/.exec(entry)?.[1];
    if (marked === undefined) continue;
    finish(reports, marked);
    touched.add(marked);
  }
  for (const entry of readdirSync(folder)) {
    const name = /^(.+)\.(?:old|new)$/.exec(entry)?.[1];
    if (name === undefined) continue;
    const { target, old } = places(reports, name);
    // An old folder whose successor is not in place goes back to where it was.
    if (existsSync(old) && !existsSync(target)) renameSync(old, target);
    touched.add(name);
  }
  clearStaging(reports);
  return [...touched].sort();
};

/** Did a run leave something behind? */
export const isUnfinished = (reports: string): boolean => existsSync(staging(reports));

export const clearStaging = (reports: string): void =>
  rmSync(staging(reports), { recursive: true, force: true });

/** Removes staging where nothing is left in it: after a fault, what could not be put back stays for `recover`. */
export const dropStaging = (reports: string): void => quietly(() => rmdirSync(staging(reports)));

/** Replaces one file: written whole and synced in staging, then renamed into place. */
export const replaceFile = (path: string, content: string): void => {
  const folder = dirname(path);
  const draft = join(staging(folder), "file.part");
  try {
    rmSync(draft, { force: true });
    writeWhole(draft, content);
    renameSync(draft, path);
    fsyncPath(folder);
  } catch (error) {
    quietly(() => rmSync(draft, { force: true }));
    throw error;
  } finally {
    dropStaging(folder);
  }
};
