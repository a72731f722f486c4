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
import { namingFile } from "./named-fault.ts";

const fsyncPath = (path: string): void => {
  const handle = openSync(path, "r");
  try {
    namingFile(path, () => fsyncSync(handle));
  } finally {
    closeSync(handle);
  }
};

const writeWhole = (path: string, content: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  const handle = openSync(path, "wx", 0o644);
  try {
    const bytes = Buffer.from(content, "utf8");
    namingFile(path, () => {
      for (let at = 0; at < bytes.length; ) at += writeSync(handle, bytes, at);
      fsyncSync(handle);
    });
  } finally {
    closeSync(handle);
  }
};

const staging = (reports: string): string => join(reports, ".staging");

const places = (
  reports: string,
  name: string,
): Record<"target" | "next" | "old" | "beside" | "besideOld" | "mark", string> => ({
  target: join(reports, name),
  next: join(staging(reports), `${name}.new`),
  old: join(staging(reports), `${name}.old`),
  beside: join(staging(reports), `${name}.beside`),
  besideOld: join(staging(reports), `${name}.beside-old`),
  // The mark says that the new set is whole: only a marked one is ever moved into place.
  mark: join(staging(reports), `${name}.new.whole`),
});

export interface NewFile {
  readonly path: string;
  readonly content: string;
}

/**
 * Replaces a report folder as a whole. The new set is written and synced beside the old one, files of the
 * analyst's own are carried over, and two renames put it in place. A process killed in between leaves the old
 * folder, the new one, or neither in place and both in staging; `recover` then finishes the move. A fault of the
 * disk leaves the old folder in place.
 *
 * @param beside Files of the same report that lie directly in the reports folder; they move with it.
 */
export const replaceFolder = (
  reports: string,
  name: string,
  files: readonly NewFile[],
  ours: (path: string) => boolean,
  beside: readonly NewFile[] = [],
): void => {
  const { target, next, old, mark, beside: loose, besideOld } = places(reports, name);
  try {
    for (const stale of [next, old, loose, besideOld]) rmSync(stale, { recursive: true, force: true });
    mkdirSync(next, { recursive: true });
    for (const { path, content } of files) writeWhole(join(next, path), content);
    for (const { path, content } of beside) writeWhole(join(loose, path), content);
    if (beside.length > 0) mkdirSync(besideOld);
    if (existsSync(target)) carryOver(target, next, ours);
    fsyncPath(next);
    writeWhole(mark, "");
    fsyncPath(staging(reports));
  } catch (error) {
    quietly(() => rmSync(mark, { force: true }));
    for (const draft of [next, loose, besideOld])
      quietly(() => rmSync(draft, { recursive: true, force: true }));
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

/** Moves the new set into place. A fault takes back every move that was made, so that the old set stands again. */
const finish = (reports: string, name: string): void => {
  const { target, next, old, mark, beside, besideOld } = places(reports, name);
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    renameSync(from, to);
    undo.push(() => renameSync(to, from));
  };
  try {
    if (existsSync(next)) {
      if (existsSync(target)) move(target, old);
      move(next, target);
    }
    for (const path of existsSync(beside) ? readdirSync(beside) : []) {
      const place = join(reports, path);
      if (existsSync(place)) move(place, join(besideOld, path));
      move(join(beside, path), place);
    }
  } catch (error) {
    for (const back of undo.reverse()) quietly(back);
    quietly(() => rmSync(mark, { force: true }));
    throw error;
  }
  if (!existsSync(target) && existsSync(old)) renameSync(old, target);
  fsyncPath(reports);
  // The mark goes first: without it an old set whose successor is in place is only rubbish.
  rmSync(mark, { force: true });
  for (const past of [old, beside, besideOld]) rmSync(past, { recursive: true, force: true });
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
