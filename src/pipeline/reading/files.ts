import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, isAbsolute, join, relative, resolve, sep } from "node:path";
import { InputError } from "../../model/errors.ts";
import type { Format } from "../../model/source.ts";

export interface NamedFile {
  readonly path: string;
  /** As messages call it: relative to the folder of the request, with `/`. */
  readonly name: string;
}

const street = /-street\.csv(\.gz)?$/i;
const tables = /\.((csv|tsv|txt|tab|parquet)(\.gz)?|xlsx|ods)$/i;

/**
 * Files, folders and patterns (`*`, `**`, `?`) as a sorted list of files, each once. A folder gives its street
 * files at any depth or, where it has none or another format is asked for, its tables.
 *
 * Throws    InputError input/not-found, input/no-files.
 */
export const expandFiles = (given: readonly string[], root: string, format?: Format): NamedFile[] => {
  const paths = new Set(
    given.flatMap((entry) => expand(isAbsolute(entry) ? entry : resolve(root, entry), entry, format)),
  );
  return [...paths].sort().map((path) => ({ path, name: nameOf(path, root) }));
};

export const nameOf = (path: string, root: string): string =>
  relative(root, path).split(sep).join("/") || basename(path);

const expand = (path: string, given: string, format: Format | undefined): string[] => {
  if (existsSync(path))
    return statSync(path).isDirectory() ? inFolder(path, given, format) : [readable(path, given)];
  if (!/[*?]/.test(path))
    throw new InputError("input/not-found", {
      found: `no file or folder called ${given}`,
      expected: "a path that exists",
      hint: "check the spelling, or list the folder with ls",
    });
  const found = matching(path);
  if (found.length === 0) throw noFiles(given, "nothing matches it");
  return found;
};

/** Files and pipes can be read to their end; a device may have none, and a socket has nothing to say. */
const readable = (path: string, given: string): string => {
  const stat = statSync(path);
  if (stat.isFile() || stat.isFIFO()) return path;
  throw new InputError("input/not-a-file", {
    found: `${given}, which is ${stat.isSocket() ? "a socket" : "a device"}`,
    expected: "a file, a folder or a pattern of files",
    hint: "name a file",
  });
};

const inFolder = (folder: string, given: string, format: Format | undefined): string[] => {
  const all = walk(folder);
  const streets = all.filter((path) => street.test(path));
  const wanted =
    streets.length > 0 && (format ?? "police-uk-street") === "police-uk-street"
      ? streets
      : all.filter((path) => tables.test(path));
  if (format === "police-uk-street" && streets.length === 0)
    throw noFiles(given, "no file in it is called YYYY-MM-<force>-street.csv or .csv.gz");
  if (wanted.length === 0) throw noFiles(given, "it holds no .csv, .tsv or .parquet file");
  return wanted;
};

const noFiles = (given: string, why: string): InputError =>
  new InputError("input/no-files", {
    found: `no data files in ${given}: ${why}`,
    expected: "at least one file to read",
    hint: "name the files themselves, or the folder above them",
  });

const walk = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() || entry.isSymbolicLink())
    .map((entry) => join(entry.parentPath, entry.name));

/** Files below the fixed part of a pattern that match all of it. Links that lead nowhere, or round, match nothing. */
const matching = (pattern: string): string[] => {
  const parts = pattern.split(sep);
  const first = parts.findIndex((part) => /[*?]/.test(part));
  const fixed = parts.slice(0, first).join(sep) || sep;
  if (!existsSync(fixed) || !statSync(fixed).isDirectory()) return [];
  const wanted = parts.slice(first);
  return walk(fixed).filter(
    (path) =>
      fits(relative(fixed, path).split(sep), wanted) && (existsSync(path) ? statSync(path).isFile() : false),
  );
};

/** Folders of a path against those of a pattern, each cell of the table filled once: no pattern takes for ever. */
const fits = (path: readonly string[], pattern: readonly string[]): boolean =>
  aligned(path.length, pattern.length, {
    skips: (j) => pattern[j] === "**",
    same: (i, j) => nameFits(path[i]!, pattern[j]!),
  });

const nameFits = (name: string, pattern: string): boolean =>
  aligned(name.length, pattern.length, {
    skips: (j) => pattern[j] === "*",
    same: (i, j) => pattern[j] === "?" || pattern[j] === name[i],
  });

/** Can m parts be laid beside n signs, where some signs stand for any number of parts? In m × n steps. */
const aligned = (
  m: number,
  n: number,
  { skips, same }: { skips: (j: number) => boolean; same: (i: number, j: number) => boolean },
): boolean => {
  let reached = new Uint8Array(m + 1);
  reached[0] = 1;
  for (let j = 0; j < n; j++) {
    const next = new Uint8Array(m + 1);
    for (let i = 0; i <= m; i++) {
      if (skips(j)) next[i] = reached[i]! || (i > 0 && next[i - 1]!) ? 1 : 0;
      else if (i > 0 && reached[i - 1] && same(i - 1, j)) next[i] = 1;
    }
    reached = next;
  }
  return reached[m] === 1;
};
