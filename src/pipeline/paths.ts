import { existsSync, lstatSync, readdirSync, realpathSync, statSync } from "node:fs";
import { basename, dirname, join, relative, resolve, sep } from "node:path";
import { EnvironmentError, UsageError } from "../model/errors.ts";
import { shownFrom } from "./shown-from.ts";

/*
 * Where the program may write. Names of reports are plain, so what is left to look at is the folder that they are put
 * in, what already stands there, and names that a system keeps for itself.
 */

const isInside = (inner: string, outer: string): boolean => {
  const way = relative(outer, inner);
  return way === "" || !(way === ".." || way.startsWith(`..${sep}`) || resolve(way) === way);
};

/** The path with every link on the way resolved, as far as it exists. */
const real = (path: string): string => {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(real(above), basename(path));
};

/**
 * The folder of the reports, absolute.
 *
 * Throws UsageError paths/reports where it is a file, the root of the disk, or a folder that `root` lies in: then a
 * report could take the place of data or of the workspace file.
 */
export const reportsFolder = (root: string, given: string, key: string): string => {
  const folder = resolve(root, given);
  const wrong =
    dirname(folder) === folder
      ? "the root of the disk"
      : existsSync(folder) && !statSync(folder).isDirectory()
        ? "a file"
        : isInside(real(root), real(folder))
          ? "the folder of the workspace itself, or one above it"
          : undefined;
  if (wrong === undefined) return folder;
  throw new UsageError("paths/reports", {
    key,
    found: `${given}: ${wrong}`,
    expected: "a folder of its own, in which nothing but reports is written",
    hint: "name a folder such as reports",
  });
};

/** The folder that `--out` names: like a folder of reports, but free to lie anywhere. */
export const outFolder = (given: string): string => {
  const folder = resolve(given);
  const wrong =
    dirname(folder) === folder
      ? "the root of the disk"
      : existsSync(folder) && !statSync(folder).isDirectory()
        ? "a file"
        : undefined;
  if (wrong === undefined) return folder;
  throw new UsageError("paths/reports", {
    found: `--out ${given}: ${wrong}`,
    expected: "a folder in which reports can be written",
    hint: "name a folder such as reports; it is made where it is not there",
  });
};

const ownFiles = /^[a-z0-9-]+\.(?:svg|csv|md|json)$/;

const isFolder = (path: string): boolean =>
  lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;

/** Folders inside of a report, links to folders too: its pages may lie there. */
const foldersIn = (folder: string): string[] =>
  isFolder(folder)
    ? readdirSync(folder, { withFileTypes: true })
        .filter((entry) => entry.isDirectory() || entry.isSymbolicLink())
        .filter(({ name }) => /^[a-z0-9-]+$/.test(name))
        .map(({ name }) => join(folder, name))
    : [];

/**
 * Refuses links among the things that a run reads back or writes over: through a link a report could be written
 * somewhere else, or a file from somewhere else be taken for commentary and printed.
 *
 * Throws EnvironmentError paths/link, naming every one.
 */
export const refuseLinks = (
  reports: string,
  places: readonly { readonly id: string; readonly page: string; readonly document: string }[],
): void => {
  const folders = places.flatMap(({ id }) => [join(reports, id), ...foldersIn(join(reports, id))]);
  const inside = folders.filter(isFolder).flatMap((path) =>
    readdirSync(path)
      .filter((name) => ownFiles.test(name))
      .map((name) => join(path, name)),
  );
  const beside = places.flatMap(({ page, document }) => [page, document]);
  const links = [
    ...new Set([
      reports,
      join(reports, ".staging"),
      ...["README.md", ...beside].map((name) => join(reports, name)),
      ...folders,
      ...inside,
    ]),
  ].filter((path) => lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink());
  if (links.length === 0) return;
  const faults = links.map((path) => ({
    code: "paths/link",
    found: `${shownFrom(path)} is a link to somewhere else`,
    expected: "folders and files of the reports themselves",
    hint: "remove the link, or name the folder that it points at",
  }));
  throw new EnvironmentError("paths/link", faults[0]!, { faults });
};

const devices = /^(?:con|prn|aux|nul|com[0-9]|lpt[0-9])$/;
export const isDeviceName = (name: string): boolean => devices.test(name);

/** Throws UsageError paths/device: a folder of this name cannot be made on every system. */
export const refuseDeviceNames = (ids: readonly string[], key: string): void => {
  const faults = ids.filter(isDeviceName).map((id) => ({
    code: "paths/device",
    key: `${key}.${id}`,
    found: `a study called "${id}"`,
    expected: "a name that every system can write as a folder; Windows keeps this one for a device",
    hint: `call it ${id}-study`,
  }));
  if (faults.length > 0) throw new UsageError("paths/device", faults[0]!, { faults });
};

/** Throws UsageError paths/no-folder where a file is to be written into a folder that is not there. */
export const refuseNoFolder = (path: string): void => {
  const folder = dirname(resolve(path));
  if (existsSync(folder) && statSync(folder).isDirectory()) return;
  throw new UsageError("paths/no-folder", {
    found: `--out ${path}: no folder called ${dirname(path)}`,
    expected: "a file in a folder that is there",
    hint: `check the spelling, or make it with: mkdir -p ${dirname(path)}`,
  });
};

/** What stands at a path and is no plain file: a rename would put one in its place. */
const oddity = (path: string): string | undefined => {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found || found.isFile()) return undefined;
  if (found.isDirectory()) return "a folder";
  return found.isSymbolicLink() ? "a link to somewhere else" : "a device, pipe or socket";
};

/** Throws UsageError paths/overwrites where a file to be written is one of those that were read, or no plain file. */
export const refuseOverwriting = (path: string, inputs: readonly string[]): void => {
  const target = resolve(path);
  const odd = oddity(target);
  if (odd === undefined && !inputs.some((input) => real(resolve(input)) === real(target))) return;
  throw new UsageError("paths/overwrites", {
    found: `--out ${path}: ${odd ?? "one of the files that are read"}`,
    expected: "the name of a plain file that may be written",
    hint: "name another file, or leave --out away and the result goes to stdout",
  });
};
