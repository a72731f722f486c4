import { existsSync, readFileSync, realpathSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, relative, resolve, sep } from "node:path";
import { type Key, keyOf } from "../../ingest/release/index.ts";
import { PrivacyError } from "../../model/errors.ts";

/** Where the key of protected reports is looked for, first here, then in the file that `key:` names. */
export const keyVariable = "WHATWORKS_KEY";

/** Shorter ones could be guessed. */
const shortest = 32;

const howToGet =
  "whatworks key new ~/.whatworks-key   and then   key: ~/.whatworks-key   in whatworks.yaml, or WHATWORKS_KEY in the environment";

/**
 * The secret that protects counts.
 *
 * Throws PrivacyError release/no-key, release/weak-key, release/key-place.
 */
export const readKey = (file: string | undefined, folder: string, outputs: readonly string[]): Key => {
  const given = process.env[keyVariable];
  if (given !== undefined && given.trim() !== "") return checked(given.trim(), keyVariable);
  if (file === undefined)
    throw new PrivacyError("release/no-key", {
      found: "protected reports, and no key to protect their counts with",
      expected: `a secret in ${keyVariable}, or a key file outside the repository`,
      hint: howToGet,
    });
  const path = expanded(file, folder);
  refuseKeyInside(path, [folder, ...outputs]);
  if (!existsSync(path))
    throw new PrivacyError("release/no-key", {
      key: "key",
      found: `no file at ${file}`,
      expected: "the file that holds the key",
      hint: `whatworks key new ${file}`,
    });
  return checked(readFileSync(path, "utf8").trim(), file);
};

const checked = (secret: string, where: string): Key => {
  if (secret.length >= shortest) return keyOf(secret);
  throw new PrivacyError("release/weak-key", {
    found: `a key of ${secret.length} characters in ${where}`,
    expected: `at least ${shortest} characters that nobody can guess`,
    hint: howToGet,
  });
};

/** A path as typed in a file: `~` is the home of whoever runs the program. */
export const expanded = (file: string, folder: string): string =>
  file === "~" || file.startsWith("~/") ? join(homedir(), file.slice(1)) : resolve(folder, file);

/** What is in a repository, or among reports, is published sooner or later. */
export const refuseKeyInside = (path: string, folders: readonly string[]): void => {
  const real = realFolder(dirname(path));
  const inside = folders
    .flatMap((folder) => [realFolder(folder), repositoryOf(realFolder(folder))])
    .concat(repositoryOf(real))
    .find((folder) => folder !== undefined && isWithin(real, folder));
  if (inside === undefined) return;
  throw new PrivacyError("release/key-place", {
    key: "key",
    found: "a key file inside a repository, a workspace or a folder of reports",
    expected: "a place that is never copied or published with the data or the reports",
    hint: "keep it in your home folder: whatworks key new ~/.whatworks-key",
  });
};

/** The folder as it really is, or the nearest one above that exists. */
const realFolder = (folder: string): string => {
  const path = resolve(folder);
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(realFolder(above), relative(above, path));
};

const repositoryOf = (folder: string): string | undefined => {
  if (existsSync(join(folder, ".git"))) return folder;
  const above = dirname(folder);
  return above === folder ? undefined : repositoryOf(above);
};

const isWithin = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(folder.endsWith(sep) ? folder : `${folder}${sep}`);
