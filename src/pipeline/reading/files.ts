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
  if (existsSync(path)) return statSync(path).isDirectory() ? inFolder(path, given, format) : [path];
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

/** Files below the fixed part of a pattern that match all of it. */
const matching = (pattern: string): string[] => {
  const parts = pattern.split(sep);
  const fixed =
    parts
      .slice(
        0,
        parts.findIndex((part) => /[*?]/.test(part)),
      )
      .join(sep) || sep;
  if (!existsSync(fixed)) return [];
  const wanted = new RegExp(`^${toRegExp(pattern.split(sep).join("/"))}$`);
  return walk(fixed).filter((path) => wanted.test(path.split(sep).join("/")));
};

const toRegExp = (pattern: string): string =>
  pattern
    .replace(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("**/", "\u0000")
    .replaceAll("*", "[^/]*")
    .replaceAll("?", "[^/]")
    .replaceAll("\u0000", "(?:.*/)?");
